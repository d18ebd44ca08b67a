// Menus of the header close by Escape, and when the reader goes on elsewhere; the language menu
// keeps the reader's place, as headings have the same id in every language.
window.keyward.enhance("header", function (header) {
  "use strict";
  function follow() {
    header.querySelectorAll("a[hreflang]").forEach(function (link) {
      link.hash = location.hash;
    });
  }

  header.querySelectorAll("details").forEach(function (details) {
    details.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
    ["click", "focusin"].forEach(function (name) {
      document.addEventListener(name, function (event) {
        if (!details.contains(event.target)) details.open = false;
      });
    });
  });
  follow();
  window.addEventListener("hashchange", follow);
});
