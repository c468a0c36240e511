// Files are checked one after another as a dry run; nothing lands before it is told to.
"use strict";
(() => {
  const { words, language, fill, make, written } = window.VoucherReceipt;
  const form = document.getElementById("sending");
  const drop = document.getElementById("drop");
  const input = document.getElementById("files");
  const list = document.getElementById("parcels");
  const chosen = document.getElementById("chosen");
  const landAll = document.getElementById("land-all");
  const most = Number(form.dataset.most);
  const parcels = new Set();
  let turn = Promise.resolve();

  class Refusal extends Error {
    constructor(sentence, code = "") {
      super(sentence);
      this.state = code === "unreadable_input" ? "unreadable" : "failed";
    }
  }

  const wait = (milliseconds) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));

  function sizeText(size) {
    const units = [[2 ** 30, "GiB"], [2 ** 20, "MiB"], [2 ** 10, "KiB"]];
    const [factor, unit] = units.find(([each]) => size >= each) ?? [1, "B"];
    return `${Number((size / factor).toFixed(1))} ${unit}`;
  }

  function refusalOf(status, text) {
    if (status === 401) return new Refusal(words.signed_out);
    try {
      const problem = JSON.parse(text);
      const said = [problem.message, problem.remedy].filter(Boolean);
      return new Refusal(said.map((each) => each[language]).join("\n"), problem.code);
    } catch {
      return new Refusal(`${words.unexpected} (HTTP ${status})`);
    }
  }

  function send(file, dryRun, moved) {
    const body = new FormData();
    body.append("dry_run", String(dryRun));
    const profile = document.getElementById("profile");
    if (profile) body.append("profile", profile.value);
    body.append("file", file, file.name);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", "/v1/feeds");
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = (event) => moved(event.loaded / event.total);
      request.upload.onload = () => moved(1);
      request.onerror = () => reject(new Refusal(words.unreachable));
      request.onload = () => {
        const { status, responseText: text } = request;
        if (status < 200 || status > 299) reject(refusalOf(status, text));
        else if (status === 202) resolve(followed(request.getResponseHeader("Location")));
        else resolve(JSON.parse(text));
      };
      request.send(body);
    });
  }

  async function followed(address) {
    for (;;) {
      let response;
      try {
        response = await fetch(address, { headers: { Accept: "application/json" } });
      } catch {
        throw new Refusal(words.unreachable);
      }
      const text = await response.text();
      if (!response.ok) throw refusalOf(response.status, text);
      const report = JSON.parse(text);
      if (response.status !== 202 && report.error) {
        const said = [report.error, report.remedy].filter(Boolean);
        const sentence = said.map((each) => each[language]).join("\n");
        throw new Refusal(sentence, "unreadable_input");
      }
      if (response.status !== 202) return report;
      await wait(1000);
    }
  }

  class Parcel {
    constructor(file) {
      this.file = file;
      const drawn = document.getElementById("parcel").content.cloneNode(true);
      this.card = drawn.querySelector(".parcel");
      this.part(".name").textContent = file.name;
      this.part(".size").textContent = sizeText(file.size);
      const remove = fill("remove_file", { file: file.name });
      this.part(".remove").setAttribute("aria-label", remove);
      this.part(".remove").addEventListener("click", () => this.remove());
      this.part(".land").addEventListener("click", () => this.queue(false));
      this.part(".again").addEventListener("click", () => this.queue(this.dryRun));
      list.append(drawn);
      parcels.add(this);
      this.show("waiting");
    }

    part(selector) {
      return this.card.querySelector(selector);
    }

    get busy() {
      return ["waiting", "sending", "checking", "landing"].includes(this.state);
    }

    show(state) {
      this.state = state;
      this.card.className = `card parcel ${state}`;
      this.card.setAttribute("aria-busy", String(this.busy));
      this.part(".state").textContent = words[`state_${state}`];
      this.part(".land").hidden = state !== "previewed";
      this.part(".again").hidden = state !== "failed";
      this.part(".remove").disabled = this.busy;
      this.part("progress").hidden = !this.busy;
      settle();
    }

    queue(dryRun) {
      this.dryRun = dryRun;
      this.show("waiting");
      turn = turn.then(() => this.run(dryRun));
      return turn;
    }

    async run(dryRun) {
      if (!parcels.has(this)) return;
      const bar = this.part("progress");
      bar.value = 0;
      this.show("sending");
      try {
        if (this.file.size > most) throw new Refusal(words.too_large);
        const report = await send(this.file, dryRun, (share) => {
          bar.value = 100 * share;
          if (share >= 1) {
            bar.removeAttribute("value");
            this.show(dryRun ? "checking" : "landing");
          }
        });
        this.tell(report);
      } catch (error) {
        if (!(error instanceof Refusal)) console.error(error);
        this.fail(error instanceof Refusal ? error : new Refusal(words.unexpected));
      }
    }

    tell(report) {
      this.report = report;
      this.part(".synthetic-mark").hidden = !report.synthetic;
      this.part(".kind").textContent = words[`kind_${report.kind}`];
      this.part(".told").replaceChildren(...written(report));
      this.show(report.status);
      if (report.status === "landed" && report.kind === "dealers") checkStrangers();
    }

    fail(refusal) {
      const lines = refusal.message.split("\n").map((line) => make("p", line));
      const alert = make("div", lines, { class: "warning", role: "alert" });
      this.part(".told").replaceChildren(alert);
      this.show(refusal.state);
    }

    remove() {
      parcels.delete(this);
      this.card.remove();
      settle();
    }
  }

  // A register that has landed may know the dealers that were strangers before.
  function checkStrangers() {
    for (const parcel of parcels) {
      if (parcel.state === "previewed" && parcel.report.reasons.dealer_unknown) {
        parcel.queue(true);
      }
    }
  }

  function settle() {
    const ready = [...parcels].filter((parcel) => parcel.state === "previewed");
    chosen.hidden = parcels.size === 0;
    document.getElementById("chosen-count").textContent = parcels.size;
    landAll.disabled = ready.length === 0;
  }

  async function landEach() {
    const ready = [...parcels].filter((parcel) => parcel.state === "previewed");
    const registers = ready.filter((parcel) => parcel.report.kind === "dealers");
    const rest = ready.filter((parcel) => parcel.report.kind !== "dealers");
    for (const parcel of [...registers, ...rest]) parcel.queue(false);
  }

  function take(files) {
    for (const file of files) new Parcel(file).queue(true);
  }

  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    drop.addEventListener(kind, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  // A file dropped beside the field must not open in the browser instead.
  for (const kind of ["dragover", "drop"]) {
    window.addEventListener(kind, (event) => event.preventDefault());
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  landAll.addEventListener("click", landEach);
  document.getElementById("clear-all").addEventListener("click", () => {
    for (const parcel of [...parcels]) if (!parcel.busy) parcel.remove();
  });
})();
