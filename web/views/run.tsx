// SPDX-License-Identifier: Apache-2.0
// A run while it goes, and after: progress, figures, curves, and the means to hold it.
import { Curve } from '../charts/curve';
import { smoothed } from '../charts/smooth';
import { validationOf } from '../answers/validation';
import { labelNames } from '../border/label_names';
import type { FitRow } from '../border/run_log';
import { columns, validationNow } from '../state/curves';
import { dataset } from '../state/data';
import { progress } from '../state/engine';
import { runFindings } from '../state/findings';
import { askToTell, mayAsk } from '../state/ended';
import { trained } from '../state/head';
import { model } from '../state/model';
import { phase } from '../state/phase';
import { saveRun, saveTrouble, saving } from '../state/results';
import { best, fit, log, steps, validations } from '../state/log';
import { pauseRun, plan, resumeRun, runTrouble, stopRun, trainRowsStay } from '../state/training';
import { Button } from '../ui/button';
import { Figures } from '../ui/figures';
import { count, decimal, duration, percent, scientific, tick } from '../ui/format';
import { formatOf, tickOf } from '../ui/quantity';
import { marked } from '../ui/marked';
import { Meter } from '../ui/meter';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';
import { Findings } from './findings';
import { Foreign } from './foreign';
import { Forgetting } from './forgetting';
import { JobMeter } from './job';

/** Above this number the points of the validations would run together. */
const MOST_POINTS = 24;

/** A training goes on that has validation rows. */
const validates = () => phase.value !== 'idle' && !!dataset.value?.parts.validation.length;

function Curves() {
  const { at, loss, rate, checkedAt, names, scores, validationLoss } = columns.value;
  const end = steps.value.at(-1)?.steps ?? 1;
  const window = Math.max(10, Math.round(end / 25));
  const smooth = smoothed(loss, window);
  const points = checkedAt.length <= MOST_POINTS;
  const [first, second] = [words.metrics.title(names[0]), words.metrics.title(names[1])];
  const { value, last, note } = validationNow.value;
  const { run } = words;
  return (
    <div class="curves">
      <figure>
        <figcaption class="title">
          {run.loss} <b>{decimal(smooth.at(-1) ?? NaN)}</b>
          <span>{run.lossNote(window)}</span>
        </figcaption>
        <Curve
          label={run.lossNow(decimal(smooth.at(-1) ?? NaN))}
          steps={at}
          end={end}
          fromZero
          format={tick}
          lines={[
            { label: run.lines.loss, color: '--accent', values: loss, faint: true },
            { label: run.lines.smoothed, color: '--accent', values: smooth },
            { label: run.lines.validation, color: '--second', values: validationLoss, points },
          ]}
        />
      </figure>
      {(validates() || checkedAt.length > 0) && (
        <figure>
          <figcaption class="title">
            {checkedAt.length > 0 ? run.validationOf(first) : run.validation} <b>{value}</b>
            {note && <span>{note}</span>}
            <span>{checkedAt.length > 0 ? run.thinLine(second) : run.afterEpochs}</span>
            {names[0] === 'macro_f1' && <span>{run.eachFromHalf}</span>}
          </figcaption>
          <Curve
            label={last === '–' ? run.notMeasured : run.validationNow(first, last)}
            steps={checkedAt}
            end={end}
            format={tickOf(names[0])}
            lines={[
              { label: second, color: '--third', values: scores[1]!, faint: true, points, format: formatOf(names[1]) },
              { label: first, color: '--second', values: scores[0]!, points, format: formatOf(names[0]) },
            ]}
          />
        </figure>
      )}
      <figure>
        <figcaption class="title">
          {run.rate} <b>{scientific(rate.at(-1) ?? 0)}</b>
          <span>{run.rateNote}</span>
        </figcaption>
        <Curve
          label={run.rateOver}
          steps={at}
          end={end}
          fromZero
          format={scientific}
          lines={[{ label: run.lines.rate, color: '--third', values: rate }]}
        />
      </figure>
      <Forgetting />
    </div>
  );
}

/** Past its lowest validation loss a model learns the training rows by heart, unless the weights are those of that
 * epoch. */
function ByHeart() {
  const checks = validations.value;
  const lowest = checks.reduce((low, check) => (check.loss < low.loss ? check : low), checks[0]!);
  if (best.value?.epoch === lowest.epoch) return null;
  if (phase.value !== 'idle' || checks.length < 2 || checks.at(-1)!.loss < 1.1 * lowest.loss) return null;
  return <Notice>{words.run.byHeart(lowest.epoch, lowest.loss)}</Notice>;
}

