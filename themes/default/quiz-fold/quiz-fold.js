// Short answers and numbers made comparable, as `src/text` does it: both follow
// `tests/fixtures/short-text.json`.
(function (keyward) {
  "use strict";
  const quiz = (keyward.quiz = keyward.quiz || {});
  const invisible = /[\u200B-\u200F\u202A-\u202E\u2066-\u2069\u00AD\uFEFF]/g;
  const separators = /[\p{P}\p{White_Space}`\u02B9-\u02BD\u2044\u2212]+/gu;
  const vowelMarks = /[\u064B-\u065F\u0640\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7]/g;

  // Full case folding; dotless i has no capital of its own outside Turkish and Azeri.
  function foldedCase(text, language) {
    const turkic = language === "tr" || language === "az";
    return (turkic ? text.replace(/İ/g, "i").replace(/I/g, "ı") : text)
      .split("ı")
      .map((part) => part.toLowerCase().toUpperCase().toLowerCase())
      .join("ı");
  }

  const bare = (letters) => letters.normalize("NFD").replace(/\p{M}/gu, "");

  // Decimal digits stand in rows from zero to nine, in every script.
  function asciiDigit(digit) {
    const code = digit.codePointAt(0);
    let before = 0;
    while (before < code && /\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
    return String(before % 10);
  }
  const asciiDigits = (text) => text.replace(/\p{Nd}/gu, asciiDigit);

  // The form in which answers are compared; `how` has lang, accents, case.
  quiz.fold = function (typed, how) {
    const language = String(how.lang || "").split("-")[0];
    let text = String(typed).replace(/´/g, " ").normalize("NFKC");
    if (language === "fa" || language === "hi") text = text.replace(/\u200C/g, " ");
    text = text.replace(invisible, "");
    if (how.case !== "keep") text = foldedCase(text, language);
    text = asciiDigits(text.replace(separators, " ").replace(/^ | $/g, "")).normalize("NFC");
    if (how.accents !== "keep") text = text.replace(/\p{Script=Latin}\p{Script=Inherited}*/gu, bare);
    return text
      .replace(/\p{Script=Greek}\p{Script=Inherited}*/gu, bare)
      .replace(/ς/g, "σ")
      .replace(vowelMarks, "")
      .replace(/[أإآٱ]/g, "ا")
      .replace(/ى/g, "ي")
      .replace(/ة/g, "ه")
      .replace(/ё/g, "е")
      .replace(/Ё/g, "Е")
      .replace(/ß/g, "ss")
      .replace(/ẞ/g, "SS");
  };

  // Damerau and Levenshtein's distance, between any two changes too.
  function distance(a, b) {
    const last = new Map();
    const most = a.length + b.length;
    const rows = [[], []];
    for (let j = 0; j <= b.length + 1; j++) {
      rows[0][j] = most;
      rows[1][j] = j ? j - 1 : most;
    }
    for (let i = 1; i <= a.length; i++) {
      let match = 0;
      const row = (rows[i + 1] = [most, i]);
      for (let j = 1; j <= b.length; j++) {
        const from = last.get(b[j - 1]) || 0;
        const same = a[i - 1] === b[j - 1];
        row[j + 1] = Math.min(
          rows[i][j] + (same ? 0 : 1),
          row[j] + 1,
          rows[i][j + 1] + 1,
          rows[from][match] + (i - from - 1) + 1 + (j - match - 1),
        );
        if (same) match = j;
      }
      last.set(a[i - 1], i);
    }
    return rows[a.length + 1][b.length + 1];
  }

  // Slips of the pen between two folded texts, or null where they are too many for the length.
  quiz.slips = function (typed, wanted) {
    if (typed === wanted) return 0;
    const letters = Array.from(wanted.replace(/ /g, "")).length;
    const allowed = /[0-9]/.test(wanted) || letters < 5 ? 0 : letters < 9 ? 1 : 2;
    // What is longer by more than is allowed needs no counting.
    if (!allowed || Math.abs(typed.length - wanted.length) > allowed * 2) return null;
    const slips = distance(Array.from(typed), Array.from(wanted));
    return slips <= allowed ? slips : null;
  };

  function plain(sign, whole, decimals) {
    const kept = whole.replace(/^0+/, "") || "0";
    const rest = decimals.replace(/0+$/, "");
    if (!rest) return kept === "0" ? "0" : sign + kept;
    return sign + kept + "." + rest;
  }

  const groups = (parts) => /^[1-9]\d{0,2}$/.test(parts[0]) && parts.slice(1).every((part) => part.length === 3);

  // The numbers that a text can mean, as plain decimals, the likelier first.
  quiz.readings = function (typed) {
    const text = asciiDigits(String(typed).slice(0, 200).normalize("NFKC").replace(invisible, ""))
      .replace(/٫/g, ".")
      .replace(/[\u2010-\u2013\u2212]/g, "-")
      .replace(/(\d)[\p{White_Space}'’٬](?=\d{3}(?!\d))/gu, "$1");
    const tokens = text.match(/-?(?:[.,](?=\d)|\d)+/g) || [];
    if (tokens.length !== 1) return [];
    const sign = tokens[0][0] === "-" ? "-" : "";
    const digits = tokens[0].slice(sign.length);
    const parts = digits.split(/[.,]/);
    const signs = digits.replace(/\d/g, "");
    const last = parts[parts.length - 1];
    const before = parts.slice(0, -1);
    const whole = plain(sign, parts.join(""), "");
    if (!signs) return [whole];
    if (signs.length === 1) return groups(parts) ? [plain(sign, parts[0], last), whole] : [plain(sign, parts[0], last)];
    const one = (text) => text.split("").every((c) => c === text[0]);
    if (one(signs)) return groups(parts) ? [whole] : [];
    return one(signs.slice(0, -1)) && groups(before) ? [plain(sign, before.join(""), last)] : [];
  };
})(window.keyward);
