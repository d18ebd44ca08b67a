// `keyward serve`: what is saved shows by itself, mistakes too, and nobody else gets an answer.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { binary, listen, newPage, policy, visit, writeBook } from './support.js';

const text = (words) => `+++\ntitle = "Welcome"\ndescription = "A page."\n+++\n\n${words}\n\nSee [the other page](other.md).\n`;

let book;
let file;
let port;
let server;
let said = '';

before(async () => {
  book = writeBook({
    'book.toml': '[book]\nid = "preview"\ntitle = "Preview"\ndescription = "A book."\nlanguage = "en"\n',
    'content/en/index.md': text('First words.'),
    'content/en/other.md': '+++\ntitle = "Other"\ndescription = "Another page."\n+++\n\nOther words.\n',
    'content/en/.secret.md': 'Secret.\n',
    '.secret': 'Secret.\n',
  });
  file = path.join(book, 'content/en/index.md');
  port = await new Promise((resolve) => {
    const free = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = free.address();
      free.close(() => resolve(port));
    });
  });
  server = spawn(binary, ['serve', book, '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  server.stderr.setEncoding('utf8');
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the preview did not start:\n${said}`)), 15_000);
    server.stderr.on('data', (part) => {
      said += part;
      if (said.includes('Serving on')) {
        clearTimeout(late);
        resolve();
      }
    });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`the preview ended with ${code}:\n${said}`)));
  });
});

after(async () => {
  if (!server || server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
});

/** A request as it is, without what a browser or `URL` would mend. */
function ask(target, { method = 'GET', headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path: target, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part) => { body += part; });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    request.on('error', reject);
    request.end();
  });
}

test('a save shows by itself, a mistake too', async () => {
  const base = `http://127.0.0.1:${port}/`;
  const page = await newPage();
  page.setDefaultTimeout(5_000);
  const complaints = await listen(page, base);
  await visit(page, `${base}en/index.html`);
  await page.getByText('First words.').waitFor();
  await page.waitForTimeout(300);

  fs.writeFileSync(file, text('Second words.'));
  await page.getByText('Second words.').waitFor();

  // As many editors save: a new file takes the old one's place.
  fs.writeFileSync(`${file}.tmp~`, text('Third words.'));
  fs.renameSync(`${file}.tmp~`, file);
  await page.getByText('Third words.').waitFor();

  fs.writeFileSync(file, text('Fourth words, [broken](nowhere.md).'));
  const alert = page.getByRole('alert');
  await alert.waitFor();
  const shown = await alert.innerText();
  assert.match(shown, /content\/en\/index\.md/);
  assert.match(shown, /nowhere\.md/);
  assert.match(shown, /broken-link/);
  assert.ok(await page.getByText('Third words.').isVisible(), 'the last good page stays');
  assert.equal(await page.locator('main').getByText('Fourth words').count(), 0);
  // A page that is opened now is the last good one as well, and says so.
  await page.reload();
  await alert.waitFor();
  assert.ok(await page.getByText('Third words.').isVisible());

  fs.writeFileSync(file, text('Fifth words.'));
  await page.getByText('Fifth words.').waitFor();
  await page.waitForTimeout(300);
  assert.equal(await alert.count(), 0);

  // Mended by taking the change back: the same site as before, and yet the alert goes.
  fs.writeFileSync(file, text('Fifth words, [broken](nowhere.md).'));
  await alert.waitFor();
  fs.writeFileSync(file, text('Fifth words.'));
  await alert.waitFor({ state: 'detached' });

  // Loading again ends the connection that waits for news; that is no fault.
  const faults = complaints.filter((text) => !(text.includes('/__keyward/events') && /ERR_ABORTED|ERR_INCOMPLETE_CHUNKED/.test(text)));
  assert.deepEqual(faults, []);
  await page.context().close();
});

test('the window of a page and its policy', async () => {
  const answer = await ask('/en/index.html');
  assert.equal(answer.status, 200);
  assert.match(answer.headers['content-type'], /^text\/html; charset=utf-8$/i);
  assert.equal(answer.headers['content-security-policy'], policy);
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  const page = await newPage();
  await visit(page, `http://127.0.0.1:${port}/en/other.html`);
  assert.equal(await page.evaluate(() => typeof window.keyward), 'object');
  await page.context().close();
});

test('a question for the head alone says how long the page is', async () => {
  const [whole, head] = [await ask('/'), await ask('/', { method: 'HEAD' })];
  assert.equal(head.body, '');
  assert.equal(head.headers['content-length'], String(Buffer.byteLength(whole.body)));
});

test('only reading, by its own name, from its own pages', async () => {
  const own = `127.0.0.1:${port}`;
  const cases = [
    ['/', {}, 200],
    ['/', { method: 'HEAD' }, 200],
    ['/', { headers: { host: `localhost:${port}` } }, 200],
    ['/', { headers: { host: own, origin: `http://${own}` } }, 200],
    ['/', { method: 'POST' }, 405],
    ['/', { method: 'PUT' }, 405],
    ['/', { method: 'DELETE' }, 405],
    ['/', { method: 'OPTIONS' }, 405],
    ['/', { headers: { host: 'evil.example' } }, 403],
    ['/', { headers: { host: `evil.example:${port}` } }, 403],
    ['/', { headers: { host: `127.0.0.1.evil.example:${port}` } }, 403],
    ['/', { headers: { host: own, origin: 'https://evil.example' } }, 403],
    ['/', { headers: { host: own, origin: 'null' } }, 403],
    ['/__keyward/events', { headers: { host: own, origin: 'https://evil.example' } }, 403],
  ];
  for (const [target, options, status] of cases) {
    const answer = await ask(target, options);
    const what = `${JSON.stringify(options)} ${target}`;
    assert.equal(answer.status, status, what);
    assert.equal(answer.headers['content-security-policy'], policy, what);
    assert.equal(answer.headers['access-control-allow-origin'], undefined, what);
    if (options.method === 'HEAD') assert.equal(answer.body, '');
    if (status === 405) assert.match(answer.headers.allow ?? '', /GET/);
  }
});

test('nothing beside the site is shown', async () => {
  assert.equal((await ask('/en/other.html')).status, 200);
  const targets = [
    '/../book.toml',
    '/en/../../book.toml',
    '/%2e%2e/book.toml',
    '/..%2fbook.toml',
    '/..%5cbook.toml',
    '/en/..\\..\\book.toml',
    '/book.toml',
    '/content/en/index.md',
    '/.secret',
    '/en/.secret.md',
    '/%2esecret',
    '/.keyward',
    '//etc/passwd',
    '/%00',
    '/en/index.html%00',
    '/__keyward/nothing',
    '/en/nowhere.html',
  ];
  for (const target of targets) {
    const answer = await ask(target);
    assert.equal(answer.status, 404, target);
    assert.doesNotMatch(answer.body, /Secret\.|\[book\]|root:/, target);
    assert.equal(answer.headers['content-security-policy'], policy, target);
  }
});
