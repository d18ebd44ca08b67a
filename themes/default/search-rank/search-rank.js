// Finds the sections that answer a query best.
(function () {
  "use strict";
  const keyward = window.keyward;
  const engine = keyward.engine;

  const SATURATION = 1.2;
  // What the title of a page counts for its sections, and its sections for the page.
  const OF_TITLE = 0.5;
  const OF_SECTIONS = 0.1;
  // What the best section of a page counts for it as a hit.
  const OF_PART = 0.55;
  // What a page counts for its sections that say nothing of the query's words themselves.
  const OF_PAGE = 0.5;
  // What a title adds that is the query.
  const TITLED = 0.5;
  // What words side by side add.
  const ADJACENT = 0.25;
  const NEAR = 0.1;
  // Words of the glossary for another.
  const ALIAS = 0.8;
  // What a word that stands in no text counts beside those that do.
  const UNKNOWN = 0.35;
  // Hits with less than this part of the best are left out.
  const CUT = 0.08;
  // Characters and words of a query that are read.
  const MOST_CHARACTERS = 400;
  const MOST_WORDS = 24;

  // The words of a query that say something; all, where none does.
  engine.asked = function (index, query) {
    const text = query.slice(0, MOST_CHARACTERS);
    const units = engine.words(index.root.lang, text).filter(function (word) { return word.folded; });
    const says = units.filter(function (word) { return !index.stop.has(word.folded); });
    const asked = (says.length ? says : units).slice(0, MOST_WORDS);
    const last = asked[asked.length - 1];
    const isOpen = Boolean(last) && last === units[units.length - 1] && last.end === text.length;
    return { words: asked, isOpen: isOpen };
  };

  // A word of the query with its sections: how much each says of it, whether by its title, where.
  function Unit(index) {
    const size = index.root.sections;
    this.weights = new Float32Array(size);
    this.titles = new Float32Array(size);
    this.first = new Uint16Array(size);
    // Words of the titles and headings that the word itself stands in.
    this.lengths = new Uint8Array(size);
    this.touched = [];
    this.forms = [];
    // Sections that have the word itself.
    this.own = 0;
    this.idf = 0;
  }
  Unit.prototype.add = function (found) {
    const unit = this;
    found.forEach(function (meaning) {
      const read = meaning.form.postings();
      unit.forms = unit.forms.concat(meaning.form.text.split(" "));
      const weight = meaning.weight;
      for (let i = 0; i < read.sections.length; i++) {
        const section = read.sections[i];
        if (!unit.weights[section]) {
          unit.touched.push(section);
          if (!meaning.isLent) unit.own++;
        }
        if (meaning.isLent) unit.weights[section] = Math.max(unit.weights[section], weight * read.weights[i]);
        else {
          unit.weights[section] += weight * read.weights[i];
          if (read.lengths[i]) unit.lengths[section] = read.lengths[i];
        }
        if (read.first[i]) unit.titles[section] = Math.max(unit.titles[section], weight * read.weights[i]);
        if (!unit.first[section]) unit.first[section] = read.first[i];
      }
    });
  };
  Unit.prototype.settle = function (index) {
    const all = index.root.sections;
    const count = this.own || this.touched.length;
    this.idf = count ? Math.log(1 + (all - count + 0.5) / (count + 0.5)) : Math.log(1 + all) * UNKNOWN;
    return this;
  };

  // How near words of two units stand to each other: `ADJACENT`, `NEAR` or nothing.
  function nearness(a, b, section) {
    const step = b.first[section] - a.first[section];
    if (step >= 0 && step <= 3) return ADJACENT;
    return Math.abs(step) <= 6 ? NEAR : 0;
  }

  // What the sections say about the units of a reading: score by section.
  function weigh(index, units) {
    const sections = new Set();
    units.forEach(function (unit) {
      unit.touched.forEach(function (section) { sections.add(section); });
    });
    let whole = 0;
    units.forEach(function (unit) { whole += unit.idf; });
    // What the sections of a page say counts for the page, where it says something itself.
    const ofPage = units.map(function (unit) {
      const most = new Map();
      unit.touched.forEach(function (section) {
        const page = index.pageOf[section];
        most.set(page, Math.max(most.get(page) || 0, unit.weights[section]));
      });
      return most;
    });
    const scores = new Map();
    sections.forEach(function (section) {
      const page = index.pageOf[section];
      const first = index.pages[page];
      let sum = 0;
      let covered = 0;
      // How many words the title has, and how many of them are asked for.
      let length = 0;
      let titled = 0;
      units.forEach(function (unit, i) {
        let weight = unit.weights[section];
        if (section === first) weight += OF_SECTIONS * (ofPage[i].get(page) || 0);
        else weight += OF_TITLE * unit.titles[first];
        if (!weight) return;
        if (unit.lengths[section]) {
          titled++;
          length = Math.max(length, unit.lengths[section]);
        }
        let part = (unit.idf * (SATURATION + 1) * weight) / (SATURATION + weight);
        const next = units[i + 1];
        if (next && unit.first[section] && next.first[section]) part *= 1 + nearness(unit, next, section);
        sum += part;
        covered += unit.idf * Math.min(1, weight * 2);
      });
      const likeness = titled ? Math.min(1, titled / length) * (titled / units.length) : 0;
      scores.set(section, ((sum * covered) / whole) * (1 + TITLED * likeness * likeness));
    });
    return scores;
  }

  // Whether two words stand in one section.
  function stand(a, b) {
    return a.touched.some(function (section) { return b.weights[section]; });
  }

  // The sections of a word of the texts.
  async function exactly(index, word) {
    const unit = new Unit(index);
    unit.add(await engine.meanings(index, word, false));
    return unit.settle(index);
  }

  // The readings of a query: its own words, and for each name of a term the term's words.
  async function readings(index, asked) {
    const words = asked.words.map(function (word) { return word.folded; });
    const meanings = await Promise.all(
      words.map(function (word, i) { return engine.meanings(index, word, asked.isOpen && i === words.length - 1); }),
    );
    const units = meanings.map(function (meaning) {
      const unit = new Unit(index);
      unit.add(meaning);
      return unit;
    });
    for (let i = 0; i + 1 < words.length; i++) {
      if (stand(units[i], units[i + 1])) continue;
      const joined = await engine.joined(index, words[i], words[i + 1]);
      if (joined.size) {
        units[i].add(joined);
        units[i + 1].add(joined);
      }
    }
    units.forEach(function (unit) { unit.settle(index); });
    const all = [{ units: units, times: 1, section: -1 }];
    const names = await engine.aliases(index, words);
    names.sort(function (a, b) { return b.places.length - a.places.length || b.weight - a.weight; });
    for (const name of names.slice(0, 6)) {
      if (!name.alias.own.length) continue;
      const others = units.filter(function (unit, i) { return name.places.indexOf(i) < 0; });
      for (const own of name.alias.own) {
        const named = await Promise.all(own.map(function (word) { return exactly(index, word); }));
        if (named.every(function (unit) { return !unit.touched.length; })) continue;
        // Two words for one count as much as that one.
        named.forEach(function (unit) { unit.idf *= name.places.length / named.length; });
        const section = others.length ? -1 : name.alias.section;
        all.push({ units: named.concat(others), times: ALIAS * name.weight, section: section });
      }
    }
    return all;
  }

  // Sections with their scores, the best first.
  engine.ranked = async function (index, query, pages) {
    const asked = engine.asked(index, query);
    if (!asked.words.length) return { hits: [], forms: new Set() };
    // Words that a snippet marks.
    const forms = new Set();
    const best = new Map();
    (await readings(index, asked)).forEach(function (reading) {
      const scores = weigh(index, reading.units);
      reading.units.forEach(function (unit) {
        unit.forms.forEach(function (form) { forms.add(form); });
      });
      let most = 0;
      scores.forEach(function (score) { most = Math.max(most, score); });
      // The term itself answers first.
      if (reading.section >= 0 && most) scores.set(reading.section, Math.max(scores.get(reading.section) || 0, most));
      scores.forEach(function (score, section) {
        const value = score * reading.times;
        if (value > (best.get(section) || 0)) best.set(section, value);
      });
    });
    withKin(index, best);
    let hits = Array.from(best, function (pair) { return { section: pair[0], score: pair[1] }; });
    if (pages) hits = hits.filter(function (hit) { return pages.has(index.pageOf[hit.section]); });
    hits.sort(function (a, b) { return b.score - a.score || a.section - b.section; });
    const least = hits.length ? hits[0].score * CUT : 0;
    return { hits: hits.filter(function (hit) { return hit.score > least; }), forms: forms };
  };

  // A page stands with its sections, and they with it.
  function withKin(index, best) {
    const pages = new Map();
    best.forEach(function (score, section) {
      const page = index.pageOf[section];
      pages.set(page, Math.max(pages.get(page) || 0, score));
    });
    pages.forEach(function (most, page) {
      const first = index.pages[page];
      const own = best.get(first) || 0;
      best.set(first, Math.max(own, OF_PART * most));
      const behind = page + 1 < index.pages.length ? index.pages[page + 1] : index.root.sections;
      for (let section = first + 1; section < behind; section++) {
        best.set(section, Math.max(best.get(section) || 0, OF_PAGE * own));
      }
    });
  }

  // The pages that have all the values asked for: `{name: value or values}`.
  async function narrowed(index, asked) {
    const names = Object.keys(asked || {}).filter(function (name) { return asked[name] && asked[name].length; });
    if (!names.length) return null;
    const facets = await index.facets();
    let left = null;
    names.forEach(function (name) {
      const facet = facets.find(function (facet) { return facet.name === name; });
      const wanted = [].concat(asked[name]).map(String);
      const pages = new Set();
      (facet ? facet.values : []).forEach(function (value) {
        if (wanted.indexOf(value.name) >= 0) value.pages.forEach(function (page) { pages.add(page); });
      });
      left = left ? new Set(Array.from(left).filter(function (page) { return pages.has(page); })) : pages;
    });
    return left;
  }

  // The best hits with what a list shows of them, and how many there are.
  engine.hits = async function (query, options) {
    const index = await engine.index(options.locale);
    const pages = await narrowed(index, options.facets);
    const ranked = await engine.ranked(index, String(query), pages);
    const shown = ranked.hits.slice(0, options.limit);
    const hits = await Promise.all(
      shown.map(async function (hit) {
        const number = index.pageOf[hit.section];
        const page = await index.page(number);
        const at = hit.section - index.pages[number] - 1;
        const heading = at < 0 ? null : page.headings[at];
        const trail = [];
        for (let i = at - 1, level = heading ? heading.level : 0; i >= 0; i--) {
          if (page.headings[i].level >= level) continue;
          level = page.headings[i].level;
          trail.unshift(page.headings[i].text);
        }
        return { section: hit.section, score: hit.score, page: page, heading: heading, trail: trail };
      }),
    );
    return { index: index, hits: hits, count: ranked.hits.length, forms: ranked.forms };
  };

  // What the page offers to others: see the contract of the site.
  engine.search = async function (query, options) {
    try {
      const limit = Math.max(0, Math.min(100, Math.floor(Number(options.limit === undefined ? 10 : options.limit)) || 0));
      const found = await engine.hits(query, { locale: String(options.locale), limit: limit, facets: options.facets });
      return found.hits.map(function (hit) {
        return {
          url: hit.page.url + (hit.heading ? "#" + hit.heading.id : ""),
          title: hit.page.title,
          heading: hit.heading ? hit.heading.text : "",
          kind: hit.page.kind[0],
          locale: options.locale,
          score: hit.score,
        };
      });
    } catch (error) {
      return [];
    }
  };
})();
