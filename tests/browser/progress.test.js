// How far a learner is: marks, 'I have read this', going on, the idle cover; over http and file://.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { before, test } from 'node:test';
import { fileUrl, kindsOf, listen, narrow, newPage, serve, shipped, visit } from './support.js';
import { at, kept, lessons, open, progressBook, quizzes, walk } from './progress-support.js';

let base;
before(async () => {
  base = `http://127.0.0.1:${await serve(progressBook())}/`;
});
const places = [['http', () => base], ['file://', () => fileUrl(progressBook())]];
const marks = (page, way) => page.locator(`${way} > li`).evaluateAll((stops) => stops.map((stop) => `${['behind', 'here', 'ahead'].filter((state) => stop.classList.contains(state))}: ${stop.querySelector('.mark').textContent}`));

test('the course script and the store stay within their 12 kB', () => {
  const folder = path.join(progressBook(), 'assets');
  const names = fs.readdirSync(folder).filter((name) => /^(course|store)-.*\.js$/.test(name));
  assert.equal(names.length, 2);
  const size = names.reduce((sum, name) => sum + zlib.gzipSync(fs.readFileSync(path.join(folder, name)), { level: 9 }).length, 0);
  assert.ok(size > 3000 && size <= 12 * 1024, `${size} bytes`);
});

