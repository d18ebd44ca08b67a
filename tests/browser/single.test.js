// The single-file course in Chromium, from disk: one page at a time, all of them without script.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import axe from 'axe-core';
import { assertNone, changeLanguage, fileUrl, listen, littleBookSource, narrow, newPage, packSingle, scratchFolder, single, visit, wide } from './support.js';

let file;
let little;
before(() => {
  file = fileUrl(single(), 'radicalisation-disengagement-en.html');
  little = fileUrl(packSingle(littleBookSource(), scratchFolder('single-little')), 'little-ar.html');
});

const seen = (page) =>
  page.evaluate(() => [...document.querySelectorAll('.leaf')].filter((leaf) => leaf.getBoundingClientRect().height > 50).map((leaf) => leaf.id));

const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

test('one page at a time: links, title, focus, the way back, a reload', async () => {
  const page = await newPage();
  const complaints = await listen(page, file);
  await visit(page, file);
  assert.deepEqual(await seen(page), ['/index']);
  const homeTitle = await page.title();
  await page.locator('.sections a').first().click();
  await page.waitForFunction(() => document.activeElement.tagName === 'H1');
  assert.deepEqual(await seen(page), ['/course/index']);
  assert.notEqual(await page.title(), homeTitle);
  assert.equal(await page.locator('.sections a').first().getAttribute('aria-current'), 'page');
  await page.locator('[id="/course/index"] .way a').first().click();
  await page.waitForFunction(() => document.activeElement.closest('.leaf') && document.activeElement.closest('.leaf').id !== '/course/index');
  await page.evaluate(() => scrollTo(0, 300));
  await page.waitForFunction(() => scrollY === 300);
  const [module] = await seen(page);
  await page.locator(`[id="${module}"] .neighbours .next a`).click();
  await page.waitForFunction(() => scrollY === 0);
  const [lesson] = await seen(page);
  assert.notEqual(lesson, module);
  await page.goBack();
  await page.waitForFunction(() => scrollY > 100);
  assert.deepEqual(await seen(page), [module], 'the way back');
  await page.goForward();
  await page.waitForFunction((id) => document.title === document.getElementById(id).dataset.title, lesson);
  await page.reload();
  assert.deepEqual(await seen(page), [lesson], 'after a reload');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a link to a heading opens its page at the heading', async () => {
  const page = await newPage({ viewport: narrow });
  await visit(page, file);
  const id = await page.evaluate(() => [...document.querySelectorAll('.prose h2[id]')].at(-1).id);
  await visit(page, `${file}#${id}`);
  assert.deepEqual(await seen(page), [id.split('~')[0]]);
  const top = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
  assert.ok(top >= 0 && top < narrow.height, `${top}`);
  await page.context().close();
});

test('the first two tabs lead to the text, and the address stays', async () => {
  const page = await newPage();
  await visit(page, file);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.closest('.leaf')?.id), '/index');
  assert.equal(await hash(page), '');
  await page.context().close();
});

test("the browser's search shows the page that it found something on", async () => {
  const page = await newPage();
  await visit(page, file);
  assert.equal(await page.locator('.leaf:not([hidden="until-found"])').count(), 1);
  await page.evaluate(() => document.querySelector('[id="/terms/index"] h1').dispatchEvent(new Event('beforematch', { bubbles: true })));
  assert.deepEqual(await seen(page), ['/terms/index']);
  assert.equal(await hash(page), '#/terms/index');
  await page.context().close();
});

test('what a page asks a script for starts when it is first shown', async () => {
  const page = await newPage();
  await visit(page, file);
  await page.evaluate(() => {
    window.started = [];
    window.keyward.enhance('probe', (element) => window.started.push(element.id));
    for (const id of ['/course/index', '/terms/index']) {
      const probe = document.createElement('p');
      probe.id = `probe-${id}`;
      probe.setAttribute('data-enhance-later', 'probe');
      document.getElementById(id).append(probe);
    }
  });
  for (const id of ['/course/index', '/terms/index', '/course/index']) {
    await page.evaluate((id) => { location.hash = id; }, id);
    await page.waitForFunction((id) => document.activeElement.closest('.leaf')?.id === id, id);
  }
  assert.deepEqual(await page.evaluate(() => window.started), ['probe-/course/index', 'probe-/terms/index']);
  await page.context().close();
});

