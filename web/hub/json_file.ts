// SPDX-License-Identifier: Apache-2.0
// Small files of JSON in a folder.
import { fail } from '../border/failure';
import { encoderErrors } from '../words/en/encoder_errors';
import { saying } from '../words/said';
import { readWhole, type Folder } from './folder';

const say = saying('encoderErrors', encoderErrors);

/** null: there is no such file. */
export async function readJson(folder: Folder, path: string): Promise<string | null> {
  const file = await folder.open(path);
  return file ? checkJson(path, await readWhole(file, path)) : null;
}

/** Its text. The engine reads JSON too, but does not know which file it came from. */
export function checkJson(path: string, bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail('E_FORMAT', say.noJson(path, (error as Error).message));
  }
  if (value === null || typeof value !== 'object')
    fail('E_FORMAT', say.noObject(path, JSON.stringify(value).slice(0, 40)));
  return text;
}
