// Blanks that an administration fills for its site: `local.js` hands its values over here. They are
// shown as text and nothing else; what is no short text leaves the blank as it is on paper.
(function () {
  "use strict";
  var most = 300;

  // A text, or one for each language by its tag.
  function words(value, tag) {
    if (value && typeof value === "object") value = value[tag] || value[tag.split("-")[0]];
    if (typeof value === "number") value = String(value);
    value = typeof value === "string" ? value.replace(/\s+/g, " ").trim() : "";
    return value.length <= most ? value : "";
  }

  window.keyward.local = function (values) {
    if (!values || typeof values !== "object") return;
    document.querySelectorAll("[data-blank]").forEach(function (blank) {
      var name = blank.getAttribute("data-blank");
      var line = blank.querySelector(".blank-line");
      var own = Object.prototype.hasOwnProperty.call(values, name) ? words(values[name], document.documentElement.lang) : "";
      if (!own || !line) return;
      line.textContent = own;
      line.setAttribute("dir", "auto");
      line.classList.add("filled");
    });
  };
})();
