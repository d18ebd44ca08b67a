// What the browser tests share: the built book, a plain file server, one Chromium, and an ear for
// everything that a page complains about.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/** The folder `tests`. */
export const tests = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** The shipped book. */
export const root = path.dirname(tests);
/** The program under test. */
export const binary = process.env.KEYWARD || path.join(root, 'target', 'debug', 'keyward');

/** The policy that hosts are asked to send; it stands in the contract. */
export const policy =
  "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'self'; " +
  "require-trusted-types-for 'script'; trusted-types keyward";

/** A host name that leads to this machine but is not loopback for a browser: no secure context. */
export const plainHost = 'training.example.test';

/** A width of a small phone, and of a desk. */
export const narrow = { width: 320, height: 640 };
export const wide = { width: 1280, height: 800 };

// ---------------------------------------------------------------- books

/** Builds a book into a folder and returns the folder. */
export function build(book, out, ...args) {
  const ran = spawnSync(binary, ['build', book, '-d', out, ...args], { encoding: 'utf8' });
  assert.equal(ran.status, 0, `keyward build ${book}\n${ran.error ?? ''}${ran.stderr}`);
  return out;
}

// A folder of this process, so that two test files at a time do not disturb each other; the build
// takes a fraction of a second. Removed at the end.
const scratch = path.join(tests, 'out', String(process.pid));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

/** A folder of this process. */
export const scratchFolder = (name) => path.join(scratch, name);

let shippedFolder;
/** The shipped book, built once for all tests by `tests/run`, else in this process. */
export function shipped() {
  shippedFolder ??= process.env.KEYWARD_SHIPPED || build(root, path.join(scratch, 'shipped'));
  return shippedFolder;
}

/** A copy of the shipped book that is in Arabic, too, in a theme. */
export function shippedWithArabic(theme) {
  const settings = fs.readFileSync(path.join(root, 'book.toml'), 'utf8');
  assert.match(settings, /theme = "default"/);
  const files = { 'book.toml': `${settings.replace('theme = "default"', `theme = "${theme}"`)}\n[languages.ar]\nname = "العربية"\n` };
  for (const name of fs.readdirSync(path.join(root, 'content'), { recursive: true })) {
    if (/\.(md|toml|bib)$/.test(name)) files[`content/${name}`] = fs.readFileSync(path.join(root, 'content', name), 'utf8');
  }
  return writeBook(files);
}

let arabicFolder;
/** The shipped book with Arabic besides, built once in this process. */
export function arabic() {
  arabicFolder ??= build(shippedWithArabic('default'), path.join(scratch, 'arabic'));
  return arabicFolder;
}

let singleFolder;
/** The folder of the shipped book's single files, made likewise. */
export function single() {
  singleFolder ??= process.env.KEYWARD_SINGLE || packSingle(root, path.join(scratch, 'single'));
  return singleFolder;
}

/** Makes a book's single files in a folder and returns the folder. */
export function packSingle(book, out) {
  const ran = spawnSync(binary, ['pack', '--single-file', book, '-o', out], { encoding: 'utf8' });
  assert.equal(ran.status, 0, `keyward pack --single-file ${book}\n${ran.error ?? ''}${ran.stderr}`);
  return out;
}

/** Writes a book, `{path: text}`, outside this repository. */
export function writeBook(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyward-test-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return folder;
}

const entry = (title, body) => `+++\ntitle = "${title}"\ndescription = "${title}."\n+++\n\n${body}\n`;

/** Where the little book below says that it stands. */
export const siteUrl = 'https://training.example.test/kb/';

