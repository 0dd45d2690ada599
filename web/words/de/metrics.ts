// SPDX-License-Identifier: Apache-2.0
import type { metrics as English, Titles } from '../en/metrics';

const titles: Titles = {
  loss: 'Verlust',
  accuracy: 'Genauigkeit',
  balanced_accuracy: 'Balancierte Genauigkeit',
  macro_f1: 'Makro-F1',
  micro_f1: 'Mikro-F1',
  weighted_f1: 'Gewichtetes F1',
  macro_precision: 'Makro-Precision',
  macro_recall: 'Makro-Recall',
  mcc: 'Matthews-Korrelation',
  roc_auc: 'ROC-AUC',
  average_precision: 'Mittlere Precision',
  subset_accuracy: 'Genauigkeit ganzer Zeilen',
  micro_precision: 'Mikro-Precision',
  micro_recall: 'Mikro-Recall',
  pearson: 'Pearson',
  spearman: 'Spearman',
  mae: 'MAE',
  rmse: 'RMSE',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  strict_precision: 'Strenge Precision',
  strict_recall: 'Strenger Recall',
  strict_f1: 'Strenges F1',
};

const titleOf = (name: string): string => (titles as Record<string, string>)[name] ?? name;

export const metrics: typeof English = {
  title: titleOf,
  inside: (name) => titleOf(name).replace(/^(Balancierte|Gewichtetes|Mittlere|Streng)/, (word) => word.toLowerCase()),
};
