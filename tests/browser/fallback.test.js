// A page that is not translated shows in another language and says so; Arabic is mirrored.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { littleBook, newPage, serve, siteUrl, visit, wide } from './support.js';

let base;
before(async () => {
  base = `http://127.0.0.1:${await serve(littleBook())}/`;
});

const readers = {
  fr: { dir: 'ltr', words: /pas encore traduite/ },
  ar: { dir: 'rtl', words: /[\u0600-\u06ff]{3,}/ },
};

for (const [lang, expected] of Object.entries(readers)) {
  test(`a page without ${lang} text`, async () => {
    const page = await newPage();
    await visit(page, `${base}${lang}/guide/notes.html`);
    const state = await page.evaluate(() => {
      const about = (selector) => {
        const element = document.querySelector(selector);
        if (!element) return null;
        return { text: element.innerText, lang: element.closest('[lang]').lang, dir: getComputedStyle(element).direction, seen: element.checkVisibility() };
      };
      return {
        html: { lang: document.documentElement.lang, dir: document.documentElement.dir },
        article: { lang: document.querySelector('article').lang, dir: document.querySelector('article').dir },
        text: about('article .prose p'),
        notice: about('.notice.fallback'),
        skip: about('.skip'),
        robots: document.querySelector('meta[name="robots"]')?.content,
        canonical: document.querySelector('link[rel="canonical"]')?.href,
        alternates: document.querySelectorAll('link[rel="alternate"]').length,
      };
    });
    assert.deepEqual(state.html, { lang, dir: expected.dir });
    assert.deepEqual(state.article, { lang: 'en', dir: 'ltr' });
    assert.match(state.text.text, /Only in English/);
    assert.equal(state.text.lang, 'en');
    assert.equal(state.text.dir, 'ltr');
    assert.ok(state.notice?.seen, 'no notice');
    assert.equal(state.notice.lang, lang);
    assert.equal(state.notice.dir, expected.dir);
    assert.match(state.notice.text, expected.words);
    assert.match(state.notice.text, /English/);
    assert.equal(state.skip.lang, lang);
    assert.match(state.robots ?? '', /noindex/);
    assert.equal(state.canonical, `${siteUrl}en/guide/notes.html`);
    assert.equal(state.alternates, 0);
    await page.context().close();
  });

  test(`headings of a page without ${lang} text have their own ids`, async () => {
    const page = await newPage();
    const ids = () => page.locator('.prose h2').evaluateAll((all) => all.map((heading) => heading.id));
    await visit(page, `${base}en/guide/notes.html`);
    const english = await ids();
    assert.deepEqual(english, ['alpha', 'beta', 'gamma']);
    await visit(page, `${base}${lang}/guide/notes.html`);
    assert.deepEqual(await ids(), english);
    await visit(page, `${base}${lang}/guide/index.html`);
    assert.deepEqual(await ids(), ['first-part'], 'a translation takes the ids of its source');
    await page.context().close();
  });
}

test('a translated page has no notice and may be indexed', async () => {
  const page = await newPage();
  for (const lang of ['en', 'fr', 'ar']) {
    await visit(page, `${base}${lang}/guide/index.html`);
    assert.equal(await page.locator('.notice.fallback').count(), 0, lang);
    assert.equal(await page.locator('meta[name="robots"]').count(), 0, lang);
    assert.equal(await page.getAttribute('link[rel="canonical"]', 'href'), `${siteUrl}${lang}/guide/index.html`);
    assert.equal(await page.locator('link[rel="alternate"][hreflang="ar"]').count(), 1, lang);
  }
  await page.context().close();
});

test('the page at the root is the default home, canonical to it', async () => {
  const page = await newPage();
  const response = await visit(page, base);
  assert.equal(response.request().redirectedFrom(), null);
  assert.equal(page.url(), base);
  assert.equal(await page.getAttribute('link[rel="canonical"]', 'href'), `${siteUrl}en/index.html`);
  assert.equal(await page.innerText('h1'), 'Welcome');
  await page.context().close();
});

test('Arabic is mirrored', async () => {
  const page = await newPage({ viewport: wide });
  const boxes = async (address) => {
    await visit(page, base + address);
    return page.evaluate(() => {
      const box = (selector) => document.querySelector(selector).getBoundingClientRect().toJSON();
      return { side: box('.section-nav'), main: box('main'), brand: box('.brand svg'), languages: box('.languages') };
    });
  };
  for (const name of ['guide/index.html', 'guide/notes.html']) {
    const english = await boxes(`en/${name}`);
    assert.ok(english.side.width > 100 && english.side.right <= english.main.left, `${name}: ${JSON.stringify(english)}`);
    assert.ok(english.brand.right <= english.languages.left, name);
    const arabic = await boxes(`ar/${name}`);
    assert.ok(arabic.side.width > 100 && arabic.side.left >= arabic.main.right, `${name}: ${JSON.stringify(arabic)}`);
    assert.ok(arabic.brand.left >= arabic.languages.right, name);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).direction), 'rtl');
    // The one is the other in a mirror.
    assert.ok(Math.abs(arabic.side.left - (wide.width - english.side.right)) <= 20, `${name}: ${arabic.side.left} and ${english.side.right}`);
  }
  await page.context().close();
});
