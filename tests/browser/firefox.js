// Firefox as readers have it, driven over WebDriver BiDi: one browser for a test file, each page's
// errors heard, and the strict origins of local files that a plain profile has.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { after } from 'node:test';
import WebSocket from 'ws';

const patience = 30_000;

const preferences = {
  'security.fileuri.strict_origin_policy': true,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'app.update.disabledForTesting': true,
};

function executable() {
  for (const name of ['firefox-esr', 'firefox']) {
    try {
      return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // Not this one.
    }
  }
  throw new Error('no Firefox on PATH; tests/run installs one');
}

let running;
after(() => running?.then((firefox) => firefox.close()));

/** The one Firefox of this process. */
export function firefox() {
  running ??= start();
  return running;
}

async function start() {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'keyward-firefox-'));
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  fs.writeFileSync(path.join(profile, 'user.js'), lines.join('\n'));
  const program = spawn(executable(), ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0', 'about:blank'], {
    env: { ...process.env, HOME: profile, MOZ_HEADLESS: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise((resolve) => program.once('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('Firefox does not answer')), patience).unref();
    readline.createInterface({ input: program.stderr }).on('line', (line) => {
      const found = line.match(/WebDriver BiDi listening on (ws:\S+)/);
      if (found) resolve(found[1]);
    });
  });
  const session = await connect(`${address}/session`);
  await session.send('session.new', { capabilities: {} });
  await session.send('session.subscribe', { events: ['log.entryAdded'] });
  return {
    ...session,
    async close() {
      program.kill();
      await gone;
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Sends commands and gives their results; tells what the pages log. */
async function connect(address) {
  const socket = new WebSocket(address, { maxPayload: 1 << 26 });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map();
  const hearers = new Set();
  socket.on('message', (text) => {
    const message = JSON.parse(text);
    if (message.type === 'event') {
      for (const hear of hearers) hear(message);
      return;
    }
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'success') resolve(message.result);
    else reject(new Error(`${message.error}: ${message.message}`));
  });
  let last = 0;
  return {
    hearers,
    send(method, params) {
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        setTimeout(() => reject(new Error(`no answer to ${method}`)), patience).unref();
        socket.send(JSON.stringify({ id, method, params }));
      });
    },
  };
}

/** A tab of its own. `complaints` grows with errors that its pages log. */
export async function newTab() {
  const { send, hearers } = await firefox();
  const { context } = await send('browsingContext.create', { type: 'tab' });
  const complaints = [];
  const hear = ({ method, params }) => {
    if (method === 'log.entryAdded' && params.level === 'error' && params.source.context === context) complaints.push(params.text);
  };
  hearers.add(hear);
  const inPage = async (text) => {
    const ran = await send('script.evaluate', { expression: text, target: { context }, awaitPromise: true });
    if (ran.type === 'exception') throw new Error(ran.exceptionDetails.text);
    return JSON.parse(ran.result.value);
  };
  return {
    complaints,
    open: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
    reload: () => send('browsingContext.reload', { context, wait: 'complete' }),
    back: () => send('browsingContext.traverseHistory', { context, delta: -1 }),
    size: (width, height) => send('browsingContext.setViewport', { context, viewport: { width, height } }),
    /** Runs a function in the page with plain values. */
    run: (fn, ...args) => inPage(`Promise.resolve((${fn})(...${JSON.stringify(args)})).then((value) => JSON.stringify(value ?? null))`),
    /** Clicks as a mouse does, and waits until `there` holds in the page. */
    async click(selector, there) {
      const shared = await send('browsingContext.locateNodes', { context, locator: { type: 'css', value: selector } });
      if (!shared.nodes.length) throw new Error(`nothing is ${selector}`);
      await inPage(`document.querySelector(${JSON.stringify(selector)}).scrollIntoView({ block: 'center' }), 'null'`);
      await send('input.performActions', {
        context,
        actions: [
          {
            type: 'pointer',
            id: 'mouse',
            actions: [
              { type: 'pointerMove', x: 0, y: 0, origin: { type: 'element', element: { sharedId: shared.nodes[0].sharedId } } },
              { type: 'pointerDown', button: 0 },
              { type: 'pointerUp', button: 0 },
            ],
          },
        ],
      });
      if (there) await this.until(there);
    },
    /** Waits until an expression holds in the page. */
    async until(there) {
      const end = Date.now() + patience;
      for (;;) {
        // Between two pages there is none to ask.
        const holds = await inPage(`JSON.stringify(Boolean(${there}))`).catch(() => false);
        if (holds) return;
        if (Date.now() > end) throw new Error(`never: ${there}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async close() {
      hearers.delete(hear);
      await send('browsingContext.close', { context });
    },
  };
}
