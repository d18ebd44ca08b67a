// Checks, tests, surveys and scenarios: from the first question to the result, over reloads and
// in several windows.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { fileUrl, listen, newPage, pagesOf, serve, shipped, visit } from './support.js';
import { kept, open, pages, quizBook } from './quiz-book.js';

let folder;
before(() => {
  folder = quizBook();
});

const question = (page, id) => page.locator(`#q-${id}`);
const choose = (page, id, text) => question(page, id).locator('.choice').filter({ hasText: text }).locator('input').check();
const sure = (page, id, word) => question(page, id).locator('.confidence label').filter({ hasText: word }).locator('input').check();
const main = (page, id) => question(page, id).locator('.actions .button');
const button = (page, text) => page.locator('button').filter({ hasText: text });
const shown = (page) => page.locator('.question:visible').evaluateAll((boxes) => boxes.map((box) => box.id.slice(2)));
const order = (page, id) => question(page, id).locator('.choice').evaluateAll((labels) => labels.map((label) => label.dataset.key));

test('a check: tries, result, calibration, the best is kept, another order', async () => {
  const { page, complaints } = await open(folder, pages.check);
  const told = [];
  await page.exposeFunction('told', (detail) => told.push(detail));
  await page.evaluate(() => document.addEventListener('keyward:result', (event) => window.told(event.detail)));
  assert.match(await question(page, 'c-1').locator('.choice').last().innerText(), /None of these/, '`keep` stays last');
  await choose(page, 'c-1', /^ *Wrong$/);
  await sure(page, 'c-1', 'Sure');
  await main(page, 'c-1').click();
  assert.match(await question(page, 'c-1').innerText(), /Not this one\..*1 try left/s);
  assert.ok(await question(page, 'c-1').locator('.confidence input').first().isDisabled(), 'how sure is said before');
  await main(page, 'c-1').click();
  await choose(page, 'c-1', 'Wronger');
  await main(page, 'c-1').click();
  assert.ok(await question(page, 'c-1').locator('.answer[open]').isVisible(), 'tries are used up: the answer');
  assert.ok(await question(page, 'c-1').locator('.choice input').first().isDisabled());
  await choose(page, 'c-2', 'Yes, this');
  await sure(page, 'c-2', 'A guess');
  await main(page, 'c-2').click();
  const outcome = page.locator('.outcome');
  assert.match(await outcome.innerText(), /1 of 2 points.*50 %.*70 %: not yet.*sure and not right in 1 answer.*Certainty marks: -5 of 6/s);
  assert.match(await page.locator('.quiz > [role="status"]').textContent(), /All questions are answered/);
  let record = await kept(page, 'quiz', 'check-module');
  assert.deepEqual([record.ok, record.of, record.pass, record.done, record.n], [1000, 2000, false, true, 1]);
  await page.reload();
  assert.match(await outcome.innerText(), /1 of 2 points/);
  assert.equal((await kept(page, 'quiz', 'check-module')).n, 1, 'a reload counts nothing');
  const first = await order(page, 'c-1');
  await button(page, 'Try again, in another order').click();
  assert.equal(await page.locator('.verdict').count(), 0);
  assert.equal(await page.locator('.quiz input:checked').count(), 0);
  const second = await order(page, 'c-1');
  assert.deepEqual([...second].sort(), [...first].sort());
  await page.reload();
  assert.deepEqual(await order(page, 'c-1'), second, 'the order stays over a reload');
  for (const [id, text] of [['c-1', /^ *Right$/], ['c-2', 'Yes, this']]) {
    await choose(page, id, text);
    await main(page, id).click();
  }
  assert.match(await outcome.innerText(), /2 of 2 points.*passed/s);
  await button(page, 'Try again, in another order').click();
  for (const [id, text] of [['c-1', 'Wronger'], ['c-2', 'No, that']]) {
    for (let tries = 0; tries < 2; tries += 1) {
      await choose(page, id, text);
      await main(page, id).click();
      if (!tries) await main(page, id).click();
    }
  }
  assert.match(await outcome.innerText(), /0 of 2 points.*that stays/s);
  record = await kept(page, 'quiz', 'check-module');
  assert.deepEqual([record.ok, record.pass, record.n], [2000, true, 3], 'the best is kept, and passed stays passed');
  // The listener went with the first reload.
  assert.ok(told.length === 3 && told.every((detail) => detail.quiz === 'check-module' && detail.mode === 'check'));
  assert.deepEqual(complaints, []);
  await page.context().close();
});

