// The page 'Your progress': results, who learns here, taking it along, clearing the computer.
(function (keyward) {
  "use strict";
  const store = keyward.store;
  const course = keyward.course;
  const { say, element, button } = course;

  // Lessons that the course no longer has stand aside; one that came back is taken up again.
  function settle() {
    const ids = course.items.filter((one) => one.kind === "lesson").map((one) => one.id);
    if (!ids.length) return;
    for (const id of Object.keys(store.list("lesson"))) if (!ids.includes(id)) store.remove("lesson", id);
    for (const [key, old] of Object.entries(store.list("old"))) {
      if (old.kind !== "lesson" || !ids.includes(old.id)) continue;
      if (!store.get("lesson", old.id)) store.put("lesson", old.id, old.record);
      store.remove("old", key);
    }
  }

  keyward.enhance("record", (box) => {
    if (!course.data) return;
    const at = (name) => box.querySelector(`[data-at="${name}"]`);
    const on = (name, action) => at(name).addEventListener("click", action);
    const tell = (name, ...words) => at(name).replaceChildren(...words);
    settle();
    box.hidden = false;

    // ------------------------------------------------------------- results

    function results() {
      const { items } = course;
      const done = items.filter(course.isDone).length;
      tell("sum", say("sum", { n: done, of: items.length }), " ", course.isComplete() ? say("complete") : say("left", { time: course.minutes(course.left(items)) }));
      const tests = items.concat(["followup"].map((name) => course.data[name]).filter(Boolean).map((test) => Object.assign({ kind: "quiz" }, test)));
      const rows = tests.filter((one) => one.kind === "quiz").map((one) => {
        const record = store.get("quiz", one.id) || {};
        const score = record.done ? course.score(record) : null;
        const words = !record.done ? say("not-yet") : record.pass ? say("passed") : say("not-passed");
        return element("tr", {},
          element("th", { scope: "row" }, element("a", { href: one.href }, one.title)),
          element("td", {}, words),
          element("td", {}, score === null ? "–" : say("percent", { percent: score })),
          element("td", {}, record.done && record.t ? course.date(course.day(record.t)) : "–"));
      });
      at("results").hidden = !rows.length;
      box.querySelector("tbody").replaceChildren(...rows);
    }

    // ------------------------------------------------------------- who learns here

    function people() {
      const profiles = store.profiles();
      const active = store.active();
      at("nick").value = active.nick;
      tell("people", ...profiles.map((profile, n) => {
        const name = course.nameOf(profile, n);
        if (profile.p === active.p) return element("li", {}, element("b", {}, name), " " + say("now"));
        return element("li", {}, button(say("cover-as", { name }), () => store.use(profile.p)), button(say("remove", { name }), () => store.removeProfile(profile.p)));
      }));
    }
    on("rename", () => {
      store.rename(at("nick").value);
      people();
      tell("renamed", say("renamed"));
    });
    on("add", () => {
      store.addProfile("");
      at("nick").focus();
    });

    // ------------------------------------------------------------- files

    on("save", course.save);
    at("file").addEventListener("change", async () => {
      const file = at("file").files[0];
      if (!file) return undefined;
      const read = await course.open(file);
      // Another was chosen meanwhile.
      if (at("file").files[0] !== file) return undefined;
      if (read.error) return tell("preview", say(read.error));
      const known = course.items.map((one) => one.id);
      const counts = store.merge(read.all, false);
      const foreign = Object.keys(read.all.lesson || {}).filter((id) => !known.includes(id)).length;
      const texts = [["fresh", counts.fresh], ["changed", counts.newer], ["older", counts.older], ["unknown", counts.unknown + foreign]];
      const lines = texts.filter(([, n]) => n).map(([key, n]) => element("li", {}, say(key, { n })));
      if (!read.isWhole) lines.push(element("li", {}, say("file-changed")));
      const take = button(say("take"), () => {
        if (read.nick && !store.active().nick) store.rename(read.nick);
        store.merge(read.all, true);
        at("file").value = "";
        tell("preview", say("taken"));
      }, "button");
      const leave = button(say("leave"), () => {
        at("file").value = "";
        tell("preview", "");
      });
      tell("preview", element("p", {}, say("in-file")), element("ul", {}, ...lines), element("p", { class: "actions" }, take, leave));
      return undefined;
    });

    // ------------------------------------------------------------- the code

    function code() {
      const text = course.code();
      at("code-part").hidden = !text;
      if (!text) return;
      tell("code", text);
      tell("qr", course.picture(text, say("qr")));
    }
    function readCode(typed) {
      const read = course.readCode(typed);
      if (read.error) return tell("code-preview", say(read.error));
      if (!read.items.length) return tell("code-preview", say("code-nothing"));
      const take = button(say("take"), () => {
        course.takeOver(read.items);
        tell("code-preview", say("taken"));
      }, "button");
      return tell("code-preview", say("code-adds", { n: read.items.length }) + " ", take);
    }
    on("read-code", () => readCode(at("typed").value));
    at("typed").addEventListener("keydown", (event) => {
      if (event.key === "Enter") readCode(at("typed").value);
    });

    on("trainer", () => {
      const more = {};
      for (const tick of box.querySelectorAll("[data-more]")) more[tick.getAttribute("data-more")] = tick.checked;
      course.saveForTrainer(more);
    });

    // ------------------------------------------------------------- what is kept, and clearing

    function kept() {
      const count = (...kinds) => kinds.reduce((sum, kind) => sum + Object.keys(store.list(kind)).length, 0);
      const lines = [["kept-lessons", count("lesson")], ["kept-answers", count("q", "scene")], ["kept-tests", count("quiz", "att")], ["kept-notes", count("note")]];
      tell("kept", ...lines.filter(([, n]) => n).map(([key, n]) => element("li", {}, say(key, { n }))), element("li", {}, say("kept-size", { n: Math.ceil(store.size() / 1000) })));
    }
    on("clear", () => {
      at("sure").hidden = false;
      at("yes").focus();
    });
    on("no", () => {
      at("sure").hidden = true;
      at("clear").focus();
    });
    on("yes", () => {
      store.clear();
      const words = element("p", { class: "notice", role: "status", tabindex: "-1" }, say("cleared"));
      box.replaceChildren(words);
      words.focus();
      course.views.length = 0;
    });

    course.views.push(() => {
      for (const show of [results, people, code, kept]) show();
    });
    if (/[#~]clear-title$/.test(location.hash)) at("clear").scrollIntoView();
  });
})(window.keyward);
