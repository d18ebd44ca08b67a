// Tests: a start, one draw on one page, handing in, and a review that says where to read again.
// There is no clock, and nothing that was answered is lost.
(function (keyward) {
  "use strict";
  const quiz = keyward.quiz;
  const store = keyward.store;
  const { say, all, element, worded, icon, copy, plain, number } = quiz.dom;
  const root = document.documentElement;
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  quiz.test = function (section, data) {
    const questions = new Map(all(section, ".question").map((box) => [JSON.parse(box.dataset.question).id, quiz.question(box)]));
    const intro = all(section, ":scope > .intro");
    const panel = element("div", { class: "test-panel", lang: root.lang, dir: root.dir });
    const ending = element("div", { class: "test-end", lang: root.lang, dir: root.dir });
    const review = element("section", { class: "review-page", hidden: "" });
    const level = Math.max(2, Math.min(...Array.from(questions.values(), (question) => question.level)));
    const first = section.querySelector(".question");
    if (!first) return;
    first.before(panel);
    all(section, ".question").pop().after(ending, review);

    let id = null;
    let attempt = null;
    let release = null;
    const practised = new Map();

    // ------------------------------------------------------------- attempts

    // Attempts as they were stored, made safe to use, the oldest first.
    function attempts() {
      const kept = store.list("att");
      return Object.keys(kept)
        .filter((key) => kept[key].quiz === data.id || (data.group && kept[key].group === data.group))
        .map((key) => {
          const record = kept[key];
          const draw = Array.isArray(record.draw) ? record.draw.filter((each) => typeof each === "string") : [];
          return Object.assign({}, record, { id: key, draw, ans: isObject(record.ans) ? record.ans : {} });
        })
        .sort((a, b) => (a.start || 0) - (b.start || 0));
    }
    const own = () => attempts().filter((each) => each.quiz === data.id);
    const finished = () => own().filter((each) => each.end);
    const left = () => (data.attempts ? Math.max(0, data.attempts - finished().length) : Infinity);
    const passed = () => (store.get("quiz", data.id) || {}).pass === true && Boolean(data.pass);
    const drawn = () => attempt.draw.map((each) => questions.get(each)).filter(Boolean);

    function answerOf(question) {
      const answer = attempt.ans[question.id];
      return isObject(answer) ? answer : {};
    }

    function keep(change) {
      attempt = Object.assign(attempt, change);
      const record = Object.assign({}, attempt);
      delete record.id;
      attempt.rev = store.put("att", id, record).rev;
    }

    function begin() {
      const seed = store.hash(data.id + Math.random() + Date.now());
      const seen = new Set(attempts().flatMap((each) => each.draw));
      const pools = (Array.isArray(data.draw) ? data.draw : []).map((pool) => ({ n: pool.n, ids: pool.ids.filter((each) => questions.has(each)) }));
      const inPools = new Set(pools.flatMap((pool) => pool.ids));
      const fixed = Array.from(questions.keys()).filter((each) => !inPools.has(each));
      let draw = quiz.draw(pools, fixed, seed, seen);
      if (quiz.shuffles(data, "questions")) draw = quiz.shuffled(draw, seed + "/questions");
      // What is not judged comes last.
      const isJudged = (each) => quiz.judged(questions.get(each).data.t);
      draw = draw.filter(isJudged).concat(draw.filter((each) => !isJudged(each)));
      id = data.id + "-" + Date.now().toString(36) + seed.slice(0, 4);
      attempt = {};
      // What was drawn is kept before the first question shows.
      keep({ quiz: data.id, mode: data.mode, group: data.group || null, seed, draw, ans: {}, start: Date.now(), cv: document.body.dataset.cv || data.cv || "" });
      open(true);
    }

    // ------------------------------------------------------------- before

    function button(key, act, main, values) {
      const made = worded("button", { type: "button", class: main ? "button" : "small-button" }, key, values);
      made.addEventListener("click", act);
      return made;
    }

    function hideQuestions() {
      questions.forEach((question) => (question.box.hidden = true));
    }

    function showStart() {
      hideQuestions();
      review.hidden = true;
      const parts = [worded("p", null, "test-how")];
      if (data.attempts) parts.push(worded("p", null, "attempts-left", { n: left() }));
      panel.replaceChildren(...parts, element("p", { class: "actions" }, button("test-start", begin, true)));
      ending.replaceChildren();
      intro.forEach((each) => (each.hidden = false));
    }

    // ------------------------------------------------------------- during

    // One window at a time holds a running test; another one may take it over.
    function open(isNew) {
      let shown = false;
      if (release) release();
      release = store.lock(
        data.id,
        () => {
          const kept = own().find((each) => each.id === id);
          if (kept) attempt = Object.assign({}, kept);
          if (attempt.end) return finish(false);
          show(isNew && !shown);
          shown = true;
        },
        (takeOver) => {
          hideQuestions();
          ending.replaceChildren();
          const title = worded("p", { class: "notice-title" }, "elsewhere");
          const notice = element("div", { class: "notice important", role: "status" }, title, element("p", { class: "actions" }, button("take-over", takeOver, true)));
          panel.replaceChildren(notice);
        },
      );
    }

    function show(focus) {
      hideQuestions();
      review.hidden = true;
      const list = drawn();
      list.forEach((question, at) => {
        prepare(question, at, list.length);
        ending.before(question.box);
        question.box.hidden = false;
      });
      const note = worded("p", { class: "meta" }, isStarted() ? "test-resumed" : "test-saved");
      panel.replaceChildren(note);
      ending.replaceChildren(element("p", { class: "actions" }, button("hand-in", () => handIn(false), true)));
      if (!focus || !list.length) return;
      const prompt = list[0].box.querySelector(".prompt");
      prompt.setAttribute("tabindex", "-1");
      prompt.focus();
    }

    const isStarted = () => Object.keys(attempt.ans).length > 0;

    function prepare(question, at, of) {
      const { control, data: about } = question;
      question.number(at + 1, of);
      question.clearVerdict();
      question.clearErrors();
      question.showAnswer(false);
      question.showHints(0);
      question.lock(false);
      question.actions.hidden = true;
      question.onCheck = null;
      if (!about.fixed && quiz.shuffles(data, "options")) control.shuffle(attempt.seed + "/" + about.id);
      const answer = answerOf(question);
      control.write(about.t === "open" ? answer.r || "" : quiz.usable(about, answer.r));
      question.setConfidence(answer.conf);
      watch(question);
    }

    const watched = new Set();
    function watch(question) {
      if (watched.has(question.id)) return;
      watched.add(question.id);
      const save = () => attempt && !attempt.end && !practised.has(question.id) && saveAnswer(question);
      question.fieldset.addEventListener("input", () => attempt && !attempt.end && question.clearErrors());
      ["change", "keyward:moved"].forEach((event) => question.fieldset.addEventListener(event, save));
    }

    function saveAnswer(question) {
      const r = question.control.read();
      // Reflections in a test go with the page.
      if (question.data.t === "open") return;
      const conf = question.confidence();
      if (r === null && !attempt.ans[question.id]) return;
      attempt.ans[question.id] = Object.assign({}, answerOf(question), { r, conf, h: question.data.h });
      keep({});
    }

    function saveAll() {
      if (attempt && !attempt.end && !questions.get(attempt.draw[0])?.box.hidden) {
        drawn().filter((question) => question.control.read() !== null && JSON.stringify(question.control.read()) !== JSON.stringify(answerOf(question).r)).forEach(saveAnswer);
      }
    }
    window.addEventListener("pagehide", saveAll);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveAll());

    function handIn(anyway) {
      saveAll();
      const missing = drawn()
        .filter((question) => quiz.judged(question.data.t))
        .flatMap((question) => {
          question.clearErrors();
          const gaps = question.missing();
          if (gaps.length) return [{ field: gaps[0].field, text: say("no-answer", { question: question.box.querySelector(".no").textContent.trim() }) }];
          return [];
        });
      all(ending, ".errors").forEach((each) => each.remove());
      if (missing.length && !anyway) {
        const summary = quiz.errors("unanswered", missing, say("nothing-lost"));
        summary.append(element("p", { class: "actions" }, button("hand-in-anyway", () => handIn(true))));
        ending.prepend(summary);
        summary.focus();
        return;
      }
      const ans = {};
      drawn().forEach((question) => {
        const answer = answerOf(question);
        const grade = quiz.judged(question.data.t) ? quiz.grade(question.data, answer.r) : null;
        ans[question.id] = Object.assign({}, answer, { ok: grade ? grade.ok : 0, h: question.data.h });
      });
      const { ok, of } = sums(ans);
      keep({ ans, end: Date.now(), score: ok, of, pass: data.pass ? ok * 100 >= data.pass * of : null });
      quiz.keepBest(data, ok, of, { n: finished().length });
      if (release) release();
      release = null;
      finish(true);
      quiz.tell(data);
    }

    function sums(ans) {
      const judged = drawn().filter((question) => quiz.judged(question.data.t));
      const points = (question) => question.data.points || 1000;
      return {
        ok: judged.reduce((sum, question) => sum + quiz.points(question.data, Number((ans[question.id] || {}).ok) || 0), 0),
        of: judged.reduce((sum, question) => sum + points(question), 0),
      };
    }

    // ------------------------------------------------------------- after

    function finish(focus) {
      hideQuestions();
      panel.replaceChildren();
      ending.replaceChildren();
      intro.forEach((each) => (each.hidden = true));
      const title = showReview();
      if (focus) title.focus();
    }

    // A stored score stands; answers of questions that are no longer there do not.
    function showReview() {
      const of = Number(attempt.of) || sums(attempt.ans).of;
      const ok = Math.min(of, Number(attempt.score) || 0);
      const points = { ok: number(ok / 1000), of: number(of / 1000) };
      const title = worded("p", { class: "score", role: "heading", "aria-level": level, tabindex: "-1", id: "score-" + data.id }, "score", points);
      const parts = [title, worded("p", null, "percent", { percent: number(quiz.percent(ok, of)) })];
      if (data.pass) parts.push(worded("p", null, ok * 100 >= data.pass * of ? "passed" : "not-passed-test", { pass: number(data.pass) }));
      if (data.pass && ok * 100 < data.pass * of && passed()) parts.push(worded("p", null, "stays-passed"));
      const gain = gained(ok, of);
      if (gain) parts.push(gain);
      const items = drawn().filter((question) => quiz.judged(question.data.t)).map((question) => {
        const answer = answerOf(question);
        return { question, answer, ok: Number(answer.ok) || 0, sure: answer.conf === 3 };
      });
      const calibration = quiz.calibration(items.map((item) => ({ conf: item.answer.conf, ok: item.ok })));
      if (calibration) parts.push(calibration);
      const open = items.filter((item) => item.ok < 1000);
      const actions = element("p", { class: "actions", lang: root.lang, dir: root.dir });
      if (open.length) actions.append(button("practise-these", () => practise(open), true, { n: open.length }));
      if (left()) actions.append(button("test-again", begin));
      if (data.attempts) parts.push(worded("p", null, left() ? "attempts-left" : "attempts-none", { n: left() }));
      parts.push(actions, ...groups(items));
      review.setAttribute("aria-labelledby", title.id);
      review.replaceChildren(...parts);
      review.hidden = false;
      return title;
    }

    // What was gained since the test before the course, of what was left to gain.
    function gained(ok, of) {
      if (data.mode === "pretest" || !data.group) return null;
      const before = attempts().filter((each) => each.end && each.mode === "pretest" && each.group === data.group && each.of > 0).pop();
      if (!before || !(before.score < before.of) || !of) return null;
      const pre = before.score / before.of;
      const gain = (ok / of - pre) / (1 - pre);
      const key = gain > 0 ? "gain" : "no-gain";
      return worded("p", null, key, { before: number(quiz.percent(before.score, before.of)), now: number(quiz.percent(ok, of)), gain: number(Math.floor(gain * 100)) });
    }

    function groups(items) {
      const parts = [];
      const head = (key, n) => worded("p", { class: "review-head", role: "heading", "aria-level": level + 1 }, key, { n });
      const list = (some) => element("ol", { class: "review" }, ...some.map(item));
      const add = (key, some) => some.length && parts.push(head(key, some.length), list(some));
      const wrong = items.filter((each) => each.ok <= 0);
      add("review-sure", wrong.filter((each) => each.sure));
      add("review-wrong", wrong.filter((each) => !each.sure));
      add("review-part", items.filter((each) => each.ok > 0 && each.ok < 1000));
      const right = items.filter((each) => each.ok >= 1000);
      if (right.length) {
        const summary = worded("summary", null, "review-right", { n: right.length });
        parts.push(element("details", { class: "more" }, summary, list(right)));
      }
      return parts;
    }

    function item({ question, answer, ok, sure }) {
      const prompt = question.box.querySelector(".prompt");
      const text = element("div", { class: "asked", lang: section.lang || null, dir: section.dir || null }, ...Array.from(copy(prompt).childNodes));
      const grade = quiz.grade(question.data, answer.r);
      const own = question.words(answer.r) || say("none-given");
      const lines = element("dl", { class: "answers" });
      const line = (key, name, ...what) => {
        const term = worded("dt", null, key);
        if (name) term.prepend(icon(name), " ");
        lines.append(term, element("dd", null, ...what));
      };
      const state = quiz.stateOf(ok);
      line("own-answer", state, own, sure && state === "wrong" ? worded("small", null, "and-sure") : null);
      const right = question.answer && (question.answer.querySelector(".right-answers") || question.answer.querySelector(".right-answer"));
      if (state !== "right" && right) line("right-answer", "right", ...unlabelled(right));
      const why = grade ? question.feedback(grade.says, question.data.t === "many") : [];
      const whole = question.explanation(true);
      const link = whole && whole.querySelector("a.read-again");
      const again = link && copy(link);
      if (again) withoutEnd(link);
      if (whole && plain(whole)) why.push(whole);
      if (why.length) line("why", null, ...why);
      if (again) line("read-again-short", null, again);
      return element("li", null, text, lines);
    }

    // Many explanations end with `Read again:` and the link, which the list says itself.
    function withoutEnd(link) {
      const before = link.previousSibling;
      const after = link.nextSibling;
      const isText = (node) => node && node.nodeType === Node.TEXT_NODE;
      if (!isText(before) || !/:\s*$/.test(before.data) || (after && !(isText(after) && /^\s*[.!]?\s*$/.test(after.data)))) return;
      before.data = before.data.replace(/[^.!?؟]*:\s*$/, "");
      if (after) after.remove();
      link.remove();
    }

    // The right answer without its own label, which the list gives.
    function unlabelled(right) {
      const made = copy(right);
      const label = made.classList.contains("right-answer") && made.querySelector("b");
      if (label) label.remove();
      return made.classList.contains("right-answers") ? [made] : Array.from(made.childNodes);
    }

    // The questions that were not right, again and as practice; the attempt stays what it was.
    function practise(items) {
      review.hidden = true;
      panel.replaceChildren(element("p", { class: "actions" }, button("back-to-review", () => {
        hideQuestions();
        items.forEach((each) => practised.delete(each.question.id));
        finish(true);
      })));
      ending.replaceChildren();
      items.forEach(({ question }, at) => {
        practised.set(question.id, true);
        question.actions.hidden = false;
        question.number(at + 1, items.length);
        ending.before(question.box);
        question.box.hidden = false;
        const run = { max: null, practice: true, hintCost: 0, shuffle: false, seed: id, done: () => {} };
        const turn = question.turn || (question.turn = quiz.turn(question, run));
        turn.restart(id);
      });
      const prompt = items[0].question.box.querySelector(".prompt");
      prompt.setAttribute("tabindex", "-1");
      prompt.focus();
    }

    // ------------------------------------------------------------- at the start

    function resume() {
      const running = own().filter((each) => !each.end && each.draw.some((one) => questions.has(one))).pop();
      const last = finished().pop();
      review.hidden = true;
      if (running) {
        id = running.id;
        attempt = running;
        open(false);
        return;
      }
      if (last) {
        id = last.id;
        attempt = last;
        finish(false);
        return;
      }
      showStart();
    }

    resume();
    store.on((kind) => {
      if (kind === null || kind === "profile" || kind === "cleared") {
        if (release) release();
        release = null;
        attempt = null;
        resume();
      }
    });
  };
})(window.keyward);
