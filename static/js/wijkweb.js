// Small help on every page; all of it works without.
"use strict";

// After a form that came back with errors, begin at their summary.
document.querySelector("[data-focus]")?.focus();

// A person who signed out must not see the last page again through the back button.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".site-account__form")) {
    window.location.reload();
  }
});
