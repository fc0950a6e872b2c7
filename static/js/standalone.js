// The map in the file to mail around: the same data, two views.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("gegevens").textContent);
  const names = new Map(data.nodes.map((node) => [node.id, node.label]));
  const nodes = new window.vis.DataSet(data.nodes);
  const holder = document.getElementById("kaart");
  const network = new window.vis.Network(holder, { nodes, edges: new window.vis.DataSet(data.edges) }, data.options);
  const relabel = () => {
    const scale = network.getScale();
    const level = data.scales.filter((step) => step <= scale * 1.001).length - 1;
    nodes.update(data.nodes.map((node) => ({
      id: node.id, label: node.level <= level ? names.get(node.id) : " ", font: { size: 12 / scale },
    })));
  };
  network.on("zoom", relabel);
  document.addEventListener("click", (event) => {
    const view = event.target.dataset?.view;
    if (!view) return;
    nodes.update(data.nodes.map((node) => ({
      id: node.id, x: view === "figure" ? node.fx : node.x, y: view === "figure" ? node.fy : node.y,
    })));
    network.fit();
    relabel();
  });
  network.fit();
  relabel();
  holder.dataset.ready = "1";
})();
