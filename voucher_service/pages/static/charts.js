// Each chart is fetched on its own, drawn by Plotly, and can be tried again. The first and
// those near the viewport are asked for at once, the rest when these are there; none waits
// for another.
"use strict";
(() => {
  const section = document.getElementById("chart-section");
  const words = section.dataset;
  const root = document.documentElement;
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const PATIENCE_MILLISECONDS = 60000;
  const PRINT_WIDTH = 470; // desk.css scales it to half a page; the height is its own
  const WALL_LEGEND = 14;
  const WALL_LEGEND_ROWS = { from: 180, more: 24 }; // a legend of many rows by its margin
  const WALL_MARGIN = { t: 84, b: 94 }; // the source is told in a line of its own
  const FIRST = 2;
  const NEAR = "400px";
  const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true };
  const cards = [...section.querySelectorAll(".chart")];
  const figures = new WeakMap();
  const onPaper = new WeakMap();

  class Refusal extends Error {}

  const isWall = () => root.dataset.mode === "wall";
  const mode = () => root.dataset.mode || (night.matches ? "dark" : "light");

  function addressOf(card, look) {
    const address = card.dataset.figure;
    return look === "light" ? address : `${address}&mode=${look}`;
  }

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

  async function fetchAnswer(address, accept) {
    let response;
    try {
      response = await fetch(address, {
        headers: { Accept: accept },
        signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      });
    } catch {
      throw new Refusal(words.unreachable);
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  }

  async function fetchFigure(address) {
    return (await fetchAnswer(address, "application/json")).json();
  }

  function show(card, state, sentence = "") {
    card.setAttribute("aria-busy", String(state === "loading"));
    card.querySelector(".loading").hidden = state !== "loading";
    card.querySelector(".failure").hidden = state !== "failure";
    card.querySelector(".failure p").textContent = sentence;
    card.querySelector(".plot").hidden = state !== "drawn";
    card.querySelector("h3").classList.toggle("hidden", state === "drawn");
  }

  function fitted(figure) {
    if (!isWall()) return figure.layout;
    const { height, annotations = [], title, ...layout } = figure.layout;
    const rows = layout.margin.t > WALL_LEGEND_ROWS.from ? WALL_LEGEND_ROWS.more : 0;
    const top = WALL_MARGIN.t + rows;
    return {
      ...layout,
      autosize: true,
      title: { ...title, subtitle: { text: "" } },
      legend: { ...layout.legend, font: { ...layout.legend?.font, size: WALL_LEGEND } },
      annotations: annotations.filter((each) => each.name !== "source").map((each) =>
        each.name === "synthetic" ? { ...each, yshift: top - 8 } : each),
      margin: { ...layout.margin, ...WALL_MARGIN, t: top },
    };
  }

  // On a wall the source and the cut-off stand in one line below the figure.
  function tellSource(card, figure) {
    const line = card.querySelector(".wall-source");
    if (!line) return;
    const source = (figure.layout.annotations || []).find((each) => each.name === "source");
    line.textContent = source ? source.text.replace(/<br>/g, " · ") : "";
  }

  function filled(text, blanks) {
    return text.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
  }

  function seriesSaid(trace) {
    const flat = trace.orientation === "h";
    const [values, places] = flat ? [trace.x, trace.y] : [trace.y, trace.x];
    if (!values || !values.length || typeof values[0] === "object") return "";
    const numbers = [...values].map(Number).filter(Number.isFinite);
    if (!numbers.length || !trace.name || /^trace \d+$/.test(trace.name)) return "";
    const most = Math.max(...numbers);
    const place = places ? [...places][[...values].map(Number).indexOf(most)] : "";
    const at = typeof place === "string" ? place : ""; // a mere position says nothing
    const series = at ? words.series : words.series.replace(/\s?[（(]\{at\}[）)]/, "");
    const number = new Intl.NumberFormat(words.language === "zh" ? "zh-CN" : "en");
    return filled(series, {
      name: trace.name,
      count: numbers.length,
      most: number.format(most),
      at,
      last: number.format(numbers[numbers.length - 1]),
    });
  }

  function tell(card) {
    const plot = card.querySelector(".plot");
    const traces = plot._fullData || plot.data || [];
    const said = traces.map(seriesSaid).filter(Boolean).slice(0, 4);
    plot.setAttribute("aria-label", [plot.dataset.said, ...said].join("\n"));
  }

  async function draw(card, { quietly = false } = {}) {
    card.dataset.asked = "true";
    if (!quietly) show(card, "loading");
    try {
      if (!window.Plotly) throw new Refusal(words.noPlotly);
      const figure = await fetchFigure(addressOf(card, mode()));
      if (!quietly) show(card, "drawn");
      figures.set(card, figure);
      onPaper.delete(card);
      const plot = card.querySelector(".plot");
      tellSource(card, figure); // first: it takes room from the figure
      await window.Plotly.react(plot, figure.data, fitted(figure), CONFIG);
      tell(card);
    } catch (error) {
      const known = error instanceof Refusal;
      if (quietly && known) return;
      show(card, "failure", known ? error.message : words.failed);
      if (!known) console.error(error);
    }
  }

  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 200));

  // Those in view are asked for at once, the others as they come near.
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      if (!target.dataset.asked) draw(target);
    }
  }, { rootMargin: NEAR });

  async function drawRest() {
    await Promise.all(cards.filter((card) => !card.dataset.asked).map((card) => draw(card)));
    if (mode() === "dark") idle(readyForPaper); // a browser gives no time when it prints
  }

  async function readyForPaper() {
    await Promise.all(cards.filter((card) => !card.dataset.asked).map((card) => draw(card)));
    if (mode() === "light") return;
    await Promise.all(cards.filter((card) => figures.has(card) && !onPaper.has(card)).map(
      async (card) => onPaper.set(card, await fetchFigure(addressOf(card, "light")).catch(() => null)),
    ));
  }

  function redraw(forPaper) {
    for (const card of cards) {
      const figure = (forPaper && onPaper.get(card)) || figures.get(card);
      if (!figure) continue;
      const paper = { ...figure.layout, autosize: false, width: PRINT_WIDTH };
      const layout = forPaper ? paper : fitted(figure);
      window.Plotly.react(card.querySelector(".plot"), figure.data, layout, CONFIG);
    }
  }

  for (const card of cards) {
    card.querySelector(".failure button").addEventListener("click", () => draw(card));
    const full = card.querySelector("a.full");
    if (full) full.href = addressOf(card, mode()).replace("format=json", "format=html&standalone=false");
    show(card, "loading");
    near.observe(card);
  }
  Promise.all(cards.slice(0, FIRST).map((card) => draw(card))).then(() => idle(drawRest));
  night.addEventListener("change", () => {
    if (!root.dataset.mode) cards.filter((card) => figures.has(card)).forEach((card) => draw(card));
  });
  window.addEventListener("beforeprint", () => redraw(true));
  window.addEventListener("afterprint", () => redraw(false));
  window.charts = {
    readyForPaper,
    redraw: (card) => draw(card, { quietly: true }),
    ask: fetchAnswer,
    heightOf: (card) => figures.get(card)?.layout.height,
  };
})();
