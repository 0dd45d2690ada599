// SPDX-License-Identifier: Apache-2.0
// A learning curve: heads, or whole models, trained on parts of the rows, on a second copy of the encoder. The model
// that is loaded stays as it is.
import type { Checkpoint } from '../hub/checkpoint';
import { forward } from './forward';
import { lent } from './lent';
import { loadModel, loadWeights, type HeadKind } from './load';
import type { Calls, Compared, Outputs, Progress, Rows } from '../border/messages';
import type { Data, Engine, Model } from './module';
import { tick } from './tick';
import { job, say } from './jobs';

type Report = (progress: Progress) => void;
type Input = Calls['curve'][0];

/** Rows that have been trained on, of all that will be. */
class Count {
  private before = 0;
  constructor(
    private readonly total: number,
    private readonly report: Report,
  ) {}
  at(rows: number, share: number): void {
    const done = Math.round(this.before + share * rows);
    this.report(job(say.curve, done, this.total, 'rows'));
  }
  end(rows: number): void {
    this.before += rows;
  }
}

/** Of each size, the smallest first. */
export async function learningCurve(
  engine: Engine,
  checkpoint: Checkpoint,
  head: HeadKind,
  { folds, all, cut, options }: Input,
  report: Report,
): Promise<Compared[]> {
  const model = await loadModel(engine, checkpoint, report);
  const rows = folds.flatMap(({ trains }) => trains).reduce((sum, { texts }) => sum + texts.length, 0);
  const count = new Count(rows, report);
  const outputs: Outputs[] = folds[0]!.trains.map(() => []);
  let moved = false;
  try {
    for (const { trains, measured } of folds) {
      for (const [k, train] of trains.entries()) {
        if (moved) await loadWeights(model, checkpoint, report);
        moved = options.method !== 'head';
        await trainOn(model, head, train, { cut, options }, count);
        const said = await lent(model.data(measured, cut, null), (data) => answer(model, data, head, count));
        outputs[k] = outputs[k]!.concat(said);
      }
    }
    return await lent(model.data(all, cut, all.labels), (data) => compare(data, outputs));
  } finally {
    model.free();
  }
}

async function trainOn(
  model: Model,
  { task, labels, scheme, pooling }: HeadKind,
  rows: Rows,
  { cut, options }: Pick<Input, 'cut' | 'options'>,
  count: Count,
): Promise<void> {
  model.head({ task, labels, seed: Number(options.seed ?? 1), scheme, pooling });
  const size = rows.texts.length;
  let share = 0;
  await lent(model.data(rows, cut, rows.labels), (data) =>
    lent(model.run(data, null, options), async (run) => {
      while (!run.step()) {
        const last = run.log<{ kind: string; step: number; steps: number }>().findLast(({ kind }) => kind === 'step');
        if (last) share = last.step / last.steps;
        count.at(size, share);
        await tick();
      }
    }),
  );
  count.end(size);
}

async function answer(model: Model, data: Data, { labels }: HeadKind, count: Count): Promise<Outputs> {
  const pieces = forward(model, data, labels.length, say.curve, (_, outputs) => outputs());
  try {
    for (;;) {
      const next = pieces.next();
      if (next.done) return next.value;
      count.at(0, 0);
      await tick();
    }
  } finally {
    pieces.return([]);
  }
}

function compare(data: Data, outputs: Outputs[]): Compared[] {
  const whole = outputs.at(-1)!;
  return outputs.map((some) => data.compare({ outputs: whole, fitted: {} }, { outputs: some, fitted: {} }));
}
