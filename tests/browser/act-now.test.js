// Act now: one step from every page, one sheet of paper, and blanks that an administration fills.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import axe from 'axe-core';
import { fileUrl, kindsOf, listen, narrow, newPage, plainHost, scratchFolder, serve, shipped, single, subPath, visit } from './support.js';

let folder;
let port;
let base;
before(async () => {
  // A copy, as tests write into it.
  folder = scratchFolder('act-now');
  fs.cpSync(shipped(), folder, { recursive: true });
  port = await serve(folder);
  base = `http://127.0.0.1:${port}/`;
});

const fill = (text) => fs.writeFileSync(path.join(folder, 'local.js'), text);
const line = (page, name) => page.locator(`[data-blank="${name}"] .blank-line`).first();

test('every page leads there by one link', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  for (const [kind, name] of Object.entries(kindsOf(folder))) {
    if (kind === 'not found') continue;
    await page.goto(base + name);
    const link = page.locator('header .act a');
    assert.ok(await link.isVisible(), kind);
    assert.equal(new URL(await link.getAttribute('href'), page.url()).href, `${base}en/act-now.html`, kind);
  }
  await page.context().close();
});

test('one tap away, with and without script', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await newPage({ javaScriptEnabled, viewport: narrow });
    await page.goto(base + kindsOf(folder).lesson);
    await Promise.all([page.waitForURL(/\/en\/act-now\.html$/), page.locator('header .act a').click()]);
    assert.equal(await page.locator('h1').innerText(), 'Act now');
    await page.context().close();
  }
});

test('the link has words beside its sign and says where one is', async () => {
  const page = await newPage({ viewport: narrow });
  await visit(page, `${base}fr/act-now.html`);
  const link = page.getByRole('link', { name: 'Agir maintenant', exact: true });
  assert.equal(await link.getAttribute('aria-current'), 'page');
  assert.ok((await link.boundingBox()).height >= 44);
  assert.equal(await link.locator('svg').getAttribute('aria-hidden'), 'true');
  assert.equal(await page.locator('footer a[href="act-now.html"]').count(), 0);
  await page.context().close();
});

for (const locale of ['en', 'fr']) {
  test(`it is one sheet of paper, filled or not: ${locale}`, async () => {
    const long = 'Security office, room 12, first floor, telephone 4711, ask for the officer on duty';
    for (const text of ['', `window.keyward.local({ "contact-point-day": "${long}", "contact-point-night": "${long}", "legal-advice": "${long}", "support": "${long}" });`]) {
      fill(text);
      const page = await newPage();
      await visit(page, `${base}${locale}/act-now.html`);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1);
      await page.emulateMedia({ media: 'print' });
      assert.ok(await line(page, 'legal-advice').isVisible());
      await page.context().close();
    }
  });
}

test('values show as text, in every way to open the site', async () => {
  fill('window.keyward.local({\n  "contact-point-day": "Office <b>12</b> & 4711",\n  "legal-advice": { en: "Legal service", fr: "Service juridique" },\n  "support": 4712,\n});\n');
  for (const url of [`${base}en/act-now.html`, `http://127.0.0.1:${port}${subPath}en/act-now.html`, `http://${plainHost}:${port}/en/act-now.html`, fileUrl(folder, 'en/act-now.html')]) {
    const page = await newPage();
    const complaints = await listen(page, url.startsWith('file:') ? fileUrl(folder) : new URL(url).origin);
    await visit(page, url);
    assert.equal(await line(page, 'contact-point-day').innerText(), 'Office <b>12</b> & 4711', url);
    assert.equal(await page.locator('.blank-line b').count(), 0);
    assert.equal(await line(page, 'legal-advice').innerText(), 'Legal service');
    assert.equal(await line(page, 'support').innerText(), '4712');
    assert.ok(await line(page, 'emergency').evaluate((line) => line.querySelector('.vh') && !line.classList.contains('filled')));
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
  const french = await newPage();
  await visit(french, `${base}fr/act-now.html`);
  assert.equal(await line(french, 'legal-advice').innerText(), 'Service juridique');
  await french.context().close();
});

test('wrong values and a broken or missing file leave lines to write on, and the page works', async () => {
  const wrong = [
    'window.keyward.local({ "support": "x".repeat(9000), "emergency": ["a"], "legal-advice": null, "contact-point-day": function () {}, "contact-point-night": { en: { en: "a" } }, "__proto__": "x" });',
    'window.keyward.local(null); window.keyward.local("x"); window.keyward.local([1]);',
    'window.keyward.local({ "support": ',
    null,
  ];
  for (const text of wrong) {
    if (text === null) fs.rmSync(path.join(folder, 'local.js'));
    else fill(text);
    const page = await newPage();
    await visit(page, `${base}en/act-now.html`);
    assert.equal(await page.locator('.blank-line.filled').count(), 0, text);
    assert.ok(await page.locator('.settings').isVisible(), 'other scripts run');
    await page.context().close();
  }
  fill('');
});

test('only pages with blanks load the file', async () => {
  const page = await newPage();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await visit(page, `${base}en/index.html`);
  assert.ok(!asked.some((url) => url.endsWith('local.js')));
  await visit(page, `${base}en/act-now.html`);
  assert.ok(asked.includes(`${base}local.js`));
  await page.context().close();
});

test('in the single file it has its blanks, on one sheet of its own', async () => {
  const file = path.join(single(), 'radicalisation-disengagement-en.html');
  const page = await newPage();
  await visit(page, `${fileUrl(file)}`.replace(/\/$/, '') + '#/act-now');
  assert.equal(await page.locator('.leaf:not([hidden]) h1').innerText(), 'Act now');
  assert.equal(await page.locator('.leaf:not([hidden]) [data-blank]').count(), 6);
  await page.context().close();
});

test('axe finds nothing, light and dark, and it fits 320 px', async () => {
  fill('window.keyward.local({ "support": "Averyveryveryveryveryverylongwordthatbreaksnowhereatallinanylanguage 12" });');
  for (const colorScheme of ['light', 'dark']) {
    const page = await newPage({ viewport: narrow, colorScheme, bypassCSP: true });
    await visit(page, `${base}en/act-now.html`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await page.evaluate(axe.source);
    const report = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    assert.deepEqual(report.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`), []);
    await page.context().close();
  }
});
