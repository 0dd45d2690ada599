// SPDX-License-Identifier: Apache-2.0
// Test rows to read after the test.
import { count, decimal, percent } from '../../ui/format';

export const readRows = {
  title: 'Rows to read',
  which: 'Which rows',
  wrong: 'Wrong',
  furthest: 'Largest errors',
  doubted: 'Labels to check',
  unsure: 'Least certain',
  /** By task. */
  wrongLeads: {
    single_label_classification:
      'The most confident mistakes come first. Read some of them: sometimes the file is wrong, not the model.',
    multi_label_classification:
      'The most confident mistakes come first. Read some of them: sometimes the file is wrong, not the model.',
    regression:
      'The rows with the largest errors come first. Read some of them: sometimes the file is wrong, not the model.',
    token_classification:
      'The rows with the most wrong words come first. Read some of them: sometimes the file is wrong, not the model.',
  },
  doubtedLead:
    'The model gives another label, with as much probability as on rows that have that label. Often the label in the file is wrong. The largest difference of the two probabilities comes first.',
  unsureLead:
    'The two most probable labels have nearly the same probability. If you label more rows, choose rows like these: they improve the model most.',
  fieldLead: (truth: string, said: string) => `Rows that have the label “${truth}” and the answer “${said}”.`,
  /** Of spans, behind their label. */
  missed: (label: string) => `${label} missed`,
  invented: (label: string) => `${label} invented`,
  other: (said: string, truth: string) => `${said}, ${truth} otherwise in the file`,
  row: (row: number) => `row ${row}: label in the file <truth/>, answer of the model <said/>`,
  numberRow: (row: number) => `row ${row}: number in the file <truth/>, answer of the model <said/>`,
  none: 'none',
  margin: (margin: number) => `, margin ${decimal(margin, 2)}`,
  probability: (p: number) => `, probability ${percent(p, 0)}`,
  inTable: 'open in the table',
  inTableRow: (row: number) => `open in the table: row ${row}`,
  labelToCheck: 'label to check',
  isWrong: 'wrong',
  allRight: 'All test rows are answered correctly.',
  noRows: 'There are no such rows.',
  more: (rows: number) => `Show more of ${count(rows)}`,
};
