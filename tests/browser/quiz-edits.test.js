// Questions that change, stores that lie, browsers that translate, pages without script, and paper.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import zlib from 'node:zlib';
import { listen, newPage, root, serve, visit } from './support.js';
import { kept, open, pages, quizBook, sources } from './quiz-book.js';

let folder;
before(() => {
  folder = quizBook();
});

const practice = 'content/en/course/01-first/quiz/practice.md';
const check = 'content/en/course/01-first/quiz/check.md';
// A translation would have to follow each change.
const alone = { 'content/ar/course/01-first/quiz/practice.md': null };

/** The book with a changed quiz, answered in the book as it was. */
async function changed(file, from, replace, answer) {
  const after = quizBook({ [file]: replace(from), ...(file === practice ? alone : {}) });
  const page = await newPage();
  const port = await serve(folder);
  await visit(page, `http://127.0.0.1:${port}/${file === practice ? pages.practice : pages.check}`);
  await answer(page);
  const records = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  await page.context().close();
  const other = await newPage();
  const base = `http://127.0.0.1:${await serve(after)}/`;
  const complaints = await listen(other, base);
  await other.goto(base + 'assets/none', { waitUntil: 'load' }).catch(() => {});
  await other.evaluate((records) => JSON.parse(records).forEach(([key, text]) => localStorage.setItem(key, text)), records);
  complaints.length = 0;
  await visit(other, base + (file === practice ? pages.practice : pages.check));
  return { page: other, complaints };
}

const chooses = (id, at) => async (page) => {
  await page.locator(`#q-${id} .choice input`).nth(at).check();
  await page.locator(`#q-${id} button[type="submit"]`).click();
};

