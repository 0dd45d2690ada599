// SPDX-License-Identifier: Apache-2.0
// What an export tells of a model: its head, how well it does, and how it was made.
import type { Terms } from './terms';
import type { Cut, HeadFile, Made, Method, Pooling, RunOptions, Scheme, Task, TrainedOn } from '../border/messages';

export interface Trained {
  name: string;
  base: string;
  /** Of the base; null: its card does not tell them. */
  terms: Terms | null;
  task: Task;
  labels: string[];
  scheme: Scheme;
  pooling: Pooling;
  /** The head lies apart from the encoder, in the layout of sentence-transformers. */
  apart: boolean;
  /** It was trained on pairs of texts. */
  pairs: boolean;
  /** Names of the columns that it was trained on, as far as they are known. */
  columns?: HeadFile['columns'] | undefined;
  trained_on?: TrainedOn | undefined;
  thresholds: number[];
  /** That the validation rows have the least loss with; 1: none was fitted. */
  temperature: number;
  method: Method;
  cut: Cut;
  /** The file of the score of unlike texts; null: there is none. */
  novelty: Uint8Array<ArrayBuffer> | null;
  /** Of the test set; empty when it was not used. */
  metrics: Record<string, number>;
  /** Rows per part, as far as parts were opened. */
  rows: Record<string, number>;
  options: RunOptions;
  /** null: not by a run here. */
  made: Made | null;
  /** Files for transformers.js that lie in the folder, or why there are none ('' where nobody wanted them). */
  web: { files: { name: string; size: number }[]; missing: string };
}
