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
