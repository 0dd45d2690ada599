// SPDX-License-Identifier: Apache-2.0
// What is kept on this computer, and the ways to forget it.
import { useState } from 'preact/hooks';
import { phase } from '../state/phase';
import {
  askToLast,
  copies,
  exportOpen,
  forgetAll,
  forgetProject,
  importFrom,
  keeping,
  keepNothing,
  lasting,
  newProject,
  openOther,
  project,
  projects,
  projectTrouble,
  removeCopy,
  rename,
  takeCopy,
  type Keeping,
} from '../state/project';
import { Button } from '../ui/button';
import { TextField } from '../ui/field';
import { bytes } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';

const WHERE = 'in this browser’s storage for this page, on this computer alone';
const WHAT =
  'the data, your choices, the encoder, a training that is going on, the trained model with its results, and the runs so far';

const SENTENCES: Record<Keeping, string> = {
  starting: '',
  empty: `What you do here is kept ${WHERE}: ${WHAT}. A reload brings them back.`,
  kept: `This is kept ${WHERE}: ${WHAT}. A reload brings them back.`,
  full: 'The browser gives this page no more room, so the last changes are not kept. Forget something below, and download what you need.',
  unwanted:
    'Nothing of yours is kept on this computer. Closing or reloading the page forgets everything. The page’s own files may stay in the browser’s cache; they are the same for every visitor.',
  insecure:
    'Nothing is kept: browsers store files only for pages with an address that begins with https://, or on this computer itself. Closing or reloading the page forgets everything.',
  refused:
    'Nothing is kept: the browser refuses to store files for this page, as in a private window. Closing or reloading the page forgets everything.',
  elsewhere: 'Your last project is open in another tab. What you open here becomes a project of its own.',
  gone: '',
  'other version': 'Your last project was kept by another version of this page, which this one cannot read.',
};

/** Asks once more in place. */
function Sure({ label, done, onYes }: { label: string; done: string; onYes: () => void }) {
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <Button kind="quiet" onClick={() => setAsked(true)}>
        {label}
      </Button>
    );
  return (
    <span class="row" role="group" aria-label={label}>
      <Button onClick={onYes}>{done}</Button>
      <Button kind="quiet" onClick={() => setAsked(false)}>
        No
      </Button>
    </span>
  );
}

function Projects() {
  const idle = phase.value === 'idle';
  return (
    <ul class="listed">
      {projects.value.map(({ id, name, bytes: size, changed }) => {
        const here = id === project.value?.id;
        return (
          <li key={id}>
            <div>
              <strong>{name}</strong>
              <p class="small muted">
                {bytes(size)}, changed {new Date(changed).toLocaleString('en')}
                {here && ', open in this tab'}
              </p>
            </div>
            {!here && (
              <Button kind="quiet" label={`Open ${name}`} disabled={!idle} onClick={() => void openOther(id)}>
                Open
              </Button>
            )}
            <Button kind="quiet" label={`Take a copy of ${name}`} disabled={!idle} onClick={() => void takeCopy(id)}>
              Take a copy
            </Button>
            <Sure
              label={here ? 'Forget this project' : `Forget ${name}`}
              done="Yes, forget it"
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
            Export this project
          </Button>
          <Button disabled={phase.value !== 'idle'} onClick={() => void newProject()}>
            New project
          </Button>
        </>
      )}
      <label class="button">
        Import a project
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
          Ask the browser not to remove it
        </Button>
      )}
    </div>
  );
}

function Copies() {
  return (
    <ul class="listed">
      {copies.value.map(({ folder, bytes: size, complete }) => (
        <li key={folder}>
          <div>
            <strong class="address-text">{folder}</strong>
            <p class="small muted">
              {bytes(size)}
              {!complete && ', not complete: loading it goes on from there'}
            </p>
          </div>
          <Button kind="quiet" label={`Remove the copy of ${folder}`} onClick={() => removeCopy(folder)}>
            Remove the copy
          </Button>
        </li>
      ))}
    </ul>
  );
}

export function ProjectPanel() {
  const state = keeping.value;
  const mayKeep = ['empty', 'kept', 'full', 'elsewhere', 'other version'].includes(state);
  const some = projects.value.length > 0 || copies.value.length > 0;
  return (
    <Panel
      id="kept"
      title={project.value ? `Project: ${project.value.name}` : 'Kept on this computer'}
      aside={project.value ? bytes(project.value.bytes) : undefined}
    >
      {state === 'full' ? <Notice kind="warn">{SENTENCES.full}</Notice> : <p class="small muted">{SENTENCES[state]}</p>}
      <Trouble text={projectTrouble.value} />
      <More title="What is kept, and how to forget it">
        {project.value && (
          <TextField id="project-name" label="Name of the project" value={project.value.name} onInput={rename} />
        )}
        {projects.value.length > 0 && <Projects />}
        {mayKeep && <Files />}
        {project.value && !lasting.value && (
          <p class="small muted">
            A browser may remove what a page keeps when the disk is full. An exported file stays.
          </p>
        )}
        {copies.value.length > 0 && (
          <>
            <h3>Encoders</h3>
            <Copies />
          </>
        )}
        <div class="row">
          {some && <Sure label="Forget everything" done="Yes, forget everything" onYes={() => void forgetAll()} />}
          {mayKeep && (
            <Sure
              label="Keep nothing on this computer"
              done="Yes, forget everything and keep nothing"
              onYes={() => void keepNothing(true)}
            />
          )}
          {state === 'unwanted' && (
            <Button onClick={() => void keepNothing(false)}>Keep projects on this computer</Button>
          )}
        </div>
      </More>
    </Panel>
  );
}
