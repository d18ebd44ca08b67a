// The judged collection under `tests/search`, and how well a search answers it.
import fs from 'node:fs';
import path from 'node:path';
import { tests } from './support.js';

const collection = path.join(tests, 'search');

/** Its languages. */
export const languages = fs.readdirSync(collection).sort();

/** A book of the whole collection, by file. */
export function collectionBook() {
  const names = languages.map((tag) => `[languages.${tag}]\nname = "${tag}"\n`);
  const files = {
    'book.toml': `[book]\nid = "collection"\ntitle = "Collection"\nlanguage = "en"\n\n${names.join('\n')}`,
  };
  for (const tag of languages) {
    files[`content/${tag}/index.md`] = `+++\ntitle = "Collection"\nsearch = false\n+++\n\nText.\n`;
    for (const folder of ['pages', 'terms']) {
      for (const name of fs.readdirSync(path.join(collection, tag, folder))) {
        const text = fs.readFileSync(path.join(collection, tag, folder, name), 'utf8');
        files[`content/${tag}/${folder}/${name}`] = text;
      }
    }
  }
  return files;
}

/** The queries of a language: text, kind, and grades by page and section. */
export function queriesOf(tag) {
  const text = fs.readFileSync(path.join(collection, tag, 'queries.toml'), 'utf8');
  return text
    .split('[[query]]')
    .slice(1)
    .map((part) => {
      const string = (key) => JSON.parse(part.match(new RegExp(`^${key} = (".*")$`, 'm'))[1]);
      const grades = {};
      for (const [, page, grade] of part.matchAll(/"([^"]+)" = (\d)/g)) grades[page] = Number(grade);
      return { text: string('text'), kind: string('kind'), grades };
    });
}

const gain = (grades) => grades.reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);

/** How good the first ten hits of a query are, 0 to 1; where there is nothing to find, none is 1. */
export function scored(query, hits) {
  const wanted = Object.values(query.grades).sort((a, b) => b - a);
  if (!wanted.length) return hits.length ? 0 : 1;
  const names = hits.slice(0, 10).map((hit) => hit.url.replace(/^[^/]+\//, '').replace('.html', ''));
  return gain(names.map((name) => query.grades[name] ?? 0)) / gain(wanted.slice(0, 10));
}