let littleSource;
/** The source of the little book. */
export function littleBookSource() {
  littleSource ??= writeBook({
    'book.toml':
      '[book]\nid = "little"\ntitle = "Little book"\ndescription = "A book."\nlanguage = "en"\n\n' +
      '[languages.en]\nname = "English"\n\n[languages.fr]\nname = "Français"\n\n[languages.ar]\nname = "العربية"\n',
    'content/en/index.md': entry('Welcome', 'Read the [guide](guide/index.md).'),
    'content/fr/index.md': entry('Bienvenue', 'Lisez le [guide](guide/index.md).'),
    'content/ar/index.md': entry('أهلا', 'اقرأ [الدليل](guide/index.md).'),
    'content/en/guide/index.md': entry('Guide', 'Start with the [notes](01-notes.md).\n\n## First part\n\nText.'),
    'content/fr/guide/index.md': entry('Guide', 'Voir les [notes](01-notes.md).\n\n## Une partie\n\nTexte.'),
    'content/ar/guide/index.md': entry('الدليل', 'انظر [الملاحظات](01-notes.md).\n\n## الجزء الأول\n\nنص.'),
    'content/en/guide/01-notes.md': entry(
      'Notes',
      'Only in English.\n\n## Alpha\n\nText.\n\n## Beta\n\nText.\n\n## Gamma\n\n' +
        `|${' Disengagement |'.repeat(8)}\n|${' --- |'.repeat(8)}\n|${' rehabilitation |'.repeat(8)}\n\n> [!NOTE]\n> A notice.`,
    ),
  });
  return littleSource;
}

let littleFolder;
/** A book in English, French and Arabic; `guide/notes` is there in English only. */
export function littleBook() {
  littleFolder ??= build(littleBookSource(), path.join(scratch, 'little'), '--site-url', siteUrl);
  return littleFolder;
}

/** The `.html` files of a site, relative, with `/`. */
export function pagesOf(folder) {
  const pages = fs
    .readdirSync(folder, { recursive: true })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.html'))
    .sort();
  assert.ok(pages.length > 5, `only ${pages.length} pages in ${folder}`);
  return pages;
}

/**
 * Pages to walk where all would take too long: one of each kind, and those that differ most between
 * languages in every language. Of a small book all.
 */
export function someOf(folder, lacking = []) {
  const pages = pagesOf(folder);
  if (pages.length <= 150) return pages;
  const kinds = kindsOf(folder, lacking);
  const languages = fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, 'index.html')));
  assert.ok(languages.length > 1, 'one language only');
  const everywhere = ['home', 'course', 'lesson', 'quiz', 'terms', 'term', 'act now', 'checklist', 'practices', 'compare', 'progress'];
  const some = new Set(Object.values(kinds));
  for (const language of languages) {
    for (const kind of everywhere.filter((kind) => kinds[kind])) some.add(kinds[kind].replace(/^en\//, `${language}/`));
  }
  return [...some];
}

/** A page of each kind in the shipped book: `{kind: address}`; without what a theme lacks. */
export function kindsOf(folder, lacking = []) {
  const pages = pagesOf(folder);
  // The module that is there in every language.
  const print = 'en/course/introduction/print.html';
  const module = path.posix.dirname(print);
  const inside = (parent) => pages.find((name) => path.posix.dirname(name) === parent && !/(index|print)\.html$/.test(name));
  const kinds = {
    root: 'index.html',
    home: 'en/index.html',
    course: 'en/course/index.html',
    module: `${module}/index.html`,
    lesson: inside(module),
    print,
    terms: 'en/terms/index.html',
    term: 'en/terms/probation.html',
    sources: 'en/sources/index.html',
    source: inside('en/sources'),
    'course print': 'en/course/print.html',
    'glossary print': 'en/terms/print.html',
    quiz: 'en/course/introduction/quiz/check.html',
    scenario: 'en/course/introduction/quiz/the-colleague.html',
    test: 'en/course/test-of-knowledge/quiz/final.html',
    progress: 'en/course/progress.html',
    statement: 'en/course/statement.html',
    legal: 'en/licences.html',
    'not found': '404.html',
    'act now': 'en/act-now.html',
    checklist: 'en/checklists/good-record.html',
    survey: 'en/survey.html',
    practices: 'en/practices/index.html',
    'practices narrowed': pages.find((name) => name.startsWith('en/practices/by/')),
    practice: inside('en/practices'),
    country: 'en/frameworks/france.html',
    'choose what to compare': 'en/frameworks/compare.html',
    compare: 'en/frameworks/compare-france-greece.html',
    topics: 'en/frameworks/topics.html',
    timeline: 'en/frameworks/timeline.html',
    role: 'en/roles/prison-staff.html',
    'who does what': 'en/roles/who-does-what.html',
    'for my role': 'en/roles/for-my-role.html',
    instrument: inside('en/instruments'),
    organisation: inside('en/organisations'),
    tool: inside('en/tools'),
    recommendation: inside('en/recommendations'),
    voice: inside('en/voices'),
    guide: inside('en/guide/trainers'),
  };
  for (const kind of lacking) {
    assert.ok(!pages.includes(kinds[kind]), `there is a page of kind ${kind}`);
    delete kinds[kind];
  }
  for (const [kind, name] of Object.entries(kinds)) assert.ok(pages.includes(name), `no page of kind ${kind}: ${name}`);
  return kinds;
}

/** A name for messages: below the folder that both books are built into. */
export const shown = (file) => path.relative(scratch, file).split(path.sep).join('/');

/** Fails with all findings at once, and when nothing was looked at. */
export function assertNone(findings, looked, what) {
  assert.ok(looked > 0, `nothing was looked at: ${what}`);
  assert.equal(findings.length, 0, `${findings.length} findings, ${what}:\n${findings.join('\n')}`);
}

// ---------------------------------------------------------------- server

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};

