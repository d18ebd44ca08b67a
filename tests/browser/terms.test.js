// Terms: a word of a lesson opens its meaning by mouse, keyboard and touch, beside the text or
// below it, and is a plain link without script.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import path from 'node:path';
import axe from 'axe-core';
import { build, fileUrl, listen, narrow, newPage, packSingle, scratchFolder, serve, visit, wide, writeBook } from './support.js';

const term = (title, description, more = '') => `+++\ntitle = "${title}"\ndescription = "${description}"\n${more}+++\n\nMore about it.\n`;
const lesson = (title, text) => `+++\ntitle = "${title}"\n+++\n\n${text}\n`;
const english = 'The case managers met. Bring the risk assessment and your notes along, so that all can see them.\n\nA second paragraph, on the mentor.\n\n- An inmate in a list.\n\n## Later\n\nA case manager again.';
const arabic = 'يعمل المرشد مع السجناء. ثم يكتب مدير الحالة تقريرا.\n\nفقرة ثانية.';
const source = writeBook({
  'book.toml': '[book]\nid = "terms"\ntitle = "Terms"\nlanguage = "en"\n\n[languages.ar]\n[languages.fr]\n',
  'content/en/index.md': lesson('Welcome', 'Read the [course](course/01-one/01-first.md).'),
  'content/en/course/index.md': lesson('Course', 'A course.'),
  'content/en/course/01-one/index.md': lesson('Module', 'A module.'),
  'content/en/course/01-one/01-first.md': lesson('Lesson', english),
  'content/ar/course/01-one/01-first.md': lesson('درس', arabic),
  'content/en/terms/case-manager.md': term('Case manager', 'Who leads the plan for one prisoner.', 'abbreviations = ["CM"]\n'),
  'content/en/terms/risk-assessment.md': term('Risk assessment', 'A look at what may go wrong.'),
  'content/en/terms/mentor.md': term('Mentor', 'Somebody who goes along.'),
  'content/en/terms/inmate.md': term('Inmate', 'A word for prisoner.', 'status = "avoid"\ninstead = ["prisoner"]\n'),
  'content/en/terms/prisoner.md': term('Prisoner', 'Somebody in prison.'),
  'content/ar/terms/mentor.md': term('مرشد', 'من يرافق الشخص.'),
  'content/ar/terms/case-manager.md': term('مدير الحالة', 'من يقود الخطة.'),
});
const address = 'en/course/one/first.html';
const arabicAddress = 'ar/course/one/first.html';

let folder;
let base;
before(async () => {
  folder = build(source, scratchFolder('terms'));
  base = `http://127.0.0.1:${await serve(folder)}/`;
});

const meaning = (page) => page.locator('.definition');
const word = (page, text) => page.locator('.prose a.term', { hasText: text }).first();
const box = (locator) => locator.boundingBox();

