// Progress on its way to another browser: as a file, as a short code, and what a trainer gets.
(function (keyward) {
  "use strict";
  const store = keyward.store;
  const course = keyward.course;
  const limit = 5 * 1024 * 1024;
  const parts = { units: "lesson", questions: "q", attempts: "att", quizzes: "quiz", scenes: "scene", notes: "note", lists: "list", places: "place", removed: "old" };

  course.download = (name, text, type) => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = course.element("a", { href: url, download: course.fileName(name) });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  // Without what a file's name cannot hold.
  course.fileName = (text) => text.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, " ").replace(/\s+/g, " ").trim();

  // A file ends with the SHA-256 of its text without that end.
  const sealed = (file) => {
    const text = JSON.stringify(file);
    return `${text.slice(0, -1)},"sum":"sha256:${course.sha256(text)}"}`;
  };
  const isWhole = (text) => {
    const at = text.lastIndexOf(',"sum":"sha256:');
    return at > 0 && text.slice(at).trim() === `,"sum":"sha256:${course.sha256(text.slice(0, at) + "}")}"}`;
  };
  const head = (format) => ({
    format: "keyward-" + format,
    v: store.version,
    site: store.site,
    cv: document.body.getAttribute("data-cv") || "",
    lang: document.documentElement.lang,
    exported: new Date().toISOString(),
  });
  const named = (kind, nick) => `${kind}-${store.site}-${nick ? nick.replace(/\s+/g, "-") + "-" : ""}${course.day(Date.now())}.keyward.json`;

  course.save = () => {
    const { nick } = store.active();
    const all = store.dump();
    const file = Object.assign(head("progress"), { profile: { nick } });
    for (const [name, kind] of Object.entries(parts)) file[name] = all[kind];
    course.download(named("progress", nick), sealed(file), "application/json");
  };

  // What a chosen file holds: `{all, nick, isWhole}`, or `{error}` with the key of its words.
  course.open = async (file) => {
    if (file.size > limit) return { error: "file-big" };
    let text = "";
    let read = null;
    try {
      text = await file.text();
      read = JSON.parse(text);
    } catch (error) {
      return { error: "file-other" };
    }
    if (!read || read.format !== "keyward-progress" || !(read.v >= 1)) return { error: "file-other" };
    if (read.site !== store.site) return { error: "file-site" };
    if (read.v > store.version) return { error: "file-newer" };
    const all = {};
    for (const [name, kind] of Object.entries(parts)) {
      if (read[name] && typeof read[name] === "object" && !Array.isArray(read[name])) all[kind] = read[name];
    }
    const nick = read.profile && typeof read.profile.nick === "string" ? read.profile.nick : "";
    return { all: store.migrate(all, read.v), nick, isWhole: isWhole(text) };
  };

  // What was passed, when, with which score; more where the learner adds it.
  course.saveForTrainer = (more) => {
    const result = (one) => {
      const record = store.get("quiz", one.id);
      if (!record || !record.done) return [];
      return [{ id: one.id, passed: record.pass === true, score: course.score(record), date: course.day(record.t) }];
    };
    const file = Object.assign(head("results"), { complete: course.isComplete(), results: [] });
    file.results = course.items.filter((one) => one.kind === "quiz").flatMap(result);
    if (more.nick) file.nick = store.active().nick;
    if (more.lessons) file.lessons = course.items.filter((one) => one.kind === "lesson" && course.isDone(one)).map((one) => one.id);
    if (more.answers) Object.assign(file, { questions: store.list("q"), attempts: store.list("att") });
    course.download(named("results", more.nick && file.nick), sealed(file), "application/json");
  };

  // Percent, never more than was reached; nothing where only a code says that it was passed.
  course.score = (record) => (record.of ? Math.floor((record.ok * 100) / record.of) : null);

  // ------------------------------------------------------------- the short code
  // Digits of 5 bits: 4 bits form (1: each lesson and check, 2: whole modules), 12 bits of the
  // hash of their names, a bit for each, in the order of names; at the end a check digit.

  const room = 115;
  const forms = {
    1: () => course.items.map((one) => ({ name: one.kind + "/" + one.id, items: [one] })),
    2: () => course.modules.map((module) => ({ name: module.id, items: module.items })).concat(course.items.filter((one) => !one.module).map((one) => ({ name: one.id, items: [one] }))),
  };
  const sorted = (form) => forms[form]().sort((a, b) => (a.name < b.name ? -1 : 1));
  const bits = (value, length) => value.toString(2).padStart(length, "0");
  const hash = (flags) => bits(parseInt(store.hash(flags.map((flag) => flag.name).join("\n")).slice(0, 3), 16), 12);

  // The rest of a division over the field of 32: any one wrong digit, and any two that changed
  // places, change it.
  const check = (text) => {
    let sum = 0;
    for (const digit of text) {
      sum = (sum ^ course.digits.indexOf(digit)) << 1;
      if (sum > 31) sum ^= 37;
    }
    return course.digits[sum];
  };

  // The code of what is done; null where even whole modules are too many for it.
  course.code = () => {
    const form = [1, 2].find((one) => forms[one]().length <= room - 16);
    if (!form) return null;
    const flags = sorted(form);
    const text = bits(form, 4) + hash(flags) + flags.map((flag) => (flag.items.every(course.isDone) ? 1 : 0)).join("");
    const digits = course.base32(text.padEnd(Math.max(15, Math.ceil(text.length / 5)) * 5, "0"));
    return (digits + check(digits)).match(/.{1,4}/g).join("-");
  };

  // What a code says is done, and is not done here: `{items}`, or `{error}`.
  course.readCode = (typed) => {
    const text = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    const digits = text.slice(0, -1);
    const isDigits = [...text].every((digit) => course.digits.includes(digit));
    if (text.length < 16 || text.length > 24 || !isDigits || check(digits) !== text.slice(-1)) return { error: "code-wrong" };
    const found = [...digits].map((digit) => bits(course.digits.indexOf(digit), 5)).join("");
    const form = parseInt(found.slice(0, 4), 2);
    const flags = forms[form] ? sorted(form) : [];
    if (!flags.length || hash(flags) !== found.slice(4, 16)) return { error: "code-other" };
    return { items: flags.filter((flag, at) => found[16 + at] === "1").flatMap((flag) => flag.items).filter((one) => !course.isDone(one)) };
  };

  course.takeOver = (some) => {
    for (const { kind, id } of some) {
      const before = store.get(kind, id) || {};
      store.put(kind, id, Object.assign({}, before, kind === "lesson" ? { read: 1 } : { done: true, pass: true, code: true }));
    }
    course.refresh();
  };
})(window.keyward);
