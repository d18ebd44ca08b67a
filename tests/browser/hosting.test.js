// The site on real web servers, each with the configuration that `keyward hosting` prints.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import zlib from 'node:zlib';
import { assertNone, binary, build, listen, newPage, someOf, plainHost, policy, root, visit } from './support.js';

const modules = '/usr/lib/apache2/modules';
const load = (...names) => names.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so\n`).join('');
const apache = (port, include) =>
  `ServerRoot "${scratch}"\nServerName localhost\nPidFile "${scratch}/apache-${port}.pid"\nListen 127.0.0.1:${port}\n` +
  `ErrorLog "${scratch}/apache.log"\nMutex file:${scratch}\n${process.getuid() === 0 ? 'User www-data\nGroup www-data\n' : ''}` +
  load('mpm_event', 'authz_core', 'alias', 'dir', 'mime', 'headers', 'rewrite') +
  `TypesConfig /dev/null\n${include.replace('*:80', `*:${port}`)}`;

/** Each server: how its own file is wrapped, and how it is started in the foreground. */
const servers = {
  nginx: {
    wrap: (text, port) =>
      `${process.getuid() === 0 ? 'user root;\n' : ''}daemon off;\nmaster_process off;\npid ${scratch}/nginx-${port}.pid;\nerror_log ${scratch}/nginx.log;\nevents {}\n` +
      `http {\naccess_log off;\n${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${scratch}/nginx-tmp;\n`).join('')}` +
      `${text.replace('listen 80;', `listen 127.0.0.1:${port};`)}}\n`,
    start: (file) => ['nginx', '-e', `${scratch}/nginx.log`, '-c', file],
    packed: ['gzip'],
    immutable: true,
  },
  apache: {
    wrap: (text, port) => apache(port, text),
    start: (file) => ['apache2', '-X', '-f', file],
    packed: ['gzip', 'br'],
    immutable: true,
  },
  htaccess: {
    wrap: (text, port, site, base) => {
      fs.writeFileSync(path.join(site, '.htaccess'), text);
      return apache(port, `DocumentRoot "${site}"\nAlias "${base}" "${site}/"\n<Directory "${site}">\nRequire all granted\nAllowOverride All\n</Directory>\n`);
    },
    start: (file) => ['apache2', '-X', '-f', file],
    packed: ['gzip', 'br'],
    immutable: true,
  },
  caddy: {
    wrap: (text, port) => `{\nadmin off\n}\n${text.replace(`http://${plainHost}`, `http://${plainHost}:${port}`)}`,
    start: (file) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', file],
    packed: ['gzip', 'br'],
    immutable: true,
  },
  lighttpd: {
    wrap: (text, port) => `server.port = ${port}\nserver.bind = "127.0.0.1"\nserver.document-root = "${scratch}"\n${text}`,
    start: (file) => ['lighttpd', '-D', '-f', file],
    packed: [],
    immutable: false,
  },
};

let scratch;
let siteFolder;
const running = new Set();
before(() => {
  scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'keyward-test-'));
  // Servers read it as another user.
  fs.chmodSync(scratch, 0o755);
  siteFolder = build(root, path.join(scratch, 'site'));
  for (const name of someOf(siteFolder)) {
    const text = fs.readFileSync(path.join(siteFolder, name));
    fs.writeFileSync(path.join(siteFolder, `${name}.gz`), zlib.gzipSync(text));
    fs.writeFileSync(path.join(siteFolder, `${name}.br`), zlib.brotliCompressSync(text));
  }
});
after(() => {
  for (const child of running) child.kill('SIGKILL');
  fs.rmSync(scratch, { recursive: true, force: true });
});

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Asks for an address by the site's own name. */
function ask(port, address, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: address, headers: { host: `${plainHost}:${port}`, ...headers }, agent: false };
    http
      .get(options, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
      })
      .on('error', reject);
  });
}

/** Starts a server for the site at `base`; returns its port and what stops it. */
async function start(name, base) {
  const { wrap, start: command } = servers[name];
  const port = await freePort();
  const text = execFileSync(binary, ['hosting', name, '--site-url', `http://${plainHost}${base}`, '--folder', siteFolder], { encoding: 'utf8' });
  const file = path.join(scratch, `${name}-${port}.conf`);
  fs.writeFileSync(file, wrap(text, port, siteFolder, base));
  const [program, ...args] = command(file);
  const env = { ...process.env, HOME: scratch, PATH: `${process.env.PATH}:/usr/sbin` };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  const hear = (data) => (said += data);
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(hear(`${error}; tests/run installs it`)));
    child.on('exit', resolve);
  });
  let over = false;
  ended.then(() => (over = true));
  const stop = async () => {
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(hard);
    running.delete(child);
    fs.rmSync(path.join(siteFolder, '.htaccess'), { force: true });
  };
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      await ask(port, base);
      return { port, stop };
    } catch {
      if (over) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await stop();
  const logs = ['nginx.log', 'apache.log'].map((log) => path.join(scratch, log)).filter((log) => fs.existsSync(log));
  return assert.fail(`${name} did not start: ${said}${logs.map((log) => fs.readFileSync(log, 'utf8')).join('')}`);
}

