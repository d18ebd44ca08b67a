// The way to the search: its script is loaded when it is first asked for, by the link in the
// header, by a key, or by another script through `keyward.search`.
(function () {
  "use strict";
  const keyward = window.keyward;

  function ready() {
    if (keyward.engine) return Promise.resolve(keyward.engine);
    return keyward.bring("search").then(function () { return keyward.engine; });
  }

  // The hits of a query; none where something fails. `locale`, `limit` and `facets` may be asked for.
  keyward.search = function (query, options) {
    const asked = Object.assign({ locale: document.documentElement.lang }, options);
    return ready().then(function (engine) { return engine.search(query, asked); }).catch(function () { return []; });
  };

  keyward.enhance("search-page", function (place) {
    ready().then(function (engine) { engine.page(place); }).catch(function () {});
  });

  keyward.enhance("search", function (link) {
    function open(event) {
      event.preventDefault();
      ready().then(function (engine) { engine.open(link); }).catch(function () { location.href = link.href; });
    }
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      open(event);
    });
    document.addEventListener("keydown", function (event) {
      if (event.isComposing || event.altKey || event.defaultPrevented) return;
      const isTyped = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
      const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !isTyped;
      const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (isSlash || isK) open(event);
    });
  });
})();
