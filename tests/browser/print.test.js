// A module prints whole, without what is for the screen only.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { kindsOf, newPage, pagesOf, serve, shipped, visit } from './support.js';

let base;
let kinds;
before(async () => {
  kinds = kindsOf(shipped());
  base = `http://127.0.0.1:${await serve(shipped())}/`;
});

test('a module gives sheets, a chapter for each lesson', async () => {
  const page = await newPage();
  const folder = kinds.print.replace(/print\.html$/, '');
  const lessons = pagesOf(shipped()).filter((name) => name.startsWith(folder) && !/(index|print)\.html$|\/quiz\//.test(name));
  assert.ok(lessons.length > 0);
  // Behind the lessons stand the module's story and its check; other quizzes stand inside lessons.
  await visit(page, base + kinds.module);
  const stops = await page.locator('main .way > li').count();
  assert.equal(stops, lessons.length + 2);
  await visit(page, base + kinds.print);
  assert.equal(await page.locator('.chapter').count(), stops);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(sheets >= lessons.length + 1, `${sheets} sheets for ${lessons.length} lessons`);
  await page.context().close();
});

test('navigation is not printed', async () => {
  const page = await newPage();
  const furniture = page.locator('nav:not(.contents), .skip, .site-footer');
  let looked = 0;
  for (const kind of ['module', 'lesson', 'print', 'term']) {
    await visit(page, base + kinds[kind]);
    await page.emulateMedia({ media: 'screen' });
    assert.ok(await page.locator('nav.sections').isVisible(), kind);
    await page.emulateMedia({ media: 'print' });
    const count = await furniture.count();
    assert.ok(count >= 4, `${kind}: ${count}`);
    for (let index = 0; index < count; index += 1) {
      const element = furniture.nth(index);
      assert.ok(!(await element.isVisible()), `${kind}: printed: ${await element.evaluate((element) => element.outerHTML.slice(0, 100))}`);
      looked += 1;
    }
    assert.ok(await page.locator('main h1').first().isVisible(), kind);
  }
  assert.ok(looked > 0);
  await page.context().close();
});

test('the course and the glossary print as one page each, with numbered addresses at the end', async () => {
  const page = await newPage();
  for (const name of ['en/course/print.html', 'fr/course/print.html', 'en/terms/print.html']) {
    await visit(page, base + name);
    const broken = await page.evaluate(() =>
      [...document.querySelectorAll('main a[href^="#"]')].filter((link) => !document.getElementById(link.hash.slice(1))).map((link) => link.hash),
    );
    assert.deepEqual(broken, [], name);
    await page.emulateMedia({ media: 'print' });
    const outside = await page.locator('.prose a[href^="http"]').count();
    assert.equal(await page.locator('.outside li').count(), outside, name);
    const running = page.locator('.running');
    for (let index = 0; index < (await running.count()); index += 1) assert.ok(await running.nth(index).isVisible());
    await page.emulateMedia({ media: 'screen' });
    assert.equal(await page.locator('.running:visible, .outside:visible').count(), 0, name);
  }
  await visit(page, `${base}en/course/print.html`);
  assert.ok((await page.locator('.chapter').count()) > 4);
  await page.context().close();
});
