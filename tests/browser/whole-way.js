// What a learner does with the shipped book's questions, for tests that walk the whole way.
import assert from 'node:assert/strict';

/** Fills in a question, rightly or not, by what its page says is right. */
export async function answer(box, isRight = true) {
  const question = JSON.parse(await box.getAttribute('data-question'));
  const { t, key } = question;
  const value = (name) => box.locator(`input[value="${name}"]`);
  const of = (wanted) => Object.keys(key).filter((name) => (key[name] > 0) === wanted);
  if (t === 'one' || t === 'tf') await value(of(isRight)[0]).check();
  else if (t === 'many') for (const name of of(isRight)) await value(name).check();
  else if (t === 'text') await box.locator('input[type="text"]').first().fill(isRight ? key.find((one) => one.w === 1000).a : 'something else');
  else if (t === 'number') await box.locator('input[type="text"]').first().fill(isRight ? key.find((one) => one.w === 1000).lo : '12345');
  else if (t === 'match' || t === 'grid') {
    const rights = Object.entries(key);
    for (const [at, [row, right]] of rights.entries()) {
      const wanted = isRight ? right : rights[(at + 1) % rights.length][1];
      const item = box.locator(`[data-key="${row}"]`);
      if (t === 'match') await item.locator('select').selectOption(wanted);
      else await item.locator(`input[value="${wanted}"]`).check();
    }
  } else if (t === 'order') {
    for (const [at, step] of key.entries()) {
      const place = isRight ? at + 1 : key.length - at;
      await box.locator(`li[data-key="${step}"] select`).selectOption(String(place));
    }
  } else if (t === 'open') await box.locator('textarea').fill('I wrote down what I saw.');
  else assert.fail(`no way to answer a question of type ${t}`);
}

/** Answers and checks every question of a quiz that judges one by one. */
export async function answerAll(quiz, isRight = true) {
  for (const box of await quiz.locator('.question:visible').all()) {
    await answer(box, isRight);
    await box.locator('.actions button').first().click();
  }
}

/** Takes a test: starts it, answers what was drawn, hands it in. */
export async function take(quiz, isRight) {
  await quiz.locator('.test-panel .button').first().click();
  const drawn = quiz.locator('.question:visible');
  await drawn.first().waitFor();
  const count = await drawn.count();
  for (let at = 0; at < count; at++) await answer(drawn.nth(at), isRight(at));
  await quiz.locator('.test-end .button').first().click();
  const sure = quiz.locator('.test-end .button, .test-end button').filter({ hasText: /anyway|all the same/i });
  if (await sure.count()) await sure.first().click();
  await quiz.locator('.review-page:visible').waitFor();
  return count;
}
