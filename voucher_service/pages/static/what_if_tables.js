// Writes an answer into the page's tables; knows nothing of the controls.
"use strict";
window.whatIfTables = (trial) => {
  const words = trial.words;
  const locale = trial.language === "zh" ? "zh-CN" : "en";
  const whole = new Intl.NumberFormat(locale);
  const wan = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const FEN_PER_WAN = 1000000;
  const FIGURES = [
    ["try_cars", "cars_sold", false],
    ["try_cost", "vouchers_fen", true],
    ["try_sales", "sales_fen", true],
    ["try_mean", "mean_price_fen", true],
    ["try_waitlisted", "waitlisted", false],
    ["try_needs_review", "needs_review", false],
  ];
  const GROUPS = ["by_district", "by_price", "by_dealer", "by_energy"];

  const say = (text) => text[trial.language];
  const inWan = (fen) => wan.format(fen / FEN_PER_WAN);
  const written = (value, isMoney) => {
    if (value === null) return words.nothing;
    return isMoney ? inWan(value) : whole.format(value);
  };
  const filled = (key, blanks) =>
    words[key].replace(/\{(\w+)\}/g, (_, name) => blanks[name]);

  function cell(row, text, tag = "td") {
    const made = document.createElement(tag);
    if (tag === "th") made.scope = "row";
    made.textContent = text;
    row.append(made);
    return made;
  }

  function changeCell(row, value, isMoney) {
    const sign = value > 0 ? "+" : "";
    const made = cell(row, value === null ? words.nothing : sign + written(value, isMoney));
    if (value) made.className = value > 0 ? "more" : "less";
  }

  function figures(answer) {
    const rows = FIGURES.map(([label, name, isMoney]) => {
      const row = document.createElement("tr");
      row.dataset.figure = name;
      cell(row, words[label], "th");
      cell(row, written(answer.today[name], isMoney));
      cell(row, written(answer.other[name], isMoney));
      changeCell(row, answer.difference[name], isMoney);
      return row;
    });
    document.getElementById("figures").replaceChildren(...rows);
    document.getElementById("gains").textContent = filled("try_gains", {
      gained: whole.format(answer.cars_gained),
      lost: whole.format(answer.cars_lost),
      more: inWan(answer.cost_gained_fen),
      less: inWan(answer.cost_lost_fen),
    });
  }

  function brief(answer) {
    const signed = (value, text) => (value > 0 ? `+${text}` : text);
    const { cars_sold: cars, vouchers_fen: cost } = answer.difference;
    document.getElementById("at-hand").textContent = filled("try_at_hand", {
      cars: whole.format(answer.other.cars_sold),
      more_cars: signed(cars, whole.format(cars)),
      cost: inWan(answer.other.vouchers_fen),
      more_cost: signed(cost, inWan(cost)),
    });
    const [today, tried] = [answer.today.price_basis, answer.other.price_basis];
    document.getElementById("bases").textContent = today === tried ? "" : filled("try_bases", {
      today: trial.bases[today],
      tried: trial.bases[tried],
    });
  }

  function groups(answer) {
    for (const name of GROUPS) {
      const rows = answer[name].map((group) => {
        const row = document.createElement("tr");
        const moved = group.cost_gained_fen || group.cost_lost_fen || group.cars_gained || group.cars_lost;
        row.className = moved ? "" : "still";
        cell(row, say(group.label));
        cell(row, `${whole.format(group.cars_today)} → ${whole.format(group.cars_other)}`);
        const gained = cell(row, group.cars_gained ? `+${whole.format(group.cars_gained)}` : "");
        const lost = cell(row, group.cars_lost ? `−${whole.format(group.cars_lost)}` : "");
        gained.className = "more";
        lost.className = "less";
        cell(row, `${inWan(group.vouchers_today_fen)} → ${inWan(group.vouchers_other_fen)}`);
        return row;
      });
      if (rows.length === 0) {
        const row = document.createElement("tr");
        row.className = "still";
        cell(row, words.try_no_data).colSpan = 5;
        rows.push(row);
      }
      document.getElementById(name).replaceChildren(...rows);
    }
  }

  function list(name, sentences) {
    const box = document.getElementById(name);
    box.hidden = sentences.length === 0;
    const items = sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    });
    box.querySelector("ul").replaceChildren(...items);
  }

  function remarks(answer) {
    list("adapted", answer.adapted.map(say));
    list("unknown", answer.unknown.map((fact) =>
      filled(fact.asked ? "try_unknown_line" : "try_unknown_left", {
        name: say(fact.name),
        sales: whole.format(fact.sales),
        considered: whole.format(fact.considered),
      })));
    list("lost", answer.lost_reasons.map((reason) => {
      const cars = filled("try_cars_unit", { cars: whole.format(reason.cars) });
      return `${say(reason.sentence)} · ${cars}`;
    }));
  }

  return {
    filled,
    whole,
    show(answer) {
      figures(answer);
      brief(answer);
      groups(answer);
      remarks(answer);
    },
  };
};
