// Each chart is fetched on its own, drawn by Plotly, and can be tried again.
"use strict";
(() => {
  const section = document.getElementById("chart-section");
  const words = section.dataset;
  const PATIENCE_MILLISECONDS = 60000;
  const PRINT_WIDTH = 660;
  const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true };

  class Refusal extends Error {}

  async function refusalOf(response) {
    if (response.status === 401) return new Refusal(words.signedOut);
    try {
      const problem = await response.json();
      const said = [problem.message, problem.remedy].filter(Boolean);
      return new Refusal(said.map((text) => text[words.language]).join("\n"));
    } catch {
      return new Refusal(`${words.failed} (HTTP ${response.status})`);
    }
  }

  async function fetchFigure(address) {
    let response;
    try {
      response = await fetch(address, {
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      });
    } catch {
      throw new Refusal(words.unreachable);
    }
    if (!response.ok) throw await refusalOf(response);
    return response.json();
  }

  function show(card, state, sentence = "") {
    card.setAttribute("aria-busy", String(state === "loading"));
    card.querySelector(".loading").hidden = state !== "loading";
    card.querySelector(".failure").hidden = state !== "failure";
    card.querySelector(".failure p").textContent = sentence;
    card.querySelector(".plot").hidden = state !== "drawn";
    card.querySelector("h3").classList.toggle("hidden", state === "drawn");
  }

  async function draw(card) {
    show(card, "loading");
    try {
      if (!window.Plotly) throw new Refusal(words.noPlotly);
      const figure = await fetchFigure(card.dataset.figure);
      show(card, "drawn");
      const plot = card.querySelector(".plot");
      await window.Plotly.newPlot(plot, figure.data, figure.layout, CONFIG);
    } catch (error) {
      const known = error instanceof Refusal;
      show(card, "failure", known ? error.message : words.failed);
      if (!known) console.error(error);
    }
  }

  function resizeAll(layout) {
    for (const plot of section.querySelectorAll(".js-plotly-plot")) {
      window.Plotly.relayout(plot, layout);
    }
  }

  for (const card of section.querySelectorAll(".chart")) {
    card.querySelector(".failure button").addEventListener("click", () => draw(card));
    draw(card);
  }
  window.addEventListener("beforeprint", () => resizeAll({ width: PRINT_WIDTH }));
  window.addEventListener("afterprint", () => resizeAll({ width: null, autosize: true }));
})();
