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
  const PRINT_WIDTH = 660;
  const PRINT_HEIGHT = 420;
  const WALL_LEGEND = 14;
  const WALL_MARGIN = { t: 84, b: 94 }; // the source is told once for the whole wall
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
    return {
      ...layout,
      autosize: true,
      title: { ...title, subtitle: { text: "" } },
      legend: { ...layout.legend, font: { ...layout.legend?.font, size: WALL_LEGEND } },
      annotations: annotations.filter((each) => each.name !== "source").map((each) =>
        each.name === "synthetic" ? { ...each, yshift: WALL_MARGIN.t - 8 } : each),
      margin: { ...layout.margin, ...WALL_MARGIN },
    };
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
      const height = Math.min(figure.layout.height, PRINT_HEIGHT);
      const paper = { ...figure.layout, width: PRINT_WIDTH, height };
      const layout = forPaper ? paper : fitted(figure);
      window.Plotly.react(card.querySelector(".plot"), figure.data, layout, CONFIG);
    }
  }

  // A table of a chart's own CSV, for who reads rather than looks.
  function rowsOf(text) {
    const rows = [[]];
    const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\r?\n|$)/g;
    for (const [whole, quoted, plain, end] of text.replace(/^\ufeff/, "").matchAll(cell)) {
      if (!whole && !end) break;
      rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replace(/""/g, '"'));
      if (end !== ",") rows.push([]);
    }
    return rows.filter((row) => row.length > 1 || row[0]);
  }

  async function openTable(card) {
    const dialog = document.getElementById("chart-table");
    dialog.querySelector("h2").textContent = card.querySelector("h3").textContent;
    const table = dialog.querySelector("table");
    table.replaceChildren();
    dialog.showModal();
    try {
      const address = card.dataset.figure.replace("format=json", "format=csv");
      const [head, ...body] = rowsOf(await (await fetchAnswer(address, "text/csv")).text());
      const line = table.createTHead().insertRow();
      for (const name of head || []) {
        const cell = document.createElement("th");
        cell.scope = "col";
        cell.textContent = name;
        line.append(cell);
      }
      const rows = table.createTBody();
      for (const values of body) {
        const row = rows.insertRow();
        for (const value of values) row.insertCell().textContent = value;
      }
    } catch (error) {
      table.createCaption().textContent = error.message;
    }
  }

  function openEmbed(card) {
    const dialog = document.getElementById("chart-embed");
    const address = new URL(card.dataset.figure.replace("format=json", "format=html&standalone=false"), location.href);
    const frame = document.createElement("iframe");
    frame.src = address.href;
    frame.title = card.querySelector("h3").textContent;
    frame.width = "100%";
    frame.height = "520";
    frame.loading = "lazy";
    const field = dialog.querySelector("textarea");
    field.value = frame.outerHTML;
    dialog.querySelector("[role=status]").textContent = "";
    dialog.showModal();
    field.select();
  }

  async function copyField(dialog) {
    const field = dialog.querySelector("textarea");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // where the page is not served over TLS
    }
    dialog.querySelector("[role=status]").textContent = words.copied;
  }

  for (const card of cards) {
    card.querySelector(".failure button").addEventListener("click", () => draw(card));
    const table = card.querySelector("button.table");
    const embed = card.querySelector("button.embed");
    if (table && document.getElementById("chart-table")) {
      table.hidden = embed.hidden = false;
      table.addEventListener("click", () => openTable(card));
      embed.addEventListener("click", () => openEmbed(card));
    }
    const full = card.querySelector("a.full");
    if (full) full.href = addressOf(card, mode()).replace("format=json", "format=html&standalone=false");
    show(card, "loading");
    near.observe(card);
  }
  const embedding = document.getElementById("chart-embed");
  if (embedding) {
    embedding.querySelector(".copy").addEventListener("click", () => copyField(embedding));
  }
  Promise.all(cards.slice(0, FIRST).map((card) => draw(card))).then(() => idle(drawRest));
  night.addEventListener("change", () => {
    if (!root.dataset.mode) cards.filter((card) => figures.has(card)).forEach((card) => draw(card));
  });
  window.addEventListener("beforeprint", () => redraw(true));
  window.addEventListener("afterprint", () => redraw(false));
  window.charts = { readyForPaper, redraw: (card) => draw(card, { quietly: true }) };
})();
