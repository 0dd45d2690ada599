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

/** What Python's json writes, and JSON has not; strings before it, which may have the same words. */
const SPECIAL = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/** As transformers 5 writes them: what needs a number there refuses it. */
const withoutSpecials = (text: string): string =>
  text.replace(SPECIAL, (found) => (found.startsWith('"') ? found : `{"__float__":"${found}"}`));

/** Its text. The engine reads JSON too, but does not know which file it came from. `python`: it is read as Python
 * does. */
export function checkJson(path: string, bytes: Uint8Array, python = true): string {
  const given = new TextDecoder().decode(bytes);
  const text = python ? withoutSpecials(given) : given;
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
