// SPDX-License-Identifier: Apache-2.0
// The learning curve: how much data is enough.
import { count } from '../../ui/format';

const from = (half: number, all: number, change: string) =>
  `From ${count(half)} to ${count(all)} training rows ${change}`;

export const enough = {
  title: 'How much data is enough?',
  lead: 'The same training on an eighth, a quarter, half and all of the training rows, each measured on the same other rows. Test rows take no part, and your model stays as it is.',
  head: 'A head on the frozen encoder',
  everything: 'Everything trained, without early stopping',
  withHead: 'With a head on the frozen encoder',
  withEverything: 'With everything trained',
  times: 'The first takes seconds, the second about twice the time of a training.',
  about: (what: string, measured: string, metric: string) =>
    `${what}, ${measured}. ${metric} over the number of training rows, with 95 % intervals.`,
  over: (metric: string) => `${metric} over the number of training rows`,
  point: (rows: number, value: string, interval: string) => `${rows} rows: ${value}, ${interval}`,

  onValidation: (rows: number) => `measured on the same ${count(rows)} validation rows`,
  byFolds: (folds: number, rows: number, least: number) =>
    `measured by ${folds}-fold cross-validation on the ${count(rows)} training and validation rows, as fewer than ${least} validation rows tell too little`,
  noHelp: (half: number, all: number, change: string) =>
    `${from(half, all, change)}. Nothing here shows that more rows would help.`,
  gains: (half: number, all: number, change: string) =>
    `${from(half, all, change)}. Such gains usually shrink: ${count(2 * all)} rows may bring about as much again, or less.`,
  worse: (half: number, all: number, change: string) =>
    `${from(half, all, change)}: more rows of this kind made it worse. Look at their labels.`,
  ownHead: 'A learning curve is of new heads, and this training goes on from the one of the checkpoint.',
  tooFew: (least: number) =>
    `A learning curve needs at least two sizes of ${least} training rows or more, and a row for each label.`,
};
