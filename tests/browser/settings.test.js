// Reading settings: there with script only, kept by the browser, in place before the first paint.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { kindsOf, listen, littleBook, narrow, newPage, pagesOf, serve, shipped, visit } from './support.js';

let base;
let kinds;
before(async () => {
  kinds = kindsOf(shipped());
  base = `http://127.0.0.1:${await serve(shipped())}/`;
});

const key = 'keyward1:radicalisation-disengagement:settings';
const look = (page) =>
  page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return { size: parseFloat(style.fontSize), line: parseFloat(style.lineHeight), paper: style.backgroundColor, face: style.fontFamily };
  });

async function choose(page, name, value) {
  await page.locator(`.settings input[name="${name}"][value="${value}"]`).check();
}

test('each setting changes the page, stays on the next one, and can be set back', async () => {
  const page = await newPage();
  const complaints = await listen(page, base);
  await visit(page, base + kinds.lesson);
  const usual = await look(page);
  await page.locator('.settings summary').focus();
  await page.keyboard.press('Enter');
  await choose(page, 'size', 'larger');
  await choose(page, 'spacing', 'wide');
  await choose(page, 'font', 'plain');
  await choose(page, 'theme', 'dark');
  const changed = await look(page);
  assert.ok(changed.size > usual.size * 1.2 && changed.line / changed.size > usual.line / usual.size);
  assert.notEqual(changed.paper, usual.paper);
  assert.notEqual(changed.face, usual.face);
  assert.deepEqual(JSON.parse(await page.evaluate((key) => localStorage.getItem(key), key)), { size: 'larger', spacing: 'wide', font: 'plain', theme: 'dark' });
  await visit(page, base + kinds.term);
  assert.deepEqual(await look(page), changed);
  await page.locator('.settings summary').click();
  assert.ok(await page.locator('.settings input[name="theme"][value="dark"]').isChecked());
  await page.emulateMedia({ media: 'print' });
  assert.equal((await look(page)).paper, 'rgb(255, 255, 255)', 'paper is white');
  await page.emulateMedia({ media: 'screen' });
  await page.locator('.settings button').click();
  assert.equal(await page.locator('.settings input[value="usual"]:checked').count(), 5);
  assert.deepEqual(await look(page), usual);
  assert.equal(await page.evaluate((key) => localStorage.getItem(key), key), null);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('they are in place before the first paint', async () => {
  const page = await newPage();
  await page.addInitScript(([key]) => localStorage.setItem(key, '{"theme":"dark","size":"large","font":"<b>","other":"x"}'), [key]);
  // The deferred script never comes: what is set is set without it.
  await page.route('**/site-*.js', (route) => route.abort());
  await visit(page, base + kinds.home);
  const attributes = await page.evaluate(() => ({ ...document.documentElement.dataset }));
  assert.deepEqual(attributes, { book: 'radicalisation-disengagement', scripted: '', theme: 'dark', size: 'large' });
  await page.context().close();
});

test('a browser that keeps nothing still shows them', async () => {
  const page = await newPage();
  const complaints = await listen(page, base);
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } });
  });
  await visit(page, base + kinds.home);
  const usual = await look(page);
  await page.locator('.settings summary').click();
  await choose(page, 'size', 'largest');
  assert.ok((await look(page)).size > usual.size);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('without script there are none', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(base + kinds.home);
  assert.ok(!(await page.locator('.settings').isVisible()));
  await page.context().close();
});

test('the largest and widest text does not scroll sideways on a small phone', async () => {
  const little = `http://127.0.0.1:${await serve(littleBook())}/`;
  const page = await newPage({ viewport: narrow });
  await page.addInitScript(() => {
    for (const id of ['radicalisation-disengagement', 'little']) {
      localStorage.setItem(`keyward1:${id}:settings`, '{"size":"largest","spacing":"wide","font":"plain"}');
    }
  });
  const addresses = [...Object.values(kinds).map((name) => base + name), ...pagesOf(littleBook()).map((name) => little + name)];
  for (const address of addresses.filter((address) => !address.endsWith('/404.html'))) {
    await visit(page, address);
    await page.evaluate(() => { document.querySelector('.settings').open = true; });
    const [has, shows] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(has <= shows, `${address}: ${has} px on ${shows} px`);
  }
  await page.context().close();
});
