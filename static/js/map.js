// The map in the page: zoom, drag, hover and the card beside it.
// The server draws; this only moves and lights up what is there. Without this file all of it can still be read.
(() => {
  "use strict";

  const names = window.wijkwebNames;
  const light = window.wijkwebLight;
  const LARGE = 600; // parties; from here on the ties are not drawn while the map moves
  const camera = { x: 0, y: 0, k: 0 }; // top left corner in drawing units, pixels per unit
  let shown = null; // the camera that is drawn now
  let timer = 0;
  let frame = 0; // asked for to show where the map moved to
  let moving = false;
  let cost = 0; // milliseconds that the last sharp drawing took
  let lastOpener = "";
  let fitted = false; // the whole figure is in sight and stays so when the window changes

  const box = () => document.querySelector("[data-map]");
  const pane = () => box()?.querySelector("[data-window]");
  const svg = () => document.getElementById("kaart-tekening");
  const isNetwork = () => box()?.dataset.view === "netwerk";

  // The figure fills the window; the titles around it keep their size on the screen and need room.
  function fit() {
    const { width, height } = pane().getBoundingClientRect();
    const [left, top, w, h] = svg().dataset.fit.split(" ").map(Number);
    const sides = width > 700 * unit() ? 150 * unit() : 4;
    camera.k = Math.max(Math.min((width - 2 * sides) / w, (height - 2 * 34 * unit()) / h), 0.05);
    camera.x = left + w / 2 - width / camera.k / 2;
    camera.y = top + h / 2 - height / camera.k / 2;
    fitted = true;
  }

  // How large the reader's letters are, against 16 pixels: on a wall-sized screen everything grows along.
  const unit = () => Math.max(parseFloat(getComputedStyle(document.documentElement).fontSize) / 16, 1);

  // Draw sharply at the place of the camera: names keep their size on the screen.
  function commit() {
    const drawing = svg();
    if (!drawing || !pane()) return;
    const { width, height } = pane().getBoundingClientRect();
    if (!width || !height) return;
    const begin = performance.now();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    frame = 0;
    moving = false;
    pane().classList.remove("is-moving");
    const u = unit();
    drawing.style.transform = "";
    drawing.setAttribute("viewBox", [camera.x, camera.y, width / camera.k, height / camera.k].join(" "));
    drawing.style.setProperty("--label", u / camera.k);
    drawing.style.setProperty("--unit", `${u / camera.k}px`);
    shown = { ...camera };
    names.commit(camera, width, height, u, fitted);
    box().querySelector("[data-percent]").textContent = `${Math.round(camera.k * 100)} %`;
    light.rest();
    requestAnimationFrame(() => setTimeout(() => { cost = performance.now() - begin; }));
  }

  // While it moves only the finished picture is shifted and scaled, once a frame; it is drawn anew when it rests.
  // After a wheel or a finger a large web on a slow machine rests longer, or drawing it would come between two turns.
  const pauseOfHand = () => Math.min(Math.max(160, 2 * cost), 600);

  function move(pause = 160) {
    moving = true;
    pane().classList.add("is-moving");
    frame = frame || requestAnimationFrame(() => {
      frame = 0;
      const factor = camera.k / shown.k;
      const dx = (shown.x - camera.x) * camera.k;
      const dy = (shown.y - camera.y) * camera.k;
      svg().style.transform = `translate(${dx}px, ${dy}px) scale(${factor})`;
      clearTimeout(timer);
      timer = setTimeout(rest, pause);
    });
  }

  // One more frame first: turns of the wheel that wait behind a slow one come before it, and put the rest off.
  function rest() {
    const last = timer;
    requestAnimationFrame(() => setTimeout(() => { if (moving && !frame && timer === last) commit(); }));
  }

  function zoom(factor, px, py, pause) {
    fitted = false;
    const k = Math.min(Math.max(camera.k * factor, 0.08), 8);
    camera.x += px / camera.k - px / k;
    camera.y += py / camera.k - py / k;
    camera.k = k;
    move(pause);
  }

  function zoomCentre(factor) {
    const { width, height } = pane().getBoundingClientRect();
    zoom(factor, width / 2, height / 2);
  }

  // --- pointers: drag with one, pinch with two ---------------------------------------------------
  const pointers = new Map();
  let dragged = 0;

  function onPointerDown(event) {
    if (event.button) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    dragged = 0;
  }

  function onPointerMove(event) {
    const before = pointers.get(event.pointerId);
    if (!before || !shown) return;
    const now = { x: event.clientX, y: event.clientY };
    if (pointers.size === 1) {
      dragged += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      if (dragged > 4 && !box().dataset.busy) { // busy: something else follows this pointer
        if (!pane().hasPointerCapture(event.pointerId)) pane().setPointerCapture(event.pointerId);
        fitted = false;
        camera.x -= (now.x - before.x) / camera.k;
        camera.y -= (now.y - before.y) / camera.k;
        move(pauseOfHand());
      }
    } else if (pointers.size === 2) {
      const other = [...pointers.entries()].find(([id]) => id !== event.pointerId)[1];
      const distance = (a) => Math.hypot(a.x - other.x, a.y - other.y) || 1;
      const frame = pane().getBoundingClientRect();
      dragged = 99;
      zoom(distance(now) / distance(before), (now.x + other.x) / 2 - frame.left, (now.y + other.y) / 2 - frame.top, pauseOfHand());
    }
    pointers.set(event.pointerId, now);
  }

  function onPointerEnd(event) {
    pointers.delete(event.pointerId);
  }

  function onWheel(event) {
    event.preventDefault();
    const frame = pane().getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.clientX - frame.left, event.clientY - frame.top, pauseOfHand());
  }

  const KEYS = { "+": 1.3, "=": 1.3, "-": 1 / 1.3 };
  const STEPS = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (KEYS[event.key]) zoomCentre(KEYS[event.key]);
    else if (event.key === "0") { fit(); move(); }
    else if (STEPS[event.key]) {
      fitted = false;
      camera.x += STEPS[event.key][0] / camera.k;
      camera.y += STEPS[event.key][1] / camera.k;
      move();
    } else return;
    event.preventDefault();
  }

  // --- the card beside the map ----------------------------------------------------------------------
  const panel = () => document.getElementById("kaart-paneel-rand");
  const selected = () => (lastOpener ? document.getElementById(lastOpener) : null);

  // The party whose card lies open.
  function chosen() {
    const node = panel().hidden ? null : selected();
    return node?.classList.contains("node") ? node : null;
  }

  function openCard(url, opener) {
    lastOpener = opener?.id || lastOpener;
    const target = document.getElementById("kaart-paneel");
    target.replaceChildren();
    window.htmx.ajax("GET", url, { target, swap: "innerHTML" }).catch(() => null).then(() => {
      if (!target.firstElementChild) target.textContent = target.dataset.error;
      light.hold();
      panel().hidden = false;
      document.querySelector(".wijkweb").classList.add("has-panel");
      const link = panel().querySelector("[data-focus-link]");
      const slug = new URL(url, location.href).pathname.match(/^\/partners\/([^/]+)\//)?.[1];
      link.parentElement.hidden = !slug;
      if (slug) {
        const query = new URLSearchParams(location.search);
        query.set("focus", slug);
        link.href = `?${query}`;
        const node = document.getElementById(`p-${slug}`);
        if (node) {
          lastOpener = node.id;
          if (svg()) light.show(node);
        }
      }
      const initiative = new URL(url, location.href).pathname.match(/^\/initiatieven\/([^/]+)\//)?.[1];
      tellCard(slug || (initiative ? `initiatief:${initiative}` : ""));
      target.focus({ preventScroll: true });
      panel().scrollTop = 0;
      if (window.matchMedia("(max-width: 60rem)").matches) box()?.scrollIntoView(); // the sheet leaves the map in sight
      if (box() && !isNetwork()) requestAnimationFrame(keep);
    });
  }

  // The network view wants to know whose card lies open.
  const tellCard = (id) => document.dispatchEvent(new CustomEvent("wijkweb:card", { detail: { id } }));

  function closeCard() {
    if (panel().hidden) return;
    light.hold();
    panel().hidden = true;
    tellCard("");
    document.querySelector(".wijkweb").classList.remove("has-panel");
    if (svg()) light.show(null);
    const back = selected();
    if (back) back.focus({ preventScroll: true });
    if (box()) requestAnimationFrame(keep);
  }

  // The window became wider or narrower: keep the middle of the map in the middle.
  function keep() {
    if (!shown || !pane()) return;
    if (fitted) fit();
    commit();
    if (chosen()) light.show(chosen());
  }

  function onClick(event) {
    const link = event.target.closest?.("a.node, a.diamond, a[data-card]");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) {
      event.preventDefault();
      if (dragged > 4) { dragged = 0; return; }
      openCard(link.href?.baseVal ?? link.href, link);
      return;
    }
    const tool = event.target.closest?.("[data-zoom]");
    if (tool && !isNetwork()) {
      if (tool.dataset.zoom === "fit") { fit(); move(); } else zoomCentre(tool.dataset.zoom === "in" ? 1.4 : 1 / 1.4);
    }
    if (event.target.closest?.("[data-close]")) closeCard();
    if (event.target.closest?.("[data-print]")) window.print();
  }

  // A new drawing brings its own size and looks; htmx would copy the old ones, which the style policy forbids.
  window.htmx.config.attributesToSettle = [];

  // --- start, and start again after a swap --------------------------------------------------------------
  function start() {
    const print = document.querySelector("[data-print]");
    if (print) print.hidden = false;
    if (!box()) return;
    box().querySelector("[data-tools]").hidden = false;
    if (isNetwork()) return;
    const window_ = pane();
    window_.classList.add("is-live");
    window_.classList.toggle("is-large", svg().querySelectorAll(".node").length > LARGE);
    names.read(svg());
    if (!camera.k) fit();
    commit();
    window_.addEventListener("pointerdown", onPointerDown);
    window_.addEventListener("pointermove", onPointerMove);
    window_.addEventListener("pointerup", onPointerEnd);
    window_.addEventListener("pointercancel", onPointerEnd);
    window_.addEventListener("wheel", onWheel, { passive: false });
    window_.addEventListener("keydown", onKey);
    window_.addEventListener("dragstart", (event) => event.preventDefault());
    light.listen(window_, () => moving, chosen);
    box().dataset.ready = "1";
  }

  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeCard(); });
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target?.id === "web" || event.target.id === "web") start(); });
  document.addEventListener("wijkweb:changed", (event) => { if (event.detail.lit) lastOpener = `p-${event.detail.lit}`; });
  document.addEventListener("wijkweb:open", (event) => openCard(event.detail.url, null));
  window.addEventListener("resize", () => { if (box() && !isNetwork()) keep(); });
  window.addEventListener("beforeprint", () => {
    const drawing = svg();
    if (!drawing) return;
    drawing.style.transform = "";
    for (const name of ["--unit", "--label", "--marker"]) drawing.style.removeProperty(name);
    if (isNetwork()) {
      drawing.setAttribute("viewBox", `0 0 ${drawing.getAttribute("width")} ${drawing.getAttribute("height")}`);
    } else {
      drawing.style.setProperty("--unit", "1.2px");
      const { size, x, y, width, height } = names.paper();
      drawing.style.setProperty("--label", size);
      drawing.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
      drawing.style.aspectRatio = `${width} / ${height}`;
    }
    document.querySelector(".legend")?.setAttribute("open", "");
  });
  window.addEventListener("afterprint", () => {
    if (!svg() || isNetwork()) return;
    svg().style.aspectRatio = "";
    commit();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
