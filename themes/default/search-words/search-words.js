// Texts in words and words in one spelling, as the build reads pages (`src/text/tokenize.rs` and
// `src/text/plain.rs`). Both follow `tests/fixtures/tokens.json`.
(function () {
  "use strict";
  const engine = (window.keyward.engine = window.keyward.engine || {});

  const WORD = /[\p{Alphabetic}\p{N}]/u;
  const MARK = /\p{M}/u;
  const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2066-\u2069\u00AD\uFEFF]/;
  const APOSTROPHE = /['’‘ʼ᾽᾿`´΄\u02b9]/;
  const HYPHEN = /[-\u2010\u2011]/;
  const DROPS_MARKS = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}]/u;
  const DIGIT = /\p{Nd}/u;
  const LETTERS = {
    "ß": "ss", "œ": "oe", "æ": "ae", "þ": "th", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i",
    "ς": "σ", "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "\u0640": "",
  };
  // What stands shortened before an apostrophe and is no word to look for.
  const ELISIONS = {
    fr: "l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu quelqu",
    it: "l un d c n s t m v gl all dall dell nell sull coll agl dagl degl negl sugl quest quell sant anch com dov quant tutt senz nient mezz bell buon grand",
    ca: "l d m t s n",
    el: "γι απ σ μ κ τ θ ν αλλ κατ μετ παρ υπ επ ουτ ωσ απο για",
  };

  // Arabic: the article, and what is written together with it (`src/text/arabic.rs`).
  const ARTICLE = /^(?:و?(?:[بكف]?ال|لل)(?=...)|و(?=....))/;

  function isWord(c) {
    return WORD.test(c) && !APOSTROPHE.test(c);
  }

  // The digit 0 to 9 for a digit of any script: they stand in rows from zero to nine.
  function asciiDigit(c) {
    if (c < "\u0080" || !DIGIT.test(c)) return c;
    let before = 0;
    for (let code = c.codePointAt(0) - 1; DIGIT.test(String.fromCodePoint(code)); code--) before++;
    return String(before % 10);
  }

  engine.fold = function (word) {
    if (/^[\0-\x7f]*$/.test(word)) return word.toLowerCase();
    let out = "";
    let dropsMarks = false;
    for (const composed of word.toLowerCase().normalize("NFKC").toLowerCase()) {
      if (INVISIBLE.test(composed)) continue;
      if (composed === "й") {
        out += composed;
        dropsMarks = true;
        continue;
      }
      for (const c of composed.normalize("NFKD")) {
        if (MARK.test(c)) {
          if (!dropsMarks) out += c;
          continue;
        }
        dropsMarks = DROPS_MARKS.test(c);
        out += c in LETTERS ? LETTERS[c] : asciiDigit(c);
      }
    }
    return out.normalize("NFC");
  };

  // Runs of letters, digits and marks: start and end in the text.
  function runs(text) {
    const found = [];
    let at = 0;
    let run = null;
    for (const c of text) {
      const next = at + c.length;
      if (isWord(c) || (run && MARK.test(c))) {
        run = run || { start: at, end: next };
        run.end = next;
      } else if (run && !INVISIBLE.test(c)) {
        found.push(run);
        run = null;
      }
      at = next;
    }
    if (run) found.push(run);
    return found;
  }

  // The words of a text in a language: `start` and `end` in the text, `shape` (`whole`, `joined` for
  // a word with hyphens, followed by each `part`), and `folded`.
  engine.words = function (language, text) {
    const elisions = (ELISIONS[language.split("-")[0]] || "").split(" ");
    const isArabic = language.split("-")[0] === "ar";
    const all = runs(text);
    const words = [];
    const word = function (start, end, shape) {
      const written = text.slice(start, end);
      const bare = shape === "joined" ? written.replace(/[-\u2010\u2011]/g, "") : written;
      let folded = engine.fold(bare);
      if (isArabic) folded = folded.replace(ARTICLE, "");
      words.push({ start: start, end: end, shape: shape, folded: folded });
    };
    const isElided = function (run) {
      return APOSTROPHE.test(text.charAt(run.end)) && elisions.indexOf(engine.fold(text.slice(run.start, run.end))) >= 0;
    };
    const isEnding = function (run) {
      if (run.start < 2 || !/^s$/i.test(text.slice(run.start, run.end))) return false;
      const before = Array.from(text.slice(Math.max(0, run.start - 3), run.start - 1)).pop();
      return APOSTROPHE.test(text.charAt(run.start - 1)) && isWord(before);
    };
    for (let i = 0; i < all.length; i++) {
      const first = all[i];
      if (isElided(first) || isEnding(first)) continue;
      let last = i;
      while (last + 1 < all.length && all[last + 1].start === all[last].end + 1 && HYPHEN.test(text.charAt(all[last].end))) last++;
      if (last === i) {
        word(first.start, first.end, "whole");
        continue;
      }
      word(first.start, all[last].end, "joined");
      for (; i <= last; i++) word(all[i].start, all[i].end, "part");
      i = last;
    }
    return words;
  };
})();
