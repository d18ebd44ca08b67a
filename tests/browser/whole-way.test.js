// A learner's whole way through the shipped course: lesson, question, check, final test failed,
// reviewed and passed, statement on paper, progress taken to another computer by file and by code.
// On the site over http, and in the single file from disk.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { fileUrl, listen, newPage, serve, shipped, single, visit } from './support.js';
import { answer, answerAll, take } from './whole-way.js';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'keyward-way-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

/** Where pages of the course are, on the site and in the single file. */
let places;
before(async () => {
  const site = `http://127.0.0.1:${await serve(shipped())}/en/`;
  const file = fileUrl(single(), 'radicalisation-disengagement-en.html');
  places = {
    site: { origin: site, at: (entry) => `${site}${entry}.html`, within: () => 'main' },
    file: { origin: file, at: (entry) => `${file}#/${entry}`, within: () => '.leaf:not([hidden])' },
  };
});

const saved = async (page, button) => {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return fs.readFileSync(await download.path(), 'utf8');
};

for (const where of ['site', 'file']) {
  test(`from the first lesson to the statement and to another computer: ${where}`, async () => {
    const { at, origin, within } = places[where];
    const page = await newPage();
    const complaints = await listen(page, where === 'site' ? new URL(origin).origin : 'file://');
    const main = () => page.locator(within());
    const go = async (entry) => {
      await visit(page, at(entry));
      await page.waitForFunction((entry) => document.body.dataset.entry === entry, entry);
    };
    const part = (name) => main().locator(`[data-at="${name}"]`);
    const isPassed = (id) => page.evaluate((id) => (window.keyward.store.get('quiz', id) || {}).pass === true, id);

    // From home by its button to the module, and on to its first lesson.
    await visit(page, where === 'site' ? `${origin}index.html` : origin);
    await main().locator('.button').first().click();
    await page.waitForFunction(() => document.body.dataset.page === 'module');
    await main().locator('.way a').first().click();
    await page.waitForFunction(() => document.body.dataset.page === 'lesson');
    const lesson = await page.evaluate(() => document.body.dataset.entry);

    // A question in the lesson, first not right, then right; the lesson is read.
    const question = main().locator('.question').first();
    await answer(question, false);
    await question.locator('.actions .button').first().click();
    assert.match(await question.locator('.verdict-title').innerText(), /Not right|Partly/);
    await question.locator('.actions button').filter({ hasText: 'Try again' }).click();
    await answer(question);
    await question.locator('.actions .button').first().click();
    assert.match(await question.locator('.verdict-title').innerText(), /^Right/);
    await main().locator('.read input').check();

    // The module's check.
    await go('course/introduction/quiz/check');
    await answerAll(main().locator('.quiz'));
    assert.match(await main().locator('.outcome').innerText(), /passed/);
    assert.ok(await isPassed('check-introduction'));

    // The final test: not passed, reviewed by links to the lessons, practised, passed.
    await go('course/test-of-knowledge/quiz/final');
    const drawn = await take(main().locator('.quiz'), () => false);
    assert.equal(drawn, 20);
    assert.match(await main().locator('.review-page').innerText(), /not yet/);
    assert.ok(!(await isPassed('final')));
    const again = main().locator('.review-page a', { hasText: /./ }).first();
    const lead = await again.getAttribute('href');
    await again.click();
    await page.waitForFunction(() => document.body.dataset.page === 'lesson');
    const target = where === 'site' ? new URL(page.url()).hash.slice(1) : decodeURIComponent(lead.slice(1));
    assert.ok(await page.locator(`[id="${target}"]`).first().isVisible(), `${lead} leads to a section`);
    await go('course/test-of-knowledge/quiz/final');
    await main().locator('.review-page button', { hasText: 'Take the test again' }).click();
    const drawnAgain = main().locator('.question:visible');
    await drawnAgain.first().waitFor();
    assert.equal(await drawnAgain.count(), 20);
    for (let n = 0; n < 20; n++) await answer(drawnAgain.nth(n), n !== 3);
    await main().locator('.test-end .button').first().click();
    await main().locator('.review-page:visible').waitFor();
    assert.match(await main().locator('.review-page').innerText(), /passed/);
    assert.ok(await isPassed('final'));

    // Everything else of the course, as its pages would mark it.
    await go('course/progress');
    await page.evaluate(() => {
      const { course, store } = window.keyward;
      for (const { kind, id } of course.items) {
        if (kind === 'lesson') store.put('lesson', id, { read: 1, first: 1 });
        else if (!(store.get('quiz', id) || {}).pass) store.put('quiz', id, { done: true, ok: 9, of: 10, pass: true });
      }
    });

    // The statement, on paper.
    await go('course/statement');
    await part('name').fill('Ana Ωmega');
    assert.match(await part('code').innerText(), /^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    assert.match(await part('score').innerText(), /^9\d %$|^100 %$/);
    const paper = await page.pdf({ format: 'A4' });
    assert.ok(paper.length > 5000 && paper.subarray(0, 5).toString() === '%PDF-');

    // Taken along, and cleared here.
    await go('course/progress');
    const code = (await part('code').innerText()).trim();
    const file = await saved(page, part('save'));
    const before = await page.evaluate(() => window.keyward.store.dump());
    await part('clear').click();
    await part('yes').click();
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('keyward1:'))), []);
    assert.deepEqual(complaints, []);
    await page.context().close();

    // On another computer, by file: everything is back.
    const other = await newPage();
    const there = (entry) => visit(other, at(entry));
    const otherPart = (name) => other.locator(`${within()} [data-at="${name}"]`);
    await there('course/progress');
    const name = path.join(scratch, `${where}.json`);
    fs.writeFileSync(name, file);
    await otherPart('file').setInputFiles(name);
    await otherPart('preview').locator('button').first().click();
    await other.waitForFunction(() => Object.keys(window.keyward.store.list('q')).length > 0);
    const back = await other.evaluate(() => window.keyward.store.dump());
    const strip = (all) => Object.fromEntries(['lesson', 'q', 'att', 'quiz'].map((kind) => [kind,
      Object.fromEntries(Object.entries(all[kind]).sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { rev, ...record }]) => [id, record]))]));
    assert.deepEqual(strip(back), strip(before));
    await visit(other, at(lesson));
    assert.ok(await other.locator(`${within()} .read input`).isChecked());
    assert.match(await other.locator(`${within()} .question .verdict-title`).first().innerText(), /^Right/);
    await other.context().close();

    // On a third one, by code: lessons read and checks passed.
    const third = await newPage();
    await visit(third, at('course/progress'));
    const thirdPart = (name) => third.locator(`${within()} [data-at="${name}"]`);
    await thirdPart('typed').fill(code.toLowerCase());
    await thirdPart('read-code').click();
    await thirdPart('code-preview').locator('button').first().click();
    await third.waitForFunction(() => window.keyward.course.isComplete());
    await visit(third, at('course/statement'));
    await thirdPart('sheet').waitFor();
    await third.context().close();
  });
}
