// The language menu keeps the reader's place: headings have the same id in every language.
window.keyward.enhance("languages", function (menu) {
  "use strict";
  function follow() {
    menu.querySelectorAll("a[hreflang]").forEach(function (link) {
      link.hash = location.hash;
    });
  }
  follow();
  window.addEventListener("hashchange", follow);
});
