// SPDX-License-Identifier: Apache-2.0
// What a label is called, as an encoder reads words.
import { expect, it } from 'vitest';
import { labelNames } from '../../web/border/label_names';
import { Model } from '../../web/engine/module';

const task = 'single_label_classification';

it('reads the words of a name that programs write', () => {
  expect(labelNames(task, ['AddToPlaylist', 'add_to_playlist', 'add-to.playlist', 'ORDER_STATUS'])).toEqual([
    'Add To Playlist',
    'add to playlist',
    'add to playlist',
    'order status',
  ]);
  expect(labelNames(task, ['Sehr gut', 'Ärger/Frust', 'нет', '好'])).toEqual(['Sehr gut', 'Ärger Frust', 'нет', '好']);
  expect(labelNames('multi_label_classification', ['joy', '5 stars'])).toEqual(['joy', '5 stars']);
});

it('takes none where a label is no word, or stands for something else', () => {
  for (const labels of [
    ['0', '1'],
    ['good', '-1'],
    ['a', 'b'],
    ['good', ''],
    ['😀', '😡'],
  ])
    expect(labelNames(task, labels)).toBeUndefined();
  expect(labelNames('token_classification', ['O', 'B-PER', 'I-PER'])).toBeUndefined();
  expect(labelNames('regression', ['score'])).toBeUndefined();
});

it('reach the engine with every new head, also those of a learning curve', () => {
  const given: unknown[] = [];
  const heap = {
    lend: ([json]: [Uint8Array]) => given.push(JSON.parse(new TextDecoder().decode(json).replace('\0', ''))),
  };
  const model = Object.assign(Object.create(Model.prototype) as Model, { heap });
  model.head({ task, labels: ['ham', 'spam'], seed: 1, pooling: 'mean' });
  model.head({ task, labels: ['0', '1', '2'], seed: 2 });
  expect(given).toEqual([
    { task, outputs: 2, names: ['ham', 'spam'], seed: 1, pooling: 'mean' },
    { task, outputs: 3, seed: 2 },
  ]);
});
