// SPDX-License-Identifier: Apache-2.0
// Several runs of the same training, and how far their figures lie apart.
import { headlines } from '../answers/metrics';
import type { Numbers } from '../border/messages';
import { ownFile } from '../state/data';
import { differ, repeat, repeating, repeatTrouble, spread, times, type Differ } from '../state/repeat';
import { outcomes } from '../state/series';
import { plan } from '../state/training';
import { Button } from '../ui/button';
import { ChoiceField, NumberField } from '../ui/field';
import { More } from '../ui/more';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { formatOf } from '../ui/quantity';
import { Scroll } from '../ui/scroll';
import { words } from '../words';

const LEAST = 2;
const MOST = 25;

const DIFFER: Differ[] = ['seeds', 'folds'];

function Outcomes() {
  const runs = outcomes.value;
  if (runs.length === 0) return null;
  const names = headlines(runs[0]!.metrics as unknown as Numbers);
  const { mean, sd } = spread.value ?? {};
  return (
    <Scroll label={words.repeat.figures}>
      <table id="outcomes">
        <thead>
          <tr>
            <th scope="col">{words.repeat.run}</th>
            {names.map((name) => (
              <th key={name} scope="col" class="number">
                {words.metrics.title(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, i) => (
            <tr key={i}>
              <th scope="row">
                {run.fold ? words.repeat.part(run.fold.index + 1, run.fold.of) : words.repeat.seed(run.seed)}
              </th>
              {names.map((name) => (
                <td key={name} class="number">
                  {formatOf(name)(run.metrics[name] ?? NaN)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {mean && sd && (
          <tfoot>
            <tr>
              <th scope="row">{words.repeat.spread}</th>
              {names.map((name) => (
                <td key={name} class="number">
                  {formatOf(name)(mean[name] ?? NaN)} ± {formatOf(name)(sd[name] ?? NaN)}
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
    <More title={words.repeat.choice} open={outcomes.value.length > 0 || !!repeatTrouble.value}>
      <p>{words.repeat.lead}</p>
      <ChoiceField
        name="differ"
        legend={words.repeat.differs}
        value={folds ? 'folds' : 'seeds'}
        onChange={(value) => (differ.value = value)}
        options={(own ? DIFFER.slice(0, 1) : DIFFER).map((way) => ({ value: way, ...words.repeat.differ[way] }))}
      />
      <NumberField
        id="times"
        label={folds ? words.repeat.parts : words.repeat.runs}
        value={times.value}
        min={LEAST}
        max={MOST}
        onChange={(value) => (times.value = Math.min(MOST, Math.max(LEAST, Math.round(value))))}
        hint={seconds ? words.repeat.about(seconds) : undefined}
      />
      <div class="row">
        <Button id="repeat" disabled={!plan.value?.fits} onClick={repeat}>
          {words.repeat.train(times.value)}
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
    <Panel title={words.repeat.title} aside={now && words.repeat.runOf(now.run, now.of)}>
      {now ? <Outcomes /> : <Choice />}
    </Panel>
  );
}
