// Scenarios: one scene at a time, the way so far, and one step back. Without script the scenes
// stand below each other and their links lead from one to the next.
(function (keyward) {
  "use strict";
  const quiz = keyward.quiz;
  const store = keyward.store;
  const { all, element, worded, icon, copy, plain, number } = quiz.dom;

  quiz.scenario = function (section, data) {
    const scenes = new Map(all(section, ".scene").map((box) => [box.id, read(box)]));
    if (!scenes.size) return;
    const start = Array.from(scenes.keys()).find((key) => scenes.get(key).isStart) || scenes.keys().next().value;
    const sofar = element("div", { class: "so-far" });
    const after = element("div", { class: "scene-after" });
    // The roads taken: [{from, road}]; where one stands follows from them.
    let way = [];

    function read(box) {
      const about = JSON.parse(box.dataset.scene);
      const roads = all(box, ".roads > li").map((item) => {
        const { to, points } = about.roads[item.dataset.key];
        return { key: item.dataset.key, link: item.querySelector("a"), to, points, feedback: item.querySelector(".feedback") };
      });
      return { box, title: box.querySelector("h2, h3"), roads, isStart: about.start, isEnd: about.end };
    }

    const roadOf = (step) => {
      const scene = scenes.get(step.from);
      return scene && scene.roads.find((road) => road.key === step.road);
    };
    const here = () => (way.length ? roadOf(way[way.length - 1]).to : start);

    // As much of a stored way as still leads from scene to scene.
    function restore() {
      const record = store.get("scene", data.id);
      const kept = record && Array.isArray(record.way) ? record.way.slice(0, 200) : [];
      way = [];
      for (const step of kept) {
        const fits = step && typeof step === "object" && step.from === here() && roadOf({ from: step.from, road: String(step.road) });
        if (!fits || !scenes.has(fits.to)) break;
        way.push({ from: step.from, road: String(step.road) });
      }
    }

    function keep() {
      store.put("scene", data.id, Object.assign({}, store.get("scene", data.id), { way }));
    }

    function go(next, focus) {
      way = next;
      keep();
      render(focus);
    }

    // Points of the way, and the most that its scenes had to give.
    function sums() {
      const most = (step) => Math.max(0, ...scenes.get(step.from).roads.map((road) => road.points));
      return {
        ok: Math.max(0, way.reduce((sum, step) => sum + roadOf(step).points, 0)),
        of: way.reduce((sum, step) => sum + most(step), 0),
      };
    }

    // ------------------------------------------------------------- what shows

    function titleOf(key) {
      return plain(scenes.get(key).title);
    }

    function showWay() {
      sofar.replaceChildren();
      if (!way.length) return;
      const list = element("ol", { class: "way" });
      way.forEach((step, at) => {
        const back = element("a", { href: "#" + step.from }, titleOf(step.from));
        back.addEventListener("click", (event) => {
          event.preventDefault();
          go(way.slice(0, at), true);
        });
        const chose = worded("small", null, "you-chose", { choice: plain(roadOf(step).link) });
        list.append(element("li", { class: "behind" }, stop(at + 1), element("div", { class: "leg" }, back), chose));
      });
      const now = element("b", { "aria-current": "step" }, titleOf(here()));
      list.append(element("li", { class: "here" }, stop(way.length + 1), element("div", { class: "leg" }, now), worded("small", null, "you-are-here")));
      sofar.append(worded("p", { class: "meta" }, "way-so-far"), list);
    }

    const stop = (n) => element("span", { class: "stop", "aria-hidden": "true" }, String(n));

    // What the road that was taken means, said where it led to.
    function showFeedback(scene) {
      all(section, ".road-said").forEach((each) => each.remove());
      const last = way.length ? roadOf(way[way.length - 1]) : null;
      if (!last || !last.feedback) return;
      const said = copy(last.feedback.querySelector(".says"));
      const label = worded("p", { class: "meta" }, "you-chose", { choice: plain(last.link) });
      scene.title.after(element("div", { class: "road-said" }, label, said));
    }

    function showAfter(scene) {
      const back = worded("button", { type: "button", class: "small-button" }, "step-back");
      back.prepend(icon("back"), " ");
      back.addEventListener("click", () => go(way.slice(0, -1), true));
      const restart = worded("button", { type: "button", class: scene.isEnd ? "button" : "small-button" }, "from-start");
      restart.addEventListener("click", () => go([], true));
      const parts = [];
      const { ok, of } = sums();
      if (scene.isEnd) {
        parts.push(worded("p", { class: "verdict-title" }, "scenario-end"));
        if (of) parts.push(worded("p", null, "scenario-points", { ok: number(ok / 1000), of: number(of / 1000) }));
      }
      if (way.length) parts.push(element("p", { class: "actions" }, ...(scene.isEnd ? [restart, back] : [back, restart])));
      after.replaceChildren(...parts);
    }

    function render(focus) {
      const scene = scenes.get(here());
      scenes.forEach((each) => (each.box.hidden = each !== scene));
      showWay();
      showFeedback(scene);
      showAfter(scene);
      scene.box.before(sofar);
      scene.box.append(after);
      if (scene.isEnd && way.length && focus) end();
      if (!focus) return;
      scene.title.setAttribute("tabindex", "-1");
      scene.title.focus();
      (way.length ? sofar : scene.box).scrollIntoView({ block: "nearest" });
    }

    function end() {
      const { ok, of } = sums();
      const before = store.get("quiz", data.id) || {};
      quiz.keepBest(data, ok, of, { n: (Number(before.n) || 0) + 1 });
      quiz.tell(data);
    }

    scenes.forEach((scene, key) => {
      scene.roads.forEach((road) => {
        if (road.feedback) road.feedback.hidden = true;
        road.link.prepend(icon("go"), " ");
        road.link.addEventListener("click", (event) => {
          if (!scenes.has(road.to)) return;
          event.preventDefault();
          go(way.concat({ from: key, road: road.key }), true);
        });
      });
    });
    restore();
    render(false);
    store.on((kind) => {
      if (kind !== null && kind !== "profile" && kind !== "cleared") return;
      restore();
      render(false);
    });
  };
})(window.keyward);
