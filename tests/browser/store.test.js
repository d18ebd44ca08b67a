// The store: what is kept, by whom, in several tabs, in full and missing storage, from strange data.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { browser, fileUrl, listen, newPage, plainHost, serve, tests, visit } from './support.js';
import { at, kept, open, progressBook } from './progress-support.js';

const prefix = 'keyward1:training:';
let port;
let base;
before(async () => {
  port = await serve(progressBook());
  base = `http://127.0.0.1:${port}/`;
});

/** Before any script of the page runs, its storage holds these texts. */
const seed = (page, texts) => page.addInitScript((texts) => { for (const [key, text] of Object.entries(texts)) localStorage.setItem(key, text); }, texts);
const meta = (change = {}) => JSON.stringify({ v: 1, site: 'training', profiles: [{ p: 'p1', nick: '', lang: 'en', created: 1 }], active: 'p1', ...change });
const call = (page, name, ...values) => page.evaluate(([name, values]) => window.keyward.store[name](...values), [name, values]);

test('a record is one key, with when, how often, in which language and of which content', async () => {
  const { page, complaints } = await open(base, at.one);
  await call(page, 'put', 'q', 'ind-3', { h: '12345678', k: ['a', 'b'], r: 'a', ok: 1000, n: 1 });
  const all = await kept(page);
  const record = JSON.parse(all[`${prefix}p1:q:ind-3`]);
  assert.equal(record.lang, 'en');
  assert.ok(record.rev === 1 && record.t > 1.7e12 && record.cv.length > 3, JSON.stringify(record));
  assert.deepEqual(JSON.parse(all[`${prefix}meta`]).profiles.map((profile) => profile.p), ['p1']);
  assert.deepEqual(await call(page, 'get', 'q', 'ind-3'), record);
  assert.deepEqual(Object.keys(await call(page, 'list', 'q')), ['ind-3']);
  await page.reload();
  assert.deepEqual(await call(page, 'get', 'q', 'ind-3'), record);
  assert.equal(await call(page, 'hash', 'foobar'), 'bf9cf968', 'FNV-1a as others compute it');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('nothing is kept before the course is used', async () => {
  const { page } = await open(base, at.home);
  assert.deepEqual(await kept(page), {});
  await visit(page, base + at.progress);
  assert.deepEqual(await kept(page), {});
  await page.context().close();
});

for (const [where, url] of [['http', () => base], ['file://', () => fileUrl(progressBook())]]) {
  test(`two tabs at once lose nothing, over ${where}`, async () => {
    const { page: one, complaints } = await open(url(), at.one);
    const two = await one.context().newPage();
    await visit(two, url() + at.two);
    const write = (page, mark) => page.evaluate(async (mark) => {
      const { store } = window.keyward;
      for (let i = 0; i < 60; i++) {
        store.put('q', `${mark}-${i}`, { r: mark, ok: 0, n: 1 });
        // The same question in both: more tries win. The same attempt: answers are only added.
        store.put('q', `both-${i}`, { r: mark, ok: 0, n: mark === 'a' ? i : 60 - i });
        store.put('att', 'run', { quiz: 'final', ans: { [`${mark}-${i}`]: { ok: 1 } } });
        if (i % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }, mark);
    await Promise.all([write(one, 'a'), write(two, 'b')]);
    const states = () => Promise.all([one, two].map((page) => page.evaluate(() => {
      const { store } = window.keyward;
      const sorted = (of) => Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));
      return JSON.stringify([sorted(store.list('q')), store.list('att')]);
    })));
    const most = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`both-${i}`, Math.max(i, 60 - i)]));
    // What the tabs wrote crosses between two processes, and is merged once both saw it.
    let lost;
    for (let i = 0; i < 100; i++) {
      const [first, second] = await states();
      const [questions, attempts] = JSON.parse(first);
      lost = Object.keys(most).filter((id) => questions[id]?.n !== most[id]);
      if (first !== second) lost.push('the tabs differ');
      if (Object.keys(questions).length !== 180) lost.push(`${Object.keys(questions).length} questions`);
      if (Object.keys(attempts.run.ans).length !== 120) lost.push(`${Object.keys(attempts.run.ans).length} answers`);
      if (!lost.length) break;
      await one.waitForTimeout(50);
    }
    assert.deepEqual(lost, []);
    assert.deepEqual(complaints, []);
    await one.context().close();
  });
}

