// SPDX-License-Identifier: Apache-2.0
// What a link carries of the page's state: a small head with the same answers, and choices that lead to the same
// weights.
import { afterEach, expect, it, vi } from 'vitest';
import { packHead, unpackHead } from '../../web/share/packed';
import { readLink } from '../../web/share/link';
import { encoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

const TEXTS = ['row number 3 says yes 21', 'row number 8 says no 56', 'number', 'something else entirely'];

it.each([
  ['two labels', ['no', 'yes'], { task: null }],
  ['three labels', ['a', 'b', 'c'], { task: null }],
  ['any of two labels', ['no', 'yes'], { task: 'multi_label_classification' as const }],
])('a head in a link answers as the one that it was made of: %s', async (_, labels, { task }) => {
  const page = await openPage();
  await page.data.openData([rows(120, labels)]);
  page.data.chosenTask.value = task;
  await page.model.openFiles(encoder());
  await page.planned();
  page.training.method.value = 'head';
  await page.train();
  const { engine } = page.engine;
  const answers = async () => (await engine.call('predict', { texts: TEXTS, max_length: 32 })).outputs;
  const before = await answers();
  const whole = await engine.call('export.head', { name: 'h', metrics: { accuracy: 1 }, columns: { text: 'secret' } });
  const small = await engine.call('export.head', {
    ...{ name: 'h', metrics: { accuracy: 1 }, columns: { text: 'secret' }, small: true },
  });
  expect(small.size).toBeLessThan(whole.size / 2);
  expect(await whole.text()).toContain('secret');
  expect(await small.text()).not.toMatch(/secret|accuracy|novelty|row number/);
  const text = packHead(new Uint8Array(await small.arrayBuffer()));
  await page.replace.answerQuestion(true);
  await engine.call('head.open', new File([unpackHead(text)], 'The head in the link'));
  expect(page.head.answering.value?.labels).toEqual(page.data.dataset.value!.labels);
  const after = await answers();
  // Numbers of 11 binary digits: the third digit of a probability may be another one.
  after.forEach((row, i) => row.forEach((p, k) => expect(Math.abs(p - before[i]![k]!)).toBeLessThan(0.01)));
});

it('the choices of a link lead to the same weights, and another seed to others', async () => {
  const page = await openPage();
  await page.load();
  page.data.setColumns({ text: 0, labels: [1] });
  page.training.setOption('learning_rate', 0.002);
  page.data.seed.value = 5;
  page.data.setFractions({ validation: 0, test: 0.2 });
  page.tokens.wantedLength.value = 32;
  page.training.setOption('class_weights', [1, 2.5]);
  await page.replanned();
  const share = await import('../../web/state/share');
  const link = new URL(share.taskLink('tabtune-small', 'samples/reviews.csv'));
  const { link: read, faults } = readLink(link.search, link.hash);
  expect(faults).toEqual([]);
  expect(read.options).toMatchObject({ learning_rate: '0.002', seed: '5', label: 'label', class_weights: '1,2.5' });
  expect(read.options).toMatchObject({ validation_share: '0', test_share: '0.2' });
  await page.train();
  expect(await share.hashWeights()).toBe(true);
  const hash = share.weightsHash.value;
  expect(hash).toMatch(/^[0-9a-f]{16}$/);

  const other = await openPage();
  await other.load();
  const [again, optionsAgain] = await Promise.all([
    import('../../web/state/share'),
    import('../../web/state/link_options'),
  ]);
  await until(() => other.engine.engineInfo.value, 'the table of options');
  const { choices, faults: bad } = optionsAgain.readChoices(read.options, other.engine.engineInfo.value!.schema, true);
  expect(bad).toEqual([]);
  const fixes = (fix: string) => optionsAgain.readChoices({ fix }, other.engine.engineInfo.value!.schema, true);
  expect(['leaks,long', 'leaks+long'].map((fix) => fixes(fix).choices.fixes)).toEqual(Array(2).fill(['leaks', 'long']));
  expect(fixes('all').choices.fixes).toContain('imbalance');
  const named = (labels: string) => optionsAgain.readChoices({ labels }, other.engine.engineInfo.value!.schema, true);
  other.data.labelNames.value = { '-1': 'no, never', 1: 'yes' };
  const written = optionsAgain.choicesNow()['labels']!;
  other.data.labelNames.value = null;
  optionsAgain.chooseRows({ ...choices, ...named(written).choices });
  expect([written, other.data.labelNames.value]).toEqual(['-1=no, never;1=yes', { '-1': 'no, never', 1: 'yes' }]);
  other.data.labelNames.value = null;
  expect(named('{}').faults).toEqual([
    'The option labels of the link needs names such as 0=negative;1=positive, not "{}".',
  ]);
  optionsAgain.chooseRows(choices);
  await other.replanned();
  optionsAgain.chooseOptions(choices);
  await other.train();
  await again.hashWeights();
  expect(again.weightsHash.value).toBe(hash);
  expect(optionsAgain.choicesNow()).toEqual({ ...read.options, epochs: '1' });
  other.data.seed.value = 6;
  await other.train();
  await again.hashWeights();
  expect(again.weightsHash.value).not.toBe(hash);
});
