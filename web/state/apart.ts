// SPDX-License-Identifier: Apache-2.0
// Several files that are parts of a split by their names, each taken for its part.
import { computed } from '@preact/signals';
import { partOf } from '../read/beside';
import { OTHERS } from '../rows/files';
import { mainFile, openData, openOwn } from './data';

/** The places of the files of each part; null where not all have one, as those in a zip, or none but one has files. */
export const apart = computed(() => {
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  const names = mainFile.value?.names ?? [];
  for (const [i, name] of names.entries()) {
    const words = name.replace(/\.[^/]*$/, '').split('/');
    const part = words.map(partOf).find((of) => of !== undefined);
    if (!part) return null;
    parts[part].push(i);
  }
  return parts.train.length && parts.train.length < names.length ? parts : null;
});

export async function takeApart(): Promise<void> {
  const [file, parts] = [mainFile.value, apart.value];
  if (!file || !parts) return;
  const of = (places: number[]) => places.map((i) => new File([file.files[i]!], file.names[i]!));
  if (!(await openData(of(parts.train)))) return;
  for (const part of OTHERS) if (parts[part].length) await openOwn(part, of(parts[part]));
}