async function assertClean(page) {
  await page.evaluate(axe.source);
  const report = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  assert.deepEqual(report.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' ')}`), []);
}

test('a pointer that rests on a word opens its meaning in the margin, and can go there', async () => {
  for (const start of [base, fileUrl(folder)]) {
    const page = await newPage({ viewport: { width: 1400, height: 800 } });
    const complaints = await listen(page, start);
    await visit(page, start + address);
    await word(page, 'case managers').hover();
    await meaning(page).waitFor();
    assert.match(await meaning(page).innerText(), /Case manager\s+Who leads the plan for one prisoner\./);
    const prose = await box(page.locator('.prose'));
    assert.ok((await box(meaning(page))).x >= prose.x + prose.width, 'beside the text');
    await meaning(page).hover();
    await page.waitForTimeout(1000);
    assert.equal(await meaning(page).count(), 1, 'it stays while the pointer is on it');
    await page.mouse.move(5, 5);
    await page.waitForTimeout(1100);
    assert.equal(await meaning(page).count(), 0);
    await word(page, 'risk assessment').hover();
    await meaning(page).waitFor();
    await word(page, 'mentor').hover();
    await page.waitForFunction(() => /Mentor/.test(document.querySelector('.definition')?.innerText));
    assert.equal(await meaning(page).count(), 1, 'one at a time');
    await page.keyboard.press('Escape');
    assert.equal(await meaning(page).count(), 0);
    await word(page, 'mentor').click();
    assert.match(page.url(), /terms\/mentor\.html/);
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
});

test('the focus opens it, Escape closes it and keeps the focus', async () => {
  const page = await newPage({ viewport: { width: 1000, height: 800 } });
  await visit(page, base + address);
  await page.locator('.prose').evaluate((prose) => {
    prose.tabIndex = -1;
    prose.focus();
  });
  await page.keyboard.press('Tab');
  await meaning(page).waitFor();
  const told = await page.evaluate(() => document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent);
  assert.equal(told, 'Who leads the plan for one prisoner.');
  const paragraph = await box(page.locator('.prose > p').first());
  assert.ok((await box(meaning(page))).y >= paragraph.y + paragraph.height, 'below its paragraph, over no text');
  await page.keyboard.press('Escape');
  assert.equal(await meaning(page).count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'case managers');
  await page.keyboard.press('Tab');
  assert.match(await meaning(page).innerText(), /Risk assessment/);
  await page.keyboard.press('Tab');
  assert.match(await meaning(page).innerText(), /Risk assessment/, 'from the last word of a paragraph into its meaning');
  await page.keyboard.press('Tab');
  assert.match(await meaning(page).innerText(), /Mentor/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/terms\/risk-assessment|terms\/mentor/);
  await page.context().close();
});

test('the first tap opens it, a tap elsewhere closes it, More leads on', async () => {
  const page = await newPage({ viewport: narrow, hasTouch: true, isMobile: true });
  await visit(page, base + address);
  await word(page, 'case managers').tap();
  await meaning(page).waitFor();
  assert.match(page.url(), /first\.html$/);
  await word(page, 'inmate').tap();
  assert.match(await meaning(page).innerText(), /Say instead: Prisoner/);
  assert.equal(await meaning(page).count(), 1);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scroll');
  const size = await box(meaning(page).locator('.tap'));
  assert.ok(size.height >= 44, `${size.height}`);
  await page.locator('h1').tap();
  assert.equal(await meaning(page).count(), 0);
  await word(page, 'case managers').tap();
  await meaning(page).locator('.tap').tap();
  await page.waitForURL(/terms\/case-manager\.html$/);
  await page.context().close();
});

test('without script the words are links, and no meaning shows', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(base + address);
  assert.ok(!(await page.locator('.definitions').isVisible()));
  await word(page, 'case managers').click();
  await page.waitForURL(/terms\/case-manager\.html$/);
  await page.context().close();
});

test('axe finds nothing with a meaning open: light, dark, phone, from right to left', async () => {
  for (const [colorScheme, viewport, name, text] of [
    ['light', wide, address, 'case managers'],
    ['dark', { width: 1400, height: 800 }, address, 'inmate'],
    ['light', narrow, address, 'mentor'],
    ['light', { width: 1400, height: 800 }, arabicAddress, 'المرشد'],
  ]) {
    const page = await newPage({ colorScheme, viewport, bypassCSP: true });
    await visit(page, base + name);
    await word(page, text).hover();
    await meaning(page).waitFor();
    await assertClean(page);
    if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `${colorScheme}-${viewport.width}-${name.slice(0, 2)}.png`) });
    await page.context().close();
  }
});

test('from right to left the meaning stands on the left', async () => {
  const page = await newPage({ viewport: { width: 1400, height: 800 } });
  await visit(page, base + arabicAddress);
  await word(page, 'المرشد').hover();
  await meaning(page).waitFor();
  const prose = await box(page.locator('.prose'));
  const open = await box(meaning(page));
  assert.ok(open.x + open.width <= prose.x);
  await page.context().close();
});

test('on paper there is neither dot nor meaning', async () => {
  const page = await newPage();
  await visit(page, base + address);
  await word(page, 'mentor').hover();
  await meaning(page).waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await meaning(page).isVisible()));
  assert.equal(await word(page, 'mentor').evaluate((link) => getComputedStyle(link).textDecorationLine), 'none');
  await page.context().close();
});

test('it works in the single file, with the ruler', async () => {
  const files = packSingle(source, scratchFolder('terms-single'));
  const page = await newPage({ viewport: { width: 1400, height: 800 } });
  await page.addInitScript(() => localStorage.setItem('keyward1:terms:settings', '{"ruler":"line"}'));
  const single = (await import('node:fs')).readdirSync(files).find((name) => /en.*\.html$/.test(name));
  await visit(page, `${fileUrl(files, single)}`);
  await page.evaluate(() => {
    location.hash = document.querySelector('.leaf a.term').closest('.leaf').id;
  });
  await word(page, 'case managers').hover();
  await meaning(page).waitFor();
  assert.match(await meaning(page).innerText(), /Who leads the plan/);
  await word(page, 'case managers').click();
  await page.waitForFunction(() => /case-manager/.test(location.hash));
  await page.context().close();
});

test('the A to Z leads to letters, and a short form to its term', async () => {
  const page = await newPage({ viewport: narrow });
  await visit(page, `${base}en/terms/index.html`);
  assert.deepEqual(await page.locator('.letters a').allInnerTexts(), ['C', 'I', 'M', 'P', 'R']);
  assert.match(await page.locator('.letter', { hasText: 'CM' }).innerText(), /CM see Case manager/);
  await visit(page, `${base}ar/terms/index.html`);
  assert.equal(await page.locator('.letters a', { hasText: 'م' }).count(), 1);
  if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, 'letters-ar.png'), fullPage: true });
  await visit(page, `${base}en/terms/mentor.html`);
  assert.equal(await page.locator('.equivalents bdi[lang="ar"]').innerText(), 'مرشد');
  assert.equal(await page.locator('.equivalents bdi').count(), 1, 'only real translations');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.context().close();
});
