// A large book for the search: words as unevenly spread as those of a language, the same each time.

// A small generator of numbers (mulberry32), so that every run makes the same book.
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` words, made of syllables. */
export function vocabulary(count) {
  const next = random(7);
  const starts = 'b c d f g h l m n p r s t v b c d m p r s t br ch cr gr pl pr sh st th tr'.split(' ');
  const vowels = 'a e i o u a e i o ea io ou'.split(' ');
  const ends = ['', '', '', '', '', 'n', 'r', 's', 't', 'l', 'nt', 'st'];
  const pick = (list) => list[Math.floor(next() * list.length)];
  const words = new Set();
  while (words.size < count) {
    // Frequent words are short.
    const most = words.size < 100 ? 1 : words.size < 2000 ? 2 : 3;
    let word = '';
    for (let i = Math.max(1, most - Math.floor(next() * 2)); i > 0; i--) word += pick(starts) + pick(vowels) + pick(ends);
    words.add(word);
  }
  return [...words];
}

/** A book of `count` pages in English: five sections each, about 350 words; 2,000 words at first and
    more with more pages, as in a language. */
export function largeBook(count) {
  const words = vocabulary(Math.round(2000 + 400 * Math.sqrt(count)));
  const next = random(11);
  // Zipf's law: the second word is half as frequent as the first.
  const word = () => words[Math.min(words.length - 1, Math.floor(Math.exp(next() * Math.log(words.length))))];
  const rare = () => words[Math.floor(next() * words.length)];
  const text = (length) => Array.from({ length }, word).join(' ');
  const capital = (title) => title[0].toUpperCase() + title.slice(1);
  const files = {
    'book.toml': '[book]\nid = "large"\ntitle = "Large book"\nlanguage = "en"\n\n[languages.en]\nname = "English"\n',
    'content/en/index.md': '+++\ntitle = "Large book"\n+++\n\nText.\n',
  };
  for (let page = 0; page < count; page++) {
    const sections = Array.from({ length: 5 }, () => `## ${capital(`${word()} ${rare()} ${word()}`)}\n\n${text(40)}. ${text(25)}.\n`);
    const title = capital(`${rare()} ${word()} ${rare()}`);
    files[`content/en/part-${Math.floor(page / 50)}/page-${page}.md`] =
      `+++\ntitle = "${title}"\ndescription = "${capital(text(9))}."\n+++\n\n${capital(text(30))}.\n\n${sections.join('\n')}`;
  }
  return files;
}
