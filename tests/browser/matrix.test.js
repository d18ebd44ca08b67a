// Each kind of page, in each way that people read it: by keyboard alone, at 320 px and 400 % zoom,
// with wide text spacing, forced colours, reduced motion, on paper, without script.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { assertNone, kindsOf, littleBook, newPage, serve, shipped, visit, wide } from './support.js';

let pages;
before(async () => {
  const base = `http://127.0.0.1:${await serve(shipped())}/`;
  const little = `http://127.0.0.1:${await serve(littleBook())}/`;
  pages = Object.fromEntries(Object.entries(kindsOf(shipped())).map(([kind, name]) => [kind, base + name]));
  delete pages.root;
  pages.fallback = `${little}ar/guide/notes.html`;
  pages.Arabic = `${little}ar/guide/index.html`;
});

/** Runs a check on every kind of page in one browser page; it returns what is wrong. */
async function walk(options, check, prepare = () => {}) {
  const page = await newPage(options);
  const findings = [];
  let looked = 0;
  for (const [kind, url] of Object.entries(pages)) {
    // Without script no timer runs that `visit` could wait for.
    await (options.javaScriptEnabled === false ? page.goto(url) : visit(page, url));
    await prepare(page);
    looked += 1;
    for (const finding of await check(page, kind)) findings.push(`${kind}: ${finding}`);
  }
  await page.context().close();
  assertNone(findings, looked, 'matrix');
}

// Pages with more stops are lists of the same, and pages that gather others for paper.
const MOST_TABS = 150;

/** Goes through a page with the tab key; returns what was focused, and what is wrong with it. */
async function tabThrough(page) {
  const places = [];
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press('Tab');
    const place = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const again = element.hasAttribute('data-walked');
      element.setAttribute('data-walked', '');
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const at = document.elementFromPoint(
        Math.min(Math.max(box.left + 4, 0), innerWidth - 1),
        Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1),
      );
      return {
        again,
        shown: element.outerHTML.slice(0, 90),
        inMain: element.closest('main') !== null,
        outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inView: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        free: at !== null && (element.contains(at) || at.contains(element)),
      };
    });
    if (place === null || place.again) return { places, ended: true };
    places.push(place);
  }
  return { places, ended: false };
}

test('by keyboard: the text in two tabs, every focus visible, nothing a trap', async () => {
  await walk({}, async (page, kind) => {
    const expected = await page.evaluate(
      () => [...document.querySelectorAll('a[href], summary, button, input, select, [tabindex="0"]')].filter((element) => element.checkVisibility()).length,
    );
    const isLong = expected > MOST_TABS - 20;
    const { places, ended } = await tabThrough(page);
    const wrong = places.flatMap(({ shown, outline, inView, free }) => [
      ...(outline ? [] : [`focus has no outline: ${shown}`]),
      ...(inView ? [] : [`focus is out of sight: ${shown}`]),
      ...(free ? [] : [`focus is covered: ${shown}`]),
    ]);
    if (!ended && !isLong) wrong.push('the tab key never leaves the page');
    // Radio buttons of a group are one stop.
    if (places.length < expected * 0.4 && !isLong) wrong.push(`${places.length} stops for ${expected} controls`);
    if (kind === 'not found') return wrong;
    await page.reload();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    if (!(await page.evaluate(() => document.activeElement.closest('main')))) wrong.push('two tabs do not lead into the text');
    return wrong;
  });
});

const sideways = () => {
  const html = document.documentElement;
  scrollTo(html.dir === 'rtl' ? -500 : 500, 0);
  const moved = scrollX;
  scrollTo(0, 0);
  return html.scrollWidth > html.clientWidth || moved !== 0 ? [`${html.scrollWidth} px wide on ${html.clientWidth} px`] : [];
};

// A text whose box is smaller than it, without a way to scroll there, is cut off.
const cut = () =>
  [...document.querySelectorAll('body *')]
    .filter((element) => {
      const style = getComputedStyle(element);
      const clips = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY) || style.textOverflow === 'ellipsis';
      // What is there for the ear only is cut on purpose.
      return clips && style.clipPath === 'none' && !element.closest('svg') && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    })
    .map((element) => `cut off: ${element.outerHTML.slice(0, 90)}`);

// Words that stand over other words.
const overlaps = () => {
  const boxes = [...document.querySelectorAll('main h1, main h2, main h3, main p, main li > a, main dt, main dd, nav a')]
    .filter((element) => element.checkVisibility() && element.textContent.trim() && getComputedStyle(element).position !== 'absolute')
    // Line by line: a link within a text goes on in the next line.
    .map((element) => [element, [...element.getClientRects()]]);
  const found = [];
  boxes.forEach(([one, a], index) => {
    for (const [other, b] of boxes.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const touch = (line, next) =>
        Math.min(line.right, next.right) - Math.max(line.left, next.left) > 2 && Math.min(line.bottom, next.bottom) - Math.max(line.top, next.top) > 6;
      if (a.some((line) => b.some((next) => touch(line, next)))) found.push(`over each other: "${one.textContent.trim().slice(0, 30)}" and "${other.textContent.trim().slice(0, 30)}"`);
    }
  });
  return found.slice(0, 3);
};

for (const [how, options] of [
  ['at 320 px', { viewport: { width: 320, height: 640 } }],
  // What 1280 by 1024 pixels leave at 400 %.
  ['at 400 % zoom', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
]) {
  test(`${how} nothing scrolls sideways, is cut off or covered`, async () => {
    await walk(options, async (page) => [
      ...(await page.evaluate(sideways)),
      ...(await page.evaluate(cut)),
      ...(await page.evaluate(overlaps)),
    ]);
  });
}

for (const viewport of [wide, { width: 320, height: 640 }]) {
  test(`wide text spacing cuts nothing off at ${viewport.width} px`, async () => {
    // The values of WCAG 2.2, success criterion 1.4.12.
    const content =
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }';
    await walk(
      { viewport, bypassCSP: true },
      async (page) => [...(await page.evaluate(sideways)), ...(await page.evaluate(cut)), ...(await page.evaluate(overlaps))],
      (page) => page.addStyleTag({ content }),
    );
  });
}

