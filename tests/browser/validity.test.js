// Every kind of page is valid: html-validate and the Nu checker find nothing, warnings included.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HtmlValidate } from 'html-validate';
import vnu from 'vnu-jar';
import { arabic, assertNone, kindsOf, littleBook, scratchFolder, shipped, shown, someOf } from './support.js';

const filesOf = (folder) => someOf(folder).map((name) => path.join(folder, name));
const inArabic = () => Object.values(kindsOf(arabic())).map((name) => path.join(arabic(), name.replace(/^en\//, 'ar/')));
const all = () => [...filesOf(shipped()), ...filesOf(littleBook()), ...inArabic()];

test('html-validate', async () => {
  const validator = new HtmlValidate({
    root: true,
    extends: ['html-validate:recommended'],
    rules: {
      // Checkboxes of one question have one name, as they have one answer.
      'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
      // A page is named by its author, and the page of a source by the title of a document that we
      // may not shorten. Search results cut a long title; nothing breaks.
      'long-title': 'off',
    },
  });
  const control = await validator.validateString('<!DOCTYPE html><html><body><img></body></html>');
  assert.ok(!control.valid, 'the checker finds nothing in a bad page');
  const findings = [];
  const files = all();
  for (const file of files) {
    const report = await validator.validateString(fs.readFileSync(file, 'utf8'), file);
    for (const { messages } of report.results) {
      for (const at of messages) findings.push(`${shown(file)}:${at.line}:${at.column} ${at.ruleId}: ${at.message}`);
    }
  }
  assertNone(findings, files.length, 'html-validate');
});

test('Nu checker', () => {
  const files = all();
  const control = scratchFolder('control.html');
  fs.writeFileSync(control, '<!DOCTYPE html><html lang="en"><title>Bad</title><section><img src="x"></section></html>');
  const ran = spawnSync(
    'java',
    ['-jar', vnu, '--format', 'json', '--stdout', '--exit-zero-always', ...files, control],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  assert.equal(ran.status, 0, `java -jar vnu.jar: ${ran.error ?? ran.stderr}`);
  const findings = [];
  let inControl = 0;
  for (const at of JSON.parse(ran.stdout).messages) {
    // A guess at the language of a page, whose words are most of them marked as of another.
    if (at.url.includes('/arabic/') && at.message.includes('appears to be written in')) continue;
    if (at.url.endsWith('/control.html')) inControl += 1;
    else findings.push(`${shown(fileURLToPath(at.url))}:${at.lastLine}:${at.lastColumn} ${at.subType ?? at.type}: ${at.message}`);
  }
  assert.ok(inControl > 0, 'the checker finds nothing in a bad page');
  assertNone(findings, files.length, 'Nu');
});
