// Two columns of a result as a chart. What it leaves out, it says.
"use strict";
(() => {
  const MOST_POINTS = 5000;
  const NUMBER = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
  const DAY = /^(?:DATE|TIMESTAMP.*)$/;
  const HEIGHT = 420;
  const TALLEST = 2400;
  const A_BAR = 26;
  const NARROW = 600; // px: names of bars stand beside them
  const LABEL = { narrow: 18, usual: 28 }; // the longest, in halves of a Chinese sign
  const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true };
  const KINDS = {
    kind_bar: { type: "bar" },
    kind_line: { type: "scatter", mode: "lines+markers" },
    kind_dots: { type: "scatter", mode: "markers" },
  };
  const TICKS = [
    { dtickrange: [null, 1000], value: "%H:%M:%S.%L\n%Y-%m-%d" },
    { dtickrange: [1000, 60000], value: "%H:%M:%S\n%Y-%m-%d" },
    { dtickrange: [60000, 86400000], value: "%H:%M\n%Y-%m-%d" },
    { dtickrange: [86400000, "M1"], value: "%Y-%m-%d" },
    { dtickrange: ["M1", "M12"], value: "%Y-%m" },
    { dtickrange: ["M12", null], value: "%Y" },
  ];
  const filled = (text, blanks) => text.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
  const isNumber = (column) => NUMBER.test(column.type);
  const isText = (column) => !isNumber(column) && !DAY.test(column.type);
  const isInstant = (column) => column.type.startsWith("TIMESTAMP");

  function valueOf(value, column, nothing) {
    if (isText(column)) {
      if (value === null) return nothing;
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    }
    if (value === null || !isNumber(column)) return value;
    return Number.isFinite(Number(value)) ? Number(value) : null;
  }

  // The signs at the beginning that fit into a width.
  function fitting(signs, most) {
    let width = 0;
    const end = signs.findIndex((sign) => (width += window.sqlText.isWide(sign) ? 2 : 1) > most);
    return end < 0 ? signs : signs.slice(0, end);
  }

  // Names are often alike at the beginning and differ at the end: the middle is left out.
  function shortened(text, most) {
    if (window.sqlText.width(text) <= most) return text;
    const signs = [...text];
    const head = fitting(signs, Math.ceil(most * 0.4));
    const tail = fitting([...signs].reverse(), Math.floor(most * 0.6) - 1).reverse();
    return `${head.join("")}…${tail.join("")}`;
  }

  // Plotly would take names and values for markup.
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  function axis(column, values, most, colour) {
    const name = plain(column.name);
    const usual = {
      title: { text: isInstant(column) ? `${name} (UTC)` : name },
      gridcolor: colour("--hairline"), linecolor: colour("--edge"), zerolinecolor: colour("--edge"),
      automargin: true, exponentformat: "none", separatethousands: true,
    };
    if (DAY.test(column.type)) {
      const hoverformat = isInstant(column) ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d";
      return { ...usual, type: "date", tickformatstops: TICKS, hoverformat };
    }
    if (!isText(column)) return usual;
    const long = [...new Set(values)].map((text) => [text, shortened(text, most)].map(plain));
    const labelalias = Object.fromEntries(long.filter(([text, short]) => text !== short));
    return { ...usual, type: "category", labelalias };
  }

  // Draws, and gives sentences on what is not drawn.
  window.sqlChart = (plot, result, asked, words) => {
    if (!window.Plotly) { plot.textContent = words.no_plotly; return []; }
    const kind = asked.kind.value;
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const columns = [result.columns[asked.x], result.columns[asked.y]];
    const points = result.rows.slice(0, MOST_POINTS);
    const [x, y] = [asked.x, asked.y].map((at) =>
      points.map((row) => valueOf(row[at], result.columns[at], words.nothing)));
    const missing = points.filter((_, at) => x[at] === null || y[at] === null).length;

    const isNarrow = plot.clientWidth < NARROW;
    const aside = isNarrow && kind === "kind_bar" && isText(columns[0]) && isNumber(columns[1]);
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const most = isNarrow ? LABEL.narrow : LABEL.usual;
    const [across, up] = [axis(columns[0], x, most, colour), axis(columns[1], y, most, colour)];
    const [given, taken] = [[columns[0], x], [columns[1], y]].map(([column, values]) =>
      (isText(column) ? values.map(plain) : values));
    const height = aside ? Math.min(TALLEST, Math.max(HEIGHT, new Set(x).size * A_BAR + 90)) : HEIGHT;
    plot.style.minHeight = `${height}px`; // kept when the page changes its width
    window.Plotly.react(plot, [{
      ...KINDS[kind], ...(aside ? { x: taken, y: given, orientation: "h" } : { x: given, y: taken, orientation: "v" }),
      marker: { color: colour("--accent"), size: 8 }, line: { color: colour("--accent"), width: 2 },
    }], {
      height, hovermode: "closest",
      margin: isNarrow ? { t: 12, r: 12, b: 50, l: 40 } : { t: 20, r: 20, b: 60, l: 60 },
      paper_bgcolor: colour("--paper"), plot_bgcolor: colour("--paper"),
      font: { color: colour("--ink"), family: getComputedStyle(document.body).fontFamily },
      ...(aside ? { xaxis: up, yaxis: { ...across, autorange: "reversed" } } : { xaxis: across, yaxis: up }),
    }, CONFIG);

    const told = { points: number.format(points.length), rows: number.format(result.rows.length) };
    const names = { x: columns[0].name, y: columns[1].name };
    const said = asked.kind.selectedOptions[0].textContent;
    const drawn = number.format(points.length - missing);
    plot.setAttribute("aria-label", filled(words.sql_chart_said, { ...names, kind: said, points: drawn }));
    return [
      ...(points.length < result.rows.length ? [filled(words.sql_chart_cut, told)] : []),
      ...(missing ? [filled(words.sql_chart_missing, { left: number.format(missing) })] : []),
    ];
  };
  window.sqlChart.isNumber = isNumber;
})();
