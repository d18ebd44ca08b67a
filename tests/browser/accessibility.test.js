// axe finds nothing on any kind of page, light and dark, on a phone and on a desk.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import axe from 'axe-core';
import { kindsOf, littleBook, narrow, newPage, serve, shipped, visit, wide } from './support.js';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let addresses;
before(async () => {
  const base = `http://127.0.0.1:${await serve(shipped())}/`;
  const little = `http://127.0.0.1:${await serve(littleBook())}/`;
  addresses = Object.fromEntries(Object.entries(kindsOf(shipped())).map(([kind, name]) => [kind, base + name]));
  addresses.fallback = `${little}fr/guide/notes.html`;
  addresses['fallback from right to left'] = `${little}ar/guide/notes.html`;
  addresses['right to left'] = `${little}ar/guide/index.html`;
  addresses.French = `${base}${kindsOf(shipped()).lesson.replace(/^en\//, 'fr/')}`;
});

for (const [colorScheme, viewport] of [['light', wide], ['dark', wide], ['light', narrow]]) {
  test(`axe, ${colorScheme}, ${viewport.width} px`, async () => {
    // Past the policy only here: axe itself is a script that the policy refuses.
    const page = await newPage({ colorScheme, viewport, bypassCSP: true });
    const findings = [];
    let looked = 0;
    for (const [kind, url] of Object.entries(addresses)) {
      await visit(page, url);
      await page.evaluate(axe.source);
      const report = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), tags);
      assert.ok(report.passes.length > 8, `${kind}: only ${report.passes.length} rules had something to look at`);
      const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
      assert.equal(dark, colorScheme === 'dark');
      looked += 1;
      for (const rule of report.violations) {
        for (const node of rule.nodes) findings.push(`${kind}: ${rule.id}: ${node.html.slice(0, 160)}\n    ${node.failureSummary.replaceAll('\n', ' ')}`);
      }
    }
    await page.context().close();
    assert.ok(looked >= 13);
    assert.equal(findings.length, 0, `\n${findings.join('\n')}`);
  });
}
