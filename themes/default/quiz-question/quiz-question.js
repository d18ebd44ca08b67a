// One question on the page: its form, what is missing, what was judged, hints and the answer.
(function (keyward) {
  "use strict";
  const quiz = keyward.quiz;
  const { say, all, element, worded, icon, copy, idOf, number } = quiz.dom;

  const stateOf = (ok) => (ok >= 1000 ? "right" : ok > 0 ? "part" : "wrong");
  quiz.stateOf = stateOf;

  // Reads a question's element; null where its data cannot be read.
  quiz.question = function (box) {
    const data = JSON.parse(box.dataset.question);
    const fieldset = box.querySelector("fieldset");
    const answer = box.querySelector("details.answer");
    const hints = all(box, ".hints > .hint");
    const hintBox = box.querySelector(".hints");
    const prompt = box.querySelector(".prompt");
    const level = Number(prompt && prompt.tagName.slice(1)) || 3;
    const form = element("form", { method: "dialog", novalidate: "" });
    const actions = element("p", { class: "actions", lang: document.documentElement.lang, dir: document.documentElement.dir });
    const self = { box, data, fieldset, form, actions, hints, answer, level, id: data.id };

    // The fields keep their labels and their place; only the form around them is new.
    fieldset.before(form);
    form.append(fieldset);
    if (hintBox) {
      hintBox.hidden = false;
      hints.forEach((hint) => (hint.hidden = true));
      form.append(hintBox);
    }
    form.append(actions);
    if (answer) answer.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (self.onCheck) self.onCheck();
    });
    const control = quiz.control(box, data);
    self.control = control;
    self.keys = quiz.keysOf(data);

    // What holds the fields; tables of the question's text come before it.
    const fields = () => {
      const found = all(fieldset, ".choices, .typed, .match, .table, .order").filter((each) => each.querySelector("input, select, textarea"));
      return found.pop() || fieldset.querySelector("legend");
    };

    // ------------------------------------------------------------- how sure

    let sure = [];
    if (data.conf) {
      const names = { 3: "sure", 2: "think", 1: "guess" };
      const group = worded("fieldset", { class: "confidence" }, "confidence");
      group.textContent = "";
      group.append(element("legend", null, say("confidence")));
      [3, 2, 1].forEach((mark) => {
        const input = element("input", { type: "radio", name: "c-" + data.id, value: mark });
        sure.push(input);
        group.append(element("label", null, input, " ", element("span", null, say(names[mark]))));
      });
      fieldset.append(group);
    }
    self.confidence = () => Number((sure.find((input) => input.checked) || {}).value) || null;
    self.setConfidence = (mark) => sure.forEach((input) => (input.checked = Number(input.value) === mark));
    // How sure someone was is said before the answer is known.
    self.lockConfidence = (locked) => sure.forEach((input) => (input.disabled = locked));

    // ------------------------------------------------------------- what is missing

    function noAnswer() {
      const no = box.querySelector(".no");
      return say("no-answer", { question: no ? no.textContent.trim() : data.label || "" });
    }

    self.clearErrors = function () {
      all(box, ".errors, .err").forEach((each) => each.remove());
      control.fields.forEach((field) => {
        field.removeAttribute("aria-invalid");
        const ids = (field.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== "e-" + data.id);
        if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
        else field.removeAttribute("aria-describedby");
      });
    };

    // What lacks an answer, for a summary: [{field, text}].
    self.missing = () =>
      control.gaps().map((gap) => ({ field: gap.field, text: gap.row ? say("no-row", { row: gap.row }) : noAnswer() }));

    self.showErrors = function (key, items) {
      self.clearErrors();
      const id = "e-" + data.id;
      const line = worded("p", { class: "err", id }, key);
      line.prepend(icon("wrong"), " ");
      fields().before(line);
      items.forEach(({ field }) => {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
      });
      const summary = quiz.errors(key, items, say("no-try"));
      box.prepend(summary);
      summary.focus();
    };

    // ------------------------------------------------------------- what was judged

    self.clearVerdict = function () {
      all(form, ".verdict, .tag").forEach((each) => each.remove());
      all(form, ".is-right, .is-wrong, .is-part, .is-missed").forEach((each) => each.classList.remove("is-right", "is-wrong", "is-part", "is-missed"));
      control.fields.forEach((field) => {
        if (field.getAttribute("aria-describedby") === "v-" + data.id) field.removeAttribute("aria-describedby");
      });
    };

    function tag(key, part, words) {
      const place = control.place(key);
      if (!place) return;
      const isChoice = place.classList.contains("choice");
      (isChoice ? place : place.closest("[data-key]")).classList.add("is-" + part);
      const label = worded("b", { class: "tag " + part }, words);
      label.prepend(icon(part === "missed" ? "part" : part), " ");
      (isChoice ? place.querySelector("span") : place).append(" ", label);
    }

    const tagWords = (part) => {
      if (data.t === "many") return { right: "tag-belongs", wrong: "tag-not", missed: "tag-missed" }[part];
      if (data.t === "order") return { right: "tag-order", wrong: "tag-move" }[part];
      return { right: "tag-right", wrong: "tag-wrong", missed: "tag-answer" }[part];
    };

    function feedback(keys, withChoice) {
      return keys
        .map((key) => answer && all(answer, ".feedback").find((each) => each.dataset.for === key))
        .filter(Boolean)
        .map((found) => {
          const made = copy(found);
          const choice = made.querySelector(".for");
          if (choice && !withChoice) choice.remove();
          return made;
        });
    }

    // The whole explanation, or only where to read again.
    function explanation(whole) {
      const found = answer && answer.querySelector(".explanation");
      if (!found) return null;
      if (whole) return copy(found);
      const link = found.querySelector("a.read-again");
      if (!link) return null;
      const line = worded("p", { class: "again" }, "read-again");
      line.append(" ", copy(link));
      return line;
    }

    self.feedback = feedback;
    self.explanation = explanation;

    // Shows what an answer is worth. `grade` is null where the stored answer can't be read any more.
    // `settled`: nothing more can be tried, so all is shown.
    self.judge = function (grade, ok, settled, note) {
      self.clearVerdict();
      self.clearErrors();
      const state = stateOf(ok);
      const key = grade && grade.slip && state === "right" ? "right-slip" : state;
      const values = { ok: number(quiz.points(data, ok) / 1000), of: number((data.points || 1000) / 1000) };
      const title = worded("p", { class: "verdict-title", id: "v-" + data.id, role: "heading", "aria-level": Math.min(level + 1, 6), tabindex: "-1" }, key, values);
      title.prepend(icon(state), " ");
      const verdict = element("div", { class: "verdict " + state }, title);
      if (note) verdict.append(worded("p", { class: "look" }, "changed"));
      const parts = grade ? grade.parts : {};
      verdict.append(...feedback(grade ? grade.says : [], data.t === "many"));
      const more = explanation(state === "right" || settled);
      if (more) verdict.append(more);
      if (quiz.single(data.t)) {
        const chosen = Object.keys(parts)[0];
        const label = chosen && control.place(chosen);
        if (label) {
          label.classList.add("is-" + parts[chosen]);
          label.querySelector("input").setAttribute("aria-describedby", "v-" + data.id);
          label.after(verdict);
        } else fieldset.append(verdict);
        if (settled && state !== "right") self.tagRights(parts);
      } else {
        Object.keys(parts).forEach((each) => {
          if (parts[each] !== "missed" || settled) tag(each, parts[each], tagWords(parts[each]));
        });
        fields().after(verdict);
      }
      return title;
    };

    self.tagRights = function (parts) {
      if (!quiz.single(data.t)) return;
      Object.keys(data.key).forEach((each) => {
        if (data.key[each] >= 1000 && !parts[each]) tag(each, "missed", "tag-answer");
      });
    };

    // ------------------------------------------------------------- hints and the answer

    self.showHints = function (many, focus) {
      hints.forEach((hint, at) => (hint.hidden = at >= many));
      const last = hints[many - 1];
      if (focus && last) {
        last.setAttribute("tabindex", "-1");
        last.focus();
      }
    };

    self.showAnswer = function (shown, open) {
      if (!answer) return;
      answer.hidden = !shown;
      answer.open = Boolean(shown && open);
    };

    self.lock = (locked) => (fieldset.disabled = locked);

    self.number = function (n, of) {
      const no = box.querySelector(".no");
      if (no) no.textContent = say("number", { n, of });
    };

    // What the learner answered, in words.
    self.words = function (raw) {
      if (quiz.usable(data, raw) === null) return null;
      const lines = control.words(raw);
      if (lines.length < 2) return document.createTextNode(lines[0] || "");
      return element("ul", null, ...lines.map((line) => element("li", null, line)));
    };

    self.button = function (key, act, values, main) {
      const made = worded("button", { type: act ? "button" : "submit", class: main ? "button" : "small-button" }, key, values);
      if (act) made.addEventListener("click", act);
      return made;
    };

    return self;
  };

  // A summary of what is missing, to be put before what it is about and given the focus.
  quiz.errors = function (key, items, also) {
    const title = worded("p", { class: "notice-title" }, key);
    const list = element("ul", null);
    items.forEach(({ field, text }, at) => {
      const link = element("a", { href: "#" + idOf(field, "f-" + (field.name || "x").replace(/\W/g, "-") + "-" + at) }, text);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        field.focus();
      });
      list.append(element("li", null, link));
    });
    const root = document.documentElement;
    const summary = element("div", { class: "notice caution errors", role: "alert", tabindex: "-1", lang: root.lang, dir: root.dir }, title, list);
    if (also) summary.append(element("p", null, also));
    return summary;
  };
})(window.keyward);
