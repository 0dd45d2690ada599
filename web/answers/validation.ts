// SPDX-License-Identifier: Apache-2.0
// The validation that tells how good the weights are that a training has left.
import type { BestRow, RunOptions, ValidationRow } from '../border/messages';
import { better } from './metrics';

/** Of a training's log. */
interface Log {
  options: RunOptions;
  validations: ValidationRow[];
  best: BestRow | null;
}

/** The validation of the weights that are left. */
export function validationOf({ validations, best, options }: Log) {
  if (best) return validations.find(({ epoch }) => epoch === best.epoch) ?? validations.at(-1);
  const keeps = options['keep'] === 'best' || Number(options['patience'] ?? 0) > 0;
  if (!keeps) return validations.at(-1);
  const metric = String(options['best_metric'] ?? 'loss');
  const value = (row: ValidationRow) => Number(row[metric as keyof ValidationRow]);
  return validations.reduce((found, row) => (better(metric, value(row), value(found)) ? row : found), validations[0]!);
}