test('a typo mended in a choice keeps its answer silently', async () => {
  const { page, complaints } = await changed(practice, sources.practice, (text) => text.replace('A threat to newcomers', 'A threat against newcomers'), chooses('p-one', 1));
  assert.match(await page.locator('#q-p-one .verdict').innerText(), /Right/);
  assert.equal(await page.locator('.look').count(), 0);
  assert.equal((await kept(page, 'q', 'p-one')).ok, 1000);
  assert.ok(await page.locator('#q-p-one .choice input').nth(1).isChecked());
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('what is right changed: judged anew, and said', async () => {
  const swap = (text) => text.replace('[x] A threat to', '[ ] A threat to').replace('[ ] A book from', '[x] A book from');
  const { page } = await changed(practice, sources.practice, swap, chooses('p-one', 1));
  assert.match(await page.locator('#q-p-one .verdict').innerText(), /Not right.*changed since you answered/s);
  assert.equal((await kept(page, 'q', 'p-one')).ok, 0);
  await page.reload();
  assert.equal(await page.locator('#q-p-one .look').count(), 1, 'until it is looked at');
  await page.locator('#q-p-one .actions .button').click();
  await chooses('p-one', 0)(page);
  assert.equal(await page.locator('.look').count(), 0);
  await page.context().close();
});

test('an answer that no longer exists keeps its score, and says so', async () => {
  const other = (text) => text.replace('A threat to newcomers', 'Pressure').replace('A book from the library', 'A letter');
  const { page } = await changed(practice, sources.practice, other, chooses('p-one', 1));
  assert.match(await page.locator('#q-p-one .verdict').innerText(), /Right.*changed since you answered/s);
  assert.equal((await kept(page, 'q', 'p-one')).ok, 1000);
  await page.context().close();
});

test('a question with a new name keeps its answer', async () => {
  const rename = (text) => text.replace('q: c-2 · obj: mod.one · was: c-old', 'q: c-new · obj: mod.one · was: c-2');
  const yes = (page) => page.locator('#q-c-2 .choice').filter({ hasText: 'Yes, this' }).locator('input').check().then(() => page.locator('#q-c-2 button[type="submit"]').click());
  const { page } = await changed(check, sources.check, rename, yes);
  assert.match(await page.locator('#q-c-new .verdict').innerText(), /Right/);
  assert.equal(await kept(page, 'q', 'c-2'), null);
  await page.context().close();
});

test('whatever is stored, pages go on', async () => {
  const values = ['{', 'null', '[]', '7', '"x"', '{"h":1}', '{"r":{"a":{"b":[]}},"h":"x","draft":false,"ok":400}', '{"h":"x","k":["__proto__"],"r":["__proto__",null,7],"n":1,"ok":1000}', '{"r":"constructor","ok":1000,"draft":false}', '{"way":[{"from":"__proto__","road":"0"},7,null]}', '{"way":"x"}', '{"quiz":"final","draw":["__proto__",7,null],"ans":{"t-1":7},"start":1}', '{"quiz":"final","draw":["t-1","gone"],"ans":{"t-1":{"r":{"x":1},"ok":"y"}},"start":2,"end":3,"score":1e9}', '{"done":true,"run":"x","n":1e9}'];
  const ids = { q: ['p-one', 'p-many', 'p-tf', 'p-text', 'p-number', 'p-match', 'p-grid', 'p-order', 'p-spot', 'c-1', 'e-1'], att: ['x', 'y'], quiz: ['practice', 'check-module', 'final', 'friday', 'evaluation'], scene: ['friday'], note: ['p-open', 'e-2'] };
  let looked = 0;
  for (const value of values) {
    const page = await newPage();
    const base = `http://127.0.0.1:${await serve(folder)}/`;
    const complaints = await listen(page, base);
    await page.addInitScript(([ids, value]) => {
      Object.keys(ids).forEach((kind) => ids[kind].forEach((id) => localStorage.setItem(`keyward1:asked:p1:${kind}:${id}`, value)));
    }, [ids, value]);
    for (const name of [pages.practice, pages.check, pages.final, pages.scenario, pages.survey]) {
      await visit(page, base + name);
      const works = await page.locator('.quiz button:visible, .roads a:visible').count();
      assert.ok(works > 0, `${name} does nothing with ${value}`);
      looked += 1;
    }
    assert.deepEqual(complaints, [], value);
    await page.context().close();
  }
  assert.equal(looked, values.length * 5);
});

test('a page that the browser translates goes on', async () => {
  const { page, complaints } = await open(folder, pages.practice);
  // What translators do: every text in a new element, again and again.
  await page.evaluate(() => {
    const wrap = () => {
      const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      texts.filter((text) => text.data.trim() && text.parentNode.nodeName !== 'FONT').forEach((text) => {
        const font = document.createElement('font');
        font.append(`«${text.data}»`);
        text.replaceWith(font);
      });
    };
    wrap();
    setInterval(wrap, 20);
  });
  for (const [id, act] of Object.entries({
    'p-one': (box) => box.locator('.choice input').nth(0).check(),
    'p-many': (box) => box.locator('.choice input').nth(0).check(),
    'p-text': (box) => box.locator('input').fill('disengagement'),
    'p-grid': async (box) => {
      await box.locator('tbody tr').nth(0).locator('input').nth(2).check();
      await box.locator('tbody tr').nth(1).locator('input').nth(0).check();
    },
    'p-order': (box) => box.locator('button').nth(1).click(),
  })) {
    await act(page.locator(`#q-${id}`));
    await page.waitForTimeout(40);
    await page.locator(`#q-${id} button[type="submit"]`).click();
    assert.equal(await page.locator(`#q-${id} .verdict-title`).count(), 1, id);
    const again = page.locator(`#q-${id} .actions button`).first();
    if (await again.count()) await again.click();
  }
  assert.equal((await kept(page, 'q', 'p-grid')).ok, 1000);
  await page.goto(page.url().replace('practice', 'friday'));
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('without script every answer is there, and nothing can be sent', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  const base = `http://127.0.0.1:${await serve(folder)}/`;
  for (const name of [pages.practice, pages.check, pages.final, pages.survey]) {
    await page.goto(base + name);
    assert.equal(await page.locator('form, .quiz button').count(), 0, name);
    const questions = page.locator('.question:visible');
    assert.ok((await questions.count()) > 0, name);
  }
  await page.goto(base + pages.practice);
  assert.match(await page.locator('.unscripted').innerText(), /not kept/);
  const answers = page.locator('.answer');
  assert.equal(await answers.count(), 10);
  await answers.first().locator('summary').click();
  assert.match(await answers.first().innerText(), /Right answer:\s*A threat to newcomers/);
  assert.ok(!(await page.locator('.hint').first().isVisible()));
  await page.locator('#q-p-text input').fill('x');
  await page.keyboard.press('Enter');
  assert.ok(page.url().endsWith(pages.practice), page.url());
  await page.goto(base + pages.scenario);
  assert.equal(await page.locator('.scene:visible').count(), 4);
  await page.locator('.roads a').first().click();
  assert.match(page.url(), /#monday$/);
  await page.context().close();
});

test('on paper: no answer, no hint, no button; room to write', async () => {
  const { page } = await open(folder, pages.practice);
  await page.locator('#q-p-one .choice input').first().check();
  await page.locator('#q-p-one button[type="submit"]').click();
  await page.locator('#q-p-one button', { hasText: 'Hint' }).click();
  await page.locator('#q-p-one button', { hasText: 'Show the answer' }).click();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.answer:visible, .hint:visible, .verdict:visible, .tag:visible, .quiz button:visible').count(), 0);
  assert.equal(await page.locator('.question:visible').count(), 10);
  assert.equal(await page.locator('#q-p-one').evaluate((box) => getComputedStyle(box).breakInside), 'avoid');
  const lines = await page.locator('#q-p-open textarea').evaluate((field) => field.getBoundingClientRect().height);
  assert.ok(lines > 100, `${lines} px to write on`);
  assert.deepEqual((await page.locator('#q-p-match .on-paper li').allInnerTexts()).length, 4, 'what can be matched, with letters');
  assert.ok(await page.locator('#q-p-match .on-paper').isVisible());
  await page.context().close();
});

test('scripts of questions write text, never HTML, and fit their budget', () => {
  const themes = path.join(root, 'themes/default');
  const names = fs.readdirSync(themes).filter((name) => /^quiz/.test(name));
  assert.ok(names.length > 5);
  for (const name of names) {
    const file = path.join(themes, name, `${name}.js`);
    if (!fs.existsSync(file)) continue;
    assert.doesNotMatch(fs.readFileSync(file, 'utf8'), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\bfetch\b|\bimport\b/, name);
  }
  const assets = path.join(folder, 'assets');
  const built = fs.readdirSync(assets).filter((name) => /^quiz-.*\.js$/.test(name));
  assert.equal(built.length, 1);
  const size = zlib.gzipSync(fs.readFileSync(path.join(assets, built[0])), { level: 9 }).length;
  assert.ok(size < 14 * 1024, `${size} bytes packed`);
});
