// Narrows a list on its own page. The choice stands in the address behind `#`, so that the back
// button takes a step back and a shared address opens the same list.
window.keyward.enhance("facets", function (page) {
  "use strict";
  var details = page.querySelector("details");
  var title = page.querySelector("h2[data-some]");
  var said = page.querySelector("[role=status]");
  var none = page.querySelector(".listing > .none");
  var clear = page.querySelector(".actions");
  var cards = list("[data-tokens]").map(function (card) {
    return { element: card, tokens: card.getAttribute("data-tokens").split(" ") };
  });
  var groups = list(".facets ul").map(function (group) {
    return Array.prototype.map.call(group.querySelectorAll("[data-token]"), function (item) {
      return {
        item: item,
        token: item.getAttribute("data-token"),
        link: item.querySelector("a"),
        words: item.querySelector("a > span").textContent,
        count: item.querySelector(".count")
      };
    });
  });

  function list(selector) {
    return Array.prototype.slice.call(page.querySelectorAll(selector));
  }

  // The chosen value of each group, or none.
  function chosen() {
    var tokens = location.hash.slice(1).split("&");
    return groups.map(function (group) {
      return group.filter(function (value) {
        return tokens.indexOf(value.token) >= 0;
      })[0];
    });
  }

  function tokensOf(choice) {
    return choice.filter(Boolean).map(function (value) {
      return value.token;
    });
  }

  function left(choice) {
    var tokens = tokensOf(choice);
    return cards.filter(function (card) {
      return tokens.every(function (token) {
        return card.tokens.indexOf(token) >= 0;
      });
    });
  }

  // What the choice would be with `value` in its group, or with none where it is chosen already.
  function withValue(choice, group, value) {
    var other = choice.slice();
    other[group] = choice[group] === value ? undefined : value;
    return other;
  }

  function show(speaks) {
    var choice = chosen();
    var shown = left(choice);
    var words = choice.filter(Boolean).map(function (value) {
      return value.words;
    });
    cards.forEach(function (card) {
      card.element.hidden = shown.indexOf(card) < 0;
    });
    groups.forEach(function (group, number) {
      group.forEach(function (value) {
        var isChosen = choice[number] === value;
        var other = withValue(choice, number, value);
        var count = left(isChosen ? choice : other).length;
        value.count.textContent = String(count);
        value.item.hidden = !count && !isChosen;
        value.link.setAttribute("href", "#" + (tokensOf(other).join("&") || "listing-title"));
        if (isChosen) value.link.setAttribute("aria-current", "true");
        else value.link.removeAttribute("aria-current");
      });
    });
    title.textContent = words.length
      ? title
          .getAttribute("data-some")
          .replace("{n}", String(shown.length))
          .replace("{by}", words.join(", "))
      : title.getAttribute("data-all");
    clear.hidden = !words.length;
    none.hidden = shown.length > 0;
    if (speaks) said.textContent = title.textContent;
  }

  // Beside the list there is room for them.
  var wide = window.matchMedia("(min-width: 62rem)");
  function open() {
    if (wide.matches) details.open = true;
  }
  open();
  wide.addEventListener("change", open);
  // In the single-file course a fragment names a page: there the links narrow the list.
  if (page.closest(".leaf")) return;
  window.addEventListener("hashchange", function () {
    show(true);
  });
  show(false);
  // An address that was passed on leads to the list, below what stands above it.
  if (chosen().some(Boolean)) page.scrollIntoView();
});
