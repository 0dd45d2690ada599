// SPDX-License-Identifier: Apache-2.0
// Curves of a label over all thresholds.
import { count } from '../../ui/format';
import { plural } from '../plural';

export const thresholds = {
  title: 'Thresholds and curves',
  lead: 'A label could also be given from another probability on. A low threshold finds more of the rows that have the label, and gives it to more that do not. The numbers are of the test rows: do not choose the threshold by them.',
  label: 'Label',
  from: 'Given from the probability',
  precision: 'Precision',
  precisionOf: (right: number, given: number) => `${count(right)} of ${count(given)} that are given it have it`,
  recall: 'Recall',
  recallOf: (right: number, positive: number) => `${count(right)} of ${count(positive)} that have it are given it`,
  given: 'Given',
  ofRows: (rows: number) => plural(rows, { one: 'of # row', other: 'of # rows' }),
  both: 'Precision and recall',
  roc: 'ROC',
  /** On the axes. */
  axes: { precision: 'precision', recall: 'recall', falseAlarms: 'share of the other rows that are given it' },
};
