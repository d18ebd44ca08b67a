// A small course with a question of every type, a check, a final test, a survey and a scenario;
// and how the tests of questions use it.
import fs from 'node:fs';
import path from 'node:path';
import { build, listen, newPage, serve, tests, visit, writeBook } from './support.js';

const front = (title, more = '') => `+++\ntitle = "${title}"\ndescription = "${title}."\n${more}+++\n\n`;

const index = front('Module', 'minutes = 5\n\n[[objectives]]\nid = "mod.one"\ntext = "Tell behaviour from belief."\n') + 'The module.\n';

const lesson = front('Lesson', 'minutes = 5\nobjectives = ["mod.one"]\n') + `## Change

Text about change.

[Quiz: Practice](quiz/practice.md)
`;

const again = (what) => `> [!NOTE]\n> ${what} Read again: [Change](../01-lesson.md#change).\n`;

/** Every type, judged at once. */
const practice = `${front('Practice', 'kind = "quiz"\nid = "practice"\nmode = "practice"\nshuffle = "none"\n')}Take your time.

## Which *observation* comes first?

<!-- q: p-one · obj: mod.one · 2 points -->

An officer reads the day book.

1. [ ] A book from the library
   > It alone says **little**.
2. [x] A threat to newcomers
   > Yes: pressure on others.
3. [ ] A new haircut (25%)
   > It can be a change.

> [!TIP]
> Look for pressure.

> [!TIP]
> Look for a threat.

${again('One sign is never enough.')}

## What belongs in a record?

<!-- q: p-many · obj: mod.one · 2 points -->

- [x] What happened
- [x] How you know it
- [ ] What you think it means
  > Keep that apart.
- [ ] A guess about belief
  > That is no record.

${again('Facts first.')}

## Belief and behaviour are the same.

<!-- q: p-tf · obj: mod.one -->

1. [ ] True
   > They are two things.
2. [x] False

${again('Two things.')}

## What do we call a change of behaviour?

<!-- q: p-text · obj: mod.one -->

- = disengagement
- = desistance (50%)
  > Close: that is from crime in general.
- ~ deradicalisation
  > That is the change of belief.

${again('Behaviour.')}

## How many months before release?

<!-- q: p-number · obj: mod.one -->

- = 6 ± 0
- = 5 .. 7 (50%)
  > Near.

${again('Six.')}

## Who does what?

<!-- q: p-match · obj: mod.one -->

- Case manager -> receives information
- Probation officer -> reports to the court
- Mentor -> links people
- -> decides on the budget

${again('Roles.')}

## Sign or no sign?

<!-- q: p-grid · obj: mod.one -->

| Observation | Report | Record | Neither |
|---|:-:|:-:|:-:|
| Reads a newspaper | | | x |
| Threatens newcomers | x | | |

${again('Acts.')}

## Put the steps in order

<!-- q: p-order · obj: mod.one -->

1. Map the agencies
2. Agree on the structure
3. Share information
4. Name a case manager

${again('Order.')}

## Where would you record something?

<!-- q: p-spot · obj: mod.one -->

![Plan of a cell](plan.svg)

1. [ ] The radio (at 10,60 20x20)
   > Nothing.
2. [x] The list of names (at 60,20 20x20)
3. [ ] The photograph (at 70,60 20x20)
   > Nothing.

${again('The list.')}

## What would you do differently?

<!-- q: p-open · obj: mod.one -->

> [!NOTE]
> A good answer names acts. Read again: [Change](../01-lesson.md#change).
`;

const check = `${front('Check', 'kind = "quiz"\nid = "check-module"\nmode = "check"\npass = 70\nconfidence = true\n')}
## First of the check?

<!-- q: c-1 · obj: mod.one · keep -->

1. [x] Right
2. [ ] Wrong
   > Not this one.
3. [ ] Wronger
   > Not this one either.
4. [ ] None of these
   > There is one.

${again('First.')}

## Second of the check?

<!-- q: c-2 · obj: mod.one · was: c-old -->

1. [x] Yes, this
2. [ ] No, that
   > Not that.
3. [ ] Nor that
   > Nor that.

${again('Second.')}
`;

