// Practice, checks and surveys: questions that are judged one by one. Tests and scenarios, which
// have a course of their own, are handed on.
(function (keyward) {
  "use strict";
  const quiz = keyward.quiz;
  const store = keyward.store;
  const { say, all, element, worded, number } = quiz.dom;
  const root = document.documentElement;

  quiz.tell = function (data) {
    document.dispatchEvent(new CustomEvent("keyward:result", { detail: { quiz: data.id, mode: data.mode } }));
  };

  quiz.atOnce = (mode) => mode === "practice" || mode === "check";

  // Keeps the best result of a quiz; what was passed stays passed.
  quiz.keepBest = function (data, ok, of, change) {
    const before = store.get("quiz", data.id) || {};
    const better = !before.done || !before.of || ok * before.of >= before.ok * of;
    const passed = data.pass ? of > 0 && ok * 100 >= data.pass * of : true;
    const next = Object.assign({}, before, better ? { ok, of } : {}, { done: true, pass: before.pass === true || passed }, change);
    if (passed && before.pass !== true) next.cv = document.body.dataset.cv || data.cv;
    store.put("quiz", data.id, next);
    return { passed, before };
  };

  // The percentage as a whole number that never claims more than was reached.
  quiz.percent = (ok, of) => (of ? Math.floor((ok * 100) / of) : 0);

  // How sure someone was beside how right: sentences, no mark. `answers` is [{conf, ok}].
  quiz.calibration = function (answers) {
    const marked = answers.filter((answer) => answer.conf);
    if (!marked.length) return null;
    const list = element("ul", { class: "calibration", lang: root.lang, dir: root.dir });
    const names = { 3: "sure", 2: "think", 1: "guess" };
    [3, 2, 1].forEach((conf) => {
      const of = marked.filter((answer) => answer.conf === conf);
      const right = of.filter((answer) => answer.ok >= 1000).length;
      if (of.length) list.append(worded("li", null, "calibration-line", { how: say(names[conf]), right: number(right), of: number(of.length) }));
    });
    const marks = marked.reduce((sum, { conf, ok }) => sum + (ok >= 1000 ? conf : { 3: -6, 2: -2, 1: 0 }[conf]), 0);
    list.append(worded("li", null, "calibration-marks", { marks: number(marks), most: number(marked.length * 3) }));
    return list;
  };

  // ---------------------------------------------------------------- one question, judged at once

  // `run` gives: max tries or null, practice or not, the cost of a hint, the seed, and `done`,
  // which is called after every judgement.
  quiz.turn = function (question, run) {
    const { data, control, actions } = question;
    const judged = quiz.judged(data.t);
    let record;

    function load() {
      record = store.get("q", data.id);
      (data.was || []).forEach((old) => {
        const former = record ? null : store.get("q", old);
        if (!former) return;
        record = store.put("q", data.id, Object.assign({}, former, { rev: undefined }));
        store.remove("q", old);
      });
      const kept = record && quiz.current(data, record);
      if (kept !== record) record = store.put("q", data.id, kept);
      record = record || { h: data.h, k: question.keys, r: null, ok: 0, n: 0, hints: 0, draft: true };
    }

    const tries = () => Math.max(0, (record.n || 0) - (record.base || 0));
    const cost = (ok) => Math.max(0, ok - (record.hints || 0) * (run.hintCost || 0) * 10);
    const gradeNow = () => (quiz.readable(data, record) ? quiz.grade(data, record.r) : null);
    const isRight = () => (gradeNow() ? gradeNow().ok : record.ok) >= 1000;
    const isOver = () => !record.draft && (record.shown || isRight() || (run.max !== null && tries() >= run.max));

    function save(change) {
      record = store.put("q", data.id, Object.assign({}, record, { h: data.h, k: question.keys, lang: data.lang || root.lang }, change));
    }

    function saveDraft() {
      if (record.draft || record.r === null) save({ r: control.read(), conf: question.confidence(), draft: true });
    }

    function buttons() {
      const over = isOver();
      const made = [];
      if (record.draft) made.push(question.button("check", null, null, true));
      else if (!over) made.push(question.button("try-again", again, null, true));
      else if (run.practice && !isRight()) made.push(question.button("try-again", again));
      const left = question.hints.length - (record.hints || 0);
      if (!over && left > 0) {
        const n = (record.hints || 0) + 1;
        made.push(question.button("hint", hint, { number: n, of: question.hints.length }));
        if (run.hintCost) made.push(worded("span", { class: "meta" }, "hint-cost", { percent: number(run.hintCost) }));
      }
      if (run.practice && question.answer && tries() > 0 && !over && !record.shown) made.push(question.button("show-answer", show));
      if (run.max !== null && !over) made.push(worded("span", { class: "meta" }, "tries-left", { n: run.max - tries() }));
      actions.replaceChildren(...made);
      actions.hidden = !made.length;
    }

    function render(focus) {
      const over = isOver();
      control.write(record.r);
      question.setConfidence(record.conf);
      question.showHints(record.hints || 0);
      question.clearVerdict();
      question.clearErrors();
      if (!record.draft) {
        const title = record.r === null && record.shown ? null : question.judge(gradeNow(), record.ok || 0, over, record.look);
        if (!title) question.tagRights({});
        if (focus && title) title.focus();
      }
      question.showAnswer(over, over && !isRight());
      question.lock(over && !run.practice);
      question.lockConfidence(!record.draft);
      buttons();
    }

    function again() {
      save({ draft: true, shown: false, look: false });
      render();
      (control.fields.find((field) => field.checked) || control.fields[0]).focus();
    }

    function hint() {
      const many = (record.hints || 0) + 1;
      save({ hints: many });
      question.showHints(many, true);
      buttons();
    }

    function show() {
      save({ shown: true, draft: false, r: record.r, ok: record.ok || 0 });
      render();
      question.answer.querySelector("summary").focus();
      run.done();
    }

    question.onCheck = function () {
      if (!record.draft) return;
      const missing = question.missing();
      if (missing.length) {
        const key = quiz.typed(data.t) ? "empty-write" : data.t === "order" ? "empty-move" : "empty-choose";
        question.showErrors(key, missing);
        return;
      }
      const raw = control.read();
      if (data.t === "number" && !quiz.readings(raw).length) {
        question.showErrors("empty-number", [{ field: control.fields[0], text: say("not-a-number") }]);
        return;
      }
      const grade = quiz.grade(data, raw);
      save({ r: raw, ok: grade ? grade.ok : 0, n: (record.n || 0) + 1, conf: question.confidence(), draft: false, look: false, shown: false });
      render(true);
      run.done();
    };

    // A new answer takes the old judgement away at once and is kept when it is complete.
    function edited() {
      question.clearErrors();
      if (record.draft) return;
      record = Object.assign({}, record, { draft: true, shown: false, look: false });
      question.clearVerdict();
      question.showAnswer(false);
      question.lockConfidence(false);
      buttons();
    }

    if (judged) {
      question.fieldset.addEventListener("input", edited);
      ["change", "keyward:moved"].forEach((event) => question.fieldset.addEventListener(event, saveDraft));
      window.addEventListener("pagehide", () => {
        if (record.draft && control.read() !== null && JSON.stringify(control.read()) !== JSON.stringify(record.r)) saveDraft();
      });
      if (!data.fixed && run.shuffle) control.shuffle(run.seed + "/" + data.id);
      load();
      render();
    }

    return {
      question,
      judged,
      over: () => !judged || isOver(),
      checked: () => judged && !record.draft,
      ok: () => (record.draft ? 0 : quiz.points(data, cost(record.ok || 0))),
      share: () => record.ok || 0,
      conf: () => record.conf || null,
      // What stands in the store; where someone is at it, only when they are not the one any more.
      refresh(isOther) {
        if (!judged || (!isOther && question.box.contains(document.activeElement))) return;
        load();
        render();
      },
      restart(seed) {
        if (!judged) return;
        save({ r: null, ok: 0, base: record.n || 0, hints: 0, conf: null, draft: true, shown: false, look: false });
        if (!data.fixed && run.shuffle) control.shuffle(seed + "/" + data.id);
        render();
      },
    };
  };

  // ---------------------------------------------------------------- answered, not judged

  // A reflection is kept only when the learner asks for it; a scale is kept as it is set.
  quiz.unjudged = function (question, done) {
    const { data, control, actions, answer } = question;
    if (data.t === "scale") {
      const kept = store.get("q", data.id);
      control.write(kept && quiz.usable(data, kept.r));
      question.fieldset.addEventListener("change", () => {
        store.put("q", data.id, { h: data.h, k: question.keys, r: control.read(), ok: 0, n: 1, draft: false, lang: data.lang || root.lang });
        done();
      });
      actions.remove();
      return;
    }
    const kept = store.get("note", data.id);
    const tick = element("input", { type: "checkbox" });
    const keep = element("label", { class: "keep", lang: root.lang, dir: root.dir }, tick, " ", element("span", null, say("keep"), " ", element("small", null, say("no-names"))));
    tick.checked = Boolean(kept);
    control.write(kept ? kept.text : "");
    const save = () => {
      if (tick.checked) store.put("note", data.id, Object.assign({}, store.get("note", data.id), { text: control.read() || "" }));
      else store.remove("note", data.id);
    };
    tick.addEventListener("change", save);
    control.fields[0].addEventListener("change", () => tick.checked && save());
    window.addEventListener("pagehide", () => tick.checked && save());
    question.fieldset.append(keep);
    actions.replaceChildren();
    if (answer) {
      const compare = question.button("compare", () => {
        question.showAnswer(true, true);
        actions.hidden = true;
        answer.querySelector("summary").focus();
        done();
      });
      actions.append(compare);
    } else actions.remove();
  };

  // ---------------------------------------------------------------- a set of questions

  function start(section, data) {
    const practice = data.mode === "practice";
    const survey = data.mode === "survey";
    const kept = store.get("quiz", data.id) || {};
    let round = Number(kept.run) || 0;
    const seed = () => data.id + "#" + round;
    const list = all(section, ".question").filter((box) => !box.hidden).map(quiz.question);
    const status = worded("p", { class: "vh", role: "status" }, "");
    const outcome = element("section", { class: "outcome", hidden: "" });
    const anchor = document.createComment("");
    if (!list.length) return;
    list[0].box.before(anchor);

    const done = () => finish(true);
    const turns = list.map((question) => {
      const tries = question.data.tries || data.tries || null;
      const own = { max: practice ? null : tries, practice, hintCost: data.hintCost, shuffle: shuffles(data, "options"), seed: seed(), done };
      const turn = quiz.turn(question, own);
      if (!turn.judged) quiz.unjudged(question, () => quiz.tell(data));
      return turn;
    });
    const judged = turns.filter((turn) => turn.judged);
    section.append(status, outcome);

    // The questions' own order, by the round; the first round of practice keeps the author's.
    function arrange() {
      if (!shuffles(data, "questions")) return;
      const ordered = quiz.shuffled(list, seed() + "/questions");
      anchor.after(...ordered.map((question) => question.box));
      ordered.forEach((question, at) => question.number(at + 1, ordered.length));
    }

    function restart() {
      const now = store.get("quiz", data.id) || {};
      round += 1;
      store.put("quiz", data.id, Object.assign({}, now, { run: round }));
      judged.forEach((turn) => turn.restart(seed()));
      arrange();
      outcome.hidden = true;
      const first = section.querySelector(".question .prompt");
      first.setAttribute("tabindex", "-1");
      first.focus();
    }

    // Where all questions are over, the result stands at the end; a count is kept once a round.
    function finish(isNew) {
      const isDone = judged.length > 0 && judged.every((turn) => turn.over() && turn.checked());
      if (!isDone) {
        outcome.hidden = true;
        if (isNew) quiz.tell(data);
        return;
      }
      const of = judged.reduce((sum, turn) => sum + (turn.question.data.points || 1000), 0);
      const ok = judged.reduce((sum, turn) => sum + turn.ok(), 0);
      const before = store.get("quiz", data.id) || {};
      const counted = Number(before.n) > round;
      if (isNew || !counted) quiz.keepBest(data, ok, of, { n: Math.max(Number(before.n) || 0, round + 1), run: round });
      showOutcome(ok, of, before.pass === true && counted === false);
      if (isNew) {
        status.textContent = say("all-answered", { ok: number(ok / 1000), of: number(of / 1000) });
        quiz.tell(data);
      }
    }

    function showOutcome(ok, of, passedBefore) {
      const level = Math.min(list[0].level, 3);
      const title = worded("p", { class: "score", role: "heading", "aria-level": level, id: "score-" + data.id }, "score", { ok: number(ok / 1000), of: number(of / 1000) });
      const parts = [title, worded("p", null, "percent", { percent: number(quiz.percent(ok, of)) })];
      if (data.pass) {
        const passed = ok * 100 >= data.pass * of;
        parts.push(worded("p", null, passed ? "passed" : "not-passed", { pass: number(data.pass) }));
        if (!passed && passedBefore) parts.push(worded("p", null, "stays-passed"));
      }
      const answers = judged.map((turn) => ({ conf: turn.conf(), ok: turn.share() }));
      const sureWrong = answers.filter((answer) => answer.conf === 3 && answer.ok < 1000).length;
      if (sureWrong) parts.push(worded("p", null, "sure-wrong", { n: sureWrong }));
      const calibration = quiz.calibration(answers);
      if (calibration) parts.push(calibration);
      const again = worded("button", { type: "button", class: "button" }, practice ? "practise-again" : "again");
      again.addEventListener("click", restart);
      parts.push(element("p", { class: "actions" }, again));
      outcome.setAttribute("aria-labelledby", title.id);
      outcome.replaceChildren(...parts);
      outcome.hidden = false;
    }

    if (survey) surveyEnd(section, data);
    arrange();
    finish(false);
    store.on((kind, id) => {
      if (kind === null || kind === "profile" || kind === "cleared") judged.forEach((turn) => turn.refresh(true));
      else if (kind === "q") judged.filter((turn) => turn.question.id === id).forEach((turn) => turn.refresh());
      else return;
      finish(false);
    });
  }

  function shuffles(data, what) {
    return data.mode !== "survey" && (data.shuffle === "all" || data.shuffle === what);
  }
  quiz.shuffles = shuffles;

  // A survey has no result: the learner says when it is finished.
  function surveyEnd(section, data) {
    const thanks = worded("p", { class: "thanks", role: "status" }, "");
    const button = worded("button", { type: "button", class: "button" }, "survey-done");
    const tell = () => (thanks.textContent = say("survey-thanks"));
    button.addEventListener("click", () => {
      const before = store.get("quiz", data.id) || {};
      store.put("quiz", data.id, Object.assign({}, before, { done: true, ok: 0, of: 0, n: (before.n || 0) + 1 }));
      tell();
      quiz.tell(data);
    });
    section.append(element("p", { class: "actions" }, button), thanks);
    if ((store.get("quiz", data.id) || {}).done) tell();
  }

  keyward.enhance("quiz", function (section) {
    if (!store) return;
    const data = JSON.parse(section.dataset.quiz);
    if (data.mode === "scenario") quiz.scenario(section, data);
    else if (data.mode === "survey" || (quiz.atOnce(data.mode) && data.feedback !== "at-end")) start(section, data);
    else quiz.test(section, data);
  });
})(window.keyward);
