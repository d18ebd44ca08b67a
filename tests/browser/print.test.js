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
  const lessons = pagesOf(shipped()).filter((name) => name.startsWith(folder) && !/(index|print)\.html$/.test(name));
  assert.ok(lessons.length > 0);
  await visit(page, base + kinds.print);
  assert.equal(await page.locator('.chapter').count(), lessons.length);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(sheets >= lessons.length + 1, `${sheets} sheets for ${lessons.length} lessons`);
  await page.context().close();
});

test('navigation is not printed', async () => {
  const page = await newPage();
  const furniture = page.locator('nav, .skip, .site-footer');
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