const pool = `${front('Pool', 'kind = "quiz"\nid = "pool"\n')}${Array.from({ length: 8 }, (none, at) => `
## Pool question ${at + 1}?

<!-- q: t-${at + 1} · obj: mod.one -->

1. [x] Right ${at + 1}
2. [ ] Wrong ${at + 1}
   > Not this.
3. [ ] Wronger ${at + 1}
   > Nor this.

${again(`Number ${at + 1}.`)}`).join('')}`;

const final = `${front('Final test', 'kind = "test"\nid = "final"\nmode = "final"\npass = 80\nattempts = 2\nconfidence = true\n')}Answer without looking back.

## Drawn questions

- 3 from [Pool](../01-first/quiz/pool.md)

## What belongs in a record?

<!-- q: f-many · obj: mod.one -->

- [x] What happened
- [x] How you know it
- [ ] What you think

> [!NOTE]
> Facts. Read again: [Change](../01-first/01-lesson.md#change).

## What do we call a change of behaviour?

<!-- q: f-text · obj: mod.one -->

- = disengagement

> [!NOTE]
> Behaviour. Read again: [Change](../01-first/01-lesson.md#change).
`;

const survey = `${front('Evaluation', 'kind = "quiz"\nid = "evaluation"\nmode = "survey"\n')}
## How was it?

<!-- q: e-1 · scale: 1-5 disagree | agree -->

1. The course was clear.
2. I can use it at work.

## What should change?

<!-- q: e-2 -->
`;

const scenario = `${front('The Friday release', 'kind = "scenario"\nid = "friday"\nstart = "the-phone-call"\n')}
## The phone call

It is Friday, 14:00.

- [Let him go.](#monday)
  > The first hours matter most.
- [Call the case manager.](#the-case-manager) (+2)
- [Tell the police.](#the-police) (+0)
  > Which agreement allows this?

## Monday

He spent the weekend with his old group.

> [!NOTE]
> Outcome: 0. Read again: [Change](../01-lesson.md#change).

## The case manager

The mentor meets him at the gate.

> [!NOTE]
> Outcome: 2 of 2.

## The police

The officer asks for the written protocol.

- [Go back and call the case manager.](#the-case-manager) (+1)
- [Insist.](#monday)
`;

const plan = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200"><rect width="400" height="200" fill="#ddd"/><rect x="240" y="40" width="80" height="40" fill="#fff"/></svg>\n';

const readAgain = (what) => `> [!NOTE]\n> ${what} اقرأ مرة أخرى: [التغيير](../01-lesson.md#change).\n`;

/** The practice in Arabic. */
const arabic = `${front('تدريب', 'kind = "quiz"\n')}خذ وقتك.

## أي *ملاحظة* تأتي أولًا؟

<!-- q: p-one -->

يقرأ موظف دفتر اليوميات.

1. [ ] كتاب من المكتبة
   > وحده لا يقول **الكثير**.
2. [x] تهديد للقادمين الجدد
   > نعم: ضغط على الآخرين.
3. [ ] قصة شعر جديدة (25%)
   > قد يكون تغييرًا.

> [!TIP]
> ابحث عن الضغط.

> [!TIP]
> ابحث عن التهديد.

${readAgain('علامة واحدة لا تكفي.')}

## ماذا يوجد في السجل؟

<!-- q: p-many -->

- [x] ما حدث
- [x] كيف عرفت ذلك
- [ ] ما تظن أنه يعنيه
  > افصل ذلك.
- [ ] تخمين عن المعتقد
  > ليس هذا سجلًا.

${readAgain('الوقائع أولًا.')}

## المعتقد والسلوك شيء واحد.

<!-- q: p-tf -->

1. [ ] صحيح
   > هما شيئان.
2. [x] خطأ

${readAgain('شيئان.')}

## ماذا نسمي تغير السلوك؟

<!-- q: p-text -->

- = فك الارتباط
- = الكف (50%)
  > قريب: ذلك عن الجريمة عمومًا.
- ~ نزع التطرف
  > ذلك تغير المعتقد.

${readAgain('السلوك.')}

## كم شهرًا قبل الإفراج؟

<!-- q: p-number -->

- = 6 ± 0
- = 5 .. 7 (50%)
  > قريب.

${readAgain('ستة.')}

## من يفعل ماذا؟

<!-- q: p-match -->

- مدير الحالة -> يتلقى المعلومات
- موظف المراقبة -> يرفع التقارير إلى المحكمة
- المرشد -> يصل بين الناس
- -> يقرر الميزانية

${readAgain('الأدوار.')}

## علامة أم لا؟

<!-- q: p-grid -->

| الملاحظة | بلّغ | سجّل | لا شيء |
|---|:-:|:-:|:-:|
| يقرأ جريدة | | | x |
| يهدد القادمين | x | | |

${readAgain('الأفعال.')}

## رتّب الخطوات

<!-- q: p-order -->

1. حدد الجهات
2. اتفقوا على البنية
3. تبادلوا المعلومات
4. عيّنوا مدير حالة

${readAgain('الترتيب.')}

## أين تسجل شيئًا؟

<!-- q: p-spot -->

![مخطط زنزانة](plan.svg)

1. [ ] المذياع (at 10,60 20x20)
   > لا شيء.
2. [x] قائمة الأسماء (at 60,20 20x20)
3. [ ] الصورة (at 70,60 20x20)
   > لا شيء.

${readAgain('القائمة.')}

## ماذا كنت ستفعل بطريقة أخرى؟

<!-- q: p-open -->

> [!NOTE]
> الجواب الجيد يسمي أفعالًا. اقرأ مرة أخرى: [التغيير](../01-lesson.md#change).
`;

