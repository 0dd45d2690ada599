// SPDX-License-Identifier: Apache-2.0
// Calibrated answers.
import type { Outputs } from '../border/messages';

/** Probabilities as they are when the logits are divided by `temperature`. */
export function tempered(outputs: Outputs, temperature: number): Outputs {
  if (temperature === 1) return outputs;
  return outputs.map((row) => {
    const most = row.reduce((a, b) => Math.max(a, b));
    const powers = row.map((p) => (p / most) ** (1 / temperature));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  });
}
