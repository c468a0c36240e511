// The desk's own: sections that load by themselves, and printing once all is drawn.
"use strict";
(() => {
  async function load(part) {
    try {
      const response = await fetch(part.dataset.part, { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      part.innerHTML = await response.text();
      part.classList.add("loaded");
    } catch {
      const told = document.createElement("span");
      told.textContent = `${part.dataset.failed} `;
      part.firstElementChild.prepend(told);
    }
  }

  for (const part of document.querySelectorAll("[data-part]")) load(part);

  // A link to something folded up unfolds it.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href^='#']");
    const told = link && document.getElementById(link.hash.slice(1));
    if (told instanceof HTMLDetailsElement) told.open = true;
  });

  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", async () => {
      print.disabled = true;
      await window.charts.readyForPaper();
      print.disabled = false;
      window.print();
    });
  }
  const address = document.getElementById("page-address");
  if (address) address.textContent = new URL(address.textContent, location.href).href;
})();
