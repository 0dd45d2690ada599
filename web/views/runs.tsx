// SPDX-License-Identifier: Apache-2.0
// The runs so far: a list, and several of them laid side by side.
import { useState } from 'preact/hooks';
import { headlines } from '../answers/metrics';
import type { PastRun } from '../answers/past';
import { dropModel } from '../state/kept_models';
import { looksInWords } from '../state/looks';
import { phase } from '../state/phase';
import { opening, openingTrouble, useModel } from '../state/project';
import {
  areMixed,
  dataOf,
  deleteRun,
  fitsSelected,
  givenUpInWords,
  isComparable,
  isInPlace,
  isOpenable,
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
import { dateTime, figure } from '../ui/format';
import { interval } from '../ui/interval';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';
import { words } from '../words';
import { JobMeter } from './job';
import { LosePanel } from './lose';
import { Beside } from './runs_beside';
import { PageHead } from './step';

function Score({ numbers }: { numbers: PastRun['test'] | PastRun['validation'] }) {
  if (!numbers) return <span class="muted">–</span>;
  const [name] = headlines(numbers);
  const range = 'intervals' in numbers ? numbers.intervals[name] : undefined;
  return (
    <>
      {figure(name, numbers[name])}
      {areMixed.value && <small class="muted"> {words.metrics.title(name)}</small>}
      {range && <small class="muted"> {interval(range, (n) => figure(name, n))}</small>}
    </>
  );
}

/** Where its model is. */
function Model({ run }: { run: PastRun }) {
  const where = modelOf(run);
  if (!where) return <span class="muted">{words.runs.numbersOnly}</span>;
  return (
    <>
      {where}
      {isOpenable(run) && !isInPlace(run) && (
        <div>
          <Button
            kind="quiet"
            label={words.runs.dropOf(run.name)}
            disabled={opening.value === run.began}
            onClick={() => void dropModel(run.began)}
          >
            {words.runs.drop}
          </Button>
        </div>
      )}
    </>
  );
}

/** What can be done with one of them. */
function Actions({ run, onRename }: { run: PastRun; onRename: () => void }) {
  const inPlace = isInPlace(run);
  return (
    <div class="row">
      {isOpenable(run) && !inPlace && (
        <Button
          kind="quiet"
          label={words.runs.useOf(run.name)}
          busy={opening.value === run.began}
          disabled={opening.value !== null || phase.value !== 'idle'}
          onClick={() => void useModel(run.began)}
        >
          {words.runs.use}
        </Button>
      )}
      <Button kind="quiet" label={words.runs.renameRun(run.name)} onClick={onRename}>
        {words.runs.rename}
      </Button>
      {!inPlace && (
        <Button kind="quiet" label={words.runs.deleteRun(run.name)} onClick={() => void deleteRun(run)}>
          {words.runs.delete}
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
      <TextField id={`name-${run.began}`} label={words.runs.nameOf(run.name)} value={name} onInput={setName} />
      <Button kind="primary" onClick={rename}>
        {words.runs.rename}
      </Button>
    </form>
  );
}

function Row({ run }: { run: PastRun }) {
  const [naming, setNaming] = useState(false);
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={words.runs.lay(run.name)}
          checked={selected.value.includes(run.began)}
          disabled={!selected.value.includes(run.began) && !fitsSelected(run)}
          onChange={() => toggle(run)}
        />
      </td>
      <th scope="row">
        {run.name}
        <small class="muted">{dateTime(run.began)}</small>
        {isInPlace(run) && <span class="tag">{words.runs.inUse}</span>}
        {!isComparable(run) && <span class="tag">{words.runs.notComparable}</span>}
        {naming ? (
          <Rename run={run} onDone={() => setNaming(false)} />
        ) : (
          <Actions run={run} onRename={() => setNaming(true)} />
        )}
      </th>
      <td data-head={words.runs.trained}>
        {words.methods[run.method]}
        <small class="muted">{run.encoder}</small>
        {dataOf(run) && <small class="muted">{dataOf(run)}</small>}
      </td>
      <td class="number" data-head={scoreTitle(words.runs.validation)}>
        <Score numbers={run.validation} />
      </td>
      <td class="number" data-head={scoreTitle(words.runs.test)}>
        <Score numbers={run.test} />
      </td>
      <td data-head={words.runs.model}>
        <Model run={run} />
      </td>
    </tr>
  );
}

/** The title of the numbers, where all runs have the same one. */
function scoreTitle(of: string): string {
  const names = new Set(
    runs.value.flatMap((run) => [run.test, run.validation]).flatMap((n) => (n ? headlines(n)[0] : [])),
  );
  return names.size === 1 ? words.runs.scoreOf(of, words.metrics.inside([...names][0]!)) : of;
}

function List() {
  return (
    <Scroll label={words.runs.label} kind="whole">
      <table class="runs">
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">{words.runs.sideBySide}</span>
            </th>
            <th scope="col">{words.runs.run}</th>
            <th scope="col">{words.runs.trained}</th>
            <th scope="col" class="number">
              {scoreTitle(words.runs.validation)}
            </th>
            <th scope="col" class="number">
              {scoreTitle(words.runs.test)}
            </th>
            <th scope="col">{words.runs.model}</th>
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
      <PageHead id="runs" eyebrow={words.runs.eyebrow} title={words.runs.title} lede={words.runs.lede} />
      <Trouble text={runsTrouble.value || openingTrouble.value} />
      {givenUpInWords.value && <Notice kind="warn">{givenUpInWords.value}</Notice>}
      <LosePanel place="kept" />
      {opening.value !== null && <JobMeter of={['model.open', 'model.restore']} />}
      {some ? (
        <>
          {looksInWords.value && <Notice>{looksInWords.value}</Notice>}
          <Panel title={words.runs.soFar} lead={words.runs.soFarLead}>
            <List />
          </Panel>
          <Beside />
        </>
      ) : (
        <Panel title={words.runs.none} lead={words.runs.noneLead}>
          <Button kind="primary" onClick={() => goTo('train')}>
            {words.runs.goToTrain}
          </Button>
        </Panel>
      )}
    </div>
  );
}
