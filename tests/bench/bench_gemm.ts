// SPDX-License-Identifier: Apache-2.0
// The matrix product against multiply-adds in registers, in turns.
import type { Bench } from './benches';
import { best, median } from './stats';

const CASES = [
  { m: 1024, n: 768, k: 768, goal: 0.85 },
  { m: 2048, n: 384, k: 384, goal: 0.75 },
  { m: 256, n: 256, k: 256, goal: 0.6 },
];

export const gemm: Bench = async function* ({ place, seconds, wanted }) {
  const lab = await place.lab();
  const engine = await lab.engine(1);
  const tile = await lab.tile(engine);
  for (const { m, n, k, goal } of CASES) {
    const name = `${m} x ${n} x ${k}, 1 thread`;
    if (!wanted(name)) continue;
    const samples = await lab.product(engine, m, n, k, seconds);
    const ratios = samples.map(({ gflops, peak }) => gflops / peak);
    yield {
      row: {
        bench: 'gemm',
        case: name,
        value: median(samples.map(({ gflops }) => gflops)),
        unit: 'GFLOP/s',
        peer: 'register peak',
        peer_value: median(samples.map((sample) => sample.peak)),
        ratio: median(ratios),
        goal,
      },
      ratios,
      note: `tile of ${tile} rows, best ${(best(samples.map(({ gflops }) => gflops)) / best(samples.map((s) => s.peak))).toFixed(3)}`,
    };
  }
};

export const peak: Bench = async function* ({ place, seconds, threads }) {
  const lab = await place.lab();
  for (const count of [...new Set([1, threads])]) {
    const samples = await lab.peak(await lab.engine(count), seconds);
    yield {
      row: {
        bench: 'peak',
        case: count === 1 ? '1 thread' : `${count} threads`,
        value: median(samples),
        unit: 'GFLOP/s',
        peer: null,
        peer_value: null,
        ratio: null,
        goal: null,
      },
      note: `best ${best(samples).toFixed(1)}`,
    };
  }
};
