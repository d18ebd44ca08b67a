// The first visit offers the page in the browser's language, and redirects nobody.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { littleBook, narrow, newPage, serve, visit } from './support.js';

let base;
before(async () => {
  base = `http://127.0.0.1:${await serve(littleBook())}/`;
});

const offer = (page) => page.locator('.offers p:visible');

test('a reader of another language is asked once, and stays where they are', async () => {
  const page = await newPage({ locale: 'fr-BE', viewport: narrow });
  await visit(page, `${base}en/guide/index.html#first-part`);
  assert.equal(page.url(), `${base}en/guide/index.html#first-part`);
  assert.equal(await offer(page).count(), 1);
  assert.equal(await offer(page).getAttribute('lang'), 'fr');
  assert.match(await offer(page).innerText(), /existe aussi en français/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.offers')).display !== 'none'), true);
  await page.getByRole('button', { name: 'Rester ici' }).press('Enter');
  assert.equal(await offer(page).count(), 0);
  await visit(page, `${base}en/index.html`);
  assert.equal(await offer(page).count(), 0, 'the answer is kept');
  await page.context().close();
});

test('the link leads to the same part in the language', async () => {
  const page = await newPage({ locale: 'fr' });
  await visit(page, `${base}en/guide/index.html#first-part`);
  await offer(page).locator('a').click();
  await page.waitForURL(`${base}fr/guide/index.html#first-part`);
  assert.equal(await offer(page).count(), 0);
  await page.context().close();
});

test('nothing is offered in the page\'s own language, without a translation, or without script', async () => {
  for (const [options, address] of [
    [{ locale: 'en-GB' }, 'en/guide/index.html'],
    [{ locale: 'de' }, 'en/guide/index.html'],
    [{ locale: 'fr' }, 'en/guide/notes.html'],
    [{ locale: 'fr', javaScriptEnabled: false }, 'en/guide/index.html'],
  ]) {
    const page = await newPage(options);
    await page.goto(base + address);
    assert.equal(await page.locator('.offers p:visible').count(), 0, JSON.stringify(options));
    await page.context().close();
  }
});
