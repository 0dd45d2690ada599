// SPDX-License-Identifier: Apache-2.0
// Labels with the help of the trained model.
import { count, percent } from '../../ui/format';
import { plural } from '../plural';

export const queue = {
  title: 'Labels with the help of the model',
  lead: 'The trained model suggests labels for rows that have none, and names labels that it doubts. You decide on each.',
  suggest: (n: number) => plural(n, { one: 'Suggest labels for # row', other: 'Suggest labels for # rows' }),
  findDoubts: 'Find labels that it doubts',
  asking: 'Asking the model',
  asked: (done: number, all: number) => `${count(done)} of ${plural(all, { one: '# row', other: '# rows' })}`,
  stop: 'Stop',
  fitAgain: (every: number) => `Fit the head again after every ${every} labels`,
  changed: 'The data have changed since the training. <act/>',
  seeTraining: 'See the training that is going on',
  trainAgain: 'Train again',
  older: 'These are the answers of the model before. Ask again for those of the new one.',
  at: (row: number, at: number, of: number) => `Row ${row}: ${count(at)} of ${count(of)}`,
  allAnswered: (n: number) => plural(n, { one: 'The row is answered.', other: 'All # rows are answered.' }),
  left: (n: number) =>
    plural(n, {
      one: ' # more row can be asked about afterwards.',
      other: ' # more rows can be asked about afterwards.',
    }),
  order: 'Order',
  sortRest: 'sort the rest',
  orders: {
    uncertain: 'least certain first',
    different: 'most unlike the training rows first',
    sure: 'most certain first',
  },
  back: 'Back',
  closeList: 'Close the list',
  noLabel: 'no label',
  labelIs: 'The label is <label/>. ',
  answer: (probability: number) => `The model’s answer is <label/>, with a probability of ${percent(probability, 0)}.`,
  strange: (probability: number, unlike: number) =>
    `The model’s answer is <label/>, with a probability of ${percent(probability, 0)}; the text is stranger than ${percent(unlike, 0)} of the rows that it is compared with.`,
  keys: { enter: 'Enter', space: 'Space', delete: 'Del' },
  byKey: 'A label is given by its digit, or by the first letters of its name.',
  keep: (label: string) => `Keep ${label}`,
  skip: 'Skip',
  leaveOut: 'Leave the row out',
  replaced: 'The model was replaced meanwhile. Ask the new one.',
  allLabelled: 'Every row has a label.',
  noRows: 'There are no rows.',
  noDoubts: 'The model doubts no label of the rows that it was not trained on.',
};
