// Every shipped language is whole: on the pages that a reader passes, with their scripts at work, no
// word of the interface is of another language, and what is of another language says so.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { assertNone, kindsOf, listen, newPage, root, serve, shipped, visit } from './support.js';

const walked = ['home', 'course', 'module', 'lesson', 'quiz', 'terms', 'term', 'checklist', 'practices', 'compare', 'act now', 'print', 'progress', 'statement', 'legal'];
const languages = ['fr', 'nl', 'pt', 'bg', 'el'];
const scripts = { bg: /\p{Script=Cyrillic}/u, el: /\p{Script=Greek}/u };

let base;
let kinds;
before(async () => {
  kinds = kindsOf(shipped());
  kinds.search = 'en/search.html';
  base = `http://127.0.0.1:${await serve(shipped())}/`;
});

/** The strings of a language's file, by key. */
function stringsOf(language) {
  const text = fs.readFileSync(path.join(root, 'themes/default/locales', `${language}.toml`), 'utf8');
  const lines = [...text.matchAll(/^([\w.-]+) = "(.*)"$/gm)];
  assert.ok(lines.length > 200, `${lines.length} strings in ${language}`);
  return new Map(lines.map(([, key, value]) => [key, value]));
}

// What is a word of the language, too: a record, in French.
const shared = { fr: ['Note'] };

/** English words that the language says otherwise, without those with values in them. */
function foreign(language) {
  const own = stringsOf(language);
  const said = new Set(own.values());
  const english = [...stringsOf('en')].filter(([key, value]) => /[a-z]{3}/i.test(value) && !value.includes('{') && own.get(key) !== value && !said.has(value));
  assert.ok(english.length > 100, `${english.length} strings differ in ${language}`);
  return new Set(english.map(([, value]) => value).filter((value) => !shared[language]?.includes(value)));
}

/** Texts and names that a page gives as of its own language: `[text, where]`. */
const saidIn = (language) => {
  const found = [];
  const note = (text, element) => {
    const words = text.replace(/\s+/g, ' ').trim();
    if (words && element.closest('[lang]').lang === language) found.push([words, element.closest('main, header, footer, nav')?.tagName ?? 'BODY', element.tagName]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === 3) {
      if (!node.parentElement.closest('script, style, code, pre, svg')) note(node.data, node.parentElement);
      continue;
    }
    for (const name of ['aria-label', 'title', 'alt', 'placeholder']) if (node.hasAttribute(name)) note(node.getAttribute(name), node);
  }
  return found;
};

for (const language of languages) {
  test(`${language}: home, lesson, questions, glossary, checklist, paper`, async () => {
    const strange = foreign(language);
    const page = await newPage({ locale: language });
    const complaints = await listen(page, base);
    const findings = [];
    let looked = 0;
    for (const kind of [...walked, 'search']) {
      const name = kinds[kind].replace(/^en\//, `${language}/`);
      await visit(page, base + name);
      const html = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
      assert.deepEqual(html, [language, 'ltr'], name);
      if (kind === 'lesson') {
        // What a script says, too.
        await page.locator('.question .actions button').first().click();
        await page.locator('.question .errors').first().waitFor();
      }
      const said = await page.evaluate(saidIn, language);
      looked += said.length;
      for (const [text, where, tag] of said) {
        const isInterface = where !== 'MAIN' && tag !== 'SPAN';
        const isLatin = scripts[language] && isInterface && (text.match(/[A-Za-z]{3,}/g) ?? []).length > 2 && !scripts[language].test(text);
        if (strange.has(text) || isLatin) findings.push(`${name}: ${where} ${tag}: ${text.slice(0, 80)}`);
      }
    }
    assert.deepEqual(complaints, []);
    await page.context().close();
    assertNone(findings, looked, language);
  });
}
