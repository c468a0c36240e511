// An editor for SQL: a plain text field, so that any browser, reader and phone knows it,
// with a list of names to complete. No name is guessed: tables and columns are those of the
// published database. Enter takes a name only where one was chosen with the arrows: what is
// written and right stays as it is.
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
  const NEXT = ("WHERE|JOIN|LEFT JOIN|ON|USING|GROUP BY|ORDER BY|HAVING|LIMIT|AS|WINDOW|"
    + "QUALIFY|UNION ALL").split("|"); // after a table, where an alias may stand as well
  const WORDS = new Set([...KEYWORDS, ...NEXT].flatMap((each) => each.toLowerCase().split(" ")));
  const MOST_SHOWN = 12;
  // A word is looked for from its first sign alone: else a long one takes its square.
  const WORD = /(?<![\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_]*$/u;
  const AFTER_TABLE = /(?<![\p{L}\p{N}_])([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}\p{N}_]*)$/u;
  const NAMES_A_TABLE = /\b(?:from|join|describe|summarize)\s+$/i;
  const FOLLOWS_A_TABLE = /\b(?:from|join)\s+[\p{L}_][\p{L}\p{N}_]*\s+$/iu;
  const NAMES_ANEW = /\bas\s+$/i;
  const NAMED_ANEW = /\bas\s+([\p{L}_][\p{L}\p{N}_]*)|(?<![\p{L}\p{N}_])([\p{L}_][\p{L}\p{N}_]*)\s+as\s*\(/giu;

  window.sqlEditor = (field, list, tables) => {
    const text = window.sqlText;
    let shown = [];
    let picked = -1;
    let chosen = false; // with the arrows
    let start = 0;

    const open = () => !list.hidden;

    function close() {
      list.hidden = true;
      field.removeAttribute("aria-activedescendant");
    }

    function aliases(code) {
      const found = new Map(Object.keys(tables).map((name) => [name, name]));
      const named = /\b(?:from|join)\s+([\p{L}_][\p{L}\p{N}_]*)(?:\s+(?:as\s+)?([\p{L}_][\p{L}\p{N}_]*))?/giu;
      for (const [, table, alias] of code.matchAll(named)) {
        if (tables[table] && alias && !WORDS.has(alias.toLowerCase())) found.set(alias, table);
      }
      return found;
    }

    function ownNames(code) {
      return [...code.matchAll(NAMED_ANEW)].map((each) => each[1] || each[2]);
    }

    function named(code) {
      const written = new Set(code.match(/[\p{L}_][\p{L}\p{N}_]*/gu) || []);
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

    // The names that may stand here, and what is written of one.
    function possible(before, code) {
      const dotted = AFTER_TABLE.exec(before);
      const table = dotted && aliases(code).get(dotted[1]);
      if (table) return [tables[table].map((name) => [name, table]), dotted[2], true];
      const typed = (WORD.exec(before) || [""])[0];
      const lead = before.slice(0, before.length - typed.length);
      if (lead.endsWith("$") || NAMES_ANEW.test(lead)) return [[], typed, false];
      if (FOLLOWS_A_TABLE.test(lead)) return [NEXT.map((word) => [word, ""]), typed, false];
      if (!NAMES_A_TABLE.test(lead)) return [named(code), typed, false];
      const first = [...Object.keys(tables), ...ownNames(code)].map((name) => [name, ""]);
      return [[...first, ...named(code)], typed, false];
    }

    function fitting(forced) {
      const before = field.value.slice(0, field.selectionStart);
      if (text.within(before)) return [];
      const code = text.code(field.value);
      const [pool, typed, dotted] = possible(text.code(before), code);
      if (!dotted && !typed && !forced) return [];
      start = field.selectionStart - typed.length;
      const begun = typed.toLowerCase();
      const seen = new Set([begun]);
      return pool.filter(([name]) => {
        const low = name.toLowerCase();
        const fits = low.startsWith(begun) && !seen.has(low);
        if (fits) seen.add(low);
        return fits;
      }).slice(0, MOST_SHOWN);
    }

    // Whether what is written is a name already, and need not go on.
    function isWhole() {
      const typed = field.value.slice(start, field.selectionStart).toLowerCase();
      const code = text.code(field.value);
      const known = [
        ...Object.keys(tables), ...Object.values(tables).flat(), ...FUNCTIONS,
        ...aliases(code).keys(), ...ownNames(code),
      ];
      return WORDS.has(typed) || known.some((name) => name.toLowerCase() === typed);
    }

    function place() {
      const style = getComputedStyle(field);
      const lines = field.value.slice(0, start).split("\n");
      const signs = [...lines[lines.length - 1]].reduce((sum, sign) => sum + (text.isWide(sign) ? 1.67 : 1), 0);
      const left = signs * parseFloat(style.fontSize) * 0.602 - field.scrollLeft + 12;
      const top = lines.length * parseFloat(style.lineHeight) - field.scrollTop + 10;
      list.style.left = `${Math.max(4, Math.min(left, field.clientWidth - list.offsetWidth - 8))}px`;
      list.style.top = `${Math.max(20, Math.min(top, field.clientHeight))}px`;
    }

    function pick(at) {
      picked = at < 0 ? -1 : at % shown.length;
      [...list.children].forEach((item, number) =>
        item.setAttribute("aria-selected", String(number === picked)));
      if (picked < 0) { field.removeAttribute("aria-activedescendant"); return; }
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
      chosen = false;
      pick(isWhole() ? -1 : 0);
    }

    function insert(name, from = field.selectionStart) {
      field.focus();
      field.setSelectionRange(from, field.selectionEnd);
      if (!document.execCommand("insertText", false, name)) { // keeps what can be undone
        field.setRangeText(name, from, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      close();
    }

    function take(at) {
      insert(shown[at][0], start);
    }

    function takes(event) {
      if (event.shiftKey || event.ctrlKey || event.metaKey) return false;
      return event.key === "Tab" || (event.key === "Enter" && chosen);
    }

    function goTo(line, column) {
      const lines = field.value.split("\n");
      const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
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
        chosen = true;
        pick(picked + 1);
      } else if (open() && event.key === "ArrowUp") {
        event.preventDefault();
        chosen = true;
        pick(picked > 0 ? picked - 1 : shown.length - 1);
      } else if (open() && picked >= 0 && takes(event)) {
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

    return { insert: (name) => insert(name), goTo, close };
  };
})();
