// The page for a missing address, at whatever depth it is shown.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { build, listen, newPage, root, serve, shipped, subPath, visit } from './support.js';

const missing = 'en/course/nowhere/at/all.html';

/** What a page says, without the answer that is the point of it. */
const others = (complaints, url) => complaints.filter((text) => !text.includes(`answered 404: ${url}`) && !text.includes(`404 (Not Found) (${url})`));

test('without site-url it is plain text at every depth, and has its script at the top', async () => {
  const base = `http://127.0.0.1:${await serve(shipped())}/`;
  const page = await newPage();
  const complaints = await listen(page, base);
  const response = await visit(page, base + missing);
  assert.equal(response.status(), 404);
  assert.ok((await page.innerText('h1')).length > 5);
  assert.ok((await page.innerText('main')).includes('Page introuvable'), 'every language is served');
  // Its depth is not known, so the script's address holds at the top only; the text needs neither
  // script nor style.
  const strange = others(complaints.splice(0), base + missing).filter((text) => !/assets\/site-\w+\.js/.test(text));
  assert.deepEqual(strange, []);
  assert.equal(await page.locator('link[rel=stylesheet]').count(), 0);
  const top = `${base}nowhere.html`;
  assert.equal((await visit(page, top)).status(), 404);
  assert.equal(await page.evaluate(() => typeof window.keyward), 'object');
  assert.deepEqual(others(complaints, top), []);
  await page.context().close();
});

test('with site-url it has style, script and links at every depth', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyward-test-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const out = path.join(folder, 'site');
  const base = `http://127.0.0.1:${await serve(out)}${subPath}`;
  build(root, out, '--site-url', base);
  const page = await newPage();
  const complaints = await listen(page, base);
  let looked = 0;
  for (const url of [`${base}nowhere.html`, base + missing]) {
    const response = await visit(page, url);
    assert.equal(response.status(), 404);
    assert.equal(await page.evaluate(() => typeof window.keyward), 'object');
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).marginTop), '0px');
    assert.deepEqual(others(complaints.splice(0), url), []);
    const homes = await page.locator('main a').evaluateAll((links) => links.map((link) => link.href));
    assert.ok(homes.length >= 2, `${homes.length} ways home`);
    for (const home of homes) {
      assert.ok(home.startsWith(base), home);
      assert.ok(fs.existsSync(path.join(out, home.slice(base.length))), home);
    }
    looked += 1;
  }
  assert.equal(looked, 2);
  await page.context().close();
});
