// A page beside itself in another language: block by block, on http and from disk, by keyboard.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { build, fileUrl, kindsOf, listen, littleBook, narrow, newPage, plainHost, scratchFolder, serve, shipped, visit, writeBook } from './support.js';

const page_ = (title, body) => `+++\ntitle = "${title}"\n+++\n\n${body}\n`;

let kinds;
let bases;
let uneven;
before(async () => {
  kinds = kindsOf(shipped());
  const port = await serve(shipped());
  bases = { http: `http://127.0.0.1:${port}/`, 'plain http': `http://${plainHost}:${port}/sub/path/`, disk: fileUrl(shipped()) };
  const book = writeBook({
    'book.toml': '[book]\nid = "uneven"\ntitle = "Uneven"\n[languages.fr]\n[languages.ar]\n',
    'content/en/index.md': page_('Home', 'One.\n\nTwo.\n\n- three\n\n## Part\n\nFour [here](#part) and [out](https://example.org/).'),
    'content/fr/index.md': page_('Accueil', 'Un.\n\n- deux\n- trois\n\n## Partie\n\nQuatre [ici](#part).\n\n<b onclick="x">gras</b>'),
    'content/ar/index.md': page_('الرئيسية', 'واحد.\n\nاثنان.\n\n- ثلاثة\n\n## جزء\n\nأربعة.'),
  });
  uneven = build(book, scratchFolder('uneven'));
});

const button = (page, tag = 'fr') => page.locator(`.beside-menu button[value="${tag}"]`);
/** Opens the menu that the button stands in, once. */
const choose = async (page, tag) => {
  if (!(await button(page, tag).isVisible())) await page.locator('.languages summary').click();
  await button(page, tag).click();
};
const shown = (page) => page.locator('main .beside').first().waitFor();

