// After ten idle minutes the page hides what it shows and asks who is there.
(function (keyward) {
  "use strict";
  const store = keyward.store;
  const course = keyward.course;
  const { say, element, button } = course;
  const root = document.documentElement;
  const idle = 10 * 60000;
  let last = Date.now();
  let dialog = null;
  let focused = null;

  // The name that a profile goes by: its nickname, or its place in the list.
  course.nameOf = (profile, at) => profile.nick || say("learner", { n: at + 1 });

  const seen = () => {
    look();
    if (!dialog) last = Date.now();
  };

  function look() {
    if (dialog || Date.now() - last < idle) return;
    if (store.kinds.some((kind) => Object.keys(store.list(kind)).length)) cover();
  }

  function uncover() {
    root.classList.remove("covered");
    last = Date.now();
    const closed = dialog;
    dialog = null;
    if (closed) closed.remove();
    if (focused) focused.focus();
  }

  function goOn(p) {
    if (p === store.active().p) return dialog.close ? dialog.close() : uncover();
    store.use(p);
    return location.reload();
  }

  function cover() {
    const profiles = store.profiles();
    const active = store.active().p;
    const choices = profiles.map((profile, at) => {
      const words = profiles.length === 1 && !profile.nick ? say("cover-go-on") : say("cover-as", { name: course.nameOf(profile, at) });
      return [profile.p === active ? 0 : 1, button(words, () => goOn(profile.p), profile.p === active ? "button" : "quiet")];
    }).sort((a, b) => a[0] - b[0]).map(([, made]) => made);
    choices.push(button(say("cover-other"), () => {
      store.addProfile("");
      location.reload();
    }));
    if (course.data) choices.push(element("a", { class: "tap", href: course.part(course.data.progress, "clear-title") }, say("clear")));
    dialog = element("dialog", { class: "who", "aria-labelledby": "who-title", lang: root.lang, dir: root.dir }, element("h2", { id: "who-title" }, say("cover-title")), element("p", {}, say("cover-text")), element("ul", {}, ...choices.map((choice) => element("li", {}, choice))));
    focused = document.activeElement;
    document.body.append(dialog);
    root.classList.add("covered");
    if (dialog.showModal) {
      dialog.addEventListener("close", uncover);
      dialog.showModal();
    } else {
      dialog.setAttribute("open", "");
      dialog.setAttribute("role", "dialog");
      choices[0].focus();
    }
  }

  for (const type of ["pointerdown", "pointermove", "keydown", "scroll", "wheel", "touchstart", "focusin", "selectionchange"]) {
    document.addEventListener(type, seen, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", look);
  setInterval(look, 5000);
})(window.keyward);
