// SPDX-License-Identifier: Apache-2.0
// Two models on the same rows: differences, and whether fine-tuning is worth it.
import { chance, decimal, four } from '../../ui/format';
import { plural } from '../plural';

const how = (head: boolean) => (head ? 'the trained head' : 'fine-tuning');
const on = (rows: number, p: number) =>
  `${plural(rows, { one: 'on this # test row', other: 'on these # test rows' })} (${chance(p)})`;

const points = (share: number) => `${decimal(100 * share, 1)} percentage points`;

const BY_VALIDATION =
  'Decide between the two by validation rows, or by several runs (folds) where there are none, and not by these rows.';

export const worth = {
  /** As the engine has it. */
  baseline: (what: string) => what,
  /** The model itself among the baselines. */
  model: (head: boolean): string => (head ? 'trained head' : 'fine-tuned'),
  question: (head: boolean) => `Is ${how(head)} worth it here?`,
  yes: (best: string, rows: number, p: number) => `Yes: it is better than ${best} ${on(rows, p)}.`,
  open: (head: boolean, best: string, rows: number, p: number) =>
    `Not shown: ${how(head)} and ${best} cannot be told apart ${on(rows, p)}.`,
  no: (best: string, rows: number, p: number) => `No: ${best} is better ${on(rows, p)}.`,

  notDefined: (name: string) => `${name} is not defined`,
  same: (name: string) => `${name} is the same`,
  /** `shares`: of right answers, which are written as percentages. */
  change: (name: string, by: number, shares: boolean) =>
    `${name} is ${shares ? points(Math.abs(by)) : four(Math.abs(by))} ${by < 0 ? 'lower' : 'higher'}`,
  byChance: (change: string, p: number) => `${change}, which chance alone may bring (${chance(p)})`,
  within: (change: string, from: number, to: number, shares: boolean) => {
    const written = (n: number) => (shares ? decimal(100 * n, 1) : four(n));
    return `${change} (95 % interval ${written(from)} to ${written(to)})`;
  },

  besideHead: (change: string) => `Compared with the head alone on the frozen encoder, ${change}.`,
  headBetter: (change: string) =>
    `The head alone on the frozen encoder is better on these rows: fine-tuned, ${change}. It is fitted in seconds, and its file is small. ${BY_VALIDATION}`,
  headEnough: (change: string) =>
    `On these rows nothing shows that fine-tuning is better than the head alone on the frozen encoder: fine-tuned, ${change}. That head is fitted in seconds, and its file is small. ${BY_VALIDATION}`,
};
