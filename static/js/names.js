// The names in the figure: parties, sectors and rings, each where it can be read at this zoom.
(() => {
  "use strict";

  const { measure, place, markerScale } = window.wijkwebLabels;
  const SIZE = 12;
  const LINE = 1.15;
  const EDGE = 5; // drawing units around all that is drawn on paper
  const PAPER_SIZES = [1.35, 1.3, 1.25, 1.2, 1.15, 1.1, 1.05, 1];
  let drawing = null;
  let items = [];
  let view = null; // {camera, width, height, unit}: what is drawn now
  let normal = new Map();
  let lit = [];

  const font = (weight) => `${weight} ${SIZE}px ${getComputedStyle(drawing).fontFamily}`;

  function radius(marker) {
    const shape = marker.firstElementChild || marker;
    if (shape.r) return shape.r.baseVal.value;
    if (shape.width) return shape.width.baseVal.value / 2;
    return 8 * Number(shape.getAttribute("transform")?.match(/[\d.]+/)?.[0] || 1.1);
  }

  // Read a drawing once; every commit after that only calculates.
  function read(svg) {
    drawing = svg;
    lit = [];
    normal = new Map();
    items = [...svg.querySelectorAll(".node, .diamond")].map((node, index) => {
      const label = node.querySelector(".label");
      const [x, y] = node.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
      const tspan = label?.querySelector("tspan");
      const lines = label ? [label.firstChild.textContent, tspan?.textContent].filter(Boolean) : [];
      const isDiamond = node.classList.contains("diamond");
      const weight = isDiamond ? 1e6 : (node.dataset.n || "").split(" ").filter(Boolean).length;
      return { id: index, node, label, tspan, lines, isDiamond, weight, ux: x, uy: y, ur: radius(node.firstElementChild), x0: label?.getAttribute("x"), isOff: label?.classList.contains("is-off") };
    });
  }

  function put(item, way) {
    const { label, tspan } = item;
    label.classList.toggle("is-off", !way);
    if (!way) return;
    label.setAttribute("text-anchor", way.anchor);
    label.setAttribute("x", way.dx / view.unit);
    label.setAttribute("y", way.dy / view.unit);
    tspan?.setAttribute("x", way.dx / view.unit);
  }

  // The places on the screen, as the drawing stands.
  function project(item, isBold) {
    const { camera, unit } = view;
    const scale = unit * markerScale(camera.k / unit, items.length, view);
    item.x = (item.ux - camera.x) * camera.k;
    item.y = (item.uy - camera.y) * camera.k;
    item.r = item.ur * scale;
    item.width = unit * Math.max(...item.lines.map((line) => measure(line, font(isBold || item.isDiamond ? 700 : 400))), 0);
    item.height = unit * SIZE * (LINE * item.lines.length + 0.3);
    return item;
  }

  const dot = ({ x, y, r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r });
  const isNear = (item) => item.x > -60 && item.y > -60 && item.x < view.width + 60 && item.y < view.height + 60;

  function boxesOf(selector) {
    const frame = drawing.parentElement.getBoundingClientRect();
    return [...drawing.querySelectorAll(selector)].map((text) => text.getBoundingClientRect()).filter((box) => box.width)
      .map((box) => ({ left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top, owner: "" }));
  }

  function commit(camera, width, height, unit, isWhole) {
    view = { camera: { ...camera }, width, height, unit };
    drawing.style.setProperty("--marker", (unit * markerScale(camera.k / unit, items.length, view)) / camera.k);
    for (const item of items) project(item, false);
    const markers = items.filter(isNear);
    const citizen = drawing.querySelector(".map__citizen")?.getAttribute("transform").match(/[\d.]+/g).map(Number);
    placeTitles(markers, isWhole);
    placeRingNames([...markers.map(dot), ...boxesOf(".title")]);
    const blocked = boxesOf(".title, .map__ring-names text");
    const named = markers.filter((item) => item.lines.length).sort((a, b) => b.weight - a.weight);
    const middle = citizen ? [{ id: "citizen", ...screen(...citizen), r: 20 * camera.k }] : [];
    normal = place(named, [...markers, ...middle], blocked, view);
    for (const item of items) if (item.label) put(item, normal.get(item.id));
  }

  // --- the sectors ----------------------------------------------------------------------------------
  const overlap = (a, b) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

  // Titles stay where they were drawn when the window has room around the figure; else each takes the calmest place
  // in or beside its own sector: off the parties, off the other titles, as far out as it can.
  function placeTitles(markers, isWhole) {
    const titles = [...drawing.querySelectorAll(".title")];
    const wedges = drawing.querySelectorAll(".map__sectors path");
    const dots = markers.map(dot);
    const taken = [];
    const sizes = titles.map((title) => title.getBBox()); // all asked before anything changes: one layout instead of ten
    titles.forEach((title) => title.removeAttribute("transform"));
    titles.forEach((title, index) => {
      const own = sizes[index];
      const size = { width: own.width * view.camera.k, height: own.height * view.camera.k };
      const home = screen(own.x + own.width / 2, own.y + own.height / 2);
      const spot = best(candidates(wedges[index], home, size, isWhole), home, size, dots, taken);
      taken.push(boxAt(spot, size));
      const dx = (spot.x - home.x) / view.camera.k, dy = (spot.y - home.y) / view.camera.k;
      if (dx || dy) title.setAttribute("transform", `translate(${dx} ${dy})`);
    });
  }

  const screen = (x, y) => ({ x: (x - view.camera.x) * view.camera.k, y: (y - view.camera.y) * view.camera.k });
  const boxAt = ({ x, y }, { width, height }) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 });

  function isInside(box) {
    return box.left >= 2 && box.top >= 2 && box.right <= view.width - 2 && box.bottom <= view.height - 2;
  }

  // The same place, or the nearest from which nothing sticks out of the window.
  const slidIn = ({ x, y }, { width, height }) => ({
    x: Math.min(Math.max(x, width / 2 + 3), view.width - width / 2 - 3),
    y: Math.min(Math.max(y, height / 2 + 3), view.height - height / 2 - 3),
  });

  function candidates(wedge, home, size, isWhole) {
    if (isInside(boxAt(home, size))) return [home];
    const [centre, ...rim] = wedge.getAttribute("d").match(/-?\d+ -?\d+/g).map((pair) => screen(...pair.split(" ").map(Number)));
    const spots = isWhole ? [0, -10, 10, -20, 20].map((up) => slidIn({ x: home.x, y: home.y + up }, size)) : [];
    for (const corner of rim) {
      for (let share = 1.15; share > 0.3; share -= 0.07) {
        const x = centre.x + share * (corner.x - centre.x), y = centre.y + share * (corner.y - centre.y);
        const spot = isWhole ? slidIn({ x, y }, size) : { x, y };
        if (isInside(boxAt(spot, size))) spots.push(spot);
      }
    }
    return spots.length ? spots : [home];
  }

  // --- the rings --------------------------------------------------------------------------------------
  // Their names stand in one row from the middle outwards, where the least parties are; each may step aside a little.
  const TURNS = [0, ...Array.from({ length: 17 }, (_, step) => [10 * (step + 1), -10 * (step + 1)]).flat(), 180];
  const ASIDE = [0, 4, -4, 8, -8, 12, -12, 16, -16];

  function placeRingNames(dots) {
    const texts = [...drawing.querySelectorAll(".map__ring-names text")];
    const sizes = texts.map((text) => text.getBBox());
    texts.forEach((text) => text.removeAttribute("transform"));
    if (!sizes.some((size) => size.width)) return; // a phone does without
    const rim = drawing.querySelector(".map__rings ellipse");
    const centre = { x: rim.cx.baseVal.value, y: rim.cy.baseVal.value }, flatness = rim.rx.baseVal.value / rim.ry.baseVal.value;
    const names = texts.map((text, index) => {
      const own = sizes[index], middle = { x: own.x + own.width / 2, y: own.y + own.height / 2 };
      const across = middle.x - centre.x, up = (centre.y - middle.y) * flatness;
      return { text, middle, angle: Math.atan2(across, up), reach: Math.hypot(across, up), size: { width: own.width * view.camera.k, height: own.height * view.camera.k } };
    });
    // Where a name comes to stand after a turn, and over how much it lies there: parties, titles, names before it.
    const turned = ({ angle, reach, size }, turn, taken) => {
      const there = angle + (turn * Math.PI) / 180;
      const spot = screen(centre.x + reach * Math.sin(there), centre.y - (reach * Math.cos(there)) / flatness);
      const box = boxAt(spot, size);
      return { spot, box, cost: [...dots, ...taken].reduce((sum, other) => sum + overlap(box, other), isInside(box) ? 0 : 30) };
    };
    const costOfRow = (turn) => {
      const taken = [];
      return names.reduce((sum, name) => {
        const { box, cost } = turned(name, turn, taken);
        taken.push(box);
        return sum + cost;
      }, 0);
    };
    const row = cheapest(TURNS, costOfRow), taken = [];
    for (const name of names) {
      const { spot, box } = turned(name, row + cheapest(ASIDE, (turn) => turned(name, row + turn, taken).cost), taken);
      const home = screen(name.middle.x, name.middle.y);
      taken.push(box);
      name.text.setAttribute("transform", `translate(${(spot.x - home.x) / view.camera.k} ${(spot.y - home.y) / view.camera.k})`);
    }
  }

  // The first of those with the lowest cost.
  function cheapest(choices, costOf) {
    const costs = choices.map(costOf);
    return choices[costs.indexOf(Math.min(...costs))];
  }

  function best(spots, home, size, dots, taken) {
    let found = spots[0], least = Infinity;
    for (const spot of spots) {
      const box = boxAt(spot, size);
      const over = taken.reduce((sum, other) => sum + 6 * overlap(box, other), 0) + dots.reduce((sum, dot) => sum + 4 * overlap(box, dot), 0);
      const cost = over + Math.hypot(spot.x - home.x, spot.y - home.y);
      if (cost < least) [found, least] = [spot, cost];
    }
    return found;
  }

  // --- a party in the light ---------------------------------------------------------------------------
  // Beside it only its neighbours have a name, as far as the names leave each other room.
  function light(node) {
    for (const item of lit) {
      item.label.classList.remove("is-lit");
      put(project(item, false), normal.get(item.id));
    }
    lit = [];
    if (!node || !view) return;
    const near = items.filter((item) => item.label && item.node.classList.contains("is-near")).map((item) => project(item, true)).filter(isNear);
    near.sort((a, b) => (b.node === node) - (a.node === node) || b.weight - a.weight);
    const places = place(near, near, boxesOf(".title"), view);
    lit = near;
    for (const item of near) {
      put(item, places.get(item.id) || normal.get(item.id));
      item.label.classList.toggle("is-lit", places.has(item.id));
    }
  }

  // As the server drew it, for paper.
  function reset() {
    light(null);
    for (const { label, tspan, x0, isOff } of items) {
      if (!label) continue;
      label.removeAttribute("text-anchor");
      label.removeAttribute("y");
      label.setAttribute("x", x0);
      tspan?.setAttribute("x", x0);
      label.classList.toggle("is-off", isOff);
    }
    drawing.querySelectorAll(".title, .map__ring-names text").forEach((text) => text.removeAttribute("transform"));
  }

  // Where a name stands once it has a place.
  function besides({ x, y, width, height }, { anchor, dx, dy }) {
    const left = x + dx - width * { start: 0, middle: 0.5, end: 1 }[anchor];
    return { left, right: left + width, top: y + dy - height / 2, bottom: y + dy + height / 2 };
  }

  // As large as they can be on paper: the largest size at which no fewer names stand than the server drew, which knows no
  // fonts and so keeps room to spare. Returns that size, as a multiple of the server's, and the part of the drawing in
  // which something stands: {size, x, y, width, height} in drawing units.
  function paper() {
    reset();
    const groups = [...drawing.querySelectorAll(".map__titles, .map__rings, .map__nodes")].map((group) => group.getBBox());
    const end = (side, low, length) => side(...groups.map((box) => box[low] + (length ? box[length] : 0)));
    const x = end(Math.min, "x") - EDGE, y = end(Math.min, "y") - EDGE;
    const width = end(Math.max, "x", "width") + EDGE - x, height = end(Math.max, "y", "height") + EDGE - y;
    const named = items.filter((item) => item.lines.length).sort((a, b) => b.weight - a.weight);
    const drawn = named.filter((item) => !item.isOff).length;
    const citizen = drawing.querySelector(".map__citizen")?.getAttribute("transform").match(/[\d.]+/g).map(Number);
    const titles = [...drawing.querySelectorAll(".title")].map((text) => text.getBBox())
      .map((box) => ({ left: box.x - x, right: box.x + box.width - x, top: box.y - y, bottom: box.y + box.height - y, owner: "" }));
    for (const unit of PAPER_SIZES) {
      view = { camera: { x, y, k: 1 }, width, height, unit };
      for (const item of items) project(item, false).r = item.ur;
      const middle = citizen ? [{ id: "citizen", ...screen(...citizen), r: 20 }] : [];
      const places = place(named, [...items, ...middle], titles, view);
      if (places.size < drawn) continue;
      for (const item of named) put(item, places.get(item.id));
      placeRingNames([...items.map(dot), ...titles, ...named.filter((item) => places.has(item.id)).map((item) => besides(item, places.get(item.id)))]);
      return { size: unit, x, y, width, height };
    }
    return { size: 1, x, y, width, height };
  }

  window.wijkwebNames = { read, commit, light, reset, paper };
})();
