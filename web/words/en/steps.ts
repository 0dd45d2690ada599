// SPDX-License-Identifier: Apache-2.0
// The steps: their names, what each lacks, and what it has come to.
import { plural } from '../plural';
import { RUN } from '../given_names';

export const steps = {
  label: 'Steps',
  names: {
    prepare: 'Prepare',
    tokenize: 'Tokenize',
    load: 'Load',
    train: 'Train',
    evaluate: 'Evaluate',
    try: 'Try it',
    download: 'Download',
    runs: 'Runs',
  },
  /** On a phone. */
  short: {
    prepare: 'Prepare',
    tokenize: 'Tokens',
    load: 'Load',
    train: 'Train',
    evaluate: 'Evaluate',
    try: 'Try',
    download: 'Save',
  },
  /** The title of the tab while a training goes on. */
  share: (share: number) => `${Math.round(100 * share)} % Training`,
  now: 'Training',
  done: ', done',
  of: (step: number) => `Step ${step} of 5`,
  afterwards: 'Afterwards',
  next: (name: string) => `Next: ${name}`,
  goTo: (name: string) => `Go to ${name}`,
  dataBroken: 'The data have an error: see step 1.',
  dataComes: 'The rows are being checked.',
  dataFirst: 'Choose data first.',
  encoderComes: 'An encoder is being loaded.',
  encoderFirst: 'Load an encoder first.',
  pretraining: 'The encoder is being pre-trained further.',
  training: 'The training is still going on.',
  trainFirst: 'Train a model first.',
  rows: (n: number) => plural(n, { one: '# row', other: '# rows' }),
  labels: (n: number) => plural(n, { one: '# label', other: '# labels' }),
  numbers: (n: number) => plural(n, { one: '# number', other: '# numbers' }),
  rowsAndLabels: (rows: string, labels: string) => `${rows}, ${labels}`,
  tokens: (most: number) => `up to ${most} tokens a row`,
  paused: 'paused',
  running: 'running',
  ends: { done: 'done', stopped: 'stopped', error: 'ended by an error' },
  validated: (end: string, score: string) => `${end}, validation ${score}`,
  figure: (name: string, value: string) => `${name} ${value}`,
  /** The name of a run. */
  run: (n: number) => `${RUN.en} ${n}`,
  texts: (n: number) => plural(n, { one: '# text', other: '# texts' }),
  saved: 'saved',
};
