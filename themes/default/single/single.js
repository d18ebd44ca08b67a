// The single-file course: shows one leaf at a time, the one that the address names. The others stay
// within reach of the browser's search where it can look into hidden text.
(function () {
  "use strict";
  var root = document.documentElement;
  var leaves = Array.prototype.slice.call(document.querySelectorAll(".leaf"));
  var home = leaves.filter(function (leaf) { return leaf.id === "/index"; })[0];
  var shown = null;
  var places = Object.create(null);
  var asked = false;
  // The address that what is shown came by: the window's is another one for a moment on a way back.
  var here = "";

  function wanted() {
    var id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch (error) {
      // As it stands.
    }
    return document.getElementById(id);
  }

  // Pages of the sections that the reader is in.
  function mark(id) {
    document.querySelectorAll(".sections a").forEach(function (link) {
      var target = decodeURI(link.hash.slice(1));
      var folder = target.replace(/index$/, "");
      if (target === id) link.setAttribute("aria-current", "page");
      else if (folder !== target && id.indexOf(folder) === 0) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  // What a leaf asks for starts when it is first seen.
  function start(leaf) {
    var waiting = leaf.querySelectorAll("[data-enhance-later]");
    waiting.forEach(function (element) {
      element.setAttribute("data-enhance", element.getAttribute("data-enhance-later"));
      element.removeAttribute("data-enhance-later");
    });
    // The first leaf starts with the document.
    if (waiting.length && document.readyState !== "loading") window.keyward.start(leaf);
  }

  function show(leaf) {
    if (shown === leaf) return false;
    leaf.removeAttribute("hidden");
    if (shown) shown.setAttribute("hidden", "until-found");
    shown = leaf;
    document.title = leaf.getAttribute("data-title");
    // What a page says of itself is what the leaf says.
    ["data-page", "data-entry", "data-cv"].forEach(function (name) {
      document.body.setAttribute(name, leaf.getAttribute(name) || "");
    });
    mark(leaf.id);
    start(leaf);
    document.dispatchEvent(new CustomEvent("keyward:leaf"));
    return true;
  }

  // To the address: its leaf, and the place in it. A way back leads to where the reader was.
  function follow(first) {
    var target = wanted();
    var leaf = (target && target.closest(".leaf")) || home;
    var isNew = show(leaf);
    var back = !asked && !first && isNew ? places[location.hash] : undefined;
    asked = false;
    here = location.hash;
    if (target && target !== leaf && leaf.contains(target)) target.scrollIntoView();
    else if (isNew && !first) window.scrollTo(0, back || 0);
    if (isNew && !first && (!target || target === leaf)) focus(leaf.querySelector("h1"));
  }

  function focus(element) {
    if (!element) return;
    element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: true });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href^='#']");
    if (!link) return;
    asked = true;
    places[location.hash] = window.pageYOffset;
    // The way to the main text is no page of its own.
    if (link.getAttribute("href") === "#main") {
      event.preventDefault();
      asked = false;
      focus(shown.querySelector("h1"));
      shown.scrollIntoView();
    }
  });
  window.addEventListener("hashchange", function () { follow(false); });
  // The browser's search found something on another leaf.
  document.addEventListener("beforematch", function (event) {
    var leaf = event.target.closest(".leaf");
    // Browsers open hidden text also on the way to an address; `hashchange` sees to that.
    if (!leaf || leaf.contains(wanted())) return;
    show(leaf);
    history.replaceState(null, "", "#" + leaf.id);
    here = location.hash;
  });
  window.addEventListener("scroll", function () {
    if (shown && here === location.hash) places[here] = window.pageYOffset;
  }, { passive: true });

  leaves.forEach(function (leaf) { leaf.setAttribute("hidden", "until-found"); });
  follow(true);
  root.setAttribute("data-single", "ready");
})();
