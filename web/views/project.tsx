// SPDX-License-Identifier: Apache-2.0
// What is kept on this computer, and the ways to forget it.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  askToLast,
  exportOpen,
  forgetAll,
  forgetProject,
  importFrom,
  keepNothing,
  nameOfCopy,
  removeCopy,
  takeCopy,
} from '../state/projects';
import { dropModel, keptModels } from '../state/kept_models';
import { trained } from '../state/head';
import { phase } from '../state/phase';
import { dataLost, lost } from '../state/removed';
import { givenUpInWords, nameOfRun } from '../state/runs';
import {
  copies,
  keeping,
  lasting,
  newProject,
  openOther,
  project,
  projectNow,
  projects,
  projectTrouble,
  rename,
  type Keeping,
} from '../state/project';
import { Button } from '../ui/button';
import { TextField } from '../ui/field';
import { bytes, dateTime } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';

/** Asks once more in place; the keyboard stays there. */
function Sure({
  label,
  short = label,
  done,
  onYes,
}: {
  label: string;
  short?: string;
  done: string;
  onYes: () => void;
}) {
  const [asked, setAsked] = useState<boolean | null>(null);
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (asked !== null) place.current?.focus();
  }, [asked]);
  return (
    <span class="row" role="group" aria-label={label} ref={place} tabIndex={-1}>
      {asked ? (
        <>
          <Button onClick={onYes}>{done}</Button>
          <Button kind="quiet" onClick={() => setAsked(false)}>
            {words.project.no}
          </Button>
        </>
      ) : (
        <Button kind="quiet" label={label} onClick={() => setAsked(true)}>
          {short}
        </Button>
      )}
    </span>
  );
}

function Projects() {
  const idle = phase.value === 'idle';
  return (
    <ul class="listed">
      {projects.value.map(({ id, name: given, bytes: size, changed }) => {
        const name = projectNow(given);
        const here = id === project.value?.id;
        return (
          <li key={id}>
            <div>
              <strong>{name}</strong>
              <p class="small muted">
                {words.project[here ? 'changedHere' : 'changed'](bytes(size), dateTime(changed))}
              </p>
            </div>
            {!here && (
              <Button
                kind="quiet"
                label={words.project.openNamed(name)}
                disabled={!idle}
                onClick={() => void openOther(id)}
              >
                {words.project.open}
              </Button>
            )}
            <Button kind="quiet" label={words.project.copyOf(name)} disabled={!idle} onClick={() => void takeCopy(id)}>
              {words.project.copy}
            </Button>
            <Sure
              label={here ? words.project.forgetThis : words.project.forget(name)}
              short={words.project.forgetShort}
              done={words.project.yesForget}
              onYes={() => void forgetProject(id)}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** To and from a file. */
function Files() {
  return (
    <div class="row">
      {project.value && (
        <>
          <Button id="export-project" onClick={() => void exportOpen()}>
            {words.project.export}
          </Button>
          <Button disabled={phase.value !== 'idle'} onClick={() => void newProject()}>
            {words.project.new}
          </Button>
        </>
      )}
      <label class="button">
        {words.project.import}
        <input
          id="import-project"
          class="visually-hidden"
          type="file"
          accept=".zip"
          disabled={phase.value !== 'idle'}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file) void importFrom(file);
          }}
        />
      </label>
      {project.value && !lasting.value && (
        <Button kind="quiet" onClick={() => void askToLast()}>
          {words.project.askToLast}
        </Button>
      )}
    </div>
  );
}

function Models() {
  const all = keptModels.value;
  return (
    <>
      <h3>{words.project.models}</h3>
      <p class="small muted">{words.project.modelsLead(bytes(all.reduce((sum, model) => sum + model.bytes, 0)))}</p>
      <ul class="listed">
        {all.map(({ began, bytes: size }) => {
          const inUse = trained.value?.began === began;
          const name = nameOfRun(began) || dateTime(began);
          return (
            <li key={began}>
              <div>
                <strong>{name}</strong>
                <p class="small muted">{inUse ? words.project.modelInUse(bytes(size)) : bytes(size)}</p>
              </div>
              <Button kind="quiet" label={words.runs.dropOf(name)} onClick={() => void dropModel(began)}>
                {words.runs.drop}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Copies() {
  return (
    <ul class="listed">
      {copies.value.map(({ folder, bytes: size, complete }) => {
        const name = nameOfCopy(folder);
        return (
          <li key={folder}>
            <div>
              <strong>{name}</strong>
              <p class="small muted">{complete ? bytes(size) : words.project.notComplete(bytes(size))}</p>
              <p class="small muted">{folder}</p>
            </div>
            <Button kind="quiet" label={words.project.removeCopyOf(name)} onClick={() => removeCopy(folder)}>
              {words.project.removeCopy}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function State({ state }: { state: Keeping }) {
  if (state === 'starting' || state === 'gone') return null;
  const text = words.project.states[state];
  return state === 'full' || state === 'cleared' ? (
    <Notice kind="warn">{text}</Notice>
  ) : (
    <p class="small muted">{text}</p>
  );
}

/** What is not there any more, and what can be done. */
function Lost() {
  const said = words.project.lost;
  const { models, run } = lost.value;
  const names = dataLost.value.join(', ');
  return (
    <Notice kind="warn">
      {said.lead}
      <ul>
        {names && <li>{said.data(names)}</li>}
        {models > 0 && <li>{said.models(models)}</li>}
        {run && <li>{said.run}</li>}
      </ul>
    </Notice>
  );
}

export function ProjectPanel() {
  const state = keeping.value;
  const isLost = dataLost.value.length > 0 || lost.value.models > 0 || lost.value.run;
  const mayKeep = !['starting', 'unwanted', 'cleared', 'insecure', 'refused', 'gone'].includes(state);
  const some = projects.value.length > 0 || copies.value.length > 0;
  return (
    <Panel
      id="kept"
      title={project.value ? words.project.named(projectNow(project.value.name)) : words.project.title}
      aside={project.value ? bytes(project.value.bytes) : undefined}
    >
      {isLost && <Lost />}
      {!(isLost && state === 'kept') && <State state={state} />}
      <Trouble text={projectTrouble.value} />
      {givenUpInWords.value && <Notice kind="warn">{givenUpInWords.value}</Notice>}
      <More title={words.project.more}>
        {project.value && (
          <TextField id="project-name" label={words.project.name} value={project.value.name} onInput={rename} />
        )}
        {projects.value.length > 0 && <Projects />}
        {mayKeep && <Files />}
        {project.value && !lasting.value && <p class="small muted">{words.project.mayGo}</p>}
        {keptModels.value.length > 0 && <Models />}
        {copies.value.length > 0 && (
          <>
            <h3>{words.project.encoders}</h3>
            <Copies />
          </>
        )}
        <div class="row">
          {some && (
            <Sure label={words.project.forgetAll} done={words.project.yesForgetAll} onYes={() => void forgetAll()} />
          )}
          {mayKeep && (
            <Sure
              label={words.project.keepNothing}
              done={words.project.yesKeepNothing}
              onYes={() => void keepNothing(true)}
            />
          )}
          {(state === 'unwanted' || state === 'cleared') && (
            <Button onClick={() => void keepNothing(false)}>{words.project.keep}</Button>
          )}
        </div>
      </More>
    </Panel>
  );
}
