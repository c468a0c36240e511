// The result of a query: a table by pages, and which two of its columns are drawn.
"use strict";
(() => {
  const A_PAGE = 100;
  const LONG = 56; // halves of a Chinese sign
  const byId = (id) => document.getElementById(id);
  const { isNumber } = window.sqlChart;

  window.sqlResult = (words, number) => {
    let result = null;
    let page = 0;

    const filled = (text, blanks) => text.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);

    // A long text is cut to a line, and shown whole to who clicks it or comes by keyboard.
    function folded(text) {
      const box = document.createElement("div");
      box.className = "folded";
      box.tabIndex = 0;
      box.title = words.sql_folded;
      box.textContent = text;
      return box;
    }

    function cell(row, value, column) {
      const made = row.insertCell();
      if (isNumber(column)) made.className = "number";
      if (value === null) {
        made.classList.add("null");
        made.textContent = words.nothing;
      } else {
        const text = typeof value === "object" ? JSON.stringify(value) : String(value);
        if (window.sqlText.width(text) > LONG || text.includes("\n")) made.append(folded(text));
        else made.textContent = text;
      }
    }

    function drawPage() {
      const { columns, rows } = result;
      const table = byId("table");
      table.replaceChildren();
      const head = table.createTHead().insertRow();
      for (const column of columns) {
        const name = document.createElement("th");
        name.scope = "col";
        if (isNumber(column)) name.className = "number";
        const kind = document.createElement("small");
        kind.textContent = column.type;
        name.append(column.name, " ", kind);
        head.append(name);
      }
      const body = table.createTBody();
      const first = page * A_PAGE;
      for (const values of rows.slice(first, first + A_PAGE)) {
        const row = body.insertRow();
        values.forEach((value, at) => cell(row, value, columns[at]));
      }
      const last = Math.min(first + A_PAGE, rows.length);
      byId("page-of").textContent = filled(words.sql_page_of, {
        first: number.format(first + 1), last: number.format(last), rows: number.format(rows.length),
      });
      byId("before").disabled = page === 0;
      byId("after").disabled = last === rows.length;
      byId("pager").hidden = rows.length <= A_PAGE;
      byId("rows-box").scrollTop = 0;
    }

    function choose(select, at) {
      const kept = select.value;
      select.replaceChildren(...result.columns.map((column, index) => {
        const option = document.createElement("option");
        option.value = String(index);
        option.textContent = column.name;
        return option;
      }));
      const same = [...select.options].find((each) => each.textContent === select.dataset.name);
      select.value = same ? same.value : String(Math.max(0, at));
      if (kept === "" && !select.value) select.selectedIndex = 0;
    }

    function drawChart() {
      const plot = byId("plot");
      plot.hidden = byId("kind").value === "kind_none" || !result;
      byId("plot-note").hidden = plot.hidden;
      if (plot.hidden) return;
      const asked = { kind: byId("kind"), x: Number(byId("x").value), y: Number(byId("y").value) };
      const notes = window.sqlChart(plot, result, asked, words);
      if (result.truncated) {
        notes.push(filled(words.sql_truncated, { rows: number.format(result.rows.length) }));
      }
      byId("plot-note").textContent = notes.join(" · ");
      byId("plot-note").hidden = !notes.length;
    }

    // Nothing of an older result is left standing for one that there is not.
    function clear(sentence) {
      result = null;
      for (const id of ["rows-box", "pager", "downloads", "charting", "plot", "plot-note"]) {
        byId(id).hidden = true;
      }
      byId("empty").textContent = sentence;
      byId("empty").hidden = false;
    }

    function show(found) {
      result = found;
      page = 0;
      const empty = !found.rows.length;
      byId("empty").hidden = !empty;
      byId("empty").textContent = words.sql_none;
      byId("rows-box").hidden = empty && !found.columns.length;
      byId("downloads").hidden = false;
      drawPage();
      const numbers = found.columns.findIndex(isNumber);
      byId("charting").hidden = empty || numbers < 0;
      if (byId("charting").hidden) {
        byId("plot").hidden = byId("plot-note").hidden = true;
        return;
      }
      const other = found.columns.findIndex((column) => !isNumber(column));
      choose(byId("x"), other < 0 ? 0 : other);
      choose(byId("y"), found.columns.findIndex((column, at) => isNumber(column) && String(at) !== byId("x").value));
      drawChart();
    }

    function turn(by) {
      page += by;
      drawPage();
    }

    byId("before").addEventListener("click", () => turn(-1));
    byId("after").addEventListener("click", () => turn(1));
    for (const id of ["x", "y", "kind"]) {
      byId(id).addEventListener("change", (event) => {
        if (id !== "kind") event.target.dataset.name = event.target.selectedOptions[0].textContent;
        drawChart();
      });
    }
    for (const query of ["(prefers-color-scheme: dark)", "(max-width: 600px)"]) {
      window.matchMedia(query).addEventListener("change", drawChart);
    }
    return { show, clear };
  };
})();
