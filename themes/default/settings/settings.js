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