/** What the names of the labels brought to the fit; '' where they are no words. */
function ofNames({ names_pull }: FitRow): string {
  if (names_pull === undefined) return '';
  if (names_pull > 0) return ` ${words.run.fromNames}`;
  const head = model.value?.head;
  return head && head.pooling !== 'compared' && labelNames(head.task, head.labels) ? ` ${words.run.notFromNames}` : '';
}

/** Where the head began. */
function Fit() {
  const row = fit.value;
  if (!row) return null;
  const [strength, loss] = [scientific(row.strength), decimal(row.held_out_loss ?? NaN)];
  return (
    <p class="note">
      {row.held_out_loss === null
        ? words.run.fitted(strength)
        : row.held_out_accuracy === null
          ? words.run.fittedAndHeldOut(strength, loss)
          : words.run.fittedAndAccurate(strength, loss, percent(row.held_out_accuracy))}
      {ofNames(row)}
    </p>
  );
}

function Outcome() {
  const done = trained.value;
  if (!done) return null;
  const { reason, steps: updates, fitted, seconds, tokens_per_second } = done.end;
  const { run } = words;
  const found = runFindings.value;
  const kept = validationOf({ validations: validations.value, best: best.value, options: done.options });
  const end = run.ends[fitted && !updates ? 'fitted' : reason];
  const before = (steps.value[0]?.step ?? 1) - 1; // of a saved run, whose rows are not here
  return (
    <>
      <Notice kind={reason === 'error' ? 'warn' : found.length ? 'plain' : 'good'}>
        {before
          ? run.tookSince(end(updates, ''), before, seconds)
          : run.atSpeed(end(updates, run.within(seconds)), tokens_per_second)}{' '}
        {best.value &&
          best.value.of > 1 &&
          `${run.bestOf(best.value.epoch, best.value.of, words.metrics.inside(String(done.options['best_metric'] ?? 'loss')))} `}
        {best.value?.stopped && `${run.endedEarly} `}
        {reason !== 'done' &&
          `${kept && kept.epoch !== validations.value.at(-1)?.epoch ? run.bestSoFar(kept.epoch) : run.asTheyWere} `}
        {marked(run.seeHowGood, { evaluate: (text) => <a href="#evaluate">{text}</a> })}
      </Notice>
      <Findings findings={found} />
    </>
  );
}

export function RunPanel() {
  const now = phase.value === 'starting' ? undefined : steps.value.at(-1);
  const epochs = log.value?.options['epochs'] ?? now?.epoch; // the plan may be that of a moment before the start
  const going = phase.value !== 'idle';
  const { run } = words;
  return (
    <Panel title={run.titles[phase.value]} aside={now && run.epochOf(now.epoch, Number(epochs))}>
      {going && (
        <>
          {!now && progress.value ? (
            <JobMeter />
          ) : (
            <Meter
              label={now ? run.updates : run.preparing}
              share={now ? now.step / now.steps : null}
              text={now ? words.shell.of(count(now.step), count(now.steps)) : ''}
            />
          )}
          <div class="row">
            {phase.value === 'paused' ? (
              <>
                <Button kind="primary" onClick={resumeRun}>
                  {run.resume}
                </Button>
                <Button busy={!!saving.value} onClick={saveRun}>
                  {run.save}
                </Button>
              </>
            ) : (
              <Button disabled={phase.value !== 'running'} onClick={pauseRun}>
                {run.pause}
              </Button>
            )}
            <Button disabled={phase.value === 'stopping' || phase.value === 'finishing'} onClick={stopRun}>
              {phase.value === 'starting' || (!now && !fit.value) ? run.stop : run.stopAndKeep}
            </Button>
            {mayAsk.value && (
              <Button kind="quiet" onClick={() => void askToTell()}>
                {run.tellMe}
              </Button>
            )}
          </div>
        </>
      )}
      {!going && <Outcome />}
      {validations.value.length > 0 && <ByHeart />}
      {(going || trainRowsStay.value) && <Foreign />}
      <Trouble text={runTrouble.value || saveTrouble.value} />
      {now && going && (
        <Figures
          items={[
            { name: run.timeLeft, value: duration(now.seconds_left), first: true },
            { name: run.time, value: duration(now.seconds) },
            { name: run.speed, value: count(now.tokens_per_second) },
            { name: run.norm, value: decimal(now.grad_norm, 2), note: run.normNote },
          ]}
        />
      )}
      <Fit />
      {(steps.value.length > 0 || (going && plan.value?.steps !== 0)) && <Curves />}
    </Panel>
  );
}
