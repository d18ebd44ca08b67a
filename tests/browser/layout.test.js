// Nothing scrolls sideways but tables in their box, and the keyboard reaches the text in two steps.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { assertNone, kindsOf, littleBook, narrow, newPage, someOf, serve, shipped, visit, wide } from './support.js';

const sites = [];
before(async () => {
  for (const folder of [shipped(), littleBook()]) {
    sites.push({ folder, base: `http://127.0.0.1:${await serve(folder)}/` });
  }
});

for (const viewport of [narrow, wide]) {
  test(`no page scrolls sideways at ${viewport.width} px`, async () => {
    const page = await newPage({ viewport });
    const findings = [];
    let looked = 0;
    let tables = 0;
    for (const { folder, base } of sites) {
      for (const name of someOf(folder)) {
        // That page is for the address that the site says it has.
        if (name === '404.html' && folder === littleBook()) continue;
        await visit(page, base + name);
        looked += 1;
        const state = await page.evaluate(() => {
          const html = document.documentElement;
          scrollTo(html.dir === 'rtl' ? -500 : 500, 0);
          const wider = [...document.querySelectorAll('body *')]
            .filter((element) => {
              const box = element.getBoundingClientRect();
              return box.width && (box.right > html.clientWidth + 1 || box.left < -1) && !element.closest('.table, pre');
            })
            .map((element) => element.outerHTML.slice(0, 80));
          const tables = [...document.querySelectorAll('table')];
          return {
            has: html.scrollWidth,
            shows: html.clientWidth,
            moved: scrollX,
            wider: wider.slice(0, 3),
            tables: tables.length,
            boxes: tables.filter((table) => {
              // A grid of answers is stacked on a phone.
              if (getComputedStyle(table).display === 'block') return true;
              for (let box = table.parentElement; box && box !== document.body; box = box.parentElement) {
                if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
              }
              return false;
            }).length,
          };
        });
        if (state.has > state.shows || state.moved !== 0) {
          findings.push(`${name}: ${state.has} px wide on ${state.shows} px, moved ${state.moved}: ${state.wider.join(' ')}`);
        }
        if (state.boxes !== state.tables) findings.push(`${name}: ${state.tables - state.boxes} tables without a box that scrolls`);
        tables += state.tables;
      }
    }
    await page.context().close();
    assert.ok(tables > 0, 'no page has a table');
    assertNone(findings, looked, `width ${viewport.width}`);
  });

  test(`the first tab is the way to the text at ${viewport.width} px`, async () => {
    const { folder, base } = sites[0];
    const page = await newPage({ viewport });
    let looked = 0;
    for (const [kind, name] of Object.entries(kindsOf(folder))) {
      if (kind === 'not found') continue;
      await visit(page, base + name);
      await page.keyboard.press('Tab');
      const skip = await page.evaluate(() => {
        const element = document.activeElement;
        const box = element.getBoundingClientRect();
        return { href: element.getAttribute('href'), top: box.top, left: box.left, right: box.right, height: box.height, width: innerWidth };
      });
      assert.equal(skip.href, '#main', `${kind}: the first tab is at ${JSON.stringify(skip)}`);
      assert.ok(skip.top >= 0 && skip.left >= 0 && skip.right <= skip.width && skip.height >= 24, `${kind}: cannot be seen: ${JSON.stringify(skip)}`);
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => location.hash === '#main');
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(() => document.activeElement.closest('main') !== null);
      assert.ok(inside, `${kind}: the second tab is at ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120))}`);
      looked += 1;
    }
    assert.ok(looked > 8);
    await page.context().close();
  });
}

test('a table that is too wide can be scrolled with the keyboard', async () => {
  const page = await newPage({ viewport: narrow });
  let looked = 0;
  for (const { folder, base } of sites) {
    const pages = someOf(folder).filter((name) => fs.readFileSync(path.join(folder, name), 'utf8').includes('<table'));
    for (const name of pages) {
      await visit(page, base + name);
      const boxes = page.locator('.table');
      for (let index = 0; index < (await boxes.count()); index += 1) {
        const box = boxes.nth(index);
        if (!(await box.evaluate((box) => box.scrollWidth > box.clientWidth))) continue;
        looked += 1;
        // Not every browser gives the focus to a box only because it scrolls.
        assert.equal(await box.getAttribute('tabindex'), '0', `${name}: its table takes no focus`);
        await box.focus();
        const start = await box.evaluate((box) => box.scrollLeft);
        await page.keyboard.press('ArrowRight');
        await page.waitForFunction(([box, start]) => box.scrollLeft !== start, [await box.elementHandle(), start]);
      }
    }
  }
  await page.context().close();
  assert.ok(looked > 0, 'no table is too wide');
});
