// Home says what this is, how long it takes and where to start; the course's pages say where one is.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { kindsOf, newPage, serve, shipped, visit } from './support.js';

let base;
let kinds;
before(async () => {
  kinds = kindsOf(shipped());
  base = `http://127.0.0.1:${await serve(shipped())}/`;
});

test('the first screen of home answers what, how long and where to start', async () => {
  for (const name of [kinds.root, kinds.home, 'fr/index.html']) {
    const page = await newPage();
    await visit(page, base + name);
    const bottom = (selector) => page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().bottom);
    for (const selector of ['main h1', 'main .lede', 'main .figures', 'main .button', 'main .map .stop']) {
      assert.ok((await bottom(selector)) <= 800, `${name}: ${selector} is below the first screen`);
    }
    assert.match(await page.locator('.figures').innerText(), /3.h.35.min/);
    assert.equal(await page.locator('main .button').count(), 1, 'one main button');
    await page.locator('main .button').click();
    const address = name === 'fr/index.html' ? kinds.module.replace(/^en/, 'fr') : kinds.module;
    await page.waitForURL(base + address);
    await page.context().close();
  }
});

test('a lesson says its place, in words and on the line', async () => {
  const page = await newPage();
  await visit(page, base + kinds.lesson);
  assert.match(await page.locator('main .place').innerText(), /^Module 1 of \d+, lesson \d+ of 4\. About \d+ minutes\.$/);
  const here = page.locator('.section-nav .way > .here');
  assert.equal(await here.count(), 1);
  assert.equal(await here.locator('[aria-current="page"]').innerText(), await page.locator('main h1').innerText());
  // Behind a reader is what is done, and who comes here first has done nothing yet.
  assert.equal(await page.locator('.section-nav .behind').count(), 0);
  assert.equal(await page.locator('.shaft[aria-hidden="true"] .here').count(), 1);
  assert.equal(await page.locator('.shaft .behind').count(), 0);
  await visit(page, base + kinds.term);
  assert.equal(await page.locator('.shaft').count(), 0, 'no line outside the course');
  await page.context().close();
});

test('a stop tells its state by shape, also without colours', async () => {
  const page = await newPage({ forcedColors: 'active' });
  await visit(page, base + kinds.lesson);
  const widths = await page.locator('.section-nav .stop').evaluateAll((stops) =>
    stops.map((stop) => `${stop.parentElement.className.split(' ')[0]} ${getComputedStyle(stop).borderTopWidth}`));
  assert.ok(widths.includes('here 6px') && widths.includes('ahead 2px'), widths.join());
  await page.context().close();
});
