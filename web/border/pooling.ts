// SPDX-License-Identifier: Apache-2.0
// What a head of texts reads, and where it then lies.
import type { Family, Pooling, PoolingError } from './messages';

export const POOLINGS = ['cls', 'mean', 'mean_normalized', 'compared'] as const satisfies readonly Pooling[];

/** Where transformers has no class for a head on means, it lies apart from the encoder. */
export const liesApart = (pooling: Pooling | undefined, { architectures }: Pick<Family, 'architectures'>) =>
  isMean(pooling) && architectures.mean === architectures.encoder;

export const isMean = (pooling: Pooling | undefined) => pooling !== undefined && pooling !== 'cls';

/** What new heads read of an encoder whose texts are given by `pooling`. The length of a mean depends on the text's
 * length more than on its sense, so a head that lies apart reads it scaled to length 1. */
export const poolingOfHeads = (pooling: Pooling, family: Pick<Family, 'architectures'>): Pooling =>
  liesApart(pooling, family) ? 'mean_normalized' : pooling;

/** The one with the least error; without any that was measured the first token. */
export function bestPooling(found: PoolingError[]): Pooling {
  const known = found.filter(({ error }) => error !== null).toSorted((a, b) => a.error! - b.error!);
  return known[0]?.pooling ?? 'cls';
}
