// A wall screen asks by ETag whether anything is new, and changes without a flicker.
"use strict";
(() => {
  const root = document.getElementById("live");
  const fresh = document.getElementById("fresh");
  const seconds = Number(root.dataset.refresh);
  const said = fresh.textContent.trim();
  let tag = null;
  const DRAWN_FOR = { width: 1920, height: 1080 };
  const TO_SCROLL = { width: 1200, height: 680 }; // as in wall.css: smaller ones scroll

  // A smaller screen shows the same wall, scaled to fit.
  function fit() {
    const { innerWidth: width, innerHeight: height } = window;
    const scrolls = width <= TO_SCROLL.width || height <= TO_SCROLL.height;
    const scale = Math.min(1, width / DRAWN_FOR.width, height / DRAWN_FOR.height);
    document.documentElement.style.setProperty("--scale", String(scrolls ? 1 : scale));
  }
  fit();
  window.addEventListener("resize", fit);

  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });

  function tell(reached) {
    const known = document.getElementById("known").textContent;
    fresh.textContent = reached ? `${said} ${clock()}` : root.dataset.stale.replace("{time}", known);
    fresh.classList.toggle("stale", !reached);
  }

  async function renew() {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    root.replaceChildren(...page.getElementById("live").childNodes);
    for (const card of document.querySelectorAll(".chart")) {
      const other = page.querySelector(`.chart[data-name="${card.dataset.name}"]`);
      if (!other || other.dataset.figure === card.dataset.figure) continue;
      card.dataset.figure = other.dataset.figure;
      window.charts.redraw(card);
    }
  }

  async function ask() {
    try {
      const headers = { Accept: "application/json" };
      if (tag) headers["If-None-Match"] = tag;
      const response = await fetch(root.dataset.pulse, { headers, cache: "no-store" });
      if (response.status !== 304 && !response.ok) throw new Error(String(response.status));
      const now = response.headers.get("ETag") || tag;
      if (tag && now !== tag) await renew();
      tag = now;
      tell(true);
    } catch {
      tell(false);
    }
  }

  if (seconds > 0) {
    ask();
    setInterval(ask, seconds * 1000);
  } else {
    tell(true);
  }
})();
