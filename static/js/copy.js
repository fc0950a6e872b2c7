// A button that copies the text of the element it names; it stays hidden where that cannot be.
"use strict";

function ready(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const element = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(element.innerText || element.textContent); // what is folded away has no innerText
  button.textContent = button.dataset.copied;
});
document.addEventListener("htmx:afterSettle", (event) => ready(event.target));
ready(document);
