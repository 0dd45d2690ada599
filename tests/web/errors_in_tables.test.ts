// SPDX-License-Identifier: Apache-2.0
// What is told of files, encoders, projects and the engine stands in the tables of every language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, describe, expect, test } from 'vitest';
import { fail } from '../../web/border/failure';
import { readLoraConfig } from '../../web/hub/lora';
import { readHeader } from '../../web/hub/safetensors';
import { torchFile } from '../../web/hub/torch';
import { readHead } from '../../web/hub/head';
import { checkNoCredentials } from '../../web/hub/address';
import { refusal } from '../../web/engine/refusals';
import { parseText } from '../../web/read/parse';
import { sentence } from '../../web/state/trouble';
import { fetchRest, inWords, speak } from '../../web/words';

const ROOMS = ['answers', 'engine', 'foreign', 'hub', 'project', 'publish', 'read', 'recipe', 'rows', 'share', 'zip'];

/** What nobody sees on the page: options of the command line, what a user stopped, what becomes another sentence, and
 * what cannot be. */
const UNSEEN = [
  '--# is #, not "#".',
  'Failed to fetch',
  'nothing has arrived for # seconds',
  'The reading was stopped.',
  'The worker answered another question.',
];

const SENTENCE = /\p{L}{2,},? \p{L}{2,}/u;

/** Sentences that are thrown, or stand in a problem, as they are written in the source. */
function thrownIn(file: string, code: string): string[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && SENTENCE.test(node.text)) found.push(node.text);
    if (ts.isTemplateExpression(node)) {
      const text = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('#');
      if (SENTENCE.test(text) || / \p{L}{2,}|\p{L}{2,} /u.test(text)) found.push(text);
    }
    ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    const called = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression.getText(source) : '';
    if (/(^|\.)(fail|no|refuse|damaged|\w+Error|\w+Failure|Error)$/.test(called))
      (node as ts.CallExpression).arguments.forEach(collect);
    else if (ts.isPropertyAssignment(node) && /^(text|words|title|remedy)$/.test(node.name.getText(source)))
      collect(node.initializer);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('no sentence about files, encoders, projects or the engine is written where it is thrown', () => {
  const files = ROOMS.flatMap((room) =>
    readdirSync(join('web', room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('web', room, name)),
  );
  const beside = files.flatMap((file) =>
    thrownIn(file, readFileSync(file, 'utf8'))
      .filter((text) => !UNSEEN.includes(text))
      .map((text) => [file, text]),
  );
  expect(beside).toEqual([]);
  for (const code of [
    "fail('E_DATA', 'It is bad.')",
    'throw new DataError(`Row ${n} is bad`)',
    "a = { text: 'So it is' }",
  ])
    expect(thrownIn('a.ts', code), code).toHaveLength(1);
  for (const code of ["fail('E_DATA', say.bad)", "log('It is bad.')", "a = { text: 'x' }"])
    expect(thrownIn('a.ts', code), code).toEqual([]);
});

const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));
const file = (text: string, name = 'kopf.safetensors') => new File([text], name);
const opened = (text: string) => ({
  size: text.length,
  async *stream(from = 0) {
    yield bytes(text).slice(from);
  },
});

/** What a German user meets where an encoder, a head or a project cannot be opened. */
const THROWN: [string, () => unknown, RegExp][] = [
  [
    'a damaged header',
    () => readHeader('a.safetensors', bytes('{')),
    /^a\.safetensors ist keine heile .*: Der Dateikopf ist kein JSON\./,
  ],
  ['no head', () => readHead(file('x')), /^kopf\.safetensors ist kein Kopf, .*: Die Datei hat weniger als 8 Bytes\.$/],
  [
    'no file of torch',
    () => torchFile('a.bin', opened('no file of torch')),
    /^a\.bin ist keine Datei von torch\.save; sie beginnt mit/,
  ],
  [
    'a pickle that runs programs',
    () => torchFile('a.bin', opened('\x80\x02cos\nsystem\n.')),
    /^a\.bin enthält ein Objekt os\.system, und hier/,
  ],
  [
    'another kind of adapter',
    () => readLoraConfig('a', '{"peft_type":"LORA","use_dora":true}'),
    /^a ist ein Adapter einer anderen Art \(DoRA\)/,
  ],
  [
    'an address with a password',
    () => checkNoCredentials('https://me:secret@x.example'),
    /^Die Adresse hat einen Namen oder ein Passwort/,
  ],
  ['no encoder', () => fail('E_STATE', refusal.noEncoder), /^Noch ist kein Encoder geladen/],
  ['no rows', () => fail('E_STATE', refusal.noRows('validation')), /^Noch gibt es keine Validierungszeilen/],
  [
    'no memory',
    () => fail('E_MEMORY', refusal.doesNotFit('x', refusal.noMemory(12345), 4096)),
    /: Für 12\.345 Bytes ist kein Speicher mehr da\. Der Rechenkern darf hier bis zu 4\.096 MB/,
  ],
];

describe("in the page's language", () => {
  afterEach(() => speak('en'));

  test.each(THROWN)('%s is told', async (_, run, german) => {
    await Promise.all([speak('de'), fetchRest()]);
    const error: unknown = await Promise.resolve()
      .then(run)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(sentence(error)).toMatch(german);
    await speak('en');
    expect(sentence(error)).not.toMatch(german);
  });

  test('what was made of a file is told', async () => {
    await Promise.all([speak('de'), fetchRest()]);
    const [note] = parseText('__label__a one\n__label__b two\n__label__a three\nnone\n').problems;
    expect(inWords(note!)).toBe('1 Zeile weggelassen (Zeile 4): Am Anfang fehlt __label__.');
  });
});
