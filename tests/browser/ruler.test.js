// The reading ruler: off at first, follows pointer and focus, lets everything through.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { kindsOf, newPage, serve, shipped, visit } from './support.js';

let base;
let kinds;
before(async () => {
  kinds = kindsOf(shipped());
  base = `http://127.0.0.1:${await serve(shipped())}/`;
});

const middle = async (page) => {
  const box = await page.locator('.ruler').boundingBox();
  return box.y + box.height / 2;
};

async function on(page, value = 'lines') {
  await page.addInitScript((value) => localStorage.setItem('keyward1:radicalisation-disengagement:settings', `{"ruler":"${value}"}`), value);
  await visit(page, base + kinds.lesson);
  await page.locator('.ruler').waitFor();
}

test('it comes and goes with the setting', async () => {
  const page = await newPage();
  await visit(page, base + kinds.lesson);
  assert.ok(!(await page.locator('.ruler').isVisible()));
  await page.locator('.settings summary').click();
  await page.locator('.settings input[name="ruler"][value="line"]').check();
  // The ruler's script comes when it is first wanted.
  await page.locator('.ruler').waitFor();
  const one = (await page.locator('.ruler').boundingBox()).height;
  await page.locator('.settings input[name="ruler"][value="lines"]').check();
  assert.ok((await page.locator('.ruler').boundingBox()).height > 2 * one);
  await page.locator('.settings button').click();
  assert.ok(!(await page.locator('.ruler').isVisible()));
  await page.context().close();
});

test('it follows the pointer by lines, and the focus', async () => {
  const page = await newPage();
  await on(page);
  const line = await page.evaluate(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector('main .prose > p'));
    const box = range.getClientRects()[0];
    return { x: box.left + 40, top: box.top, middle: box.top + box.height / 2 };
  });
  await page.mouse.move(line.x, line.top + 4);
  assert.ok(Math.abs((await middle(page)) - line.middle) < 6, `${await middle(page)} ${line.middle}`);
  await page.locator('.brand').focus();
  await page.keyboard.press('Tab');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const focused = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.top + box.height / 2;
  });
  assert.ok(Math.abs((await middle(page)) - focused) < 6);
  await page.context().close();
});

test('links under it can be clicked, and it stays off paper', async () => {
  const page = await newPage();
  await on(page);
  const link = page.locator('main .prose a').first();
  const box = await link.boundingBox();
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.click(box.x + 4, box.y + 4);
  await page.waitForURL((url) => !url.pathname.endsWith(kinds.lesson));
  await visit(page, base + kinds.lesson);
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.locator('.ruler').isVisible()));
  await page.emulateMedia({ media: 'screen', forcedColors: 'active' });
  const veil = await page.evaluate(() => getComputedStyle(document.querySelector('.ruler'), '::before').display);
  assert.equal(veil, 'none', 'in forced colours nothing is veiled');
  const moves = await page.evaluate(() => getComputedStyle(document.querySelector('.ruler')).transitionDuration);
  assert.equal(moves, '0s');
  await page.context().close();
});
