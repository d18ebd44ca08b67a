// 'Your progress' and the statement: files, codes, the trainer's file, clearing, paper.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import axe from 'axe-core';
import jsQR from 'jsqr';
import { fileUrl, narrow, newPage, serve, tests, visit, wide } from './support.js';
import { at, kept, lessons, open, progressBook, quizzes, walk } from './progress-support.js';

let base;
before(async () => {
  base = `http://127.0.0.1:${await serve(progressBook())}/`;
});
const places = [['http', () => base], ['file://', () => fileUrl(progressBook())]];
const part = (page, name) => page.locator(`[data-at="${name}"]`);
const records = (page) => page.evaluate(() => {
  const { store } = window.keyward;
  const strip = ({ rev, ...record }) => record;
  return Object.fromEntries(['lesson', 'q', 'att', 'quiz', 'scene', 'note'].map((kind) => [kind, Object.fromEntries(Object.entries(store.list(kind)).sort().map(([id, record]) => [id, strip(record)]))]));
});
const saved = async (page, button) => {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), text: fs.readFileSync(await download.path(), 'utf8') };
};
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'keyward-progress-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));
let files = 0;
const file = (name, text) => {
  const made = path.join(scratch, `${(files += 1)}-${name}`);
  fs.writeFileSync(made, text);
  return made;
};

for (const [where, url] of places) {
  test(`a file brings everything to another computer, over ${where}`, async () => {
    const { page: first, complaints } = await open(url(), at.progress);
    await walk(first, lessons.slice(0, 2), ['check-fi']);
    await first.evaluate(() => {
      const { store } = window.keyward;
      store.rename('Åsa B.');
      store.put('q', 'fi-1', { h: '12345678', k: ['a', 'b'], r: 'a', ok: 1000, n: 2, conf: 3 });
      store.put('att', 'final-1', { quiz: 'final', ans: { x: { ok: 1 } }, start: 1 });
      store.put('note', 'aim', { text: 'Ω <b>' });
      store.put('scene', 'walk', { path: ['a', 'b'] });
    });
    const before = await records(first);
    const made = await saved(first, part(first, 'save'));
    assert.match(made.name, /^progress-training-Åsa-B\.-\d{4}-\d\d-\d\d\.keyward\.json$/);
    const [whole, sum] = /^(.*),"sum":"sha256:([0-9a-f]{64})"\}$/s.exec(made.text).slice(1);
    assert.equal(sum, crypto.createHash('sha256').update(`${whole}}`).digest('hex'));
    await part(first, 'clear').click();
    await part(first, 'yes').click();
    assert.deepEqual(await kept(first), {});
    assert.deepEqual(complaints, []);
    await first.context().close();

    const { page: second } = await open(url(), at.progress);
    await part(second, 'file').setInputFiles(file('mine.keyward.json', made.text));
    await part(second, 'preview').getByText(/New: 7/).waitFor();
    assert.deepEqual((await records(second)).lesson, {}, 'nothing before it is wanted');
    await part(second, 'preview').locator('button').first().click();
    await part(second, 'preview').getByText(/Taken over/).waitFor();
    assert.deepEqual(await records(second), before);
    assert.equal(await second.evaluate(() => window.keyward.store.active().nick), 'Åsa B.');
    await part(second, 'file').setInputFiles(file('mine.keyward.json', made.text));
    await part(second, 'preview').getByText(/same or older, left as it is: 7/).waitFor();
    await second.context().close();
  });
}

test('a file is merged: whatever is further counts', async () => {
  const { page: first } = await open(base, at.progress);
  await walk(first, ['course/first/one'], ['check-fi']);
  const made = await saved(first, part(first, 'save'));
  await first.context().close();
  const { page } = await open(base, at.progress);
  await walk(page, ['course/first/two']);
  await page.evaluate(() => window.keyward.store.put('quiz', 'check-fi', { done: true, pass: false, ok: 100, of: 1000, n: 1 }));
  await part(page, 'file').setInputFiles(file('merge.json', made.text));
  await part(page, 'preview').getByText(/Further than here: 1/).waitFor();
  assert.match(await part(page, 'preview').innerText(), /New: 1\s+Further than here: 1/);
  await part(page, 'preview').locator('button').first().click();
  const now = await records(page);
  assert.deepEqual(Object.keys(now.lesson), ['course/first/one', 'course/first/two']);
  assert.equal(now.quiz['check-fi'].pass, true);
  await page.context().close();
});

