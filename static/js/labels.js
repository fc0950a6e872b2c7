// Where names can stand: beside, under or above their marker, never over another name or marker.
// Knows no drawing: plain numbers in pixels go in and come out, so that figure and network share it.
(() => {
  "use strict";

  const CELL = 48;
  const HALO = 4; // pixels of white around a name, which the edge of a window may not cut either
  const EDGE = 10; // pixels that stay free along the edge of a window
  const LANDMARKS = 3; // so many names may lie over lesser markers, so that the whole web has names from afar too
  const widths = new Map();
  const pen = document.createElement("canvas").getContext("2d");

  // The width of a text in this reader's own font.
  function measure(text, font) {
    const key = font + text;
    if (!widths.has(key)) {
      pen.font = font;
      widths.set(key, pen.measureText(text).width);
    }
    return widths.get(key);
  }

  // Boxes in a grid, so that a question looks at the neighbours only.
  function grid() {
    const cells = new Map();
    const each = (box, visit) => {
      for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
        for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
          visit(x * 100003 + y);
        }
      }
    };
    return {
      add(box) {
        each(box, (key) => { if (!cells.has(key)) cells.set(key, []); cells.get(key).push(box); });
      },
      // Over how large an area this box lies on others.
      hits(box, self) {
        const found = new Set();
        let area = 0;
        each(box, (key) => {
          for (const other of cells.get(key) || []) {
            if (other.owner !== self && box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom && !found.has(other)) {
              found.add(other);
              area += (Math.min(box.right, other.right) - Math.max(box.left, other.left)) * (Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top));
            }
          }
        });
        return area;
      },
    };
  }

  // The eight places beside a marker, the most usual first.
  function ways(item) {
    const gap = item.r + 4;
    const slant = 0.75 * item.r + 2;
    const half = item.height / 2;
    return [
      { anchor: "start", dx: gap, dy: 0 },
      { anchor: "end", dx: -gap, dy: 0 },
      { anchor: "middle", dx: 0, dy: gap + half - 2 },
      { anchor: "middle", dx: 0, dy: -gap - half + 2 },
      { anchor: "start", dx: slant, dy: slant + half },
      { anchor: "start", dx: slant, dy: -slant - half },
      { anchor: "end", dx: -slant, dy: slant + half },
      { anchor: "end", dx: -slant, dy: -slant - half },
    ];
  }

  function around(item, place, margin) {
    const width = item.width + 2 * margin;
    const x = item.x + place.dx - margin;
    const left = place.anchor === "start" ? x : place.anchor === "end" ? x + 2 * margin - width : x + margin - width / 2;
    const top = item.y + place.dy - item.height / 2 - margin;
    return { left, right: left + width, top, bottom: top + item.height + 2 * margin, owner: item.id };
  }

  // items, the most important first: {id, x, y, r, width, height}. markers: {id, x, y, r}, the items' own included.
  // blocked: boxes that stay free. frame: {width, height}. Returns id -> {anchor, dx, dy} of the names that have room.
  function place(items, markers, blocked, frame) {
    const names = grid();
    const dots = grid();
    for (const box of blocked) names.add(box);
    for (const { id, x, y, r } of markers) dots.add({ left: x - r, right: x + r, top: y - r, bottom: y + r, owner: id });
    const placed = new Map();
    let spare = LANDMARKS;
    for (const item of items) {
      if (item.x < 0 || item.y < 0 || item.x > frame.width || item.y > frame.height) continue;
      const open = ways(item).filter((way) => {
        const box = around(item, way, 0);
        return box.left >= HALO && box.top >= HALO && box.right <= frame.width - HALO && box.bottom <= frame.height - HALO && !names.hits(around(item, way, 2), item.id);
      });
      const covered = open.map((way) => dots.hits(around(item, way, 0), item.id));
      const least = Math.min(...covered);
      let way = open[covered.indexOf(0)];
      if (!way && spare > 0 && least < 0.15 * item.width * item.height) {
        way = open[covered.indexOf(least)];
        spare -= 1;
      }
      if (!way) continue;
      placed.set(item.id, way);
      names.add(around(item, way, 0));
    }
    return placed;
  }

  // How many times its own size a marker is drawn: about the same at every zoom, and smaller where there is a crowd.
  function markerScale(k, count, { width, height }) {
    const least = Math.min(0.75, Math.sqrt((width * height) / Math.max(count, 1)) / 40);
    return Math.min(Math.max(k, least), 1.2);
  }

  // From where, and how large, everything is in sight: spots {x, y} in drawing units, the radius of the largest marker at
  // its own size. Markers keep about their size on the screen, so room for them is in pixels.
  function whole(spots, largest, frame) {
    const [left, right, top, bottom] = [["x", Math.min], ["x", Math.max], ["y", Math.min], ["y", Math.max]]
      .map(([axis, end]) => spots.reduce((found, spot) => end(found, spot[axis]), spots[0]?.[axis] ?? 0));
    const scale = (room) => Math.max(Math.min((frame.width - 2 * room) / (right - left || 1), (frame.height - 2 * room) / (bottom - top || 1), 4), 0.02);
    const room = largest * markerScale(scale(0), spots.length, frame) + EDGE;
    return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: scale(room) };
  }

  window.wijkwebLabels = { measure, place, markerScale, whole };
})();