test('in forced colours focus, place and states are visible', async () => {
  await walk({ forcedColors: 'active' }, async (page) => {
    assert.ok(await page.evaluate(() => matchMedia('(forced-colors: active)').matches));
    await page.keyboard.press('Tab');
    return page.evaluate(() => {
      const wrong = [];
      const focus = document.activeElement;
      const style = getComputedStyle(focus);
      const canvas = getComputedStyle(document.body).backgroundColor;
      if (focus !== document.body && (style.outlineStyle === 'none' || style.outlineColor === canvas)) wrong.push('no focus ring');
      for (const stop of document.querySelectorAll('.stop')) {
        const own = getComputedStyle(stop);
        if (own.borderTopStyle === 'none' || own.borderTopColor === canvas) wrong.push(`a stop without a border: ${stop.parentElement.className}`);
      }
      const widths = (selector) => [...document.querySelectorAll(selector)].map((stop) => getComputedStyle(stop).borderTopWidth);
      const here = widths('.here > .stop');
      const ahead = widths('.ahead > .stop');
      if (here.some((width) => ahead.includes(width))) wrong.push('here looks like ahead');
      for (const notice of document.querySelectorAll('.notice')) {
        if (getComputedStyle(notice).borderInlineStartColor === canvas) wrong.push('a notice without its bar');
      }
      for (const link of document.querySelectorAll('main a[href]')) {
        const shown = getComputedStyle(link);
        const underlined = [link, ...link.children].some((element) => getComputedStyle(element).textDecorationLine.includes('underline'));
        const marked = underlined || shown.fontWeight >= 600 || shown.borderTopStyle !== 'none';
        if (!marked) wrong.push(`a link like text: ${link.outerHTML.slice(0, 80)}`);
      }
      return wrong;
    });
  });
});

test('with reduced motion nothing moves by itself', async () => {
  await walk({ reducedMotion: 'reduce' }, (page) =>
    page.evaluate(() => {
      const moving = [...document.querySelectorAll('*')].filter((element) =>
        ['', '::before', '::after'].some((part) => {
          const style = getComputedStyle(element, part || null);
          const times = `${style.transitionDuration},${style.animationDuration}`.split(',').map(parseFloat);
          return times.some((time) => time > 0.01) || style.scrollBehavior === 'smooth';
        }),
      );
      return [...moving.map((element) => `moves: ${element.outerHTML.slice(0, 80)}`), ...document.getAnimations().map((one) => `runs: ${one.id}`)];
    }),
  );
});

test('on paper the text is there and the navigation is not', async () => {
  await walk(
    { colorScheme: 'dark' },
    (page, kind) =>
      page.evaluate((styled) => {
        const wrong = [...document.querySelectorAll('nav:not(.contents), .skip, .site-footer, .settings')]
          .filter((element) => element.checkVisibility())
          .map((element) => `printed: ${element.outerHTML.slice(0, 80)}`);
        if (!document.querySelector('main h1').checkVisibility()) wrong.push('no title');
        const lost = [...document.querySelectorAll('main .prose > *')].filter((element) => !element.checkVisibility() && !element.closest('[hidden]'));
        wrong.push(...lost.map((element) => `not printed: ${element.outerHTML.slice(0, 80)}`));
        const { backgroundColor, color } = getComputedStyle(document.body);
        if (styled && backgroundColor !== 'rgb(255, 255, 255)') wrong.push('paper is not white');
        if (styled && color !== 'rgb(0, 0, 0)') wrong.push('ink is not black');
        return wrong;
        // Without `site-url` the page for missing addresses is plain text.
      }, kind !== 'not found'),
    (page) => page.emulateMedia({ media: 'print', colorScheme: 'dark' }),
  );
});

// What authors wrote: not what scripts tell of progress, nor the questions that they show one by one.
const written = () => {
  document.querySelector('.checklist-bar')?.remove();
  return {
    text: [...document.querySelectorAll('main .prose > :not(.quiz)')].map((block) => block.innerText).join('\n'),
    links: document.querySelectorAll('main a[href]:not([href*="progress.html"]):not(.quiz a)').length,
  };
};

test('without script the whole text and every link are there, and no control that does nothing', async () => {
  const withScript = {};
  await walk({}, async (page, kind) => {
    withScript[kind] = await page.evaluate(written);
    return [];
  });
  await walk({ javaScriptEnabled: false }, async (page, kind) => {
    // Evaluated by the test, not by the page.
    const own = await page.evaluate(written);
    const { dead } = await page.evaluate(() => ({
      dead: [...document.querySelectorAll('button, input, select, textarea, [role="button"]')]
        // Questions are answered for oneself, steps ticked for as long as the page is open, or on paper.
        .filter((element) => element.checkVisibility() && !element.closest('.question') && !element.matches('[data-step]'))
        .map((element) => `does nothing: ${element.outerHTML.slice(0, 80)}`),
    }));
    const wrong = dead;
    // These two tell only of what a browser keeps.
    if (['progress', 'statement'].includes(kind)) return wrong;
    if (own.text.length < withScript[kind].text.length) wrong.push(`${own.text.length} letters, ${withScript[kind].text.length} with script`);
    if (own.links < withScript[kind].links) wrong.push(`${own.links} links, ${withScript[kind].links} with script`);
    return wrong;
  });
});
