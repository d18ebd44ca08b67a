// Every page loads cleanly wherever the site stands, under the contract's policy.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { assertNone, fileUrl, listen, newPage, someOf, plainHost, serve, shipped, subPath, visit } from './support.js';

let folder;
let port;
before(async () => {
  folder = shipped();
  port = await serve(folder);
});

/** Visits every page below `base` and lists what is wrong. */
async function walk(base) {
  const page = await newPage();
  const findings = await listen(page, base);
  const pages = someOf(folder);
  let secure;
  let seen = 0;
  for (const name of pages) {
    const url = base + name;
    await visit(page, url);
    const state = await page.evaluate(() => ({
      url: location.href,
      secure: isSecureContext,
      keyward: typeof window.keyward,
      styles: document.styleSheets.length,
      margin: getComputedStyle(document.body).marginTop,
      paper: getComputedStyle(document.documentElement).getPropertyValue('--paper').trim(),
      heading: document.querySelector('h1')?.innerText.trim() ?? '',
    }));
    if (state.url !== url) {
      findings.push(`${name} leads to ${state.url}`);
      continue;
    }
    secure = state.secure;
    seen += 1;
    if (state.keyward !== 'object') findings.push(`${name}: window.keyward is ${state.keyward}`);
    if (!state.heading) findings.push(`${name}: no first heading`);
    // The page for a missing address is plain text where the site does not know its own address.
    const plain = name === '404.html';
    if (!plain && (state.styles < 1 || state.margin !== '0px' || !state.paper)) {
      findings.push(`${name}: no style (${state.styles} sheets, body margin ${state.margin})`);
    }
  }
  await page.context().close();
  assertNone(findings, seen, base);
  assert.equal(seen, pages.length);
  return secure;
}

test('over http on loopback', async () => {
  await walk(`http://127.0.0.1:${port}/`);
});

test('over http by a name that is not loopback', async () => {
  const secure = await walk(`http://${plainHost}:${port}/`);
  assert.equal(secure, false, 'this name was to give no secure context');
});

test('in a sub-path', async () => {
  await walk(`http://127.0.0.1:${port}${subPath}`);
});

test('from the disk', async () => {
  await walk(fileUrl(folder));
});

test('the policy is in force, and the listener hears a breach', async () => {
  const base = `http://127.0.0.1:${port}/`;
  const page = await newPage();
  const complaints = await listen(page, base);
  await visit(page, `${base}en/index.html`);
  assert.deepEqual(complaints, []);
  await page.evaluate(() => {
    const script = document.createElement('script');
    try {
      script.text = 'window.breached = true';
    } catch {
      // Refused, as it should be.
    }
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'http://192.0.2.1/x.png';
    document.body.append(image);
  });
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => window.breached), undefined);
  assert.ok(complaints.some((text) => text.includes('breach of require-trusted-types-for')), complaints.join('\n'));
  assert.ok(complaints.some((text) => text.includes('breach of img-src')), complaints.join('\n'));
  await page.context().close();
});

test('links are relative, and what they name is there', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  const pages = someOf(folder);
  const links = [];
  for (const name of pages) {
    await page.goto(fileUrl(folder, name), { waitUntil: 'domcontentloaded' });
    const found = await page.evaluate(() => {
      const out = [];
      for (const element of document.querySelectorAll('[href], [src], [srcset], [poster], [action], [data]')) {
        for (const name of ['href', 'src', 'srcset', 'poster', 'action', 'data']) {
          const value = element.getAttribute(name);
          if (value !== null) out.push({ tag: element.localName, name, value });
        }
      }
      return out;
    });
    for (const link of found) links.push({ from: name, ...link });
  }
  await page.context().close();

  const findings = [];
  let internal = 0;
  for (const { from, tag, name, value } of links) {
    const place = `${from}: <${tag} ${name}="${value}">`;
    if (name === 'srcset' || name === 'action' || name === 'data') {
      findings.push(`${place} is not expected in a page`);
    } else if (/^[a-z][a-z0-9+.-]*:/i.test(value)) {
      if (tag !== 'a' || !/^(https?|mailto|tel):/i.test(value)) findings.push(`${place} leaves the site`);
    } else if (value.startsWith('/')) {
      findings.push(`${place} is not relative`);
    } else {
      internal += 1;
      const [file, fragment] = value.split('#');
      const asked = file.split('?')[0];
      const target = asked === '' ? from : path.posix.normalize(path.posix.join(path.posix.dirname(from), decodeURI(asked)));
      if (target.startsWith('..')) findings.push(`${place} leads out of the site's folder`);
      else if (!fs.statSync(path.join(folder, target), { throwIfNoEntry: false })?.isFile()) findings.push(`${place} has no file ${target}`);
      else if (fragment && !fs.readFileSync(path.join(folder, target), 'utf8').includes(`id="${decodeURIComponent(fragment)}"`)) findings.push(`${place} has no such place in ${target}`);
    }
  }
  assert.ok(internal > pages.length * 5, `only ${internal} links`);
  assertNone(findings, internal, 'links');
});

test('pages name an icon', async () => {
  // Else a browser asks the host for /favicon.ico: outside the site's folder where it stands in a
  // sub-path, and an error in the log and the console where there is none.
  const page = await newPage({ javaScriptEnabled: false });
  const findings = [];
  const pages = someOf(folder).filter((name) => name !== '404.html');
  for (const name of pages) {
    await page.goto(fileUrl(folder, name), { waitUntil: 'domcontentloaded' });
    if ((await page.locator('link[rel~="icon"][href]').count()) !== 1) findings.push(`${name} has no <link rel="icon">`);
  }
  await page.context().close();
  assertNone(findings, pages.length, 'icons');
});
