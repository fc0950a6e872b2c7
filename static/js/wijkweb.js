// Small help on every page; all of it works without.
"use strict";

// After a form that came back with errors, begin at their summary.
document.querySelector("[data-focus]")?.focus();

// On a phone the work bar is wider than the screen; where you are stays in sight, in both rows.
for (const here of document.querySelectorAll(".kern-nav__link[aria-current], .kern-nav__link.is-open")) {
  const bar = here.closest("ul");
  bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
}

// Who comes for something that is folded finds it open; where the browser does not do so by itself.
const unfold = () => {
  const wanted = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
  for (let fold = wanted && wanted.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
};
unfold();
window.addEventListener("hashchange", unfold);

// Under a field to find a party: arrow down goes to what was found, and Enter takes the only one instead of sending the form.
document.addEventListener("keydown", (event) => {
  const finder = event.target.type === "search" && event.target.closest(".finder");
  if (!finder || !["ArrowDown", "Enter"].includes(event.key)) return;
  const found = [...finder.querySelectorAll(".hits [type=radio]")];
  const parties = found.filter((one) => !one.closest(".pick--new"));
  const choice = event.key === "ArrowDown" ? found[0] : parties.length === 1 && parties[0];
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.focus();
  choice.dispatchEvent(new Event("change", { bubbles: true }));
});

// A person who signed out must not see the last page again through the back button.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".site-account__form")) {
    window.location.reload();
  }
});

// Pressed twice is meant once. While the answer is on its way a form is not sent again: the second answer would take the
// place of the first, and say of a link that was just used that it no longer works.
const PATIENCE = 8000; // milliseconds; then one may try again, also after a file that was downloaded
const underWay = new Set();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target) return;
  if (underWay.has(form)) {
    event.preventDefault();
    return;
  }
  underWay.add(form);
  setTimeout(() => underWay.delete(form), PATIENCE);
});
window.addEventListener("pageshow", () => underWay.clear());

// A part of the page that went wrong on the server comes with a number and a few words (wijkweb/kit/faults.py). They stay
// in sight until something goes well again; what was on the page stays as it is.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (!xhr.getResponseHeader("X-Storing") || document.getElementById("storing")) return;
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
  document.querySelector("main")?.after(...answer.body.children);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.getElementById("storing")?.remove();
});
