// What if a party leaves: a click on the map ticks its box, and the list can be searched.
// Without it the map has links and the form a button.
(() => {
  "use strict";

  const form = document.getElementById("wat-als");
  if (!form) return;
  const boxes = () => [...form.querySelectorAll("input[name=weg]")];

  function choose(party, turn) {
    const box = boxes().find((one) => one.value === party);
    if (!box) return false;
    box.checked = turn(box.checked);
    box.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  let clicked = "";
  document.addEventListener("click", (event) => {
    const spot = event.target.closest("[data-party]");
    if (!spot || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (choose(spot.dataset.party, (now) => !now)) {
      clicked = spot.dataset.party;
      event.preventDefault();
    }
  });

  // Where the reader was stays where the reader is: the map that comes back is another one.
  let place = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id !== "uitkomst") return;
    const box = event.target.querySelector(".marked-map");
    place = box ? [box.scrollLeft, box.scrollTop] : null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const box = document.querySelector("#uitkomst .marked-map");
    if (box && place) box.scrollTo(...place);
    place = null;
    if (!clicked) return;
    document.querySelector(`#uitkomst [data-party="${CSS.escape(clicked)}"]`)?.focus({ preventScroll: true });
    clicked = "";
  });

  const search = form.querySelector("[data-search]");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  search.hidden = false;
  const field = search.querySelector("input");
  field.addEventListener("input", () => {
    const wanted = plain(field.value);
    for (const box of boxes()) {
      const line = box.closest("li");
      line.hidden = !box.checked && !plain(line.textContent).includes(wanted);
    }
  });
  field.addEventListener("change", (event) => event.stopPropagation());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
})();
