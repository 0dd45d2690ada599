// SPDX-License-Identifier: Apache-2.0
// One training from a new head to its test, as the terminal shows it.
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { headlines } from '../data/metrics';
import type { Data } from '../data/prepare';
import type { LogRow, MeterRow, Plan, RunEnd, ValidationRow } from '../engine/messages';
import type { NodeEngine } from './engine';
import { judge, type Judged } from './judge';
import { writeText } from './files';
import { showPlan } from './plan';
import { makeReady, sayPieces, type Ready, type Which } from './prepare';
import { clear, duration, four, progress, say } from './terminal';
import type { Arguments } from './usage';

export interface Trained extends Judged {
  which: Which;
  ready: Ready;
  plan: Plan;
  end: RunEnd;
  history: ValidationRow[];
  forgetting: MeterRow[];
}

export async function trainOnce(args: Arguments, engine: NodeEngine, data: Data, which: Which): Promise<Trained> {
  const ready = await makeReady(args, engine, data, which);
  sayPieces(ready);
  const plan = await engine.handlers['run.plan']({ ...args.options, seed: which.seed });
  showPlan(plan);
  checkFits(plan);
  const { end, history, forgetting } = await runTraining(engine, plan, args.values['resume']);
  say(
    `Trained ${end.steps} steps in ${duration(end.seconds)}, ${Math.round(end.tokens_per_second).toLocaleString('en')} tokens/s.`,
  );
  showForgetting(forgetting.at(-1));
  return { which, ready, plan, end, history, forgetting, ...(await judge(ready)) };
}

export function checkFits(plan: Plan): void {
  if (plan.fits) return;
  throw new Error(
    'The training does not fit into memory. ' +
      (plan.recompute_peak_bytes <= plan.available_bytes
        ? 'With --recompute on it does, for a third more time.'
        : 'Use a smaller --tokens-in-flight, --max-length or model, or --method head.'),
  );
}

/** Resolves with the last step; an interrupt stops after the current one and throws. `kept`: the file where an interrupt
 * leaves the run, and from which it is taken up. */
export async function runTraining(
  engine: NodeEngine,
  plan: Plan,
  kept?: string,
): Promise<Pick<Trained, 'end' | 'history' | 'forgetting'>> {
  const history: ValidationRow[] = [];
  const forgetting: MeterRow[] = [];
  const end = new Promise<RunEnd>((resolve) =>
    engine.listen({
      'run.rows': (rows) => {
        history.push(...rows.filter((row) => row.kind === 'validation'));
        forgetting.push(...rows.filter((row) => row.kind === 'meter'));
        rows.forEach((row) => showRow(row, plan));
      },
      'run.end': resolve,
    }),
  );
  const stop = async () => {
    if (kept !== undefined) await writeText(kept, await bytesOf(await engine.handlers['run.save']({})));
    engine.handlers['run.stop']({});
  };
  process.once('SIGINT', stop);
  const saved = kept !== undefined && existsSync(kept) ? new Blob([await readFile(kept)]) : null;
  if (saved) await engine.handlers['run.continue']({ options: plan.options, saved });
  else await engine.handlers['run.start'](plan.options);
  const ended = await end;
  process.off('SIGINT', stop);
  engine.listen({});
  clear();
  if (ended.error) throw new Error(ended.error.text);
  if (ended.reason === 'stopped') {
    const how = kept === undefined ? 'nothing was written' : `the same command goes on from ${kept}`;
    throw new Interrupted(`Stopped after ${ended.steps} of ${plan.steps} steps; ${how}.`);
  }
  if (kept !== undefined) await rm(kept, { force: true });
  return { end: ended, history, forgetting };
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

export class Interrupted extends Error {}

export function showForgetting(meter: MeterRow | undefined): void {
  if (!meter) return;
  const { layers, masked_loss: gaps } = meter;
  const moved = layers.map(({ cka }) => `${(100 * Math.max(0, 1 - cka)).toFixed(1)} %`);
  const words = gaps ? `; loss at words left out ${gaps.before.toFixed(2)} before, ${gaps.now.toFixed(2)} now` : '';
  say(`Moved away from pre-training (1 - CKA, embeddings to last layer): ${moved.join(', ')}${words}.`);
}

function showRow(row: LogRow, plan: Plan): void {
  if (row.kind === 'validation') {
    const shown = headlines(row).map((name) => `${name.replaceAll('_', ' ')} ${four(row[name])}`);
    return say([`epoch ${row.epoch}: validation loss ${four(row.loss)}`, ...shown].join(', '));
  }
  if (row.kind === 'meter') return;
  if (row.kind === 'best') {
    const early = row.stopped ? `stopped after epoch ${row.of}; ` : '';
    return say(`${early}the weights are those of epoch ${row.epoch}, the best (${row.metric} ${four(row.value)})`);
  }
  const tenth = Math.floor((10 * row.step) / plan.steps) > Math.floor((10 * (row.step - 1)) / plan.steps);
  progress(
    `step ${row.step}/${row.steps}  loss ${four(row.loss)}  ` +
      `${Math.round(row.tokens_per_second).toLocaleString('en')} tokens/s  ${duration(row.seconds_left)} left`,
    tenth,
  );
}
