// SPDX-License-Identifier: Apache-2.0
// What is opened as a model and is none is told what it is, and where it belongs.
import { expect, it } from 'vitest';
import { folderOfFiles } from '../../web/hub/folder';
import { refuseWithoutConfig } from '../../web/hub/missing';
import { encoder, openPage } from './page';

const safetensors = (metadata: object, header = JSON.stringify({ __metadata__: metadata })) => {
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  return new Blob([length, header]);
};
const told = async (...files: [name: string, content: BlobPart][]) => {
  const folder = await folderOfFiles(
    'chosen',
    files.map(([name, content]) => new File([content], name)),
  );
  return refuseWithoutConfig(folder).catch((error: Error) => error.message);
};

it('a head, rows, and what is neither', async () => {
  expect(await told(['mine.safetensors', safetensors({ tabtune: 'head' })])).toMatch(
    /mine\.safetensors is a head alone/,
  );
  expect(await told(['a.csv', 'text,label\n'], ['b.xlsx', ''])).toMatch(/a\.csv has rows, and is no model.*step 1/);
  const neither = /chosen has no config\.json\. Choose a folder/;
  expect(await told(['a.csv', 'text,label\n'], ['vocab.txt', '[PAD]'])).toMatch(neither);
  expect(await told(['model.safetensors', safetensors({ format: 'pt' })])).toMatch(neither);
  expect(await told(['model.safetensors', safetensors({}, '{"a')])).toMatch(neither);
  expect(await told(['model.safetensors', 'short'])).toMatch(neither);
});

it('on the page one file is called by its name', async () => {
  const page = await openPage();
  const chosen = (name: string) => Object.assign(new File(['<html>'], name), { webkitRelativePath: '' });
  await page.model.openFiles([chosen('index.html')]);
  expect(page.model.modelTrouble.value).toMatch(/^index\.html has no config\.json\./);
  await page.model.openFiles([chosen('index.html'), chosen('other.html')]);
  expect(page.model.modelTrouble.value).toMatch(/^a local folder has no config\.json\./);
  await page.model.openFiles(encoder());
  expect(page.model.modelTrouble.value).toBe('');
});
