// SPDX-License-Identifier: Apache-2.0
// How unlike the training rows a text is.
import { count, percent } from '../../ui/format';
import { plural } from '../plural';

/** Rows that texts are compared with. */
const rowsOf = (training: boolean, rows: number) => {
  const part = training ? 'training' : 'validation';
  return rows === 1 ? `the only ${part} row` : `the ${count(rows)} ${part} rows`;
};

export const unlike = {
  rows: rowsOf,
  all: 'all',
  stranger: (training: boolean, rows: number) =>
    training
      ? `Stranger than <share/> of ${rowsOf(training, rows)}, each judged by a fit on the others.`
      : `Stranger than <share/> of ${rowsOf(training, rows)}.`,
  few: (rows: number) =>
    `With so few rows to compare with that tells little: an ordinary text is the strangest once in ${count(rows + 1)} times.`,
  strangers: (texts: number, of: number, share: number, training: boolean, rows: number) =>
    `${plural(texts, { one: '# text', other: '# texts' })} (${percent(texts / of)}) ${texts === 1 ? 'is' : 'are'} stranger than ${percent(share, 0)} of ${rowsOf(training, rows)}.`,
  noScore: (trouble: string) => `The model has no score of how unlike its training rows a text is: ${trouble}`,
  away: (away: number, training: boolean, rows: number) =>
    `It would turn away ${count(away)} of ${rowsOf(training, rows)} (${percent(away / rows)}).`,
};
