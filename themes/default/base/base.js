// Starts what a page's elements ask for by `data-enhance`, each by itself: one that fails leaves
// the others and the page alone. Every text stands in the page; no script brings words.
(function () {
  "use strict";
  var enhancements = Object.create(null);
  var keyward = (window.keyward = window.keyward || {});

  // Registers what `data-enhance="name"` asks for.
  keyward.enhance = function (name, enhancement) {
    enhancements[name] = enhancement;
  };

  // Starts what stands in an element.
  keyward.start = function (root) {
    root.querySelectorAll("[data-enhance]").forEach(function (element) {
      var enhancement = enhancements[element.getAttribute("data-enhance")];
      if (!enhancement) return;
      try {
        enhancement(element);
      } catch (error) {
        window.console && console.error("keyward: " + error);
      }
    });
  };

  function startAll() {
    keyward.start(document);
  }

  // Other deferred scripts register what they enhance before this event.
  if (document.readyState === "complete") startAll();
  else document.addEventListener("DOMContentLoaded", startAll);
})();
