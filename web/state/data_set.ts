// SPDX-License-Identifier: Apache-2.0
// Rows from a data set of the hub, which the user names.
import { signal } from '@preact/signals';
import type { EngineError } from '../border/messages';
import { HUB } from '../project/encoders';
import { filesOfSet, listAddress, noSetName, noSuchSet, setNamed } from '../read/data_set';
import { words } from '../words';
import { MOST_DATA, mainFile, openData } from './data';
import { engine } from './engine';
import { attempt } from './trouble';

export const setTrouble = signal('');
const MOST_LIST = 1e6;

/** `token`: of the user's account at the hub, for this once. */
export const openSet = (text: string, token = ''): Promise<boolean> =>
  attempt(setTrouble, async () => {
    const set = setNamed(text);
    if (!set) throw noSetName(text);
    const before = mainFile.value;
    const root = listAddress(HUB, set);
    const account = token ? { token } : {};
    const fetch = (url: string, name: string, most: number) =>
      engine.call('file.fetch', { url, name, most, ...account });
    const list = await fetch(root, words.dataSets.list, MOST_LIST).catch((error: EngineError) => {
      throw error.said?.[1] === 'noFile' ? noSuchSet(set) : error;
    });
    const { title, files: addresses } = filesOfSet(root, await list.text(), set);
    const files: File[] = [];
    let room = MOST_DATA;
    for (const [i, address] of addresses.entries()) {
      const file = await fetch(address, words.dataSets.file(title, i + 1, addresses.length), room);
      files.push(new File([file], `${title.replaceAll('/', '-')}-${i}.parquet`));
      room -= file.size;
    }
    // Whoever has chosen other rows meanwhile wants those.
    if (mainFile.value === before) await openData(files, { name: title });
  });
