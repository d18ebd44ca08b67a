// Offers the page in the browser's language until the reader has chosen one. Nobody is redirected;
// where nothing can be kept, nothing is offered, as it would come back on every page.
window.keyward.enhance("offer", function (box) {
  "use strict";
  var page = document.documentElement;
  var key = "keyward1:" + page.getAttribute("data-book") + ":offer";

  function bare(tag) {
    return tag.toLowerCase().split("-")[0];
  }
  function keep() {
    try {
      localStorage.setItem(key, "1");
    } catch (error) {
      // A full or closed storage: the offer only goes for now.
    }
    box.hidden = true;
  }
  function shown() {
    try {
      return localStorage.getItem(key) || !localStorage;
    } catch (error) {
      return true;
    }
  }

  if (shown()) return;
  var offers = Array.prototype.slice.call(box.children);
  var wanted = (navigator.languages || [navigator.language || ""]).map(bare);
  var first = wanted.filter(function (tag) {
    return tag === bare(page.lang) || offers.some(function (offer) {
      return bare(offer.lang) === tag;
    });
  })[0];
  if (!first || first === bare(page.lang)) return;
  var fit = offers.filter(function (offer) {
    return bare(offer.lang) === first;
  });
  var exact = fit.filter(function (offer) {
    return (navigator.languages || []).indexOf(offer.lang) >= 0;
  })[0];
  (exact || fit[0]).hidden = false;
  box.hidden = false;
  box.addEventListener("click", function (event) {
    if (event.target.closest("a, button")) keep();
  });
  document.querySelectorAll(".languages a").forEach(function (link) {
    link.addEventListener("click", keep);
  });
});
