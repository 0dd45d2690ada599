// SPDX-License-Identifier: Apache-2.0
// Step 5: the test and its figures.
import { count, decimal, percent } from '../../ui/format';
import { plural } from '../plural';

export const evaluate = {
  title: 'Evaluate',
  lede: 'How good is the model on texts that it was not trained on? A low training loss shows only that it fits the training rows. The test rows show whether it has learned the task.',
  otherLabels:
    'The data have other labels than those the model was trained for, so they cannot test it. Load data with the same labels, or train on these.',
  numbersHaveNames: 'If they are the same and only written as numbers, give them their names in step 1.',
  splitChanged: (n: number, texts: number) =>
    `The data or their split have changed since the training. Test rows that the model was trained on or chosen by: ${count(n)} of ${count(texts)}. Train again, choose the data, the split and the seed of the training again, or test it on a file of new rows.`,
  trainedOn: (about: number, texts: number) =>
    `About ${count(about)} of ${plural(texts, { one: '# text', other: '# texts' })} here are among those that the model was trained on. The figures do not tell how good it is on new texts.`,
  cutChanged:
    'The maximum length, or what is kept of longer texts, has changed since the training, so the test rows are cut otherwise.',
  cutAsTrained: 'Cut them as in the training',

  used: 'The test set has been used',
  unseen: (rows: number) =>
    plural(rows, {
      one: '# row that the model was not trained on',
      other: '# rows that the model was not trained on',
    }),
  known: (rows: number) => plural(rows, { one: '# test row', other: '# test rows' }),
  fresh:
    'They were put away in step 1. Test once, when you have finished training. If you change options until the test figures rise, you fit the model to these rows, and the figures no longer tell how good it is on new texts.',
  honest:
    'Nothing was chosen by these figures, so they tell how good the model is on new texts. Compare further runs by their validation figures, or by several runs (folds) where there are none: test figures that you choose by come out too high.',
  before:
    'Another model has been tested on these rows. Choose between models by their validation figures, and test only the one that you choose.',
  several:
    'More than one model has been tested on these rows. The best of several test figures is too high for its model. Choose by the validation figures.',
  evaluating: 'Evaluating…',
  again: 'Evaluate again',
  test: 'Evaluate on the test set',
  below: 'The test metrics are below.',
  result: 'The result',

  baselines:
    'Simpler methods answered the same test rows. One does not read them. One is a linear model that counts words and ignores their order.',
  withHead:
    'Simpler methods answered the same test rows. One does not read them. One is a linear model that counts words and ignores their order. One is the head as it was fitted to the frozen encoder, before the first update; its answers were kept unseen until now.',
  beside: (metric: string) => `${metric} beside the baselines`,
  value: (metric: string, value: string) => `${metric} ${value}`,
  trainHead: 'Train the head alone',

  metrics: 'Test metrics',
  right: (right: number, rows: number) => `${count(right)} of ${count(rows)} right`,
  more: 'More figures',
  /** Of one label a row. */
  first: { accuracy: 'Accuracy', macro_f1: 'Macro F1', mcc: 'Matthews correlation', loss: 'Loss' },
  meanings: {
    accuracy: 'share of right answers',
    macro_f1: 'mean of the F1 of all labels: rare ones count as much as frequent ones',
    mcc: '1 is perfect, 0 is no better than chance',
    loss: 'cross-entropy, lower is better: confident mistakes count most',
    balanced_accuracy: 'mean of the recall of all labels',
    macro_precision: 'mean of the precision of all labels',
    weighted_f1: 'mean of the F1 of all labels, each weighted by its rows',
    roc_auc: 'how often a row with a label has a higher score for it than a row without',
    average_precision: 'mean precision over all thresholds',
  },
  /** Of the other tasks. */
  others: {
    subset_accuracy: 'share of rows with exactly the right labels',
    micro_f1: 'F1 over all labels of all rows together',
    macro_f1: 'mean of the F1 of all labels: rare ones count as much as frequent ones',
    pearson: 'correlation with the true numbers; 1 is perfect',
    spearman: 'correlation of the ranks; 1 is perfect',
    mae: 'mean distance from the true number; lower is better',
    rmse: 'root of the mean squared distance: large errors count more',
    precision: 'share of the marked spans that are right',
    recall: 'share of the true spans that are marked',
    f1: 'high only if precision and recall are high',
    strict_precision: 'precision without the spans that do not begin with a B- tag',
    strict_recall: 'recall without these spans',
    strict_f1: 'F1 without these spans',
    accuracy: 'share of words with the right tag',
    loss: 'the quantity that the training lowers',
  },
  /** Either may be ''. */
  figure: (meaning: string, interval: string) => [meaning, interval].filter(Boolean).join('; '),
  smallFigure: (meaning: string, interval: string) => `<value/>: ${[meaning, interval].filter(Boolean).join('; ')}`,

  byLabel: 'Label by label',
  byLabelLead: {
    rows: 'Precision: of the rows that the model gives this label, the share that has it. Recall: of the rows that have this label, the share that the model gives it. F1 is high only if both are high.',
    spans:
      'Precision: of the spans that the model marks with this label, the share that is right. Recall: of the spans that have this label, the share that the model marks so. F1 is high only if both are high.',
    words:
      'Precision: of the words that the model gives this tag, the share that has it. Recall: of the words that have this tag, the share that the model gives it. F1 is high only if both are high.',
  },
  byLabelTuned:
    'Precision: of the rows that the model gives this label, the share that has it. Recall: of the rows that have this label, the share that the model gives it. F1 is high only if both are high. Threshold: the model gives the label from this probability on.',
  noRows: '– stands where no test row has the label: there is nothing to measure by.',
  labelTable: 'Metrics for each label',
  label: 'Label',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  threshold: 'Threshold',
  units: { rows: 'Rows', spans: 'Spans', words: 'Words' },
  byNumber: 'Number by number',
  numberTable: 'Metrics for each number',
  number: 'Number',

  confusions: 'Confusions',
  confusionsLead:
    'The most frequent confusions of one label with another. A matrix of so many labels would be too large to read.',
  frequent: 'The most frequent confusions',
  taken: (times: number) =>
    `<truth/> taken for <said/> <times>${plural(times, { one: '# time', other: '# times' })}</times>`,
  matrix: 'Confusion matrix',
  matrixLead:
    'Each row is a true label, each column an answer of the model. Outlined fields count right answers. The stronger the colour, the larger the share of the row. Choose a field to read its rows.',
  matrixTable: 'Rows by true and predicted label',

  reliability: 'Are its probabilities right?',
  reliabilityLead:
    'Of the answers with a probability of 80 %, 80 % should be right. The calibration error is the mean distance from that.',
  calibrationError: (error: number) => `calibration error ${decimal(error)}`,
  reliabilityBars: 'Share of right answers by their probability',
  probability: (from: number, to: number) => `probability ${percent(from, 0)} to ${percent(to, 0)}`,
  rightIn: (share: number, rows: number) =>
    `right in ${percent(share, 0)} of ${plural(rows, { one: '# row', other: '# rows' })}`,
  scaled:
    'If all logits are divided by one number that is fitted on the validation rows, the calibration error is <error/> and the loss <loss/> instead of <before/>. The answers stay the same.',
};