test('a record that came from the store replaces it; a new one is merged', async () => {
  const { page } = await open(base, at.one);
  await page.evaluate(() => {
    const { store } = window.keyward;
    store.put('q', 'x', { ok: 0, n: 3 });
    store.put('q', 'x', Object.assign(store.get('q', 'x'), { n: 0 }));
  });
  assert.equal((await call(page, 'get', 'q', 'x')).n, 0, 'begun again');
  await page.evaluate(() => {
    const { store } = window.keyward;
    store.put('q', 'x', Object.assign(store.get('q', 'x'), { n: 2 }));
    store.put('q', 'x', { ok: 500, n: 1 });
    store.put('quiz', 'y', { done: true, pass: true, ok: 900, of: 1000, n: 1 });
    store.put('quiz', 'y', { done: true, pass: false, ok: 100, of: 1000, n: 2 });
  });
  assert.equal((await call(page, 'get', 'q', 'x')).n, 2, 'more tries stay');
  const quiz = await call(page, 'get', 'quiz', 'y');
  assert.ok(quiz.pass && quiz.ok === 900 && quiz.n === 2, 'what was passed stays passed');
  await page.context().close();
});

test('strange data harms nothing, and stays as it is', async () => {
  const strange = {
    [`${prefix}meta`]: '{"v":1,"site":"training","profiles":[{"p":"p1","nick":"<img src=x onerror=alert(1)>"},{"p":"../x"},7,null],"active":"p1"}',
    [`${prefix}p1:lesson:course/first/one`]: '{"read":1,"__proto__":{"polluted":1}}',
    [`${prefix}p1:lesson:course/first/two`]: '{"read":"yes"}',
    [`${prefix}p1:q:a`]: 'not json',
    [`${prefix}p1:q:b`]: '{"ok":5000}',
    [`${prefix}p1:q:c`]: '[]',
    [`${prefix}p1:q:d`]: `{"ok":0,"r":${'['.repeat(50)}${']'.repeat(50)}}`,
    [`${prefix}p1:q:e`]: `{"ok":0,"r":"${'x'.repeat(300000)}"}`,
    [`${prefix}p1:quiz:check-fi`]: '{"pass":"true","ok":1}',
    [`${prefix}p1:place:last`]: '{"entry":{"toString":1}}',
    [`${prefix}p1:unknown:x`]: '{}',
    [`${prefix}p1:old:x`]: '{"kind":"q","id":"x","record":7,"gone":1}',
    [`${prefix}rubbish`]: '\u0000',
    'keyward1:other:p1:lesson:course/first/one': '{"read":1}',
    'someone else': 'text',
  };
  const context = await (await browser()).newContext();
  const page = await context.newPage();
  const complaints = await listen(page, base);
  await seed(page, strange);
  for (const name of [at.home, at.course, at.module, at.one, at.check, at.progress, at.statement]) {
    await visit(page, base + name);
    assert.equal(await page.evaluate(() => ({}).polluted), undefined);
    const read = await page.evaluate(() => ['lesson', 'q', 'quiz', 'old'].flatMap((kind) => Object.keys(window.keyward.store.list(kind))));
    assert.deepEqual(read, [], name);
    assert.equal(await page.locator('img[src="x"]').count(), 0);
  }
  const after = await page.evaluate((keys) => keys.map((key) => localStorage.getItem(key)), Object.keys(strange).filter((key) => !key.endsWith('place:last') && !key.endsWith('meta')));
  assert.deepEqual(after, Object.entries(strange).filter(([key]) => !key.endsWith('place:last') && !key.endsWith('meta')).map(([, text]) => text));
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a list of profiles that is lost or spoilt is found again from the records', async () => {
  for (const text of [null, '{', '"x"', '{"v":1,"site":"elsewhere","profiles":[]}', '{"v":1,"site":"training","profiles":{},"active":7}']) {
    const page = await newPage();
    await seed(page, { [`${prefix}p7:lesson:course/first/one`]: '{"read":1}', ...(text === null ? {} : { [`${prefix}meta`]: text }) });
    await visit(page, base + at.home);
    assert.deepEqual(Object.keys(await call(page, 'list', 'lesson')), ['course/first/one'], String(text));
    await page.context().close();
  }
});

