// Entries shown together: lists narrowed by facets, two entries side by side, matrices, timelines;
// with and without script.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import axe from 'axe-core';
import { assertNone, build, fileUrl, listen, narrow, newPage, scratchFolder, serve, visit, writeBook } from './support.js';

const entry = (title, more, body = '') => `+++\ntitle = "${title}"\ndescription = "${title} in one sentence."\n${more}\n+++\n\n${body}\n`;

const config = `[book]
id = "kinds"
title = "Kinds"

[languages.en]
name = "English"

[languages.ar]
name = "العربية"

[kinds.country]
folder = "countries"

[kinds.country.fields]
laws = { type = "section" }
release = { type = "section" }

[kinds.practice]
folder = "practices"

[kinds.practice.fields]
country = { type = "country", facet = true }
setting = { type = "some-of", values = ["prison", "release", "community"], facet = true }
target = { type = "some-of", values = ["staff", "families"], facet = true }

[views.compare]
type = "compare"
kind = "country"

[views.topics]
type = "matrix"
kind = "country"
columns = ["laws", "release"]

[views.tasks]
type = "matrix"
kind = "country"
columns = ["laws", "release"]
cells = "text"

[views.timeline]
type = "timeline"
kind = "country"
section = "laws"

[views.where]
type = "matrix"
kind = "practice"
columns = "setting"
group = "country"

[views.each]
type = "for-each"
kind = "country"
`;

const words = `"kind.country" = "Countries"
"kind.practice" = "Practices"
"field.laws" = "Laws and plans"
"field.release" = "After release"
"field.country" = "Country"
"field.setting" = "Where"
"field.setting.prison" = "Prison"
"field.setting.release" = "Release"
"field.setting.community" = "Community"
"field.target" = "For whom"
"field.target.staff" = "Staff"
"field.target.families" = "Families"
`;

const laws = (name, rows) => `## Laws {#laws}\n\nTable: Laws of ${name}\n\n| Date | Law | What it does |\n| --- | --- | --- |\n${rows}\n`;

const files = {
  'book.toml': config,
  'content/en/words.toml': words,
  'content/en/index.md': entry('Home', '', 'Text.'),
  'content/en/countries/france.md': entry('France', '', `${laws('France', '| 2014-04-29 | PLAT | 22 measures |\n| 2016-05-09 | PART | 80 measures |\n| 2018-2020 | Plan | Sixty measures |')}\n## After {#release}\n\nServices follow people.`),
  'content/en/countries/greece.md': entry('Greece', '', `${laws('Greece', '| 1999 | Code | Help after release |')}`),
  'content/en/countries/denmark.md': entry('Denmark', '', '## After {#release}\n\nMentors, as in [Greece](greece.md).'),
  'content/en/countries/compare.md': entry('Compare two countries', 'view = "compare"', 'Side by side.'),
  'content/en/countries/topics.md': entry('Countries by topic', 'view = "topics"', 'At a glance.'),
  'content/en/countries/tasks.md': entry('All texts', 'view = "tasks"', 'All.'),
  'content/en/countries/timeline.md': entry('By date', 'view = "timeline"', 'When.'),
  'content/en/countries/each.md': entry('For each', 'view = "each"', 'Who.'),
  'content/en/practices/where.md': entry('By place', 'view = "where"', 'Where.'),
  'content/en/practices/index.md': entry('Practices', '', 'Described, not recommended.'),
  'content/en/practices/mentors.md': entry('Mentors', 'country = "DK"\nsetting = ["prison", "release"]\ntarget = ["families"]'),
  'content/en/practices/house.md': entry('House', 'country = "DK"\nsetting = ["community"]\ntarget = ["staff"]'),
  'content/en/practices/pairs.md': entry('Pairs', 'country = "FR"\nsetting = ["prison"]\ntarget = ["staff"]\nreviewed = 2020-01-01\nreview-in = "1 year"\nowner = "Training unit"'),
  'content/en/practices/office.md': entry('Office', 'country = "GR"\nsetting = ["prison", "release", "community"]\ntarget = ["families"]'),
  'content/en/practices/course.md': entry('Course', 'country = ["FR", "GR"]\nsetting = ["prison"]\ntarget = ["staff"]'),
};

const all = [
  'practices/index.html', 'practices/by/country/dk/setting/prison.html', 'practices/where.html', 'practices/pairs.html',
  'countries/index.html', 'countries/compare.html', 'countries/compare-france-greece.html', 'countries/topics.html',
  'countries/tasks.html', 'countries/timeline.html', 'countries/each.html', 'countries/denmark.html',
];

let folder;
let base;
before(async () => {
  folder = build(writeBook(files), scratchFolder('kinds'));
  base = `http://127.0.0.1:${await serve(folder)}/`;
});

