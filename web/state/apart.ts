// SPDX-License-Identifier: Apache-2.0
// Several files that are parts of a split by their names, each taken for its part.
import type { Part } from '../border/messages';
import { OTHERS } from '../rows/files';
import { mainFile, openData, openOwn } from './data';

/** `parts`: the places of the files of each. */
export async function takeApart(parts: Record<Part, number[]>): Promise<void> {
  const file = mainFile.value;
  if (!file) return;
  const of = (part: Part) => parts[part].map((i) => new File([file.files[i]!], file.names[i]!));
  if (!(await openData(of('train')))) return;
  for (const part of OTHERS) if (parts[part].length) await openOwn(part, of(part));
}
