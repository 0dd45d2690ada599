// SPDX-License-Identifier: Apache-2.0
// What has gone wrong in a training, and what to change.
import { count, decimal, figure, percent } from '../../ui/format';

const LOST =
  'The encoder has lost most of what pre-training taught it: on general sentences its last layer has moved by';

export const ruined = {
  exploded: (first: number, last: number) =>
    `The training loss rose from ${decimal(first)} to ${decimal(last)}: the updates were too large.`,
  spoiled: (before: number, after: number) =>
    `The head fitted to the frozen encoder had a loss of ${decimal(before)} on rows held out. Trained further, the model has ${decimal(after)} on the validation rows: the updates made it worse.`,
  unrelated: 'The answers to the validation rows do not follow their numbers: they are no better than the mean.',
  noEntity: 'No entity of the validation rows is found.',
  oneLabelRows: (rows: number, label: string) => `All ${count(rows)} validation rows get one label, "${label}".`,
  oneLabelWords: (words: number, label: string) => `All ${count(words)} validation words get one label, "${label}".`,
  chance: (label: string, accuracy: number, usual: number) =>
    `On the validation rows the model is no better than always "${label}": accuracy ${percent(accuracy)}, there ${percent(usual)}.`,
  moved: (percent: number) => `${LOST} ${percent} %.`,
  forgotten: (percent: number, before: number, now: number) =>
    `${LOST} ${percent} %, and its loss at words left out went from ${decimal(before, 2)} to ${decimal(now, 2)}.`,
  majority: (baseline: string, metric: string, model: number, other: number, name: string) =>
    `On the test rows the model is no better than ${baseline}: ${metric} ${figure(name, model)}, there ${figure(name, other)}.`,

  checkLabels: 'Check that the labels follow from the texts, add rows, or take another encoder.',
  otherVocabulary: 'No other option helps here: take an encoder whose vocabulary has the language of the texts.',
  ownRate: (tenth: number) =>
    `Leave the learning rate at its default, or take a tenth of it (${tenth}), or train the head alone (method head); with few rows another seed can help too.`,
  ownRateOfHead: (tenth: number) =>
    `Leave the learning rate at its default, or take a tenth of it (${tenth}); with few rows another seed can help too.`,
  rate: (rate: number) =>
    `Take a lower learning rate than ${rate}, or train the head alone (method head); with few rows another seed can help too.`,
  rateOfHead: (rate: number) => `Take a lower learning rate than ${rate}; with few rows another seed can help too.`,
};
