// SPDX-License-Identifier: Apache-2.0
// The runs so far: a list, and several of them laid side by side.
import { useState } from 'preact/hooks';
import { METHOD_NAMES } from '../answers/methods';
import { headlines, titleOf } from '../answers/metrics';
import type { PastRun } from '../answers/past';
import { looksInWords } from '../state/looks';
import {
  deleteRun,
  isComparable,
  isInPlace,
  modelOf,
  renameRun,
  runs,
  runsTrouble,
  selected,
  toggle,
} from '../state/runs';
import { goTo } from '../state/steps';
import { Button } from '../ui/button';
import { TextField } from '../ui/field';
import { figure } from '../ui/format';
import { interval } from '../ui/interval';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';
import { Beside } from './runs_beside';
import { PageHead } from './step';

const dateOf = (began: number) => new Date(began).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });

function Score({ numbers }: { numbers: PastRun['test'] | PastRun['validation'] }) {
  if (!numbers) return <span class="muted">–</span>;
  const [name] = headlines(numbers);
  const range = 'intervals' in numbers ? numbers.intervals[name] : undefined;
  return (
    <>
      {figure(name, numbers[name])}
      {range && <small class="muted"> {interval(range, (n) => figure(name, n))}</small>}
    </>
  );
}

/** What can be done to one of them. */
function Actions({ run, onRename }: { run: PastRun; onRename: () => void }) {
  const inPlace = isInPlace(run);
  return (
    <div class="row">
      <Button kind="quiet" label={`Rename ${run.name}`} onClick={onRename}>
        Rename
      </Button>
      {!inPlace && (
        <Button kind="quiet" label={`Delete ${run.name}`} onClick={() => void deleteRun(run)}>
          Delete
        </Button>
      )}
    </div>
  );
}

function Rename({ run, onDone }: { run: PastRun; onDone: () => void }) {
  const [name, setName] = useState(run.name);
  const rename = () => {
    void renameRun(run, name);
    onDone();
  };
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        rename();
      }}
    >
      <TextField id={`name-${run.began}`} label={`Name of ${run.name}`} value={name} onInput={setName} />
      <Button kind="primary" onClick={rename}>
        Rename
      </Button>
    </form>
  );
}

function Row({ run }: { run: PastRun }) {
  const [naming, setNaming] = useState(false);
  const model = modelOf(run);
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Lay ${run.name} beside others`}
          checked={selected.value.includes(run.began)}
          onChange={() => toggle(run)}
        />
      </td>
      <th scope="row">
        {run.name}
        <small class="muted">{dateOf(run.began)}</small>
        {!isComparable(run) && <span class="tag">not comparable: other test rows</span>}
        {naming ? (
          <Rename run={run} onDone={() => setNaming(false)} />
        ) : (
          <Actions run={run} onRename={() => setNaming(true)} />
        )}
      </th>
      <td>
        {METHOD_NAMES[run.method]}
        <small class="muted">{run.encoder}</small>
      </td>
      <td class="number">
        <Score numbers={run.validation} />
      </td>
      <td class="number">
        <Score numbers={run.test} />
      </td>
      <td>{model || <span class="muted">numbers only</span>}</td>
    </tr>
  );
}

/** The title of the numbers, where all runs have the same one. */
function scoreTitle(of: string): string {
  const names = new Set(
    runs.value.flatMap((run) => [run.test, run.validation]).flatMap((n) => (n ? headlines(n)[0] : [])),
  );
  return names.size === 1 ? `${of}: ${titleOf([...names][0]!).toLowerCase()}` : of;
}

function List() {
  return (
    <Scroll label="Runs" kind="whole">
      <table class="runs">
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">Side by side</span>
            </th>
            <th scope="col">Run</th>
            <th scope="col">What was trained</th>
            <th scope="col" class="number">
              {scoreTitle('Validation')}
            </th>
            <th scope="col" class="number">
              {scoreTitle('Test')}
            </th>
            <th scope="col">Its model</th>
          </tr>
        </thead>
        <tbody>
          {runs.value.map((run) => (
            <Row key={run.began} run={run} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function RunsView() {
  const some = runs.value.length > 0;
  return (
    <div class="step">
      <PageHead
        id="runs"
        eyebrow="Beside the steps"
        title="Runs"
        lede="Every training of this project, with its options, curves and figures. Choose between runs by their validation figures, and test the one that you choose."
      />
      <Trouble text={runsTrouble.value} />
      {some ? (
        <>
          {looksInWords.value && <Notice>{looksInWords.value}</Notice>}
          <Panel
            title="The runs so far"
            lead="Check two or more to lay them side by side. The others are tested against the one that is checked first."
          >
            <List />
          </Panel>
          <Beside />
        </>
      ) : (
        <Panel title="No run yet" lead="A training is listed here as soon as it has ended.">
          <Button kind="primary" onClick={() => goTo('train')}>
            Go to Train
          </Button>
        </Panel>
      )}
    </div>
  );
}
