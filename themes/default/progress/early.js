// Runs before the first paint: where progress is kept, pages hold room for what tells of it.
(function () {
  "use strict";
  var root = document.documentElement;
  try {
    if (localStorage.getItem("keyward1:" + root.getAttribute("data-book") + ":meta")) root.setAttribute("data-begun", "");
  } catch (error) {
    // Nothing can be kept: there is nothing to tell.
  }
})();
