// Runs before the first paint of the single-file course. While the file loads, only one leaf shows;
// should the rest never come, all of them do.
(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-single", "opening");
  window.addEventListener("load", function () {
    if (root.getAttribute("data-single") === "opening") root.removeAttribute("data-single");
  });
})();
