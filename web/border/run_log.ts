// SPDX-License-Identifier: Apache-2.0
// The rows that a run logs.
import type { Numbers } from './metrics';

/** One optimizer update. */
export interface StepRow {
  kind: 'step';
  step: number;
  steps: number;
  /** From 1. */
  epoch: number;
  loss: number;
  learning_rate: number;
  grad_norm: number;
  tokens: number;
  /** Added by the worker: seconds since the start without pauses, tokens per second, seconds left. */
  seconds: number;
  tokens_per_second: number;
  seconds_left: number;
}

/** A new head was fitted to the outputs of the frozen encoder, before the first update. */
/** The features that a frozen encoder has of each row are computed once, before the first update. `tokens` that it has
 * read so far: 0 where it had read the rows before. */
export interface FeaturesRow {
  kind: 'features';
  rows: number;
  of: number;
  tokens: number;
}

export interface FitRow {
  kind: 'fit';
  /** Of L-BFGS. */
  iterations: number;
  /** Of the L2 penalty, chosen by cross-validation; and the mean loss of rows held out; null for numbers, whose
   * loss has other units, and for a single row. */
  strength: number;
  held_out_loss: number | null;
  /** The same for every task: of numbers the mean squared error in their variances. null for a single row. */
  held_out_error: number | null;
  /** Of the rows held out at that strength: how many have their class as the answer; null without classes. */
  held_out_accuracy: number | null;
  /** How much the penalty draws the weights to what the encoder makes of the labels' names (core/linear/probe.h); 0: it
   * makes nothing of them, or they are no words. Not in logs of before there was such a thing. */
  names_pull?: number;
}

/** In three digits that count. */
export const strengthInWords = ({ strength, names_pull = 0 }: FitRow): string =>
  `L2 strength ${Number(strength.toPrecision(3))}${names_pull > 0 ? ' towards the names of the labels' : ''}`;

/** ", loss 0.33 and accuracy 0.87 on the rows held out"; '' where none were. */
export function heldOutInWords({ held_out_loss, held_out_accuracy }: FitRow): string {
  if (held_out_loss === null) return '';
  const accuracy = held_out_accuracy === null ? '' : ` and accuracy ${held_out_accuracy.toFixed(4)}`;
  return `, mean loss ${held_out_loss >= 1e4 ? held_out_loss.toExponential(3) : held_out_loss.toFixed(4)}${accuracy} on the rows held out`;
}

/** The validation split after an epoch. */
export interface ValidationRow extends Numbers {
  kind: 'validation';
  step: number;
  epoch: number;
  loss: number;
}

/** With `patience`, the end of a run: the weights are those of the best epoch. */
export interface BestRow {
  kind: 'best';
  epoch: number;
  /** Epochs that were trained. */
  of: number;
  /** Before all epochs were. */
  stopped: boolean;
  metric: string;
  value: number;
}

/** The forgetting meter, after each validation and once after the run: how alike the encoder's hidden states of
 * general sentences are to those of before, 1 for unchanged. */
export interface MeterRow extends MeterReading {
  kind: 'meter';
  step: number;
  /** From 1. */
  epoch: number;
}

export interface MeterReading {
  /** The embeddings first. Linear CKA is blind to rotation and scale, cosine is not. */
  layers: { cka: number; cosine: number }[];
  /** Cross-entropy of words left out of the sentences; null where the checkpoint has no such head. */
  masked_loss: { before: number; now: number } | null;
}

export type LogRow = StepRow | FitRow | ValidationRow | BestRow | MeterRow;

/** All rows of a run. */
export interface LoggedRows {
  /** How a new head was fitted before the first update. */
  fit: FitRow | null;
  steps: StepRow[];
  validations: ValidationRow[];
  /** The epoch whose weights a run with `patience` has kept. */
  best: BestRow | null;
  /** How far the encoder has moved, read last. */
  meter: MeterRow | null;
}
/** How a run made the model. */
export interface Made {
  /** Of a new head; null where it began with random numbers, or in a run that this one went on from. */
  fit: FitRow | null;
  updates: number;
  /** Updates that were planned. */
  of: number;
  epochs: number;
  /** The epoch whose weights were kept. */
  best: BestRow | null;
}

/** What the rows of a run tell of how its model was made. */
export function noteMade(made: Made, rows: LogRow[]): void {
  for (const row of rows)
    if (row.kind === 'fit') made.fit = row;
    else if (row.kind === 'best') made.best = row;
    else if (row.kind === 'step') Object.assign(made, { updates: row.step, epochs: row.epoch });
}
