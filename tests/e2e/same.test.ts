// SPDX-License-Identifier: Apache-2.0
// The built engines under Node give the weights of tests/golden/same/table.txt.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compare } from '../same/train';
import { moduleUrl } from './engine';

const site = { module: moduleUrl, read: async (path: string) => new Uint8Array(await readFile(path)) };

it.each([
  ['tabtune-simd', 1],
  ['tabtune-simd-threads', 2],
])('%s on %i threads has the weights of the table', async (build, threads) => {
  expect(await compare(site, build, threads)).toMatchObject({ other: [] });
});