for (const [where, url] of places) {
  test(`what was read is marked by word and shape, and stays, over ${where}`, async () => {
    const { page, complaints } = await open(url(), at.one);
    assert.deepEqual(await marks(page, '.section-nav .way'), ['here: Next', 'ahead: ', 'ahead: ']);
    await page.locator('.read input').focus();
    await page.keyboard.press('Space');
    assert.match(await page.locator('.read [role="status"]').innerText(), /1 of 3 done in “First steps”/);
    assert.deepEqual(await marks(page, '.section-nav .way'), ['here: Done', 'ahead: Next', 'ahead: ']);
    await visit(page, url() + at.two);
    assert.deepEqual(await marks(page, '.section-nav .way'), ['behind: Done', 'here: Next', 'ahead: ']);
    await visit(page, url() + at.course);
    assert.deepEqual(await marks(page, 'main .map .way'), ['here: 1 of 3', 'ahead: ']);
    await walk(page, lessons.slice(0, 2), ['check-fi']);
    assert.deepEqual(await marks(page, 'main .map .way'), ['behind: Done', 'here: Next']);
    await visit(page, url() + at.home);
    assert.deepEqual(await marks(page, 'main .map .way'), ['behind: Done', 'here: Next']);
    const thick = await page.locator('main .way > .behind').evaluate((stop) => getComputedStyle(stop, '::before').borderInlineStartWidth);
    assert.equal(thick, '6px');
    await visit(page, url() + at.one);
    assert.ok(await page.locator('.read input').isChecked());
    await page.locator('.read input').uncheck();
    await page.reload();
    assert.ok(!(await page.locator('.read input').isChecked()));
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test(`home and the course lead to where one stopped, over ${where}`, async () => {
    const { page, complaints } = await open(url(), at.home);
    assert.match(await page.locator('main .button').innerText(), /Start with module 1/);
    assert.equal(await page.locator('.stopped').innerText(), '');
    await visit(page, url() + at.two);
    for (const name of [at.home, at.course]) {
      await visit(page, url() + name);
      assert.equal(await page.locator('.where').innerText(), 'Lesson 1.2');
      assert.match(await page.locator('main .button').innerText(), /Go on, 5 min/);
      assert.match(await page.locator('.left').innerText(), /About \d+ min left/);
    }
    await page.locator('main .button').click();
    await page.waitForURL((address) => address.pathname.endsWith('/course/first/two.html'));
    await page.locator('.read input').check();
    await visit(page, url() + at.home);
    assert.equal(await page.locator('.where').innerText(), 'Check 1', 'the next that is not done');
    await walk(page, lessons, quizzes);
    assert.match(await page.locator('main .button').innerText(), /Your statement of participation/);
    await page.locator('main .button').click();
    await page.waitForURL((address) => address.pathname.endsWith('/course/statement.html'));
    assert.ok(await page.locator('.sheet').isVisible());
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('nothing moves when marks and the place come', async () => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
    const page = await newPage({ viewport });
    await visit(page, base + at.two);
    await walk(page, lessons.slice(0, 3), ['check-fi']);
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
    });
    // The script comes late: the page is painted without it first.
    await page.route('**/course-*.js', async (route) => { await new Promise((resolve) => setTimeout(resolve, 400)); await route.continue(); });
    for (const name of [at.home, at.course, at.module, at.one]) {
      await visit(page, base + name);
      await page.waitForTimeout(150);
      const shift = await page.evaluate(() => window.shift);
      assert.ok(shift < 0.02, `${name} at ${viewport.width} px moved by ${shift}`);
    }
    await page.context().close();
  }
});

test('the same progress in every language', async () => {
  const { page, complaints } = await open(base, at.one);
  await page.locator('.read input').check();
  await visit(page, base + at.home.replace('en/', 'fr/'));
  assert.deepEqual(await marks(page, 'main .map .way'), ['here: 1 sur 3', 'ahead: ']);
  await visit(page, base + at.progress.replace('en/', 'ar/'));
  assert.match(await page.locator('[data-at="sum"]').innerText(), /1 من 7/);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a module that is done on file:// asks to save the progress', async () => {
  const url = fileUrl(progressBook());
  const { page } = await open(url, at.one);
  await walk(page, ['course/first/two'], ['check-fi']);
  await page.locator('.read input').check();
  assert.match(await page.locator('.read [role="status"]').innerText(), /is done/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.read button').click()]);
  assert.match(download.suggestedFilename(), /^progress-training-\d{4}-\d\d-\d\d\.keyward\.json$/);
  await page.context().close();
});

test('a browser that gives each file a storage of its own is told so', async () => {
  const url = fileUrl(progressBook());
  const { page } = await open(url, at.one);
  await page.locator('.section-nav a', { hasText: 'Lesson 1.2' }).click();
  await page.waitForURL((address) => address.pathname.endsWith('two.html'));
  assert.equal(await page.locator('main .kept').innerText(), '', 'one storage for all');
  assert.equal(new URL(page.url()).hash, '', 'the word is out of the address again');
  // As Firefox does: the next file finds an empty storage.
  await page.addInitScript(() => localStorage.clear());
  await page.locator('.section-nav a', { hasText: 'Lesson 1.1' }).click();
  await page.locator('main .kept', { hasText: 'single file' }).waitFor();
  await page.context().close();
});

test('after ten idle minutes the page is hidden and asks who is there', async () => {
  const page = await newPage();
  const complaints = await listen(page, base);
  await page.clock.install({ time: new Date('2026-11-22T10:00:00') });
  await visit(page, base + at.check);
  await page.clock.fastForward('20:00');
  assert.equal(await page.locator('dialog').count(), 1, 'the place is kept: there is something to hide');
  await page.locator('dialog button').first().click();
  await page.evaluate(() => window.keyward.store.rename('A.'));
  await page.clock.fastForward('09:00');
  assert.equal(await page.locator('dialog').count(), 0);
  const field = page.locator('input').first();
  await field.focus();
  await page.clock.fastForward('10:10');
  const dialog = page.getByRole('dialog', { name: 'Who is there?' });
  await dialog.waitFor();
  assert.ok(!(await page.locator('main').isVisible()), 'nothing shows behind');
  assert.ok(await dialog.locator('button', { hasText: 'Go on as A.' }).evaluate((button) => button === document.activeElement));
  await page.keyboard.press('Enter');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await page.locator('main').waitFor();
  assert.ok(await field.evaluate((field) => field === document.activeElement), 'focus is back');
  // A computer that slept: the first touch asks, too.
  await page.clock.fastForward('30:00');
  await page.locator('dialog').waitFor();
  const loaded = page.waitForEvent('load');
  await page.locator('dialog button', { hasText: 'someone else' }).click();
  await loaded;
  assert.equal(await page.evaluate(() => window.keyward.store.profiles().length), 2);
  assert.deepEqual(await page.evaluate(() => Object.keys(window.keyward.store.list('lesson'))), []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('nobody is asked where nothing is kept', async () => {
  const page = await newPage();
  await page.clock.install({ time: new Date('2026-11-22T10:00:00') });
  await visit(page, base + at.home);
  await page.clock.fastForward('30:00');
  assert.equal(await page.locator('dialog').count(), 0);
  await page.context().close();
});

test('without script the pages are whole and promise nothing', async () => {
  const page = await newPage({ javaScriptEnabled: false, viewport: narrow });
  for (const name of [at.home, at.one, at.progress, at.statement]) {
    await page.goto(base + name);
    assert.equal(await page.locator('main button:visible, main input[type="checkbox"]:visible, main input[type="text"]:visible').count(), 0, name);
    assert.ok(await page.locator('main h1').isVisible());
  }
  for (const name of [at.progress, at.statement]) {
    await page.goto(base + name);
    assert.match(await page.locator('main noscript .notice').innerText(), /needs scripts/);
  }
  await page.context().close();
});

test('a result told by the questions is marked at once', async () => {
  const { page } = await open(base, at.module);
  await page.evaluate(() => {
    window.keyward.store.put('lesson', 'course/first/one', { read: 1 });
    document.dispatchEvent(new CustomEvent('keyward:result', { detail: { quiz: 'check-fi', mode: 'check' } }));
  });
  assert.equal((await marks(page, 'main .way'))[0], 'behind: Done');
  assert.ok(Object.keys(await kept(page)).length >= 2);
  await page.context().close();
});

test('the shipped book: from the first lesson to the statement', async () => {
  const url = `http://127.0.0.1:${await serve(shipped())}/`;
  const { page, complaints } = await open(url, kindsOf(shipped()).lesson);
  await page.locator('.read input').check();
  await visit(page, url + 'en/index.html');
  assert.match(await page.locator('main .button').innerText(), /^Go on/);
  assert.equal(await page.locator('main .map .mark', { hasText: '1 of' }).count(), 1);
  const data = await page.evaluate(() => window.keyward.course.items.map(({ kind, id }) => ({ kind, id })));
  assert.ok(data.length > 4 && new Set(data.map(({ kind, id }) => kind + id)).size === data.length);
  await walk(page, data.filter(({ kind }) => kind === 'lesson').map(({ id }) => id), data.filter(({ kind }) => kind === 'quiz').map(({ id }) => id));
  const full = await page.evaluate(() => window.keyward.course.modules.filter((module) => module.items.length).length);
  assert.equal(await page.locator('main .map .behind').count(), full, 'every module that holds something is done');
  await page.locator('main .button').click();
  await page.locator('.sheet [data-at="code"]').waitFor();
  assert.match(await page.locator('.sheet [data-at="code"]').innerText(), /^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  await visit(page, url + 'fr/course/progress.html');
  assert.match(await page.locator('[data-at="code"]').innerText(), /^[0-9A-Z-]{19,29}$/);
  assert.deepEqual(complaints, []);
  await page.context().close();
});