// The page hears of a new fragment a moment after it stands in the address.
const cards = async (page) => {
  await page.waitForTimeout(100);
  return page.locator('.facets-page .listing > ul > li:visible .name').allInnerTexts();
};
const heading = (page) => page.locator('#listing-title').innerText();
const facet = (page, name) => page.locator('.facets a').filter({ hasText: name });
const fragment = (page) => page.evaluate(() => location.hash);

for (const where of ['http', 'file']) {
  test(`a list is narrowed at once, and the address keeps the choice (${where})`, async () => {
    const start = where === 'http' ? base : fileUrl(folder);
    const page = await newPage();
    const complaints = await listen(page, start);
    await visit(page, `${start}en/practices/index.html`);
    assert.equal(await heading(page), 'Practices: 5');
    await facet(page, 'Denmark').click();
    assert.deepEqual(await cards(page), ['House', 'Mentors']);
    assert.equal(await fragment(page), '#country=DK');
    assert.match(await facet(page, 'Prison').innerText(), /1$/, 'counts follow');
    await facet(page, 'Prison').click();
    assert.deepEqual(await cards(page), ['Mentors']);
    assert.equal(await heading(page), 'Practices: 1 of 5. Denmark, Prison');
    assert.equal(await page.locator('.facets-page [role="status"]').textContent(), 'Practices: 1 of 5. Denmark, Prison');
    assert.equal(await facet(page, 'Staff').count(), 1);
    assert.equal(await facet(page, 'Staff').isVisible(), false, 'what gives nothing is not offered');
    assert.equal(await facet(page, 'Denmark').getAttribute('aria-current'), 'true');
    const shared = page.url();
    await page.goBack();
    assert.deepEqual(await cards(page), ['House', 'Mentors'], 'back takes a step back');
    await page.goBack();
    assert.equal((await cards(page)).length, 5);
    await visit(page, shared);
    assert.deepEqual(await cards(page), ['Mentors'], 'a shared address opens narrowed');
    await page.locator('.actions a').click();
    assert.equal((await cards(page)).length, 5);
    assertNone(complaints, 1, where);
  });
}

test('with the keyboard alone', async () => {
  const page = await newPage();
  await visit(page, `${base}en/practices/index.html`);
  await facet(page, 'France').focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await cards(page), ['Course', 'Pairs']);
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim().startsWith('France')), true, 'focus stays');
  await page.keyboard.press('Enter');
  assert.equal((await cards(page)).length, 5, 'the same link takes the choice back');
  await visit(page, `${base}en/countries/compare.html`);
  const [first, second] = await page.locator('.choose select').all();
  await first.focus();
  await page.keyboard.type('France');
  await second.focus();
  await page.keyboard.type('Greece');
  assert.ok(await page.locator('.chosen').isVisible());
});

test('without script, prison in Denmark is two links away, and France beside Greece one', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(`${base}en/practices/index.html`);
  await facet(page, 'Denmark').click();
  await facet(page, 'Prison').click();
  assert.match(page.url(), /practices\/by\/country\/dk\/setting\/prison\.html$/);
  assert.deepEqual(await cards(page), ['Mentors']);
  assert.equal(await heading(page), 'Practices: 1 of 5. Denmark, Prison');
  await facet(page, 'Denmark').click();
  assert.match(page.url(), /by\/setting\/prison\.html$/, 'a chosen value leads to the list without it');
  await page.goto(`${base}en/countries/compare.html`);
  assert.equal(await page.locator('.choose').isVisible(), false, 'nothing dead is shown');
  await page.locator('.pairs dl > div').filter({ has: page.locator('dt', { hasText: 'France' }) }).locator('a', { hasText: 'Greece' }).click();
  assert.equal(await page.locator('h1').innerText(), 'France and Greece side by side');
  const topics = await page.locator('.topic').allInnerTexts();
  assert.match(topics[0], /Laws and plans.*France.*PLAT.*Greece.*Code/s);
  assert.match(topics[1], /After release.*Services follow people\..*Greece\s+The source names none\./s);
});

test('two countries side by side at once, kept in the address', async () => {
  const page = await newPage();
  const complaints = await listen(page, base);
  await visit(page, `${base}en/countries/compare.html`);
  const [first, second] = await page.locator('.choose select').all();
  await first.selectOption('Greece');
  await second.selectOption('France');
  const names = () => page.locator('.topic').first().locator('h3:visible').allInnerTexts();
  assert.deepEqual(await names(), ['Greece', 'France'], 'in the order in which they were chosen');
  assert.equal(await page.locator('[data-title]').textContent(), 'Greece and France side by side');
  assert.equal(await page.locator('.topic').nth(1).locator('.none:visible').innerText(), 'The source names none.');
  const shared = page.url();
  await first.selectOption('Denmark');
  assert.deepEqual(await names(), ['Denmark', 'France']);
  await visit(page, 'about:blank');
  await visit(page, shared);
  assert.deepEqual(await names(), ['Greece', 'France']);
  await second.selectOption('');
  assert.ok(await page.locator('.pairs').isVisible(), 'with one chosen, the pairs are offered again');
  assertNone(complaints, 1, 'compare');
});

