// A party's own ties: lit under the pointer or the keyboard, and of the party whose card lies open.
// The map may move or shrink under a pointer that stands still; what slides under it then was not pointed at.
(() => {
  "use strict";

  const names = window.wijkwebNames;
  const STILL = 3; // pixels that a hand on a mouse trembles
  let pane = null; // the window of the figure that is listened to
  let moves = () => false; // whether the map is moving
  let chosen = () => null; // the party whose card lies open
  let wentBy = false; // a pointer came or went while the map moved
  let pointer = { x: 0, y: 0 };
  let held = null; // where the pointer stood when a card opened or closed; until it moves it points at nothing

  const svg = () => document.getElementById("kaart-tekening");

  function spot(node) {
    const [x, y] = node.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
    return { x, y };
  }

  function show(node) {
    const drawing = svg();
    if (!node && !drawing.classList.contains("has-focus")) return;
    const own = drawing.querySelector(".map__own-ties");
    own.replaceChildren();
    drawing.querySelectorAll(".is-near").forEach((other) => other.classList.remove("is-near"));
    drawing.classList.toggle("has-focus", Boolean(node));
    if (!node) {
      names.light(null);
      return;
    }
    const nodes = drawing.querySelectorAll(".node");
    const here = spot(node);
    const lines = [];
    node.classList.add("is-near");
    for (const index of (node.dataset.n || "").split(" ").filter(Boolean)) {
      const other = nodes[Number(index)];
      other.classList.add("is-near");
      const there = spot(other);
      lines.push(`M${here.x} ${here.y}L${there.x} ${there.y}`);
    }
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", lines.join(""));
    own.append(path);
    names.light(node);
  }

  function hold() {
    if (!pane?.isConnected) return;
    held = { ...pointer };
    pane.classList.add("is-held");
  }

  function onMove(event) {
    pointer = { x: event.clientX, y: event.clientY };
    if (!held || Math.hypot(pointer.x - held.x, pointer.y - held.y) <= STILL) return;
    held = null;
    pane.classList.remove("is-held");
    if (moves()) wentBy = true;
    else if (event.pointerType !== "touch" && pane.isConnected) show(event.target.closest?.(".node") || chosen());
  }

  // The map rests: what the pointer is over now counts, when it came or went meanwhile.
  function rest() {
    if (wentBy && !held) show(pane.querySelector(".node:hover") || chosen());
    wentBy = false;
  }

  function listen(window_, isMoving, itsCard) {
    [pane, moves, chosen, held] = [window_, isMoving, itsCard, null];
    const counts = (event) => {
      if (!event.type.startsWith("mouse")) return true;
      wentBy = wentBy || moves();
      return !wentBy && !held;
    };
    for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
      pane.addEventListener(enter, (event) => { const node = event.target.closest(".node"); if (node && counts(event)) show(node); });
      pane.addEventListener(leave, (event) => { if (counts(event)) show(chosen()); });
    }
    if (chosen()) show(chosen());
  }

  document.addEventListener("pointermove", onMove, true);
  document.addEventListener("pointerdown", (event) => { pointer = { x: event.clientX, y: event.clientY }; }, true);
  window.wijkwebLight = { show, hold, rest, listen };
})();
