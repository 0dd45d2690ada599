// SPDX-License-Identifier: Apache-2.0
// Which encoder an adapter is merged into.
import { fail } from '../border/failure';
import type { ModelSource } from '../border/messages';
import type { Adapter } from '../hub/adapted';
import { folderUrl, HUB_NAME } from '../hub/address';
import type { Checkpoint } from '../hub/checkpoint';
import type { Loaded } from './load';
import { refusal } from './refusals';

const lastPart = (name: string) => name.split(/[/\\]/).filter(Boolean).at(-1) ?? '';

/** The one that was given; else the one that is loaded, where it is the adapter's by fingerprint or name, or the
 * adapter names no other that can be fetched; else the one of that name on the hub. */
export async function baseOfAdapter(
  { name, config, made }: Adapter,
  { base: given, ...source }: ModelSource,
  loaded: Loaded | null,
  open: (source: ModelSource) => Promise<Checkpoint>,
  fingerprintOf: (checkpoint: Checkpoint) => Promise<string>,
): Promise<Checkpoint> {
  const wanted = made?.base || config.base;
  const onHub = HUB_NAME.test(config.base);
  const named =
    !!loaded &&
    (loaded.checkpoint.name === wanted || (!onHub && lastPart(wanted) === lastPart(loaded.checkpoint.name)));
  const fits = !!loaded && (made ? loaded.fingerprint === made.fingerprint : named || !onHub);
  if (!given && loaded && fits) return loaded.checkpoint;
  const token = source.kind === 'url' && source.token ? { token: source.token } : {};
  const from = given ?? (onHub ? { kind: 'url' as const, name: wanted, url: folderUrl(config.base), ...token } : null);
  if (!from) fail('E_CONFIG', refusal.wantsBase(name, wanted, made?.fingerprint ?? ''));
  const base = await open(from);
  if (!made) return base;
  const found = await fingerprintOf(base);
  if (found !== made.fingerprint)
    fail('E_CONFIG', refusal.otherWeights(name, made.base, made.fingerprint, base.name, found));
  return base;
}
