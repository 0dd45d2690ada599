// SPDX-License-Identifier: Apache-2.0
// A run while it goes, and after: progress, figures, curves, and the means to hold it.
import { Curve } from '../charts/curve';
import { smoothed } from '../charts/smooth';
import { validationOf } from '../answers/findings';
import { titleOf } from '../answers/metrics';
import { columns } from '../state/curves';
import { progress } from '../state/engine';
import { runFindings } from '../state/findings';
import { askToTell, mayAsk } from '../state/ended';
import { trained } from '../state/head';
import { phase, type Phase } from '../state/phase';
import { saveRun, saveTrouble, saving } from '../state/results';
import { best, fit, steps, validations } from '../state/log';
import { pauseRun, plan, resumeRun, runTrouble, stopRun } from '../state/training';
import { Button } from '../ui/button';
import { Figures } from '../ui/figures';
import { heldOutInWords } from '../border/run_log';
import { count, decimal, duration, figure, scientific, tick } from '../ui/format';
import { Meter } from '../ui/meter';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Findings } from './findings';
import { Forgetting } from './forgetting';
import { JobMeter } from './job';

/** Above this number the points of the validations would run together. */
const MOST_POINTS = 24;

function Curves() {
  const { at, loss, rate, checkedAt, names, scores, validationLoss } = columns.value;
  const end = steps.value.at(-1)?.steps ?? 1;
  const window = Math.max(10, Math.round(end / 25));
  const smooth = smoothed(loss, window);
  const points = checkedAt.length <= MOST_POINTS;
  const [first, second] = [titleOf(names[0]), titleOf(names[1])];
  const last = validations.value.at(-1)?.[names[0]];
  const now = figure(names[0], last);
  return (
    <div class="curves">
      <figure>
        <figcaption class="title">
          Loss <b>{decimal(smooth.at(-1) ?? NaN)}</b>
          <span>training, mean of about {window} updates; orange: validation</span>
        </figcaption>
        <Curve
          label={`Training loss over updates, now ${decimal(smooth.at(-1) ?? NaN)}`}
          steps={at}
          end={end}
          fromZero
          format={tick}
          lines={[
            { label: 'loss', color: '--accent', values: loss, faint: true },
            { label: 'smoothed', color: '--accent', values: smooth },
            { label: 'validation', color: '--second', values: validationLoss, points },
          ]}
        />
      </figure>
      <figure>
        <figcaption class="title">
          Validation{checkedAt.length > 0 && `: ${first}`} <b>{now}</b>
          {checkedAt.length > 0 && <span>thin line: {second}</span>}
        </figcaption>
        <Curve
          label={
            now === '–'
              ? 'Validation rows: not measured yet'
              : `${first} of the validation rows after each epoch, now ${now}`
          }
          steps={checkedAt}
          end={end}
          format={tick}
          lines={[
            { label: second, color: '--third', values: scores[1]!, faint: true, points },
            { label: first, color: '--second', values: scores[0]!, points },
          ]}
        />
      </figure>
      <figure>
        <figcaption class="title">
          Learning rate <b>{scientific(rate.at(-1) ?? 0)}</b>
          <span>warm-up, then down</span>
        </figcaption>
        <Curve
          label="Learning rate over updates"
          steps={at}
          end={end}
          fromZero
          format={scientific}
          lines={[{ label: 'learning rate', color: '--third', values: rate }]}
        />
      </figure>
      <Forgetting />
    </div>
  );
}

/** Past its lowest validation loss a model learns the training rows by heart, unless the weights are those of that epoch. */
function ByHeart() {
  const checks = validations.value;
  const lowest = checks.reduce((low, check) => (check.loss < low.loss ? check : low), checks[0]!);
  if (best.value?.epoch === lowest.epoch) return null;
  if (phase.value !== 'idle' || checks.length < 2 || checks.at(-1)!.loss < 1.1 * lowest.loss) return null;
  return (
    <Notice>
      The validation loss was lowest after epoch {lowest.epoch} ({decimal(lowest.loss)}) and rose after it: from there
      on the model learned the training rows by heart. Other validation figures may still have improved. If they have
      not, train for fewer epochs.
    </Notice>
  );
}

