// SPDX-License-Identifier: Apache-2.0
// Step 1: the user's labelled text, checked and split.
import { useEffect } from 'preact/hooks';
import {
  aside,
  dataTrouble,
  mainFile,
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
import { plural } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Choices } from './choices';
import { later } from './later';
import { ProjectPanel } from './project';
import { StepPage } from './step';

/** They come when there are data; a page fetches them when it has nothing else to do. */
export const DataPanels = later(
  () => import('./prepare/parts'),
  (views) => views.DataPanels,
  { focus: false },
);

const OwnExamples = later(
  () => import('./prepare/own'),
  (views) => views.OwnExamples,
  { focus: false },
);

function Samples() {
  return (
    <ul class="samples">
      {SAMPLES.map((sample) => (
        <li key={sample.path}>
          <Button onClick={() => openSample(sample)}>{sample.name}</Button>
          <span class="small muted">{sample.description}</span>
        </li>
      ))}
    </ul>
  );
}

function Example() {
  return (
    <More title="What such a file looks like">
      <pre class="code" role="region" tabIndex={0} aria-label="An example of a CSV file">
        {
          'text,label\nThe screen is bright and sharp.,positive\n"It arrived late, and broken.",negative\nI would buy it again.,positive'
        }
      </pre>
      <p class="small muted">
        The first row names the columns. A text with a comma in it stands in quotes; a spreadsheet does that by itself
        when it saves as CSV.
      </p>
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
      <Button onClick={stopReading}>Stop</Button>
    </p>
  );
}

/** After a stop the rows are those of other choices, or none. */
function Preparing() {
  if (preparing.value) return <Working what={`Preparing the rows: ${preparing.value}…`} />;
  if (upToDate.value) return null;
  return (
    <Notice kind="warn">
      The rows were not prepared. <Button onClick={prepareFar}>Prepare them</Button>
    </Notice>
  );
}

function FilePanel() {
  const file = mainFile.value;
  usePaste();
  return (
    <Panel
      title={file ? file.name : 'Your labelled text'}
      lead={
        file
          ? undefined
          : 'A table with a column of texts and a column of labels. A few hundred rows are enough to begin with.'
      }
    >
      <Drop
        id="data-file"
        button={file ? 'Choose another file' : 'Choose a file'}
        multiple
        onFiles={openData}
        hint="Or drop it here, or copy rows of a spreadsheet and paste them: CSV, TSV, JSONL, CoNLL, Excel, Parquet, exports of labelling tools, several files of one kind, or a folder of texts for each label. It is read by this page and stays on this machine."
      >
        <Button onClick={pasteData}>Paste</Button>
      </Drop>
      <Working what={reading.value && `Reading ${reading.value}…`} />
      <Trouble text={dataTrouble.value} />
      {dataTrouble.value && <Choices choices={otherWays.value?.choices} take={readFailed} />}
      {file ? (
        <More title="Take a sample instead">
          <Samples />
        </More>
      ) : (
        <>
          <p class="small muted">No data at hand? Take a sample:</p>
          <Samples />
          <More title="Write examples of your own">
            <OwnExamples />
          </More>
          <Example />
        </>
      )}
    </Panel>
  );
}

/** Edits are work: the data that had them can be had again. */
function Aside() {
  const before = aside.value;
  if (!before) return null;
  return (
    <Notice>
      {before.name} was put aside, with {plural(before.edits, 'edit')} of yours.{' '}
      <Button onClick={before.back}>Go back to it</Button>
    </Notice>
  );
}

export function PrepareView() {
  const file = mainFile.value;
  return (
    <StepPage
      id="prepare"
      title="Prepare the data"
      lede="The model learns from examples: texts, each with its label. Most are used to train; some are kept apart to validate while training, and some to test the result on texts it never saw."
    >
      <FilePanel />
      <Aside />
      {file && <Preparing />}
      {file && prepared.value && <DataPanels />}
      <ProjectPanel />
    </StepPage>
  );
}
