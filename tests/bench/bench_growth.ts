// SPDX-License-Identifier: Apache-2.0
// How cost grows: tokens a second in a whole update, by length of the rows and by size of the model.
import type { Bench } from './benches';
import { BERT_BASE, MINILM, TINY } from './models';
import { median } from './stats';

/** Tokens of an update: rows are as many as make them. */
const TOKENS = 1024;
const LENGTHS = [16, 32, 64, 128, 256, 512];
const CASES = [
  ...LENGTHS.map((length) => ({ shape: MINILM, length })),
  { shape: TINY, length: 128 },
  { shape: BERT_BASE, length: 128 },
];

export const growth: Bench = async function* ({ place, seconds, threads, wanted }) {
  for (const { shape, length } of CASES) {
    const batch = TOKENS / length;
    const name = `${shape.name}, ${batch} x ${length}`;
    if (!wanted(name)) continue;
    const lab = await place.lab();
    const { id, flops } = await lab.training(await lab.engine(threads), shape, { batch, length });
    const [, warm] = await lab.steps(id, 2);
    const steps = await lab.steps(id, Math.max(3, Math.round((1000 * seconds) / warm!.ms)));
    const ms = median(steps.map((step) => step.ms));
    await lab.free(id);
    yield {
      row: {
        bench: 'growth',
        case: name,
        value: (1000 * TOKENS) / ms,
        unit: 'tokens/s',
        peer: null,
        peer_value: null,
        ratio: null,
        goal: null,
      },
      note: `${(flops / 1e9).toPrecision(3)} GFLOP, ${(flops / ms / 1e6).toFixed(1)} GFLOP/s`,
    };
  }
};
