// SPDX-License-Identifier: Apache-2.0
// Step 1: the user's labelled text, checked and split.
import { useEffect } from 'preact/hooks';
import {
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
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { ColumnsPanel } from './columns';
import { LabelsPanel } from './labels';
import { Choices, ProblemsPanel } from './problems';
import { ProjectPanel } from './project';
import { SplitPanel } from './split';
import { StepPage } from './step';

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
          <Example />
        </>
      )}
    </Panel>
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
      {file && <Preparing />}
      {file && prepared.value && (
        <>
          <ColumnsPanel file={file} data={prepared.value} />
          <ProblemsPanel problems={prepared.value.problems} fixed={prepared.value.fixed} />
          {prepared.value.ok && <LabelsPanel data={prepared.value} />}
          <SplitPanel data={prepared.value} />
        </>
      )}
      <ProjectPanel />
    </StepPage>
  );
}
