// Without script the site reads and leads as with it; with script it adds comfort.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { assertNone, changeLanguage, kindsOf, listen, newPage, root, serve, shipped, someOf, visit } from './support.js';

let folder;
let base;
let kinds;
before(async () => {
  folder = shipped();
  kinds = kindsOf(folder);
  base = `http://127.0.0.1:${await serve(folder)}/`;
});

/** Where the page is, below the site's folder. */
const at = (page) => decodeURI(page.url().slice(base.length)).split('#')[0];

async function follow(page, selector) {
  await Promise.all([page.waitForURL(() => true, { waitUntil: 'load' }), page.locator(selector).first().click()]);
  await page.waitForLoadState('load');
}

test('text, navigation and languages are there', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  const findings = await listen(page, base);
  let looked = 0;
  for (const [kind, name] of Object.entries(kinds)) {
    await page.goto(base + name);
    looked += 1;
    const text = await page.locator('main').innerText();
    if (text.trim().length < 40) findings.push(`${kind}: hardly any text: ${text}`);
    if (kind === 'not found') continue;
    for (const selector of ['nav.sections a', 'nav.languages summary', 'main h1']) {
      if (!(await page.locator(selector).first().isVisible())) findings.push(`${kind}: ${selector} is not to be seen`);
    }
  }
  await page.context().close();
  assertNone(findings, looked, 'without script');
});

test('no form can be sent', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  const findings = [];
  const pages = someOf(folder);
  for (const name of pages) {
    await page.goto(base + name);
    const buttons = await page.locator('button:not([type="button"]), input[type="submit"], input[type="image"], form[action]').count();
    if (buttons) findings.push(`${name}: ${buttons} ways to send a form`);
  }
  await page.context().close();
  assertNone(findings, pages.length, 'forms');
});

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? 'with script' : 'without script';

  test(`from home through the first module and back, ${how}`, async () => {
    // What the folder says is in the module, in order.
    const course = path.join(root, 'content', 'en', 'course');
    const first = fs.readdirSync(course).filter((name) => /^\d+-/.test(name)).sort()[0];
    const module = `en/course/${first.replace(/^\d+-/, '')}`;
    const lessons = fs
      .readdirSync(path.join(course, first))
      .filter((name) => /^\d+-.*\.md$/.test(name))
      .sort()
      .map((name) => `${module}/${name.replace(/^\d+-/, '').replace(/\.md$/, '.html')}`);
    assert.ok(lessons.length >= 3, `only ${lessons.length} lessons`);

    const page = await newPage({ javaScriptEnabled });
    const complaints = await listen(page, base);
    await page.goto(base);
    await follow(page, 'nav.sections a[href$="course/index.html"]');
    assert.equal(at(page), 'en/course/index.html');
    await follow(page, 'main .way a');
    assert.equal(at(page), `${module}/index.html`);
    for (const lesson of lessons) {
      await follow(page, 'nav.neighbours .next a');
      assert.equal(at(page), lesson);
      assert.ok((await page.locator('article h1').innerText()).length > 3);
    }
    for (const before of [...lessons.slice(0, -1).reverse(), `${module}/index.html`]) {
      await follow(page, 'nav.neighbours li:not(.next) a');
      assert.equal(at(page), before);
    }
    await follow(page, 'nav.crumbs li:last-child a');
    assert.equal(at(page), 'en/course/index.html');
    await follow(page, 'nav.crumbs li:first-child a');
    assert.equal(at(page), 'en/index.html');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test(`another language shows the same page, ${how}`, async () => {
    const page = await newPage({ javaScriptEnabled });
    const findings = await listen(page, base);
    let looked = 0;
    // What a script changes is the same on each kind.
    const some = javaScriptEnabled ? ['root', 'lesson', 'quiz', 'practices narrowed', 'compare', 'course print'] : Object.keys(kinds);
    for (const kind of some) {
      const name = kinds[kind];
      if (kind === 'not found') continue;
      looked += 1;
      await page.goto(base + name);
      const there = kind === 'root' ? 'fr/index.html' : name.replace(/^en\//, 'fr/');
      await changeLanguage(page, 'fr');
      await page.waitForURL(`**/fr/**`);
      assert.equal(await page.getAttribute('html', 'lang'), 'fr', kind);
      if (at(page) !== there) findings.push(`${kind}: French leads from ${name} to ${at(page)}`);
      await page.goto(base + there);
      await changeLanguage(page, 'en');
      await page.waitForURL(`**/en/**`);
      const back = there.replace(/^fr\//, 'en/');
      if (at(page) !== back) findings.push(`${kind}: English leads from ${there} to ${at(page)}`);
    }
    await page.context().close();
    assert.ok(looked >= 6);
    assertNone(findings, looked, 'languages');
  });
}

test('with script, another language keeps the place in the page', async () => {
  const page = await newPage();
  const headings = async () => page.locator('.prose h2[id]:not(.quiz h2)').evaluateAll((all) => all.map((heading) => heading.id));
  let looked = 0;
  for (const kind of ['home', 'lesson']) {
    await visit(page, base + kinds[kind]);
    const ids = await headings();
    assert.ok(ids.length > 0, `${kind} has no headings`);
    const id = ids.at(-1);
    // By address, and by a link in the page.
    await visit(page, `${base}${kinds[kind]}#${id}`);
    await page.reload();
    await changeLanguage(page, 'fr');
    await page.waitForURL(`**/fr/**`);
    assert.ok(page.url().endsWith(`${kinds[kind].replace(/^en\//, 'fr/')}#${id}`), page.url());
    assert.deepEqual(await headings(), ids, `${kind}: headings have other ids in French`);
    await page.evaluate((id) => { location.hash = id; }, ids[0]);
    await page.waitForTimeout(50);
    await changeLanguage(page, 'en');
    await page.waitForURL(`**/en/**`);
    assert.ok(page.url().endsWith(`${kinds[kind]}#${ids[0]}`), page.url());
    looked += 1;
  }
  assert.equal(looked, 2);
  await page.context().close();
});
