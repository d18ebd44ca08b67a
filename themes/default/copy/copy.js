// A button that copies a citation. A plain-http page has no clipboard: there the text is marked in a
// field of its own, and copied the old way where the browser still does.
window.keyward.enhance("copy", function (box) {
  "use strict";
  var text = box.getAttribute("data-text");
  var button = document.createElement("button");
  var status = document.createElement("span");
  var field = null;

  function say(name) {
    status.textContent = box.getAttribute("data-" + name);
  }

  function mark() {
    if (!field) {
      field = document.createElement("textarea");
      field.readOnly = true;
      field.rows = 3;
      field.value = text;
      field.setAttribute("aria-label", button.textContent);
      box.appendChild(field);
    }
    field.focus();
    field.select();
    var copied = false;
    try {
      copied = document.execCommand("copy");
    } catch (error) {
      // The reader's own keys remain.
    }
    say(copied ? "copied" : "by-hand");
  }

  button.type = "button";
  button.textContent = box.getAttribute("data-label");
  status.setAttribute("role", "status");
  button.addEventListener("click", function () {
    if (!navigator.clipboard) return mark();
    return navigator.clipboard.writeText(text).then(function () { say("copied"); }, mark);
  });
  box.appendChild(button);
  box.appendChild(status);
});
