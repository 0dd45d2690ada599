// SPDX-License-Identifier: Apache-2.0
// Several runs of the same training, and how far their figures lie apart.
import { headlines, titleOf } from '../answers/metrics';
import type { Numbers } from '../border/messages';
import { ownFile } from '../state/data';
import { differ, outcomes, repeat, repeating, repeatTrouble, spread, times, type Differ } from '../state/repeat';
import { plan } from '../state/training';
import { Button } from '../ui/button';
import { ChoiceField, NumberField } from '../ui/field';
import { decimal, duration } from '../ui/format';
import { More } from '../ui/more';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';

const LEAST = 2;
const MOST = 25;

const DIFFER: { value: Differ; label: string; hint: string }[] = [
  {
    value: 'seeds',
    label: 'Another seed each time',
    hint: 'Another split, another new head, another order of the rows.',
  },
  {
    value: 'folds',
    label: 'Each part of the data tested once',
    hint: 'k-fold cross-validation: the data are cut into so many parts, and each is the test set of one run.',
  },
];

function Outcomes() {
  const runs = outcomes.value;
  if (runs.length === 0) return null;
  const names = headlines(runs[0]!.metrics as unknown as Numbers);
  const { mean, sd } = spread.value ?? {};
  return (
    <Scroll label="Test figures of the runs">
      <table id="outcomes">
        <thead>
          <tr>
            <th scope="col">Run</th>
            {names.map((name) => (
              <th key={name} scope="col" class="number">
                {titleOf(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, i) => (
            <tr key={i}>
              <th scope="row">{run.fold ? `part ${run.fold.index + 1} of ${run.fold.of}` : `seed ${run.seed}`}</th>
              {names.map((name) => (
                <td key={name} class="number">
                  {decimal(run.metrics[name] ?? NaN)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {mean && sd && (
          <tfoot>
            <tr>
              <th scope="row">Mean ± standard deviation</th>
              {names.map((name) => (
                <td key={name} class="number">
                  {decimal(mean[name] ?? NaN)} ± {decimal(sd[name] ?? NaN)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </Scroll>
  );
}

function Choice() {
  const own = !!ownFile.test.value;
  const folds = differ.value === 'folds' && !own;
  const seconds = plan.value && plan.value.seconds * times.value;
  return (
    <More
      title="Train several times, to see what chance does"
      open={outcomes.value.length > 0 || !!repeatTrouble.value}
    >
      <p>
        What one split and one start give is in part luck. Report the mean of several and how far they lie apart; to
        pick the best of them by its test figure would be to fit the test. The model of the last run stays in memory.
      </p>
      <ChoiceField
        name="differ"
        legend="What differs"
        value={folds ? 'folds' : 'seeds'}
        onChange={(value) => (differ.value = value)}
        options={own ? DIFFER.slice(0, 1) : DIFFER}
      />
      <NumberField
        id="times"
        label={folds ? 'Parts' : 'Runs'}
        value={times.value}
        min={LEAST}
        max={MOST}
        onChange={(value) => (times.value = Math.min(MOST, Math.max(LEAST, Math.round(value))))}
        hint={seconds ? `About ${duration(seconds)} in all.` : undefined}
      />
      <div class="row">
        <Button id="repeat" disabled={!plan.value?.fits} onClick={repeat}>
          Train {times.value} times
        </Button>
      </div>
      <Trouble text={repeatTrouble.value} />
      <Outcomes />
    </More>
  );
}

export function RepeatPanel() {
  const now = repeating.value;
  return (
    <Panel title="How much is chance?" aside={now && `run ${now.run} of ${now.of}`}>
      {now ? <Outcomes /> : <Choice />}
    </Panel>
  );
}
