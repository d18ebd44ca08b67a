// Charts: still pictures that say the same in words, in any light, size and direction, and citations
// that can be copied.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import { build, fileUrl, listen, narrow, newPage, packSingle, plainHost, scratchFolder, serve, visit, wide, writeBook } from './support.js';

const page = (title, body) => `+++\ntitle = "${title}"\n+++\n\n${body}\n`;
const block = (type, table) => `\`\`\`chart ${type}\ntitle: A chart of ${type}\ndescription: What ${type} show.\nnote: See [@doe2020, page 4].\n\n${table}\n\`\`\`\n`;
const name = 'Psychotherapist/psychologistinaveryremoteprisonwithoutanyhyphen';
const charts = [
  block('bars', `| Who | Answers |\n| --- | ---: |\n| Officer | 40 |\n| ${name} | 10 |\n| Nobody | 0 |`),
  block('bars', '| Who | Yes | No |\n| --- | --- | --- |\n| Officer | 40 % | 60 % |\n| Teacher | 5 % | 95 % |'),
  block('share', '| Part | Number |\n| --- | --- |\n| First | 50 |\n| Second | 25 |\n| Third | 25 |'),
  block('timeline', `| Date | Law | What |\n| --- | --- | --- |\n| 2010 | First | ${name} |\n| 2014-05 | Second | More |\n| 2018-2020 | Third | Most |`),
  block('cycle', `| Step | What |\n| --- | --- |\n| Look | ${name} |\n| Write | Down |\n| Tell | Others |`),
].join('\nText.\n\n');
const bib = '@book{doe2020,\n  author = {Doe, Jane},\n  title = {Prisons and words},\n  publisher = {Press},\n  year = {2020}\n}\n';

let folder;
let source;
let port;
let base;
before(async () => {
  source = writeBook({
    'book.toml': '[book]\nid = "charts"\ntitle = "Charts"\n\n[languages.en]\nname = "English"\n\n[languages.ar]\nname = "العربية"\n',
    'content/en/index.md': page('Home', charts),
    'content/ar/index.md': page('الرئيسية', charts),
    'content/en/sources/references.bib': bib,
    'content/en/other.md': page('Other', 'Text.'),
  });
  folder = build(source, scratchFolder('charts'));
  port = await serve(folder);
  base = `http://127.0.0.1:${port}/`;
});

test('each is a picture with a name and a description, and its table can be opened', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const one = await newPage({ javaScriptEnabled });
    const complaints = await listen(one, base);
    await one.goto(`${base}en/index.html`);
    assert.equal(await one.locator('figure.chart').count(), 5);
    for (const type of ['bars', 'share', 'timeline', 'cycle']) {
      const picture = one.getByRole('img', { name: `A chart of ${type}` }).first();
      const id = await picture.getAttribute('aria-describedby');
      assert.equal(await one.locator(`[id="${id}"]`).textContent(), `What ${type} show.`);
      assert.ok((await picture.locator('svg').count()) > 0);
    }
    const table = one.locator('.chart table').first();
    assert.ok(!(await table.isVisible()));
    await one.locator('.chart summary').first().click();
    assert.ok(await table.isVisible());
    assert.equal(await one.locator('.chart [style], .chart style').count(), 0);
    assert.deepEqual(complaints, []);
    await one.context().close();
  }
});

test('bars are as long as their numbers', async () => {
  const one = await newPage();
  await visit(one, `${base}en/index.html`);
  const widths = await one.locator('.chart.bars').first().locator('.full').evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  assert.ok(Math.abs(widths[0] / widths[1] - 4) < 0.05, `${widths}`);
  assert.equal(widths[2], 0);
  const share = await one.locator('.chart.share .chart-whole rect').evaluateAll((all) => all.map((part) => part.getBoundingClientRect()).map((box) => [box.left, box.right]));
  assert.ok(Math.abs(share[0][1] - share[1][0]) < 1 && Math.abs(share[1][1] - share[2][0]) < 1);
  await one.context().close();
});

test('from right to left bars start at the right, and numbers are not mirrored', async () => {
  const one = await newPage();
  await visit(one, `${base}ar/index.html`);
  const bar = one.locator('.chart.bars').first().locator('.chart-row').nth(1);
  const [ground, full] = [await bar.locator('.ground').boundingBox(), await bar.locator('.full').boundingBox()];
  assert.ok(Math.abs(ground.x + ground.width - full.x - full.width) < 1);
  assert.equal(await one.locator('.ring-plot').evaluate((svg) => getComputedStyle(svg).transform), 'none');
  await one.context().close();
});

