// A checklist: ticked, kept for the one who learns here, cleared, carried along, printed empty.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import { build, fileUrl, listen, narrow, newPage, scratchFolder, serve, visit, writeBook } from './support.js';

const page = (title, body) => `+++\ntitle = "${title}"\n+++\n\n${body}\n`;
const long = Array.from({ length: 14 }, (_, number) => `- [ ] Step ${number + 1} with some more words, so that it takes a second line on a phone`).join('\n');
const steps = (a, b) => `## ${a}\n\n- [ ] ${b} 1 [@guide, section 2]\n  - [ ] ${b} 1a\n- [ ] [${b} 2](../index.md) {#two}\n\n1. [ ] ${b} 3\n\n   More.\n`;

let folder;
let base;
before(async () => {
  const source = writeBook({
    'book.toml': '[book]\nid = "lists"\ntitle = "Lists"\n\n[languages.en]\nname = "English"\n\n[languages.ar]\nname = "العربية"\n',
    'content/en/index.md': page('Home', 'Text.\n\n[Release day](checklists/release.md)\n\nMore.'),
    'content/en/sources/guide.md': page('Guide', 'Text.'),
    'content/en/checklists/release.md': page('Release day', steps('Before', 'Keys')),
    'content/ar/checklists/release.md': page('يوم الإفراج', steps('قبل', 'مفاتيح')),
    'content/en/checklists/long.md': page('A long one', long),
    'content/en/course/index.md': page('Course', 'Text.'),
    'content/en/course/01-first/index.md': page('First', 'Text.'),
    'content/en/course/01-first/01-one.md': page('One', '[Release day](../../checklists/release.md)'),
  });
  folder = build(source, scratchFolder('lists'));
  base = `http://127.0.0.1:${await serve(folder)}/`;
});

const at = { list: 'en/checklists/release.html', arabic: 'ar/checklists/release.html', home: 'en/index.html', lesson: 'en/course/first/one.html' };
const ticks = (where) => where.locator('.checklist input').evaluateAll((all) => all.map((one) => (one.checked ? 'x' : '.')).join(''));
const kept = (where) => where.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(':list:')));
const status = (where) => where.locator('.checklist [role="status"]').innerText();

test('ticks are kept, counted, and show wherever the list stands', async () => {
  const context = (await newPage()).context();
  const first = await context.newPage();
  const complaints = await listen(first, base);
  await visit(first, base + at.list);
  assert.equal(await status(first), '0 of 4 done');
  assert.deepEqual(await first.evaluate(() => Object.keys(localStorage)), [], 'nothing is kept before the first tick');
  await first.getByLabel('Keys 1a').check();
  await first.getByText('Keys 3').click();
  assert.equal(await status(first), '2 of 4 done');
  assert.deepEqual(await kept(first), ['keyward1:lists:p1:list:checklists/release']);
  await first.reload();
  assert.equal(await ticks(first), '.x.x');
  for (const name of [at.home, at.lesson, at.arabic]) {
    await visit(first, base + name);
    assert.equal(await ticks(first), '.x.x', name);
  }
  // Another tab sees it at once.
  const second = await context.newPage();
  await visit(second, base + at.list);
  await second.locator('[data-step="two"]').check();
  await first.waitForFunction(() => document.querySelectorAll('.checklist input:checked').length === 3);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('two tabs that tick at once lose nothing, and the later word holds', async () => {
  const one = await newPage();
  await visit(one, base + at.list);
  const merged = await one.evaluate(() => {
    const { store } = window.keyward;
    store.put('list', 'x', { done: { a: 1000, b: 2000 } });
    store.merge({ list: { x: { done: { a: -3000, b: -1500, c: 500 }, t: 1, rev: 1 } } }, true);
    return store.get('list', 'x').done;
  });
  assert.deepEqual(merged, { a: -3000, b: 2000, c: 500 });
  assert.equal(await one.evaluate(() => window.keyward.store.merge({ list: { x: { done: 'x' } } }, true).unknown), 1);
  await one.context().close();
});

test('clearing takes the ticks away at once, and says so', async () => {
  const one = await newPage();
  await visit(one, base + at.list);
  await one.getByLabel('Keys 1a').check();
  await one.locator('.checklist-bar button').focus();
  await one.keyboard.press('Enter');
  assert.equal(await status(one), 'All ticks are gone.');
  assert.equal(await ticks(one), '....');
  assert.deepEqual(await kept(one), []);
  assert.deepEqual(await one.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(':old:'))), []);
  await one.context().close();
});

