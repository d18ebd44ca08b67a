// The language menu keeps the reader's place: headings have the same id in every language.
window.keyward.enhance("languages", function (menu) {
  "use strict";
  function follow() {
    menu.querySelectorAll("a[hreflang]").forEach(function (link) {
      link.hash = location.hash;
    });
  }
  // An open menu closes by Escape, and when the reader goes on elsewhere.
  function closable(details) {
    menu.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) details.open = false;
    });
  }

  var details = menu.querySelector("details");
  if (details) closable(details);
  follow();
  window.addEventListener("hashchange", follow);
});
