// Says by the reader's clock that a page should have been checked again.
window.keyward.enhance("review", function (words) {
  "use strict";
  var now = new Date();
  var two = function (number) {
    return (number < 10 ? "0" : "") + number;
  };
  var today = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  words.hidden = !(words.getAttribute("data-due") < today);
});