test('they go into the file of progress and come back from it; clearing the computer clears them', async () => {
  const one = await newPage();
  await visit(one, base + at.lesson);
  await one.locator('[data-step="two"]').check();
  const all = await one.evaluate(() => window.keyward.store.dump().list);
  assert.ok(all['checklists/release'].done.two > 0);
  await visit(one, `${base}en/course/progress.html`);
  const [download] = await Promise.all([one.waitForEvent('download'), one.evaluate(() => window.keyward.course.save())]);
  const file = await download.path();
  await one.evaluate(() => window.keyward.store.clear());
  assert.deepEqual(await kept(one), []);
  await one.reload();
  const text = fs.readFileSync(file, 'utf8');
  const taken = await one.evaluate(async (text) => {
    const read = await window.keyward.course.open(new File([text], 'x.json'));
    window.keyward.store.merge(read.all, true);
    return read.isWhole;
  }, text);
  assert.equal(taken, true);
  await visit(one, base + at.lesson);
  assert.equal(await ticks(one), '..x.');
  await one.context().close();
});

test('without script boxes tick by their words, and links in them lead on', async () => {
  const one = await newPage({ javaScriptEnabled: false });
  await one.goto(base + at.list);
  await one.getByText('Keys 1a').click();
  assert.equal(await one.locator('.checklist input').nth(1).isChecked(), true);
  assert.equal(await one.locator('.checklist button').count(), 0);
  await one.locator('.checklist a', { hasText: 'Keys 2' }).click();
  await one.waitForURL(/index\.html$/);
  await one.context().close();
});

test('by keyboard, from a file, and where nothing can be kept', async () => {
  const one = await newPage();
  await visit(one, fileUrl(folder, at.list));
  await one.locator('.checklist input').first().focus();
  await one.keyboard.press('Space');
  await one.reload();
  assert.equal(await ticks(one), 'x...');
  await one.context().close();
  const two = await newPage();
  await two.addInitScript(() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
  await visit(two, base + at.list);
  await two.getByLabel('Keys 1a').check();
  assert.match(await two.locator('.checklist-bar').innerText(), /1 of 4 done[^]*keeps no ticks/);
  await two.context().close();
});

test('printed, the boxes are empty and nothing stands beside them', async () => {
  const one = await newPage();
  await visit(one, base + at.list);
  await one.getByLabel('Keys 1a').check();
  await one.emulateMedia({ media: 'print' });
  const box = one.locator('.checklist input').nth(1);
  assert.equal(await box.evaluate((box) => getComputedStyle(box).appearance), 'none');
  assert.equal(await box.evaluate((box) => getComputedStyle(box).backgroundImage), 'none');
  assert.ok(!(await one.locator('.checklist-bar').isVisible()));
  await one.context().close();
});

test('axe finds nothing, and at 320 px all stays in sight with targets for a finger', async () => {
  const one = await newPage({ viewport: narrow, bypassCSP: true });
  for (const name of [at.list, at.arabic, at.home, 'en/checklists/long.html']) {
    await visit(one, base + name);
    await one.locator('.checklist input').first().check();
    const wide = await one.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, name);
    const low = await one.locator('.step').evaluateAll((all) => all.filter((step) => step.getBoundingClientRect().height < 44).length);
    assert.equal(low, 0, name);
    await one.evaluate(axe.source);
    const report = await one.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    assert.deepEqual(report.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`), [], name);
  }
  await one.context().close();
});

test('the pages are valid', async () => {
  const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'] });
  for (const name of [at.list, at.home, at.lesson, at.arabic]) {
    const report = await validator.validateString(fs.readFileSync(path.join(folder, name), 'utf8'));
    assert.deepEqual(report.results.flatMap(({ messages }) => messages.map((at) => `${name}:${at.line} ${at.ruleId} ${at.message}`)), []);
  }
});
