// axe finds nothing on any kind of page, light and dark, on a phone and on a desk, in three scripts.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import axe from 'axe-core';
import { arabic, kindsOf, littleBook, narrow, newPage, serve, shipped, visit, wide } from './support.js';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const kinds = {};
before(async () => {
  const base = `http://127.0.0.1:${await serve(shipped())}/`;
  const little = `http://127.0.0.1:${await serve(littleBook())}/`;
  const inArabic = `http://127.0.0.1:${await serve(arabic())}/`;
  const inLanguage = (base, language) =>
    Object.fromEntries(Object.entries(kindsOf(shipped())).map(([kind, name]) => [kind, base + name.replace(/^en\//, `${language}/`)]));
  kinds.English = {
    ...inLanguage(base, 'en'),
    fallback: `${little}fr/guide/notes.html`,
    'fallback from right to left': `${little}ar/guide/notes.html`,
    'right to left': `${little}ar/guide/index.html`,
  };
  kinds.Arabic = inLanguage(inArabic, 'ar');
  kinds.Greek = inLanguage(base, 'el');
  // Pages that gather many others hold nothing that those do not.
  for (const language of ['Arabic', 'Greek']) {
    for (const kind of ['course print', 'glossary print']) delete kinds[language][kind];
  }
});

for (const [language, colorScheme, viewport] of [['English', 'light', wide], ['Arabic', 'dark', wide], ['Greek', 'light', narrow]]) {
  test(`axe, ${language}, ${colorScheme}, ${viewport.width} px`, async () => {
    // Past the policy only here: axe itself is a script that the policy refuses.
    const page = await newPage({ colorScheme, viewport, bypassCSP: true });
    const findings = [];
    let looked = 0;
    for (const [kind, url] of Object.entries(kinds[language])) {
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
