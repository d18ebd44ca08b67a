// Runs before the first paint: what a reader has set for reading becomes attributes of the page.
// A browser that keeps nothing, or refuses, leaves the page as it is.
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "keyward1:" + root.getAttribute("data-book") + ":settings";
  var names = ["size", "spacing", "font", "theme", "ruler", "beside"];
  var values = {};

  function read() {
    var kept = JSON.parse(localStorage.getItem(key));
    names.forEach(function (name) {
      if (kept && /^[A-Za-z0-9-]+$/.test(kept[name])) values[name] = kept[name];
    });
  }

  function keep() {
    if (Object.keys(values).length) localStorage.setItem(key, JSON.stringify(values));
    else localStorage.removeItem(key);
  }

  function attempt(action) {
    try {
      action();
    } catch (error) {
      // Storage is full, forbidden, or holds something else: the page works without it.
    }
  }

  function show() {
    names.forEach(function (name) {
      if (values[name]) root.setAttribute("data-" + name, values[name]);
      else root.removeAttribute("data-" + name);
    });
  }

  function change() {
    show();
    attempt(keep);
    document.dispatchEvent(new Event("keyward-settings"));
  }

  window.keyward = window.keyward || {};
  window.keyward.settings = {
    get: function (name) {
      return values[name] || "usual";
    },
    set: function (name, value) {
      if (value === "usual") delete values[name];
      else values[name] = value;
      change();
    },
    clear: function () {
      values = {};
      change();
    },
  };
  attempt(read);
  show();
  // Styles keep the place of what other scripts show later, so that nothing moves.
  root.setAttribute("data-scripted", "");
})();
