// The box in which readers search: a combobox with a list of hits, in a dialog or on its own page.
// What a reader typed and what pages say is only ever shown as text.
(function () {
  "use strict";
  const keyward = window.keyward;
  const engine = keyward.engine;
  const WAIT = 120;
  const ANNOUNCE = 700;
  const SNIPPET = 170;
  let boxes = 0;

  function make(name, attributes, children) {
    const element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      if (attributes[key] !== undefined) element.setAttribute(key, attributes[key]);
    });
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }

  // A text with values in it, each kept apart from the direction of the sentence.
  function said(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, key) {
      return key in values ? "\u2068" + values[key] + "\u2069" : whole;
    });
  }

  // The part of a text that has most of the words, with marks around them.
  function snippet(text, language, forms) {
    const found = engine.words(language, text).filter(function (word) {
      return word.shape !== "joined" && forms.has(word.folded);
    });
    let from = 0;
    let most = 0;
    found.forEach(function (word) {
      const near = new Set();
      found.forEach(function (other) {
        if (other.start >= word.start && other.end <= word.start + SNIPPET - 20) near.add(other.folded);
      });
      if (near.size > most) {
        most = near.size;
        from = word.start;
      }
    });
    let start = Math.max(0, from - 40);
    if (start > 0) start = text.indexOf(" ", start) + 1;
    let end = Math.min(text.length, start + SNIPPET);
    if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + 1);
    const parts = [start > 0 ? "… " : ""];
    let at = start;
    found.forEach(function (word) {
      if (word.start < at || word.end > end) return;
      parts.push(text.slice(at, word.start), make("mark", {}, [text.slice(word.start, word.end)]));
      at = word.end;
    });
    parts.push(text.slice(at, end), end < text.length ? " …" : "");
    return parts;
  }

  // A box: `element` to place, `input`, and `ask` to search for words.
  function box(link, limit, changed) {
    const all = JSON.parse(link.getAttribute("data-words"));
    const words = function (key) { return all["search." + key] || ""; };
    const locale = document.documentElement.lang;
    const other = link.getAttribute("data-other");
    const id = "keyward-search-" + ++boxes;
    let hits = [];
    let active = -1;
    let turn = 0;
    let waiting = 0;
    let announcing = 0;
    const chosen = {};

    const input = make("input", {
      type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
      autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search", maxlength: "400", dir: "auto",
    });
    const list = make("div", { role: "listbox", id: id, "aria-label": words("results"), hidden: "" });
    const state = make("p", { class: "state", role: "status" });
    const asking = make("div", { class: "asking" }, [make("label", {}, [words("label"), input])]);
    const more = make("div", { class: "more" });
    const element = make("div", { class: "search", role: "search" }, [asking, more, state, list]);

    let isOther = null;
    if (other) {
      isOther = make("input", { type: "checkbox" });
      more.append(make("label", {}, [isOther, said(words("other"), { language: link.getAttribute("data-other-name") })]));
      isOther.addEventListener("change", function () { ask(true); });
    }
    const values = make("div", { class: "values" });
    const narrow = make("details", {}, [make("summary", {}, [words("narrow")]), values]);
    narrow.addEventListener("toggle", function () { if (narrow.open && !values.firstChild) facets(); });
    more.append(narrow);

    function facets() {
      return engine.index(locale).then(function (index) { return index.facets(); }).then(function (all) {
        if (values.firstChild) return;
        all.forEach(function (facet) {
          const select = make("select", {}, [make("option", { value: "" }, [words("any")])]);
          facet.values.forEach(function (value) { select.append(make("option", { value: value.name }, [value.words])); });
          select.value = chosen[facet.name] || "";
          select.addEventListener("change", function () {
            chosen[facet.name] = select.value;
            ask(true);
          });
          values.append(make("label", {}, [facet.words, select]));
        });
      });
    }

    function say(text) {
      clearTimeout(announcing);
      announcing = setTimeout(function () { state.textContent = text; }, state.textContent ? ANNOUNCE : 0);
    }

    function choose(number) {
      if (hits[active]) hits[active].element.setAttribute("aria-selected", "false");
      active = number;
      if (!hits[active]) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      hits[active].element.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", hits[active].element.id);
      hits[active].element.scrollIntoView({ block: "nearest" });
    }

    function go(hit, isElsewhere) {
      if (isElsewhere) {
        window.open(hit.href, "_blank", "noopener");
        return;
      }
      const dialog = element.closest("dialog");
      if (dialog) dialog.close();
      location.href = hit.href;
    }

    function option(hit, number, forms) {
      const heading = hit.heading ? hit.heading.text : "";
      const trail = heading ? [hit.page.title].concat(hit.trail) : [];
      const of = [hit.page.kind[1]].concat(trail);
      const text = make("span", { class: "text", lang: hit.page.lang, dir: "auto" });
      const item = make("div", { class: "hit", role: "option", id: id + "-" + number, "aria-selected": "false" }, [
        make("span", { class: "of" }, of.reduce(function (parts, part, i) {
          return parts.concat(i ? [" › ", make("bdi", {}, [part])] : [make("bdi", {}, [part])]);
        }, [])),
        make("span", { class: "name", lang: hit.page.lang, dir: "auto" }, snippet(heading || hit.page.title, hit.page.lang, forms)),
        text,
      ]);
      if (hit.page.care) item.append(make("span", { class: "care", lang: hit.page.lang, dir: "auto" }, [hit.page.care]));
      const shown = { element: item, href: engine.href(hit.page.url + (heading ? "#" + hit.heading.id : "")), text: text, hit: hit };
      item.addEventListener("click", function (event) { go(shown, event.ctrlKey || event.metaKey); });
      item.addEventListener("mousedown", function (event) { event.preventDefault(); });
      return shown;
    }

    function show(answers, query) {
      hits = [];
      const groups = [];
      answers.forEach(function (answer, i) {
        if (!answer.hits.length) return;
        const own = answer.hits.map(function (hit) {
          const shown = option(hit, hits.length, answer.forms);
          shown.answer = answer;
          hits.push(shown);
          return shown.element;
        });
        const name = i ? said(words("in-language"), { language: link.getAttribute("data-other-name") }) : "";
        const group = make("div", { class: "group", role: "group", "aria-label": name || words("results") }, own);
        if (name) group.prepend(make("div", { class: "group-name", "aria-hidden": "true" }, [name]));
        groups.push(group);
      });
      list.replaceChildren.apply(list, groups);
      list.hidden = !hits.length;
      input.setAttribute("aria-expanded", String(hits.length > 0));
      choose(-1);
      const count = answers.reduce(function (sum, answer) { return sum + answer.count; }, 0);
      say(hits.length ? said(words("found"), { n: hits.length, all: count }) : said(words("none"), { query: query }));
      hits.forEach(function (shown) {
        shown.answer.index.text(shown.hit.section).then(function (text) {
          shown.text.append.apply(shown.text, snippet(text, shown.hit.page.lang, shown.answer.forms));
        }).catch(function () {});
      });
    }

    function ask(isNow) {
      clearTimeout(waiting);
      const own = ++turn;
      const query = input.value;
      if (changed) changed(query, chosen);
      if (!query.trim()) {
        show([], query);
        say("");
        return;
      }
      waiting = setTimeout(function () {
        const asked = [engine.hits(query, { locale: locale, limit: limit, facets: chosen })];
        if (isOther && isOther.checked) asked.push(engine.hits(query, { locale: other, limit: limit, facets: chosen }));
        Promise.all(asked).then(function (answers) {
          if (own === turn) show(answers, query);
        }, function () {
          if (own === turn) say(words("failed"));
        });
      }, isNow ? 0 : WAIT);
    }

    input.addEventListener("input", function () { ask(false); });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && hits.length) {
        event.preventDefault();
        const next = active < 0 && step < 0 ? hits.length - 1 : active + step;
        choose(next >= hits.length ? -1 : next);
      } else if (event.key === "Enter") {
        event.preventDefault();
        const page = link.getAttribute("data-page");
        if (hits[active]) go(hits[active], event.ctrlKey || event.metaKey);
        else if (page && !changed && input.value.trim()) go({ href: page + "#q=" + encodeURIComponent(wellFormed(input.value)) }, false);
      }
    });

    return { element: element, asking: asking, input: input, words: words, chosen: chosen, ask: ask, narrow: narrow, facets: facets };
  }

  // Half a character can't stand in an address.
  function wellFormed(text) {
    return Array.from(text, function (c) { return /^[\uD800-\uDFFF]$/.test(c) ? "\uFFFD" : c; }).join("");
  }

  let dialog = null;
  let own = null;
  // Opens the dialog.
  engine.open = function (link) {
    if (!dialog) {
      own = box(link, 10, null);
      const close = make("button", { type: "button", class: "quiet" }, [own.words("close")]);
      close.addEventListener("click", function () { dialog.close(); });
      own.asking.append(close);
      dialog = make("dialog", { class: "search-box", "aria-label": own.words("label") }, [own.element]);
      dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
    own.input.focus();
    own.input.select();
  };

  // Starts the page of results, which keeps what was asked in its fragment.
  engine.page = function (place) {
    const link = document.querySelector("[data-enhance='search']");
    if (!link) return;
    const all = box(link, 30, function (query, chosen) {
      const asked = [["q", query]].concat(Object.keys(chosen).map(function (name) { return [name, chosen[name]]; }));
      const parts = asked.filter(function (pair) { return pair[1]; }).map(function (pair) {
        return encodeURIComponent(pair[0]) + "=" + encodeURIComponent(wellFormed(pair[1]));
      });
      history.replaceState(null, "", "#" + parts.join("&"));
    });
    function read() {
      const asked = new URLSearchParams(location.hash.slice(1));
      all.input.value = asked.get("q") || "";
      Object.keys(all.chosen).forEach(function (name) { delete all.chosen[name]; });
      asked.forEach(function (value, name) { if (name !== "q") all.chosen[name] = value; });
      if (Object.keys(all.chosen).length) all.narrow.open = true;
      all.ask(true);
    }
    place.append(all.element);
    window.addEventListener("hashchange", read);
    if (location.hash.length > 1) read();
    all.input.focus();
  };
})();
