// A chart's table for who reads rather than looks, and the line that embeds it.
"use strict";
(() => {
  const section = document.getElementById("chart-section");
  const words = section.dataset;
  const number = new Intl.NumberFormat(words.language === "zh" ? "zh-CN" : "en", { maximumFractionDigits: 2 });
  const PROVENANCE = ["as_of", "since", "known_at", "data_nature"];
  const CODES = /(_id|_no|^day|^week|^weekday|_on|_from|_to|station)$/; // numbers of a name
  const FRAME_EDGE = 16; // the embedded page's own margins
  let charts = null;

  function rowsOf(text) {
    const rows = [[]];
    const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g;
    for (const [whole, quoted, plain, end] of text.replace(/^\ufeff/, "").matchAll(cell)) {
      if (!whole && !end) break;
      rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replace(/""/g, '"'));
      if (end !== ",") rows.push([]);
    }
    return rows.filter((row) => row.length > 1 || row[0]);
  }

  async function summaryOf(card) {
    if (!charts) {
      const { pathname } = new URL(card.dataset.figure, location.href);
      const list = pathname.slice(0, pathname.lastIndexOf("/"));
      charts = await (await window.charts.ask(list, "application/json")).json();
    }
    return charts.find((each) => each.name === card.dataset.name);
  }

  // Money is shown once, in yuan: the file keeps fen and units of 10,000 yuan too.
  function shownColumns(names, summary) {
    const stem = (name) => name.replace(/_(fen|yuan|wan)$/, "");
    const has = (name, unit) => names.includes(`${stem(name)}_${unit}`);
    return names.map((name, place) => ({ name, place })).filter(({ name }) => {
      if (PROVENANCE.includes(name)) return false;
      if (name === "holiday" || name === "holiday_en") {
        return (name === "holiday") === (words.language === "zh");
      }
      if (name.endsWith("_fen")) return !has(name, "yuan");
      return !name.endsWith("_wan") || !(has(name, "yuan") || has(name, "fen"));
    }).map((column) => ({ ...column, ...told(column.name, summary) }));
  }

  function told(name, summary) {
    const fen = name.endsWith("_fen");
    const values = summary.values[name];
    let head = summary.columns[name] ? summary.columns[name][words.language] : name;
    if (values) head = head.replace(/\s*[（(].*[）)]$/, "");
    if (fen) head = head.replace("（分）", "（元）").replace("(fen)", "(yuan)");
    return { head, values, fen, money: /_(fen|yuan|wan)$/.test(name), coded: CODES.test(name) };
  }

  function written(value, column) {
    if (column.values && column.values[value]) return column.values[value][words.language];
    if (value === "" || (column.coded && !column.money) || !Number.isFinite(Number(value))) return value;
    return number.format(column.fen ? Number(value) / 100 : Number(value));
  }

  function isNumber(value, column) {
    return value !== "" && !column.values && (!column.coded || column.money) && Number.isFinite(Number(value));
  }

  function provenance(names, row, summary) {
    return PROVENANCE.filter((name) => names.includes(name)).map((name) => {
      const value = row[names.indexOf(name)];
      const said = name.startsWith("known") || name === "since" ? instant(value) : value;
      return `${summary.columns[name][words.language]} ${said}`;
    }).join(" · ");
  }

  function instant(value) {
    const moment = new Date(value);
    if (Number.isNaN(moment.getTime())) return value;
    return moment.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
  }

  function fill(table, [names, ...body], summary) {
    const columns = shownColumns(names, summary);
    if (body.length) table.createCaption().textContent = provenance(names, body[0], summary);
    const line = table.createTHead().insertRow();
    for (const column of columns) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = column.head;
      column.number = body.some((row) => isNumber(row[column.place], column));
      cell.classList.toggle("number", column.number);
      line.append(cell);
    }
    const rows = table.createTBody();
    for (const values of body) {
      const row = rows.insertRow();
      for (const column of columns) {
        const cell = row.insertCell();
        cell.textContent = written(values[column.place], column);
        cell.classList.toggle("number", column.number);
      }
    }
  }

  async function openTable(card) {
    const dialog = document.getElementById("chart-table");
    dialog.querySelector("h2").textContent = card.querySelector("h3").textContent;
    const table = dialog.querySelector("table");
    table.replaceChildren();
    dialog.showModal();
    try {
      const address = card.dataset.figure.replace("format=json", "format=csv");
      const asked = [summaryOf(card), window.charts.ask(address, "text/csv")];
      const [summary, answer] = await Promise.all(asked);
      fill(table, rowsOf(await answer.text()), summary);
    } catch (error) {
      table.createCaption().textContent = error.message;
    }
  }

  const embedding = document.getElementById("chart-embed");
  let embedded = null;

  // The one place where a snippet is written; it is as tall as its figure.
  function writeSnippet() {
    const address = new URL(embedded.dataset.figure.replace("format=json", "format=html&standalone=false"), location.href);
    if (embedding.querySelector("[name=embed-clock]:checked").value === "follow") {
      for (const clock of ["as_of", "known_at"]) address.searchParams.delete(clock);
    }
    const frame = document.createElement("iframe");
    const height = window.charts.heightOf(embedded);
    frame.src = address.href;
    frame.title = embedded.querySelector("h3").textContent;
    frame.width = "100%";
    if (height) frame.height = String(height + FRAME_EDGE);
    frame.loading = "lazy";
    embedding.querySelector("textarea").value = frame.outerHTML;
    embedding.querySelector("[role=status]").textContent = "";
  }

  function openEmbed(card) {
    embedded = card;
    writeSnippet();
    embedding.showModal();
    embedding.querySelector("textarea").select();
  }

  async function copySnippet() {
    const field = embedding.querySelector("textarea");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // where the page is not served over TLS
    }
    embedding.querySelector("[role=status]").textContent = words.copied;
  }

  for (const card of section.querySelectorAll(".chart")) {
    const table = card.querySelector("button.table");
    const embed = card.querySelector("button.embed");
    table.hidden = embed.hidden = false;
    table.addEventListener("click", () => openTable(card));
    embed.addEventListener("click", () => openEmbed(card));
  }
  embedding.querySelector(".copy").addEventListener("click", copySnippet);
  for (const choice of embedding.querySelectorAll("[name=embed-clock]")) {
    choice.addEventListener("change", writeSnippet);
  }
})();
