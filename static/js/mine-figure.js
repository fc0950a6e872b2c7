// Draws the entries of a personal wijkweb in the empty figure that the server sent. Texts go in as texts only.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const SHAPES = { mens: "M0-13a6 6 0 0 1 3.7 10.8C8.6-.9 11.5 4.3 11.5 11.5H-11.5C-11.5 4.3-8.6-.9-3.7-2.2A6 6 0 0 1 0-13Z", club: "M-11 0A11 11 0 1 0 11 0A11 11 0 1 0-11 0Z", plek: "M-10-10H10V10H-10Z" };

  const numbers = (text) => text.trim().split(/\s+/).map(Number);

  function geometry(map) {
    const [x, y] = numbers(map.dataset.centre);
    const [across, down] = numbers(map.dataset.axes);
    const rings = new Map();
    let inner = Number(map.dataset.citizen);
    for (const part of map.dataset.rims.trim().split(/\s+/)) {
      const [ring, outer] = part.split(":");
      rings.set(ring, [inner, Number(outer)]);
      inner = Number(outer);
    }
    const domains = [...map.querySelectorAll("[data-domain]")].map((sector) => sector.dataset.domain);
    return { x, y, across, down, rings, domains, angle: 360 / domains.length };
  }

  // The places of `count` entries in one cell: in rows from the inside out, evenly over the angle.
  function places(shape, domain, ring, count) {
    const [inner, outer] = shape.rings.get(ring);
    const middle = shape.domains.indexOf(domain) * shape.angle;
    const abreast = inner < 0.3 ? 1 : 2; // nearest to the middle a sector is too narrow for two names
    const rows = Math.min(Math.ceil(count / abreast), 4);
    const found = [];
    for (let row = 0; row < rows; row += 1) {
      const here = Math.floor(count / rows) + (row >= rows - (count % rows) ? 1 : 0);
      const share = inner + ((row + 0.5) / rows) * (outer - inner);
      for (let place = 0; place < here; place += 1) {
        const turn = ((middle + ((place + 1) / (here + 1) - 0.5) * shape.angle) * Math.PI) / 180;
        found.push([shape.x + share * shape.across * Math.sin(turn), shape.y - share * shape.down * Math.cos(turn)]);
      }
    }
    return found;
  }

  // Which domain and ring lie under a point of the drawing; null outside it.
  function cellAt(shape, x, y) {
    const across = (x - shape.x) / shape.across;
    const down = (y - shape.y) / shape.down;
    const share = Math.hypot(across, down);
    const turn = (Math.atan2(across, -down) * 180) / Math.PI + shape.angle / 2;
    const domain = shape.domains[Math.floor(((turn + 360) % 360) / shape.angle)];
    for (const [ring, [inner, outer]] of shape.rings) if (share >= inner && share <= outer) return { domain, ring };
    return null;
  }

  function element(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  }

  // One sign with its name and its number; the number stands in the place of the name where the map is small.
  // Names stand on the side of the middle, where no title of a sector is.
  function mark(entry, number, [x, y], isLow) {
    const group = element("g", { class: `mine__mark domain--${entry.domain}`, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
    group.append(element("title", {}, entry.name), element("path", { d: SHAPES[entry.kind] }));
    const name = entry.name.length > 16 ? `${entry.name.slice(0, 15)}…` : entry.name;
    group.append(element("text", { class: "mine__name", y: isLow ? -19 : 29, "text-anchor": "middle" }, name));
    group.append(element("text", { class: "mine__number", y: 38, "text-anchor": "middle" }, String(number)));
    return group;
  }

  function draw(map, shape, entries) {
    const cells = new Map();
    entries.forEach((entry, index) => {
      const key = `${entry.domain} ${entry.ring}`;
      cells.set(key, [...(cells.get(key) ?? []), index]);
    });
    const marks = [];
    for (const indexes of cells.values()) {
      const { domain, ring } = entries[indexes[0]];
      const spots = places(shape, domain, ring, indexes.length);
      indexes.forEach((index, place) => marks.push(mark(entries[index], index + 1, spots[place], spots[place][1] > shape.y)));
    }
    map.querySelector("[data-mine-marks]").replaceChildren(...marks);
  }

  window.wijkwebMineFigure = { geometry, cellAt, draw };
})();
