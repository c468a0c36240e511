// What became of a file, written out of the service's report; only text is ever set.
"use strict";
window.VoucherReceipt = (() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const language = document.getElementById("sending").dataset.language;

  const fill = (key, blanks = {}) =>
    words[key].replace(/\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);
  const number = (count) => count.toLocaleString("en-US");

  function make(tag, content = [], attributes = {}) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      element.setAttribute(name, value);
    }
    element.append(...[content].flat());
    return element;
  }

  function counts(report) {
    const accepted = report.dry_run ? "accepted_preview" : "accepted";
    const shown = [
      ["rows", report.rows, ""],
      [accepted, report.accepted, "good"],
      ["unchanged", report.unchanged, ""],
      ["refused", report.refused, "bad"],
      ["review", report.review, "held"],
    ];
    return make(
      "dl",
      shown.map(([key, count, look]) =>
        make("div", [make("dt", words[key]), make("dd", make("b", number(count)))], {
          class: count ? look : "",
        }),
      ),
      { class: "counts" },
    );
  }

  function why(report) {
    const sorted = Object.entries(report.reasons).sort((a, b) => b[1] - a[1]);
    const lines = sorted.map(([code, count]) => {
      const text = words.reason_texts[code] ?? { sentence: code, remedy: "" };
      return make("li", [
        make("strong", text.sentence),
        ` ${fill("rows_count", { count: number(count) })}`,
        make("br"),
        make("span", text.remedy, { class: "note" }),
      ]);
    });
    return make("ul", lines, { class: "why" });
  }

  function places(findings) {
    const sheets = new Set(findings.map((finding) => finding.sheet)).size > 1;
    const columns = [
      ...(sheets ? [["sheet", (finding) => finding.sheet]] : []),
      ["row_no", (finding) => String(finding.row)],
      ["column", (finding) => finding.header ?? finding.field ?? ""],
      ["found", (finding) => finding.found || words.found_blank],
      ["reason", (finding) => finding.sentence[language]],
      ["remedy", (finding) => finding.remedy[language]],
    ];
    const head = columns.map(([key]) => make("th", words[key], { scope: "col" }));
    const rows = findings.map((finding) =>
      make(
        "tr",
        columns.map(([key, say]) =>
          make("td", say(finding), { "data-label": words[key] }),
        ),
      ),
    );
    const table = [make("thead", make("tr", head)), make("tbody", rows)];
    return make("div", make("table", table, { class: "places" }), { class: "wide" });
  }

  function folded(title, content) {
    return make("details", [make("summary", title), content]);
  }

  function remarks(report) {
    const lines = report.suggestions.map((each) => each.sentence[language]);
    for (const key of ["unknown_headers", "skipped_sheets"]) {
      if (report[key].length) lines.push(words[key] + report[key].join(words.list_mark));
    }
    return lines.map((line) => make("li", line));
  }

  function links(report) {
    const links = [
      make("a", words.open_receipt, {
        href: `/feeds/${report.delivery_id ?? report.feed_id}?lang=${language}`,
      }),
    ];
    if (report.refused + report.review > 0) {
      const address = `/v1/feeds/${report.feed_id}/rejects.xlsx`;
      links.push(make("a", words.open_rejects, { href: address, download: "" }));
    }
    return make("p", links, { class: "row" });
  }

  function warnings(report) {
    const said = report.warning ? [report.warning[language]] : [];
    if (report.conflicts) {
      said.push(fill("conflicts", { count: number(report.conflicts) }));
    }
    return said.map((line) => make("p", line, { class: "warning" }));
  }

  function refusals(report) {
    const fallen = report.refused + report.review;
    if (!fallen) return [make("p", words.all_well, { class: "note" })];
    const title =
      fallen > report.rows_told
        ? fill("places_first", { told: report.rows_told, all: number(fallen) })
        : words.places;
    const table = folded(title, places(report.first_refusals));
    table.open = report.dry_run;
    return [make("h4", words.reasons), why(report), table];
  }

  function notes(report) {
    if (!report.notes.length) return [];
    const told = report.notes.length;
    const title =
      report.notes_count > told
        ? fill("notes_first", { told, all: number(report.notes_count) })
        : words.notes;
    return [folded(title, places(report.notes))];
  }

  function written(report) {
    const told = [];
    told.push(counts(report), ...warnings(report), ...refusals(report));
    const said = remarks(report);
    if (said.length) told.push(make("ul", said, { class: "remarks" }));
    told.push(...notes(report));
    if (report.feed_id && report.recorded_at) told.push(links(report));
    return told;
  }

  return { words, language, fill, make, written };
})();
