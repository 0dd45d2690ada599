// SPDX-License-Identifier: Apache-2.0
// Names of data sets of the hub, and what its list of their files is read as.
import { expect, it } from 'vitest';
import { dataSetIn, filesOfSet, listAddress, setNamed } from '../../web/read/data_set';

it.each<[string, object | null]>([
  ['a/b', { name: 'a/b' }],
  [' a/b/ ', { name: 'a/b' }],
  ['datasets/a/b', { name: 'a/b' }],
  ['a/b/de/test', { name: 'a/b', config: 'de', split: 'test' }],
  ['https://huggingface.co/datasets/a/b.c/viewer/de/test', { name: 'a/b.c', config: 'de', split: 'test' }],
  ['b', null],
  ['a/b/c/d/e', null],
  ['../b', null],
  ['https://elsewhere.example/a/b', null],
])('the name %s', (text, found) => {
  expect(setNamed(text)).toEqual(found);
  if (/^\s*a/.test(text)) expect(dataSetIn(text)).toBeNull(); // it may be a folder
});

it('its list is read, or refused', () => {
  const set = { name: 'a/b' };
  const root = listAddress('https://hub.example/', set);
  const files = (list: unknown, more: object = {}) => filesOfSet(root, JSON.stringify(list), { ...set, ...more });
  expect(root).toBe('https://hub.example/api/datasets/a/b/parquet');
  expect(files({ plain: { train: ['0', '1'] } })).toEqual({
    title: 'a/b/plain/train',
    files: [`${root}/plain/train/0.parquet`, `${root}/plain/train/1.parquet`],
  });
  expect(files({ en: {}, default: { test: ['0'] } }, { split: 'test' }).title).toBe('a/b/default/test');
  expect(() => files({ en: { train: ['0'] }, de: {} })).toThrow(/has the parts en, de/);
  expect(() => files({ en: { train: ['0'] } }, { config: 'constructor' })).toThrow(/has the parts en/);
  expect(() => files({ en: { train: [] } })).toThrow(/has the splits train, and no train/);
  for (const list of [[], {}, null, 'a', { en: ['0'] }, { en: { train: 1 } }])
    expect(() => files(list)).toThrow(/list of the files of a\/b cannot be read/);
  expect(() => filesOfSet(root, '<html>', set)).toThrow(/cannot be read/);
});