test('each block stands beside its translation, wherever the site is', async () => {
  for (const [where, base] of Object.entries(bases)) {
    const page = await newPage();
    const complaints = await listen(page, base);
    // Both have the same blocks; what only one has stands at the end of its section.
    await visit(page, base + 'en/guide/trainers/text.html');
    await page.locator('.languages summary').click();
    await button(page).focus();
    await page.keyboard.press('Enter');
    await shown(page);
    const blocks = await page.evaluate(() => {
      const box = (element) => element.getBoundingClientRect();
      return [...document.querySelectorAll('main .prose > :not(.beside)')].map((own) => {
        const other = own.nextElementSibling;
        return {
          tags: [own.tagName, other.firstElementChild.tagName],
          lang: other.lang,
          level: Math.abs(box(own).top - box(other).top) < 4 && box(other).left > box(own).right,
        };
      });
    });
    assert.ok(blocks.length > 8, `${where}: ${blocks.length}`);
    for (const { tags, lang, level } of blocks) {
      assert.equal(tags[0], tags[1], where);
      assert.equal(lang, 'fr');
      assert.ok(level, `${where}: ${tags}`);
    }
    assert.equal(await button(page).getAttribute('aria-pressed'), 'true');
    assert.match(await page.locator('.beside-status').textContent(), /Français/);
    assert.equal(await page.locator('iframe').count(), 0, 'the frame is gone');
    // It stays on for the next page, and goes away as it came.
    await visit(page, base + kinds.term);
    await shown(page);
    const before = await page.locator('main article').innerText();
    await choose(page);
    assert.equal(await page.locator('.beside, .rest, .paired').count(), 0, where);
    assert.notEqual(await page.locator('main article').innerText(), before);
    await page.reload();
    await page.locator('.languages summary').click();
    assert.equal(await button(page).getAttribute('aria-pressed'), 'false');
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
});

test('the page is the same as before once it stands alone', async () => {
  const page = await newPage();
  for (const address of [bases.http + kinds.lesson, fileUrl(uneven, 'en/index.html')]) {
    await visit(page, address);
    const html = async () => (await page.locator('main').innerHTML()).replace(/>\s+</g, '><');
    const before = await html();
    await choose(page);
    await shown(page);
    assert.notEqual(await html(), before);
    await choose(page);
    assert.equal(await html(), before);
  }
  await page.context().close();
});

test('what does not match one to one stands together, and nothing is lost', async () => {
  const page = await newPage();
  await visit(page, fileUrl(uneven, 'en/index.html'));
  await choose(page);
  await shown(page);
  const rest = page.locator('.prose > .rest');
  assert.equal(await rest.count(), 2);
  const words = await page.locator('main .beside').allInnerTexts();
  for (const word of ['Un.', 'deux', 'trois', 'Partie', 'Quatre', 'gras']) {
    assert.equal(words.join(' ').split(word).length, 2, `${word}: ${words}`);
  }
  assert.equal(await page.locator('.beside a').getAttribute('href'), '#part', 'a link within the page stays on it');
  assert.equal(await page.locator('.beside [onclick], .beside [id]').count(), 0);
  await choose(page, 'ar');
  await page.locator('.beside[dir="rtl"]').first().waitFor();
  assert.equal(await page.locator('.beside[lang="fr"]').count(), 0, 'one at a time');
  assert.equal(await page.locator('.rest').count(), 0);
  await page.context().close();
});

test('on a phone translations stand below, without sideways scroll, and the place is kept', async () => {
  const page = await newPage({ viewport: narrow });
  await visit(page, bases.http + kinds.lesson);
  await choose(page);
  await shown(page);
  const [own, other] = await page.evaluate(() => {
    const block = document.querySelector('main .prose > p');
    return [block, block.nextElementSibling].map((element) => element.getBoundingClientRect().toJSON());
  });
  assert.ok(other.top >= own.bottom, `${other.top} ${own.bottom}`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await page.evaluate(() => document.querySelectorAll('main .prose > h2')[1].scrollIntoView());
  const top = () => page.evaluate(() => document.querySelectorAll('main .prose > h2')[1].getBoundingClientRect().top);
  const before = await top();
  await page.evaluate(() => document.querySelector('.beside-menu button').click());
  assert.ok(Math.abs((await top()) - before) < 60, `${before} ${await top()}`);
  await page.context().close();
});

test('there is nothing to choose without a translation or without script', async () => {
  const page = await newPage();
  await visit(page, fileUrl(littleBook(), 'fr/guide/notes.html'));
  assert.equal(await page.locator('.beside-menu').count(), 0, 'a page that falls back has no other text');
  await page.context().close();
  const plain = await newPage({ javaScriptEnabled: false });
  await plain.goto(bases.http + kinds.lesson);
  assert.ok(!(await plain.locator('.beside-menu').isVisible()));
  await plain.context().close();
});

test('a page tells its text to its own site only', async () => {
  // Past the policy, whose frame-ancestors would keep other sites from framing it at all.
  const page = await newPage({ bypassCSP: true });
  await visit(page, bases.http + kinds.home);
  const answer = (url) =>
    page.evaluate(
      (url) =>
        new Promise((resolve) => {
          addEventListener('message', (event) => resolve(event.data.keyward));
          const frame = document.createElement('iframe');
          frame.name = 'keyward-beside';
          frame.onload = () => {
            frame.contentWindow.postMessage('keyward-beside', '*');
            setTimeout(() => resolve('silence'), 1500);
          };
          frame.src = url;
          document.body.append(frame);
        }),
      url,
    );
  assert.equal(await answer(bases.http + kinds.lesson), 'keyward-beside');
  assert.equal(await answer(bases['plain http'] + kinds.lesson), 'silence');
  await page.context().close();
});

test('a page that does not open says so', async () => {
  const page = await newPage();
  await page.clock.install();
  await visit(page, bases.http + kinds.lesson);
  await page.route('**/fr/**', (route) => route.abort());
  await choose(page);
  await page.clock.fastForward(11_000);
  await page.locator('.beside-status.failed').waitFor();
  assert.equal(await button(page).getAttribute('aria-pressed'), 'false');
  await page.context().close();
});
