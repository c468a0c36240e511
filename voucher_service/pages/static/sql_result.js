// The result of a query: a table by pages, and a chart of two of its columns.
"use strict";
(() => {
  const A_PAGE = 100;
  const MOST_POINTS = 5000;
  const NUMBER = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
  const HEIGHT = 420;
  const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true };
  const KINDS = {
    kind_bar: { type: "bar" },
    kind_line: { type: "scatter", mode: "lines+markers" },
    kind_dots: { type: "scatter", mode: "markers" },
  };
  const byId = (id) => document.getElementById(id);
  const isNumber = (column) => NUMBER.test(column.type);

  window.sqlResult = (words) => {
    let result = null;
    let page = 0;

    const filled = (text, blanks) => text.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);

    function cell(row, value, column) {
      const made = row.insertCell();
      if (isNumber(column)) made.className = "number";
      if (value === null) {
        made.classList.add("null");
        made.textContent = words.nothing;
      } else {
        made.textContent = typeof value === "object" ? JSON.stringify(value) : String(value);
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
      byId("page-of").textContent = filled(words.sql_page_of, { first: first + 1, last, rows: rows.length });
      byId("before").disabled = page === 0;
      byId("after").disabled = last === rows.length;
      byId("pager").hidden = rows.length <= A_PAGE;
      byId("rows-box").scrollTop = 0;
    }

    function choose(select, at) {
      const kept = select.value;
      select.replaceChildren(...result.columns.map((column, number) => {
        const option = document.createElement("option");
        option.value = String(number);
        option.textContent = column.name;
        return option;
      }));
      const same = [...select.options].find((each) => each.textContent === select.dataset.name);
      select.value = same ? same.value : String(Math.max(0, at));
      if (kept === "" && !select.value) select.selectedIndex = 0;
    }

    function drawChart() {
      const kind = byId("kind").value;
      const plot = byId("plot");
      plot.hidden = kind === "kind_none" || !result;
      if (plot.hidden) return;
      if (!window.Plotly) { plot.textContent = words.no_plotly; return; }
      const [x, y] = [Number(byId("x").value), Number(byId("y").value)];
      const points = result.rows.slice(0, MOST_POINTS);
      const values = (at) => points.map((row) =>
        row[at] !== null && isNumber(result.columns[at]) ? Number(row[at]) : row[at]);
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(name).trim();
      const names = { x: result.columns[x].name, y: result.columns[y].name };
      const axis = (at) => ({
        title: { text: result.columns[at].name },
        gridcolor: colour("--hairline"), linecolor: colour("--edge"), zerolinecolor: colour("--edge"),
        automargin: true, exponentformat: "none", separatethousands: true,
        ...(result.columns[at].type === "DATE" ? { tickformat: "%Y-%m-%d" } : {}),
        ...(/^VARCHAR/.test(result.columns[at].type) ? { type: "category" } : {}),
      });
      window.Plotly.react(plot, [{
        ...KINDS[kind], x: values(x), y: values(y),
        marker: { color: colour("--accent"), size: 8 }, line: { color: colour("--accent"), width: 2 },
      }], {
        height: HEIGHT, margin: { t: 20, r: 20, b: 60, l: 60 }, hovermode: "closest",
        paper_bgcolor: colour("--paper"), plot_bgcolor: colour("--paper"),
        font: { color: colour("--ink"), family: getComputedStyle(document.body).fontFamily },
        xaxis: axis(x), yaxis: axis(y),
      }, CONFIG);
      const said = byId("kind").selectedOptions[0].textContent;
      plot.setAttribute("aria-label", filled(words.sql_chart_said, { ...names, kind: said, points: points.length }));
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
      if (byId("charting").hidden) { byId("plot").hidden = true; return; }
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
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawChart);
    return { show };
  };
})();
