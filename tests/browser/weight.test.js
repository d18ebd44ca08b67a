// What a reader's old computer loads first, packed as servers pack it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { pagesOf, shipped } from './support.js';

const sizes = new Map();
function packed(file) {
  if (!sizes.has(file)) sizes.set(file, zlib.gzipSync(fs.readFileSync(file), { level: 9 }).length);
  return sizes.get(file);
}

test('a lesson takes at most 40 KiB with its styles, scripts and questions, in each language', () => {
  const folder = shipped();
  const heavy = [];
  let looked = 0;
  for (const name of pagesOf(folder)) {
    const html = fs.readFileSync(path.join(folder, name), 'utf8');
    if (!html.includes('data-page="lesson"')) continue;
    looked += 1;
    const files = [...html.matchAll(/<(?:script src|link href)="([^"]+\.(?:js|css))"/g)].map(([, address]) => path.join(folder, path.dirname(name), address));
    assert.ok(files.length > 4, `${name}: ${files}`);
    const sum = files.reduce((sum, file) => sum + packed(file), packed(path.join(folder, name)));
    if (sum > 40 * 1024) heavy.push(`${name}: ${sum} bytes`);
  }
  assert.ok(looked > 20, `${looked} lessons`);
  assert.deepEqual(heavy, []);
});

test('the scripts of every page take at most 8 KB, those of questions 20 KB', () => {
  const assets = path.join(shipped(), 'assets');
  const sum = (names) => fs.readdirSync(assets).filter((name) => names.test(name)).reduce((sum, name) => sum + packed(path.join(assets, name)), 0);
  const site = sum(/^(early|site|aids)-.*\.js$/);
  const quiz = sum(/^(quiz|test|scene)-.*\.js$/);
  assert.ok(site > 1000 && site <= 8000, `${site} bytes`);
  assert.ok(quiz > 1000 && quiz <= 20_000, `${quiz} bytes`);
});
