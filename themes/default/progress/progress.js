// How far a learner is: what counts as done, marks on the way, 'I have read this', going on.
(function (keyward) {
  "use strict";
  const store = keyward.store;
  const root = document.documentElement;
  const course = (keyward.course = {});
  const say = (course.say = (key, values) => store.say(["course", "record"], key, values));
  const list = (value) => (Array.isArray(value) ? value : []);

  // An element with attributes, and with texts and elements in it.
  const element = (course.element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  });
  const button = (course.button = (words, action, className) => {
    const made = element("button", { type: "button", class: className || "quiet" }, words);
    made.addEventListener("click", action);
    return made;
  });
  const two = (number) => String(number).padStart(2, "0");
  // A day as `2026-11-22`, and in words.
  course.day = (time) => {
    const date = new Date(time);
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  };
  course.date = (day) => new Date(day + "T12:00:00").toLocaleDateString((root.lang === "en" ? "en-GB" : root.lang) + "-u-nu-latn", { dateStyle: "long" });
  course.minutes = (minutes) => {
    const [h, min] = [Math.floor(minutes / 60), minutes % 60];
    return say(!h ? "minutes" : min ? "hours-minutes" : "hours", { h, min });
  };

  // ------------------------------------------------------------- what the course holds

  const read = () => {
    try {
      return JSON.parse(document.getElementById("course-data").getAttribute("data-course"));
    } catch (error) {
      return null;
    }
  };
  const data = (course.data = read());
  const modules = (course.modules = data ? list(data.modules) : []);
  const item = (kind, module) => (made) => Object.assign({ kind, module }, made);
  const last = (course.last = data && data.final ? item("quiz", null)(data.final) : null);
  for (const module of modules) {
    const tests = list(module.quizzes).filter((quiz) => quiz.mode === "check" || (last && quiz.id === last.id));
    module.items = [...list(module.lessons).map(item("lesson", module)), ...tests.map(item("quiz", module))];
  }
  const items = (course.items = modules.flatMap((module) => module.items));
  // The final test stands in a module, or beside all of them.
  if (last && !items.some((one) => one.id === last.id)) items.push(last);

  // A lesson is done when the learner said so, a check and the final test when passed.
  const isDone = (course.isDone = ({ kind, id }) => {
    const record = store.get(kind, id);
    return !!record && (kind === "lesson" ? record.read > 0 : record.pass === true);
  });
  course.isModuleDone = (module) => module.items.length > 0 && module.items.every(isDone);
  course.isComplete = () => items.length > 0 && items.every(isDone);
  course.left = (some) => some.filter((one) => !isDone(one)).reduce((sum, one) => sum + (one.minutes || 0), 0);
  const isStarted = () => !!store.get("place", "last") || items.some(isDone);

  // Where to go on: the page that was left, or the first after it that is not done.
  const next = (course.next = () => {
    const place = store.get("place", "last");
    const at = place ? items.findIndex((one) => one.id === place.entry) : 0;
    return items.slice(Math.max(at, 0)).concat(items).find((one) => !isDone(one)) || null;
  });

  // ------------------------------------------------------------- marks on the way

  // In the single-file course every page is a leaf, and its address a fragment.
  const isSingle = !!document.querySelector(".leaf");
  const leaf = () => document.querySelector(".leaf:not([hidden])") || document;
  const address = (href) => {
    const url = new URL(href, location.href);
    return isSingle ? url.hash.replace(/~.*/, "") : url.href.replace(/[?#].*/, "");
  };
  // A place on one of the course's pages.
  course.part = (href, id) => href + (isSingle ? "~" : "#") + id;
  // The lesson or test of this page.
  const here = () => items.find((one) => one.kind === "lesson" ? one.id === document.body.dataset.entry : address(one.href) === address(isSingle ? "#" + leaf().id : location.href));
  const stops = [];

  function look() {
    const places = new Map(items.map((one) => [address(one.href), one]));
    for (const module of modules) places.set(address(module.href), module);
    stops.length = 0;
    (isSingle ? leaf() : document).querySelectorAll(".way > li").forEach((stop) => {
      const link = stop.querySelector("a[href]");
      const place = link && places.get(address(link.href));
      if (place) stops.push({ stop, place, isHere: stop.classList.contains("here") });
    });
  }

  function mark() {
    const to = isStarted() ? next() : null;
    for (const { stop, place, isHere } of stops) {
      const done = place.items ? course.isModuleDone(place) : isDone(place);
      const isNext = !!to && (place.items ? to.module === place : to.id === place.id);
      const count = place.items ? place.items.filter(isDone).length : 0;
      const words = done ? say("done") : count ? say("done-of", { n: count, of: place.items.length }) : isNext ? say("next") : "";
      const current = stop.closest(".section-nav") ? isHere : isHere || isNext;
      stop.classList.toggle("behind", done && !current);
      stop.classList.toggle("here", current);
      stop.classList.toggle("ahead", !done && !current);
      const mark = stop.querySelector(".mark");
      if (mark) mark.textContent = words;
    }
    for (const refresh of course.views) refresh();
  }

  // What is shown anew whenever something changes.
  course.views = [];
  course.refresh = mark;

  // ------------------------------------------------------------- going on

  keyward.enhance("resume", (box) => {
    const [start, line, where, left, more] = [".button", ".stopped", ".where", ".left", ".more"].map((name) => box.querySelector(name));
    if (!data || !start) return;
    const [href, words] = [start.getAttribute("href"), start.firstChild.data];
    course.views.push(() => {
      const to = next();
      const begun = isStarted();
      box.classList.toggle("begun", begun);
      line.textContent = !begun ? "" : to ? say("stopped") : say("complete");
      where.textContent = begun ? (to ? to.title : data.title) : "";
      left.textContent = begun && to ? say("left", { time: course.minutes(course.left(items)) }) : "";
      start.setAttribute("href", !begun ? href : to ? to.href : data.statement);
      start.firstChild.data = !begun ? words : to ? say(to.minutes ? "go-on-minutes" : "go-on", { n: to.minutes }) + " " : say("statement") + " ";
      const links = [element("a", { class: "tap", href: data.progress }, say(begun ? "yours" : "bring"))];
      if (begun) links.push(element("a", { class: "tap", href: course.part(data.progress, "clear-title") }, say("clear")));
      more.replaceChildren(...links);
    });
  });

  // ------------------------------------------------------------- 'I have read this'

  keyward.enhance("read", (box) => {
    const lesson = here();
    if (!lesson || lesson.kind !== "lesson") return;
    const entry = lesson.id;
    const tick = element("input", { type: "checkbox" });
    const status = element("p", { role: "status", class: "meta" });
    const keep = element("p", { class: "actions" });
    tick.addEventListener("change", () => {
      const before = store.get("lesson", entry) || { first: Date.now() };
      store.put("lesson", entry, Object.assign({}, before, { read: tick.checked ? 1 : 0 }));
      mark();
      const { module } = lesson;
      const n = module.items.filter(isDone).length;
      status.textContent = course.isModuleDone(module) ? say("module-done", { module: module.title }) : say("module-part", { module: module.title, n, of: module.items.length });
      keep.replaceChildren();
      if (location.protocol === "file:" && course.isModuleDone(module)) keep.append(say("remind"), button(say("export"), () => course.save()));
    });
    course.views.push(() => { tick.checked = isDone(lesson); });
    box.append(element("label", {}, tick, " ", element("span", {}, say("read"))), status, keep);
  });

  // ------------------------------------------------------------- what went wrong with keeping

  const banner = element("div", { class: "kept", role: "status" });

  function warn() {
    const why = store.newer ? "newer" : store.saved ? course.isApart ? "apart" : "" : "not-saved";
    banner.replaceChildren();
    if (!why) return;
    const notice = element("div", { class: "notice warning" }, element("p", {}, say(why)));
    if (why === "not-saved") notice.append(element("p", {}, button(say("export"), () => course.save())));
    banner.append(notice);
  }

  // Some browsers give each file of a folder a storage of its own. A link carries a word to the
  // next file, which looks whether it finds the same word.
  function probe() {
    const key = `keyward1:${store.site}:probe`;
    const told = /^#probe=(\w+)$/.exec(location.hash);
    try {
      if (told) {
        course.isApart = localStorage.getItem(key) !== told[1];
        history.replaceState(null, "", location.pathname);
      }
      document.addEventListener("click", (event) => {
        const link = event.target.closest && event.target.closest("a[href]");
        if (!link || link.hash || link.protocol !== "file:" || link.hasAttribute("download")) return;
        const word = Date.now().toString(36);
        localStorage.setItem(key, word);
        link.hash = "probe=" + word;
      });
    } catch (error) {
      // Nothing can be stored: that is said already.
    }
  }

  // The file with the progress is made by a script that few pages need.
  course.save = () => keyward.bring("record").then(() => course.save());

  // ------------------------------------------------------------- at the start

  function arrive() {
    const place = here();
    if (place) store.put("place", "last", { entry: place.id });
    look();
    mark();
  }

  if (location.protocol === "file:" && !isSingle) probe();
  document.addEventListener("keyward:result", mark);
  document.addEventListener("keyward:leaf", arrive);
  document.addEventListener("DOMContentLoaded", () => {
    const main = document.querySelector("main");
    if (main) main.prepend(banner);
    arrive();
    warn();
  });
  let waiting = 0;
  store.on((kind) => {
    // Someone else is at it, or all was cleared: what the page shows is no longer theirs.
    if (kind === "profile" || kind === "cleared") return location.reload();
    if (kind === "saved" || kind === "newer") return warn();
    clearTimeout(waiting);
    waiting = setTimeout(mark, 0);
    return undefined;
  });
})(window.keyward);
