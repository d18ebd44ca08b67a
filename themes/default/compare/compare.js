// Shows two chosen entries side by side. The choice stands in the address behind `#`.
window.keyward.enhance("compare", function (page) {
  "use strict";
  var selects = Array.prototype.slice.call(page.querySelectorAll("select"));
  var chosen = page.querySelector(".chosen");
  var status = page.querySelector("[role=status]");
  var pairs = Array.prototype.slice.call(page.querySelectorAll(".versus"));

  function show(speaks) {
    var keys = selects.map(function (select) {
      return select.value;
    });
    var isPair = keys[0] && keys[1] && keys[0] !== keys[1];
    pairs.forEach(function (pair) {
      var cells = Array.prototype.slice.call(pair.querySelectorAll("[data-entry]"));
      cells.forEach(function (cell) {
        cell.hidden = keys.indexOf(cell.getAttribute("data-entry")) < 0;
      });
      // In the order in which they were chosen.
      cells.forEach(function (cell) {
        if (cell.getAttribute("data-entry") === keys[1]) pair.appendChild(cell);
      });
    });
    chosen.hidden = !isPair;
    page.querySelector(".pairs").hidden = !!isPair;
    if (!isPair || !speaks) return;
    var words = selects.map(function (select) {
      return select.options[select.selectedIndex].textContent;
    });
    status.textContent = status
      .getAttribute("data-title")
      .replace("{a}", words[0])
      .replace("{b}", words[1]);
  }

  function read() {
    location.hash
      .slice(1)
      .split("&")
      .forEach(function (key, number) {
        if (selects[number]) selects[number].value = decodeURIComponent(key);
      });
    selects.forEach(function (select) {
      if (select.selectedIndex < 0) select.selectedIndex = 0;
    });
  }

  selects.forEach(function (select) {
    select.addEventListener("change", function () {
      var keys = selects.map(function (one) {
        return encodeURIComponent(one.value);
      });
      history.replaceState(null, "", "#" + keys.join("&"));
      show(true);
    });
  });
  window.addEventListener("hashchange", function () {
    read();
    show(true);
  });
  page.querySelector(".choose").hidden = false;
  read();
  show(false);
});