/** Where the head began. */
function Fit() {
  const row = fit.value;
  if (!row) return null;
  return (
    <p class="note">
      A new head was fitted first, to what the pre-trained encoder makes of the training texts: L-BFGS, L2 strength{' '}
      {scientific(row.strength)} by cross-validation{heldOutInWords(row)}.
    </p>
  );
}

function Outcome() {
  const done = trained.value;
  if (!done) return null;
  const { reason, steps: updates, fitted, seconds, tokens_per_second } = done.end;
  const found = runFindings.value;
  const kept = validationOf({ validations: validations.value, best: best.value, options: done.options });
  return (
    <>
      <Notice kind={reason === 'error' ? 'warn' : found.length ? 'plain' : 'good'}>
        {fitted && !updates
          ? 'The head was fitted'
          : `${reason === 'done' ? 'Trained with' : reason === 'stopped' ? 'Stopped after' : 'Ended by an error after'} ${count(updates)} updates`}{' '}
        in {duration(seconds)}, {count(tokens_per_second)} tokens per second.{' '}
        {best.value &&
          best.value.of > 1 &&
          `The weights are those of epoch ${best.value.epoch}, the best of ${best.value.of}. `}
        {reason !== 'done' &&
          (kept && kept.epoch !== validations.value.at(-1)?.epoch
            ? `The weights are those of epoch ${kept.epoch}, the best so far. `
            : 'The weights are kept as they were at that moment: evaluate, try or download them. ')}
        <a href="#evaluate">See how good it is</a>.
      </Notice>
      <Findings findings={found} />
    </>
  );
}

const TITLES: Record<Phase, string> = {
  idle: 'The run',
  starting: 'Preparing…',
  running: 'Training',
  paused: 'Paused',
  stopping: 'Stopping…',
  finishing: 'Finishing…',
};

export function RunPanel() {
  const now = phase.value === 'starting' ? undefined : steps.value.at(-1);
  const epochs = trained.value?.options['epochs'] ?? plan.value?.options['epochs'] ?? now?.epoch;
  const going = phase.value !== 'idle';
  return (
    <Panel title={TITLES[phase.value]} aside={now && `epoch ${now.epoch} of ${epochs}`}>
      {going && (
        <>
          {!now && progress.value ? (
            <JobMeter />
          ) : (
            <Meter
              label={now ? 'Updates' : 'Preparing the first update'}
              share={now ? now.step / now.steps : null}
              text={now ? `${count(now.step)} of ${count(now.steps)}` : ''}
            />
          )}
          <div class="row">
            {phase.value === 'paused' ? (
              <>
                <Button kind="primary" onClick={resumeRun}>
                  Resume
                </Button>
                <Button busy={!!saving.value} onClick={saveRun}>
                  Save to go on another day
                </Button>
              </>
            ) : (
              <Button disabled={phase.value !== 'running'} onClick={pauseRun}>
                Pause
              </Button>
            )}
            <Button disabled={phase.value === 'stopping' || phase.value === 'finishing'} onClick={stopRun}>
              {phase.value === 'starting' ? 'Stop' : 'Stop and keep the weights'}
            </Button>
            {mayAsk.value && (
              <Button kind="quiet" onClick={() => void askToTell()}>
                Tell me when it ends
              </Button>
            )}
          </div>
        </>
      )}
      {!going && <Outcome />}
      {validations.value.length > 0 && <ByHeart />}
      <Trouble text={runTrouble.value || saveTrouble.value} />
      {now && (
        <Figures
          items={[
            ...(going ? [{ name: 'Time left', value: duration(now.seconds_left), first: true }] : []),
            { name: 'Time', value: duration(now.seconds) },
            { name: 'Tokens per second', value: count(now.tokens_per_second) },
            { name: 'Gradient norm', value: decimal(now.grad_norm, 2), note: 'before clipping' },
          ]}
        />
      )}
      <Fit />
      {(steps.value.length > 0 || (going && plan.value?.steps !== 0)) && <Curves />}
    </Panel>
  );
}
