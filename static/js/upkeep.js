// Ticking everything at once, and saying how much is ticked.
"use strict";

const form = document.querySelector("form.upkeep");
const all = form?.querySelector("[data-tick-all]");
const count = form?.querySelector("[data-tick-count]");

function ticks() {
  return [...form.querySelectorAll("[data-tick]")];
}

function tell() {
  const ticked = ticks().filter((box) => box.checked).length;
  if (count) {
    count.textContent = ticked ? count.dataset.words.replace("0", ticked) : "";
  }
  form.querySelector(".upkeep-bar")?.classList.toggle("has-ticks", ticked > 0);
  if (all) {
    all.checked = ticked > 0 && ticked === ticks().length;
    all.indeterminate = ticked > 0 && !all.checked;
  }
}

all?.addEventListener("change", () => {
  ticks().forEach((box) => {
    box.checked = all.checked;
  });
  tell();
});
form?.addEventListener("change", tell);
document.addEventListener("htmx:afterSwap", () => form && tell());
