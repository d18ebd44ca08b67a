// Many languages stand in a menu that opens without script, fits a small phone and closes by Escape.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { build, changeLanguage, narrow, newPage, scratchFolder, serve, visit, wide, writeBook } from './support.js';

let base;
before(async () => {
  const languages = ['fr', 'ar', 'nl', 'pt'].map((tag) => `[languages.${tag}]\n`).join('');
  const book = writeBook({
    'book.toml': `[book]\nid = "many"\ntitle = "Many"\n${languages}`,
    'content/en/index.md': '+++\ntitle = "Home"\n+++\n\nText.\n',
  });
  base = `http://127.0.0.1:${await serve(build(book, scratchFolder('many')))}/`;
});

for (const viewport of [narrow, wide]) {
  for (const address of ['en/index.html', 'ar/index.html']) {
    test(`the language menu of ${address} at ${viewport.width} px`, async () => {
      const page = await newPage({ viewport });
      await visit(page, base + address);
      const menu = page.locator('.languages details');
      const link = menu.locator('a[hreflang="nl"]');
      assert.ok(!(await link.isVisible()), 'open at first');
      await menu.locator('summary').focus();
      await page.keyboard.press('Enter');
      assert.ok(await link.isVisible());
      const box = await menu.locator('.panel').boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= viewport.width, JSON.stringify(box));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
      await page.keyboard.press('Tab');
      await page.keyboard.press('Escape');
      assert.ok(!(await link.isVisible()), 'Escape leaves it open');
      assert.equal(await page.evaluate(() => document.activeElement.localName), 'summary');
      await page.context().close();
    });
  }
}

test('the language menu opens without script', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(`${base}en/index.html`);
  await changeLanguage(page, 'fr');
  await page.waitForURL(`${base}fr/index.html`);
  await page.context().close();
});
