// Which words of the texts a word of a query means, and how surely.
(function () {
  "use strict";
  const engine = window.keyward.engine;

  // How much a word counts that is not the very one: a form of it, a longer word that it begins,
  // a word with the same start, one that is a slip of the pen away or two, parts of one.
  const FORM = 0.9;
  const BENT = 0.9;
  const PREFIX = 0.6;
  const SAME_START = 0.65;
  const ONE_SLIP = 0.78;
  const TWO_SLIPS = 0.55;
  const LAST_PART = 0.5;
  const FIRST_PART = 0.35;
  // What a word of the same meaning counts beside the word itself, and where no text has that.
  const LENT = 0.25;
  const ONLY_LENT = 0.5;
  // Words that are taken for one of the query, and shards that are looked through for it.
  const MOST_WORDS = 12;
  const MOST_SHARDS = 8;

  function sameStart(a, b) {
    const most = Math.min(a.length, b.length);
    let same = 0;
    while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) same++;
    return same;
  }

  // Slips of the pen between two words (letters left out, added, changed, swapped); more than
  // `most` counts as `most + 1`.
  engine.slips = function (a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let older = [];
    let before = [];
    for (let j = 0; j <= b.length; j++) before.push(j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
        let value = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (same ? 0 : 1));
        const swapped = i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
        if (swapped) value = Math.min(value, older[j - 2] + 1);
        row.push(value);
        least = Math.min(least, value);
      }
      if (least > most) return most + 1;
      older = before;
      before = row;
    }
    return before[b.length];
  };

  // Whether a word goes on behind the start that it shares with another as its forms do: by an
  // ending, of which two forms may have the first letters in common.
  function isBent(word, same, endings) {
    return [0, 1, 2].some(function (back) { return endings.has(word.slice(same - back)); });
  }

  // How near an unknown word is to a known one, 0 where they have nothing in common.
  function nearness(word, form, common, endings) {
    const length = word.length;
    // A form that no text has: the start of a class and an ending.
    if (common.length >= 3 && common.length * 2 >= length && word.indexOf(common) === 0 && endings.has(word.slice(common.length))) return BENT;
    let near = 0;
    const same = sameStart(word, form);
    if (same >= 4 && same >= Math.max(length, form.length) * 0.6 && isBent(word, same, endings) && isBent(form, same, endings)) near = SAME_START;
    // Arabic writes no short vowels.
    const least = /[\u0620-\u064a]/.test(word) ? 4 : 5;
    if (length < least || form.length < 4 || word.charCodeAt(0) !== form.charCodeAt(0)) return near;
    if (length >= 6 && common.length >= 5 && engine.slips(word, common, 1) <= 1) near = ONE_SLIP - 0.05;
    const slips = engine.slips(word, form, length >= 8 && form.length >= 7 ? 2 : 1);
    return slips === 1 ? ONE_SLIP : slips === 2 && length >= 8 && form.length >= 7 ? Math.max(near, TWO_SLIPS) : near;
  }

  // What a class adds to the meanings of a word; `form` is the one that counts fully.
  function add(found, entry, weight, form) {
    const give = function (own, value, isLent) {
      const known = found.get(own.text);
      if (!known || known.weight < value) found.set(own.text, { form: own, weight: value, isLent: isLent });
    };
    entry.forms.forEach(function (own) { give(own, own.text === form ? weight : weight * FORM, false); });
    const lent = weight * (stands(entry) ? LENT : ONLY_LENT);
    entry.lent.forEach(function (other) { give(other, lent, true); });
  }

  // Words that begin so, the more frequent first.
  function beginning(shards, start, weight, found) {
    const fitting = [];
    shards.forEach(function (shard) {
      shard.entries.forEach(function (entry) {
        let count = 0;
        let shortest = null;
        entry.forms.forEach(function (form) {
          if (form.text.indexOf(start) !== 0 || form.text === start) return;
          count += form.postings().count;
          if (!shortest || form.text.length < shortest.length) shortest = form.text;
        });
        if (shortest) fitting.push({ entry: entry, count: count, form: shortest });
      });
    });
    fitting.sort(function (a, b) { return b.count - a.count; });
    fitting.slice(0, MOST_WORDS).forEach(function (fit) {
      add(found, fit.entry, weight, fit.form);
    });
    return fitting.length;
  }

  function nearby(index, shards, word, found) {
    const near = [];
    shards.forEach(function (shard) {
      shard.entries.forEach(function (entry) {
        // A word that no text has is not guessed, only bent.
        let best = stands(entry) ? 0 : ONE_SLIP;
        let form = "";
        entry.forms.forEach(function (own) {
          const value = nearness(word, own.text, entry.common, index.endings);
          if (value > best) {
            best = value;
            form = own.text;
          }
        });
        if (form) near.push({ entry: entry, weight: best, form: form });
      });
    });
    near.sort(function (a, b) { return b.weight - a.weight; });
    // Something surer leaves no room for guesses.
    near.slice(0, MOST_WORDS).forEach(function (other) {
      if (other.weight >= near[0].weight - 0.2) add(found, other.entry, other.weight, other.form);
    });
    return near.length ? near[0].weight : 0;
  }

  // What a language puts between words that it joins.
  function marks(index) {
    return /^(de|nl)/.test(index.locale) ? ["", "s", "es", "n", "en", "e", "er"] : [""];
  }

  // Two known words of which an unknown one is made.
  async function split(index, word) {
    const between = marks(index);
    const least = between.length > 1 ? 3 : 4;
    let tries = 0;
    for (let at = word.length - least; at >= least && tries < 2 * MOST_SHARDS; at--) {
      const rest = word.slice(at);
      for (const end of between) {
        const start = word.slice(0, at - end.length);
        if (start.length < least || word.slice(start.length, at) !== end) continue;
        tries++;
        const first = await known(index, start);
        const second = first && (await known(index, rest));
        if (second) return [first, second].filter(function (part) { return says(part.entry); });
      }
    }
    return null;
  }

  // Whether a word stands in a text; some are there for being parts only.
  function stands(entry) {
    return entry.forms.some(function (form) { return form.postings().count; });
  }

  // Whether a text has a word or one of its meaning.
  function says(entry) {
    return entry.lent.length > 0 || stands(entry);
  }

  // A word or a form of it that no text has.
  async function known(index, word) {
    const entry = await index.find(word);
    if (entry) return { entry: entry, form: word };
    if (word.length < 5) return null;
    const shard = await index.shard(index.place(word));
    const bent = shard.entries.find(function (own) {
      return own.common.length >= 4 && word.indexOf(own.common) === 0 && index.endings.has(word.slice(own.common.length));
    });
    return bent ? { entry: bent, form: bent.forms[0].text } : null;
  }

  // The meanings of a word: forms of the texts, each with a weight. `isLast` where more of the word
  // may be typed.
  engine.meanings = async function (index, word, isLast) {
    const found = new Map();
    const entry = await index.find(word);
    const exact = entry && says(entry) ? entry : null;
    if (exact) add(found, exact, 1, word);
    const length = word.length;
    if (isLast && length >= 2) {
      const shards = await index.range(word, length < 4 ? 3 : MOST_SHARDS);
      beginning(shards, word, exact ? PREFIX * 0.6 : PREFIX, found);
    }
    if (exact) return found;
    if (/\d/.test(word)) return found;
    if (/ae|oe|ue/.test(word) && /^de/.test(index.locale)) {
      const plain = word.replace(/ae/g, "a").replace(/oe/g, "o").replace(/ue/g, "u");
      const other = await known(index, plain);
      if (other) {
        add(found, other.entry, 1, other.form);
        return found;
      }
    }
    if (length < 4) return found;
    const shards = await neighbours(index, word);
    if (!isLast && length >= 5) beginning(shards, word, PREFIX, found);
    let weight = nearby(index, shards, word, found);
    for (const other of variants(index, word)) {
      const entry = await known(index, other);
      if (entry && says(entry.entry)) add(found, entry.entry, BENT, entry.form);
      const likely = entry ? BENT : nearby(index, await neighbours(index, other), other, found);
      weight = Math.max(weight, likely);
    }
    if (weight < SAME_START && length >= 7) {
      const made = await split(index, word);
      // Each part says a little, the last one more, as it names the thing.
      (made || []).forEach(function (part, i) {
        add(found, part.entry, i || made.length === 1 ? LAST_PART : FIRST_PART, part.form);
      });
    }
    return found;
  };

  // Dutch and German participles without what makes them so: afgezonderd, geradicaliseerd.
  function variants(index, word) {
    if (marks(index).length < 2 || word.length < 7) return [];
    const inside = word.match(/^(aan|achter|af|bij|binnen|door|in|los|mee|na|om|onder|op|over|terug|toe|uit|vast|voor|vrij|weg|ab|an|auf|aus|bei|ein|fest|fort|frei|her|hin|mit|nach|teil|vor|weg|weiter|zu|zuruck|zusammen)ge(.{3,})$/);
    if (inside) return [inside[1] + inside[2]];
    return word.indexOf("ge") === 0 ? [word.slice(2)] : [];
  }

  // Shards in which a word is that could be meant: those with the same first letters.
  async function neighbours(index, word) {
    const numbers = [];
    for (let length = Math.min(4, word.length); length >= 2 && numbers.length < MOST_SHARDS; length--) {
      const start = word.slice(0, length);
      const to = index.place(start + "\uffff");
      for (let number = index.place(start); number <= to && numbers.length < MOST_SHARDS; number++) {
        if (numbers.indexOf(number) < 0) numbers.push(number);
      }
    }
    return Promise.all(numbers.map(function (number) { return index.shard(number); }));
  }

  // Two words of a query that the texts write as one.
  engine.joined = async function (index, first, second) {
    const found = new Map();
    for (const mark of marks(index)) {
      const one = await known(index, first + mark + second);
      if (one) add(found, one.entry, 0.95, one.form);
    }
    return found;
  };

  // Names of terms in the words of a query: of other languages, and synonyms.
  engine.aliases = async function (index, words) {
    const matches = [];
    for (let at = 0; at < words.length; at++) {
      const word = words[at];
      const shards = word.length < 4 ? [await index.shard(index.place(word))] : await index.range(word.slice(0, 4), 3);
      for (const shard of shards) {
        for (const alias of shard.aliases) {
          const likeness = sameWord(word, alias.word, alias.common);
          if (!likeness) continue;
          const places = [at];
          alias.others.forEach(function (other) {
            const place = words.findIndex(function (own, i) { return places.indexOf(i) < 0 && sameWord(own, other, 0); });
            if (place >= 0) places.push(place);
          });
          if (places.length === alias.others.length + 1) matches.push({ alias: alias, places: places, weight: likeness });
        }
      }
    }
    return matches;
  };

  // How surely two words of another language are one.
  function sameWord(word, other, common) {
    if (word === other) return 1;
    const same = sameStart(word, other);
    if (word.length < 5 || same < 4) return 0;
    if (common >= 4 && same >= common && word.length - same <= 4 && other.length - same <= 4) return 0.9;
    if (same >= Math.max(word.length, other.length) * 0.75 && word.length - same <= 3) return 0.85;
    return word.length >= 6 && engine.slips(word, other, 1) <= 1 ? 0.8 : 0;
  }
})();
