// SPDX-License-Identifier: Apache-2.0
// One training from a new head to its test, as the terminal shows it.
import { count } from '../read/problems';
import { isForeign } from '../rows/checks';
import { changesOf, findingsOf, testFinding, type Finding } from '../answers/findings';
import { headlines } from '../answers/metrics';
import type { Data } from '../rows/prepare';
import { heldOutInWords, strengthInWords } from '../border/run_log';
import type { BestRow, FitRow, LogRow, MeterRow, Plan, RunEnd, ValidationRow } from '../border/messages';
import type { NodeEngine } from './engine';
import { judge, type Judged } from './judge';
import { KeptRun } from './keep';
import { planOf, showPlan } from './plan';
import { makeReady, sayPieces, type Ready, type Which } from './prepare';
import { clear, duration, four, progress, say } from './terminal';
import type { Arguments } from './usage';

export interface Trained extends Judged {
  which: Which;
  ready: Ready;
  plan: Plan;
  end: RunEnd;
  /** Of `end.steps` those of a run before this one, which this one went on from; its seconds are not counted. */
  continued: number | null;
  history: ValidationRow[];
  /** Where a new head began; null where it was not fitted. */
  fit: FitRow | null;
  forgetting: MeterRow[];
  /** Of early stopping: the epoch whose weights were kept. */
  best: BestRow | null;
  /** Options that were given and have no effect, in sentences. */
  unused: string[];
  /** What has gone wrong. */
  findings: Finding[];
}

export async function trainOnce(args: Arguments, engine: NodeEngine, data: Data, which: Which): Promise<Trained> {
  const ready = await makeReady(args, engine, data, which);
  sayPieces(ready);
  const { plan, unused } = await planOf(args, ready, which.seed);
  showPlan(plan);
  checkFits(plan);
  const { resume } = args.values;
  const kept = resume === undefined ? undefined : new KeptRun(resume, engine, plan);
  const trained = await runTraining(engine, plan, kept);
  const { end, continued, forgetting } = trained;
  if (plan.steps === 0) say(`Fitted the head in ${duration(end.seconds)}.`);
  else
    say(
      `Trained ${count(end.steps - (continued ?? 0), 'step')}${continued ? ` after the first ${continued}` : ''} ` +
        `in ${duration(end.seconds)}, ${Math.round(end.tokens_per_second).toLocaleString('en')} tokens/s.`,
    );
  showForgetting(forgetting.at(-1));
  const judged = await judge(ready, plan);
  const findings = findingsIn(args, ready, plan, trained, judged);
  return { which, ready, plan, ...trained, ...judged, unused, findings };
}

type Logged = Omit<Trained, keyof Judged | 'which' | 'ready' | 'plan' | 'unused' | 'findings'> & { losses: number[] };

function findingsIn(
  { options }: Arguments,
  { prepared, parts }: Ready,
  plan: Plan,
  logged: Logged,
  judged: Judged,
): Finding[] {
  const story = {
    ...{ task: prepared.task, labels: prepared.labels, counts: prepared.counts.validation },
    ...{ options: plan.options, ownRate: 'learning_rate' in options, foreign: isForeign(parts), losses: logged.losses },
    ...{ validations: logged.history, best: logged.best, fit: logged.fit, meter: logged.forgetting.at(-1) ?? null },
  };
  const tested = judged.baselines && testFinding(story, judged.test.metrics, judged.baselines);
  return [...findingsOf(story), ...(tested ? [tested] : [])];
}

export function showFindings(findings: Finding[]): void {
  for (const { text } of findings) say(`warning: ${text}`);
  for (const { text } of changesOf(findings)) say(`What to change: ${text}`);
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

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `stop` at the first of the signals; a second one ends the process. Returns what takes the listeners away. */
function onInterrupt(stop: () => void): () => void {
  const off = () => SIGNALS.forEach((signal) => process.off(signal, heard));
  const heard = () => {
    off();
    stop();
  };
  SIGNALS.forEach((signal) => process.on(signal, heard));
  return off;
}

/** Resolves with the last step; an interrupt stops after the current one and throws. `kept`: the file where the run is
 * saved, and from which it is taken up. */
export async function runTraining(engine: NodeEngine, plan: Plan, kept?: KeptRun): Promise<Logged> {
  const told: LogRow[] = [];
  const losses: number[] = [];
  const end = new Promise<RunEnd>((resolve) =>
    engine.listen({
      'run.rows': (rows) => {
        for (const row of rows) {
          if (row.kind === 'step') losses.push(row.loss);
          else told.push(row);
          showRow(row, plan);
        }
        kept?.rows(rows);
      },
      'run.end': resolve,
    }),
  );
  const continued = (await kept?.takeUp()) ?? null;
  if (continued === null) await engine.handlers['run.start'](plan.options);
  let last: Promise<boolean> | undefined;
  const off = onInterrupt(() => {
    last = kept?.save();
    last?.catch(() => undefined); // told below
    engine.handlers['run.stop']({});
  });
  const refused = continued !== null ? undefined : await kept?.saveWaiting().catch((error: Error) => error);
  if (refused) engine.handlers['run.stop']({});
  const { ...ended } = await end;
  ended.steps = Math.max(ended.steps, continued ?? 0); // none are counted where only the last validation was left
  off();
  engine.listen({});
  clear();
  if (refused) throw refused;
  if (ended.error) throw new Error(ended.error.text);
  if (ended.reason === 'stopped') {
    const how = kept && last ? await kept.fate(last) : 'nothing was written';
    const when = ended.steps === 0 ? 'before the first step' : `after ${ended.steps} of ${count(plan.steps, 'step')}`;
    throw new Interrupted(`Stopped ${when}; ${how}.`);
  }
  const of = <K extends LogRow['kind']>(kind: K) =>
    told.filter((row): row is Extract<LogRow, { kind: K }> => row.kind === kind);
  const [fit, best] = [of('fit').at(-1) ?? null, of('best').at(-1) ?? null];
  return { end: ended, continued, losses, history: of('validation'), fit, forgetting: of('meter'), best };
}

export class Interrupted extends Error {}

export function showForgetting(meter: MeterRow | undefined): void {
  if (!meter) return;
  const { layers, masked_loss: gaps } = meter;
  const moved = layers.map(({ cka }) => `${(100 * Math.max(0, 1 - cka)).toFixed(1)} %`);
  const words = gaps ? `; loss at words left out ${four(gaps.before)} before, ${four(gaps.now)} now` : '';
  say(`Moved away from pre-training (1 - CKA, embeddings to last layer): ${moved.join(', ')}${words}.`);
}

function showRow(row: LogRow, plan: Plan): void {
  if (row.kind === 'validation') {
    const shown = headlines(row).map((name) => `${name.replaceAll('_', ' ')} ${four(row[name])}`);
    const epoch = plan.steps === 0 ? '' : `epoch ${row.epoch}: `;
    return say([`${epoch}validation loss ${four(row.loss)}`, ...shown].join(', '));
  }
  if (row.kind === 'meter') return;
  if (row.kind === 'fit') {
    return say(`the head was fitted to the frozen encoder: ${strengthInWords(row)}${heldOutInWords(row)}`);
  }
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
