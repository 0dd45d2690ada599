// SPDX-License-Identifier: Apache-2.0
// A data set of the hub by its name: datasets/OWNER/NAME, with /CONFIG and /SPLIT. The hub has each as Parquet files too,
// whatever form it was put there in.
import type { DataFile } from '../read/archive';
import { DataError } from '../read/problems';
import { readWhole } from '../hub/folder';
import { fileAtUrl } from '../hub/url';
import { hub, openWeb } from './hub';
import { progress, say, size } from './terminal';

interface Named {
  name: string;
  config?: string | undefined;
  split?: string | undefined;
}

const ADDRESS = /^(?:https:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/(?=datasets\/)/;
const NAME = /^datasets\/([\w-][\w.-]*\/[\w.-]+)(?:\/(?:viewer\/)?([\w.-]+))?(?:\/([\w.-]+))?\/?$/;

/** null: it is no such name. */
export function dataSetIn(text: string): Named | null {
  const found = NAME.exec(text.trim().replace(ADDRESS, ''));
  return found && { name: found[1]!, config: found[2], split: found[3] };
}

/** The Parquet files of one split. */
export async function dataSetFiles({ name, config: wanted, split = 'train' }: Named): Promise<DataFile[]> {
  const web = await openWeb();
  const root = `${hub()}api/datasets/${name}/parquet`;
  const list = await fileAtUrl(root, web);
  if (!list) throw new DataError(`The hub has no data set ${name}, or none of its rows as Parquet.`);
  const configs = configsIn(await readWhole(list, root), name);
  const names = Object.keys(configs);
  const config = wanted ?? (names.includes('default') || names.length > 1 ? 'default' : names[0]!);
  const splits = Object.hasOwn(configs, config) ? configs[config]! : null;
  if (!splits)
    throw new DataError(`${name} has the parts ${names.join(', ')}: name one of them, datasets/${name}/${names[0]}.`);
  const count = Object.hasOwn(splits, split) ? splits[split]!.length : 0;
  if (!count)
    throw new DataError(
      `${name} has the splits ${Object.keys(splits).join(', ')}, and no ${split}: name one of them, datasets/${name}/${config}/SPLIT.`,
    );
  say(`datasets/${name}/${config}/${split} is read from ${root}`);
  const files: DataFile[] = [];
  for (let i = 0; i < count; i++) {
    const file = await fileAtUrl(`${root}/${config}/${split}/${i}.parquet`, web);
    if (!file) throw new DataError(`${name} lacks ${config}/${split}/${i}.parquet, which the hub names.`);
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of file.stream()) {
      pieces.push(piece);
      bytes += piece.byteLength;
      progress(`Loading ${i + 1} of ${count} files: ${size(bytes)}`);
    }
    files.push({ name: `${i}.parquet`, bytes: new Uint8Array(Buffer.concat(pieces)) });
  }
  return files;
}

/** The hub's answer: lists of files by part and split. */
function configsIn(bytes: Uint8Array, name: string): Record<string, Record<string, unknown[]>> {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  try {
    const found = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Record<string, unknown[]>>;
    const good = isObject(found) && Object.keys(found).length > 0;
    if (good && Object.values(found).every((splits) => isObject(splits) && Object.values(splits).every(Array.isArray)))
      return found;
  } catch {
    // said below
  }
  throw new DataError(`The hub's list of the files of ${name} cannot be read.`);
}
