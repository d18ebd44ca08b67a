// Follows the preview server: loads the page again when the book was built, and shows what is
// wrong with it until it is mended. Only the preview has this script.
(function () {
  "use strict";
  var own = new URL(document.currentScript.src).searchParams.get("v");
  var box = null;

  function show(problems) {
    if (box) box.remove();
    box = null;
    if (!problems.length) return;
    box = document.createElement("div");
    box.setAttribute("role", "alert");
    box.lang = "en";
    box.dir = "ltr";
    Object.assign(box.style, {
      position: "fixed", insetInline: "0", insetBlockEnd: "0", maxBlockSize: "60vh", overflow: "auto",
      zIndex: "99", padding: "1rem 1.5rem", background: "#7e1616", color: "#fff",
      font: "16px/1.5 ui-monospace, Consolas, monospace", whiteSpace: "pre-wrap"
    });
    box.textContent = problems.join("\n\n");
    document.body.appendChild(box);
  }

  var source = new EventSource("/__keyward/events");
  source.onmessage = function (event) {
    var state = JSON.parse(event.data);
    if (String(state.version) !== own) location.reload();
    else show(state.problems);
  };
})();
