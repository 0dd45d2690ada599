// SPDX-License-Identifier: Apache-2.0
// A run while it goes, and after: progress, figures, curves, and the means to hold it.
import { Curve } from '../charts/curve';
import { smoothed } from '../charts/smooth';
import { columns } from '../state/curves';
import { progress } from '../state/engine';
import { pauseRun, phase, resumeRun, runTrouble, steps, stopRun, trained, validations } from '../state/training';
import { Button } from '../ui/button';
import { Figures } from '../ui/figures';
import { count, decimal, duration, percent, scientific } from '../ui/format';
import { Meter } from '../ui/meter';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { JobMeter } from './job';

/** Updates over which the smoothed loss roughly averages. */
const LOSS_WINDOW = 20;

function Curves() {
  const { at, loss, rate, checkedAt, accuracy, f1, validationLoss } = columns.value;
  const smooth = smoothed(loss, LOSS_WINDOW);
  const end = steps.value.at(-1)?.steps ?? 1;
  const last = validations.value.at(-1);
  return (
    <div class="curves">
      <figure>
        <figcaption class="title">
          Loss <b>{decimal(smooth.at(-1) ?? NaN)}</b>
          <span>training, mean of about {LOSS_WINDOW} updates; points: validation</span>
        </figcaption>
        <Curve
          label={`Training loss over updates, now ${decimal(smooth.at(-1) ?? NaN)}`}
          steps={at}
          end={end}
          format={(v) => v.toFixed(2)}
          lines={[
            { label: 'loss', color: '--accent', values: loss, faint: true },
            { label: 'smoothed', color: '--accent', values: smooth },
            { label: 'validation', color: '--second', values: validationLoss, points: true },
          ]}
        />
      </figure>
      <figure>
        <figcaption class="title">
          Validation accuracy <b>{last ? percent(last.accuracy) : '–'}</b>
          <span>thin line: macro F1</span>
        </figcaption>
        <Curve
          label={`Validation accuracy after each epoch, now ${last ? percent(last.accuracy) : 'not measured yet'}`}
          steps={checkedAt}
          end={end}
          format={(v) => v.toFixed(2)}
          lines={[
            { label: 'macro F1', color: '--third', values: f1, faint: true, points: true },
            { label: 'accuracy', color: '--second', values: accuracy, points: true },
          ]}
        />
      </figure>
      <figure>
        <figcaption class="title">
          Learning rate <b>{scientific(rate.at(-1) ?? 0)}</b>
          <span>up at first, so that the new head does not shake the encoder, then down to nothing</span>
        </figcaption>
        <Curve
          label="Learning rate over updates"
          steps={at}
          end={end}
          format={scientific}
          lines={[{ label: 'learning rate', color: '--third', values: rate }]}
        />
      </figure>
    </div>
  );
}

function Outcome() {
  const done = trained.value;
  if (!done) return null;
  const { reason, steps: updates, seconds, tokens_per_second } = done.end;
  return (
    <Notice kind="good">
      {reason === 'done' ? 'Trained' : 'Stopped'} after {count(updates)} updates in {duration(seconds)},{' '}
      {count(tokens_per_second)} tokens per second.{' '}
      {reason === 'stopped' && 'The weights are kept as they were at that moment: evaluate, try or download them. '}
      <a href="#evaluate">See how good it is</a>.
    </Notice>
  );
}

export function RunPanel() {
  const now = steps.value.at(-1);
  const going = phase.value !== 'idle';
  const title = going
    ? phase.value === 'paused'
      ? 'Paused'
      : phase.value === 'stopping'
        ? 'Stopping…'
        : 'Training'
    : 'The run';
  return (
    <Panel title={title} aside={now && `epoch ${now.epoch}`}>
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
              <Button kind="primary" onClick={resumeRun}>
                Resume
              </Button>
            ) : (
              <Button disabled={phase.value !== 'running'} onClick={pauseRun}>
                Pause
              </Button>
            )}
            <Button disabled={phase.value === 'stopping'} onClick={stopRun}>
              Stop and keep the weights
            </Button>
          </div>
        </>
      )}
      {!going && <Outcome />}
      <Trouble text={runTrouble.value} />
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
      <Curves />
    </Panel>
  );
}
