// SPDX-License-Identifier: Apache-2.0
// A data set of the hub by its name: datasets/OWNER/NAME, with /CONFIG and /SPLIT. The hub has each as Parquet files
// too, whatever form it was put there in.
import { dataSets } from '../words/en/data_sets';
import { saying } from '../words/said';
import { DataError } from './problems';

const say = saying('dataSets', dataSets);

export interface DataSet {
  name: string;
  config?: string | undefined;
  split?: string | undefined;
}

const ADDRESS = /^(?:https:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/(?=datasets\/)/;
const NAME = /^([\w-][\w.-]*\/[\w.-]+)(?:\/(?:viewer\/)?([\w.-]+))?(?:\/([\w.-]+))?\/?$/;
const KIND = 'datasets/';

/** null: it is no such name. */
export function dataSetIn(text: string): DataSet | null {
  const plain = text.trim().replace(ADDRESS, '');
  return plain.startsWith(KIND) ? setNamed(plain) : null;
}

/** The same where nothing else can be meant, and `datasets/` may be left out. */
export function setNamed(text: string): DataSet | null {
  const found = NAME.exec(text.trim().replace(ADDRESS, '').replace(KIND, ''));
  return found && { name: found[1]!, config: found[2], split: found[3] };
}

/** The hub's list of its files, and where they are. */
export const listAddress = (hub: string, { name }: DataSet): string => `${hub}api/datasets/${name}/parquet`;

/** Of one split: its addresses, one for each file. `list`: the hub's answer. */
export function filesOfSet(
  root: string,
  list: string,
  { name, config: wanted, split = 'train' }: DataSet,
): { title: string; files: string[] } {
  const configs = configsIn(list, name);
  const names = Object.keys(configs);
  const config = wanted ?? (names.includes('default') || names.length > 1 ? 'default' : names[0]!);
  const splits = Object.hasOwn(configs, config) ? configs[config]! : null;
  if (!splits) throw new DataError(say.parts(name, names, names[0]!));
  const count = Object.hasOwn(splits, split) ? splits[split]!.length : 0;
  if (!count) throw new DataError(say.splits(name, Object.keys(splits), split, config));
  const files = Array.from({ length: count }, (_, i) => `${root}/${config}/${split}/${i}.parquet`);
  return { title: `${name}/${config}/${split}`, files };
}

/** Lists of files by part and split. */
function configsIn(list: string, name: string): Record<string, Record<string, unknown[]>> {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  try {
    const found = JSON.parse(list) as Record<string, Record<string, unknown[]>>;
    const good = isObject(found) && Object.keys(found).length > 0;
    if (good && Object.values(found).every((splits) => isObject(splits) && Object.values(splits).every(Array.isArray)))
      return found;
  } catch {
    // said below
  }
  throw new DataError(say.unreadable(name));
}

export const noSuchSet = ({ name }: DataSet): DataError => new DataError(say.none(name));
export const noSetName = (text: string): DataError => new DataError(say.noName(text));
