// SPDX-License-Identifier: Apache-2.0
// Why a training cannot go on from the head that a checkpoint came with.
import { count } from '../../ui/format';
import { listing, type Some } from '../listing';

const list = (some: Some) => listing(some, 'and', (n) => `${count(n)} more`);

const KINDS = {
  single_label_classification: 'one label a text',
  multi_label_classification: 'several labels a text',
  regression: 'numbers',
  token_classification: 'tags of words',
};
/** As the engine calls it. */
export type Kind = keyof typeof KINDS;

export const ownHead = {
  none: (model: string) => `${model} has no head of its own to keep: choose a new one.`,
  task: (model: string, own: Kind, data: Kind) =>
    `The head of ${model} is for ${KINDS[own]} and the data are for ${KINDS[data]}: choose a new one.`,
  labels: (model: string, missing: Some, unused: Some) =>
    `The head of ${model} does not fit: ${[
      ...(missing.shown.length ? [`labels of the data that it has not: ${list(missing)}`] : []),
      ...(unused.shown.length ? [`its labels that the data have not: ${list(unused)}`] : []),
    ].join('; ')}. Choose a new one.`,
  scheme: (model: string) => `The head of ${model} has another notation of tags than the data: choose a new one.`,
};
