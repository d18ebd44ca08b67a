// Firefox reads the site and the single-file course from disk, where every file has an origin of its
// own: links, languages, reading settings, and what is kept after a reload.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { newTab } from './firefox.js';
import { fileUrl, kindsOf, shipped, single } from './support.js';

let folder;
let kinds;
let files;
before(() => {
  folder = shipped();
  kinds = kindsOf(folder);
  files = single();
});

const look = () => {
  const style = getComputedStyle(document.body);
  return { size: parseFloat(style.fontSize), paper: style.backgroundColor };
};

async function changeSettings(tab) {
  const usual = await tab.run(look);
  await tab.click('.settings summary', "document.querySelector('.settings').open");
  await tab.click('.settings input[name="size"][value="larger"]', "document.documentElement.dataset.size === 'larger'");
  await tab.click('.settings input[name="theme"][value="dark"]', "document.documentElement.dataset.theme === 'dark'");
  const changed = await tab.run(look);
  assert.ok(changed.size > usual.size * 1.2, `${changed.size} px, was ${usual.size} px`);
  assert.notEqual(changed.paper, usual.paper);
  await tab.reload();
  assert.deepEqual(await tab.run(look), changed, 'kept after a reload');
  await tab.click('.settings summary', "document.querySelector('.settings').open");
  await tab.click('.settings button', "!document.documentElement.dataset.theme");
}

test('the site from disk: links, languages, settings', async () => {
  const tab = await newTab();
  await tab.open(fileUrl(folder, kinds.root));
  assert.match(await tab.run(() => getComputedStyle(document.querySelector('h1')).fontFamily), /Georgia/, 'the style is there');
  await tab.click('.sections a', "location.pathname.endsWith('/en/course/index.html')");
  await tab.click('main .way a', "document.querySelector('.neighbours .next a')");
  await tab.click('.neighbours .next a', "document.querySelector('.place') && !location.pathname.endsWith('index.html')");
  await tab.until("document.readyState === 'complete'");
  const lesson = await tab.run(() => location.pathname);
  await changeSettings(tab);
  await tab.click('.languages summary', "document.querySelector('.languages details').open");
  await tab.click('.languages a[hreflang="fr"]', "document.documentElement.lang === 'fr'");
  assert.equal(await tab.run(() => location.pathname), lesson.replace('/en/', '/fr/'));
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

// Types words into the search, goes to the first hit, and returns what its list said.
async function search(tab, words) {
  await tab.click('.find', "document.querySelector('dialog[open] [role=combobox]')");
  await tab.run((words) => {
    const input = document.querySelector('dialog [role=combobox]');
    input.value = words;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, words);
  await tab.until("document.querySelector('dialog .hit .text mark')");
  const first = await tab.run(() => document.querySelector('dialog .hit .name').textContent);
  await tab.click('dialog .hit', "!document.querySelector('dialog[open]')");
  return first;
}

test('the search from disk, of the site and of the single-file course', async () => {
  const tab = await newTab();
  for (const start of [fileUrl(folder, kinds.lesson), fileUrl(files, 'radicalisation-disengagement-en.html')]) {
    await tab.open(start);
    assert.match(await search(tab, 'disengagment'), /disengagement/i);
    await tab.until("/disengagement/.test(location.href) && document.readyState === 'complete'");
  }
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test('the single-file course from disk: pages, back, languages, settings', async () => {
  const tab = await newTab();
  await tab.open(fileUrl(files, 'radicalisation-disengagement-en.html'));
  const seen = () => [...document.querySelectorAll('.leaf')].filter((leaf) => leaf.getBoundingClientRect().height > 50).map((leaf) => leaf.id);
  assert.deepEqual(await tab.run(seen), ['/index']);
  await tab.click('.sections a', "document.activeElement.closest('.leaf')?.id === '/course/index'");
  assert.deepEqual(await tab.run(seen), ['/course/index']);
  await tab.click('[id="/course/index"] .way a', "document.activeElement.closest('.leaf').id !== '/course/index'");
  await tab.back();
  await tab.until("location.hash === '#/course/index'");
  assert.deepEqual(await tab.run(seen), ['/course/index']);
  await changeSettings(tab);
  assert.deepEqual(await tab.run(seen), ['/course/index'], 'a reload stays on the page');
  await tab.click('.languages summary', "document.querySelector('.languages details').open");
  await tab.click('.languages a[hreflang="fr"]', "document.documentElement.lang === 'fr'");
  await tab.until("document.readyState === 'complete'");
  assert.equal(await tab.run(() => decodeURI(location.pathname.split('/').pop() + location.hash)), 'radicalisation-disengagement-fr.html#/course/index');
  assert.deepEqual(await tab.run(seen), ['/course/index']);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test('the single-file course from disk: questions, the check, progress, the statement', async () => {
  const tab = await newTab();
  const go = async (entry) => {
    await tab.open(`${fileUrl(files, 'radicalisation-disengagement-en.html')}#/${entry}`);
    await tab.until(`document.body.dataset.entry === '${entry}' && document.readyState === 'complete'`);
  };
  const shownLeaf = '.leaf:not([hidden])';
  // Chooses what the page says is right; such questions are a click each.
  const chooseRight = (box) => {
    const { key } = JSON.parse(box.dataset.question);
    for (const name of Object.keys(key).filter((name) => key[name] > 0)) box.querySelector(`input[value="${name}"]`).click();
  };
  await tab.open(fileUrl(files, 'radicalisation-disengagement-en.html'));
  const lessons = await tab.run(() => window.keyward.course.items.filter((one) => one.kind === 'lesson').map((one) => one.id));
  assert.ok(lessons.length >= 20, `${lessons.length} lessons`);
  await go(lessons[0]);
  await tab.click(`${shownLeaf} .read input`, "document.querySelector('.leaf:not([hidden]) .read [role=status]').textContent !== ''");
  await go('course/introduction/quiz/check');
  const answered = await tab.run((chooseRight) => {
    const choose = new Function(`return ${chooseRight}`)();
    const boxes = [...document.querySelectorAll('.leaf:not([hidden]) .question')].filter((box) => ['one', 'tf', 'many'].includes(JSON.parse(box.dataset.question).t));
    for (const box of boxes) {
      choose(box);
      box.querySelector('.actions button').click();
    }
    return boxes.map((box) => `${box.querySelector('.verdict-title').textContent.trim()}`);
  }, String(chooseRight));
  assert.ok(answered.length >= 4 && answered.every((verdict) => verdict === 'Right'), answered.join());
  await tab.reload();
  await tab.until(`document.querySelectorAll('${shownLeaf} .verdict-title').length === ${answered.length}`);
  await go('course/progress');
  assert.match(await tab.run(() => document.querySelector('.leaf:not([hidden]) [data-at="sum"]').textContent), /^1 of \d+ steps done/);
  assert.match(await tab.run(() => document.querySelector('.leaf:not([hidden]) [data-at="code"]').textContent), /^[0-9A-Z-]{19,29}$/);
  await tab.run(() => {
    const { course, store } = window.keyward;
    for (const { kind, id } of course.items) store.put(kind, id, kind === 'lesson' ? { read: 1, first: 1 } : { done: true, ok: 9, of: 10, pass: true });
  });
  await go('course/statement');
  await tab.until(`document.querySelector('${shownLeaf} .sheet:not([hidden]) [data-at="code"]').textContent.length === 11`);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});