const servers = [];

/** Where the server shows the same site again. */
export const subPath = '/sub/path/';

/** Serves a site as a plain host would, at `/` and at `/sub/path/`; returns its port. */
export async function serve(folder) {
  const server = http.createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    const below = asked.startsWith(subPath) ? asked.slice(subPath.length) : asked.slice(1);
    const find = (name) => {
      const file = path.join(folder, name, name === '' || name.endsWith('/') ? 'index.html' : '');
      return file.startsWith(folder + path.sep) && fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
    };
    const found = find(below);
    const file = found ?? path.join(folder, '404.html');
    response.writeHead(found ? 200 : 404, {
      'content-type': types[path.extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : fs.readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return server.address().port;
}

// ---------------------------------------------------------------- browser

function executablePath() {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // Not this one.
    }
  }
  throw new Error('no Chromium on PATH; tests/run installs one');
}

let launched;
/** The one Chromium of this process. It resolves no name but the plain host's. */
export async function browser() {
  launched ??= chromium.launch({
    executablePath: executablePath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP ${plainHost} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ],
  });
  return launched;
}

// Here and not where they start: what a hook registers ends with the hook.
after(async () => {
  await (await launched)?.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A page in a context of its own; closed at the end of the test file at the latest. */
export async function newPage(options = {}) {
  const context = await (await browser()).newContext({ viewport: wide, ...options });
  context.setDefaultTimeout(10_000);
  return context.newPage();
}

/**
 * Listens to a page. What it returns grows: console errors, exceptions, breaches of the policy,
 * requests that fail or are answered with an error, and requests that leave `base`.
 */
export async function listen(page, base) {
  const complaints = [];
  const says = (text) => complaints.push(`${page.url()}: ${text}`);
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`breach of ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on('console', (message) => {
    const { url } = message.location();
    // A browser's own question, once for a host; a test of its own sees to it.
    if (message.type() === 'error' && new URL(url || base).pathname !== '/favicon.ico') says(`console: ${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => says(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // The icon comes after the page has loaded; going on to the next page cuts it off.
    const cutOff = request.failure()?.errorText === 'net::ERR_ABORTED' && /\/assets\/icon-\w+\.svg$/.test(request.url());
    if (!cutOff) says(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) says(`answered ${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base)) says(`leaves ${base}: ${request.url()}`);
  });
  return complaints;
}

/** Opens an address and waits until what it started is over. */
export async function visit(page, url) {
  const response = await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
  return response;
}

/** Goes on to the same page in another language, by the menu. */
export async function changeLanguage(page, language) {
  const menu = page.locator('.languages details');
  if (!(await menu.evaluate((details) => details.open))) await menu.locator('summary').click();
  await page.locator(`.languages a[hreflang="${language}"]`).click();
}

/** The address of a site's file on disk. */
export const fileUrl = (folder, name = '') => pathToFileURL(path.join(folder, name)).href + (name ? '' : '/');
