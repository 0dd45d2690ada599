// SPDX-License-Identifier: Apache-2.0
// The panel of what there is.
import { count, percent } from '../../ui/format';
import { plural } from '../plural';

export const have = {
  title: 'What you have',
  youHave: '<b>You have</b> <what/>',
  data: 'Data',
  model: 'Model',
  result: 'Result',
  saved: 'Saved',
  runs: 'Runs',
  noneYet: 'None yet',
  noEncoder: 'No encoder yet',
  nothing: 'Nothing yet',
  notHere: 'Not in this browser',
  inBrowser: (size: string) => `<strong>In this browser</strong>, ${size}`,
  ofPart: { test: 'test', validation: 'validation' },
  compare: (runs: number) => `Compare the ${runs} runs`,
  see: 'See the run',
  seeAll: 'See the runs',
  unusable: 'These data cannot be used yet: see step 1.',
  parts: (train: number, validation: number, test: number) =>
    `${count(train)} to train, ${count(validation)} to validate, ${count(test)} to test`,
  pretraining: 'The encoder is being pre-trained further.',
  paused: 'The training is paused.',
  share: (share: number) => `Training: ${percent(share, 0)} done.`,
  begins: 'Training begins.',
  trained: {
    full: 'Trained here: everything.',
    layers: 'Trained here: last layers.',
    bias: 'Trained here: biases and norms.',
    lora: 'Trained here: adapters (LoRA).',
    head: 'Trained here: head only.',
  },
  otherLabels: 'For other labels than the data have.',
  headOfFile: 'The head is from a file.',
  headOfEncoder: 'The head came with the encoder.',
  untrained: 'Not trained yet.',
  encoderComes: 'An encoder is being loaded.',
  onTestRows: (n: number) => plural(n, { one: 'on # test row', other: 'on # test rows' }),
  onValidationRows: (n: number) =>
    plural(n, { one: 'on # validation row; not tested yet', other: 'on # validation rows; not tested yet' }),
  onOtherRows: (n: number) =>
    plural(n, {
      one: 'on # validation row of the data that it was trained on, not of those in step 1',
      other: 'on # validation rows of the data that it was trained on, not of those in step 1',
    }),
  downloaded: (file: string) => `Downloaded as ${file}.`,
  keptOnly: 'The trained model is kept with it, and not downloaded.',
  tabOnly: 'The trained model is in this tab alone: download it.',
  /** How often the test rows have been looked at. */
  oneLook: (rows: number) =>
    plural(rows, {
      one: 'This test row has been looked at once.',
      other: 'These # test rows have been looked at once.',
    }),
  looks: (rows: number, times: number) =>
    plural(rows, {
      one: `This test row has been looked at ${times} times; each look makes the best number a little too good.`,
      other: `These # test rows have been looked at ${times} times; each look makes the best number a little too good.`,
    }),
};
