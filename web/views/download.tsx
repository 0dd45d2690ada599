// SPDX-License-Identifier: Apache-2.0
// The files to take away: the whole model, or the head of a frozen encoder.
import { liesApart } from '../border/pooling';
import { useEffect, useState } from 'preact/hooks';
import { answering, headFile, savedTo, trained } from '../state/head';
import { model } from '../state/model';
import { pythonFor, saveAdapter, saveHead, saveModel, saveTrouble, SAVES, saving } from '../state/results';
import { Button } from '../ui/button';
import { ChoiceField, TextField } from '../ui/field';
import { bytes } from '../ui/format';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { JobMeter } from './job';
import { SharePanel } from './share';
import { StepPage } from './step';

const fileName = (name: string) => name.trim().replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'my-model';

function Python({ name }: { name: string }) {
  const [code, setCode] = useState('');
  const head = answering.value;
  useEffect(() => {
    let wanted = true;
    void pythonFor(name).then((text) => wanted && setCode(text));
    return () => void (wanted = false);
  }, [name, head]);
  return (
    <pre class="code" role="region" tabIndex={0} aria-label="How to use it in Python">
      <code>{code}</code>
    </pre>
  );
}

/** Heads on the mean and others leave in the layouts of two libraries. */
const FIRST_TOKEN =
  ' The head reads the mean of all tokens. Classes such as BertForSequenceClassification of transformers read the first token: for those choose [CLS] in step 4 and train again.';

function WholePanel({ name, setName }: { name: string; setName: (name: string) => void }) {
  const [dtype, setDtype] = useState<'F32' | 'F16'>('F32');
  const [uses, setUses] = useState<'both' | 'python'>('both');
  const parameters = model.value?.parameters.total ?? 0;
  const file = fileName(name);
  const family = model.value?.family;
  const mean = !!family && liesApart(answering.value?.pooling, family);
  return (
    <Panel
      title="The whole model"
      lead={`A zip of a folder that ${mean ? 'sentence-transformers' : 'transformers of Hugging Face'} opens: weights, tokenizer, labels and a model card with the figures of the test set.${mean ? FIRST_TOKEN : ''}`}
    >
      <TextField id="model-name" label="Name" value={name} onInput={setName} />
      <ChoiceField
        name="dtype"
        legend="Precision of the weights"
        value={dtype}
        onChange={setDtype}
        options={[
          {
            value: 'F32',
            label: `32 bits, ${bytes(4 * parameters)}`,
            hint: 'Exactly what was trained. Choose this to train on.',
          },
          {
            value: 'F16',
            label: `16 bits, ${bytes(2 * parameters)}`,
            hint: 'Half the size; answers differ in the third digit or not at all.',
          },
        ]}
      />
      <ChoiceField
        name="uses"
        legend="What it is for"
        value={uses}
        onChange={setUses}
        options={[
          {
            value: 'both',
            label: `Python, Node and web pages, ${bytes(5 * parameters)} more`,
            hint: 'With the files that transformers.js opens: one as exact as the model, one for pages of a quarter of its size.',
          },
          { value: 'python', label: 'Python alone', hint: 'Without these. Tabtune opens the folder either way.' },
        ]}
      />
      <Button
        id="download-model"
        kind="primary"
        busy={!!saving.value}
        onClick={() => saveModel(file, dtype, uses === 'both')}
      >
        {saving.value ? `Writing ${saving.value}…` : 'Download the model'}
      </Button>
      {saving.value && <JobMeter of={SAVES} />}
      <p class="small muted">Unpacked, it works in Python like this:</p>
      <Python name={file} />
    </Panel>
  );
}

function HeadPanel({ name }: { name: string }) {
  const frozen = trained.value ? trained.value.method === 'head' : !!headFile.value;
  return (
    <Panel title="The head alone">
      {frozen ? (
        <>
          <p class="lead">
            The encoder was frozen, so all that was learned is in the head: a few kilobytes. Whoever has the same
            encoder loads it in step 3 and gets the same answers. The file says which encoder that is.
          </p>
          <Button id="download-head" busy={!!saving.value} onClick={() => saveHead(`${fileName(name)}-head`)}>
            Download the head
          </Button>
        </>
      ) : (
        <p class="lead">
          Not offered: here the encoder was trained together with the head. The head reads the numbers of this very
          encoder, and on the original one its answers would be worth nothing. To get a small file to share, train the
          head only.
        </p>
      )}
    </Panel>
  );
}

function AdapterPanel({ name }: { name: string }) {
  const file = `${fileName(name)}-adapter`;
  return (
    <Panel
      title="The adapter alone"
      lead="All that was learned beside the original encoder: low-rank matrices and the head, a zip of a folder that PEFT opens. The whole model above has them merged in."
    >
      <Button id="download-adapter" busy={!!saving.value} onClick={() => saveAdapter(file)}>
        Download the adapter
      </Button>
    </Panel>
  );
}

export function DownloadView() {
  const [name, setName] = useState('my-classifier');
  return (
    <StepPage
      id="download"
      title="Download"
      lede="The model is yours: it was made on this machine and has never left it. What you download is a copy of your own, also for other programs."
    >
      <Trouble text={saveTrouble.value} />
      {savedTo.value && <Notice kind="good">Saved as {savedTo.value}.</Notice>}
      <WholePanel name={name} setName={setName} />
      {trained.value?.method === 'lora' ? <AdapterPanel name={name} /> : <HeadPanel name={name} />}
      <SharePanel />
    </StepPage>
  );
}
