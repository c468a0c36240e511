// What of a query is code, and what is a comment, a text or a quoted name.
"use strict";
(() => {
  const NO_CODE = new RegExp([
    "--[^\\n]*",
    "/\\*[\\s\\S]*?(?:\\*/|$)",
    "'(?:[^']|'')*(?:'|$)",
    "\"(?:[^\"]|\"\")*(?:\"|$)",
    "(\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$)[\\s\\S]*?(?:\\1|$)",
  ].join("|"), "gu");
  const CLOSED = /^(?:\/\*[\s\S]*\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$[^$]*\$)[\s\S]*\1)$/u;
  const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/;
  const PARAMETER = /\$([\p{L}_][\p{L}\p{N}_]*|[0-9]+)/gu;

  const code = (sql) => sql.replace(NO_CODE, " ");

  // Whether what is written next after this text is a comment, a text or a quoted name.
  function within(before) {
    const last = [...before.matchAll(NO_CODE)].pop();
    return Boolean(last) && last.index + last[0].length === before.length && !CLOSED.test(last[0]);
  }

  const parameters = (sql) => [...new Set([...code(sql).matchAll(PARAMETER)].map((each) => each[1]))];

  const isWide = (sign) => WIDE.test(sign);
  // How wide a text is, in halves of a Chinese sign.
  const width = (text) => [...text].reduce((sum, sign) => sum + (isWide(sign) ? 2 : 1), 0);

  window.sqlText = { code, within, parameters, isWide, width };
})();
