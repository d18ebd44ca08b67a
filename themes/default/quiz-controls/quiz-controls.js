// The fields of each type of question behind one face: read, write, gaps, mark, shuffle.
(function (keyward) {
  "use strict";
  const quiz = (keyward.quiz = keyward.quiz || {});
  const root = document.documentElement;
  const say = (key, values) => keyward.store.say(["quiz", "check", "test", "scene"], key, values);
  const all = (within, what) => Array.from(within.querySelectorAll(what));

  const paths = {
    right: ["m4 13 5 5L20 6"],
    wrong: ["m5 5 14 14M19 5 5 19"],
    part: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 3v18M12 8h6M12 13h8M12 18h5"],
    go: ["M3 12h17M14 6l6 6-6 6"],
    back: ["M21 12H4M10 6l-6 6 6 6"],
    info: ["M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z", "M12 11v7M12 6v2"],
  };

  // ---------------------------------------------------------------- elements

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.keys(attributes || {}).forEach((key) => {
      if (attributes[key] !== null && attributes[key] !== false) made.setAttribute(key, attributes[key]);
    });
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  // The interface's words, in the interface's language also inside a text of another one.
  function worded(name, attributes, key, values) {
    const own = { lang: root.lang, dir: root.dir };
    return element(name, Object.assign({}, own, attributes), say(key, values));
  }

  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("class", name === "go" || name === "back" ? "icon go" : "icon");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("focusable", "false");
    paths[name].forEach((d) => {
      const path = document.createElementNS(space, "path");
      path.setAttribute("d", d);
      svg.append(path);
    });
    return svg;
  }

  // A copy without ids, which stay with the first.
  function copy(original) {
    const clone = original.cloneNode(true);
    all(clone, "[id]").concat(clone).forEach((each) => each.removeAttribute("id"));
    return clone;
  }

  // What an element says, without marks that a judgement put into it.
  function plain(original) {
    const clone = original.cloneNode(true);
    all(clone, ".tag, .spot-no").forEach((each) => each.remove());
    return clone.textContent.trim();
  }

  function idOf(made, wanted) {
    if (!made.id) made.id = wanted;
    return made.id;
  }

  const number = (value, most) =>
    Number(value).toLocaleString(root.lang + "-u-nu-latn", { maximumFractionDigits: most === undefined ? 2 : most });

  // ---------------------------------------------------------------- fields by type

  // Elements in the order of a shuffle; those of `keep` stay last.
  function reorder(items, keep, seed) {
    if (!items.length) return;
    const parent = items[0].parentNode;
    const stays = (item) => keep.includes(item.dataset.key);
    const free = quiz.shuffled(items.filter((item) => !stays(item)), seed);
    free.concat(items.filter(stays)).forEach((item) => parent.append(item));
  }

  function choices(box, question) {
    const labels = all(box, ".choices > .choice");
    const inputs = labels.map((label) => label.querySelector("input"));
    const isMany = question.t === "many";
    const labelOf = (key) => labels.find((label) => label.dataset.key === key);
    return {
      read() {
        const ticked = inputs.filter((input) => input.checked).map((input) => input.value);
        return isMany ? (ticked.length ? ticked : null) : ticked.length ? ticked[0] : null;
      },
      write(raw) {
        inputs.forEach((input) => (input.checked = isMany ? Array.isArray(raw) && raw.includes(input.value) : raw === input.value));
      },
      gaps() {
        return this.read() === null ? [{ field: inputs[0] }] : [];
      },
      place: labelOf,
      fields: inputs,
      shuffle(seed) {
        reorder(labels, question.keep || [], seed);
      },
      words: (raw) => [].concat(raw).map(labelOf).filter(Boolean).map(plain),
    };
  }

  function typed(box) {
    const field = box.querySelector(".typed input, .typed textarea");
    return {
      read: () => (field.value.trim() ? field.value : null),
      write: (raw) => (field.value = typeof raw === "string" ? raw : ""),
      gaps() {
        return this.read() === null ? [{ field }] : [];
      },
      place: () => null,
      fields: [field],
      shuffle() {},
      words: (raw) => [String(raw)],
    };
  }

  // Rows that each take one of the same answers: selects, or radios in a table.
  function rows(box, question) {
    const lines = all(box, ".match > [data-key], .grid tbody > [data-key]");
    const fieldsOf = (line) => all(line, "select, input");
    const headOf = (line) => line.querySelector("label, th");
    const columns = all(box, ".grid thead th");
    question.options = lines.length
      ? fieldsOf(lines[0]).flatMap((field) => (field.options ? Array.from(field.options) : [field])).map((option) => option.value).filter(Boolean)
      : [];
    const chosen = (line) => {
      const field = fieldsOf(line).find((each) => (each.options ? each.value : each.checked));
      return field ? field.value : null;
    };
    const answer = (line, key) => {
      const select = line.querySelector("select");
      if (select) return Array.from(select.options).filter((option) => option.value === key).map((option) => option.textContent)[0];
      const at = fieldsOf(line).findIndex((field) => field.value === key);
      return columns[at] ? columns[at].textContent : "";
    };
    return {
      read() {
        const pairs = lines.filter((line) => chosen(line)).map((line) => [line.dataset.key, chosen(line)]);
        return pairs.length ? Object.fromEntries(pairs) : null;
      },
      write(raw) {
        const pairs = new Map(raw && typeof raw === "object" ? Object.entries(raw) : []);
        lines.forEach((line) => {
          const key = pairs.get(line.dataset.key);
          fieldsOf(line).forEach((field) => {
            if (field.options) field.value = question.options.includes(key) ? key : "";
            else field.checked = field.value === key;
          });
        });
      },
      gaps: () =>
        lines.filter((line) => !chosen(line)).map((line) => ({ field: fieldsOf(line)[0], row: plain(headOf(line)) })),
      place: (key) => {
        const line = lines.find((each) => each.dataset.key === key);
        return line && headOf(line);
      },
      fields: lines.flatMap(fieldsOf),
      shuffle(seed) {
        reorder(lines, question.keep || [], seed);
      },
      words: (raw) =>
        lines
          .filter((line) => raw && raw[line.dataset.key])
          .map((line) => plain(headOf(line)) + ": " + answer(line, raw[line.dataset.key])),
    };
  }

  // A list whose items move by buttons, or by choosing a place.
  function order(box, question) {
    const list = box.querySelector(".order");
    const items = all(list, ":scope > [data-key]");
    const now = () => all(list, ":scope > [data-key]");
    const status = worded("p", { class: "vh", role: "status" }, "");
    let touched = false;
    list.after(status);

    function renumber() {
      const shown = now();
      shown.forEach((item, at) => {
        item.querySelector("select").value = String(at + 1);
        const [up, down] = all(item, "button");
        up.setAttribute("aria-disabled", String(at === 0));
        down.setAttribute("aria-disabled", String(at === shown.length - 1));
      });
    }

    function move(item, to, focus) {
      const others = now().filter((other) => other !== item);
      const at = Math.max(0, Math.min(to, others.length));
      list.insertBefore(item, others[at] || null);
      touched = true;
      renumber();
      focus.focus();
      status.textContent = say("moved", { step: plain(item.querySelector(".step")), place: at + 1, of: others.length + 1 });
      focus.dispatchEvent(new Event("input", { bubbles: true }));
      focus.dispatchEvent(new CustomEvent("keyward:moved", { bubbles: true }));
    }

    items.forEach((item) => {
      const select = item.querySelector("select");
      const step = item.querySelector(".step");
      const button = (key, by) => {
        const made = worded("button", { type: "button", class: "small-button", "aria-describedby": idOf(step, "s-" + question.id + "-" + item.dataset.key) }, key);
        made.addEventListener("click", () => {
          if (made.getAttribute("aria-disabled") !== "true") move(item, now().indexOf(item) + by, made);
        });
        return made;
      };
      const label = select.closest("label") || select;
      label.before(element("span", { class: "moves" }, button("move-up", -1), button("move-down", 1)));
      item.querySelector(".moves").append(label);
      // The place is known from the start, and a field's own change is told by the move.
      select.addEventListener("change", (event) => {
        event.stopPropagation();
        if (select.value) move(item, Number(select.value) - 1, select);
        else renumber();
      });
      select.addEventListener("input", (event) => event.isTrusted && event.stopPropagation());
    });
    renumber();

    return {
      read: () => (touched ? now().map((item) => item.dataset.key) : null),
      write(raw) {
        touched = Array.isArray(raw);
        status.textContent = "";
        if (touched) raw.forEach((key) => list.append(items.find((item) => item.dataset.key === key)));
        renumber();
      },
      gaps: () => (touched ? [] : [{ field: list.querySelector("select") }]),
      place: (key) => {
        const item = items.find((each) => each.dataset.key === key);
        return item && item.querySelector(".step");
      },
      fields: all(list, "select"),
      shuffle(seed) {
        const right = question.key.join();
        for (let again = 0; again < 9; again++) {
          reorder(items, [], seed + "/" + again);
          if (now().map((item) => item.dataset.key).join() !== right) break;
        }
        renumber();
      },
      words: (raw) => raw.map((key) => items.find((item) => item.dataset.key === key)).filter(Boolean).map((item) => plain(item.querySelector(".step"))),
    };
  }

  // The numbers on a picture; a click on a place is the same as its choice in the list.
  function picture(box) {
    const map = box.querySelector(".hotspot[data-areas]");
    if (!map) return;
    const image = map.querySelector("img");
    if (!image) return;
    const areas = JSON.parse(map.dataset.areas);
    const frame = element("span", { class: "picture" });
    image.before(frame);
    frame.append(image);
    all(box, ".choice").forEach((label, at) => {
      const [x, y, width, height] = areas[label.dataset.key] || [];
      if (height === undefined) return;
      const spot = element("span", { class: "spot", "aria-hidden": "true" }, String(at + 1));
      spot.style.setProperty("left", x + width / 2 + "%");
      spot.style.setProperty("top", y + height / 2 + "%");
      frame.append(spot);
      label.querySelector("span").prepend(element("b", { class: "spot-no", "aria-hidden": "true" }, String(at + 1)), " ");
    });
    frame.addEventListener("click", (event) => {
      const picture = image.getBoundingClientRect();
      const x = ((event.clientX - picture.left) / picture.width) * 100;
      const y = ((event.clientY - picture.top) / picture.height) * 100;
      const key = Object.keys(areas).find((each) => {
        const [left, top, width, height] = areas[each];
        return x >= left && x <= left + width && y >= top && y <= top + height;
      });
      const input = all(box, ".choice input").find((each) => each.value === key);
      if (input && !input.disabled) input.click();
    });
  }

  quiz.control = function (box, question) {
    if (question.t === "hotspot") picture(box);
    if (question.t === "order") return order(box, question);
    if (question.t === "match" || question.t === "grid" || question.t === "scale") return rows(box, question);
    if (quiz.typed(question.t) || question.t === "open") return typed(box);
    return choices(box, question);
  };

  quiz.dom = { say, all, element, worded, icon, copy, plain, idOf, number };
})(window.keyward);
