// SPDX-License-Identifier: Apache-2.0
// What a head of texts reads, and why, in words.
import type { Cut, ModelInfo, Pooling, PoolingError, PoolingInput } from '../border/messages';
import { bestPooling, liesApart } from '../border/pooling';
import { engineRows } from '../rows/engine_rows';
import { strataOf } from '../rows/split';
import type { Prepared } from '../rows/prepare';
import { foldRows } from '../rows/split';
import { pooling } from '../words/en/pooling';
import { saying, type Said } from '../words/said';

type Rows = Pick<Prepared, 'task' | 'columns' | 'parts'>;
type Known = Pick<ModelInfo, 'pooling' | 'pooling_from' | 'family'>;

const say = saying('pooling', pooling);

/** Rows that are measured on, at most about: more of them take longer and seldom change what is chosen. */
const MOST_MEASURED = 256;
/** Of so few all are. What the engine reads of rows here the fit of the head does not read again. */
const ALL_MEASURED = 2 * MOST_MEASURED;
/** Of fewer rows the errors would be chance's. */
const LEAST_MEASURED = 10;

/** From so many pairs with labels on, an encoder that is trained learns to read both texts together better than a
 * linear model on it, as it is, can tell (tests/RESULTS.md; Thakur et al. 2021, Augmented SBERT). */
const MANY_PAIRS = 2000;

const learnsPairs = ({ task, parts }: Rows, method: unknown) =>
  task !== 'regression' && method !== 'head' && parts.train.length >= MANY_PAIRS;

/** Between which the training rows have to decide: where the encoder's files do not name what a head reads, and of
 * pairs whether both texts are read together. An adapter leaves as a folder of PEFT only with a head on the first
 * token. */
export function waysOf(info: Known, prepared: Rows, method: unknown): Pooling[] {
  const { pooling, pooling_from, family } = info;
  if (prepared.task === 'token_classification' || !liesApart('mean', family)) return [];
  if (pooling_from === 'default' && method === 'lora') return [];
  const ways: Pooling[] = pooling_from === 'file' ? [pooling] : ['mean_normalized', 'cls'];
  const together = prepared.columns.pair === undefined || learnsPairs(prepared, method);
  return together ? ways : [...ways, 'compared'];
}

/** Whether something is open, and there are rows enough to decide. */
export const poolingIsOpen = (info: Known, prepared: Prepared, method: unknown): boolean =>
  waysOf(info, prepared, method).length > 1 && prepared.parts.train.length >= LEAST_MEASURED;

/** Of what was measured, perhaps for another method or with other rows, the errors that decide between these ways;
 * null: one of them has yet to be measured, or nothing is open. */
export function errorsOf(found: PoolingError[] | null, ways: Pooling[]): PoolingError[] | null {
  const errors = (found ?? []).filter(({ pooling }) => ways.includes(pooling));
  return ways.length > 1 && errors.length === ways.length ? errors : null;
}

/** What is measured to decide; null: nothing. */
export function poolingInput(
  info: Known,
  prepared: Prepared,
  method: unknown,
  cut: Cut,
  seed: number,
): PoolingInput | null {
  const { task, labels, scheme } = prepared;
  const train = prepared.parts.train;
  if (!poolingIsOpen(info, prepared, method)) return null;
  const ways = waysOf(info, prepared, method);
  const head = { task, labels, scheme, seed, ways };
  if (train.length <= ALL_MEASURED) return { ...head, rows: null };
  const parts = Math.ceil(train.length / MOST_MEASURED);
  const places = foldRows(strataOf(train, prepared), [...train.keys()], seed, parts)[0]!;
  const of = engineRows(
    places.map((i) => train[i]!),
    prepared,
  );
  return { ...head, rows: { of, cut, places } };
}

/** `by`: the user, or these errors. */
export function poolingReason(
  { name, pooling, pooling_from }: Pick<ModelInfo, 'name' | 'pooling' | 'pooling_from'>,
  by: 'user' | PoolingError[] | null = null,
): Said {
  if (by === 'user') return say.chosen;
  if (by?.some(({ error }) => error !== null)) return measuredReason(by);
  if (pooling_from !== 'file') return say.notNamed(name);
  return pooling === 'cls' ? say.namedFirst(name) : say.namedMean(name);
}

function measuredReason(found: PoolingError[]): Said {
  const best = bestPooling(found);
  const error = found.find(({ pooling }) => pooling === best)!.error!;
  const rest = found.filter(({ pooling }) => pooling !== best);
  const other = rest.find(({ pooling }) => pooling === bestPooling(rest)) ?? rest[0]!;
  return other.error === null ? say.fitsOnly(say[other.pooling]) : say.errsLess(error, other.error, say[other.pooling]);
}
