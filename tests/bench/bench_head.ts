// SPDX-License-Identifier: Apache-2.0
// A hundred epochs of a head on a thousand rows whose features are computed, through the page's own loop.
import type { Bench } from './benches';
import { BERT_BASE, MINILM } from './models';
import { median } from './stats';

const ROWS = 1000;
const EPOCHS = 100;
const LENGTH = 8; // the forward pass is not measured
const RUNS = 3;
/** Seconds, and so many times as fast at least. */
const LIMIT = 1;

export const head: Bench = async function* ({ place, threads, wanted }) {
  for (const shape of [MINILM, BERT_BASE]) {
    const name = `${shape.name}, ${ROWS} rows, ${EPOCHS} epochs`;
    if (!wanted(name)) continue;
    const lab = await place.lab();
    const engine = await lab.engine(threads);
    const taken: number[] = [];
    while (taken.length < RUNS) taken.push(await lab.head(engine, shape, ROWS, LENGTH, EPOCHS));
    yield {
      row: {
        bench: 'head',
        case: name,
        value: median(taken),
        unit: 's',
        peer: 's allowed',
        peer_value: LIMIT,
        ratio: LIMIT / median(taken),
        goal: 1,
      },
      ratios: taken.map((seconds) => LIMIT / seconds),
    };
  }
};
