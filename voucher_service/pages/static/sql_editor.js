// An editor for SQL: a plain text field, so that any browser, reader and phone knows it,
// with a list of names to complete. No name is guessed: tables and columns are those of the
// published database.
"use strict";
(() => {
  const KEYWORDS = ("SELECT|FROM|WHERE|GROUP BY|ORDER BY|HAVING|LIMIT|OFFSET|JOIN|LEFT JOIN|ON|"
    + "USING|AS|AND|OR|NOT|IN|IS NULL|IS NOT NULL|BETWEEN|LIKE|ILIKE|CASE|WHEN|THEN|ELSE|END|"
    + "DISTINCT|UNION ALL|WITH|OVER|PARTITION BY|QUALIFY|DESC|ASC|VALUES|DESCRIBE|EXPLAIN|"
    + "SUMMARIZE|PIVOT|UNPIVOT|EXISTS|FILTER|TRUE|FALSE").split("|");
  const FUNCTIONS = ("count sum avg min max median mode stddev quantile_cont arg_max arg_min "
    + "count_if list string_agg round floor ceil abs coalesce nullif greatest least date_trunc "
    + "date_diff date_part dayname monthname year month day weekday strftime substr length lower "
    + "upper trim replace contains starts_with regexp_matches row_number rank dense_rank lag lead "
    + "first_value last_value ntile histogram generate_series range").split(" ");
  const MOST_SHOWN = 12;
  const WORD = /[\p{L}_][\p{L}\p{N}_]*$/u;
  const AFTER_TABLE = /([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}\p{N}_]*)$/u;
  const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/;

  window.sqlEditor = (field, list, tables) => {
    let shown = [];
    let picked = 0;
    let start = 0;

    const open = () => !list.hidden;

    function close() {
      list.hidden = true;
      field.removeAttribute("aria-activedescendant");
    }

    function aliases() {
      const found = new Map(Object.keys(tables).map((name) => [name, name]));
      const named = /\b(?:from|join)\s+([\p{L}_][\p{L}\p{N}_]*)(?:\s+(?:as\s+)?([\p{L}_][\p{L}\p{N}_]*))?/giu;
      for (const [, table, alias] of field.value.matchAll(named)) {
        if (tables[table] && alias) found.set(alias, table);
      }
      return found;
    }

    function named() {
      const written = new Set(field.value.match(/[\p{L}_][\p{L}\p{N}_]*/gu) || []);
      const near = Object.keys(tables).filter((name) => written.has(name));
      const columns = (names) => names.flatMap((name) => tables[name].map((each) => [each, name]));
      return [
        ...columns(near),
        ...Object.keys(tables).map((name) => [name, ""]),
        ...KEYWORDS.map((word) => [word, ""]),
        ...FUNCTIONS.map((name) => [`${name}(`, ""]),
        ...columns(Object.keys(tables).filter((name) => !written.has(name))),
      ];
    }

    function fitting(forced) {
      const before = field.value.slice(0, field.selectionStart);
      const dotted = AFTER_TABLE.exec(before);
      const table = dotted && aliases().get(dotted[1]);
      const [pool, typed] = table
        ? [tables[table].map((name) => [name, table]), dotted[2]]
        : [named(), (WORD.exec(before) || [""])[0]];
      if (!table && !typed && !forced) return [];
      start = field.selectionStart - typed.length;
      const begun = typed.toLowerCase();
      const seen = new Set([typed]);
      return pool.filter(([name]) => {
        const fits = name.toLowerCase().startsWith(begun) && !seen.has(name);
        if (fits) seen.add(name);
        return fits;
      }).slice(0, MOST_SHOWN);
    }

    function place() {
      const style = getComputedStyle(field);
      const lines = field.value.slice(0, start).split("\n");
      const signs = [...lines[lines.length - 1]].reduce((sum, sign) => sum + (WIDE.test(sign) ? 1.67 : 1), 0);
      const left = signs * parseFloat(style.fontSize) * 0.602 - field.scrollLeft + 12;
      const top = lines.length * parseFloat(style.lineHeight) - field.scrollTop + 10;
      list.style.left = `${Math.max(4, Math.min(left, field.clientWidth - list.offsetWidth - 8))}px`;
      list.style.top = `${Math.max(20, Math.min(top, field.clientHeight))}px`;
    }

    function pick(at) {
      picked = (at + shown.length) % shown.length;
      [...list.children].forEach((item, number) =>
        item.setAttribute("aria-selected", String(number === picked)));
      list.children[picked].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", list.children[picked].id);
    }

    function suggest(forced = false) {
      shown = fitting(forced);
      if (!shown.length) { close(); return; }
      list.replaceChildren(...shown.map(([name, of], at) => {
        const item = document.createElement("li");
        item.id = `completion-${at}`;
        item.setAttribute("role", "option");
        item.textContent = name;
        if (of) {
          const origin = document.createElement("small");
          origin.textContent = of;
          item.append(" ", origin);
        }
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(at); });
        return item;
      }));
      list.hidden = false;
      place();
      pick(0);
    }

    function insert(text, from = field.selectionStart) {
      field.focus();
      field.setSelectionRange(from, field.selectionEnd);
      if (!document.execCommand("insertText", false, text)) { // keeps what can be undone
        field.setRangeText(text, from, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      close();
    }

    function take(at) {
      insert(shown[at][0], start);
    }

    function goTo(line, column) {
      const lines = field.value.split("\n");
      const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      const signs = [...(lines[line - 1] || "")].slice(0, column - 1).join("").length;
      const at = Math.min(before + signs, field.value.length);
      const rest = /^[\p{L}\p{N}_]+/u.exec(field.value.slice(at));
      field.focus();
      field.setSelectionRange(at, at + (rest ? rest[0].length : 1));
      field.scrollTop = Math.max(0, (line - 3) * parseFloat(getComputedStyle(field).lineHeight));
    }

    field.addEventListener("keydown", (event) => {
      if (event.ctrlKey && event.code === "Space") {
        event.preventDefault();
        suggest(true);
      } else if (open() && event.key === "ArrowDown") {
        event.preventDefault();
        pick(picked + 1);
      } else if (open() && event.key === "ArrowUp") {
        event.preventDefault();
        pick(picked - 1);
      } else if (open() && (event.key === "Tab" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey))) {
        event.preventDefault();
        take(picked);
      } else if (open() && event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    field.addEventListener("input", (event) => {
      if (event.inputType === "insertText" && !event.isComposing) suggest();
      else close();
    });
    for (const name of ["blur", "click"]) field.addEventListener(name, close);
    field.addEventListener("scroll", () => open() && place());

    return { insert: (text) => insert(text), goTo, close };
  };
})();