test('on a phone the facets are folded before the results, and two countries stand one below the other', async () => {
  const page = await newPage({ viewport: { width: 360, height: 740 } });
  await visit(page, `${base}en/practices/index.html`);
  assert.equal(await page.locator('.facets').getAttribute('open'), null);
  assert.equal(await facet(page, 'Denmark').isVisible(), false);
  const top = (selector) => page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().top);
  assert.ok((await top('.facets')) < (await top('.facets-page .listing > ul')));
  await page.locator('.facets summary').click();
  await facet(page, 'Denmark').click();
  assert.deepEqual(await cards(page), ['House', 'Mentors']);
  await visit(page, `${base}en/countries/compare-france-greece.html`);
  const boxes = await page.locator('.topic').first().locator('.versus > div').evaluateAll((all) => all.map((box) => box.getBoundingClientRect().left));
  assert.equal(boxes[0], boxes[1]);
});

test('nothing is wider than a small phone, and tables scroll with the keyboard', async () => {
  const page = await newPage({ viewport: narrow });
  const findings = [];
  for (const lang of ['en', 'ar']) {
    for (const name of all) {
      await visit(page, `${base}${lang}/${name}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) findings.push(`${lang}/${name}: ${over} px`);
    }
  }
  assertNone(findings, all.length, '320 px');
  await visit(page, `${base}en/countries/tasks.html`);
  const frame = page.locator('.matrix-frame');
  await frame.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.matrix-frame').scrollLeft > 0);
  await page.keyboard.press('Tab');
  assert.notEqual(await page.evaluate(() => document.activeElement.className), 'table matrix-frame', 'no trap');
});

for (const [colorScheme, lang] of [['light', 'en'], ['dark', 'en'], ['light', 'ar']]) {
  test(`axe, ${colorScheme}, ${lang}`, async () => {
    const page = await newPage({ colorScheme, bypassCSP: true });
    const findings = [];
    for (const name of [...all, 'countries/compare.html#france&greece']) {
      await visit(page, 'about:blank');
      await visit(page, `${base}${lang}/${name}`);
      await page.evaluate(axe.source);
      const report = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const rule of report.violations) {
        for (const node of rule.nodes) findings.push(`${name}: ${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.replaceAll('\n', ' ')}`);
      }
    }
    assertNone(findings, all.length, `axe ${colorScheme} ${lang}`);
  });
}

test('the matrix is a table with headings, and its marks lead to the section', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(`${base}en/countries/topics.html`);
  const row = page.locator('.matrix tbody tr', { hasText: 'Denmark' });
  assert.equal(await row.locator('th[scope="row"]').innerText(), 'Denmark');
  assert.match(await row.locator('td').first().textContent(), /not named/);
  await row.locator('td a').click();
  assert.match(page.url(), /denmark\.html#release$/);
  assert.ok(await page.locator('#release').isVisible());
});

test('the picture of a timeline says nothing that its table does not', async () => {
  const page = await newPage();
  await visit(page, `${base}en/countries/timeline.html`);
  const marks = await page.locator('.timeline circle, .timeline .span').count();
  assert.equal(marks, await page.locator('.dates tbody tr').count());
  assert.deepEqual(await page.locator('.dates tbody th').allInnerTexts(), ['1999', '29 April 2014', '9 May 2016', '2018–2020']);
  assert.equal(await page.locator('.timeline [style]').count(), 0);
});

test('an overdue check is named by the reader’s clock', async () => {
  const page = await newPage();
  await visit(page, `${base}en/practices/pairs.html`);
  const small = page.locator('.meta', { hasText: 'Training unit' });
  assert.match(await small.innerText(), /Last checked on 1 January 2020, to be checked again by 1 January 2021\. This check is overdue\./);
  const off = await newPage({ javaScriptEnabled: false });
  await off.goto(`${base}en/practices/pairs.html`);
  assert.doesNotMatch(await off.locator('.meta', { hasText: 'Training unit' }).innerText(), /overdue/);
});

test('on paper: no facets, two columns, whole tables', async () => {
  const page = await newPage();
  await visit(page, `${base}en/practices/index.html#country=DK`);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.facets').isVisible(), false);
  assert.deepEqual(await cards(page), ['House', 'Mentors'], 'the narrowed list is what is printed');
  await visit(page, `${base}en/countries/compare-france-greece.html`);
  assert.equal(await page.locator('.changes').isVisible(), false);
  const boxes = await page.locator('.topic').first().locator('.versus > div').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().left));
  assert.ok(boxes[0] < boxes[1]);
});