test('words never lie over each other or leave the page, at 320 px and with large letters', async () => {
  for (const [locale, viewport, spacing] of [['en', narrow, ''], ['ar', narrow, ''], ['en', narrow, '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }'], ['en', wide, 'html { font-size: 200% !important; }']]) {
    const one = await newPage({ viewport, bypassCSP: true });
    await visit(one, `${base}${locale}/index.html`);
    if (spacing) await one.addStyleTag({ content: spacing });
    assert.equal(await one.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, locale);
    const over = await one.locator('.plot').evaluateAll((plots) =>
      plots.flatMap((plot) => {
        const boxes = [...plot.querySelectorAll('span')].flatMap((span) => [...span.getClientRects()].map((box) => ({ span, box })));
        return boxes.flatMap((a, index) =>
          boxes.slice(index + 1).filter((b) => a.span !== b.span && a.box.left < b.box.right - 1 && b.box.left < a.box.right - 1 && a.box.top < b.box.bottom - 6 && b.box.top < a.box.bottom - 6).map((b) => `${a.span.textContent} / ${b.span.textContent}`),
        );
      }),
    );
    assert.deepEqual(over, [], locale);
    await one.context().close();
  }
});

test('in dark, in forced colours and in print shapes stand out from their ground', async () => {
  const one = await newPage();
  await visit(one, `${base}en/index.html`);
  for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }, { media: 'print', forcedColors: 'none', colorScheme: 'light' }]) {
    await one.emulateMedia(media);
    const colours = await one.evaluate(() => {
      const of = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
      return { full: of('.chart .full', 'fill'), ground: of('.chart .ground', 'fill'), ring: of('.ring-line', 'stroke'), number: of('.ring-no', 'fill'), stop: of('.ring-stop', 'fill') };
    });
    assert.notEqual(colours.full, colours.ground, JSON.stringify(media));
    assert.notEqual(colours.number, colours.stop, JSON.stringify(media));
    assert.notEqual(colours.ring, 'none');
  }
  assert.ok(await one.locator('.plot').first().isVisible());
  assert.ok(!(await one.locator('.chart summary').first().isVisible()), 'a closed table is not printed');
  await one.context().close();
});

test('axe finds nothing, with tables open and closed', async () => {
  const one = await newPage({ bypassCSP: true, viewport: narrow, colorScheme: 'dark' });
  for (const open of [false, true]) {
    await visit(one, `${base}en/index.html`);
    if (open) await one.locator('.chart details').evaluateAll((all) => all.forEach((details) => { details.open = true; }));
    await one.evaluate(axe.source);
    const report = await one.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    assert.deepEqual(report.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`), []);
  }
  await one.context().close();
});

test('the single file and the plain theme draw them, too', async () => {
  const one = await newPage();
  const files = packSingle(source, scratchFolder('charts-single'));
  await visit(one, fileUrl(files, 'charts-en.html'));
  assert.ok((await one.locator('.chart .full').first().boundingBox()).width > 100);
  const plain = build(writeBook({
    'book.toml': '[book]\nid = "charts"\ntitle = "Charts"\n[output.html]\ntheme = "plain"\n',
    'content/en/index.md': page('Home', charts),
    'content/en/sources/references.bib': bib,
  }), scratchFolder('charts-plain'));
  await one.setViewportSize(narrow);
  await visit(one, fileUrl(plain, 'en/index.html'));
  const widths = await one.locator('.chart.bars').first().locator('.full').evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  assert.ok(widths[0] > 100 && Math.abs(widths[0] / widths[1] - 4) < 0.05, `${widths}`);
  assert.notEqual(await one.locator('.chart .full').first().evaluate((bar) => getComputedStyle(bar).fill), 'none');
  assert.ok((await one.locator('.ring-plot').boundingBox()).height > 150);
  assert.equal(await one.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await one.context().close();
});

test('a citation is copied, with and without a clipboard', async () => {
  const citation = 'Doe, J. (2020). Prisons and words. Press.';
  const one = await newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
  await visit(one, `${base}en/sources/doe2020.html`);
  await one.getByRole('button', { name: 'Copy the citation' }).click();
  await one.getByText('Copied.').waitFor();
  assert.equal(await one.evaluate(() => navigator.clipboard.readText()), citation);
  await one.context().close();
  const two = await newPage();
  const complaints = await listen(two, `http://${plainHost}:${port}/`);
  await visit(two, `http://${plainHost}:${port}/en/sources/doe2020.html`);
  assert.equal(await two.evaluate(() => typeof navigator.clipboard), 'undefined');
  await two.getByRole('button', { name: 'Copy the citation' }).click();
  assert.equal(await two.evaluate(() => document.activeElement.value), citation);
  assert.equal(await two.evaluate(() => getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)), citation);
  assert.deepEqual(complaints, []);
  await two.context().close();
  const three = await newPage({ javaScriptEnabled: false });
  await three.goto(`${base}en/sources/doe2020.html`);
  assert.equal(await three.locator('.copy button').count(), 0);
  assert.match(await three.locator('.uses').innerText(), /Home\s+page 4/);
  await three.context().close();
});

test('the pages are valid', async () => {
  const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'] });
  for (const name of ['en/index.html', 'en/sources/doe2020.html']) {
    const report = await validator.validateString(fs.readFileSync(path.join(folder, name), 'utf8'));
    assert.deepEqual(report.results.flatMap(({ messages }) => messages.map((at) => `${name}:${at.line} ${at.ruleId} ${at.message}`)), []);
  }
});