test('data of a newer version is left alone, and the page says so', async () => {
  const page = await newPage();
  const complaints = await listen(page, base);
  const texts = { [`${prefix}meta`]: meta({ v: 2, extra: 'x' }), [`${prefix}p1:lesson:course/first/one`]: '{"read":1,"new":true}' };
  await seed(page, texts);
  await visit(page, base + at.one);
  assert.match(await page.locator('main .kept').innerText(), /newer version/);
  await page.locator('.read input').uncheck();
  await call(page, 'put', 'q', 'x', { ok: 0 });
  assert.equal(await page.evaluate(() => window.keyward.store.newer), true);
  assert.equal((await call(page, 'get', 'q', 'x')).ok, 0, 'the page goes on');
  assert.deepEqual(await kept(page), texts);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('records kept by version 1 are read, today and after a new version', async () => {
  const fixture = JSON.parse(fs.readFileSync(path.join(tests, 'fixtures', 'store', 'v1.json'), 'utf8'));
  const page = await newPage();
  await seed(page, fixture);
  await visit(page, base + at.progress);
  assert.equal((await call(page, 'get', 'lesson', 'course/first/one')).read, 1);
  assert.equal((await call(page, 'get', 'q', 'fi-1')).r, 'k1');
  assert.equal((await call(page, 'get', 'att', 'final-1')).ans['fin-1'].ok, 1000);
  assert.equal((await call(page, 'get', 'quiz', 'check-fi')).pass, true);
  assert.equal((await call(page, 'get', 'list', 'checklists/release')).done.papers, 1795000000000);
  assert.match(await page.locator('[data-at="sum"]').innerText(), /^2 of 7/);
  const steps = await page.evaluate(() => {
    const { store } = window.keyward;
    const all = Object.freeze({ q: Object.freeze(store.list('q')) });
    const step = (mark) => (now) => ({ q: Object.fromEntries(Object.entries(now.q).map(([id, record]) => [id, { ...record, steps: (record.steps || '') + mark }])) });
    const made = (from) => store.migrate(all, from, [step('a'), step('b')]).q['fi-1'].steps;
    return [made(1), made(2), made(3)];
  });
  assert.deepEqual(steps, ['ab', 'b', undefined], 'each step once, in order, none that is behind');
  await page.context().close();
});

test('the next version brings kept records along at the start', async () => {
  const fixture = JSON.parse(fs.readFileSync(path.join(tests, 'fixtures', 'store', 'v1.json'), 'utf8'));
  const source = fs.readFileSync(path.join(tests, '..', 'themes', 'default', 'store', 'store.js'), 'utf8');
  const later = source
    .replace('var version = 1;', 'var version = 2;')
    .replace('var steps = [];', 'var steps = [function (all) { var to = Object.assign({}, all, { q: {} }); Object.keys(all.q).forEach(function (id) { to.q["new-" + id] = all.q[id]; }); return to; }];');
  assert.ok(later.includes('version = 2') && later.includes('new-'));
  const page = await newPage();
  await page.route('http://x.test/', (route) => route.fulfill({ contentType: 'text/html', body: '<!DOCTYPE html><html lang="en" data-book="training"><body></body></html>' }));
  await page.goto('http://x.test/');
  await page.evaluate((fixture) => { for (const [key, text] of Object.entries(fixture)) localStorage.setItem(key, text); }, fixture);
  await page.addScriptTag({ content: later });
  const now = await page.evaluate(() => ({ q: Object.keys(window.keyward.store.list('q')), lesson: Object.keys(window.keyward.store.list('lesson')), meta: JSON.parse(localStorage.getItem('keyward1:training:meta')) }));
  assert.deepEqual(now.q, ['new-fi-1']);
  assert.deepEqual(now.lesson, ['course/first/one']);
  assert.equal(now.meta.v, 2);
  await page.context().close();
});

for (const [what, script] of [
  ['forbidden', () => Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } })],
  ['full', () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }],
]) {
  test(`storage that is ${what}: said, kept in memory, saved as a file`, async () => {
    const page = await newPage();
    const complaints = await listen(page, base);
    await page.addInitScript(script);
    await visit(page, base + at.one);
    assert.match(await page.locator('main .kept').innerText(), /saves nothing/);
    await page.locator('.read input').check();
    assert.equal((await call(page, 'get', 'lesson', 'course/first/one')).read, 1);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('main .kept button').click()]);
    const file = JSON.parse(fs.readFileSync(await download.path(), 'utf8'));
    assert.equal(file.units['course/first/one'].read, 1);
    for (const name of [at.home, at.progress, at.statement]) await visit(page, base + name);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('storage that fills up is said at once, and what fits again is kept again', async () => {
  const { page } = await open(base, at.one);
  await page.evaluate(() => {
    window.real = Storage.prototype.setItem;
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
    window.keyward.store.put('q', 'a', { ok: 1 });
  });
  assert.match(await page.locator('main .kept').innerText(), /saves nothing/);
  await page.evaluate(() => {
    Storage.prototype.setItem = window.real;
    window.keyward.store.put('q', 'a', { ok: 2 });
  });
  assert.equal(await page.locator('main .kept').innerText(), '');
  assert.equal((await call(page, 'get', 'q', 'a')).ok, 2);
  await page.context().close();
});

test('what nobody would write is not written', async () => {
  const { page } = await open(base, at.one);
  await page.evaluate(() => {
    const { store } = window.keyward;
    for (const [kind, id, record] of [['q', '', {}], ['q', 'x', null], ['q', 'x', { ok: -1 }], ['q', 'x', { r: () => 1 }], ['nothing', 'x', {}], ['q', 'x\n', {}]]) store.put(kind, id, record);
  });
  assert.deepEqual(Object.keys(await kept(page)).filter((key) => key.includes(':q:') || key.includes('nothing')), []);
  await page.context().close();
});

test('removed records stand aside for 400 days, notes go at once', async () => {
  const { page } = await open(base, at.one);
  await page.evaluate(() => {
    const { store } = window.keyward;
    store.put('q', 'gone', { ok: 700, n: 2 });
    store.put('note', 'gone', { text: 'x' });
    store.remove('q', 'gone');
    store.remove('note', 'gone');
  });
  const keys = Object.keys(await kept(page));
  assert.ok(!keys.some((key) => key.endsWith(':q:gone') || key.includes('note')), keys.join());
  assert.equal((await call(page, 'get', 'old', 'q/gone')).record.ok, 700);
  await page.evaluate(() => {
    const key = 'keyward1:training:p1:old:q/gone';
    localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), gone: Date.now() - 401 * 864e5 }));
  });
  await page.reload();
  assert.equal(await call(page, 'get', 'old', 'q/gone'), null);
  await page.context().close();
});

