// SPDX-License-Identifier: Apache-2.0
// Whether a training can go on from the head that a checkpoint came with.
import { ownHead } from '../words/en/own_head';
import { some } from '../words/listing';
import { saying, type Said } from '../words/said';
import type { OwnHead } from './snapshot';

const say = saying('ownHead', ownHead);

/** What differs; null: the head fits, if its labels stand in another order too. */
export function whyNotKept(
  own: OwnHead | null,
  { task, labels, scheme }: Omit<OwnHead, 'pooling'>,
  name: string,
): Said | null {
  if (!own) return say.none(name);
  if (own.task !== task) return say.task(name, own.task, task);
  const missing = labels.filter((label) => !own.labels.includes(label));
  const unused = own.labels.filter((label) => !labels.includes(label));
  if (missing.length || unused.length) return say.labels(name, some(missing), some(unused));
  return own.scheme === scheme ? null : say.scheme(name);
}
