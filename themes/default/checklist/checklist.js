// Ticks of a checklist, kept in this browser for the one who learns here: of each step the time of
// the last tick, below zero where it was taken away. Nothing is kept before the first tick.
(function (keyward) {
  "use strict";
  const store = keyward.store;

  keyward.enhance("checklist", (box) => {
    const id = box.dataset.list;
    const boxes = Array.from(box.querySelectorAll("input[data-step]"));
    const bar = box.querySelector(".checklist-bar");
    if (!store || !bar || !boxes.length) return;
    const status = document.createElement("p");
    const clear = document.createElement("button");
    const note = document.createElement("p");
    status.setAttribute("role", "status");
    clear.type = "button";
    clear.textContent = box.dataset.clear;
    note.className = "meta";

    const kept = () => {
      const record = store.get("list", id);
      return (record && record.done) || {};
    };
    const tell = (words) => {
      if (status.textContent !== words) status.textContent = words;
    };
    const count = () => {
      const n = boxes.filter((one) => one.checked).length;
      tell(box.dataset.progress.replace("{n}", n).replace("{of}", boxes.length));
      note.textContent = store.saved ? box.dataset.kept : box.dataset.notKept;
    };
    const show = () => {
      const done = kept();
      for (const one of boxes) one.checked = done[one.dataset.step] > 0;
      count();
    };
    for (const one of boxes) {
      one.addEventListener("change", () => {
        const done = Object.assign({}, kept(), { [one.dataset.step]: (one.checked ? 1 : -1) * Date.now() });
        store.put("list", id, Object.assign({}, store.get("list", id), { done }));
        count();
      });
    }
    clear.addEventListener("click", () => {
      store.remove("list", id);
      for (const one of boxes) one.checked = false;
      count();
      tell(box.dataset.cleared);
    });
    store.on((kind, changed) => {
      if (kind === "list" ? changed === id : kind === null || kind === "profile" || kind === "cleared" || kind === "saved") show();
    });
    // Some browsers put boxes back as they were left, after a reload or on the way back.
    window.addEventListener("pageshow", show);
    show();
    bar.replaceChildren(status, clear, note);
  });
})(window.keyward);
