// How the questions' script compares short answers and numbers: the vectors that the program
// follows too.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { root, tests } from './support.js';

const vectors = JSON.parse(fs.readFileSync(path.join(tests, 'fixtures/short-text.json'), 'utf8'));
const window = { keyward: {} };
vm.runInNewContext(fs.readFileSync(path.join(root, 'themes/default/quiz-fold/quiz-fold.js'), 'utf8'), { window });
const { fold, readings, slips } = window.keyward.quiz;

test('short answers fold as in the program', () => {
  assert.ok(vectors.fold.length >= 60);
  for (const vector of vectors.fold) {
    const folded = fold(vector.in, { lang: 'en', ...vector });
    assert.equal(folded, vector.out, JSON.stringify(vector));
    assert.equal(fold(folded, { lang: 'en', ...vector }), folded, `folding twice: ${JSON.stringify(vector)}`);
  }
});

test('slips of the pen', () => {
  for (const { typed, wanted, slips: expected } of vectors.slips) {
    assert.equal(slips(fold(typed, {}), fold(wanted, {})), expected, `${typed}, ${wanted}`);
  }
});

test('numbers', () => {
  for (const { in: typed, out } of vectors.numbers) {
    assert.deepEqual([...readings(typed)], out, typed);
  }
});
