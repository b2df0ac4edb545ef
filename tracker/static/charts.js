// Draws charts from the data that stands beside them. Colours are those of the page, by name:
// they follow it into the dark and onto paper without being drawn again.
"use strict";

(() => {
  const options = {
    mode: "vega-lite",
    // No code is made from text: the policy of the page forbids it.
    ast: true,
    actions: false,
    defaultStyle: false,
    renderer: "svg",
    tooltip: { disableDefaultStyle: true },
  };

  async function draw(place) {
    const data = document.getElementById(place.dataset.chart);
    if (!data) return;
    await vegaEmbed(place, JSON.parse(data.textContent), options);
    // The figure has a name and a description; what is drawn has none of its own.
    place.querySelector("svg")?.setAttribute("aria-hidden", "true");
    place.dataset.drawn = "true";
  }

  document.querySelectorAll("[data-chart]").forEach(draw);
})();
