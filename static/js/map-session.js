// A page that was made for somebody who is signed out meanwhile: it says so, and changes nothing in silence.
// The part of the page with these words is only there for who was signed in.
(() => {
  "use strict";

  const isOut = (signedIn) => signedIn === "no" && Boolean(document.getElementById("uitgelogd"));

  function words() {
    const message = document.getElementById("uitgelogd").content.firstElementChild.cloneNode(true);
    const link = message.querySelector("a");
    link.href = `${link.getAttribute("href")}?${new URLSearchParams({ next: location.pathname + location.search })}`;
    return message;
  }

  function tell() {
    document.getElementById("meldingen").replaceChildren(words());
    document.dispatchEvent(new CustomEvent("wijkweb:told"));
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isOut(event.detail.xhr.getResponseHeader("X-Signed-In"))) return;
    event.detail.shouldSwap = false;
    if (event.detail.target.id === "kaart-paneel") event.detail.target.replaceChildren(words());
    else tell();
  });
  window.wijkwebSession = { isOut, tell };
})();
