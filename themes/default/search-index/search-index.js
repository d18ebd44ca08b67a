// The index of a language as the build wrote it (`src/search/format.rs`): loaded piece by piece.
(function () {
  "use strict";
  const keyward = window.keyward;
  const engine = keyward.engine;
  const LETTERS = "!#$%'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}";
  const VALUES = new Uint8Array(128);
  for (let i = 0; i < LETTERS.length; i++) VALUES[LETTERS.charCodeAt(i)] = i;
  const HALF = 44;
  const PAGE = "\uE000";
  const MEMBER = "\uE001";
  const INNER = "\uE002";

  // What scripts of the index handed over, by name, until it is read.
  const parts = Object.create(null);
  keyward.found = function (name, text) {
    parts[name] = text;
  };

  // A single file holds all of it.
  let inside;
  function part(name, address) {
    if (inside === undefined) {
      const element = document.getElementById("search-parts");
      inside = element ? JSON.parse(element.textContent) : null;
    }
    if (inside) {
      return name in inside ? Promise.resolve(inside[name]) : Promise.reject(new Error("no part " + name));
    }
    return keyward.load(keyward.folder + address).then(function () {
      const text = parts[name];
      delete parts[name];
      return text;
    });
  }

  // Where a page of the site is, as a link from here: in a single file, a place in it.
  engine.href = function (url) {
    return inside ? inside[""][url.split("#")[0]] + (url.indexOf("#") < 0 ? "" : "~" + url.split("#")[1]) : keyward.folder + url;
  };

  // Numbers one after the other.
  function Numbers(text) {
    this.text = text;
    this.at = 0;
  }
  Numbers.prototype.next = function () {
    let number = 0;
    let times = 1;
    for (;;) {
      const value = VALUES[this.text.charCodeAt(this.at++)];
      number += (value % HALF) * times;
      if (value < HALF) return number;
      times *= HALF;
    }
  };
  Numbers.prototype.letter = function () {
    return VALUES[this.text.charCodeAt(this.at++)];
  };
  Numbers.prototype.more = function () {
    return this.at < this.text.length;
  };

  const weights = new Float32Array(HALF);
  for (let level = 0; level < HALF; level++) weights[level] = 0.25 * Math.pow(2, level / 3);

  // Sections of a form: number, weight, where it stands in the heading or title, and how many words
  // that has; read when asked.
  function Form(text, written) {
    this.text = text;
    this.written = written;
    this.read = null;
  }
  Form.prototype.postings = function () {
    if (this.read) return this.read;
    const numbers = new Numbers(this.written);
    const read = { count: numbers.next(), sections: [], weights: [], first: [], lengths: [] };
    let section = 0;
    while (numbers.more()) {
      section += numbers.next();
      const level = numbers.letter();
      const place = level >= HALF ? numbers.next() : -1;
      read.sections.push(section);
      read.weights.push(weights[level % HALF]);
      read.first.push((place >> 3) + 1);
      read.lengths.push(place < 0 ? 0 : (place & 7) + 1);
    }
    read.count = read.count || read.sections.length;
    this.read = read;
    return read;
  };

  function start(text, letters) {
    return Array.from(text).slice(0, letters).join("");
  }

  // A shard: classes and aliases, each in `entries`; classes by form, and the first forms of
  // classes that stand in another shard.
  function parse(text) {
    const shard = { entries: [], byForm: new Map(), elsewhere: new Map(), aliases: [] };
    if (!text) return shard;
    text.split("~").forEach(function (written) {
      const flag = VALUES[written.charCodeAt(0)];
      const members = written.slice(1).split("|");
      if (flag === 0) {
        shard.elsewhere.set(members[0], members[1]);
        return;
      }
      if (flag === 1) {
        shard.aliases.push({
          common: VALUES[members[0].charCodeAt(0)],
          word: members[0].slice(1),
          others: members[1] ? members[1].split(" ") : [],
          section: new Numbers(members[2]).next(),
          own: members.slice(3).map(function (name) { return name.split(" "); }),
        });
        return;
      }
      const first = members[0];
      // `lent`: the words that a word gets sections from, as they mean the same.
      const entry = { forms: [], lent: [], common: "" };
      for (let i = 0; i < members.length; i += 2) {
        if (members[i][0] === "&") {
          entry.lent.push(new Form(members[i].slice(1), members[i + 1]));
          continue;
        }
        const form = i ? start(first, VALUES[members[i].charCodeAt(0)]) + members[i].slice(1) : first;
        entry.forms.push(new Form(form, members[i + 1]));
        shard.byForm.set(form, entry);
      }
      entry.common = start(first, flag - 2);
      shard.entries.push(entry);
    });
    return shard;
  }

  // The index of a language.
  function Index(locale, root) {
    this.locale = locale;
    this.root = root;
    this.stop = new Set(root.stop.split(" "));
    this.endings = new Set(root.ends.split(" "));
    this.endings.add("");
    this.firsts = [];
    this.names = [];
    const shards = root.shards.split(" ");
    for (let i = 0; i + 1 < shards.length; i += 2) {
      this.firsts.push(shards[i]);
      this.names.push(shards[i + 1]);
    }
    this.tables = root.tables.split(" ");
    this.shards = Object.create(null);
    this.kept = Object.create(null);
    // The page of each section, and the first section of each page.
    this.pageOf = new Uint32Array(root.sections);
    this.pages = [];
    const numbers = new Numbers(root.pages);
    let section = 0;
    while (numbers.more()) {
      const count = numbers.next();
      this.pageOf.fill(this.pages.length, section, section + count);
      this.pages.push(section);
      section += count;
    }
  }

  // A file of the index by its name, read once.
  Index.prototype.part = function (name, read) {
    const index = this;
    if (!this.kept[name]) {
      this.kept[name] = part(name, "assets/search/" + this.locale + "/" + name + ".js").then(read);
      this.kept[name].catch(function () { delete index.kept[name]; });
    }
    return this.kept[name];
  };

  // The number of the shard that a word would stand in.
  Index.prototype.place = function (word) {
    let low = 0;
    let high = this.firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.firsts[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  };

  Index.prototype.shard = function (number) {
    const index = this;
    if (!this.names.length) return Promise.resolve(parse(""));
    return this.part(this.names[number], parse).then(function (shard) {
      index.shards[number] = shard;
      return shard;
    });
  };

  // The shards of words that begin so; not more than `most`.
  Index.prototype.range = function (start, most) {
    const from = this.place(start);
    const to = Math.min(this.place(start + "\uffff"), from + most - 1);
    const shards = [];
    for (let number = from; number <= to; number++) shards.push(this.shard(number));
    return Promise.all(shards);
  };

  // The class of a form; `null` where it stands in no text.
  Index.prototype.find = function (form) {
    const index = this;
    return this.shard(this.place(form)).then(function (shard) {
      const entry = shard.byForm.get(form);
      const elsewhere = shard.elsewhere.get(form);
      if (entry || !elsewhere) return entry || null;
      return index.shard(index.place(elsewhere)).then(function (other) {
        return other.byForm.get(form) || null;
      });
    });
  };

  // The id that most headings have.
  function made(heading) {
    return heading.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  }

  // What a hit shows of the page with this number: address, title, kind, language of the text, and
  // its headings with id and level.
  Index.prototype.page = function (number) {
    const index = this;
    const size = this.root.table;
    return this.part(this.tables[Math.floor(number / size)], function (text) {
      return text.split(PAGE);
    }).then(function (rows) {
      const members = rows[number % size].split(MEMBER);
      return {
        url: index.locale + "/" + members[0] + ".html",
        title: members[1],
        kind: index.root.kinds[VALUES[members[2].charCodeAt(0)]],
        lang: members[3] || index.locale,
        care: members[4],
        headings: members.slice(5).map(function (member) {
          const parts = member.split(INNER);
          return { id: parts[0] || made(parts[2]), level: Number(parts[1] || 2), text: parts[2] };
        }),
      };
    });
  };

  // The text of a section.
  Index.prototype.text = function (section) {
    const index = this;
    const page = this.pageOf[section];
    const size = this.root.table;
    return this.part(this.tables[Math.floor(page / size)] + "1", function (text) {
      return text.split(PAGE);
    }).then(function (rows) {
      return rows[page % size].split(MEMBER)[section - index.pages[page]] || "";
    });
  };

  // The facets: name, words, and values with name, words and pages.
  Index.prototype.facets = function () {
    return this.part(this.root.facets, function (text) {
      return JSON.parse(text).map(function (facet) {
        const values = facet[2].map(function (value) {
          const numbers = new Numbers(value[2]);
          const pages = [];
          let page = 0;
          while (numbers.more()) pages.push((page += numbers.next()));
          return { name: value[0], words: value[1], pages: pages };
        });
        return { name: facet[0], words: facet[1], values: values };
      });
    });
  };

  const indexes = Object.create(null);
  // The index of a language, loaded once.
  engine.index = function (locale) {
    if (!/^[A-Za-z0-9-]+$/.test(locale)) return Promise.reject(new Error("no language: " + locale));
    if (!indexes[locale]) {
      indexes[locale] = part(locale, "search/" + locale + ".js").then(function (text) {
        return new Index(locale, JSON.parse(text));
      });
      indexes[locale].catch(function () { delete indexes[locale]; });
    }
    return indexes[locale];
  };
})();
