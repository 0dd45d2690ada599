// SPDX-License-Identifier: Apache-2.0
// The answers to the lesson's questions, from the page's numbers.
import { count, percent } from '../../ui/format';
import { plural } from '../plural';

const tests = (n: number) => plural(n, { one: '# test row', other: '# test rows' });

export const lessonAnswers = {
  unseen: (validation: number, test: number) =>
    `${plural(validation, { one: '# validation row', other: '# validation rows' })} and ${tests(test)}: together ${count(validation + test)}.`,
  majority: (label: string, share: number) =>
    `“${label}” is the label of ${percent(share)} of the training rows. A model has to beat that.`,
  longest: (tokens: number) => `The longest row has ${count(tokens)} tokens, the two special ones at its ends counted.`,
  embeddings: (pieces: number, numbers: number, all: number) =>
    `${count(pieces)} pieces times ${count(numbers)} numbers are ${count(pieces * numbers)}, of ${count(all)} in the whole model.`,
  trained: (numbers: number) => `${count(numbers)}: they stand in the plan above the button Start.`,
  further: (low: number, high: number) => `At 2e-5 it has moved by ${percent(low)}, at 1e-3 by ${percent(high)}.`,
  beats: (accuracy: number, rows: number, majority: number) =>
    `It is right on ${percent(accuracy)} of ${tests(rows)}, the most frequent label on ${percent(majority)}.`,
  leak: (validation: number, test: number) =>
    `On the validation rows, which have the leak, it is right on ${percent(validation)}, on the test rows, which do not have it, on ${percent(test)}.`,
};
