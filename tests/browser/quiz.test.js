// Questions of every type: answered by mouse and by keyboard, judged in words, kept and resumed,
// over http and from a disk.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { before, test } from 'node:test';
import { fileUrl, narrow, newPage, policy, wide } from './support.js';
import { kept, open, pages, quizBook } from './quiz-book.js';

let folder;
before(() => {
  folder = quizBook();
});

const question = (page, id) => page.locator(`#q-${id}`);
const check = (page, id) => question(page, id).locator('button[type="submit"]').click();
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());
const verdict = async (page, id) => (await question(page, id).locator('.verdict-title').textContent()).trim();

/** An answer of each type by mouse: what to do, what is said, and what is worth how much. */
const answers = {
  'p-one': [(box) => box.locator('input').nth(1).check(), /^Right$/, 1000],
  'p-many': [async (box) => {
    await box.locator('input').nth(0).check();
    await box.locator('input').nth(1).check();
    await box.locator('input').nth(2).check();
  }, /Partly right: 1 of 2 points/, 500],
  'p-tf': [(box) => box.locator('input').nth(0).check(), /^Not right$/, 0],
  'p-text': [(box) => box.locator('input').fill(' DIS\u200bengagment '), /look at the spelling/, 1000],
  'p-number': [(box) => box.locator('input').fill('5,5 months'), /Partly right: 0\.5 of 1/, 500],
  'p-match': [async (box) => {
    for (const [at, text] of ['receives information', 'reports to the court', 'decides on the budget'].entries()) {
      await box.locator('select').nth(at).selectOption({ label: text });
    }
  }, /Partly right: 0\.67 of 1/, 667],
  'p-grid': [async (box) => {
    await box.locator('tbody tr').nth(0).locator('input').nth(2).check();
    await box.locator('tbody tr').nth(1).locator('input').nth(0).check();
  }, /^Right$/, 1000],
  'p-order': [async (box) => {
    for (const [place, text] of ['Map the agencies', 'Agree on the structure', 'Share information', 'Name a case manager'].entries()) {
      await box.locator('li', { hasText: text }).locator('select').selectOption(String(place + 1));
    }
  }, /^Right$/, 1000],
  'p-spot': [(box) => box.locator('.picture').click({ position: { x: 280, y: 60 } }), /^Right$/, 1000],
};

