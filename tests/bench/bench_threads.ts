// SPDX-License-Identifier: Apache-2.0
// What the second thread brings: the same work on one thread and on two, in turns.
import type { Bench } from './benches';
import type { Lab } from './lab';
import { BERT_BASE, MINILM } from './models';
import { best, median } from './stats';

const CASES = [
  { name: 'step, MiniLM-L6, 16 x 128', shape: MINILM, batch: 16, length: 128, whole: true },
  { name: 'forward, BERT-base, 8 x 128', shape: BERT_BASE, batch: 8, length: 128, whole: false },
];
const GOAL = 1.85;

/** The work on a number of threads: its ms, again and again. */
async function prepare(lab: Lab, threads: number, { shape, batch, length, whole }: (typeof CASES)[number]) {
  const engine = await lab.engine(threads);
  if (whole) {
    const { id } = await lab.training(engine, shape, { batch, length });
    await lab.steps(id, 1);
    return async () => (await lab.steps(id, 1)).map(({ ms }) => ms);
  }
  const id = await lab.forward(engine, shape, batch, length);
  return () => lab.forwards(id, 1);
}

export const threads: Bench = async function* ({ place, seconds, wanted }) {
  for (const at of CASES) {
    if (!wanted(at.name)) continue;
    const lab = await place.lab();
    const one = await prepare(lab, 1, at);
    const two = await prepare(lab, 2, at);
    const [ones, twos, ratios]: [number[], number[], number[]] = [[], [], []];
    for (const until = Date.now() + 2000 * seconds; Date.now() < until || ones.length < 3;) {
      const [slow] = await one();
      const [fast] = await two();
      ones.push(slow!);
      twos.push(fast!);
      ratios.push(slow! / fast!);
    }
    yield {
      row: {
        bench: 'threads',
        case: at.name,
        value: median(twos),
        unit: 'ms',
        peer: '1 thread',
        peer_value: median(ones),
        ratio: median(ratios),
        goal: GOAL,
      },
      ratios,
      note: `best ${(best(ones.map((t) => -t)) / best(twos.map((t) => -t))).toFixed(3)}`,
    };
  }
};
