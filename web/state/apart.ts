// SPDX-License-Identifier: Apache-2.0
// Files that are parts of a split by their names, each taken for its part.
import type { Part } from '../border/messages';
import { OTHERS } from '../rows/files';
import { mainFile, openData, openOwn } from './data';

/** `parts`: the places of the files of each, which may be the same: an archive that has several. */
export async function takeApart(parts: Record<Part, number[]>): Promise<void> {
  const file = mainFile.value;
  if (!file) return;
  const files = (part: Part) => parts[part].map((i) => new File([file.files[i]!], file.names[i]!));
  const isShared = (i: number) => Object.values(parts).filter((places) => places.includes(i)).length > 1;
  const among = (part: Part) => (parts[part].some(isShared) ? { part } : {});
  if (!(await openData(files('train'), among('train')))) return;
  for (const part of OTHERS) if (parts[part].length) await openOwn(part, files(part), among(part));
}
