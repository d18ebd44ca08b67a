// Opens what a word means: beside the text or behind its paragraph, never over it. A pointer that
// rests on the word, the focus, and a first tap open it; Escape, another word and a tap elsewhere
// close it. Without this script the words are plain links.
(function () {
  "use strict";
  var count = 0;
  var open = null; // { link, note }
  var timer = 0;
  var pointer = "";

  function close() {
    clearTimeout(timer);
    if (!open) return;
    open.link.classList.remove("open");
    open.note.remove();
    open = null;
  }

  function later(action, wait) {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  }

  function isIn(node) {
    return open && (open.link.contains(node) || open.note.contains(node));
  }

  // Behind the paragraph, or at the end of the item or cell that has none.
  function put(note, link) {
    var block = link.closest("p, li, dd, td") || link.parentNode;
    var prose = link.closest(".prose");
    if (block.tagName === "P") block.parentNode.insertBefore(note, block.nextSibling);
    else block.appendChild(note);
    var top = link.getBoundingClientRect().top - prose.getBoundingClientRect().top;
    note.style.setProperty("--top", Math.round(top) + "px");
  }

  function show(link, item) {
    if (open && open.link === link) return clearTimeout(timer);
    close();
    var note = document.createElement("div");
    note.className = "definition";
    note.setAttribute("role", "note");
    item.childNodes.forEach(function (child) {
      note.appendChild(child.cloneNode(true));
    });
    note.querySelectorAll("[id]").forEach(function (element) {
      element.removeAttribute("id");
    });
    link.classList.add("open");
    open = { link: link, note: note };
    put(note, link);
    note.addEventListener("pointerenter", function () { clearTimeout(timer); });
    note.addEventListener("pointerleave", leave);
    note.addEventListener("focusout", blur);
  }

  // A pointer needs time for the way from the word to its meaning.
  function leave(event) {
    if (event.pointerType === "touch") return;
    later(function () {
      if (!isIn(document.activeElement)) close();
    }, 800);
  }

  // Of keys only: while a finger is down, nothing may move under it.
  function blur(event) {
    if (open && !pointer && event.relatedTarget && !isIn(event.relatedTarget)) close();
  }

  function enhance(link, item) {
    link.classList.add("term");
    link.setAttribute("aria-describedby", item.querySelector("[id]").id);
    link.addEventListener("pointerenter", function (event) {
      if (event.pointerType !== "touch") later(function () { show(link, item); }, 300);
    });
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", function () {
      if (link.matches(":focus-visible") && pointer !== "touch") show(link, item);
    });
    link.addEventListener("blur", blur);
    link.addEventListener("click", function (event) {
      if (pointer !== "touch" || (open && open.link === link)) return;
      event.preventDefault();
      show(link, item);
    });
  }

  window.keyward.enhance("term", function (list) {
    var items = Object.create(null);
    Array.prototype.forEach.call(list.children, function (item) {
      item.querySelector("span").id = "meaning-" + (count += 1);
      items[item.querySelector("a.tap").getAttribute("href")] = item;
    });
    var article = list.parentNode;
    article.querySelectorAll(".prose a[href]").forEach(function (link) {
      var item = items[link.getAttribute("href")];
      if (item && !link.closest(".quiz")) enhance(link, item);
    });
  });

  document.addEventListener("pointerdown", function (event) {
    pointer = event.pointerType;
  });
  // Not before the click is over: what closes moves the text below it.
  document.addEventListener("click", function (event) {
    if (!isIn(event.target)) close();
  });
  document.addEventListener("keydown", function (event) {
    pointer = "";
    if (event.key === "Escape") close();
  });
  window.addEventListener("resize", close);
})();
