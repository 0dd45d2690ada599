// SPDX-License-Identifier: Apache-2.0
// The tables of the page's languages are whole, the page has no sentence beside them, and what is shown follows the
// language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { h } from 'preact';
import { afterEach, describe, expect, test } from 'vitest';
import { changeInWords } from '../../web/answers/worth';
import { folderUrl } from '../../web/hub/address';
import { OTHERS, unpack } from '../../web/read/archive';
import { parseTable, parseText } from '../../web/read/parse';
import { DataError } from '../../web/read/problems';
import { kindsRefused } from '../../web/read/signatures';
import { chooseColumns } from '../../web/rows/choose';
import { sentence } from '../../web/state/trouble';
import { bytes, count, decimal, duration, percent, rounded, scientific } from '../../web/ui/format';
import { marked } from '../../web/ui/marked';
import { quantity } from '../../web/ui/quantity';
import { fetchRest, inWords, speak, words } from '../../web/words';
import { KINDS } from '../../web/words/de/read_errors';
import { BASELINES } from '../../web/words/de/worth';
import { worth } from '../../web/words/en/worth';
import { LANGUAGES, wantedLanguage, type Language } from '../../web/words/languages';
import { plural } from '../../web/words/plural';
import { saying } from '../../web/words/said';
import { openPage } from './page';
import { sentencesIn } from './sentences';

const sources = ['web/views', 'web/ui', 'web/charts', 'web/state']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  )
  .concat('web/app.tsx', 'web/start.tsx', 'web/main.ts');

test('the page has its sentences in the tables alone', () => {
  const beside = sources.filter((file) => sentencesIn(file, readFileSync(file, 'utf8')).length > 0);
  expect(beside).toEqual([]);
  for (const code of [
    '<p>Hello</p>',
    '<p title="Hello" />',
    '<p>{a ? "Stop" : b}</p>',
    'const a = `so ${n} rows of it`',
  ])
    expect(sentencesIn('a.tsx', code), code).toHaveLength(1);
  for (const code of [
    '<p class="a b">·</p>',
    'if (a === "Enter") b()',
    "import a from 'so it is'",
    '<p>{words.a.b}</p>',
  ])
    expect(sentencesIn('a.tsx', code), code).toEqual([]);
});

type Entry = string | ((...values: unknown[]) => string) | { [key: string]: Entry };

/** Every entry of a table with its path. */
function* entriesOf(entry: Entry, path = ''): Generator<[string, string | ((...values: unknown[]) => string)]> {
  if (typeof entry === 'object')
    for (const [key, inner] of Object.entries(entry)) yield* entriesOf(inner, path ? `${path}.${key}` : key);
  else yield [path, entry];
}

async function tableOf(language: Language) {
  const { first, rest } = LANGUAGES[language];
  const { start } = (await import(`../../web/words/${language}/start.ts`)) as { start: Entry };
  return new Map(entriesOf({ start, ...(await first()), ...(await rest()) } as unknown as Entry));
}

/** A sentence, or the source of the function that makes it. */
const textOf = (entry: unknown) => String(entry);
const tagsOf = (entry: unknown) => [...new Set(textOf(entry).match(/<\w+\/?>/g))].sort();

describe.each(Object.keys(LANGUAGES) as Language[])('the table of %s', (language) => {
  test('has every sentence of the English one, with its values and its tags', async () => {
    const [english, table] = [await tableOf('en'), await tableOf(language)];
    expect([...table.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, entry] of table) {
      const other = english.get(path)!;
      expect(textOf(entry).trim(), path).not.toBe('');
      expect(typeof entry, path).toBe(typeof other);
      expect(tagsOf(entry), path).toEqual(tagsOf(other));
      if (typeof entry === 'function') expect(entry.length, path).toBe((other as typeof entry).length);
      if (language !== 'en' && typeof entry === 'string' && /\p{L}+ \p{L}+ \p{L}+/u.test(entry))
        expect(entry, path).not.toBe(other);
    }
  });
});

