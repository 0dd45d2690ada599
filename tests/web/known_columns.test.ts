// SPDX-License-Identifier: Apache-2.0
// A file of texts is read by the names of the columns that the model was trained on, wherever the model comes from.
import { afterEach, expect, it, vi } from 'vitest';
import type { ModelSource } from '../../web/border/messages';
import { openPage } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

const NEW = new File(['what was said\nrow number 1\nrow number 4\n'], 'new.csv');

const zipped = (zip: Blob): ModelSource => ({
  ...{ kind: 'files', name: 'mine', files: [new File([zip], 'mine.zip')], paths: ['mine.zip'] },
});

const trained = async (header: string, line: (i: number) => string) => {
  const page = await openPage();
  await page.load();
  await page.data.openData([
    new File([`${header}\n${Array.from({ length: 80 }, (_, i) => line(i)).join('\n')}\n`], 'own.csv'),
  ]);
  await page.replanned();
  page.training.setMethod('head');
  await page.train({});
  return { ...page, ...(await import('../../web/state/many')), ...(await import('../../web/state/results')) };
};

it('a file of one column has a header where the model was trained on a column of that name', async () => {
  const page = await trained('what was said,verdict', (i) => `row number ${i} says ${i * 7},${['no', 'yes'][i % 2]}`);
  const told = async () => {
    await page.predictFile([NEW]);
    expect(page.manyTrouble.value).toBe('');
    return [page.many.value!.column, page.many.value!.examples.map(({ text }) => text)];
  };
  const asNamed = ['what was said', ['row number 1', 'row number 4']];
  expect(await told()).toEqual(asNamed);
  const { engine } = page.engine;
  const about = await page.aboutTrained('mine');
  const zip = await engine.call('export.model', { ...about, dtype: 'F32', onnx: false });
  const head = await engine.call('export.head', about);
  await page.model.openAtOnce(zipped(zip));
  expect(page.head.ownHead.value?.reads?.columns).toMatchObject({ text: 'what was said' });
  expect(await told()).toEqual(asNamed);
  await engine.call('head.new', { ...page.data.dataset.value!, seed: 1 });
  await page.model.openHead(new File([head], 'head.safetensors'));
  expect(page.head.headFile.value?.columns.text).toBe('what was said');
  expect(await told()).toEqual(asNamed);
});

it('a model of pairs that was opened as a folder wants two texts', async () => {
  const page = await trained(
    'sentence1,sentence2,label',
    (i) => `row number ${i} here,and ${i * 7} there,${['no', 'yes'][i % 2]}`,
  );
  const zip = await page.engine.engine.call('export.model', {
    ...(await page.aboutTrained('mine')),
    ...{ dtype: 'F32', onnx: false },
  });
  await page.model.openAtOnce(zipped(zip));
  expect([page.head.ownHead.value?.pooling, page.head.readsPairs.value]).toEqual(['cls', true]);
  await page.predictFile([NEW]);
  expect(page.many.value).toBeNull();
  expect(page.manyTrouble.value).not.toBe('');
  const read = async (text: string) => {
    await page.predictFile([new File([text], 'more.csv')]);
    return [page.many.value?.column, page.many.value?.second, page.manyTrouble.value === ''];
  };
  // An id or a note is no second text.
  expect(await read('id,review,note\n1,all is well,x\n2,nothing is,y\n')).toEqual([undefined, undefined, false]);
  expect(await read('id,sentence2,sentence1\n1,all is well,x\n2,nothing is,y\n')).toEqual([
    ...['sentence1', 'sentence2', true],
  ]);
  expect(await read('one,other\nall is well here,x is y\nnothing is well,y is x\n')).toEqual(['one', 'other', true]);
});

it('a test file is read by the names of the main file', async () => {
  const page = await trained(
    'What was said?,The verdict!',
    (i) => `row number ${i} says ${i * 7},${['no', 'yes'][i % 2]}`,
  );
  await page.data.openOwn('test', [
    new File(['What was said?,The verdict!\nall is well,yes\nnothing is,no\n'], 't.csv'),
  ]);
  await page.replanned();
  expect(page.data.dataset.value!.parts.test.map(({ text }) => text)).toEqual(['all is well', 'nothing is']);
});