/** The book's files; `changed` replaces or adds some, or takes away with `null`. */
export const files = (changed = {}) => Object.fromEntries(Object.entries({
  'book.toml':
    '[book]\nid = "asked"\ntitle = "Asked"\ndescription = "A book."\nlanguage = "en"\n\n[languages.en]\nname = "English"\n\n[languages.fr]\nname = "Français"\n\n[languages.ar]\nname = "العربية"\n',
  'content/en/index.md': `${front('Welcome')}Read the [course](course/index.md).\n`,
  'content/en/course/index.md': `${front('Course')}The course.\n`,
  'content/en/course/01-first/index.md': index,
  'content/en/course/01-first/01-lesson.md': lesson,
  'content/en/course/01-first/quiz/practice.md': practice,
  'content/en/course/01-first/quiz/plan.svg': plan,
  'content/en/course/01-first/quiz/check.md': check,
  'content/en/course/01-first/quiz/pool.md': pool,
  'content/en/course/01-first/quiz/friday.md': scenario,
  'content/en/course/02-test/index.md': front('Test', 'minutes = 5\n') + 'The test.\n',
  'content/en/course/02-test/final.md': final,
  'content/en/course/02-test/evaluation.md': survey,
  'content/fr/index.md': `${front('Bienvenue')}Texte.\n`,
  'content/ar/course/01-first/quiz/practice.md': arabic,
  'content/ar/index.md': `${front('أهلا')}نص.\n`,
  ...changed,
}).filter(([, text]) => text !== null));

export const sources = { practice, check, pool, final, survey, scenario };

const out = path.join(tests, 'out', `quiz-${process.pid}`);
process.on('exit', () => fs.rmSync(out, { recursive: true, force: true }));

let count = 0;
/** Builds the book and returns its folder. */
export function quizBook(changed) {
  count += 1;
  return build(writeBook(files(changed)), path.join(out, String(count)));
}

export const pages = {
  lesson: 'en/course/first/lesson.html',
  practice: 'en/course/first/quiz/practice.html',
  arabic: 'ar/course/first/quiz/practice.html',
  check: 'en/course/first/quiz/check.html',
  scenario: 'en/course/first/quiz/friday.html',
  final: 'en/course/test/final.html',
  survey: 'en/course/test/evaluation.html',
};

/** Opens a page of the book, and fails later with what it complained about. */
export async function open(folder, name, options = {}) {
  const base = options.base ?? `http://127.0.0.1:${await serve(folder)}/`;
  const page = options.page ?? (await newPage(options));
  const complaints = await listen(page, base);
  await visit(page, base + name);
  return { page, complaints, base };
}

/** What the store keeps under a kind and an id. */
export const kept = (page, kind, id) => page.evaluate(([kind, id]) => window.keyward.store.get(kind, id), [kind, id]);
