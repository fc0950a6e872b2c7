// The network view: vis-network draws on a canvas what the server laid out; nothing moves by itself.
// The names are ours: vis can only put them under a marker. The links in the SVG below take the keyboard.
(() => {
  "use strict";

  const { measure, place, markerScale, whole } = window.wijkwebLabels;
  const FACE = '"Open Sans", "Noto Sans", Verdana, sans-serif';
  let network = null;
  let data = null;
  let near = new Map(); // node id -> ids of its neighbours
  let placed = new Map();
  let lit = ""; // the party in the light
  let kept = ""; // the party whose card is open
  let factor = 0;
  let moving = false;
  let fitted = true; // the whole web is in sight and stays so when the window changes

  const unit = () => Math.max(parseFloat(getComputedStyle(document.documentElement).fontSize) / 16, 1);
  const font = (isBold) => `${isBold ? 700 : 400} ${12 * unit()}px ${FACE}`;
  const isInitiative = (node) => node.shape === "diamond";

  function neighbours() {
    near = new Map(data.nodes.map((node) => [node.id, new Set()]));
    for (const edge of data.edges) {
      near.get(edge.from)?.add(edge.to);
      near.get(edge.to)?.add(edge.from);
    }
  }

  // Markers keep about their size on the screen, as in the figure.
  function resize() {
    const k = network.getScale();
    const wanted = (unit() * markerScale(k / unit(), data.nodes.length, network.canvas.frame.getBoundingClientRect())) / k;
    if (Math.abs(wanted / factor - 1) < 0.04) return;
    factor = wanted;
    network.body.data.nodes.update(data.nodes.map((node) => ({ id: node.id, size: node.size * factor })));
  }

  function onScreen(node, isBold) {
    const { x, y } = network.canvasToDOM({ x: node.x, y: node.y });
    const lines = node.label.split("\n");
    return {
      id: node.id, x, y, r: node.size * factor * network.getScale(), lines,
      width: Math.max(...lines.map((line) => measure(line, font(isBold)))), height: (lines.length * 13.8 + 3) * unit(),
      weight: near.get(node.id).size - (isInitiative(node) ? 0.5 : 0),
    };
  }

  function settle() {
    const frame = network.canvas.frame.getBoundingClientRect();
    const all = data.nodes.map((node) => onScreen(node, false)).filter(({ x, y }) => x > -60 && y > -60 && x < frame.width + 60 && y < frame.height + 60);
    all.sort((a, b) => b.weight - a.weight);
    placed = names(all, all, frame);
  }

  function names(items, markers, frame) {
    const places = place(items, markers, [], frame);
    return new Map(items.filter((item) => places.has(item.id)).map((item) => [item.id, { ...places.get(item.id), lines: item.lines }]));
  }

  function write(context, node, way, isBold) {
    const scale = network.getScale();
    const u = unit();
    context.save();
    context.translate(node.x, node.y);
    context.scale(1 / scale, 1 / scale);
    context.font = font(isBold);
    context.textAlign = { start: "left", end: "right", middle: "center" }[way.anchor];
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3 * u;
    context.strokeStyle = "#fff";
    context.fillStyle = "#1b1b1b";
    way.lines.forEach((line, index) => {
      const y = way.dy + (index - (way.lines.length - 1) / 2) * 13.8 * u;
      context.strokeText(line, way.dx, y);
      context.fillText(line, way.dx, y);
    });
    context.restore();
  }

  // A party in the light: the rest fades behind a veil, its own ties and neighbours are drawn on top.
  function spotlight(context) {
    const byId = new Map(data.nodes.map((node) => [node.id, node]));
    const middle = byId.get(lit);
    const scale = network.getScale();
    const frame = network.canvas.frame.getBoundingClientRect();
    const corner = network.DOMtoCanvas({ x: 0, y: 0 });
    context.fillStyle = "rgba(255, 255, 255, .8)";
    context.fillRect(corner.x, corner.y, frame.width / scale, frame.height / scale);
    context.strokeStyle = "#1b1b1b";
    context.lineWidth = 1.6 / scale;
    const shown = [middle, ...[...near.get(lit)].map((id) => byId.get(id))];
    for (const other of shown.slice(1)) {
      context.beginPath();
      context.moveTo(middle.x, middle.y);
      context.lineTo(other.x, other.y);
      context.stroke();
    }
    for (const node of shown) {
      network.body.nodes[node.id].draw(context);
      if (node.isOld) ring(context, node);
    }
    context.strokeStyle = "#1b1b1b";
    context.lineWidth = 2.5 / scale;
    context.setLineDash([]);
    context.beginPath();
    context.arc(middle.x, middle.y, middle.size * factor + 5 / scale, 0, 2 * Math.PI);
    context.stroke();
    const items = shown.map((node) => onScreen(node, true));
    for (const [id, way] of names(items, items, frame)) write(context, byId.get(id), way, true);
  }

  // Who was not confirmed for long has a dotted ring, in dots that keep their size however far away the map is.
  function ring(context, node) {
    const u = unit() / network.getScale();
    context.save();
    context.strokeStyle = "#4f5b66";
    context.lineWidth = 1.8 * u;
    context.lineCap = "round";
    context.setLineDash([0.01 * u, 3.4 * u]);
    context.beginPath();
    context.arc(node.x, node.y, node.size * factor + 3.5 * u, 0, 2 * Math.PI);
    context.stroke();
    context.restore();
  }

  function afterDrawing(context) {
    if (lit && near.has(lit)) { spotlight(context); return; }
    if (moving && data.nodes.length > 300) return;
    for (const node of data.nodes) if (node.isOld) ring(context, node);
    for (const node of data.nodes) {
      const way = placed.get(node.id);
      if (way) write(context, node, way, false);
    }
  }

  function light(id) {
    if (lit === id) return;
    lit = id;
    network.redraw();
  }

  function rest(box) {
    moving = false;
    resize();
    settle();
    network.redraw();
    box.querySelector("[data-percent]").textContent = `${Math.round(network.getScale() * 100)} %`;
  }

  function fit() {
    const largest = unit() * Math.max(...data.nodes.map((node) => node.size), 0);
    network.moveTo(whole(data.nodes, largest, network.canvas.frame.getBoundingClientRect()));
    fitted = true;
  }

  // The links under the canvas: whoever comes there by keyboard sees where on the map that is.
  function followKeyboard(box) {
    const idOf = (link) => (link.id.startsWith("i-") ? `initiatief:${link.id.slice(2)}` : link.id.slice(2));
    box.addEventListener("focusin", (event) => {
      const link = event.target.closest("a.node, a.diamond");
      const node = link && data.nodes.find((one) => one.id === idOf(link));
      if (!node) return;
      const { x, y } = network.canvasToDOM(node);
      const frame = network.canvas.frame.getBoundingClientRect();
      if (x < 20 || y < 20 || x > frame.width - 20 || y > frame.height - 20) network.moveTo({ position: { x: node.x, y: node.y } });
      light(node.id);
    });
    box.addEventListener("focusout", () => light(kept));
  }

  function listen(box) {
    let timer = 0;
    network.on("afterDrawing", afterDrawing);
    network.on("zoom", () => { moving = true; fitted = false; clearTimeout(timer); timer = setTimeout(() => rest(box), 160); });
    network.on("dragEnd", () => { fitted = false; rest(box); });
    network.on("resize", () => { clearTimeout(timer); timer = setTimeout(() => { if (fitted) fit(); rest(box); }, 60); });
    network.on("hoverNode", (event) => light(event.node));
    network.on("blurNode", () => light(kept));
    network.on("click", (event) => {
      const node = data.nodes.find((one) => one.id === event.nodes[0]);
      if (node) document.dispatchEvent(new CustomEvent("wijkweb:open", { detail: { url: node.url } }));
    });
    box.querySelector("[data-tools]").addEventListener("click", (event) => {
      const tool = event.target.closest("[data-zoom]");
      if (!tool) return;
      if (tool.dataset.zoom === "fit") fit();
      else network.moveTo({ scale: network.getScale() * (tool.dataset.zoom === "in" ? 1.4 : 1 / 1.4) });
      fitted = tool.dataset.zoom === "fit";
      rest(box);
    });
    followKeyboard(box);
  }

  function start() {
    const holder = document.querySelector("[data-network]");
    const island = document.getElementById("netwerk-gegevens");
    if (!holder || !island || holder.dataset.ready) return;
    data = JSON.parse(island.textContent);
    const box = holder.closest("[data-map]");
    holder.hidden = false;
    box.classList.add("has-canvas");
    box.querySelector("[data-tools]").hidden = false;
    const old = network && { scale: network.getScale(), position: network.getViewPosition() };
    if (network) network.destroy();
    const nodes = new window.vis.DataSet(data.nodes.map((node) => ({ ...node, label: " ", title: undefined })));
    network = new window.vis.Network(holder, { nodes, edges: new window.vis.DataSet(data.edges) }, data.options);
    for (const stop of holder.querySelectorAll("[tabindex]")) stop.tabIndex = -1; // the links under it take the keyboard
    factor = 1;
    lit = "";
    neighbours();
    if (old && !fitted) network.moveTo(old); else fit();
    listen(box);
    rest(box);
    holder.dataset.ready = "1";
    box.dataset.ready = "1";
  }

  document.addEventListener("htmx:afterSwap", start);
  document.addEventListener("wijkweb:card", (event) => {
    kept = event.detail.id;
    if (network) light(kept);
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
