// SPDX-License-Identifier: Apache-2.0
// Sentences of the page and the command line are right for none, one and several of what they count.
import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { speak } from '../../web/words';
import { LANGUAGES, type Language } from '../../web/words/languages';
import { countedEntries, faultsOf } from './counted';

const files = readdirSync('web/words/en').filter((name) => name !== 'rest.ts' && name !== 'first.ts');
const counted = countedEntries(files.map((name) => `web/words/en/${name}`));

/** Entries whose number is never 1: a constant of the program, bytes and characters of what is long, or two and
 * more. */
const NEVER_ONE = new Set([
  ...[
    'engineErrors.noMemory',
    'linkFaults.long',
    'linkFaults.longHead',
    'link.made',
    'findings.long',
    'findings.emptyFold',
  ],
  ...['torchErrors.longPickle', 'torchErrors.otherSize', 'torchErrors.longPickles', 'torchErrors.largeTensors'],
  ...['torchErrors.shared', 'tensorErrors.bytes', 'webErrors.brokeOff', 'webErrors.ended'],
  ...['findings.rareLabels', 'findings.rareTypes', 'findings.fewOfLabel', 'rows.ownFew', 'queue.fitAgain'],
  ...['enough.tooFew', 'enough.byFolds', 'enough.onValidation', 'run.lossNote', 'run.atSpeed'],
  ...['enough.point', 'enough.noHelp', 'enough.gains', 'enough.worse', 'findings.numbers', 'ruined.oneLabelRows'],
  ...['ruined.oneLabelWords', 'columns.several', 'have.compare', 'prepare.manyFiles', 'readErrors.asOne'],
  ...['runs.manyTests', 'engineErrors.labelsApart', 'engineErrors.thresholds', 'readNotes.vectors', 'tryout.listed'],
  // An encoder has many pieces and wide vectors; a text has two special tokens; two texts are the least to pre-train
  // on.
  ...['lessonAnswers.longest', 'lessonAnswers.embeddings', 'load.pieces', 'load.headSize', 'steps.tokens'],
  ...['load.meanings.num_attention_heads', 'tokenize.cut', 'tokenize.maximumIs'],
  ...['load.pretrained', 'load.pretrainOnFile', 'load.pretrainOnData'],
]);

async function roomsOf(language: Language): Promise<Record<string, unknown>> {
  const { first, rest } = LANGUAGES[language];
  const { start } = (await import(`../../web/words/${language}/start.ts`)) as { start: unknown };
  return { start, ...(await first()), ...(await rest()) };
}

afterEach(() => speak('en'));

test('a fault of number is found', () => {
  for (const text of ['1 rows', '2 row', 'all 1 row', 'Show the 1 row', '1 row are', '2 rows is', '1 new texts'])
    expect(faultsOf('en', text), text).not.toEqual([]);
  for (const text of ['1 row', '11 rows', '2 rows', '0 rows', '0.1 rows', '1 class', 'Row 1: labels', '1 row is'])
    expect(faultsOf('en', text), text).toEqual([]);
  for (const text of ['1 Zeilen', '2 Zeile', 'alle 1 Zeile', 'Die 1 Zeile', '1 Zeile sind', '1 Testzeilen', '1 Labels'])
    expect(faultsOf('de', text), text).not.toEqual([]);
  for (const text of ['1 Zeile', '11 Zeilen', '2 Zeilen', '1 Label', '0,1 Zeilen', '1 Zeile ist'])
    expect(faultsOf('de', text), text).toEqual([]);
});

describe.each(Object.keys(LANGUAGES) as Language[])('the sentences of %s', (language) => {
  test('are right with 0, 1 and 2', async () => {
    await speak(language);
    const rooms = await roomsOf(language);
    expect(counted.size).toBeGreaterThan(250);
    const wrong = [...counted].flatMap(([path, all]) => {
      const entry = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], rooms);
      if (typeof entry !== 'function' || NEVER_ONE.has(path)) return [];
      const texts = all.map((values) => String((entry as (...values: unknown[]) => string)(...values)));
      const found = texts.find((text) => faultsOf(language, text).length > 0);
      return found ? [`${path}: ${faultsOf(language, found)[0]} | ${found}`] : [];
    });
    expect(wrong).toEqual([]);
  });
});