/** What every answer carries. */
function assertGuarded(answer, what) {
  assert.equal(answer.headers['content-security-policy'], policy, what);
  assert.equal(answer.headers['x-content-type-options'], 'nosniff', what);
  assert.equal(answer.headers['referrer-policy'], 'no-referrer', what);
}

async function answers(name, port, base) {
  for (const address of ['', 'en/', 'en/course/introduction/your-part.html']) {
    const page = await ask(port, base + address);
    const what = `${name} ${base}${address}`;
    assert.equal(page.status, 200, what);
    assert.equal(page.headers['content-type'].toLowerCase(), 'text/html; charset=utf-8', what);
    assert.equal(page.headers['cache-control'], 'no-cache', what);
    assert.match(page.body.toString(), /<\/html>/, what);
    assertGuarded(page, what);
  }
  const long = servers[name].immutable ? /^public, max-age=31536000, immutable$/ : /^max-age=31536000$/;
  const types = { css: /^text\/css; charset=utf-8$/i, js: /^(text|application)\/javascript; charset=utf-8$/i, svg: /^image\/svg\+xml/ };
  for (const [ending, type] of Object.entries(types)) {
    const file = fs.readdirSync(path.join(siteFolder, 'assets')).find((asset) => asset.endsWith(`.${ending}`));
    const asset = await ask(port, `${base}assets/${file}`);
    const what = `${name} ${base}assets/${file}`;
    assert.equal(asset.status, 200, what);
    assert.match(asset.headers['content-type'], type, what);
    assert.match(asset.headers['cache-control'], long, what);
    assertGuarded(asset, what);
  }
}

async function refusals(name, port, base) {
  for (const address of ['en/nowhere/at/all.html', 'assets/site-000000000000.css', '.keyward']) {
    const missing = await ask(port, base + address);
    const what = `${name} ${base}${address}`;
    assert.ok([403, 404].includes(missing.status), `${what}: ${missing.status}`);
    assert.doesNotMatch(missing.headers['cache-control'] ?? '', /immutable|max-age=[1-9]/, what);
    assertGuarded(missing, what);
    if (address === '.keyward') continue;
    assert.equal(missing.status, 404, what);
    assert.ok(missing.body.toString().includes('Page introuvable'), `${what}: not the site's own page`);
    assert.match(missing.headers['content-type'], /^text\/html; charset=utf-8$/i, what);
  }
}

async function packed(name, port, base) {
  const unpack = { gzip: zlib.gunzipSync, br: zlib.brotliDecompressSync };
  const plain = await ask(port, `${base}en/index.html`);
  assert.equal(plain.headers['content-encoding'], undefined, name);
  for (const encoding of servers[name].packed) {
    const page = await ask(port, `${base}en/index.html`, { 'accept-encoding': encoding });
    const what = `${name} ${base}en/index.html ${encoding}`;
    assert.equal(page.headers['content-encoding'], encoding, what);
    assert.equal(page.headers['content-type'].toLowerCase(), 'text/html; charset=utf-8', what);
    assert.match(page.headers.vary ?? '', /accept-encoding/i, what);
    assert.ok(unpack[encoding](page.body).equals(plain.body), what);
    assertGuarded(page, what);
  }
}

async function walk(port, base) {
  const page = await newPage();
  const url = `http://${plainHost}:${port}${base}`;
  const findings = await listen(page, url);
  // In the sub-folder every fifth: links are the same there.
  const some = someOf(siteFolder).filter((name) => name !== '404.html');
  const pages = base === '/' ? some : some.filter((_, at) => at % 5 === 0);
  for (const name of pages) {
    await visit(page, url + name);
    if ((await page.evaluate(() => typeof window.keyward)) !== 'object') findings.push(`${name}: no script`);
  }
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await page.context().close();
  assertNone(findings, pages.length, url);
}

for (const name of Object.keys(servers)) {
  for (const base of ['/', '/training/']) {
    test(`${name} at ${base}`, async () => {
      const { port, stop } = await start(name, base);
      try {
        await answers(name, port, base);
        await refusals(name, port, base);
        await packed(name, port, base);
        await walk(port, base);
      } finally {
        await stop();
      }
    });
  }
}
