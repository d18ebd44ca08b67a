// What an answer is worth, what a draw and a shuffle give, and what becomes of an answer when its
// question has changed. Nothing here touches the page; what is stored may be anything.
(function (keyward) {
  "use strict";
  const quiz = (keyward.quiz = keyward.quiz || {});
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  quiz.single = (type) => type === "one" || type === "tf" || type === "hotspot";
  quiz.typed = (type) => type === "text" || type === "number";
  // Scales and reflections are answered, not judged.
  quiz.judged = (type) => type !== "scale" && type !== "open";

  // ---------------------------------------------------------------- one answer

  // All keys that an answer to the question can name.
  function keysOf(question) {
    const key = question.key || {};
    if (Array.isArray(key)) return question.t === "order" ? key : [];
    const rights = question.t === "match" || question.t === "grid" ? Object.values(key) : [];
    return Array.from(new Set(Object.keys(key).concat(rights, question.options || [])));
  }

  // The stored answer if it still fits the question, else null.
  function usable(question, raw) {
    const keys = keysOf(question);
    const known = (key) => keys.includes(key);
    const type = question.t;
    if (quiz.typed(type) || type === "open") return typeof raw === "string" && raw ? raw : null;
    if (quiz.single(type)) return known(raw) ? raw : null;
    if (type === "many") return Array.isArray(raw) && raw.length && raw.every(known) ? raw : null;
    if (type === "order") {
      const whole = Array.isArray(raw) && raw.length === keys.length && new Set(raw).size === keys.length;
      return whole && raw.every(known) ? raw : null;
    }
    const pairs = isObject(raw) && Object.keys(raw).length ? raw : null;
    if (type === "scale") return pairs;
    return pairs && Object.keys(pairs).every((left) => known(left) && known(pairs[left])) ? pairs : null;
  }

  // Positions of one longest run of rising numbers.
  function longestRun(numbers) {
    const best = numbers.map((number, at) => [at]);
    let longest = [];
    numbers.forEach((number, at) => {
      for (let before = 0; before < at; before++) {
        if (numbers[before] < number && best[before].length >= best[at].length) best[at] = best[before].concat(at);
      }
      if (best[at].length > longest.length) longest = best[at];
    });
    return longest;
  }

  const thousandths = (part, whole) => Math.floor((part * 2000 + whole) / (whole * 2));

  function gradeMany(question, raw) {
    const key = question.key;
    const parts = {};
    let right = 0;
    let wrong = 0;
    let rights = 0;
    let weight = 0;
    Object.keys(key).forEach((choice) => {
      const isRight = key[choice] > 0;
      const ticked = raw.includes(choice);
      if (isRight) rights += 1;
      if (ticked) {
        weight += key[choice];
        isRight ? (right += 1) : (wrong += 1);
      }
      if (ticked || isRight) parts[choice] = !ticked ? "missed" : isRight ? "right" : "wrong";
    });
    const wrongs = Object.keys(key).length - rights;
    const whole = right === rights && !wrong;
    let ok = whole ? 1000 : 0;
    if (question.credit === "weights") ok = weight;
    else if (question.credit !== "all" && !whole) {
      ok = wrongs ? thousandths(Math.max(0, right * wrongs - wrong * rights), rights * wrongs) : thousandths(right, rights);
    }
    return { ok, parts, says: raw };
  }

  function gradeTyped(question, raw) {
    const typed = quiz.fold(raw, question);
    let found = null;
    let slips = 3;
    for (const answer of question.key) {
      const wanted = quiz.fold(answer.a, question);
      const between = typed === wanted ? 0 : question.typos ? quiz.slips(typed, wanted) : null;
      if (between !== null && between < slips) {
        found = answer;
        slips = between;
      }
    }
    return { ok: found ? found.w : 0, parts: {}, says: found && found.f ? [found.f] : [], slip: Boolean(found && slips && found.w) };
  }

  function gradeNumber(question, raw) {
    const numbers = quiz.readings(raw).map(Number);
    const within = (range) => numbers.some((number) => number >= Number(range.lo) && number <= Number(range.hi));
    const found = question.key.find(within);
    return { ok: found ? found.w : 0, parts: {}, says: found && found.f ? [found.f] : [] };
  }

  function gradePairs(question, raw) {
    const lefts = Object.keys(question.key);
    const parts = {};
    lefts.forEach((left) => (parts[left] = raw[left] === question.key[left] ? "right" : "wrong"));
    const right = lefts.filter((left) => parts[left] === "right").length;
    return { ok: thousandths(right, lefts.length), parts, says: [] };
  }

  function gradeOrder(question, raw) {
    const run = longestRun(raw.map((key) => question.key.indexOf(key)));
    const parts = {};
    raw.forEach((key, at) => (parts[key] = run.includes(at) ? "right" : "wrong"));
    const whole = run.length === raw.length;
    const part = question.credit === "all" || raw.length < 2 ? 0 : thousandths(run.length - 1, raw.length - 1);
    return { ok: whole ? 1000 : part, parts, says: [] };
  }

  // {ok: thousandths of the question's points, parts: {key: right|wrong|missed}, says: keys of
  // feedback, slip: taken in spite of a slip}, or null where the answer does not fit the question.
  quiz.grade = function (question, stored) {
    const raw = usable(question, stored);
    if (raw === null) return null;
    let grade = { ok: 1000, parts: {}, says: [] };
    if (quiz.single(question.t)) {
      const ok = question.key[raw];
      grade = { ok, parts: { [raw]: ok >= 1000 ? "right" : ok > 0 ? "part" : "wrong" }, says: [raw] };
    } else if (question.t === "many") grade = gradeMany(question, raw);
    else if (question.t === "text") grade = gradeTyped(question, raw);
    else if (question.t === "number") grade = gradeNumber(question, raw);
    else if (question.t === "match" || question.t === "grid") grade = gradePairs(question, raw);
    else if (question.t === "order") grade = gradeOrder(question, raw);
    grade.ok = Math.max(0, Math.min(1000, Math.round(grade.ok) || 0));
    return grade;
  };

  // What was typed in another language says nothing here.
  quiz.readable = (question, record) => !quiz.typed(question.t) || !record.lang || record.lang === question.lang;

  quiz.usable = usable;
  quiz.keysOf = keysOf;

  // Points in thousandths: whole numbers in, whole numbers out.
  quiz.points = (question, ok) => Math.round((ok * (question.points || 1000)) / 1000);

  // ---------------------------------------------------------------- questions that changed

  // A stored answer with one key written anew: the wording of one choice was mended.
  function renamed(raw, from, to) {
    const other = (value) => (value === from ? to : value);
    if (Array.isArray(raw)) return raw.map(other);
    if (!isObject(raw)) return other(raw);
    return Object.fromEntries(Object.keys(raw).map((left) => [other(left), other(raw[left])]));
  }

  // The record of an answer, brought to the question as it is now. `look` asks the learner to look
  // at it again; a score is never lost because its answer can no longer be read.
  quiz.current = function (question, record) {
    const same = record.h === question.h;
    const keys = keysOf(question);
    const before = Array.isArray(record.k) ? record.k : [];
    const gone = before.filter((key) => !keys.includes(key));
    const come = keys.filter((key) => !before.includes(key));
    const mapped = gone.length === 1 && come.length === 1;
    const next = same ? record : Object.assign({}, record, { h: question.h, k: keys });
    if (!same && mapped) next.r = renamed(record.r, gone[0], come[0]);
    if (record.draft || !quiz.judged(question.t)) return next;
    const grade = quiz.readable(question, record) ? quiz.grade(question, next.r) : null;
    if (!grade) return same ? record : Object.assign(next, { look: true });
    return grade.ok === record.ok ? next : Object.assign({}, next, { ok: grade.ok, look: true });
  };

  // ---------------------------------------------------------------- chance

  // Numbers from 0 to 1 that follow from a text (mulberry32).
  function chance(seed) {
    let state = parseInt(keyward.store.hash(seed), 16) | 0;
    return function () {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  // A copy of `items` in an order that follows from `seed`.
  quiz.shuffled = function (items, seed) {
    const next = chance(seed);
    const out = items.slice();
    for (let last = out.length - 1; last > 0; last--) {
      const other = Math.floor(next() * (last + 1));
      [out[last], out[other]] = [out[other], out[last]];
    }
    return out;
  };

  // The ids of an attempt's questions: from each pool its number, those not seen before first.
  quiz.draw = function (pools, fixed, seed, seen) {
    const drawn = pools.flatMap((pool, at) => {
      const ids = quiz.shuffled(pool.ids, seed + "/" + at);
      const fresh = ids.filter((id) => !seen.has(id));
      const many = pool.n === "all" ? ids.length : pool.n;
      return fresh.concat(ids.filter((id) => seen.has(id))).slice(0, many);
    });
    return Array.from(new Set(drawn.concat(fixed)));
  };
})(window.keyward);
