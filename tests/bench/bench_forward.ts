// SPDX-License-Identifier: Apache-2.0
// The encoder's forward pass beside onnxruntime-web's: the same page, weights, ids and number of threads.
import type { Bench } from './benches';
import { BERT_BASE, MINILM } from './models';
import { whyNoOrt } from './ort_here';
import { best, median } from './stats';

const CASES = [
  { shape: BERT_BASE, batch: 8, length: 128 },
  { shape: MINILM, batch: 32, length: 64 },
];
const GOAL = 2;
/** Both add up in float, in another order. */
const TOLERANCE = 1e-4;

/** Threads of the one who ran last may still look for work. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 50));

export const forward: Bench = async function* ({ place, seconds, threads, wanted, say }) {
  const missing = whyNoOrt(place);
  if (missing) return say(missing);
  for (const { shape, batch, length } of CASES) {
    const name = `${shape.name}, ${batch} x ${length}`;
    if (!wanted(name)) continue;
    const lab = await place.lab();
    const id = await lab.forward(await lab.engine(threads), shape, batch, length);
    await lab.ort(threads, shape, batch, length);
    const { difference, largest } = await lab.ortDifference(id);
    if (!(difference <= TOLERANCE * largest))
      throw new Error(`${name}: hidden states differ by ${difference}, the largest is ${largest}`);
    const [warm] = await lab.forwards(id, 1);
    const turn = Math.max(1, Math.round(200 / warm!));
    const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []];
    for (const until = Date.now() + 2000 * seconds; Date.now() < until || ours.length < 3;) {
      const times = await lab.forwards(id, turn);
      await rest();
      const peers = await lab.ortForwards(id, turn);
      await rest();
      ours.push(...times);
      theirs.push(...peers);
      ratios.push(median(peers) / median(times));
    }
    yield {
      row: {
        bench: 'forward',
        case: name,
        value: median(ours),
        unit: 'ms',
        peer: 'onnxruntime-web',
        peer_value: median(theirs),
        ratio: median(ratios),
        goal: GOAL,
      },
      ratios,
      note: `best ${(best(theirs.map((t) => -t)) / best(ours.map((t) => -t))).toFixed(3)}`,
    };
  }
};