for (const kind of ['http', 'file']) {
  test(`a final test, ${kind}: drawn, resumed, handed in, reviewed, practised, taken again`, async () => {
    const { page, complaints } = await open(folder, pages.final, { base: kind === 'file' ? fileUrl(folder) : undefined });
    assert.deepEqual(await shown(page), [], 'nothing shows before the start');
    await button(page, 'Start the test').click();
    await page.locator('.question:visible').first().waitFor();
    const drawn = await shown(page);
    assert.equal(drawn.length, 5);
    assert.equal(drawn.filter((id) => id.startsWith('t-')).length, 3);
    const attempts = () => page.evaluate(() => Object.values(window.keyward.store.list('att')));
    assert.deepEqual((await attempts())[0].draw, drawn);
    assert.equal(await page.locator('.question:visible .hint, .question:visible .answer').filter({ visible: true }).count(), 0);
    const pool = drawn.filter((id) => id.startsWith('t-'));
    await choose(page, pool[0], /^ *Wrong \d/);
    await sure(page, pool[0], 'Sure');
    await choose(page, pool[1], 'Right');
    await choose(page, 'f-many', 'What happened');
    await question(page, 'f-text').locator('.typed input').fill('half a');
    const before = await order(page, pool[0]);
    await page.reload();
    await page.locator('.question:visible').first().waitFor();
    assert.deepEqual(await shown(page), drawn, 'the same draw in the same order');
    assert.deepEqual(await order(page, pool[0]), before);
    assert.match(await page.locator('.test-panel').innerText(), /go on where you stopped/);
    assert.equal(await question(page, 'f-text').locator('.typed input').inputValue(), 'half a');
    assert.equal(await page.locator('.question:visible input:checked').count(), 4);
    await question(page, 'f-text').locator('.typed input').fill('');
    await button(page, 'Hand in the test').click();
    const summary = page.locator('.errors');
    assert.ok(await summary.evaluate((element) => element === document.activeElement));
    assert.equal(await summary.locator('a').count(), 2);
    await summary.locator('a').first().click();
    assert.match(await page.evaluate(() => document.activeElement.name), new RegExp(`q-(${pool[2]}|f-text)`));
    await question(page, 'f-text').locator('.typed input').fill('disengagement');
    await button(page, 'Hand in the test').click();
    assert.equal(await summary.locator('a').count(), 1, 'nothing was handed in yet');
    assert.equal((await attempts())[0].end, undefined);
    await button(page, 'Hand in without these answers').click();
    const review = page.locator('.review-page');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /2\.5 of 5 points/);
    const heads = await review.locator('.review-head').allTextContents();
    assert.deepEqual(heads, ['Look at these first: you were sure, and it was not right', 'Not right', 'Partly right']);
    const first = await review.locator('.review > li').first().innerText();
    assert.match(first, /Your answer\s+Wrong \d\s+and you were sure\s+Right answer\s+Right \d\s+Why\s+Not this\.\s+Number \d\.\s+Read again\s+Change/);
    assert.match(await review.locator('.review > li').nth(1).innerText(), /No answer/);
    assert.ok(!(await review.locator('details .review').isVisible()));
    const record = await kept(page, 'quiz', 'final');
    assert.deepEqual([record.ok, record.of, record.pass, record.n], [2500, 5000, false, 1]);
    await button(page, 'Practise these 3 again').click();
    assert.equal((await shown(page)).length, 3);
    await choose(page, pool[0], 'Right');
    await main(page, pool[0]).click();
    assert.match(await question(page, pool[0]).locator('.verdict').innerText(), /Right/);
    assert.equal((await attempts())[0].score, 2500, 'practice changes no attempt');
    await button(page, 'Back to the review').click();
    assert.deepEqual(await shown(page), []);
    await page.reload();
    assert.match(await review.innerText(), /2\.5 of 5 points/, 'the review is there again');
    await button(page, 'Take the test again').click();
    await page.locator('.question:visible').first().waitFor();
    const again = (await shown(page)).filter((id) => id.startsWith('t-'));
    assert.equal(again.filter((id) => pool.includes(id)).length, 0, 'questions not seen before come first');
    assert.equal(await page.locator('.question:visible input:checked').count(), 0);
    for (const id of again) await choose(page, id, 'Right');
    for (const text of ['What happened', 'How you know it']) await choose(page, 'f-many', text);
    await question(page, 'f-text').locator('.typed input').fill('disengagement');
    await button(page, 'Hand in the test').click();
    assert.match(await review.innerText(), /5 of 5 points.*passed.*as often as it is offered/s);
    assert.equal(await button(page, 'Take the test again').count(), 0);
    assert.deepEqual((await kept(page, 'quiz', 'final')).pass, true);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('a running test is open in one window at a time', async () => {
  const { page, base } = await open(folder, pages.final);
  await button(page, 'Start the test').click();
  await page.locator('.question:visible').first().waitFor();
  const drawn = await shown(page);
  await choose(page, drawn.find((id) => id.startsWith('t-')), 'Right');
  const second = await page.context().newPage();
  const complaints = await listen(second, base);
  await visit(second, base + pages.final);
  await second.getByText('open in another window').waitFor();
  assert.deepEqual(await shown(second), []);
  await button(second, 'Go on here').click();
  await second.locator('.question:visible').first().waitFor();
  assert.deepEqual(await shown(second), drawn);
  assert.equal(await second.locator('.question:visible input:checked').count(), 1);
  await page.getByText('open in another window').waitFor();
  assert.deepEqual(await shown(page), []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a survey is kept as it is filled in, and scored nowhere', async () => {
  const { page, complaints } = await open(folder, pages.survey);
  await page.locator('#q-e-1 tbody tr').nth(0).locator('input').nth(3).check();
  await page.reload();
  assert.ok(await page.locator('#q-e-1 tbody tr').nth(0).locator('input').nth(3).isChecked());
  await button(page, 'I have finished').click();
  assert.match(await page.locator('.thanks').textContent(), /nobody is told/);
  assert.equal((await kept(page, 'quiz', 'evaluation')).done, true);
  assert.equal(await page.locator('.verdict, .outcome:visible').count(), 0);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a scenario: one scene at a time, the way so far, one step back, an end', async () => {
  const { page, complaints } = await open(folder, pages.scenario);
  const scene = page.locator('.scene:visible');
  const road = (text) => scene.locator('.roads a').filter({ hasText: text });
  assert.equal(await scene.count(), 1);
  assert.ok(!(await scene.locator('.roads .feedback').first().isVisible()), 'nothing is said before the choice');
  await road('Tell the police').focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'The police', 'focus on the heading');
  assert.match(await scene.innerText(), /You chose: Tell the police\.\s+Which agreement allows this\?/);
  assert.match(await page.locator('.so-far').innerText(), /The phone call.*You chose: Tell the police.*The police\s+You are here/s);
  await page.reload();
  assert.equal((await scene.locator('h2').textContent()).trim(), 'The police');
  await button(page, 'Go back one step').click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'The phone call');
  await road('Tell the police').click();
  await road('Go back and call').click();
  assert.match(await scene.innerText(), /This is an end\s+1 of 3 points/);
  assert.deepEqual((({ ok, of, done }) => [ok, of, done])(await kept(page, 'quiz', 'friday')), [1000, 3000, true]);
  await page.locator('.so-far a').first().click();
  await road('Call the case manager').click();
  assert.match(await scene.innerText(), /2 of 2 points/);
  await button(page, 'Start again from the first scene').click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'The phone call');
  assert.equal(await page.locator('.so-far li').count(), 0);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a quiz inside a lesson is the same quiz', async () => {
  const { page, complaints } = await open(folder, pages.lesson);
  await page.locator('#q-p-one .choice').nth(1).click();
  await page.locator('#q-p-one button[type="submit"]').click();
  assert.equal(await page.locator('#q-p-one .verdict-title').getAttribute('aria-level'), '4');
  await page.goto(page.url().replace('lesson.html', 'quiz/practice.html'));
  assert.match(await page.locator('#q-p-one .verdict').innerText(), /Right/);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('every quiz of the shipped book starts, in each language', async () => {
  const site = shipped();
  const names = pagesOf(site).filter((name) => {
    const html = fs.readFileSync(path.join(site, name), 'utf8');
    // A page that shows the text of another language is left out, as in lists of search engines.
    return !name.includes('print') && !html.includes('content="noindex"') && html.includes('data-enhance="quiz"');
  });
  assert.ok(names.length > 0, 'a book without quizzes');
  const base = `http://127.0.0.1:${await serve(site)}/`;
  const page = await newPage();
  const complaints = await listen(page, base);
  for (const name of names) {
    await visit(page, base + name);
    for (const section of await page.locator('section.quiz').all()) {
      const works = await section.locator('button:visible, .roads a:visible, .grid:visible, .answer:visible').count();
      assert.ok(works > 0, `${name}: ${await section.getAttribute('id')} does nothing`);
    }
    if (await button(page, 'Start the test').count()) {
      await button(page, 'Start the test').click();
      await page.locator('.question:visible').first().waitFor();
      await button(page, 'Hand in the test').click();
      await button(page, 'Hand in without these answers').click();
      assert.match(await page.locator('.review-page .score').textContent(), /^0 of \d+ points/, name);
    }
  }
  assert.deepEqual(complaints, []);
  await page.context().close();
});

// Whether a pretest is in the book says whether there is anything to gain.
const fixed = (title, id, mode, more = '') => `+++\ntitle = "${title}"\ndescription = "${title}."\nkind = "${mode === 'check' ? 'quiz' : 'test'}"\nid = "${id}"\nmode = "${mode}"\n${more}+++\n\n${[1, 2].map((n) => `## ${title} ${n}?

<!-- q: ${id}-${n} · obj: mod.one -->

1. [x] Right
2. [ ] Wrong
   > Not this.
3. [ ] Wronger
   > Nor this.

> [!TIP]
> It is the first.

> [!NOTE]
> The first. Read again: [Change](../01-first/01-lesson.md#change).
`).join('\n')}`;
const modes = () => quizBook({
  'content/en/course/02-test/before.md': fixed('Before', 'before', 'pretest', 'group = "whole"\n'),
  'content/en/course/02-test/after.md': fixed('After', 'after', 'final', 'pass = 50\ngroup = "whole"\n'),
  'content/en/course/02-test/together.md': fixed('Together', 'together', 'check', 'pass = 50\nfeedback = "at-end"\n'),
  'content/en/course/02-test/costly.md': fixed('Costly', 'costly', 'check', 'pass = 50\nhint-cost = 25\n'),
});

async function takeTest(page, answers) {
  await button(page, 'Start the test').click();
  await page.locator('.question:visible').first().waitFor();
  for (const [id, text] of Object.entries(answers)) await choose(page, id, text);
  await button(page, 'Hand in the test').click();
  await page.locator('.review-page:visible').waitFor();
}

test('what was gained since the test before the course is said, of what was left to gain', async () => {
  const other = modes();
  const { page, complaints, base } = await open(other, 'en/course/test/after.html');
  await takeTest(page, { 'after-1': 'Right', 'after-2': 'Right' });
  assert.doesNotMatch(await page.locator('.review-page').innerText(), /Before the course/, 'no test was taken before');
  await page.evaluate(() => window.keyward.store.removeProfile('p1'));
  await visit(page, `${base}en/course/test/before.html`);
  await takeTest(page, { 'before-1': 'Right', 'before-2': /^ *Wrong$/ });
  assert.doesNotMatch(await page.locator('.review-page').innerText(), /pass mark/, 'a test before the course is not passed or failed');
  await visit(page, `${base}en/course/test/after.html`);
  await takeTest(page, { 'after-1': 'Right', 'after-2': 'Right' });
  assert.match(await page.locator('.review-page').innerText(), /Before the course: 50 %\. Now: 100 %\. You gained 100 %/);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a check that is judged at the end is taken as a whole', async () => {
  const { page, complaints } = await open(modes(), 'en/course/test/together.html');
  assert.deepEqual(await shown(page), []);
  await takeTest(page, { 'together-1': 'Right', 'together-2': 'Wronger' });
  assert.match(await page.locator('.review-page').innerText(), /1 of 2 points.*50 %.*passed/s);
  assert.deepEqual([(await kept(page, 'quiz', 'together')).pass, (await kept(page, 'quiz', 'together')).ok], [true, 1000]);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a hint costs what the author says, and the cost is said before', async () => {
  const { page, complaints } = await open(modes(), 'en/course/test/costly.html');
  assert.match(await question(page, 'costly-1').locator('.actions').innerText(), /25 %/);
  await question(page, 'costly-1').locator('button').filter({ hasText: 'Hint' }).click();
  await choose(page, 'costly-1', 'Right');
  await main(page, 'costly-1').click();
  await choose(page, 'costly-2', 'Right');
  await main(page, 'costly-2').click();
  assert.match(await page.locator('.outcome').innerText(), /1\.75 of 2 points/);
  assert.equal((await kept(page, 'quiz', 'costly')).ok, 1750);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('who takes over on an open page finds their own answers there, in every window', async () => {
  const { page, base } = await open(folder, pages.check);
  const second = await page.context().newPage();
  await visit(second, base + pages.check);
  await choose(page, 'c-1', /^ *Right$/);
  await main(page, 'c-1').click();
  const both = [page, second];
  const shows = (count) => Promise.all(both.map((each) => each.waitForFunction((count) => document.readyState === 'complete' && document.querySelectorAll('.verdict').length === count, count)));
  await second.reload();
  await shows(1);
  await page.evaluate(() => { window.keyward.store.addProfile('B.'); });
  await shows(0);
  for (const each of both) assert.equal(await each.locator('.quiz input:checked').count(), 0);
  await page.evaluate(() => { window.keyward.store.use('p1'); });
  await shows(1);
  assert.match(await question(second, 'c-1').locator('.verdict').innerText(), /Right/);
  await page.context().close();
});