describe('the language', () => {
  afterEach(() => speak('en'));

  test('is the one that was chosen, or else the first that the browser asks for and the page has', () => {
    const kept = new Map<string, string>();
    const asks = (...languages: string[]) => {
      Object.defineProperty(globalThis, 'navigator', { value: { languages }, configurable: true });
      return wantedLanguage();
    };
    Object.defineProperty(globalThis, 'localStorage', {
      value: { getItem: (key: string) => kept.get(key) ?? null },
      configurable: true,
    });
    const { navigator } = globalThis;
    expect(asks('fr-CA', 'de-CH', 'en')).toBe('de');
    expect(asks('fr', 'constructor')).toBe('en');
    expect(asks()).toBe('en');
    kept.set('tabtune-language', 'en');
    expect(asks('de')).toBe('en');
    kept.set('tabtune-language', 'xx');
    expect(asks('de-AT')).toBe('de');
    kept.set('tabtune-language', 'de');
    expect(asks('en')).toBe('de');
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  });

  test('changes what the page shows, its numbers and its errors', async () => {
    expect(sentence({ code: 'E_DATA', text: 'Row 3 is bad.', at: 3 })).toBe('Row 3 is bad.');
    await speak('de');
    const { ends, within, atSpeed } = words.run;
    expect(atSpeed(ends.fitted(0, within(6.6)), 0)).toMatch(/^Der Kopf wurde in 6,6\ss angepasst\.$/);
    expect(words.load.headSize(384, 2)).toMatch(/mit 2 Ausgängen, .* 384 × 2 Gewichte und 2 Bias-Werte, 770 Zahlen/);
    expect([count(12345), decimal(0.5), percent(0.914), bytes(90_864_192), rounded(22_713_216)]).toEqual([
      '12.345',
      '0,500',
      '91,4\u00a0%',
      '90,9 MB',
      '22,7 Millionen',
    ]);
    expect([0.00213, 0.0449, 12.345, 1987.3].map((n) => quantity(n, 2))).toEqual([
      '0,00213',
      '0,0449',
      '12,35',
      '1.987',
    ]);
    await fetchRest();
    expect(words.columns.range('Jahr', 1987, 2024.25, '2.003')).toBe('Jahr: von 1987 bis 2024,25, im Mittel 2.003');
    expect([duration(9.96), scientific(0.00015)]).toEqual(['10,0\u00a0s', '1,5e-4']);
    expect([1, 2, 1000].map((n) => plural(n, { one: '# Zeile', other: '# Zeilen' }))).toEqual([
      '1 Zeile',
      '2 Zeilen',
      '1.000 Zeilen',
    ]);
    expect(sentence({ code: 'E_DATA', text: 'Row 3 is bad.', at: 3 })).toMatch(/nur auf Englisch: Row 3 is bad\.$/);
  });

  test('can be changed while the page is open', async () => {
    const { steps } = await openPage();
    expect(steps.needs.value.tokenize!.why).toBe('Choose data first.');
    await (await import('../../web/words')).speak('de');
    expect(steps.needs.value.tokenize!.why).toBe('Wähle zuerst Daten.');
  });

  test('is that of sentences of shared code, whose own text is English', async () => {
    await Promise.all([speak('de'), fetchRest()]);
    let error: unknown;
    try {
      folderUrl('ftp://x/y');
    } catch (thrown) {
      error = structuredClone({ ...(thrown as object), text: (thrown as Error).message });
    }
    expect(error).toMatchObject({ text: '"ftp://x/y" is no web address: it must begin with https://.' });
    expect(sentence(error)).toBe('„ftp://x/y“ ist keine Webadresse: Sie muss mit https:// beginnen.');
  });
});

test("a sentence within another is in the page's language too", async () => {
  await speak('de');
  const change = changeInWords(
    { p: 0.01, differences: { accuracy: { value: -1 / 8, interval: [null, null], p: 0.01 } } },
    'accuracy',
  );
  const sentence = saying('worth', worth).headBetter(change);
  expect(sentence.text).toMatch(/is better on these rows: fine-tuned, accuracy is 12.5 percentage points lower\./);
  expect(inWords(structuredClone(sentence))).toMatch(/Mit Feintuning: Genauigkeit um 12,5 Prozentpunkte niedriger\./);
  await speak('en');
});

test('the baselines are called in German by the names that the engine gives them', () => {
  const sources = ['core/baseline/baseline.c', 'web/engine/frozen_head.ts']
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
  for (const name of Object.keys(BASELINES)) expect(sources).toContain(name);
  const named = [...sources.matchAll(/"((?:always|finding|a linear|a conditional)[^"]*)"/g)].map((found) => found[1]!);
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(BASELINES).toHaveProperty([name]);
});

test('what is no table of text is called in German by the names that it is refused by', () => {
  const named = [...kindsRefused(), ...OTHERS.map(([, name]) => name)];
  expect(Object.keys(KINDS).sort()).toEqual([...new Set(named)].sort());
});

/** What a German user meets where a file cannot be read, wherever it was found. */
test.each<[string, () => unknown, RegExp]>([
  ['an empty file', () => parseTable(new Uint8Array()), /^Die Datei ist leer\. Speichere/],
  ['a picture', () => parseTable(new Uint8Array([0x89, 0x50, 0x4e, 0x47])), /^Das ist ein PNG-Bild und keine Tabelle/],
  ['no UTF-8', () => parseTable(new Uint8Array([0x61, 0xe9, 0x0a])), /^Zeile 1, Byte 1: E9 0A ist kein UTF-8\./],
  ['a header alone', () => parseText('text,label\n'), /^Die Datei hat eine Kopfzeile \(text und label\)/],
  ['an XML file', () => parseText('<?xml version="1.0"?><a/>'), /^Das ist eine XML-Datei .* Exportiere die Texte/],
  ['no zip', () => unpack({ name: 'a.zip', bytes: new TextEncoder().encode('PK\x03\x04') }), /^a\.zip ist kein Zip/],
  ['a column', () => chooseColumns(parseText('a,b\nx y z,1\n'), { text: 'c' }), /^Es gibt keine Spalte „c“/],
])("that it cannot be read, %s, is in the page's language", async (_, read, german) => {
  await Promise.all([speak('de'), fetchRest()]);
  const error = await Promise.resolve()
    .then(read)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataError);
  const { text, said } = error as DataError;
  expect(text).not.toMatch(/Datei|Zeile|Spalte/);
  expect(sentence(error)).toMatch(german);
  expect(sentence(structuredClone({ code: 'E_DATA', text, said, at: 0 }))).toMatch(german);
  await speak('en');
  expect(sentence(error)).toBe(text);
});

test('a sentence with markup has its parts in the place of its tags', () => {
  const link = (text: string) => h('a', { href: '#x' }, text);
  const flat = (node: unknown): string =>
    Array.isArray(node)
      ? node.map(flat).join('')
      : node && typeof node === 'object'
        ? flat((node as { props: { children: unknown } }).props.children)
        : String(node ?? '');
  const parts = marked('See <step>step 1</step> of <file/>, <code>a.b</code>.', { step: link, file: '<b>x</b>' });
  expect(flat(parts)).toBe('See step 1 of <b>x</b>, a.b.');
  expect(marked('plain')).toEqual(['plain']);
});
