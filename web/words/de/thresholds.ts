// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { thresholds as English } from '../en/thresholds';
import { plural } from '../plural';

export const thresholds: typeof English = {
  title: 'Schwellen und Kurven',
  lead: 'Ein Label könnte auch ab einer anderen Wahrscheinlichkeit vergeben werden. Eine niedrige Schwelle findet mehr von den Zeilen, die das Label haben, und gibt es mehr Zeilen, die es nicht haben. Die Zahlen sind von den Testzeilen: Wähle die Schwelle nicht danach.',
  label: 'Label',
  from: 'Vergeben ab der Wahrscheinlichkeit',
  precision: 'Precision',
  precisionOf: (right, given) => `${count(right)} von ${count(given)}, die es bekommen, haben es`,
  recall: 'Recall',
  recallOf: (right, positive) => `${count(right)} von ${count(positive)}, die es haben, bekommen es`,
  given: 'Vergeben',
  ofRows: (rows) => plural(rows, { one: 'von # Zeile', other: 'von # Zeilen' }),
  both: 'Precision und Recall',
  roc: 'ROC',
  axes: { precision: 'Precision', recall: 'Recall', falseAlarms: 'Anteil der anderen Zeilen, die es bekommen' },
};
