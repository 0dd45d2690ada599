// SPDX-License-Identifier: Apache-2.0
// Step 1: the user's labelled text, checked and split.
import { useEffect } from 'preact/hooks';
import {
  dataTrouble,
  mainFile,
  nameNow,
  openData,
  openPasted,
  openSample,
  otherWays,
  pasteData,
  prepared,
  prepareFar,
  preparing,
  readFailed,
  reading,
  SAMPLES,
  upToDate,
} from '../state/data';
import { stopReading } from '../state/desk';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { marked } from '../ui/marked';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';
import { Choices } from './choices';
import { later } from './later';
import { StepPage } from './step';

/** They come when there are data; a page fetches them when it has nothing else to do. */
export const DataPanels = later(
  () => import('./prepare/parts'),
  (views) => views.DataPanels,
  { focus: false },
);

export const ProjectPanel = later(
  () => import('./project'),
  (views) => views.ProjectPanel,
  { quiet: true, focus: false },
);

const OwnExamples = later(
  () => import('./prepare/own'),
  (views) => views.OwnExamples,
  { focus: false },
);

const FromHub = later(
  () => import('./prepare/from_hub'),
  (views) => views.FromHub,
  { quiet: true, focus: false },
);

function Samples() {
  return (
    <ul class="samples">
      {SAMPLES.map((sample) => (
        <li key={sample.path}>
          <Button onClick={() => openSample(sample)}>{words.prepare.samples[sample.id]}</Button>
          <span class="small muted">{words.prepare.sampleNotes[sample.id]}</span>
        </li>
      ))}
    </ul>
  );
}

function Example() {
  return (
    <More title={words.prepare.exampleTitle}>
      <pre class="code" role="region" tabIndex={0} aria-label={words.prepare.exampleLabel}>
        {words.prepare.example}
      </pre>
      <p class="small muted">{words.prepare.exampleNote}</p>
    </More>
  );
}

/** What is pasted anywhere on this step but into a field. */
function usePaste() {
  useEffect(() => {
    const take = (event: ClipboardEvent) => {
      const { clipboardData: pasted, target } = event;
      if (!pasted || (target instanceof Element && target.closest('input, textarea, select'))) return;
      const files = [...pasted.files];
      const text = pasted.getData('text/plain');
      if (files.length) openData(files);
      else if (text.trim()) openPasted(text);
    };
    document.addEventListener('paste', take);
    return () => document.removeEventListener('paste', take);
  }, []);
}

/** What goes on in the worker, which can be stopped. */
function Working({ what }: { what: string }) {
  if (!what) return null;
  return (
    <p role="status" class="row">
      <span>{what}</span>
      <Button onClick={stopReading}>{words.prepare.stop}</Button>
    </p>
  );
}

/** After a stop the rows are those of other choices, or none. */
function Preparing() {
  if (preparing.value) return <Working what={words.prepare.preparing(words.prepare.stages[preparing.value])} />;
  if (upToDate.value) return null;
  return (
    <Notice kind="warn">
      {marked(words.prepare.notPrepared, { again: (text) => <Button onClick={prepareFar}>{text}</Button> })}
    </Notice>
  );
}

function FilePanel() {
  const file = mainFile.value;
  usePaste();
  return (
    <Panel title={file ? nameNow(file) : words.prepare.yours} lead={file ? undefined : words.prepare.lead}>
      <Drop
        id="data-file"
        button={file ? words.prepare.another : words.prepare.choose}
        multiple
        onFiles={openData}
        hint={words.prepare.hint}
      >
        <Button onClick={pasteData}>{words.prepare.paste}</Button>
      </Drop>
      <Working what={reading.value && words.prepare.reading(reading.value)} />
      <Trouble text={dataTrouble.value} />
      {dataTrouble.value && <Choices choices={otherWays.value?.choices} take={readFailed} />}
      {file ? (
        <More title={words.prepare.sampleInstead}>
          <Samples />
        </More>
      ) : (
        <>
          <p class="small muted">{words.prepare.noData}</p>
          <Samples />
          <More title={words.prepare.writeOwn}>
            <OwnExamples />
          </More>
          <Example />
        </>
      )}
      <FromHub />
    </Panel>
  );
}

export function PrepareView() {
  const file = mainFile.value;
  const shown = file && prepared.value;
  return (
    <StepPage
      id="prepare"
      title={words.prepare.title}
      lede={words.prepare.lede}
      passing={shown && (preparing.value || !upToDate.value) && <Preparing />}
    >
      <FilePanel />
      {file && !shown && <Preparing />}
      {shown && <DataPanels />}
      <ProjectPanel />
    </StepPage>
  );
}
