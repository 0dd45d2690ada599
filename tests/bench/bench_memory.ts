// SPDX-License-Identifier: Apache-2.0
// What a run takes of wasm memory against its plan and a limit, with what onnxruntime-web takes for a forward beside
// it.
import type { Bench } from './benches';
import { BERT_BASE, MULTILINGUAL, type Shape } from './models';
import { whyNoOrt } from './ort_here';
import type { Result } from './rows';

const GIB = 2 ** 30;
const BATCH = 16;
const LENGTH = 128; // 2,048 tokens in flight
interface Case {
  shape: Shape;
  batch: number;
  recompute: boolean;
  limit: number;
}
const CASES: Case[] = [
  { shape: BERT_BASE, batch: BATCH, recompute: false, limit: 2.4 },
  { shape: BERT_BASE, batch: BATCH, recompute: true, limit: 1.7 },
  { shape: MULTILINGUAL, batch: BATCH / 2, recompute: false, limit: 1.2 },
];
const nameOf = ({ shape, batch, recompute }: Case): string =>
  `${shape.name}, ${batch * LENGTH} tokens in flight${recompute ? ', recomputing' : ''}`;

function result(name: string, grown: number, peer: string, bytes: number, ratio: number, goal: number | null): Result {
  const row = {
    bench: 'memory',
    case: name,
    value: grown / GIB,
    unit: 'GiB',
    peer,
    peer_value: bytes / GIB,
    ratio,
    goal,
  };
  return { row };
}

export const memory: Bench = async function* ({ place, threads, wanted, say }) {
  let ours: number | null = null; // BERT-base's
  for (const one of CASES) {
    const { shape, batch, recompute, limit } = one;
    const name = nameOf(one);
    if (!wanted(name)) continue;
    const lab = await place.lab();
    const engine = await lab.engine(threads);
    const { used } = await lab.memory(engine);
    const { id, plan } = await lab.training(engine, shape, { batch, length: LENGTH, recompute });
    await lab.steps(id, 1);
    const grown = (await lab.memory(engine)).peak - used;
    const planned = plan.peak_bytes;
    yield result(name, grown, 'GiB planned', planned, Math.min(grown / planned, planned / grown), 0.99);
    yield result(name, grown, 'GiB limit', limit * GIB, (limit * GIB) / grown, 1);
    if (shape === BERT_BASE) ours ??= grown;
    await lab.free(id);
  }
  const missing = whyNoOrt(place);
  if (missing) return say(missing);
  if (ours === null) return;
  const lab = await place.lab();
  const id = await lab.forward(await lab.engine(threads), BERT_BASE, BATCH, LENGTH);
  await lab.ort(threads, BERT_BASE, BATCH, LENGTH);
  await lab.ortForwards(id, 1);
  const theirs = await lab.ortBytes();
  yield result(nameOf(CASES[0]!), ours, "GiB, ort-web's forward", theirs, theirs / ours, null);
};
