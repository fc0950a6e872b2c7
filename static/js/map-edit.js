// Entering on the map, for who looks after a kern: a click in a sector, a line between two parties, a party to another
// ring. The server stores and draws; afterwards the map is fetched again in place, with zoom and position as they were.
(() => {
  "use strict";

  const bar = () => document.querySelector("[data-edit-bar]");
  const box = () => document.querySelector("[data-map]");
  const svg = () => document.getElementById("kaart-tekening");
  const tieButton = () => bar()?.querySelector("[data-edit-tie]");
  const panel = () => document.getElementById("kaart-paneel");
  const slugOf = (node) => node.id.slice(2);
  const nodeAt = (event) => event.target.closest?.("#kaart-tekening a.node");
  const open = (url) => document.dispatchEvent(new CustomEvent("wijkweb:open", { detail: { url } }));
  const hint = (text) => { const place = bar()?.querySelector("[data-edit-hint]"); if (place) place.textContent = text; };
  let first = null; // the id of the party that a tie starts from
  let pressed = null; // where the pointer went down
  let tapped = false;
  let dragged = ""; // the party that was just put in another ring

  // --- from a point on the screen to a sector and a ring ----------------------------------------------
  const figure = () => (bar()?.dataset.geometry && svg() ? JSON.parse(bar().dataset.geometry) : null);

  function pointOf(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg().getScreenCTM().inverse());
  }

  function polar({ centre, axes }, { x, y }) {
    const across = (x - centre[0]) / axes[0], down = (y - centre[1]) / axes[1];
    return { share: Math.hypot(across, down), angle: (Math.atan2(across, -down) * 180 / Math.PI + 360) % 360 };
  }

  function placeOf(shape, point) {
    const { share, angle } = polar(shape, point);
    if (share > shape.band[1]) return null;
    const ring = Object.entries(shape.rings).find(([, [inner, outer]]) => share >= inner && share < outer)?.[0];
    if (!ring) return share >= shape.band[0] ? { sector: "", ring: "" } : null;
    const sector = Object.entries(shape.sectors).find(([, [start, end]]) => (angle - start + 720) % 360 < end - start)?.[0];
    return { sector: sector || "", ring };
  }

  const titleOf = (sector) => svg().querySelector(`.title[data-sector="${sector}"]`)?.firstChild?.textContent || "";

  function addUrl({ sector, ring }) {
    const query = new URLSearchParams({ van: "kaart" });
    if (sector) query.set("levensgebied", sector);
    if (ring) query.set("betrokkenheid", ring);
    return `${bar().dataset.add}?${query}`;
  }

  function shape(name, attributes, className) {
    svg().querySelectorAll(`.${className}`).forEach((old) => old.remove());
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.setAttribute("class", className);
    svg().append(made);
    return made;
  }

  const forget = () => svg()?.querySelectorAll(".map-edit__ghost, .map-edit__line").forEach((one) => one.remove());

  function addAt(event) {
    const place = placeOf(figure(), pointOf(event));
    const here = bar().querySelector("[data-edit-here]");
    if (!place) return;
    const point = pointOf(event);
    shape("circle", { cx: point.x, cy: point.y, r: 9 / svg().getScreenCTM().a }, "map-edit__ghost");
    if (!tapped) { open(addUrl(place)); return; }
    // On a phone a tap may be a slip: it only offers the place, the button at the thumb opens the form.
    here.textContent = [here.dataset.text, titleOf(place.sector)].filter(Boolean).join(": ");
    here.dataset.url = addUrl(place);
    here.hidden = false;
  }

  // --- a tie: choose two, or draw from one to the other -------------------------------------------------
  const isTying = () => tieButton()?.getAttribute("aria-pressed") === "true";

  function setTying(on) {
    if (!tieButton()) return;
    tieButton().setAttribute("aria-pressed", String(on));
    box().classList.toggle("is-tying", on);
    svg().querySelectorAll(".is-first").forEach((node) => node.classList.remove("is-first"));
    first = null;
    forget();
    hint(on ? tieButton().dataset.first : "");
  }

  function choose(node) {
    if (!first || first === slugOf(node)) {
      svg().querySelectorAll(".is-first").forEach((other) => other.classList.remove("is-first"));
      first = slugOf(node);
      node.classList.add("is-first");
      hint(tieButton().dataset.second);
    } else tie(first, slugOf(node));
  }

  function tie(one, other) {
    setTying(false);
    open(`${bar().dataset.card.replace("_", one)}relaties/nieuw/?${new URLSearchParams({ met: other, van: "kaart" })}`);
  }

  // --- pointers: before the map sees them ---------------------------------------------------------------
  function spot(node) {
    const [x, y] = node.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
    return { x, y };
  }

  function onDown(event) {
    if (event.button || !bar()) return;
    tapped = event.pointerType === "touch";
    const node = nodeAt(event);
    pressed = { x: event.clientX, y: event.clientY, moved: false, node: null, sort: "" };
    if (!node || !figure()) return;
    if (isTying()) Object.assign(pressed, { node, sort: "tie" });
    else if (!tapped && !node.classList.contains("is-guest")) {
      const start = spot(node), { share } = polar(figure(), start);
      if (share < figure().band[0]) Object.assign(pressed, { node, sort: "ring", start, share, ring: placeOf(figure(), start)?.ring });
    }
    if (pressed.sort) box().dataset.busy = "1";
  }

  function onMove(event) {
    if (!pressed) return;
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 6) pressed.moved = true;
    if (!pressed.moved || !pressed.sort) return;
    const point = pointOf(event);
    if (pressed.sort === "tie") {
      const from = spot(pressed.node);
      shape("path", { d: `M${from.x} ${from.y}L${point.x} ${point.y}` }, "map-edit__line");
      return;
    }
    // A party slides along its own radius: only the ring can change.
    const now = figure(), rings = Object.values(now.rings);
    const most = Math.max(...rings.map((ring) => ring[1])) - 0.01, least = Math.min(...rings.map((ring) => ring[0])) + 0.01;
    const share = Math.min(Math.max(polar(now, point).share, least), most);
    const [x, y] = ["x", "y"].map((axis, i) => now.centre[i] + (pressed.start[axis] - now.centre[i]) * share / pressed.share);
    pressed.node.setAttribute("transform", `translate(${x} ${y})`);
    pressed.node.classList.add("is-moving");
    pressed.to = placeOf(now, { x, y })?.ring;
    hint(ringName(pressed.to));
  }

  function ringName(ring) {
    const place = Object.keys(figure().rings).reverse().indexOf(ring);
    return svg().querySelectorAll(".map__ring-names text")[place]?.textContent || "";
  }

  function onUp(event) {
    const was = pressed;
    if (box()) delete box().dataset.busy;
    if (!was?.sort || !was.moved) return;
    if (was.sort === "tie") {
      const target = document.elementFromPoint(event.clientX, event.clientY)?.closest("#kaart-tekening a.node");
      forget();
      if (target && target !== was.node) tie(slugOf(was.node), slugOf(target));
      return;
    }
    was.node.classList.remove("is-moving");
    hint("");
    const back = () => was.node.setAttribute("transform", `translate(${was.start.x} ${was.start.y})`);
    if (event.type === "pointercancel" || !was.to || was.to === was.ring) { back(); return; }
    moveTo(slugOf(was.node), was.to, back);
  }

  function moveTo(slug, ring, back) {
    const values = { involvement: ring, van: "kaart", csrfmiddlewaretoken: bar().querySelector("[name=csrfmiddlewaretoken]").value };
    const failed = () => { back(); hint(bar().querySelector("[data-edit-hint]").dataset.failed); };
    let done = false;
    const seen = () => { done = true; dragged = slug; };
    document.addEventListener("wijkweb:changed", seen, { once: true });
    window.htmx.ajax("POST", `${bar().dataset.card.replace("_", slug)}betrokkenheid/`, { source: bar(), target: bar(), swap: "none", values })
      .then(() => { document.removeEventListener("wijkweb:changed", seen); if (!done) failed(); }, failed);
  }

  // --- clicks, also those of the keyboard ---------------------------------------------------------------
  function onClick(event) {
    const was = pressed;
    pressed = null;
    const link = event.target.closest?.("[data-edit-open], [data-same], [data-edit-here]");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      const inPanel = link.closest("#kaart-paneel");
      if (link.dataset.same !== undefined && !inPanel) return;
      event.preventDefault();
      event.stopPropagation();
      open(link.dataset.url || link.href);
      link.hidden = link.dataset.editHere !== undefined;
      return;
    }
    if (event.target.closest?.("[data-edit-tie]")) { setTying(!isTying()); return; }
    if (event.target.closest?.("[data-close]")) { forget(); return; }
    if (event.target.closest?.(".messages__close")) { document.getElementById("meldingen").replaceChildren(); return; }
    const node = nodeAt(event);
    if (node && isTying()) {
      event.preventDefault();
      event.stopPropagation();
      if (!was?.moved) choose(node);
    } else if (!node && was && !was.moved && figure() && !isTying() && event.target.closest?.("[data-window]") && !event.target.closest("a")) {
      addAt(event);
    }
  }

  // --- after a deed: the map in place, the message with a way to close it ---------------------------------
  function refresh() {
    const url = location.pathname + location.search;
    return window.htmx.ajax("GET", url, { source: document.querySelector(".wijkweb__stage"), target: "#web", swap: "outerHTML" });
  }

  // Whose card lies open; a form that is being filled in is left alone.
  const openCard = () => (panel().querySelector("[id=kaart-titel]") && !panel().querySelector(".entry") ? panel().dataset.shown : "");

  function onChanged() {
    // The reply to the form is handled first; what it brings is in the page then.
    setTimeout(() => {
      forget();
      const stale = dragged && dragged === openCard() && !panel().closest("[hidden]") ? dragged : "";
      dragged = "";
      refresh().then(() => { if (stale) open(bar().dataset.card.replace("_", stale)); });
    }, 0);
  }

  function closable() {
    const place = document.querySelector(".main--wide > .messages");
    for (const line of place?.querySelectorAll(".messages__line") || []) {
      if (line.querySelector(".messages__close")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "messages__close";
      button.textContent = "×";
      button.setAttribute("aria-label", document.querySelector("[data-close]").textContent);
      line.append(button);
    }
  }

  // "Undo" beside the map keeps the map where it is; when it cannot be undone the page says why.
  function onSubmit(event) {
    const form = event.target.closest?.("#meldingen form.undo");
    if (!form || !document.querySelector(".wijkweb")) return;
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual", headers: { "HX-Request": "true" } }).then((answer) => {
      if (window.wijkwebSession.isOut(answer.headers.get("X-Signed-In"))) { window.wijkwebSession.tell(); return; }
      if (answer.type !== "opaqueredirect") { form.submit(); return; }
      const shownCard = openCard();
      refresh().then(() => {
        if (shownCard && document.getElementById(`p-${shownCard}`)) open(bar().dataset.card.replace("_", shownCard));
        else if (shownCard) document.querySelector("[data-close]").click();
      });
    }, () => form.submit());
  }

  function onSwap(event) {
    closable();
    if (event.detail.target?.id === "web" || event.target.id === "web") { start(); return; }
    if (event.detail.target?.id !== "kaart-paneel") return;
    setTimeout(() => {
      const entry = panel().querySelector("[data-focus]") || panel().querySelector(".entry input:not([type=hidden]), .entry select");
      if (entry) entry.focus();
      else panel().focus({ preventScroll: true });
      if (panel().querySelector(".entry")) document.getElementById("kaart-paneel-rand").scrollTop = 0;
    }, 0);
  }

  function start() {
    if (tieButton()) tieButton().hidden = false;
  }

  // Who comes from the form on a page of its own finds the new party in the light.
  function arrive() {
    start();
    closable();
    const slug = location.hash.match(/^#p-([-\w]+)$/)?.[1];
    const place = slug && document.getElementById(`p-${slug}`);
    if (place?.matches("a.node")) open(place.href.baseVal);
    else place?.scrollIntoView({ block: "center" });
  }

  document.addEventListener("pointerdown", onDown, true);
  document.addEventListener("pointermove", onMove, true);
  document.addEventListener("pointerup", onUp, true);
  document.addEventListener("pointercancel", onUp, true);
  document.addEventListener("click", onClick, true);
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { setTying(false); forget(); } });
  document.addEventListener("wijkweb:changed", onChanged);
  document.addEventListener("wijkweb:card", (event) => { panel().dataset.shown = event.detail.id; });
  document.addEventListener("htmx:afterSwap", onSwap);
  document.addEventListener("htmx:oobAfterSwap", closable);
  document.addEventListener("wijkweb:told", closable);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", arrive);
  else arrive();
})();
