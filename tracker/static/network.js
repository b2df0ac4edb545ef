// Draws a network in place of its picture: it can be moved and read edge by edge. Where nodes
// stand, and what every edge is called and opens, comes from the page.
"use strict";

(() => {
  const place = document.querySelector("[data-network]");
  const source = place && document.getElementById(place.dataset.network);
  if (!source || typeof cytoscape !== "function") return;
  const told = JSON.parse(source.textContent);
  const said = document.getElementById(place.dataset.says);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const dashes = { against: [7, 5], balance: [1.5, 4] };
  const shapes = { person: "ellipse", organisation: "rectangle", state: "hexagon", claim: "diamond", document: "triangle" };
  const fills = { person: "--paper", organisation: "--rule", state: "--field", claim: "--accent", document: "--panel" };
  const lines = { for: "--p2-edge", against: "--o2-edge", balance: "--z-edge", plain: "--off-edge" };

  const page = () => getComputedStyle(document.documentElement);
  function style() {
    const colour = (name) => page().getPropertyValue(name).trim();
    const nodes = Object.keys(shapes).map((shape) => ({
      selector: `node[shape = "${shape}"]`,
      style: { shape: shapes[shape], "background-color": colour(fills[shape]) },
    }));
    const edges = Object.keys(lines).map((look) => ({
      selector: `edge[look = "${look}"]`,
      style: {
        "line-color": colour(lines[look]),
        "line-style": dashes[look] ? "dashed" : "solid",
        ...(dashes[look] && { "line-dash-pattern": dashes[look] }),
      },
    }));
    return [
      { selector: "node", style: {
        label: "data(label)", width: "data(size)", height: "data(size)", "font-size": 12,
        "font-family": page().getPropertyValue("--sans"), color: colour("--ink"),
        "text-valign": "bottom", "text-margin-y": 3, "text-outline-width": 2, "text-outline-color": colour("--paper"),
        "border-width": 1.5, "border-color": colour("--ink"), "min-zoomed-font-size": 5,
      } },
      { selector: "edge", style: { width: "data(width)", "curve-style": "straight", opacity: 0.8 } },
      ...nodes,
      ...edges,
      { selector: ".faded", style: { opacity: 0.15 } },
      { selector: "edge.chosen", style: { opacity: 1, "underlay-color": colour("--mark"), "underlay-opacity": 1, "underlay-padding": 6 } },
    ];
  }

  place.hidden = false;
  document.querySelector(".network-tools").hidden = false;
  const graph = cytoscape({
    container: place,
    elements: {
      nodes: told.nodes.map(({ x, y, ...data }) => ({ data, position: { x, y } })),
      edges: told.edges.map((data) => ({ data })),
    },
    layout: { name: "preset", fit: true, padding: 24 },
    style: style(),
    minZoom: 0.2,
    maxZoom: 4,
    userZoomingEnabled: false,
    boxSelectionEnabled: false,
  });
  scheme.addEventListener("change", () => graph.style(style()));
  document.querySelector("[data-network-picture]")?.classList.add("printed-only");
  document.querySelectorAll("[data-network-zoom]").forEach((button) => {
    button.addEventListener("click", () => {
      const by = Number(button.dataset.networkZoom);
      if (by) graph.zoom({ level: graph.zoom() * by, renderedPosition: { x: graph.width() / 2, y: graph.height() / 2 } });
      else graph.fit(undefined, 24);
    });
  });

  const open = (edge) => { location.assign(edge.data("url")); };
  graph.on("tap", "edge", (event) => open(event.target));
  graph.on("mouseover", "edge", (event) => choose(event.target));
  graph.on("mouseover", "node", (event) => { said.textContent = event.target.data("name"); });
  graph.on("tap", "node", (event) => {
    graph.elements().addClass("faded");
    event.target.closedNeighborhood().removeClass("faded");
    said.textContent = event.target.data("name");
  });
  graph.on("tap", (event) => { if (event.target === graph) graph.elements().removeClass("faded"); });

  // The heaviest edge is the first; the arrows go on to lighter ones, and Enter opens one.
  let at = -1;
  function choose(edge) {
    graph.edges().removeClass("chosen");
    edge.addClass("chosen");
    said.textContent = edge.data("name");
  }
  place.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const edges = graph.edges();
    if (step && edges.length) {
      event.preventDefault();
      at = at < 0 ? (step > 0 ? 0 : edges.length - 1) : (at + step + edges.length) % edges.length;
      choose(edges[at]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      open(edges[at]);
    }
  });
  place.dataset.drawn = "true";
})();
