// SPDX-License-Identifier: Apache-2.0
// tabtune train: fine-tune, test once, write the model and the report; with --seeds or --folds several times.
import { hasCode } from '../border/failure';
import { join } from 'node:path';
import { validationOf } from '../answers/validation';
import { CURVES, KEPT_HEAD, type CurveOf } from '../answers/curve';
import { plainMetrics } from '../answers/metrics';
import { spreadOf } from '../answers/spread';
import type { Calls } from '../border/messages';
import { liesApart } from '../border/pooling';
import { ONNX_FILES } from '../onnx/files';
import { curveReport, measureCurve, showCurve } from './curve';
import type { FitRow } from '../border/messages';
import type { NodeEngine } from './engine';
import { ADAPTER_FOLDER, checkFolder, HEAD_FILE, removeOthers } from './folder';
import { checkWritten } from './idle';
import { judgedReport, showJudged } from './judge';
import { KeptRun } from './keep';
import { openEncoder, readFiles, sayTrouble, seedOf, splitOf, type Which } from './prepare';
import { metricsReport, showEvaluation, showSpread, writeReport } from './report';
import { showFindings, trainOnce, type Trained } from './run';
import { clear, say } from './terminal';
import { sketchOf } from '../rows/trained_on';
import { choiceOf, DTYPES, integerOf, UsageError, YES_NO, type Arguments } from './usage';
import { makeFolder, writeFiles, writeText } from './write';

const MOST_RUNS = 1000;

/** What the files of a model are like. */
type Form = Pick<Calls['export.model'][0], 'dtype' | 'onnx'>;

export async function train(args: Arguments, engine: NodeEngine): Promise<void> {
  const { values } = args;
  const form: Form = {
    dtype: choiceOf(values, 'dtype', DTYPES) ?? 'F32',
    onnx: choiceOf(values, 'onnx', YES_NO) !== 'no',
  };
  checkWritten(values, ['dtype', 'onnx']);
  const runs = runsOf(args, engine);
  const what = choiceOf(values, 'curve', CURVES);
  if (what && runs.length > 1)
    throw new UsageError('--curve is of one split of the data, not of those of --seeds or --folds');
  if (what && args.options.head_start === 'kept') throw new UsageError(KEPT_HEAD.text);
  if (values.resume !== undefined && runs.length > 1)
    throw new UsageError('--resume takes up one training, not those of --seeds or --folds');
  if (values.out !== undefined) await checkFolder(values.out); // not found out after the training
  const data = await readFiles(args);
  if (runs.length > 1) runs.forEach((which) => splitOf(args, data, which)); // not found out after some of them
  await openEncoder(args, engine);
  const results: object[] = [];
  const metrics: Record<string, number>[] = [];
  let lowest = Infinity;
  for (const [i, which] of runs.entries()) {
    if (runs.length > 1) say(`run ${i + 1} of ${runs.length}: ${nameOf(which)}`);
    const trained = await trainOnce(args, engine, data, which);
    showEvaluation(trained.test, trained.ready.prepared);
    showJudged(trained);
    showFindings(trained.findings);
    const loss = lossOf(trained);
    if (values.out !== undefined && (i === 0 || loss < lowest)) await writeModel(values.out, form, trained);
    lowest = Math.min(lowest, loss);
    results.push(resultOf(trained));
    metrics.push(plainMetrics(trained.test.metrics));
    if (i === runs.length - 1) await conclude(args, trained, results, metrics, what);
  }
}

/** After the last run: what they have in common, and the report of all. */
async function conclude(
  { values, options }: Arguments,
  last: Trained,
  results: object[],
  metrics: Record<string, number>[],
  what: CurveOf | undefined,
): Promise<void> {
  if (values.out === undefined) say('Nothing was kept: --out DIR writes the model.');
  const spread = results.length > 1 ? spreadOf(metrics) : null;
  if (spread) showSpread(spread, results.length);
  const curve = what ? await measureCurve(last.ready, { ...options, seed: last.which.seed }, what) : null;
  if (curve) showCurve(curve);
  const found = spread ? { ...spread, runs: results } : results[0];
  const report = { ...aboutOf(last), ...found, ...(curve && curveReport(curve)) };
  if (values.report !== undefined) await writeText(values.report, writeReport(report));
  if (values.resume !== undefined) await KeptRun.remove(values.resume);
}

/** The validation loss of the weights that are left. */
const lossOf = ({ history, best, plan }: Trained): number =>
  validationOf({ validations: history, best, options: plan.options })?.loss ?? Infinity;

/** Seeds from the first one on, times the folds. */
function runsOf(args: Arguments, engine: NodeEngine): Which[] {
  const seeds = integerOf(args.values, 'seeds', 1, MOST_RUNS) ?? 1;
  const of = integerOf(args.values, 'folds', 2, MOST_RUNS);
  if (of !== undefined && (args.values.test ?? args.values['given-parts']) !== undefined)
    throw new UsageError('--folds tests on every part of the data in turn; without --test and --given-parts, then');
  const first = seedOf(args, engine);
  return Array.from({ length: seeds }, (_, i) => first + i).flatMap((seed): Which[] =>
    of === undefined ? [{ seed }] : Array.from({ length: of }, (_, index) => ({ seed, fold: { index, of } })),
  );
}

