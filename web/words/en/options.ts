// SPDX-License-Identifier: Apache-2.0
// The options of a run. Their help, their values, their groups and the reasons for their defaults come in English from
// the engine's table.
import { plural } from '../plural';

const MAIN: Record<string, string> = {
  learning_rate: 'How far each update moves the numbers.',
  epochs: 'How often all training rows are read.',
  batch_size: 'Rows whose answers are averaged for one update.',
};

export const options = {
  title: 'How to train',
  /** Of an option by its name, and of those the help; the few that matter most have their own words. */
  label: (name: string) => name.replace(/_/g, ' ').replace(/^./, (letter) => letter.toUpperCase()),
  help: (name: string, help: string) => MAIN[name] ?? help,
  choice: (_option: string, choice: string) => choice,
  group: (group: string) => group,
  why: (reason: string) => reason,

  byDefault: (reason: string) => `Default: ${reason}.`,
  back: 'back to the default',
  allBack: 'All back to their defaults',
  between: (least: string, most: string) => `Between ${least} and ${most}.`,

  methods: 'What is trained',
  recommended: 'Recommended',
  because: (reason: string) => `Why: ${reason}.`,
  hints: {
    full: 'Encoder and head. Usually the best result; every number of the model is adapted to your texts, except those of word pieces that do not occur in them.',
    layers: 'The layers below them stay as they are: less time, less memory, and less is forgotten.',
    bias: 'A thousandth of the numbers (BitFit). Little memory, little forgetting.',
    lora: 'Two slim matrices beside each weight matrix are trained. Little memory; the result is a whole model or a small adapter file.',
    head: 'The encoder stays frozen and is run once over the data. Much faster, less memory, and the result is a small file.',
  },

  inShort: (rate: string, epochs: number, rows: number, tokens: string) =>
    `Learning rate ${rate}, ${plural(epochs, { one: '# epoch', other: '# epochs' })}, batches of ${plural(rows, { one: '# row', other: '# rows' })}, at most ${tokens} tokens a text.`,
  lengthOnly: (tokens: string) => `At most ${tokens} tokens a text are read.`,
  own: (n: number) =>
    n === 0
      ? 'All options follow from your rows and the encoder.'
      : plural(n, {
          one: 'One option is your own; the others follow from your rows and the encoder.',
          other: '# options are your own; the others follow from your rows and the encoder.',
        }),

  all: 'All options',
  length: 'Maximum length',
  lengthHint: 'In tokens; set in step 2 as well.',
  seed: 'Seed',
  seedHint: 'Split, new head, order of the rows and dropout all follow from it.',
};