test('hostile files harm nothing and are named for what they are', async () => {
  const { page, complaints } = await open(base, at.progress);
  await walk(page, ['course/first/one']);
  const before = await kept(page);
  const head = { format: 'keyward-progress', v: 1, site: 'training' };
  for (const [text, words] of [
    ['', /no file with progress/],
    ['\u0000\u0001', /no file with progress/],
    ['null', /no file with progress/],
    ['[1]', /no file with progress/],
    ['['.repeat(200000), /no file with progress/],
    [JSON.stringify({ ...head, format: 'x' }), /no file with progress/],
    [JSON.stringify({ ...head, v: '1; drop' }), /no file with progress/],
    [JSON.stringify({ ...head, site: 'other' }), /another course/],
    [JSON.stringify({ ...head, v: 2 }), /newer version/],
    [`"${'x'.repeat(5 * 1024 * 1024)}"`, /too big/],
  ]) {
    await part(page, 'preview').evaluate((preview) => preview.replaceChildren());
    await part(page, 'file').setInputFiles(file('hostile.json', text));
    await part(page, 'preview').getByText(words).waitFor();
    assert.equal(await part(page, 'preview').locator('button').count(), 0);
  }
  const hostile = `{"format":"keyward-progress","v":1,"site":"training","profile":{"nick":"<img src=x onerror=alert(1)>${'n'.repeat(500)}"},
    "units":{"__proto__":{"read":1,"polluted":1},"course/first/two":{"read":1,"rev":1e9,"t":5},"<script>":{"read":1},"${'i'.repeat(400)}":{"read":1},"bad":{"read":"x"}},
    "questions":{"constructor":{"ok":1e300},"a":{"ok":-5},"b":[],"c":{"r":${'['.repeat(20)}${']'.repeat(20)}},"d":{"constructor":{}}},"quizzes":[],"attempts":7,"removed":"x","other":{"x":1}}`;
  await part(page, 'file').setInputFiles(file('hostile.json', hostile));
  await part(page, 'preview').locator('li', { hasText: 'changed or damaged' }).waitFor();
  await part(page, 'preview').locator('button').first().click();
  assert.equal(await page.evaluate(() => ({}).polluted), undefined);
  assert.equal(await page.locator('img[src="x"], main script').count(), 0);
  const after = await kept(page);
  assert.ok((await page.evaluate(() => window.keyward.store.active().nick.length)) <= 40);
  for (const [key, text] of Object.entries(before)) if (!key.endsWith(':meta')) assert.equal(after[key], text, key);
  assert.ok(!Object.keys(after).some((key) => /:q:|bad|iiii/.test(key)), Object.keys(after).join());
  await page.reload();
  assert.ok((await records(page)).lesson['course/first/two'].read === 1);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('the code carries lessons read and checks passed, and nothing else', async () => {
  const { page: first } = await open(base, at.progress);
  await walk(first, ['course/first/one', 'course/second/two'], ['check-se']);
  const code = await part(first, 'code').innerText();
  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3,5}[0-9A-HJKMNP-TV-Z]{1,4}$/);
  const digits = code.replaceAll('-', '');
  assert.ok(digits.length >= 16 && digits.length <= 24, code);
  // What a camera sees of the picture.
  const rows = await first.evaluate((code) => window.keyward.course.qr(code), code);
  const [scale, quiet] = [4, 4];
  const width = (rows.length + 2 * quiet) * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  rows.forEach((row, y) => row.forEach((dark, x) => {
    if (dark) for (let dy = 0; dy < scale; dy++) for (let dx = 0; dx < scale; dx++) pixels.fill(0, (((y + quiet) * scale + dy) * width + (x + quiet) * scale + dx) * 4, (((y + quiet) * scale + dy) * width + (x + quiet) * scale + dx) * 4 + 3);
  }));
  assert.equal(jsQR(pixels, width, width)?.data, code);
  await first.context().close();

  const { page, complaints } = await open(base, at.progress.replace('en/', 'fr/'));
  for (let i = 0; i < digits.length; i++) {
    const wrong = digits.slice(0, i) + (digits[i] === '7' ? '8' : '7') + digits.slice(i + 1);
    assert.equal((await page.evaluate((code) => window.keyward.course.readCode(code), wrong)).error, 'code-wrong', `digit ${i}`);
    if (i === 0 || digits[i] === digits[i - 1]) continue;
    const turned = digits.slice(0, i - 1) + digits[i] + digits[i - 1] + digits.slice(i + 1);
    assert.equal((await page.evaluate((code) => window.keyward.course.readCode(code), turned)).error, 'code-wrong', `digits ${i - 1} and ${i}`);
  }
  for (const odd of ['', 'abc', '<img src=x>', 'U'.repeat(20), '0'.repeat(16), 'ÄÖÜ'.repeat(8)]) {
    assert.match((await page.evaluate((code) => window.keyward.course.readCode(code), odd)).error, /^code-/, odd);
  }
  // As people write it: small letters, O for 0, I for 1, other gaps.
  await part(page, 'typed').fill(` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('-', ' ')} `);
  await page.keyboard.press('Enter');
  await part(page, 'code-preview').locator('button').click();
  const now = await records(page);
  assert.deepEqual(Object.keys(now.lesson), ['course/first/one', 'course/second/two']);
  assert.deepEqual(Object.entries(now.quiz).map(([id, { pass }]) => [id, pass]), [['check-se', true]]);
  assert.equal(await part(page, 'code').innerText(), code, 'the same here as there');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('QR pictures of every length can be read', async () => {
  const { page } = await open(base, at.progress);
  for (let length = 1; length <= 38; length++) {
    const text = 'K7QD-0Z9A-WXYZ-1234-BCEF-GHJM-NPRS-TV56'.slice(0, length);
    const rows = await page.evaluate((text) => window.keyward.course.qr(text), text);
    const size = (rows.length + 8) * 3;
    const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) if (rows[Math.floor(y / 3) - 4]?.[Math.floor(x / 3) - 4]) pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
    assert.equal(jsQR(pixels, size, size)?.data, text);
  }
  await page.context().close();
});

test('the trainer gets passed, score and date, and more only where the learner adds it', async () => {
  const { page } = await open(base, at.progress);
  await walk(page, lessons, ['check-fi', 'final']);
  await page.evaluate(() => {
    window.keyward.store.rename('A.');
    window.keyward.store.put('q', 'fi-1', { r: 'a', ok: 0, n: 3, conf: 3 });
  });
  const little = JSON.parse((await saved(page, part(page, 'trainer'))).text);
  assert.deepEqual(Object.keys(little).sort(), ['complete', 'cv', 'exported', 'format', 'lang', 'results', 'site', 'sum', 'v']);
  assert.deepEqual(little.results.map(({ date, ...rest }) => rest), [{ id: 'check-fi', passed: true, score: 85 }, { id: 'final', passed: true, score: 85 }]);
  assert.ok(little.results.every(({ date }) => /^\d{4}-\d\d-\d\d$/.test(date)) && little.complete === false);
  for (const name of ['nick', 'lessons', 'answers']) await page.locator(`[data-more="${name}"]`).check();
  const more = JSON.parse((await saved(page, part(page, 'trainer'))).text);
  assert.equal(more.nick, 'A.');
  assert.deepEqual(more.lessons, lessons);
  assert.equal(more.questions['fi-1'].conf, 3);
  await page.context().close();
});

test('clearing the computer is complete, after one question, by keyboard', async () => {
  const { page, complaints } = await open(base, at.one);
  await page.locator('.settings summary').click();
  await page.locator('.settings input[name="theme"][value="dark"]').check();
  await walk(page, lessons, quizzes);
  await page.evaluate(() => {
    window.keyward.store.addProfile('B.');
    localStorage.setItem('keyward1:other-book:meta', 'stays');
    sessionStorage.setItem('keyward1:training:x', 'goes');
  });
  await visit(page, base + at.progress);
  await page.evaluate(() => { window.keyward.store.put('note', 'x', { text: 'y' }); });
  assert.ok(Object.keys(await kept(page)).length > 8);
  await part(page, 'clear').focus();
  await page.keyboard.press('Enter');
  assert.ok(await part(page, 'yes').evaluate((button) => button === document.activeElement));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.ok(!(await part(page, 'sure').isVisible()));
  assert.ok(await part(page, 'clear').evaluate((button) => button === document.activeElement), 'focus is back');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.locator('main [role="status"]', { hasText: 'is cleared' }).waitFor();
  assert.deepEqual(await kept(page), { 'keyward1:other-book:meta': 'stays' });
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
  // Nor does leaving the page write anything.
  await page.evaluate(() => window.keyward.store.put('q', 'late', { ok: 1 }));
  await page.goto('about:blank');
  await visit(page, base + at.home);
  assert.deepEqual(await kept(page), { 'keyward1:other-book:meta': 'stays' });
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('several people on one computer', async () => {
  const { page, complaints } = await open(base, at.progress);
  // What is kept is written behind a lock, so the page follows a moment later.
  const settled = () => page.waitForTimeout(300);
  await walk(page, ['course/first/one']);
  await part(page, 'nick').fill('<b>A.</b>');
  await part(page, 'rename').click();
  await settled();
  await part(page, 'add').click();
  await settled();
  await part(page, 'nick').fill('B.');
  await part(page, 'rename').click();
  await settled();
  assert.match(await part(page, 'sum').innerText(), /^0 of 7/);
  assert.deepEqual(await part(page, 'people').locator('li').allInnerTexts().then((all) => all.map((text) => text.replace(/\s+/g, ' '))), ['Go on as <b>A.</b> Delete <b>A.</b> and all answers', 'B. learns now']);
  await part(page, 'people').locator('button', { hasText: 'Go on as' }).click();
  await settled();
  assert.match(await part(page, 'sum').innerText(), /^1 of 7/);
  await part(page, 'people').locator('button', { hasText: 'Delete B.' }).click();
  await settled();
  assert.equal(await page.evaluate(() => window.keyward.store.profiles().length), 1);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a lesson that the course lost stands aside, and comes back with it', async () => {
  const { page } = await open(base, at.home);
  await page.evaluate(() => {
    window.keyward.store.put('lesson', 'course/first/lost', { read: 1 });
    window.keyward.store.put('lesson', 'course/first/one', { read: 1 });
    window.keyward.store.remove('lesson', 'course/first/one');
  });
  await visit(page, base + at.progress);
  assert.deepEqual(Object.keys((await records(page)).lesson), ['course/first/one']);
  assert.deepEqual(await page.evaluate(() => Object.keys(window.keyward.store.list('old'))), ['lesson/course/first/lost']);
  await page.context().close();
});

// ---------------------------------------------------------------- the statement

const filled = async (options) => {
  const { page, complaints } = await open(base, at.statement, options);
  await walk(page, lessons, quizzes);
  return { page, complaints };
};

test('before the end the statement says kindly what is missing', async () => {
  const { page } = await open(base, at.statement);
  await walk(page, lessons, ['check-fi']);
  assert.ok(!(await page.locator('.sheet').isVisible()) && !(await part(page, 'print').isVisible()));
  assert.deepEqual(await part(page, 'open').locator('a').allInnerTexts(), ['Check 2', 'Final test']);
  await walk(page, [], quizzes);
  assert.ok(await page.locator('.sheet').isVisible());
  await page.context().close();
});

test('the statement: fields, check code, title, and a name that is kept only on request', async () => {
  const { page, complaints } = await filled();
  await part(page, 'name').fill('  Åsa   Öberg ');
  const data = await page.evaluate(() => window.keyward.course.data);
  const day = await page.evaluate(() => window.keyward.course.day(Date.now()));
  const follow = await page.evaluate((day) => window.keyward.course.later(day), day);
  const lines = ['keyward-statement 1', 'site: training', 'course: Staff course', `version: ${data.cv}`, 'language: en', 'name: Åsa Öberg',
    'module: First steps', 'objective: Say what First steps is about', 'module: Second steps', 'objective: Say what Second steps is about',
    'score: 85', `date: ${day}`, `minutes: ${data.minutes}`, `follow-up: ${follow}`];
  const bits = BigInt(`0x${crypto.createHash('sha256').update(lines.join('\n')).digest('hex')}`).toString(2).padStart(256, '0').slice(0, 50);
  const code = bits.match(/.{5}/g).map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[parseInt(five, 2)]).join('');
  assert.equal(await part(page, 'code').innerText(), `${code.slice(0, 5)}-${code.slice(5)}`);
  assert.equal(await page.title(), `Statement of participation, Staff course, Åsa Öberg, ${day}`);
  const words = await page.locator('main').innerText();
  for (const part of ['Åsa Öberg', 'Staff course', data.cv, 'First steps', 'Say what First steps is about', '85 %', 'not checked by a server', 'estimated and not measured', 'Self-declared', 'Signature', 'Stamp']) assert.ok(words.includes(part), part);
  assert.ok(!JSON.stringify(await kept(page)).includes('berg'));
  await part(page, 'keep').check();
  await page.reload();
  assert.equal(await part(page, 'name').inputValue(), '  Åsa   Öberg ');
  await part(page, 'keep').uncheck();
  assert.ok(!JSON.stringify(await kept(page)).includes('berg'));
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('the check code of known fields, for whoever computes it elsewhere', async () => {
  const { page } = await open(base, at.statement);
  for (const { fields, canonical, code } of JSON.parse(fs.readFileSync(path.join(tests, 'fixtures', 'statement.json'), 'utf8'))) {
    const made = await page.evaluate((fields) => [window.keyward.course.canonical(fields), window.keyward.course.checkCode(fields)], fields);
    assert.deepEqual(made, [canonical, code]);
  }
  const digests = ['', 'abc', 'a'.repeat(55), 'a'.repeat(56), 'a'.repeat(64), 'ж'.repeat(1000)];
  for (const text of digests) assert.equal(await page.evaluate((text) => window.keyward.course.sha256(text), text), crypto.createHash('sha256').update(text).digest('hex'));
  await page.context().close();
});

test('six months on, and the file for a calendar', async () => {
  const { page } = await filled();
  const later = (day) => page.evaluate((day) => window.keyward.course.later(day), day);
  for (const [from, to] of [['2026-11-22', '2027-05-22'], ['2026-08-31', '2027-02-28'], ['2027-08-31', '2028-02-29'], ['2026-12-31', '2027-06-30'], ['2026-01-01', '2026-07-01']]) assert.equal(await later(from), to);
  const made = await saved(page, part(page, 'ics'));
  assert.match(made.name, /^Staff course \d{4}-\d\d-\d\d\.ics$/);
  const long = await page.evaluate(() => window.keyward.course.appointment('2027-12-31', `Ωμέγα, ${'длинный '.repeat(20)}; a\\b\nc`, 'u@x', new Date('2026-11-22T10:11:12.345Z')));
  for (const text of [made.text, long]) {
    assert.ok(text.endsWith('END:VCALENDAR\r\n') && !/[^\r]\n/.test(text));
    for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    for (const field of ['UID:', 'DTSTAMP:', 'DTSTART;VALUE=DATE:', 'VERSION:2.0', 'PRODID:']) assert.equal(text.split(`\r\n${field}`).length, 2, field);
  }
  const unfolded = long.replaceAll('\r\n ', '');
  assert.match(unfolded, /\r\nSUMMARY:Ωμέγα\\, (длинный )+\\; a\\\\b c\r\n/);
  assert.match(unfolded, /DTSTAMP:20261122T101112Z\r\nDTSTART;VALUE=DATE:20271231\r\nDTEND;VALUE=DATE:20280101\r\n/);
  await page.context().close();
});

test('on paper the statement is one sheet with nothing to click', async () => {
  const { page } = await filled();
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await part(page, 'print').isVisible()) && !(await part(page, 'name').isVisible()));
  assert.ok(await page.locator('.signed').isVisible());
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1);
  assert.match(pdf, /\/MediaBox\s*\[\s*0 0 59[45][\d.]* 84[12]/);
  await page.context().close();
});

for (const [colorScheme, viewport] of [['light', wide], ['dark', wide], ['light', narrow], ['dark', narrow]]) {
  test(`axe, ${colorScheme}, ${viewport.width} px`, async () => {
    const findings = [];
    for (const name of [at.progress, at.statement, at.home, at.one, at.progress.replace('en/', 'ar/')]) {
      for (const isFilled of [false, true]) {
        // Past the policy only here: axe itself is a script that the policy refuses.
        const { page } = await open(base, name, { colorScheme, viewport, bypassCSP: true });
        if (isFilled) await walk(page, lessons, quizzes);
        if (isFilled && name === at.progress) {
          await page.evaluate(() => window.keyward.store.addProfile('B.'));
          await part(page, 'clear').click();
        }
        await page.evaluate(axe.source);
        const report = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
        assert.ok(report.passes.length > 8);
        for (const rule of report.violations) for (const node of rule.nodes) findings.push(`${name}: ${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.replaceAll('\n', ' ')}`);
        const [has, shows] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        if (has > shows) findings.push(`${name}: ${has} px on ${shows} px`);
        await page.context().close();
      }
    }
    assert.equal(findings.length, 0, `\n${findings.join('\n')}`);
  });
}
