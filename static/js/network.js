// The network view: vis-network draws on a canvas what the server laid out. Nothing moves by itself.
(() => {
  "use strict";
  let network = null;

  function levelAt(scale, scales) {
    return scales.filter((step) => step <= scale * 1.001).length - 1;
  }

  function start() {
    const holder = document.querySelector("[data-network]");
    const island = document.getElementById("netwerk-gegevens");
    if (!holder || !island || holder.dataset.ready) return;
    const data = JSON.parse(island.textContent);
    const box = holder.closest("[data-map]");
    holder.hidden = false;
    box.classList.add("has-canvas");
    box.querySelector("[data-tools]").hidden = false;
    const names = new Map(data.nodes.map((node) => [node.id, node.label]));
    const nodes = new window.vis.DataSet(data.nodes);
    const old = network && { scale: network.getScale(), position: network.getViewPosition() };
    if (network) network.destroy();
    network = new window.vis.Network(holder, { nodes, edges: new window.vis.DataSet(data.edges) }, data.options);
    for (const stop of holder.querySelectorAll("[tabindex]")) stop.tabIndex = -1; // the links under it take the keyboard
    if (old) network.moveTo(old); else network.fit();
    let drawn = -2;
    const relabel = () => {
      const scale = network.getScale();
      const level = levelAt(scale, data.scales);
      box.querySelector("[data-percent]").textContent = `${Math.round(scale * 100)} %`;
      nodes.update(data.nodes.map((node) => ({
        id: node.id,
        label: node.level <= level ? names.get(node.id) : " ",
        font: { size: 12 / scale },
      })));
      drawn = level;
    };
    let timer = 0;
    network.on("zoom", () => { clearTimeout(timer); timer = setTimeout(relabel, 160); });
    network.on("click", (event) => {
      const node = data.nodes.find((one) => one.id === event.nodes[0]);
      if (node) document.dispatchEvent(new CustomEvent("wijkweb:open", { detail: { url: node.url } }));
    });
    box.querySelector("[data-tools]").addEventListener("click", (event) => {
      const tool = event.target.closest("[data-zoom]");
      if (!tool) return;
      if (tool.dataset.zoom === "fit") network.fit();
      else network.moveTo({ scale: network.getScale() * (tool.dataset.zoom === "in" ? 1.4 : 1 / 1.4) });
      relabel();
    });
    relabel();
    holder.dataset.ready = String(drawn);
    box.dataset.ready = "1";
  }

  document.addEventListener("htmx:afterSwap", start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
