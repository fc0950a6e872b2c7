// The filters above the map: the slider through time, and an address that holds only what was chosen.
// The form works without; then the day is typed and a button sends it.
(() => {
  "use strict";

  function startSlider() {
    const slider = document.querySelector("[data-slider]");
    if (!slider || slider.dataset.ready) return;
    slider.dataset.ready = "1";
    const stops = [...slider.querySelectorAll("[data-stops] li")];
    const range = slider.querySelector("input");
    const output = slider.querySelector("output");
    const day = document.getElementById("filter-dag");
    if (stops.length < 2) return;
    const place = () => {
      const wanted = day.value || stops.at(-1).dataset.day;
      const index = stops.findLastIndex((stop) => stop.dataset.day <= wanted);
      range.value = String(Math.max(index, 0));
      tell();
    };
    const tell = () => {
      output.textContent = stops[Number(range.value)].textContent;
      range.setAttribute("aria-valuetext", output.textContent);
    };
    let waiting = 0;
    range.addEventListener("input", () => {
      const stop = stops[Number(range.value)];
      day.value = stop === stops.at(-1) ? "" : stop.dataset.day;
      tell();
      clearTimeout(waiting);
      waiting = setTimeout(() => day.dispatchEvent(new Event("change", { bubbles: true })), 90);
    });
    range.addEventListener("change", (event) => event.stopPropagation());
    day.addEventListener("change", place);
    slider.hidden = false;
    place();
  }

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id !== "filters") return; // the forms beside the map send what is empty too
    for (const name of Object.keys(event.detail.parameters)) {
      if (event.detail.parameters[name] === "") delete event.detail.parameters[name];
    }
    if (event.detail.parameters.weergave === "wijkweb") delete event.detail.parameters.weergave;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open-all]");
    if (!button) return;
    for (const fold of document.querySelectorAll(".list-fold")) fold.open = true;
    document.querySelector(".list-fold summary").focus();
    button.remove();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startSlider);
  else startSlider();
})();
