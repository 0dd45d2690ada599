// SPDX-License-Identifier: Apache-2.0
// The page's numbers that the lesson asks for, and the trainings of its experiments.
import type { Part } from '../border/messages';

/** A training that was made in an experiment. */
export interface Trial {
  /** Of the run. */
  run: number;
  of: 'low' | 'high' | 'leak' | 'bias';
  /** How far the last layer has moved: 1 - CKA; 0 where the encoder was frozen. */
  moved: number;
  /** Accuracy. */
  validation: number;
  /** Of the test rows; null: not evaluated. */
  test: number | null;
}

/** null: there is no such number yet. */
export interface Facts {
  rows: Record<Part, number> | null;
  /** The most frequent label of the training rows and its share. */
  majority: { label: string; share: number } | null;
  /** Tokens of the longest row. */
  longest: number | null;
  config: {
    hidden: number;
    heads: number;
    intermediate: number;
    positions: number;
    vocabulary: number;
    total: number;
  } | null;
  /** The training whose model is in place. */
  run: { parameters: number | null; learningRate: number | null } | null;
  test: { accuracy: number; majority: number; rows: number } | null;
  rates: { low: Trial | null; high: Trial | null };
  spoiled: { leak: Trial | null; bias: Trial | null };
}

/** BERT-base, and the learning rate that it was fine-tuned at. */
export const BERT_BASE = {
  hidden: 768,
  heads: 12,
  intermediate: 3072,
  positions: 512,
  vocabulary: 30522,
  learningRate: 2e-5,
};
