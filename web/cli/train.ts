// SPDX-License-Identifier: Apache-2.0
// tabtune train: fine-tune, test once, write the model and the report.
import { join } from 'node:path';
import type { Evaluation, LogRow, Plan, RunEnd, ValidationRow } from '../engine/messages';
import type { NodeEngine } from './engine';
import { makeFolder, writeFiles, writeText } from './files';
import { showPlan } from './plan';
import { makeReady, type Ready } from './prepare';
import { plainMetrics, showEvaluation, writeReport } from './report';
import { clear, duration, progress, say } from './terminal';
import { UsageError, type Arguments } from './usage';

export async function train(args: Arguments, engine: NodeEngine): Promise<void> {
  const { values, options } = args;
  const dtype = values.dtype ?? 'F32';
  if (dtype !== 'F32' && dtype !== 'F16') throw new UsageError(`--dtype is F32 or F16, not "${dtype}"`);
  if (values.out !== undefined) await makeFolder(values.out); // not found out after the training
  const ready = await makeReady(args, engine);
  const plan = await engine.handlers['run.plan'](options);
  showPlan(plan);
  if (!plan.fits)
    throw new Error(
      'The training does not fit into memory. ' +
        (plan.recompute_peak_bytes <= plan.available_bytes
          ? 'With --recompute on it does, for a third more time.'
          : 'Use a smaller --tokens-in-flight, --max-length or model, or --method head.'),
    );
  const { end, history } = await runTraining(engine, plan);
  say(
    `Trained ${end.steps} steps in ${duration(end.seconds)}, ${Math.round(end.tokens_per_second).toLocaleString('en')} tokens/s.`,
  );
  const test = await engine.handlers.evaluate({ part: 'test' });
  clear();
  showEvaluation(test, ready.prepared.labels);
  if (values.out !== undefined) await writeModel(values.out, dtype, test, plan, ready);
  else say('Nothing was kept: --out DIR writes the model.');
  if (values.report !== undefined) await writeText(values.report, reportOf(ready, plan, end, history, test));
}

/** Resolves with the last step; an interrupt stops after the current one and throws. */
async function runTraining(engine: NodeEngine, plan: Plan): Promise<{ end: RunEnd; history: ValidationRow[] }> {
  const history: ValidationRow[] = [];
  const end = new Promise<RunEnd>((resolve) =>
    engine.listen({
      'run.rows': (rows) => {
        for (const row of rows) if (row.kind === 'validation') history.push(row);
        rows.forEach((row) => showRow(row, plan));
      },
      'run.end': resolve,
    }),
  );
  const stop = () => engine.handlers['run.stop']({});
  process.once('SIGINT', stop);
  await engine.handlers['run.start'](plan.options);
  const ended = await end;
  process.off('SIGINT', stop);
  engine.listen({});
  clear();
  if (ended.error) throw new Error(ended.error.text);
  if (ended.reason === 'stopped')
    throw new Interrupted(`Stopped after ${ended.steps} of ${plan.steps} steps; nothing was written.`);
  return { end: ended, history };
}

export class Interrupted extends Error {}

function showRow(row: LogRow, plan: Plan): void {
  const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
  if (row.kind === 'validation') {
    const { epoch, loss, accuracy, macro_f1: f1 } = row;
    return say(
      `epoch ${epoch}: validation loss ${loss.toFixed(4)}, accuracy ${percent(accuracy)}, macro F1 ${percent(f1)}`,
    );
  }
  if (row.kind === 'best') {
    const early = row.stopped ? `stopped after epoch ${row.of}; ` : '';
    return say(`${early}the weights are those of epoch ${row.epoch}, the best (${row.metric} ${row.value.toFixed(4)})`);
  }
  const tenth = Math.floor((10 * row.step) / plan.steps) > Math.floor((10 * (row.step - 1)) / plan.steps);
  progress(
    `step ${row.step}/${row.steps}  loss ${row.loss.toFixed(4)}  ` +
      `${Math.round(row.tokens_per_second).toLocaleString('en')} tokens/s  ${duration(row.seconds_left)} left`,
    tenth,
  );
}

async function writeModel(
  out: string,
  dtype: 'F32' | 'F16',
  test: Evaluation,
  plan: Plan,
  ready: Ready,
): Promise<void> {
  const { engine } = ready;
  const about = { name: out.split('/').filter(Boolean).at(-1) ?? 'model', metrics: plainMetrics(test.metrics) };
  await writeFiles(out, engine.session.exportFiles({ ...about, dtype }));
  if (plan.options.method === 'head') {
    const head = await engine.handlers['export.head'](about);
    await writeText(join(out, 'head.safetensors'), new Uint8Array(await head.arrayBuffer()));
  }
  say(`Wrote ${out}`);
}

function reportOf(ready: Ready, plan: Plan, end: RunEnd, history: ValidationRow[], test: Evaluation): string {
  const { prepared, model, max_length, engine } = ready;
  const { labels, parts } = prepared;
  const perLabel = (counts: number[]) => Object.fromEntries(labels.map((label, i) => [label, counts[i]]));
  const rowNumbers = Object.entries(parts).map(([part, rows]) => [part, rows.map(({ row }) => row)]);
  return writeReport({
    task: 'single_label_classification',
    labels,
    counts: Object.fromEntries(Object.entries(prepared.counts).map(([part, counts]) => [part, perLabel(counts)])),
    ...test,
    seconds: end.seconds,
    tokens_per_second: end.tokens_per_second,
    peak_bytes: end.peak_bytes,
    options: { ...plan.options, max_length },
    model: model.name,
    fingerprint: model.fingerprint,
    build: engine.info.build,
    threads: engine.info.threads,
    steps: end.steps,
    planned_bytes: plan.peak_bytes,
    validation: history,
    problems: prepared.problems.map(({ level, text }) => ({ level, text })),
    split: Object.fromEntries(rowNumbers),
  });
}
