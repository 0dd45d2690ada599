// SPDX-License-Identifier: Apache-2.0
// Whatever the engine tells of what went wrong has a German sentence, and each of them comes out of the matcher.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { asEngineError, EngineFailure } from '../../web/border/failure';
import { sentence } from '../../web/state/trouble';
import { fetchRest, speak } from '../../web/words';
import { DATA } from '../../web/words/de/engine/data';
import { FILES } from '../../web/words/de/engine/files';
import { PARTS } from '../../web/words/de/engine/parts';
import { RUNS } from '../../web/words/de/engine/runs';
import { TOKENIZER } from '../../web/words/de/engine/tokenizer';
import { germanOf, SENTENCES } from '../../web/words/de/engine_said';
import { BASELINES } from '../../web/words/de/worth';
import { encoder, openPage } from './page';

const LITERAL = /(?:"(?:[^"\\\n]|\\.)*"(?:\s|PRI\w+)*)+/g;
const textOf = (literals: string) =>
  literals
    .match(/"(?:[^"\\\n]|\\.)*"/g)!
    .map(
      (one) =>
        JSON.parse(one.replace(/\\(x..|.)/g, (all, c: string) => ('"\\/bfnrtu'.includes(c) ? all : ''))) as string,
    )
    .join('');

/** The sources without comments and includes. */
const sources = new Map(
  readdirSync('core', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[ch]$/.test(name) && !name.includes('unicode_tables'))
    .map((name) => [
      name,
      readFileSync(`core/${name}`, 'utf8')
        .replace(/\/\*.*?\*\//gs, '')
        .replace(/^#.*$/gm, '')
        .replace(/'"'/g, '0'),
    ]),
);

const all = new Set([...sources.values()].flatMap((code) => [...code.matchAll(LITERAL)].map(([text]) => textOf(text))));

/** Text in the engine that is no sentence about a failure: JSON, names in files, and tables with German ones of their
 * own. */
const ELSEWHERE = [
  /^train\/defaults\.c$/, // engine_reasons.ts
  /^model\/family\.c$/, // types of models
];
const OTHER = /(TT_TAKE|tt_text_put|tt_take|\.help|ONE_OF|WHOLE|REAL|NUMBERS|magic\[\])\s*(=|\([^;]*?)\s*$/;

/** What can stand in a failure: formats of tt_fail, and whatever else has two words. */
function* spoken(): Generator<string> {
  for (const [name, code] of sources) {
    for (const [, format] of code.matchAll(new RegExp(`tt_fail\\([^;"]*?(${LITERAL.source})`, 'g'))) {
      const text = textOf(format!);
      if (/[a-z]/i.test(text.replace(/%(\.\*)?[a-z]/g, ''))) yield text;
    }
    if (ELSEWHERE.some((other) => other.test(name))) continue;
    for (const found of code.matchAll(LITERAL)) {
      const text = textOf(found[0]);
      const before = code.slice(Math.max(0, found.index - 400), found.index);
      const statement = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('{')) + 1);
      if (/[a-z]{2,}:? [a-z]{2,}/i.test(text) && !OTHER.test(before) && !OTHER.test(statement)) yield text;
    }
  }
}

/** Options and tasks have German texts of their own, and so have the names of the baselines; the names of heads in a
 * saved run are compared, not read. */
const NAMED = (text: string) =>
  text in BASELINES || /^[A-Z][^%]*\.$|^(What is trained|When to stop)$|^, on the (normalized )?mean$/.test(text);

test('every sentence of the engine has one German sentence, and there is none for others', () => {
  const wanted = [...new Set(spoken())].filter((text) => !NAMED(text));
  expect(wanted.length).toBeGreaterThan(250);
  expect(wanted.filter((text) => !(text in SENTENCES))).toEqual([]);
  expect(Object.keys(SENTENCES).filter((text) => !all.has(text))).toEqual([]);
  const tables = [DATA, FILES, PARTS, RUNS, TOKENIZER].map((table) => Object.keys(table).length);
  expect(tables.reduce((sum, one) => sum + one)).toBe(Object.keys(SENTENCES).length);
});

const VALUE = /%(?:\.\*|\.?\d+)?(?:ll|z)?([a-z])/g;

test('each of them is found with its values in it', async () => {
  await speak('de');
  for (const [format, german] of Object.entries(SENTENCES)) {
    const values: [written: string, put: string][] = [];
    const english = format.replace(VALUE, (_, kind: string, at: number) => {
      const n = values.length;
      const joint =
        kind === 's' &&
        (format.slice(at + 2).startsWith('%s') ? at === 0 : format.slice(0, at).endsWith('%s') && at > 2);
      const text = joint ? '' : `x_${n}`;
      values.push(kind === 's' ? [text, text] : /[fg]/.test(kind) ? [`${n}.5`, `${n},5`] : [`120${n}`, `1.20${n}`]);
      return values.at(-1)![0];
    });
    const expected = german.replace(/%(\d)/g, (_, nth: string) => values[Number(nth) - 1]![1]);
    expect(germanOf(english), english).toBe(expected);
    const used = new Set(german.match(/%\d/g));
    expect(used.size, format).toBe(values.length);
  }
  await speak('en');
});

/** Sentences of parts, as the engine writes them. */
const TOGETHER: [string, string][] = [
  [
    'the gradient stopped being a finite number in update 12; a lower learning rate usually helps; the weights are those of epoch 2, the best so far',
    'In Aktualisierung 12 war der Gradient keine endliche Zahl mehr; eine kleinere Lernrate hilft meist; die Gewichte sind die der Epoche 2, der besten bis dahin.',
  ],
  [
    'row 4: the text has 2000000 bytes; 1048576 is the limit',
    'Zeile 4: Der Text hat 2.000.000 Bytes; die Grenze ist 1.048.576.',
  ],
  [
    "validation row 3, word 2: the label 1.5 is none of the head's classes 0 to 4",
    'Validierungszeilen, Zeile 3, Wort 2: Das Label 1,5 ist keine der Klassen 0 bis 4 des Kopfes.',
  ],
  [
    'tokenizer.json: the pre_tokenizer is {"type":"Split"}, at byte 77; supported is BertPreTokenizer, ByteLevel, Metaspace or WhitespaceSplit',
    'tokenizer.json: Der pre_tokenizer ist {"type":"Split"}, bei Byte 77; möglich ist BertPreTokenizer, ByteLevel, Metaspace oder WhitespaceSplit.',
  ],
  [
    'tokenizer.json: broken JSON at byte 9: a value is expected here',
    'tokenizer.json: Fehlerhaftes JSON bei Byte 9: Hier wird ein Wert erwartet.',
  ],
  [
    'config.json: model_type "gpt2" is not supported; take a checkpoint of the family modernbert instead',
    'config.json: model_type "gpt2" geht hier nicht; nimm stattdessen einen Checkpoint der Familie modernbert.',
  ],
  [
    'the saved run cannot be continued here: epochs is 3 there and 4 here; seed is nothing there and 1 here',
    'Das gespeicherte Training kann hier nicht weitergehen: Die Option epochs ist dort 3 und hier 4; die Option seed ist dort nichts und hier 1.',
  ],
  [
    'option epochs is "many"; it must be a whole number from 1 to 10000',
    'Die Option epochs ist "many"; sie muss eine ganze Zahl von 1 bis 10000 sein.',
  ],
  [
    'option class_weights is true; it must be "none" or "balanced" or a list of numbers from 1e-6 to 1e4, one for each label, 4096 at most',
    'Die Option class_weights ist true; möglich ist "none" oder "balanced" oder eine Liste von Zahlen von 1e-6 bis 1e4, eine für jedes Label, höchstens 4096.',
  ],
];

describe("in the page's language", () => {
  afterEach(() => speak('en'));
  const failed = (text: string) =>
    new EngineFailure({ code: 'E_DATA', text, at: -1, said: ['engineSaid', 'sentence', text] });

  test.each(TOGETHER)('%s', async (english, german) => {
    await Promise.all([speak('de'), fetchRest()]);
    expect(sentence(failed(english))).toBe(german);
  });

  test('a sentence that is in no table stays as it is, behind a German one', async () => {
    await Promise.all([speak('de'), fetchRest()]);
    expect(sentence(failed('the moon is full'))).toBe(
      'Das hat nicht geklappt. Die Meldung gibt es nur auf Englisch: the moon is full.',
    );
    await speak('en');
    expect(sentence(failed('the moon is full'))).toBe('The moon is full.');
  });

  test('what the browser throws is told in words of the page, also across the border', async () => {
    await Promise.all([speak('de'), fetchRest()]);
    const thrown = [
      [new TypeError('Failed to fetch'), /^Der Server ist nicht erreichbar/],
      [new DOMException('A requested file could not be found', 'NotFoundError'), /^Die Datei ist nicht mehr da/],
      [new DOMException('It has changed', 'NotReadableError'), /^Die Datei kann nicht gelesen werden/],
      [new DOMException('full', 'QuotaExceededError'), /^Der Browser gibt dieser Seite keinen weiteren Platz/],
      [new RangeError('Array buffer allocation failed'), /^Dafür reicht der Speicher nicht/],
      [new TypeError('x is not a function'), /^Das hat nicht geklappt.*x is not a function/],
      [new Error('Die Beispieldatei fehlt.'), /^Die Beispieldatei fehlt\.$/],
    ] as const;
    for (const [error, german] of thrown) {
      expect(sentence(error)).toMatch(german);
      if (error.name !== 'Error') expect(sentence(new EngineFailure(asEngineError(error)))).toMatch(german);
    }
  });
});

test.each([
  ['there is no option number; the nearest is "epochs"', /Option number /],
  ['tensor weights belongs to an encoder: this is no file of a head', /weights/],
  [
    'row 3 has the piece "test", number 5 of the vocabulary, but the encoder has embeddings for 4 only (vocab_size); ' +
      'take the vocabulary that belongs to it',
    /„test“/,
  ],
])('what comes from a file is no word of the engine: %s', (said, german) => {
  expect(germanOf(said)).toMatch(german);
});

test('a value may have a semicolon', () => {
  expect(germanOf('option keep is "a; b"; it must be "best" or "last"')).toBe(
    'die Option keep ist "a; b"; möglich ist "best" oder "last"',
  );
});

test('a sentence that the engine had to cut is German to its end', () => {
  let tried = 0;
  for (const [format, german] of Object.entries(SENTENCES)) {
    const at = format.search(/%(\.\*)?s/);
    const begun = format.slice(0, at);
    const alone = Object.keys(SENTENCES).filter((other) => other.startsWith(begun)).length === 1;
    if (at < 20 || begun.includes('%') || !alone) continue;
    tried++;
    const text = `${format.slice(0, at)}${'x'.repeat(300)}`.slice(0, 239);
    const told = germanOf(text);
    expect(told, format).toContain('xxx');
    expect(told, format).toContain(german.split(/%\d/).at(-1)!);
    expect(germanOf(`model.safetensors: ${text}`.slice(0, 239)), format).toMatch(/^model\.safetensors: /);
  }
  expect(tried).toBeGreaterThan(10);
});

test('a text of many separators is not tried in every way', () => {
  for (const n of [5, 20, 400, 5000]) expect(germanOf(`${'a; '.repeat(n)}b`)).toBeUndefined();
});

test('from the engine to the page', async () => {
  const page = await openPage();
  const anew = await import('../../web/words'); // the page that was opened has modules of its own
  await Promise.all([anew.speak('de'), anew.fetchRest()]);
  const files = encoder().filter(({ name }) => name !== 'config.json');
  const config = new File(['{"model_type":"gpt2"}'], 'config.json');
  await page.model.openFiles([Object.assign(config, { webkitRelativePath: 'tiny-bert/config.json' }), ...files]);
  expect(page.model.modelTrouble.value).toBe(
    'config.json: model_type "gpt2" geht hier nicht; nimm stattdessen einen Checkpoint der Familie modernbert.',
  );
  await anew.speak('en');
}, 60_000);
