// The map in the file to mail around: the same data, two views, a party's own ties in the light.
(() => {
  "use strict";
  const { measure, place, markerScale, whole } = window.wijkwebLabels;
  const FACE = '"Open Sans", "Noto Sans", Verdana, sans-serif';
  const data = JSON.parse(document.getElementById("gegevens").textContent);
  const holder = document.getElementById("kaart");
  const spots = new Map(data.nodes.map((node) => [node.id, { x: node.x, y: node.y }]));
  const near = new Map(data.nodes.map((node) => [node.id, new Set([node.id])]));
  for (const edge of data.edges) {
    near.get(edge.from)?.add(edge.to);
    near.get(edge.to)?.add(edge.from);
  }
  const nodes = new window.vis.DataSet(data.nodes.map((node) => ({ ...node, label: " " })));
  const network = new window.vis.Network(holder, { nodes, edges: new window.vis.DataSet(data.edges) }, data.options);
  let factor = 1;
  let placed = new Map();
  let lit = "";
  let fitted = true; // everything is in sight and stays so when the window changes

  const font = (isBold) => `${isBold ? 700 : 400} 12px ${FACE}`;

  function names(wanted, isBold) {
    const items = wanted.map((node) => {
      const { x, y } = network.canvasToDOM(spots.get(node.id));
      const lines = node.label.split("\n");
      const width = Math.max(...lines.map((line) => measure(line, font(isBold))));
      return { id: node.id, x, y, r: node.size * factor * network.getScale(), lines, width, height: lines.length * 13.8 + 3, weight: near.get(node.id).size };
    }).sort((a, b) => b.weight - a.weight);
    const places = place(items, items, [], holder.getBoundingClientRect());
    return new Map(items.filter((item) => places.has(item.id)).map((item) => [item.id, { ...places.get(item.id), lines: item.lines }]));
  }

  function write(context, id, way, isBold) {
    const scale = network.getScale();
    context.save();
    context.translate(spots.get(id).x, spots.get(id).y);
    context.scale(1 / scale, 1 / scale);
    Object.assign(context, { font: font(isBold), textBaseline: "middle", lineJoin: "round", lineWidth: 3, strokeStyle: "#fff", fillStyle: "#1b1b1b" });
    context.textAlign = { start: "left", end: "right", middle: "center" }[way.anchor];
    way.lines.forEach((line, index) => {
      const y = way.dy + (index - (way.lines.length - 1) / 2) * 13.8;
      context.strokeText(line, way.dx, y);
      context.fillText(line, way.dx, y);
    });
    context.restore();
  }

  function spotlight(context) {
    const scale = network.getScale();
    const { width, height } = holder.getBoundingClientRect();
    const corner = network.DOMtoCanvas({ x: 0, y: 0 });
    context.fillStyle = "rgba(255, 255, 255, .8)";
    context.fillRect(corner.x, corner.y, width / scale, height / scale);
    context.strokeStyle = "#1b1b1b";
    context.lineWidth = 1.6 / scale;
    const shown = data.nodes.filter((node) => near.get(lit).has(node.id));
    for (const { id } of shown) {
      context.beginPath();
      context.moveTo(spots.get(lit).x, spots.get(lit).y);
      context.lineTo(spots.get(id).x, spots.get(id).y);
      context.stroke();
    }
    for (const { id } of shown) network.body.nodes[id].draw(context);
    for (const [id, way] of names(shown, true)) write(context, id, way, true);
  }

  function rest() {
    const k = network.getScale();
    factor = markerScale(k, data.nodes.length, holder.getBoundingClientRect()) / k;
    nodes.update(data.nodes.map((node) => ({ id: node.id, size: node.size * factor })));
    placed = names(data.nodes, false);
    network.redraw();
  }

  function light(id) {
    lit = id;
    network.redraw();
  }

  const fit = () => network.moveTo(whole([...spots.values()], Math.max(...data.nodes.map((node) => node.size), 0), holder.getBoundingClientRect()));

  function show(view) {
    for (const node of data.nodes) spots.set(node.id, view === "figure" ? { x: node.fx, y: node.fy } : { x: node.x, y: node.y });
    nodes.update(data.nodes.map((node) => ({ id: node.id, ...spots.get(node.id) })));
    for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    fit();
    fitted = true;
    rest();
  }

  let timer = 0;
  network.on("afterDrawing", (context) => {
    if (lit) spotlight(context);
    else for (const [id, way] of placed) write(context, id, way, false);
  });
  network.on("zoom", () => { fitted = false; clearTimeout(timer); timer = setTimeout(rest, 160); });
  network.on("resize", () => { clearTimeout(timer); timer = setTimeout(() => { if (fitted) fit(); rest(); }, 160); });
  network.on("dragEnd", () => { fitted = false; rest(); });
  network.on("hoverNode", (event) => light(event.node));
  network.on("blurNode", () => light(""));
  network.on("click", (event) => light(event.nodes[0] || ""));
  document.addEventListener("click", (event) => { if (event.target.dataset?.view) show(event.target.dataset.view); });
  show("network");
  holder.dataset.ready = "1";
})();
