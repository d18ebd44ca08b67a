// The search in a browser: the combobox by keyboard, its page, without script, from disk, in the
// single file, on a phone, from right to left, and with texts and queries that mean harm.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { largeBook } from './search-book.js';
import { collectionBook } from './search-quality.js';
import { build, listen, narrow, newPage, packSingle, scratchFolder, serve, visit, writeBook } from './support.js';

let source;
let folder;
let base;
let disk;

const hostile = '<img src=x onerror=alert(1)> </script><script>alert(2)</script>';

before(async () => {
  const files = collectionBook();
  files['book.toml'] += '\n[kinds.country]\nfolder = "countries"\n\n' +
    '[kinds.country.fields.since]\ntype = "date"\nfacet = true\n\n[kinds.country.fields.land]\ntype = "country"\nfacet = true\n';
  const country = (title, year, code) => `+++\ntitle = "${title}"\nsince = ${year}\nland = "${code}"\n+++\n\nProbation and mentors.\n`;
  Object.assign(files, {
    'content/ar/index.md': '+++\ntitle = "مجموعة"\n+++\n\nنص.\n',
    'content/ar/pages/victims.md': '+++\ntitle = "حقوق الضحايا"\n+++\n\nللضحايا الحق في المعلومات عن الإفراج.\n\n## الاجتماع {#meeting}\n\nلقاء بين الضحية والجاني.\n',
    'content/en/countries/one.md': country('System one', 2015, 'FR'),
    'content/en/countries/two.md': country('System two', 2020, 'NL'),
    'content/en/pages/harm.md': `+++\ntitle = 'Zebra <b>bold</b> & "quotes" </title>'\ndescription = 'Zebra ${hostile} \u2028 end'\n+++\n\n> [!WARNING]\n> One sign is never enough. This is not a checklist for people. More follows.\n\nZebra \\<script\\>alert(3)\\</script\\> \u2028 \u202e backwards \uE000\uE001.\n\n## <em>Zebra</em> "heading" {#zebra}\n\nText of the zebra.\n`,
    'content/en/pages/secret.md': '+++\ntitle = "Okapi"\nsearch = false\n+++\n\nOkapi.\n',
    'content/en/pages/quiz.md': '+++\ntitle = "Wildebeest quiz"\nkind = "quiz"\n+++\n\n## Which animal runs?\n\n- [x] gnuantelope\n  > giraffefeedback\n- [ ] hippowrong\n',
  });
  source = writeBook(files);
  folder = build(source, scratchFolder('search'));
  base = `http://127.0.0.1:${await serve(folder)}/`;
  disk = `${pathToFileURL(folder).href}/`;
});

const input = (page) => page.getByRole('combobox');
// Those of the list: selects have options, too.
const options = (page) => page.locator('.hit[role="option"]');

async function open(page, words, address = 'en/index.html', from = base) {
  await visit(page, from + address);
  await page.locator('.find').click();
  await input(page).fill(words);
  await options(page).first().waitFor();
}

const ask = (page, query, asked) => page.evaluate(([query, asked]) => window.keyward.search(query, asked), [query, asked]);