test('without script all pages stand in order behind the contents, and links lead to them', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(file);
  const ids = await seen(page);
  assert.ok(ids.length > 15, `${ids.length} pages`);
  assert.deepEqual(ids.slice(0, 3), ['contents', '/index', '/course/index']);
  const links = page.locator('.contents a');
  // Progress and statement, which only scripts fill, are reached from the course.
  const listed = ids.slice(1).filter((id) => !['/course/progress', '/course/statement'].includes(id));
  // Narrowed lists and pairs are reached from the page that they belong to.
  const pages = new Set(await links.evaluateAll((all) => all.map((link) => decodeURI(link.hash.slice(1)))));
  assert.ok(pages.size > 100, `${pages.size} pages`);
  const unlisted = listed.filter((id) => !pages.has(id) && !/\/by\/|\/compare-/.test(id));
  assert.deepEqual(unlisted, []);
  await links.last().click();
  const last = decodeURI(new URL(page.url()).hash.slice(1));
  const top = await page.locator(`[id="${last}"]`).evaluate((leaf) => leaf.getBoundingClientRect().top);
  assert.ok(top < wide.height, `${top}`);
  assert.ok(!(await page.locator('.settings').isVisible()));
  await page.context().close();
});

test('a file that was cut off shows what came', async () => {
  const page = await newPage();
  await page.route('http://cut.example.test/**', async (route) => {
    const html = (await import('node:fs')).readFileSync(new URL(file), 'utf8');
    await route.fulfill({ contentType: 'text/html; charset=utf-8', body: html.slice(0, html.length / 2) });
  });
  await page.goto('http://cut.example.test/');
  assert.ok((await seen(page)).length > 3);
  await page.context().close();
});

test('it breaks no policy, asks for nothing, and its language links lead to the other file', async () => {
  for (const address of [file, little]) {
    const page = await newPage();
    const asked = [];
    page.on('request', (request) => asked.push(request.url().slice(0, 100)));
    const complaints = await listen(page, address.slice(0, address.lastIndexOf('/')));
    await visit(page, address);
    assert.deepEqual(asked.filter((url) => !url.startsWith('data:')), [address]);
    await page.locator('.sections a[href="#contents"]').click();
    await page.waitForFunction(() => document.activeElement.tagName === 'H1');
    await changeLanguage(page, 'fr');
    await page.waitForURL(/-fr\.html#contents$/);
    assert.deepEqual(complaints.filter((text) => !text.includes('data:')), []);
    await page.context().close();
  }
});

for (const [name, viewport] of [['a desk', wide], ['a small phone', narrow]]) {
  test(`axe finds nothing on ${name}, and nothing scrolls sideways`, async () => {
    const page = await newPage({ viewport, bypassCSP: true });
    const findings = [];
    let looked = 0;
    // The parts of a book are looked at as pages of the site; here it is what holds them together.
    for (const address of [little, `${little}#contents`, `${little}#/guide/notes`, file, `${file}#contents`, `${file}#/course/index`]) {
      await page.goto('about:blank');
      await visit(page, address);
      if (address.startsWith(little)) {
        await page.evaluate(axe.source);
        const report = await page.evaluate(() => window.axe.run(document));
        for (const rule of report.violations) for (const node of rule.nodes) findings.push(`${address}: ${rule.id}: ${node.html.slice(0, 160)}`);
      }
      const [has, shows] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      if (has > shows) findings.push(`${address}: ${has} px wide on ${shows} px`);
      looked += 1;
    }
    await page.context().close();
    assertNone(findings, looked, 'axe');
  });
}