const nameOf = ({ seed, fold }: Which) => `seed ${seed}${fold ? `, fold ${fold.index + 1} of ${fold.of}` : ''}`;

async function writeModel(out: string, form: Form, { test, plan, ready }: Trained): Promise<void> {
  const { engine } = ready;
  await measureNovelty(engine);
  const { columns } = ready.prepared;
  const about = {
    name: out.split('/').filter(Boolean).at(-1) ?? 'model',
    metrics: plainMetrics(test.metrics),
    columns,
    trained_on: sketchOf(ready.prepared.parts.train),
  };
  const files = (await engine.session.saving()).model({ ...about, ...form });
  if (plan.options.method === 'head') {
    const head = await engine.handlers['export.head'](about);
    const bytes = new Uint8Array(await head.arrayBuffer());
    files.push({ name: HEAD_FILE, size: bytes.byteLength, pieces: () => [bytes] });
  }
  await writeFiles(out, files);
  await removeOthers(out, files);
  const mean = liesApart(ready.model.head?.pooling, ready.model.family);
  if (plan.options.method === 'lora' && !mean) {
    const adapter = join(out, ADAPTER_FOLDER);
    await makeFolder(adapter);
    await writeFiles(
      adapter,
      (await engine.session.saving()).adapter({ ...about, name: `${about.name}/${ADAPTER_FOLDER}` }),
    );
  }
  if (form.onnx && !files.some(({ name }) => ONNX_FILES.includes(name)))
    say('No ONNX files were written. README.md in the folder has the reason.');
  const compares = ready.model.head?.pooling === 'compared';
  say(`Wrote ${out}${compares ? `: ${COMPARED}` : mean ? `: ${SENTENCE}` : ''}`);
}

const COMPARED =
  'SentenceTransformer(FOLDER).encode(texts) of sentence-transformers gives the vectors of texts, and README.md there has ' +
  'the Python that compares two';
const SENTENCE =
  'SentenceTransformer(FOLDER).encode(texts) of sentence-transformers gives its outputs, and README.md there has the ' +
  'Python; for AutoModelForSequenceClassification of transformers, which reads the first token, train with --pooling cls';
/** So that the model can tell which texts are unlike these; it is not lost where there is no memory for that. */
async function measureNovelty({ handlers, session }: NodeEngine): Promise<void> {
  try {
    await handlers.novelty({});
    sayTrouble(session.describe());
  } catch (error) {
    if (!hasCode(error, 'E_MEMORY')) throw error;
    say('There is not enough memory to measure which texts are unlike the training rows; predictions will not say it.');
  }
  clear();
}

/** What all runs have in common. */
function aboutOf({ ready, plan }: Trained): object {
  const { prepared, model, cut, engine } = ready;
  const { task, reason, scheme, labels, problems, fixed } = prepared;
  return {
    task,
    reason: reason.text,
    ...(task === 'token_classification' ? { scheme } : {}),
    ...(task === 'token_classification' ? {} : { pooling: model.head?.pooling }),
    labels,
    model: model.name,
    fingerprint: model.fingerprint,
    options: { ...plan.options, ...cut },
    build: engine.info.build,
    threads: engine.info.threads,
    planned_bytes: plan.peak_bytes,
    problems: problems.map(({ level, name, text }) => ({ level, name, text })),
    fixed,
  };
}

const fitReport = ({ iterations, strength, held_out_loss, held_out_accuracy, names_pull }: FitRow): object => ({
  iterations,
  strength,
  held_out_loss,
  held_out_accuracy,
  names_pull,
});

function resultOf(trained: Trained): object {
  const { which, ready, end, continued, fit, history, forgetting, test, unused, findings } = trained;
  const { labels, parts, counts } = ready.prepared;
  const perLabel = (list: number[]) => Object.fromEntries(labels.map((label, i) => [label, list[i]]));
  const rowNumbers = Object.entries(parts).map(([part, rows]) => [part, rows.map(({ row }) => row)]);
  return {
    seed: which.seed,
    ...(which.fold ? { fold: which.fold.index + 1, folds: which.fold.of } : {}),
    counts: Object.fromEntries(Object.entries(counts).map(([part, list]) => [part, perLabel(list)])),
    ...metricsReport(test, ready.prepared),
    ...judgedReport(trained),
    warnings: [...unused.map((text) => ({ name: 'no-effect', text })), ...findings],
    seconds: end.seconds,
    tokens_per_second: end.tokens_per_second,
    peak_bytes: end.peak_bytes,
    steps: end.steps,
    ...(continued === null ? {} : { continued_from_step: continued }),
    ...(fit && { fit: fitReport(fit) }),
    validation: history,
    forgetting,
    split: Object.fromEntries(rowNumbers),
  };
}
