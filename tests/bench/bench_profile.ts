// SPDX-License-Identifier: Apache-2.0
// Where a step goes: seconds and GFLOP/s by kind of work.
import type { Bench } from './benches';
import type { Work } from './engines';
import { BERT_BASE, MINILM, TINY } from './models';
import { median, quantile } from './stats';

const CASES = [
  { shape: TINY, batch: 16, length: 128 },
  { shape: MINILM, batch: 16, length: 20 },
  { shape: MINILM, batch: 16, length: 128 },
  { shape: MINILM, batch: 32, length: 64, attention: 0.65 },
  { shape: BERT_BASE, batch: 8, length: 128, attention: 0.65 },
];
const ATTENTION = ['attention', 'attention, backward'];

interface Line {
  name: string;
  ms: number;
  /** In the quietest moments. */
  best: number;
  calls: number;
  flops: number;
}

/** The slowest first; what has no clock and the whole step last. */
function lines(steps: { ms: number; works: Work[] }[]): Line[] {
  const line = (name: string, times: number[], calls: number, flops: number) => ({
    name,
    ms: median(times),
    best: quantile(times, 0.05),
    calls,
    flops,
  });
  const works = steps[0]!.works.map(({ work, calls, flops }, i) =>
    line(
      work,
      steps.map(({ works }) => works[i]!.ms),
      calls,
      flops,
    ),
  );
  const others = steps.map(({ ms, works }) => works.reduce((rest, work) => rest - work.ms, ms));
  works.sort((a, b) => b.ms - a.ms);
  const whole = steps.map(({ ms }) => ms);
  return [...works, line('all else', others, 1, 0), line('step', whole, 1, 0)];
}

export const profile: Bench = async function* ({ place, seconds, threads, wanted }) {
  for (const { shape, batch, length, attention } of CASES) {
    for (const count of [...new Set([1, threads])]) {
      const name = `${shape.name} ${batch} x ${length}, ${count} thr`;
      if (!wanted(name)) continue;
      const lab = await place.lab();
      const engine = await lab.engine(count);
      const { id, flops } = await lab.training(engine, shape, { batch, length });
      const [, warm] = await lab.steps(id, 2);
      const steps = await lab.profile(id, Math.max(3, Math.round((1000 * seconds) / warm!.ms)));
      const peak = median(await lab.peak(engine, 0.3));
      const all = lines(steps);
      const whole = all.at(-1)!;
      whole.flops = flops;
      for (const line of all) {
        const gflops = line.flops / line.ms / 1e6;
        yield {
          row: {
            bench: 'profile',
            case: `${name}: ${line.name}`,
            value: line.ms,
            unit: 'ms',
            peer: line.flops ? 'GFLOP/s' : null,
            peer_value: line.flops ? gflops : null,
            ratio: line.flops ? gflops / peak : null,
            goal: ATTENTION.includes(line.name) ? (attention ?? null) : null,
          },
          note: `${((100 * line.ms) / whole.ms).toFixed(1)} %, ${line.calls} calls, best ${line.best.toPrecision(3)} ms`,
        };
      }
      await lab.free(id);
    }
  }
};