test('it opens by link and keys, and the keyboard chooses, goes and closes', async () => {
  const page = await newPage();
  const complaints = await listen(page, base);
  await visit(page, base + 'en/index.html');
  await page.keyboard.press('/');
  assert.ok(await input(page).isVisible());
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog[open]').count(), 0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('mentors / trust');
  await options(page).first().waitFor();
  assert.equal(await input(page).getAttribute('aria-expanded'), 'true');
  assert.equal(await input(page).inputValue(), 'mentors / trust');
  assert.equal(await page.getByRole('listbox').getAttribute('id'), await input(page).getAttribute('aria-controls'));
  await page.getByRole('status').filter({ hasText: /Results/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const second = options(page).nth(1);
  assert.equal(await second.getAttribute('aria-selected'), 'true');
  assert.equal(await input(page).getAttribute('aria-activedescendant'), await second.getAttribute('id'));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  assert.equal(await input(page).getAttribute('aria-activedescendant'), null);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/pages\/mentor\.html/);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('hits show kind, place and marked words; a page with a warning brings it along', async () => {
  const page = await newPage();
  await open(page, 'zebra');
  await page.locator('.hit .text mark').first().waitFor();
  const first = options(page).first();
  assert.match(await first.innerText(), /Zebra <b>bold<\/b> & “quotes” <\/title>/);
  assert.match(await first.innerText(), /One sign is never enough\. This is not a checklist for people\.$/);
  assert.ok((await page.locator('.hit mark').count()) > 1);
  await input(page).fill('xyzzyq');
  await page.getByRole('status').filter({ hasText: 'xyzzyq' }).waitFor();
  assert.equal(await options(page).count(), 0);
  assert.equal(await input(page).getAttribute('aria-expanded'), 'false');
  await page.context().close();
});

test('the page of results keeps words and facets in its fragment, and no server sees them', async () => {
  const page = await newPage();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page, 'probation');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\.html#q=probation/);
  await options(page).first().waitFor();
  const all = await options(page).count();
  assert.ok(all > 3, `${all} hits`);
  await page.getByText('Narrow the results').click();
  await page.getByLabel('Kind').selectOption('country');
  await page.waitForFunction((all) => document.querySelectorAll('.hit').length < all, all);
  assert.equal(await options(page).count(), 2);
  assert.match(page.url(), /#q=probation&kind=country$/);
  await page.reload();
  await options(page).first().waitFor();
  assert.equal(await options(page).count(), 2);
  await page.getByRole('combobox', { name: 'land' }).selectOption('FR');
  await page.waitForFunction(() => document.querySelectorAll('.hit').length === 1);
  assert.match(await options(page).first().innerText(), /System one/);
  assert.ok(asked.length > 5 && asked.every((url) => !url.includes('?') && !url.split('#')[0].includes('probation.js')), asked.join('\n'));
  await page.context().close();
});

test('the other language is one switch, and its hits are labelled', async () => {
  const page = await newPage();
  await open(page, 'mentor', 'de/index.html');
  const before = await options(page).count();
  await page.getByRole('checkbox').check();
  await page.waitForFunction((before) => document.querySelectorAll('.hit').length > before, before);
  assert.ok((await page.locator('.group[role="group"]').count()) === 2);
  await page.context().close();
});

test('pages offer `keyward.search`, which never rejects', async () => {
  const page = await newPage();
  for (const address of ['index.html', 'de/pages/mentor.html', '404.html', 'fr/terms/print.html']) {
    await page.goto(base + address);
    const hits = await ask(page, 'mentor', { locale: 'en', limit: 3 });
    assert.equal(hits.length, 3, address);
    assert.deepEqual(Object.keys(hits[0]), ['url', 'title', 'heading', 'kind', 'locale', 'score']);
    assert.match(hits[0].url, /^en\/(pages|terms)\/mentor\.html$/);
  }
  assert.equal((await ask(page, 'mentor')).every((hit) => hit.locale === 'fr'), true);
  const narrowed = await ask(page, 'probation', { locale: 'en', facets: { kind: 'country', land: ['NL'] } });
  assert.deepEqual(narrowed.map((hit) => hit.url), ['en/countries/two.html']);
  for (const query of [null, undefined, {}, [], 7]) assert.ok(Array.isArray(await ask(page, query)), String(query));
  for (const [query, asked] of [['mentor', { locale: 'xx' }], ['mentor', { locale: '../a' }], ['mentor', { limit: 'x' }], ['', {}], ['mentor', { facets: { none: ['x'] } }]]) {
    assert.deepEqual(await ask(page, query, asked), [], JSON.stringify([query, asked]));
  }
  await page.context().close();
});

test('what is not to be found is not found', async () => {
  const page = await newPage();
  await visit(page, base + 'en/index.html');
  for (const query of ['okapi', 'gnuantelope', 'giraffefeedback', 'hippowrong']) assert.deepEqual(await ask(page, query), [], query);
  assert.equal((await ask(page, 'wildebeest'))[0].kind, 'quiz');
  await page.context().close();
});

test('texts and queries that mean harm show as text', async () => {
  const page = await newPage();
  const complaints = await listen(page, base);
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  await open(page, 'zebra');
  const queries = [hostile, 'zebra '.repeat(2000), 'zebra \ud800 \udc00', '\u202ezebra\u202c', 'zebra\u2028zebra', '__proto__ constructor', '\\'.repeat(300), "zebra' OR 1=1", '\0zebra'];
  for (const query of queries) {
    const hits = await ask(page, query);
    assert.ok(Array.isArray(hits), query.slice(0, 40));
    await page.evaluate((query) => {
      const input = document.querySelector('[role="combobox"]');
      input.value = query;
      input.dispatchEvent(new Event('input'));
    }, query);
    await page.waitForTimeout(200);
  }
  assert.ok((await ask(page, 'zebra\ud800')).length > 0);
  assert.equal(await page.locator('.search img, .search script, .search b').count(), 0);
  await page.evaluate(() => {
    const input = document.querySelector('[role="combobox"]');
    input.value = 'zebra \ud800';
    input.dispatchEvent(new Event('input'));
  });
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\.html#q=zebra%20/);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('from disk it answers the same', async () => {
  const [web, file] = [await newPage(), await newPage()];
  const complaints = await listen(file, 'file:');
  await visit(web, base + 'en/index.html');
  await visit(file, disk + 'en/index.html');
  for (const query of ['mentors', 'disengagment', 'when may I pass on information to the police', 'Opfer']) {
    const hits = await ask(web, query);
    assert.ok(hits.length > 0, query);
    assert.deepEqual(await ask(file, query), hits, query);
  }
  await open(file, 'mentor', 'en/pages/debt.html', disk);
  await file.keyboard.press('ArrowDown');
  await file.keyboard.press('Enter');
  await file.waitForURL(/(pages|terms)\/mentor\.html/);
  assert.deepEqual(complaints, []);
  await Promise.all([web.context().close(), file.context().close()]);
});

test('the single file searches in itself', async () => {
  const out = packSingle(source, scratchFolder('search-single'));
  const page = await newPage();
  const file = pathToFileURL(path.join(out, 'collection-en.html')).href;
  const complaints = await listen(page, 'file:');
  await visit(page, file);
  await page.keyboard.press('/');
  await input(page).fill('mentor trust');
  await options(page).first().waitFor();
  const section = options(page).filter({ hasText: 'Earning trust' });
  await section.click();
  await page.waitForURL(/#\/pages\/mentor~trust$/);
  assert.ok(await page.getByRole('heading', { name: 'Earning trust' }).isVisible());
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('without script the link leads to a page with the list of terms', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(base + 'en/pages/debt.html');
  await page.locator('.find').click();
  await page.waitForURL(/en\/search\.html$/);
  assert.equal(await page.getByRole('combobox').count(), 0);
  assert.match(await page.locator('main').innerText(), /needs a script/);
  await page.getByRole('link', { name: /from A to Z/ }).click();
  await page.waitForURL(/terms\/index\.html$/);
  await page.context().close();
});

for (const [name, address, viewport, scheme] of [
  ['on a phone', 'en/index.html', narrow, 'light'],
  ['from right to left, dark', 'ar/index.html', narrow, 'dark'],
  ['on its page', 'en/search.html', narrow, 'light'],
]) {
  test(`${name}: fits, and axe finds nothing`, async () => {
    const page = await newPage({ viewport, colorScheme: scheme, bypassCSP: true });
    await visit(page, base + address);
    if (!address.includes('search')) await page.locator('.find').click();
    await input(page).fill(address.startsWith('ar') ? 'الضحايا' : 'mentor');
    await page.locator('.hit mark').first().waitFor();
    await page.keyboard.press('ArrowDown');
    const wide = await page.evaluate(() => {
      const box = document.querySelector('.search');
      return Math.max(document.documentElement.scrollWidth - innerWidth, box.scrollWidth - box.clientWidth, box.getBoundingClientRect().right - innerWidth);
    });
    assert.ok(wide <= 0, `${wide} px too wide`);
    await page.getByRole('status').filter({ hasText: /\d/ }).waitFor();
    await page.evaluate(axe.source);
    const found = await page.evaluate(() => window.axe.run(document.querySelector('dialog[open]') || document.querySelector('main')));
    assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`), []);
    await page.context().close();
  });
}

test('nothing of the dialog is printed', async () => {
  const page = await newPage();
  await open(page, 'mentor');
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.locator('.search-box').isVisible()));
  assert.ok(!(await page.locator('.find').isVisible()));
  await page.context().close();
});

test('a keystroke on a slow computer takes less than 50 ms at a thousand pages', async (context) => {
  const large = build(writeBook(largeBook(1000)), scratchFolder('search-large'));
  const page = await newPage();
  await visit(page, `http://127.0.0.1:${await serve(large)}/en/index.html`);
  const title = fs.readFileSync(path.join(large, 'en/part-3/page-150.html'), 'utf8').match(/<h1>([^<]+)<\/h1>/)[1].toLowerCase();
  await ask(page, title);
  await page.locator('.find').click();
  await input(page).waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  const times = [];
  for (let length = 1; length <= title.length; length++) {
    await ask(page, title.slice(0, length));
    times.push(await page.evaluate(typed, title.slice(0, length)));
  }
  times.sort((a, b) => a - b);
  const [middle, most] = [times[Math.floor(times.length / 2)], times[times.length - 1]];
  context.diagnostic(`median ${middle.toFixed(1)} ms, slowest ${most.toFixed(1)} ms of ${times.length}`);
  assert.ok(middle < 50, `${middle} ms`);
  await page.context().close();
});

// Milliseconds from the end of the wait after a keystroke until the hits stand in the list.
async function typed(query) {
  const input = document.querySelector('dialog [role="combobox"]');
  const list = document.querySelector('dialog [role="listbox"]');
  const shown = new Promise((resolve) => {
    list.replaceChildren = (...hits) => {
      delete list.replaceChildren;
      list.replaceChildren(...hits);
      // Behind what else is done with them.
      queueMicrotask(() => resolve(performance.now()));
    };
  });
  const set = window.setTimeout;
  let begun = 0;
  window.setTimeout = (run, wait) => set(() => { begun ||= performance.now(); run(); }, wait);
  input.value = query;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  const end = await shown;
  window.setTimeout = set;
  return end - begun;
}
