// SPDX-License-Identifier: Apache-2.0
// What a head of texts reads, and why, in words.
import type { Cut, ModelInfo, Pooling, PoolingError, PoolingInput, Task } from '../border/messages';
import { bestPooling, liesApart } from '../border/pooling';
import { engineRows, strataOf, type Prepared } from '../rows/prepare';
import { foldRows } from '../rows/split';

export const POOLING_NAMES: Record<Pooling, string> = {
  mean_normalized: 'the mean of all tokens, scaled to length 1',
  mean: 'the mean of all tokens',
  cls: '[CLS], the first token',
};

/** Rows that are measured on, at most about: more of them take longer and seldom change what is chosen. */
const MOST_MEASURED = 256;
/** Of fewer rows the errors would be chance's. */
const LEAST_MEASURED = 10;

/** Whether the training rows have to decide: the encoder's files do not name what a head reads. An adapter leaves as a
 * folder of PEFT only with a head on the first token. */
export const isOpen = (
  { pooling_from, family }: Pick<ModelInfo, 'pooling_from' | 'family'>,
  task: Task,
  method: unknown,
): boolean =>
  pooling_from === 'default' && task !== 'token_classification' && method !== 'lora' && liesApart('mean', family);

/** What is measured for that; null: there are too few rows. */
export function poolingInput(prepared: Prepared, cut: Cut, seed: number): PoolingInput | null {
  const { task, labels, scheme } = prepared;
  const train = prepared.parts.train;
  if (train.length < LEAST_MEASURED) return null;
  const parts = Math.ceil(train.length / MOST_MEASURED);
  const some = foldRows(strataOf(train, prepared), [...train.keys()], seed, parts)[0]!;
  const rows = engineRows(
    some.map((i) => train[i]!),
    prepared,
  );
  return { task, labels, scheme, seed, rows, cut };
}

/** `by`: the user, or these errors. */
export function poolingReason(
  { name, pooling, pooling_from }: Pick<ModelInfo, 'name' | 'pooling' | 'pooling_from'>,
  by: 'user' | PoolingError[] | null = null,
): string {
  if (by === 'user') return 'as was chosen';
  if (by?.some(({ error }) => error !== null)) return measuredReason(by);
  return pooling_from === 'file'
    ? `because 1_Pooling/config.json of ${name} names ${pooling === 'cls' ? 'it' : 'the mean'}`
    : `BERT's default: ${name} has no 1_Pooling/config.json that names another way`;
}

function measuredReason(found: PoolingError[]): string {
  const best = bestPooling(found);
  const of = (pooling: Pooling) => found.find((way) => way.pooling === pooling)!.error!;
  const [other] = found.filter(({ pooling }) => pooling !== best);
  const start = 'because a linear model on the frozen encoder';
  if (other!.error === null) return `${start} can be fitted to it, and not to ${POOLING_NAMES[other!.pooling]}`;
  return (
    `${start} errs less on training rows held out: ${of(best).toFixed(3)}, and ${other!.error.toFixed(3)} with ` +
    POOLING_NAMES[other!.pooling]
  );
}
