// SPDX-License-Identifier: Apache-2.0
// The rows of a data set of the hub.
import type { DataFile } from '../read/archive';
import { filesOfSet, listAddress, noSuchSet, type DataSet } from '../read/data_set';
import { DataError } from '../read/problems';
import { readWhole } from '../hub/folder';
import { fileAtUrl } from '../hub/url';
import { hub, openWeb } from './hub';
import { progress, say, size } from './terminal';

/** The Parquet files of one split. */
export async function dataSetFiles(set: DataSet): Promise<DataFile[]> {
  const web = await openWeb();
  const root = listAddress(hub(), set);
  const list = await fileAtUrl(root, web);
  if (!list) throw noSuchSet(set);
  const { title, files: addresses } = filesOfSet(root, new TextDecoder().decode(await readWhole(list, root)), set);
  say(`datasets/${title} is read from ${root}`);
  const files: DataFile[] = [];
  for (const [i, address] of addresses.entries()) {
    const file = await fileAtUrl(address, web);
    if (!file) throw new DataError(`${set.name} lacks ${address.slice(root.length + 1)}, which the hub names.`);
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of file.stream()) {
      pieces.push(piece);
      bytes += piece.byteLength;
      progress(`Loading ${i + 1} of ${addresses.length} files: ${size(bytes)}`);
    }
    files.push({ name: `${i}.parquet`, bytes: new Uint8Array(Buffer.concat(pieces)) });
  }
  return files;
}
