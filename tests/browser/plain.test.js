// The theme `plain`: every kind of page, nothing that runs, and readable by keys and on a small
// screen, in every language.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import vnu from 'vnu-jar';
import { assertNone, build, fileUrl, kindsOf, listen, narrow, newPage, pagesOf, scratchFolder, shippedWithArabic, someOf, visit, wide } from './support.js';

/** The shipped book in the plain theme, with Arabic besides. */
// What a learner did is kept by a script.
const lacking = ['progress', 'statement'];
let folder;
let kinds;
before(() => {
  folder = build(shippedWithArabic('plain'), scratchFolder('plain'));
  kinds = kindsOf(folder, lacking);
  kinds.Arabic = kinds.lesson.replace(/^en\//, 'ar/');
  kinds.French = kinds.lesson.replace(/^en\//, 'fr/');
});

test('no page loads or holds a script, and no file is one', () => {
  const pages = pagesOf(folder);
  for (const name of pages) assert.doesNotMatch(fs.readFileSync(path.join(folder, name), 'utf8'), /<script|\son\w+=|\sstyle=/, name);
  assert.ok(pages.length > 60, `${pages.length} pages`);
  assert.ok(!fs.readdirSync(path.join(folder, 'assets')).some((name) => name.endsWith('.js')));
});

test('each kind of page fits a small screen, and the keys lead past the header and to every link', async () => {
  const page = await newPage({ viewport: narrow });
  const complaints = await listen(page, fileUrl(folder));
  let looked = 0;
  for (const [kind, name] of Object.entries(kinds)) {
    await visit(page, fileUrl(folder, name));
    const { width, fonts } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      fonts: getComputedStyle(document.body).fontFamily,
    }));
    assert.ok(width <= narrow.width, `${kind} is ${width} px wide`);
    if (kind === 'not found') continue;
    assert.match(fonts, /Segoe UI/, `${kind}: the style sheet is there`);
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => document.activeElement.getBoundingClientRect().left);
    assert.ok(skip >= 0, `${kind}: the first stop of the keys is out of sight`);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.hash === '#main');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.activeElement.closest('main') !== null);
    assert.ok(inside, `${kind}: the second stop of the keys is not in the text`);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, 'solid', `${kind}: the focus can't be seen`);
    looked += 1;
  }
  await page.context().close();
  assertNone(complaints, looked, 'plain pages');
});

test('printed, only the text is left', async () => {
  const page = await newPage();
  await visit(page, fileUrl(folder, kinds.lesson));
  await page.emulateMedia({ media: 'print' });
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll('nav, footer, .skip')].filter((part) => part.getClientRects().length).map((part) => part.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(shown, []);
  assert.ok(await page.locator('article p').first().isVisible());
  await page.context().close();
});

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const inDark = ['home', 'course', 'module', 'lesson', 'quiz', 'terms', 'term', 'act now', 'checklist', 'practices', 'compare', 'Arabic'];
for (const [colorScheme, viewport] of [['light', wide], ['dark', narrow]]) {
  test(`axe, ${colorScheme}, ${viewport.width} px`, async () => {
    const page = await newPage({ colorScheme, viewport });
    const findings = [];
    let looked = 0;
    for (const [kind, name] of Object.entries(kinds)) {
      // Pages that gather many others hold nothing that those do not; the markup is the same in the
      // dark, and a few pages have all colours.
      if (kind === 'not found' || kind.endsWith(' print') || (colorScheme === 'dark' && !inDark.includes(kind))) continue;
      await visit(page, fileUrl(folder, name));
      await page.evaluate(axe.source);
      const report = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), tags);
      looked += 1;
      for (const rule of report.violations) {
        for (const node of rule.nodes) findings.push(`${kind}: ${rule.id}: ${node.html.slice(0, 160)}\n    ${node.failureSummary.replaceAll('\n', ' ')}`);
      }
    }
    await page.context().close();
    assertNone(findings, looked, 'axe');
  });
}

test('every page is valid', async () => {
  const files = someOf(folder, lacking).map((name) => path.join(folder, name));
  const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'], rules: { 'long-title': 'off', 'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }] } });
  const findings = [];
  for (const file of files) {
    const report = await validator.validateString(fs.readFileSync(file, 'utf8'), file);
    for (const { messages } of report.results) for (const at of messages) findings.push(`${file}:${at.line} ${at.ruleId}: ${at.message}`);
  }
  const options = ['-jar', vnu, '--format', 'json', '--stdout', '--exit-zero-always'];
  const ran = spawnSync('java', [...options, ...files], { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(ran.status, 0, `java -jar vnu.jar: ${ran.error ?? ran.stderr}`);
  for (const at of JSON.parse(ran.stdout).messages) findings.push(`${at.url}:${at.lastLine}: ${at.message}`);
  assertNone(findings, files.length, 'html-validate and Nu');
});
