// Starts what a page's elements ask for by `data-enhance`, each by itself: one that fails leaves
// the others and the page alone. Every text stands in the page; no script brings words.
(function () {
  "use strict";
  var enhancements = Object.create(null);
  var keyward = (window.keyward = window.keyward || {});

  var isStarted = false;

  // Registers what `data-enhance="name"` asks for, and starts it where the page has started.
  keyward.enhance = function (name, enhancement) {
    enhancements[name] = enhancement;
    if (isStarted) start(document.querySelectorAll('[data-enhance="' + name + '"]'));
  };

  // Starts what stands in an element.
  keyward.start = function (root) {
    start(root.querySelectorAll("[data-enhance]"));
  };

  function start(elements) {
    elements.forEach(function (element) {
      var enhancement = enhancements[element.getAttribute("data-enhance")];
      if (!enhancement) return;
      try {
        enhancement(element);
      } catch (error) {
        window.console && console.error("keyward: " + error);
      }
    });
  }

  // Loads a script of this site when it is needed, and no other.
  var folder = document.currentScript ? document.currentScript.src.replace(/[^/]*\/[^/]*$/, "") : "";
  keyward.folder = folder;
  var loading = Object.create(null);

  function own(address) {
    var url = new URL(address, location.href).href;
    if (!folder || url.indexOf(folder) !== 0) throw new TypeError("not of this site: " + url);
    return url;
  }
  var policy = { createScriptURL: own };
  try {
    policy = window.trustedTypes.createPolicy("keyward", policy);
  } catch (error) {
    // A browser without such policies, or a host that names others.
  }
  keyward.load = function (address) {
    loading[address] = loading[address] || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = policy.createScriptURL(address);
      script.onload = resolve;
      script.onerror = function () {
        delete loading[address];
        reject(new Error("did not load: " + address));
      };
      document.head.append(script);
    });
    return loading[address];
  };

  // Brings what only some readers ask for: its style and its script, as `keyward.later` names them.
  keyward.bring = function (name) {
    var files = folder && keyward.later && keyward.later[name];
    if (!files) return Promise.reject(new Error("nothing to bring: " + name));
    if (files[1] && !loading[files[1]]) {
      var style = (loading[files[1]] = document.createElement("link"));
      style.rel = "stylesheet";
      style.href = folder + files[1];
      document.head.append(style);
    }
    return keyward.load(folder + files[0]);
  };

  function startAll() {
    isStarted = true;
    keyward.start(document);
  }

  // Other deferred scripts register what they enhance before this event.
  if (document.readyState === "complete") startAll();
  else document.addEventListener("DOMContentLoaded", startAll);
})();
