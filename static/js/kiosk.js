// A page on a tablet for many: after a while without a touch or a key it says so, and then it is as new.
"use strict";

const kiosk = document.querySelector("[data-kiosk]");

if (kiosk) {
  const rest = Number(kiosk.dataset.kiosk) * 1000;
  const warning = kiosk.querySelector("[data-kiosk-warning]");
  const WARNS = 15000;
  let used = "used" in kiosk.dataset;
  let timer = 0;

  const empty = () => {
    for (const form of kiosk.querySelectorAll("form")) form.reset();
    window.location.replace(kiosk.dataset.home);
  };
  const wait = () => {
    window.clearTimeout(timer);
    warning.hidden = true;
    if (!used) return;
    timer = window.setTimeout(() => {
      warning.hidden = false;
      timer = window.setTimeout(empty, WARNS);
    }, rest - WARNS);
  };
  for (const sign of ["pointerdown", "keydown", "input", "scroll"]) {
    window.addEventListener(sign, () => {
      used ||= sign !== "scroll";
      wait();
    }, { passive: true });
  }
  // Back from another page, or out of the browser's memory: what the one before typed is not shown.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) empty();
  });
  wait();
}
