// Controls become settings, settings a request; the last answer wins. The address
// follows the settings, so that a trial can be shared.
"use strict";
(() => {
  const trial = JSON.parse(document.getElementById("trial").textContent);
  const words = trial.words;
  const tables = window.whatIfTables(trial);
  const at = (id) => document.getElementById(id);
  const results = at("results");
  const PAUSE_MILLISECONDS = 150;
  const PATIENCE_MILLISECONDS = 60000;
  const SLIDERS = ["price_floor_yuan", "voucher_yuan", "budget_yuan", "per_buyer"];
  const DAYS = ["sales_from", "sales_to"];
  const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true };

  class Refusal extends Error {
    constructor(sentence, field = null) {
      super(sentence);
      this.field = field;
    }
  }

  // --- the controls ---------------------------------------------------------

  const chosen = () => trial.terms.find((terms) => (terms.id ?? "") === at("terms").value);
  const tierKey = (name) => `tiers.${name}.amount_yuan`;

  function stepped(most) {
    return most <= 10 ? 1 : most <= 20000 ? 100 : most <= 1000000 ? 1000 : 10000;
  }

  function prepare(box, name, label, value, most) {
    const [slider, number] = box.querySelectorAll("input");
    number.id = name;
    slider.id = `${name}-slider`;
    slider.min = 0;
    slider.max = most;
    slider.step = stepped(most);
    number.step = name === "per_buyer" ? 1 : "any";
    box.dataset.control = name;
    box.dataset.today = String(value);
    if (label) {
      box.querySelector("label").firstChild.textContent = `${label} `;
      box.querySelector("label").htmlFor = name;
      slider.setAttribute("aria-label", label);
    }
    const shown = name === "per_buyer" && !value ? words.try_none : tables.whole.format(value);
    box.querySelector(".now").textContent = entries(name) ?? now(shown);
    put(name, value);
  }

  function now(value) {
    return tables.filled(chosen().id === null ? "try_now" : "try_written", { value });
  }

  // Values of dated entries that differ are named, as one control sets them all.
  function entries(name) {
    const values = chosen().id === null ? trial.entries[name] : undefined;
    if (!values) return null;
    const said = values.map(([day, value]) => tables.filled("try_entry", {
      day, value: value === null ? words.try_none : tables.whole.format(value),
    }));
    return tables.filled("try_entries", { values: said.join(words.try_entry_gap) });
  }

  function put(name, value) {
    at(name).value = value;
    if (at(`${name}-slider`)) at(`${name}-slider`).value = value;
  }

  function layOut() {
    const terms = chosen();
    const box = (name) => document.querySelector(`[data-control="${name}"]`);
    const round = (yuan) => Math.max(10000, Math.ceil(yuan / 10000) * 10000);
    const cost = trial.cost_fen / 100;
    prepare(box("price_floor_yuan"), "price_floor_yuan", "", terms.price_floor_yuan,
      Math.max(300000, terms.price_floor_yuan * 2));
    box("voucher_yuan").hidden = terms.voucher_yuan === null;
    prepare(box("voucher_yuan"), "voucher_yuan", "", terms.voucher_yuan ?? 0,
      Math.max(5000, (terms.voucher_yuan ?? 0) * 2));
    const tiers = terms.tiers.map((tier) => {
      const made = at("tier").content.firstElementChild.cloneNode(true);
      prepareLater.push(() => prepare(made, tierKey(tier.name),
        tables.filled("try_tier", { name: tier.name }), tier.amount_yuan,
        Math.max(5000, tier.amount_yuan * 2)));
      return made;
    });
    at("tiers").replaceChildren(...tiers);
    for (const later of prepareLater.splice(0)) later();
    const budget = terms.budget_yuan ?? round(cost);
    prepare(box("budget_yuan"), "budget_yuan", "", budget, round(Math.max(cost, budget) * 2));
    box("budget_yuan").querySelector(".now").textContent = entries("budget_yuan") ?? now(
      terms.budget_yuan === null ? words.try_none : tables.whole.format(budget));
    at("budget_set").checked = terms.budget_yuan !== null;
    prepare(box("per_buyer"), "per_buyer", "", terms.per_buyer ?? 0, 5);
    for (const day of DAYS) at(day).value = terms[day];
    at("as-written-row").hidden = terms.id === null;
  }
  const prepareLater = [];

  function numberAt(name) {
    const text = at(name).value.trim();
    return text === "" ? null : text;
  }

  function settings() {
    const terms = chosen();
    const set = {};
    const differ = (name, today) => {
      const text = numberAt(name);
      if (text !== null && Number(text) !== Number(today)) set[name] = text;
    };
    differ("price_floor_yuan", terms.price_floor_yuan);
    if (terms.voucher_yuan !== null) differ("voucher_yuan", terms.voucher_yuan);
    for (const tier of terms.tiers) differ(tierKey(tier.name), tier.amount_yuan);
    if (!at("budget_set").checked) {
      if (terms.budget_yuan !== null) set.budget_yuan = null;
    } else if (terms.budget_yuan === null || Number(at("budget_yuan").value) !== terms.budget_yuan) {
      if (numberAt("budget_yuan") !== null) set.budget_yuan = numberAt("budget_yuan");
    }
    const cap = Number(at("per_buyer").value || 0);
    if (cap !== (terms.per_buyer ?? 0)) set.per_buyer = cap === 0 ? null : String(cap);
    for (const day of DAYS) {
      if (at(day).value && at(day).value !== terms[day]) set[day] = at(day).value;
    }
    return set;
  }

  function mark(set) {
    for (const box of document.querySelectorAll("[data-control]")) {
      box.classList.toggle("tried", box.dataset.control in set);
    }
    const limited = at("budget_set").checked;
    for (const id of ["budget_yuan", "budget_yuan-slider"]) at(id).disabled = !limited;
  }

  // --- the address ----------------------------------------------------------

  function remember(set) {
    const kept = new URLSearchParams(location.search);
    for (const name of [...kept.keys()]) {
      if (!["lang", "as_of", "known_at"].includes(name)) kept.delete(name);
    }
    if (at("terms").value) kept.set("terms", at("terms").value);
    if (at("terms").value && at("as_written").checked) kept.set("as_written", "1");
    for (const [name, value] of Object.entries(set)) kept.set(name, value ?? "none");
    const address = `${location.pathname}?${kept}`;
    history.replaceState(null, "", address.replace(/\?$/, ""));
    const other = document.querySelector("a[hreflang]");
    const turned = new URLSearchParams(kept);
    turned.set("lang", trial.language === "zh" ? "en" : "zh");
    other.href = `${location.pathname}?${turned}`;
  }

  function recall() {
    const asked = new URLSearchParams(location.search);
    const terms = asked.get("terms") ?? "";
    if (trial.terms.some((each) => (each.id ?? "") === terms)) at("terms").value = terms;
    layOut();
    at("as_written").checked = asked.get("as_written") === "1";
    for (const [name, value] of asked) {
      if (name === "budget_yuan") at("budget_set").checked = value !== "none";
      const control = ["terms", "as_written"].includes(name) ? null : at(name);
      if (control instanceof HTMLInputElement) put(name, value === "none" ? 0 : value);
    }
  }

  // --- asking ---------------------------------------------------------------

  // A field that has a control is called as its label calls it.
  function named(sentence, field) {
    const label = field && [...document.querySelectorAll("#controls label")]
      .find((each) => each.htmlFor === field);
    return label ? sentence.replaceAll(field, label.firstChild.textContent.trim()) : sentence;
  }

  async function refusalOf(response) {
    if (response.status === 401) return new Refusal(words.signed_out);
    try {
      const problem = await response.json();
      const said = [problem.message, problem.remedy].filter(Boolean);
      const field = problem.errors?.[0]?.field?.replace(/^set\./, "") ?? null;
      return new Refusal(said.map((text) => named(text[trial.language], field)).join("\n"), field);
    } catch {
      return new Refusal(`${words.try_failed} (HTTP ${response.status})`);
    }
  }

  async function ask(set, curve, signal) {
    const body = {
      set,
      terms: at("terms").value || null,
      as_written: Boolean(at("terms").value) && at("as_written").checked,
      as_of: trial.as_of,
      known_at: trial.known_at,
      curve,
    };
    let response;
    try {
      response = await fetch(trial.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MILLISECONDS)]),
      });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new Refusal(words.unreachable);
    }
    if (!response.ok) throw await refusalOf(response);
    return response.json();
  }

  let underWay = new AbortController();
  let drawnFor = null;
  let lastCost = 0;

  async function update() {
    underWay.abort();
    underWay = new AbortController();
    const { signal } = underWay;
    const set = settings();
    mark(set);
    remember(set);
    results.setAttribute("aria-busy", "true");
    at("state").textContent = words.try_working;
    try {
      const answer = await ask(set, false, signal);
      if (signal.aborted) return;
      complain(null);
      tables.show(answer);
      lastCost = answer.other.vouchers_fen / 100;
      at("state").textContent = words.try_done;
      results.setAttribute("aria-busy", "false");
      await draw(set, signal);
    } catch (error) {
      if (signal.aborted) return;
      const known = error instanceof Refusal;
      complain(known ? error : new Refusal(words.try_failed));
      if (!known) console.error(error);
    }
  }

  function complain(refusal) {
    at("failure").hidden = refusal === null;
    at("failure").textContent = refusal?.message ?? "";
    for (const input of document.querySelectorAll("#controls input")) {
      input.setAttribute("aria-invalid", String(refusal !== null && input.id === refusal.field));
    }
    if (refusal !== null) {
      at("state").textContent = at("curve-state").textContent = "";
      results.setAttribute("aria-busy", "false");
    }
  }

  // --- the curve ------------------------------------------------------------

  async function draw(set, signal) {
    if (!window.Plotly) throw new Refusal(words.no_plotly);
    const { price_floor_yuan: floor, ...rest } = set;
    const question = JSON.stringify([rest, at("terms").value, at("as_written").checked]);
    if (drawnFor !== question) {
      at("curve-state").textContent = words.try_drawing;
      const [figure, answer] = await Promise.all([
        fetch(figureAddress(), { signal }).then((got) => got.json()),
        ask(set, true, signal),
      ]);
      if (signal.aborted) return;
      await drawCurves(figure, answer);
      drawnFor = question;
      at("curve-state").textContent = "";
    }
    await markFloor(Number(floor ?? chosen().price_floor_yuan));
  }

  function basesNamed(text, answer) {
    const [today, tried] = [answer.today.price_basis, answer.other.price_basis];
    if (today === tried || !text) return text;
    const both = { today: trial.bases[today], tried: trial.bases[tried] };
    return text.replace(both.today, tables.filled("try_both_bases", both));
  }

  function figureAddress() {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const mode = document.documentElement.dataset.mode || system;
    return mode === "light" ? trial.figure : `${trial.figure}&mode=dark`;
  }

  async function drawCurves(figure, answer) {
    const { curve } = answer;
    const tried = figure.data.map((trace, number) => ({
      ...trace,
      x: curve.map((point) => Number(point.price_floor_yuan)),
      y: curve.map((point) => (number === 0 ? point.cars_sold : point.vouchers_fen / 1000000)),
    }));
    const today = figure.data.map((trace) => ({
      ...trace, mode: "lines", fill: "none", line: { ...trace.line, width: 1.5, dash: "dot" },
    }));
    const narrow = window.innerWidth < 600;
    const layout = { ...figure.layout, title: undefined, height: 460 };
    layout.margin = { ...layout.margin, t: 40 };
    layout.xaxis = { ...layout.xaxis, nticks: narrow ? 4 : 8 };
    if (layout.xaxis.title) {
      const title = basesNamed(layout.xaxis.title.text, answer);
      layout.xaxis.title = { ...layout.xaxis.title, text: title };
    }
    layout.annotations = layout.annotations.map((each) => ({
      ...each, text: basesNamed(each.text, answer), ...MENDED[each.name],
    }));
    for (const name of ["yaxis", "yaxis2"]) {
      layout[name] = { ...layout[name], dtick: undefined, nticks: 6 };
    }
    const data = figure.data.length ? [...tried, ...today] : [];
    await window.Plotly.react(at("curve"), data, layout, CONFIG);
    lines = { shapes: layout.shapes ?? [], annotations: layout.annotations ?? [] };
  }
  // The page says the title itself: what stood above the plot moves down to it.
  const MENDED = {
    synthetic: { yshift: 34 },
    floor: { bgcolor: "rgba(255,255,255,0.85)" },
  };
  let lines = null;

  async function markFloor(floor) {
    const [today] = lines.shapes;
    if (!today) return;
    const differs = today.x0 !== floor;
    const label = lines.annotations.find((each) => each.name === "floor");
    const shape = { ...today, x0: floor, x1: floor, line: { color: "#1f2933", width: 2 } };
    const said = {
      ...label, x: floor, y: 0.52, xanchor: "left", xshift: 4,
      text: `<b>${words.try_curve_tried} ${tables.whole.format(floor)}</b>`,
      font: { size: 12, color: "#1f2933" },
    };
    await window.Plotly.relayout(at("curve"), {
      shapes: differs ? [...lines.shapes, shape] : lines.shapes,
      annotations: differs ? [...lines.annotations, said] : lines.annotations,
    });
  }

  // --- what a person does ---------------------------------------------------

  let pause = null;
  function soon() {
    clearTimeout(pause);
    pause = setTimeout(update, PAUSE_MILLISECONDS);
  }

  at("controls").addEventListener("input", (event) => {
    const { id } = event.target;
    if (id === "terms") {
      at("as_written").checked = false;
      layOut();
    }
    if (id === "budget_set" && event.target.checked && chosen().budget_yuan === null) {
      // A budget starts where it would just do, as the last answer costs.
      const least = Math.ceil(lastCost / 10000) * 10000;
      if (Number(at("budget_yuan").value) < least) {
        at("budget_yuan-slider").max = Math.max(at("budget_yuan-slider").max, least * 2);
        put("budget_yuan", least);
      }
    }
    const name = id.replace(/-slider$/, "");
    if (name !== id) at(name).value = event.target.value;
    else if (at(`${id}-slider`)) at(`${id}-slider`).value = event.target.value;
    soon();
  });
  at("controls").addEventListener("submit", (event) => event.preventDefault());
  at("reset").addEventListener("click", () => {
    at("terms").value = "";
    layOut();
    soon();
  });
  recall();
  update();
})();
