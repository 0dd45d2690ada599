// SPDX-License-Identifier: Apache-2.0
// A repository of the user's with these files in it: made, private unless it is wanted otherwise, and filled by one
// commit. The hub tells which files are large; those go to its storage (Git LFS) first.
import { commitIter, createRepo } from '@huggingface/hub';
import { fail } from '../border/failure';
import { publishing } from '../words/en/publishing';
import { saying } from '../words/said';
import type { Account } from './account';
import { total } from './files';
import type { Done, Push } from './messages';
import { patientFetch, sleep, type Wait } from './patient';
import { EXPIRED, outcome } from './trouble';

/** Of the commit. */
export const TITLE = 'Upload from Tabtune';
const say = saying('publishing', publishing);

/** The hub's rules. */
const isName = (name: string) => /^(?![.-])[\w.-]{1,96}(?<![.-])$/.test(name) && !/--|\.\.|\.git$/.test(name);

/** Resolves to the repository's address. */
export async function push(
  { name: owner, token, hub, until }: Account,
  { name, files, isPrivate, update }: Push,
  { signal, told, wait = sleep }: { signal: AbortSignal; told: (done: Done) => void; wait?: Wait },
): Promise<string> {
  if (!isName(name)) fail('E_CONFIG', say.badName(name));
  if (Date.now() >= until) fail(EXPIRED, say.expired(new URL(hub).host));
  const place = `${owner}/${name}`;
  const repo = { type: 'model', name: place } as const;
  const now: Done = { done: 0, total: total(files) };
  const busy = (waiting: number | null) => told(waiting === null ? now : { ...now, waiting });
  const account = { accessToken: token, hubUrl: hub, fetch: patientFetch(signal, wait, busy) };
  await outcome(
    hub,
    async () => {
      signal.throwIfAborted();
      if (!update) await createRepo({ ...account, repo, visibility: isPrivate ? 'private' : 'public' });
      signal.throwIfAborted();
      const operations = files.map((file) => ({ operation: 'addOrUpdate' as const, ...file }));
      const events = commitIter({ ...account, repo, operations, title: TITLE, abortSignal: signal, useXet: false });
      const done = new Map<string, number>();
      const sizes = new Map(files.map(({ path, content }) => [path, content.size]));
      for await (const event of events) {
        if (event.event !== 'fileProgress' || event.state !== 'uploading') continue;
        done.set(event.path, event.progress * (sizes.get(event.path) ?? 0));
        now.done = [...done.values()].reduce((a, b) => a + b, 0);
        told({ ...now });
      }
    },
    place,
  );
  return `${hub}/${place}`;
}
