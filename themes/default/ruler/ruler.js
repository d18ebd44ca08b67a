// The reading ruler: a clear band that follows the pointer and the focus, and stands still while
// the text is scrolled through it. It jumps, so nothing on the page glides.
window.keyward.enhance("ruler", function (band) {
  "use strict";
  var settings = window.keyward.settings;
  var at = 0;
  if (!settings) return;

  function place(y) {
    // A hand that trembles does not move it.
    if (band.hidden || Math.abs(y - at) < 12) return;
    at = Math.min(Math.max(y, 0), window.innerHeight);
    band.style.top = Math.round(at) + "px";
  }

  function show() {
    band.hidden = settings.get("ruler") === "usual";
    if (!at) place(window.innerHeight * 0.4);
  }

  // The middle of the line of text at a place, where there is one.
  function line(x, y) {
    var range = document.caretRangeFromPoint && document.caretRangeFromPoint(x, y);
    var caret = !range && document.caretPositionFromPoint && document.caretPositionFromPoint(x, y);
    var box = range ? range.getBoundingClientRect() : caret && caret.getClientRect && caret.getClientRect();
    var middle = box && box.height ? box.top + box.height / 2 : y;
    return box && Math.abs(middle - y) < box.height ? middle : y;
  }

  function follow(event) {
    if (!band.hidden) place(line(event.clientX, event.clientY));
  }

  document.addEventListener("pointermove", follow, { passive: true });
  document.addEventListener("pointerdown", follow, { passive: true });
  document.addEventListener("focusin", function (event) {
    requestAnimationFrame(function () {
      var box = event.target.getBoundingClientRect();
      if (event.target.matches(":focus-visible") && box.height < window.innerHeight / 2) place(box.top + box.height / 2);
    });
  });
  document.addEventListener("keyward-settings", show);
  show();
});
