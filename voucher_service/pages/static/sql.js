// A query is sent, waited for, cancelled by hanging up, shared by its address and saved.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const asking = JSON.parse(byId("asking").textContent);
  const { words, language } = asking;
  const field = byId("sql");
  const editor = window.sqlEditor(field, byId("completions"), asking.tables);
  const LONGEST_LINK = 6000;
  const number = new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en");
  const result = window.sqlResult(words, number);
  const fields = window.sqlFields(byId("params"), words, language);
  const clock = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short", timeStyle: "medium", timeZone: "Asia/Shanghai",
  });
  const DRAFT = "sql-draft"; // what is too long for an address, on its way to the page's other language
  let running = null;
  let shown = null; // what the result was asked with
  let from = null; // the saved or library query that the editor holds unchanged

  class Refusal extends Error {
    constructor(sentence, problem = {}) {
      super(sentence);
      this.problem = problem;
    }
  }

  const filled = (text, blanks) => text.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);

  // One thing is told at a time: a sentence, or what failed.
  function say(sentence) {
    byId("failure").hidden = true;
    byId("state").textContent = sentence;
  }

  async function refusalOf(response) {
    if (response.status === 401) return new Refusal(words.signed_out);
    try {
      const problem = await response.json();
      const said = [problem.message, problem.remedy].filter(Boolean).map((text) => text[language]);
      const faults = (problem.errors || []).map((each) => each.message[language]);
      return new Refusal([...new Set([...said, ...faults])].join("\n"), problem);
    } catch {
      return new Refusal(`${words.sql_failed} (HTTP ${response.status})`);
    }
  }

  async function send(path, body, signal) {
    let response;
    try {
      response = await fetch(path, {
        method: body ? "POST" : "GET",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: body && JSON.stringify(body),
        signal,
      });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Refusal(words.unreachable);
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  }

  function fail(error) {
    if (error.name === "AbortError") { say(words.sql_cancelled); return; }
    const known = error instanceof Refusal;
    if (!known) console.error(error);
    say("");
    const box = byId("failure");
    const { line, column } = error.problem || {};
    box.querySelector("p").textContent = known ? error.message : words.sql_failed;
    const button = box.querySelector("button");
    button.hidden = !line;
    if (line) {
      button.textContent = `${words.sql_go_there}: ${filled(words.sql_where, { line, column })}`;
      button.onclick = () => editor.goTo(line, column);
    }
    box.hidden = false;
  }

  function begin(sentence) {
    running = new AbortController();
    byId("run").disabled = true;
    byId("cancel").hidden = false;
    byId("ask").setAttribute("aria-busy", "true");
    say(sentence);
    return running.signal;
  }

  function end() {
    running = null;
    byId("run").disabled = false;
    byId("cancel").hidden = true;
    byId("ask").removeAttribute("aria-busy");
  }

  async function run() {
    if (running || !field.value.trim()) return;
    editor.close();
    const signal = begin(words.sql_running);
    const question = { sql: field.value, params: fields.values() };
    stale(true);
    try {
      const asked = { ...question, format: "json", limit: Number(byId("rows").value) };
      const found = await (await send("/v1/sql", asked, signal)).json();
      shown = question;
      result.show(found);
      const { as_of: day, known_at: known } = found.publication;
      const rows = number.format(found.rows.length);
      const ms = number.format(found.elapsed_ms);
      const told = { rows, ms, as_of: day || words.nothing, known_at: clock.format(new Date(known)) };
      const cut = found.truncated ? ` · ${filled(words.sql_truncated, { rows })}` : "";
      say(filled(words.sql_done, told) + cut);
      remember();
    } catch (error) {
      shown = null;
      result.clear(words.sql_no_result);
      fail(error);
    } finally {
      stale(false);
      end();
    }
  }

  // While a query runs, what stands below is another one's.
  function stale(is) {
    byId("result").classList.toggle("stale", is);
    byId("result").inert = is;
  }

  async function download(format) {
    if (running || !shown) return;
    const signal = begin(words.sql_downloading);
    try {
      const answer = await send("/v1/sql", { ...shown, format }, signal);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = `voucher-service-sql.${format}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      const cut = answer.headers.get("X-Truncated") === "true";
      const rows = number.format(Number(answer.headers.get("X-Rows")));
      say(filled(words.sql_downloaded, { name: link.download, rows })
        + (cut ? ` · ${filled(words.sql_file_cut, { rows })}` : ""));
    } catch (error) {
      fail(error);
    } finally {
      end();
    }
  }

  function address() {
    const page = new URL(asking.page, location.href);
    if (from) page.searchParams.set(from.kind, from.name);
    else if (field.value.trim()) page.searchParams.set("q", field.value);
    for (const [name, value] of Object.entries(fields.values())) page.searchParams.set(`p.${name}`, value);
    return page;
  }

  // The page in another language or light goes on with what is written here.
  function carryOn(link, leaving) {
    const page = address();
    const there = new URL(link.href);
    for (const name of ["lang", "mode"]) {
      page.searchParams.delete(name);
      if (there.searchParams.has(name)) page.searchParams.set(name, there.searchParams.get(name));
    }
    if (page.href.length > LONGEST_LINK) {
      if (leaving) sessionStorage.setItem(DRAFT, JSON.stringify([field.value, fields.values()]));
      page.searchParams.delete("q");
    }
    link.href = page.href;
  }

  function remember() {
    const link = address();
    if (link.href.length <= LONGEST_LINK) history.replaceState(null, "", link);
  }

  async function share() {
    const link = address();
    if (link.href.length > LONGEST_LINK) { say(words.sql_link_long); return; }
    history.replaceState(null, "", link);
    try {
      await navigator.clipboard.writeText(link.href);
    } catch { // where the page is not served over TLS
      const copy = document.createElement("textarea");
      copy.value = link.href;
      document.body.append(copy);
      copy.select();
      document.execCommand("copy");
      copy.remove();
    }
    say(words.sql_link_copied);
  }

  function put(sql, origin = null) {
    field.value = sql;
    from = origin;
    editor.close();
    fields.write([]);
    fields.tell(field.value);
    field.scrollTop = 0;
    field.focus({ preventScroll: true });
    field.setSelectionRange(0, 0);
    byId("ask").scrollIntoView({ block: "nearest" });
  }

  // The page holds the names of saved queries; a text comes when it is asked for.
  async function openSaved(id) {
    try {
      const known = asking.saved[id];
      known[1] ??= (await (await send(`/v1/saved-queries/${id}`)).json()).sql;
      put(known[1], { kind: "saved", name: id });
      byId("name").value = known[0];
    } catch (error) {
      fail(error);
    }
  }

  function listSaved() {
    const rows = Object.entries(asking.saved).sort(([, a], [, b]) => a[0].localeCompare(b[0], language));
    const known = new Map([...byId("saved").children].map((item) => [item.dataset.saved, item]));
    byId("saved").replaceChildren(...rows.map(([id, [name, , by]]) => {
      if (known.has(id) && by === undefined) return known.get(id);
      const item = document.createElement("li");
      item.dataset.saved = id;
      const open = document.createElement("button");
      const remove = document.createElement("button");
      open.className = "link open";
      remove.className = "link remove";
      open.type = remove.type = "button";
      open.textContent = name;
      remove.textContent = words.sql_remove;
      remove.setAttribute("aria-label", `${words.sql_remove} ${name}`);
      const origin = document.createElement("small");
      origin.textContent = by || "";
      item.append(open, " ", remove, origin);
      return item;
    }));
    byId("saved-count").textContent = String(rows.length);
    byId("none-saved").hidden = rows.length > 0;
  }

  async function save(name) {
    try {
      const kept = await (await send("/v1/saved-queries", { name, sql: field.value })).json();
      const when = clock.format(new Date(kept.saved_at)).slice(0, 16);
      const by = filled(words.sql_saved_by, { who: kept.saved_by, when });
      asking.saved[kept.id] = [kept.name, kept.sql, by];
      from = { kind: "saved", name: kept.id };
      listSaved();
      remember();
      say(filled(words.sql_saved_as, { name: kept.name }));
    } catch (error) {
      fail(error);
    }
  }

  async function remove(id) {
    const [name] = asking.saved[id];
    if (!window.confirm(filled(words.sql_remove_sure, { name }))) return;
    try {
      await send(`/v1/saved-queries/${id}/remove`, {});
      delete asking.saved[id];
      listSaved();
      say(filled(words.sql_removed, { name }));
      if (!from || from.kind !== "saved" || from.name !== id) return;
      from = null;
      remember();
    } catch (error) {
      fail(error);
    }
  }

  byId("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  byId("cancel").addEventListener("click", () => running && running.abort());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  field.addEventListener("input", () => { from = null; fields.tell(field.value); });
  byId("share").addEventListener("click", share);
  byId("save").addEventListener("click", () => {
    byId("saving").returnValue = "";
    byId("saving").showModal();
  });
  byId("saving").addEventListener("close", () => {
    const name = byId("name").value.trim();
    if (byId("saving").returnValue === "save" && name) save(name);
  });
  byId("downloads").addEventListener("click", (event) => {
    if (event.target.dataset.format) download(event.target.dataset.format);
  });
  byId("library").addEventListener("click", (event) => {
    const { query } = event.target.dataset;
    if (query) put(asking.queries[query], { kind: "query", name: query });
  });
  byId("saved").addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (event.target.classList.contains("open")) openSaved(item.dataset.saved);
    if (event.target.classList.contains("remove")) remove(item.dataset.saved);
  });
  for (const button of document.querySelectorAll("[data-insert]")) {
    button.addEventListener("click", () => editor.insert(button.dataset.insert));
  }
  for (const button of document.querySelectorAll("[data-look]")) {
    button.addEventListener("click", () => {
      put(`FROM ${button.dataset.look} LIMIT 100`);
      run();
    });
  }
  for (const link of document.querySelectorAll("a[hreflang], .looks a")) {
    for (const event of ["pointerdown", "focus", "click"]) {
      link.addEventListener(event, () => carryOn(link, event === "click"));
    }
  }

  // What the address names, or what came along from the page's other language.
  function arrive() {
    const asked = new URLSearchParams(location.search);
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) || "null");
    sessionStorage.removeItem(DRAFT);
    const given = [...asked].filter(([name]) => name.startsWith("p."));
    fields.write(draft ? Object.entries(draft[1]) : given.map(([name, value]) => [name.slice(2), value]));
    if (draft) field.value = draft[0];
    const plain = (sql) => sql.replace(/\r\n?/g, "\n");
    for (const [kind, known] of [["saved", asking.saved], ["query", asking.queries]]) {
      const name = asked.get(kind);
      const sql = name && known[name] && (kind === "saved" ? known[name][1] : known[name]);
      if (sql && plain(sql) === field.value) from = { kind, name };
    }
    if (from && from.kind === "saved") byId("name").value = asking.saved[from.name][0];
    fields.tell(field.value);
  }
  arrive();
})();
