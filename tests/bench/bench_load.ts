// SPDX-License-Identifier: Apache-2.0
// A checkpoint of 440 MB from this machine's own server into the engine, against a fetch that throws its bytes away.
import type { Bench } from './benches';
import { CHECKPOINT, WEIGHT_BYTES, writeCheckpoint } from './checkpoint';
import { median } from './stats';

const MIB = 2 ** 20;
/** Beside the weights: a chunk of the download, the tokenizer, and the step in which memory grows. */
const CHUNK = 8 * MIB;

export const load: Bench = async function* ({ place, seconds, say }) {
  if (place.name === 'node') return say('loading is measured in Chromium alone');
  await writeCheckpoint();
  const lab = await place.lab();
  const engine = await lab.engine(1);
  const path = `${CHECKPOINT}model.safetensors`;
  const first = await lab.load(engine, CHECKPOINT); // memory grows in the first alone
  const [ours, bare, ratios]: [number[], number[], number[]] = [[], [], []];
  for (const until = Date.now() + 2000 * seconds; Date.now() < until || ours.length < 3;) {
    bare.push(await lab.fetchBare(path));
    ours.push((await lab.load(engine, CHECKPOINT)).ms);
    ratios.push(bare.at(-1)! / ours.at(-1)!);
  }
  const common = { bench: 'load', case: 'BERT-base, 440 MB' };
  const peer = { peer: 'a bare fetch', peer_value: median(bare), ratio: median(ratios), goal: 0.8 };
  yield { row: { ...common, value: median(ours), unit: 'ms', ...peer }, ratios };
  const limit = WEIGHT_BYTES + CHUNK;
  const memory = { peer: 'MiB weights + 8', peer_value: limit / MIB, ratio: limit / first.grown, goal: 1 };
  yield { row: { ...common, value: first.grown / MIB, unit: 'MiB', ...memory } };
};
