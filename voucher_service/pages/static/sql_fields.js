// A field for every parameter of a query: those its head declares, and every other $name.
"use strict";
window.sqlFields = (box, words, language) => {
  const DECLARED = new RegExp("^-- param: ([a-z][a-z0-9_]*) ([A-Za-z]+(?:\\([0-9, ]+\\))?)"
    + "(?: = (.+?))?(?:, (-?[0-9.]+) to (-?[0-9.]+))?(?: · ([^·]+) · (.+))?$");
  const written = new Map(); // by name, also of parameters that the text names no more

  function declared(sql) {
    const lines = sql.split("\n");
    const end = lines.findIndex((line) => !line.startsWith("--"));
    const head = end < 0 ? lines : lines.slice(0, end);
    return head.map((line) => DECLARED.exec(line)).filter(Boolean).map(
      ([, name, kind, value, least, most, zh, en]) => ({
        name,
        said: (language === "zh" ? zh : en) || name,
        bounds: least ? `${least}–${most}` : "",
        usual: value ? value.replace(/^(?:DATE )?'(.*)'$/, "$1") : kind,
      }));
  }

  function field({ name, said, bounds, usual }) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.name = name;
    input.autocomplete = "off";
    input.placeholder = usual;
    input.value = written.get(name) || "";
    input.addEventListener("input", () => written.set(name, input.value));
    const range = document.createElement("small");
    range.textContent = bounds;
    const line = document.createElement("span");
    line.append(`${said} `, range);
    label.append(line, input);
    return label;
  }

  function tell(sql) {
    const told = declared(sql);
    const known = new Set(told.map((each) => each.name));
    const others = window.sqlText.parameters(sql).filter((name) => !known.has(name));
    told.push(...others.map((name) => ({ name, said: `$${name}`, bounds: "", usual: words.sql_undeclared })));
    const key = JSON.stringify(told);
    if (box.dataset.key === key) return;
    box.dataset.key = key;
    box.querySelectorAll("label").forEach((label) => label.remove());
    box.append(...told.map(field));
    box.hidden = !told.length;
  }

  // A blank field takes the default.
  function values() {
    const given = [...box.querySelectorAll("input")].filter((input) => input.value !== "");
    return Object.fromEntries(given.map((input) => [input.name, input.value]));
  }

  function write(given) {
    written.clear();
    for (const [name, value] of given) written.set(name, value);
    delete box.dataset.key;
  }

  return { tell, values, write };
};
