// A small course with all that progress depends on: two modules, their checks, a final test and a
// follow-up, in English, French and Arabic; and what tests of progress do with its pages.
import path from 'node:path';
import assert from 'node:assert/strict';
import { build, listen, newPage, tests, visit, writeBook } from './support.js';

const page = (fields, body = 'Text.') => `+++\n${Object.entries(fields).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join('')}+++\n\n${body}\n`;
const question = (id, obj) =>
  `## Which one of these is right?\n\n<!-- q: ${id} · obj: ${obj} -->\n\n1. [x] The first of them\n2. [ ] The second of them\n   > Look again.\n3. [ ] The third of them\n   > Look again.\n\n> [!NOTE]\n> Read again: [the lesson](../01-one.md).\n`;

function module(folder, n, title) {
  const key = folder.slice(3, 5);
  const objective = { id: `${key}.aim`, text: `Say what ${title} is about` };
  const front = `+++\ntitle = ${JSON.stringify(title)}\ndescription = "A module."\n\n[[objectives]]\nid = "${objective.id}"\ntext = "${objective.text}"\n+++\n\nText.\n`;
  return {
    [`${folder}/index.md`]: front,
    [`${folder}/01-one.md`]: page({ title: `Lesson ${n}.1`, description: 'One.', minutes: 10 }),
    [`${folder}/02-two.md`]: page({ title: `Lesson ${n}.2`, description: 'Two.', minutes: 5 }),
    [`${folder}/quiz/check.md`]: page({ kind: 'quiz', id: `check-${key}`, title: `Check ${n}`, mode: 'check', pass: 50 }, question(`${key}-1`, objective.id)),
  };
}

const course = {
  'index.md': page({ title: 'Staff course', description: 'A course.' }),
  ...module('01-first', 1, 'First steps'),
  ...module('02-second', 2, 'Second steps'),
  'quiz/final.md': page({ kind: 'test', id: 'final', title: 'Final test', mode: 'final', pass: 80 }, question('fin-1', 'fi.aim').replace('../01-one.md', '../01-first/01-one.md')),
};
const below = (locale) => Object.fromEntries(Object.entries(course).map(([name, text]) => [`content/${locale}/course/${name}`, text]));

let folder;
/** The built course. */
export function progressBook() {
  folder ??= build(
    writeBook({
      'book.toml':
        '[book]\nid = "training"\ntitle = "Training"\ndescription = "A book."\nlanguage = "en"\n\n' +
        '[languages.en]\nname = "English"\n\n[languages.fr]\nname = "Français"\n\n[languages.ar]\nname = "العربية"\n\n[course]\nfolder = "course"\n',
      'content/en/index.md': page({ title: 'Training', description: 'A book.' }),
      'content/fr/index.md': page({ title: 'Formation', description: 'Un livre.' }),
      'content/ar/index.md': page({ title: 'تدريب', description: 'كتاب.' }),
      ...below('en'),
    }),
    path.join(tests, 'out', String(process.pid), 'progress'),
  );
  return folder;
}

/** Addresses in it. */
export const at = {
  home: 'en/index.html',
  course: 'en/course/index.html',
  module: 'en/course/first/index.html',
  one: 'en/course/first/one.html',
  two: 'en/course/first/two.html',
  three: 'en/course/second/one.html',
  check: 'en/course/first/quiz/check.html',
  progress: 'en/course/progress.html',
  statement: 'en/course/statement.html',
};

/** What the browser keeps of the site, by key. */
export const kept = (page) =>
  page.evaluate(() => Object.fromEntries(Object.keys(localStorage).filter((key) => key.startsWith('keyward1:')).sort().map((key) => [key, localStorage.getItem(key)])));

/** Marks lessons as read and quizzes as passed, as their pages do. */
export async function walk(page, lessons, quizzes = []) {
  await page.evaluate(([lessons, quizzes]) => {
    for (const id of lessons) window.keyward.store.put('lesson', id, { read: 1 });
    for (const id of quizzes) window.keyward.store.put('quiz', id, { done: true, pass: true, ok: 850, of: 1000, n: 1 });
    window.keyward.course.refresh();
  }, [lessons, quizzes]);
}

/** Every lesson, and every quiz that counts. */
export const lessons = ['first/one', 'first/two', 'second/one', 'second/two'].map((name) => `course/${name}`);
export const quizzes = ['check-fi', 'check-se', 'final'];

/** A page of the course in a browser of its own. */
export async function open(base, name, options) {
  const page = await newPage(options);
  const complaints = await listen(page, base);
  await visit(page, base + name);
  assert.ok(await page.evaluate(() => !!window.keyward.store && !!window.keyward.course.data), `${name} has no course`);
  return { page, complaints };
}