test('each profile has its own records, and goes with them', async () => {
  const { page } = await open(base, at.one);
  await call(page, 'put', 'q', 'a', { ok: 1 });
  await call(page, 'addProfile', '  B.\u0007 ');
  assert.equal(await call(page, 'get', 'q', 'a'), null);
  assert.equal((await call(page, 'active')).nick, 'B.');
  await call(page, 'put', 'q', 'b', { ok: 2 });
  const second = (await call(page, 'active')).p;
  await call(page, 'use', 'p1');
  assert.deepEqual(Object.keys(await call(page, 'list', 'q')), ['a']);
  await call(page, 'removeProfile', second);
  assert.ok(!Object.keys(await kept(page)).some((key) => key.includes(second)));
  assert.deepEqual((await call(page, 'profiles')).map((profile) => profile.p), ['p1']);
  await page.context().close();
});

for (const [where, host] of [['with Web Locks', () => '127.0.0.1'], ['without Web Locks', () => plainHost]]) {
  test(`one tab at a time, ${where}`, async () => {
    const url = `http://${host()}:${port}/`;
    const { page: one } = await open(url, at.check);
    assert.equal(await one.evaluate(() => !!navigator.locks), host() !== plainHost);
    const two = await one.context().newPage();
    await visit(two, url + at.check);
    const lock = (page) => page.evaluate(() => {
      window.told = [];
      window.release = window.keyward.store.lock('final', () => window.told.push('taken'), (takeOver) => { window.told.push('refused'); window.takeOver = takeOver; });
    });
    const told = (page, words) => page.waitForFunction((words) => window.told.join() === words, words, { timeout: 8000 });
    await lock(one);
    await told(one, 'taken');
    await lock(two);
    await told(two, 'refused');
    await two.evaluate(() => window.takeOver());
    await told(two, 'refused,taken');
    await told(one, 'taken,refused');
    await two.evaluate(() => window.release());
    // The other tab's process hears of it a moment later.
    await one.waitForFunction(async () => {
      const held = navigator.locks ? (await navigator.locks.query()).held : Object.keys(localStorage).filter((key) => key.includes(':lock:'));
      return !held.length;
    });
    await lock(one);
    await told(one, 'taken');
    await one.context().close();
  });
}

test('another tab follows: a record, a profile, and clearing', async () => {
  const { page: one } = await open(base, at.one);
  const two = await one.context().newPage();
  await visit(two, base + at.module);
  await one.locator('.read input').check();
  await two.locator('main .way .mark', { hasText: 'Done' }).waitFor();
  const loaded = two.waitForEvent('load');
  await one.evaluate(() => window.keyward.store.addProfile('B.'));
  await loaded;
  assert.equal(await two.locator('main .way .mark', { hasText: 'Done' }).count(), 0);
  const again = two.waitForEvent('load');
  await one.evaluate(() => window.keyward.store.clear());
  await again;
  // The page that shows a lesson writes where the learner is; this one does not.
  assert.deepEqual(await kept(two), {});
  await one.context().close();
});
