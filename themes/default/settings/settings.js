// The reading settings in the footer: shown only where a script can apply them.
window.keyward.enhance("settings", function (box) {
  "use strict";
  var settings = window.keyward.settings;
  if (!settings) return;

  function show() {
    box.querySelectorAll("input").forEach(function (input) {
      input.checked = input.value === settings.get(input.name);
    });
  }

  box.addEventListener("change", function (event) {
    settings.set(event.target.name, event.target.value);
  });
  box.querySelector("button").addEventListener("click", function () {
    settings.clear();
    show();
  });
  show();
  box.hidden = false;
});

// Aids that few readers use come when they are asked for: by a setting, by the menu that offers
// them, or by a page that this one is to stand beside.
(function () {
  "use strict";
  var keyward = window.keyward;
  var settings = keyward.settings;
  if (!settings) return;

  function bring() {
    keyward.bring("aids").catch(function () {
      // Without them the page is whole.
    });
  }

  function follow() {
    if (settings.get("beside") !== "usual" || settings.get("ruler") !== "usual") bring();
  }

  document.addEventListener("keyward-settings", follow);
  document.addEventListener("toggle", function (event) {
    if (event.target.querySelector && event.target.querySelector(".beside-menu")) bring();
  }, true);
  if (window.name === "keyward-beside") bring();
  follow();
})();
