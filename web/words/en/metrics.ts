// SPDX-License-Identifier: Apache-2.0
// The names of the metrics, as titles and inside a sentence.
const titles = {
  loss: 'Loss',
  accuracy: 'Accuracy',
  balanced_accuracy: 'Balanced accuracy',
  macro_f1: 'Macro F1',
  micro_f1: 'Micro F1',
  weighted_f1: 'Weighted F1',
  macro_precision: 'Macro precision',
  macro_recall: 'Macro recall',
  mcc: 'MCC',
  roc_auc: 'ROC-AUC',
  average_precision: 'Average precision',
  subset_accuracy: 'Subset accuracy',
  micro_precision: 'Micro precision',
  micro_recall: 'Micro recall',
  pearson: 'Pearson',
  spearman: 'Spearman',
  mae: 'MAE',
  rmse: 'RMSE',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  strict_precision: 'Strict precision',
  strict_recall: 'Strict recall',
  strict_f1: 'Strict F1',
};

export type Titles = Record<keyof typeof titles, string>;

const titleOf = (name: string): string => (titles as Record<string, string>)[name] ?? name;
/** Of people too. */
const isName = (title: string): boolean => /^([A-Z][A-Z\d]|Pearson|Spearman)/.test(title);

export const metrics = {
  title: titleOf,
  inside: (name: string) => {
    const title = titleOf(name);
    return isName(title) ? title : title[0]!.toLowerCase() + title.slice(1);
  },
};
