// SPDX-License-Identifier: Apache-2.0
// Encoders by name or address on the command line: from the hub or any server of its layout, kept on this computer.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelSource } from '../border/messages';
import { checkNoCredentials, folderUrl, HUB, nameAtAddress } from '../hub/address';
import { accountAt, type Web } from '../hub/url';
import { DataError } from '../read/problems';
import { cacheFolder, copiesOnDisk, listKept } from './cache';
import { jobs } from '../words/en/jobs';
import { progress, say, size, tell } from './terminal';
import type { Arguments } from './usage';

/** Another server in the place of the hub, as Python's huggingface_hub has it. */
export function hub(): string {
  const given = process.env.HF_ENDPOINT?.trim();
  if (!given) return HUB;
  const name = 'The environment variable HF_ENDPOINT';
  checkNoCredentials(given, name);
  if (!/^https?:\/\/[^/]/i.test(given) || !URL.canParse(given))
    throw new DataError(`${name} is "${given}"; it must be the address of a server, such as https://huggingface.co.`);
  const { origin, pathname } = new URL(given);
  return `${origin}${pathname.replace(/\/+$/, '')}/`;
}

/** What can only be a path. */
const isPath = (text: string) => /^[./~\\]|^[a-z]:[\\/]/i.test(text) || /\.(zip|safetensors|bin)$/i.test(text);

/** Of a --model that is nothing on this computer; null: it can only have been a path. */
export function sourceAtAddress(text: string): ModelSource | null {
  if (isPath(text)) return null;
  checkNoCredentials(text);
  let url: string;
  try {
    url = folderUrl(text);
  } catch {
    return null;
  }
  if (url.startsWith(HUB)) url = hub() + url.slice(HUB.length);
  say(`${text} is no folder here: reading ${url}; downloads are kept in ${cacheFolder()}`);
  return { kind: 'url', name: nameAtAddress(text), url };
}

export async function openWeb(): Promise<Web> {
  return {
    fetch: (url, init) => fetch(url, init),
    copies: copiesOnDisk(cacheFolder()),
    wait: (seconds) => {
      progress(jobs.waiting(Math.ceil(seconds)), true);
      return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    },
    account: accountAt(hub(), process.env.HF_TOKEN, 'The environment variable HF_TOKEN'),
    remedies: {
      account: 'Set the environment variable HF_TOKEN to a token of your account.',
      reach: () => 'Check the address and the connection.',
    },
  };
}

/** tabtune cache: what is kept, or less of it. */
export async function cache({ values }: Arguments): Promise<void> {
  const root = cacheFolder();
  const kept = await listKept(root);
  const { forget } = values;
  if (forget !== undefined) {
    const gone = kept.filter(({ folder }) => forget === 'all' || `/${folder}/`.includes(`/${forget}/`));
    if (!gone.length) throw new DataError(`Nothing in ${root} is called "${forget}".`);
    for (const { folder } of gone) await rm(join(root, folder), { recursive: true, force: true });
    say(
      `Removed ${size(gone.reduce((sum, { bytes }) => sum + bytes, 0))}: ${gone.map(({ folder }) => folder).join(', ')}`,
    );
    return;
  }
  for (const { folder, bytes, complete } of kept)
    tell([`${size(bytes).padStart(10)}  ${folder}${complete ? '' : ' (not complete)'}`]);
  say(`${size(kept.reduce((sum, { bytes }) => sum + bytes, 0))} in ${root}`);
}
