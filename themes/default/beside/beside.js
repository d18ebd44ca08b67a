// Sets the same page in another language beside the text, block by block. The other page is opened
// in a hidden frame and asked for its text by a message, as a page from disk can read no other;
// the answer is built anew from known elements.
(function () {
  "use strict";
  var name = "keyward-beside";
  var fromDisk = location.protocol === "file:";
  var known = /^(A|ABBR|B|BDI|BDO|BLOCKQUOTE|BR|CAPTION|CITE|CODE|DD|DEL|DFN|DIV|DL|DT|EM|FIGCAPTION|FIGURE|H[1-6]|HR|I|IMG|INS|KBD|LI|MARK|OL|P|PRE|Q|S|SAMP|SECTION|SMALL|SPAN|STRONG|SUB|SUMMARY|SUP|TABLE|TBODY|TD|TH|THEAD|TR|U|UL|VAR)$/;
  var dropped = /^(BUTTON|IFRAME|INPUT|NAV|SCRIPT|SELECT|STYLE|svg|TEMPLATE|TEXTAREA)$/;
  var attributes = ["alt", "class", "colspan", "dir", "height", "lang", "reversed", "role", "rowspan", "scope", "src", "start", "tabindex", "title", "width", "aria-label"];
  var heading = /^H[2-6]$/;

  function each(list, action) {
    Array.prototype.forEach.call(list, action);
  }

  // ------------------------------------------------ the page that is asked

  // An element as [name, attributes, ...content].
  function pack(element) {
    var packed = [known.test(element.tagName) ? element.tagName : "DIV", {}];
    attributes.forEach(function (name) {
      if (element.hasAttribute(name)) packed[1][name] = name === "src" ? element.src : element.getAttribute(name);
    });
    if (element.href) packed[1].href = element.href.split("#")[0] === location.href.split("#")[0] ? element.hash || "#" : element.href;
    each(element.childNodes, function (child) {
      if (child.nodeType === 3) packed.push(child.data);
      else if (child.nodeType === 1 && !dropped.test(child.tagName) && !child.hidden) packed.push(pack(child));
    });
    return packed;
  }

  function isProse(element) {
    return element.classList.contains("prose");
  }

  function parts(article) {
    return Array.prototype.filter.call(article.children, function (part) {
      return /^(head|goals|prose|key)\b/.test(part.className);
    });
  }

  // The articles of a page: a print page gathers chapters in sheets.
  function articles() {
    return document.querySelectorAll("main article:not(.chapter):not(.entry), main .sheet");
  }

  function answer() {
    var list = [];
    each(articles(), function (article) {
      var packed = {};
      parts(article).forEach(function (part) {
        packed[part.className] = isProse(part) ? Array.prototype.map.call(part.children, pack) : [pack(part)];
      });
      list.push(packed);
    });
    return { keyward: name, articles: list };
  }

  if (window.name === name && window.parent !== window) {
    window.addEventListener("message", function (event) {
      var isOurs = event.source === window.parent && (fromDisk || event.origin === location.origin);
      if (isOurs && event.data === name) event.source.postMessage(answer(), fromDisk ? "*" : location.origin);
    });
    return;
  }

  // ------------------------------------------------ the page that asks

  function ask(href, done) {
    var frame = document.createElement("iframe");
    var timer = setTimeout(end, 10000);

    function end(data) {
      clearTimeout(timer);
      window.removeEventListener("message", hear);
      frame.remove();
      done(data);
    }
    function hear(event) {
      var isOurs = event.source === frame.contentWindow && (fromDisk || event.origin === location.origin);
      if (isOurs && event.data && event.data.keyward === name) end(event.data.articles);
    }

    window.addEventListener("message", hear);
    frame.name = name;
    frame.hidden = true;
    frame.addEventListener("load", function () {
      frame.contentWindow.postMessage(name, fromDisk ? "*" : location.origin);
    });
    frame.src = href;
    document.body.appendChild(frame);
  }

  function unpack(packed) {
    if (typeof packed === "string") return document.createTextNode(packed);
    var tag = known.test(packed[0]) ? packed[0] : "DIV";
    var element = document.createElement(tag === "H1" ? "P" : tag);
    if (tag === "H1") element.className = "title";
    attributes.concat("href").forEach(function (name) {
      var value = packed[1][name];
      if (typeof value !== "string") return;
      if (name === "href" && !/^(#|https?:|file:|mailto:|tel:)/.test(value)) return;
      element.setAttribute(name, value);
    });
    packed.slice(2).forEach(function (child) {
      element.appendChild(unpack(child));
    });
    return element;
  }

  // Puts packed blocks beside one of ours.
  function put(own, blocks, language) {
    var box = document.createElement("div");
    box.className = "beside";
    box.lang = language.lang;
    box.dir = language.dir;
    blocks.forEach(function (block) {
      box.appendChild(unpack(block));
    });
    own.parentNode.insertBefore(box, own.nextSibling);
  }

  // Blocks from one heading to the next.
  function sections(blocks, tagOf) {
    var list = [[]];
    blocks.forEach(function (block) {
      if (heading.test(tagOf(block))) list.push([]);
      list[list.length - 1].push(block);
    });
    return list;
  }

  // Block beside block as long as they are of a kind; what is left of a section stands together.
  function pairSection(own, other, language) {
    var at = 0;
    var alike = own.length === other.length;
    while (at < own.length && at < other.length && own[at].tagName === other[at][0]) {
      if (!alike && at + 1 >= Math.min(own.length, other.length)) break;
      put(own[at], [other[at]], language);
      at += 1;
    }
    if (at >= other.length || !own.length) return;
    var rest = document.createElement("div");
    rest.className = "prose rest";
    own[at].parentNode.insertBefore(rest, own[at]);
    own.slice(at).forEach(function (block) {
      rest.appendChild(block);
    });
    put(rest, other.slice(at), language);
  }

  function pairArticle(article, packed, language) {
    parts(article).forEach(function (part) {
      var other = packed[part.className];
      if (!other) return;
      if (!isProse(part)) return put(part, other, language);
      var own = sections(Array.prototype.slice.call(part.children), function (block) { return block.tagName; });
      var theirs = sections(other, function (block) { return block[0]; });
      if (own.length !== theirs.length) {
        own = [Array.prototype.slice.call(part.children)];
        theirs = [other];
      }
      own.forEach(function (section, index) {
        pairSection(section, theirs[index], language);
      });
    });
  }

  function separate() {
    document.querySelectorAll("main .beside").forEach(function (box) {
      box.remove();
    });
    document.querySelectorAll("main .rest").forEach(function (rest) {
      while (rest.firstChild) rest.parentNode.insertBefore(rest.firstChild, rest);
      rest.remove();
    });
  }

  // Does something to the page and keeps what is at the top of the window where it is.
  function inPlace(action) {
    var all = document.querySelectorAll("main article .prose > *, main h1");
    var first = Array.prototype.find.call(all, function (block) {
      return block.getBoundingClientRect().bottom > 0;
    });
    var before = first && first.getBoundingClientRect().top;
    action();
    if (first && window.scrollY) window.scrollBy(0, first.getBoundingClientRect().top - before);
  }

  // A button for the page that a link of the language menu leads to.
  function offer(link) {
    var item = document.createElement("li");
    var button = document.createElement("button");
    var name = document.createElement("span");
    name.lang = link.lang;
    name.dir = link.dir;
    name.textContent = link.textContent;
    button.className = "pair";
    button.type = "button";
    button.value = link.hreflang;
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("data-href", link.href.split("#")[0]);
    button.appendChild(name);
    item.appendChild(button);
    return item;
  }

  window.keyward.enhance("beside", function (menu) {
    var settings = window.keyward.settings;
    var main = document.getElementById("main");
    var status = document.querySelector(".beside-status");
    var shown = "";
    var turn = 0;
    if (!settings || !articles().length) return;
    var list = document.createElement("ul");
    menu.getAttribute("data-languages").split(" ").forEach(function (language) {
      list.appendChild(offer(document.querySelector('.languages a[hreflang="' + language + '"]')));
    });
    menu.appendChild(list);

    function say(text, failed) {
      status.textContent = text;
      status.classList.toggle("failed", !!failed);
    }

    function mark(language) {
      shown = language;
      turn += 1;
      menu.querySelectorAll("button").forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.value === language));
      });
      main.classList.toggle("paired", !!language);
      main.parentNode.classList.toggle("has-pair", !!language);
    }

    function show(button, isAsked) {
      var words = button.querySelector("[lang]");
      inPlace(function () {
        separate();
        mark(button.value);
      });
      var own = turn;
      ask(button.getAttribute("data-href"), function (others) {
        if (own !== turn) return;
        if (!others) {
          mark("");
          return say(menu.getAttribute("data-failed"), true);
        }
        inPlace(function () {
          each(articles(), function (article, index) {
            if (others[index]) pairArticle(article, others[index], words);
          });
        });
        if (isAsked) say(menu.getAttribute("data-shown").replace("{language}", words.textContent));
      });
    }

    // As the settings say: at first, and when they change.
    function follow(event) {
      var wanted = menu.querySelector('button[value="' + settings.get("beside") + '"]');
      if (wanted && shown !== wanted.value) return show(wanted, !!event);
      if (wanted || !shown) return;
      inPlace(function () {
        separate();
        mark("");
      });
      say(menu.getAttribute("data-gone"));
    }

    menu.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (button) settings.set("beside", button.value === shown ? "usual" : button.value);
    });
    document.addEventListener("keyward-settings", follow);
    menu.hidden = false;
    follow();
  });
})();
