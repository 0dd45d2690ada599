// SPDX-License-Identifier: Apache-2.0
// The metrics of each task, as core/measure writes them.

/** A line for each class or label, or for each type of entity. */
export interface ClassMetrics {
  precision: number;
  recall: number;
  f1: number;
  support: number;
  /** Multi-label: from this probability on it was given. */
  threshold?: number;
}

/** Headline numbers of the tasks; null: not defined on these rows, as the correlation with a constant. */
export type MetricName =
  | 'loss'
  | 'accuracy'
  | 'balanced_accuracy'
  | 'macro_f1'
  | 'micro_f1'
  | 'weighted_f1'
  | 'macro_precision'
  | 'macro_recall'
  | 'mcc'
  | 'roc_auc'
  | 'average_precision'
  | 'subset_accuracy'
  | 'micro_precision'
  | 'micro_recall'
  | 'pearson'
  | 'spearman'
  | 'mae'
  | 'rmse'
  | 'precision'
  | 'recall'
  | 'f1'
  | 'strict_precision'
  | 'strict_recall'
  | 'strict_f1';

export type Numbers = { [K in MetricName]?: number | null };

/** One label a row, or words without a scheme: loss to mcc, and with two classes the two areas; per_class, confusion
 * (with more than 256 labels: confused).
 * Several labels: loss, micro_f1, macro_f1, subset_accuracy, micro_precision, micro_recall; per_class. Numbers: loss,
 * pearson, spearman, mae, rmse; per_output. Entities: loss, precision, recall, f1 (conlleval), the same strictly
 * (seqeval), accuracy of words; per_type. */
export interface Metrics extends Numbers {
  loss: number;
  /** 95 % bootstrap intervals of the numbers, by name. */
  intervals: { [K in MetricName]?: [number | null, number | null] };
  per_class?: ClassMetrics[];
  per_type?: ClassMetrics[];
  per_output?: Numbers[];
  /** Rows: true label. Columns: predicted label. */
  confusion?: number[][];
  /** With many labels, in place of it: [true label, predicted label, rows] of every mistake that was made. */
  confused?: [number, number, number][];
  /** One label a row: whether it is right as often as it is sure; and with the temperature of `calibrate`. */
  calibration?: Reliability;
  calibrated?: Reliability;
}

/** Of one label a row. */
export type ClassifierMetrics = Metrics &
  Record<'accuracy' | 'macro_f1' | 'micro_f1' | 'weighted_f1' | 'macro_precision' | 'macro_recall' | 'mcc', number> &
  Required<Pick<Metrics, 'per_class'>>;

export interface Reliability {
  loss: number;
  expected_calibration_error: number;
  /** 15 of equal width by confidence, with the mean confidence and accuracy of their rows. */
  bins: { rows: number; confidence: number; accuracy: number }[];
}

/** What was fitted on the validation rows. Multi-label: thresholds. One label a row: the temperature that logits are
 * divided by. */
export interface Calibration {
  thresholds?: number[];
  temperature?: number;
  calibration?: Reliability;
  calibrated?: Reliability;
}