for (const kind of ['http', 'file']) {
  test(`every type by mouse, ${kind}: judged, kept, resumed`, async () => {
    const base = kind === 'file' ? fileUrl(folder) : undefined;
    const { page, complaints } = await open(folder, pages.practice, { base });
    for (const [id, [answer, said, ok]] of Object.entries(answers)) {
      await answer(question(page, id));
      await page.evaluate(() => document.activeElement.blur());
      assert.equal((await kept(page, 'q', id)).draft, true, `${id}: kept as a draft before it is checked`);
      await check(page, id);
      assert.match(await verdict(page, id), said, id);
      assert.equal(await focused(page), await verdict(page, id), `${id}: focus on the verdict`);
      const record = await kept(page, 'q', id);
      assert.deepEqual([record.ok, record.n, record.draft], [ok, 1, false], id);
    }
    const before = await page.locator('.question').allInnerTexts();
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('.verdict').length === 9);
    assert.deepEqual(await page.locator('.question').allInnerTexts(), before, 'the same after a reload');
    assert.equal(await question(page, 'p-text').locator('input').inputValue(), ' DIS\u200bengagment ');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('every type by keyboard alone', async () => {
  const { page, complaints } = await open(folder, pages.practice);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const enter = (id) => question(page, id).locator('input, select').first().focus();
  await enter('p-one');
  await press('Space', 'ArrowDown', 'Enter');
  assert.match(await focused(page), /^Right$/);
  await enter('p-many');
  await press('Space', 'Tab', 'Space', 'Enter');
  assert.match(await focused(page), /^Right$/);
  await enter('p-text');
  await page.keyboard.type('Dis-engagement');
  await press('Enter');
  assert.match(await focused(page), /spelling/);
  await enter('p-number');
  await page.keyboard.type('٦');
  await press('Enter');
  assert.match(await focused(page), /^Right$/);
  await enter('p-match');
  await page.keyboard.type('receives');
  await press('Tab');
  await page.keyboard.type('reports');
  await press('Tab');
  await page.keyboard.type('links');
  await press('Tab', 'Enter');
  assert.match(await focused(page), /^Right$/);
  await enter('p-grid');
  await press('Space', 'ArrowRight', 'ArrowRight', 'Tab', 'Space', 'Enter');
  assert.match(await focused(page), /^Right$/);
  const down = question(page, 'p-order').locator('li').first().locator('button', { hasText: 'Move down' });
  const step = (await question(page, 'p-order').locator('.step').first().textContent()).trim();
  await down.focus();
  await press('Enter');
  assert.equal(await focused(page), 'Move down', 'the focus stays on the button');
  assert.equal(await question(page, 'p-order').locator('[role="status"]').textContent(), `${step}, now 2 of 4`);
  await press('Enter', 'Enter');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-disabled')), 'true', 'at the end it says so');
  await press('Enter');
  assert.equal(await question(page, 'p-order').locator('.step').last().textContent(), step);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('an empty answer is named, linked, and costs no try', async () => {
  const { page } = await open(folder, pages.check);
  for (const id of ['c-1', 'c-2']) {
    await check(page, id);
    const summary = question(page, id).locator('.errors');
    assert.ok(await summary.evaluate((element) => element === document.activeElement));
    assert.match(await summary.textContent(), /Choose an answer first.*no answer yet.*No try was used/s);
    await summary.locator('a').click();
    assert.equal(await page.evaluate(() => document.activeElement.name), `q-${id}`);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-invalid')), 'true');
    assert.equal(await kept(page, 'q', id), null);
    assert.match(await question(page, id).locator('.actions').innerText(), /2 tries left/);
    await page.keyboard.press('Space');
    assert.equal(await question(page, id).locator('.errors, .err').count(), 0);
  }
  await page.context().close();
  const other = (await open(folder, pages.practice)).page;
  await question(other, 'p-match').locator('select').first().selectOption({ index: 1 });
  await check(other, 'p-match');
  assert.equal(await question(other, 'p-match').locator('.errors a').count(), 2, 'each row that lacks an answer');
  await question(other, 'p-number').locator('input').fill('six to seven');
  await check(other, 'p-number');
  assert.match(await question(other, 'p-number').locator('.errors').textContent(), /Write a number/);
  await check(other, 'p-order');
  assert.match(await question(other, 'p-order').locator('.errors').textContent(), /Put the steps in order first/);
  await other.context().close();
});

test('hints come one at a time, the answer when asked for', async () => {
  const { page } = await open(folder, pages.practice);
  const box = question(page, 'p-one');
  assert.equal(await box.locator('button', { hasText: 'Show the answer' }).count(), 0, 'not before a try');
  await box.locator('button', { hasText: 'Hint 1 of 2' }).click();
  assert.match(await focused(page), /Look for pressure/);
  assert.equal(await box.locator('.hint:visible').count(), 1);
  await box.locator('button', { hasText: 'Hint 2 of 2' }).click();
  assert.equal(await box.locator('button', { hasText: 'Hint' }).count(), 0);
  assert.equal((await kept(page, 'q', 'p-one')).hints, 2);
  await box.locator('input').first().check();
  await check(page, 'p-one');
  assert.match(await box.locator('.verdict').innerText(), /It alone says little\.\s*Read again: Change/);
  assert.equal(await box.locator('.verdict strong').count(), 1, 'feedback keeps its emphasis');
  assert.ok(!(await box.locator('.answer').isVisible()));
  await box.locator('button', { hasText: 'Show the answer' }).click();
  assert.ok(await box.locator('.answer[open] .right-answer').isVisible());
  assert.match(await box.locator('.choice').nth(1).innerText(), /This is the right answer/);
  await box.locator('button', { hasText: 'Try again' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'q-p-one');
  await page.reload();
  assert.equal(await box.locator('.hint:visible').count(), 2);
  await page.context().close();
});

test('a draft waits for its learner, also one that was not left', async () => {
  const { page } = await open(folder, pages.practice);
  await question(page, 'p-text').locator('input').fill('half a wo');
  await question(page, 'p-many').locator('input').nth(2).check();
  await page.reload();
  assert.equal(await question(page, 'p-text').locator('input').inputValue(), 'half a wo');
  assert.ok(await question(page, 'p-many').locator('input').nth(2).isChecked());
  assert.equal(await page.locator('.verdict').count(), 0);
  await page.context().close();
});

test('a reflection is kept only on request', async () => {
  const { page } = await open(folder, pages.practice);
  const box = question(page, 'p-open');
  assert.match(await box.innerText(), /no real names/i);
  await box.locator('textarea').fill('I would wait.');
  await box.locator('button', { hasText: 'Compare' }).click();
  assert.match(await box.locator('.answer').innerText(), /A good answer names acts/);
  await page.reload();
  assert.equal(await box.locator('textarea').inputValue(), '');
  await box.locator('.keep input').check();
  await box.locator('textarea').fill('I would ask.');
  await page.reload();
  assert.equal(await box.locator('textarea').inputValue(), 'I would ask.');
  await box.locator('.keep input').uncheck();
  await page.reload();
  assert.equal(await box.locator('textarea').inputValue(), '');
  await page.context().close();
});

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

for (const [colorScheme, viewport] of [['light', wide], ['dark', narrow]]) {
  test(`axe, ${colorScheme}, ${viewport.width} px: untouched, judged, missing`, async () => {
    const options = { viewport, colorScheme, bypassCSP: true };
    const found = [];
    const look = async (page, what) => {
      await page.evaluate(axe.source);
      const report = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), tags);
      assert.ok(report.passes.length > 20);
      report.violations.forEach((each) => found.push(`${what}: ${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${what}: ${wide} px too wide`);
    };
    for (const name of Object.values(pages)) {
      const { page } = await open(folder, name, options);
      await look(page, name);
      await page.context().close();
    }
    const { page } = await open(folder, pages.practice, options);
    for (const id of Object.keys(answers)) await check(page, id);
    await look(page, 'missing');
    for (const [id, [answer]] of Object.entries(answers)) {
      await (id === 'p-spot' ? question(page, id).locator('input').first().check() : answer(question(page, id)));
      await check(page, id);
    }
    await question(page, 'p-spot').locator('button', { hasText: 'Show' }).click();
    await look(page, 'judged');
    await page.context().close();
    assert.deepEqual(found, []);
  });
}

test('the policy of hosts is kept', async () => {
  assert.match(policy, /form-action 'none'/);
  const { page, complaints } = await open(folder, pages.practice);
  await question(page, 'p-text').locator('input').fill('x');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(100);
  assert.ok(!page.url().includes('?'), page.url());
  assert.deepEqual(complaints, []);
  await page.context().close();
});
