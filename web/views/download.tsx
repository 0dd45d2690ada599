// SPDX-License-Identifier: Apache-2.0
// The files to take away: the whole model, or the head of a frozen encoder.
import { liesApart } from '../border/pooling';
import { useEffect, useState } from 'preact/hooks';
import { answering, headFile, savedTo, trained } from '../state/head';
import { model } from '../state/model';
import type { Form } from '../state/publishing';
import { pythonFor, saveAdapter, saveHead, saveModel, saveTrouble, SAVES, saving } from '../state/results';
import { Button } from '../ui/button';
import { ChoiceField, TextField } from '../ui/field';
import { bytes } from '../ui/format';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';
import { JobMeter } from './job';
import { PublishPanel } from './publish';
import { SharePanel } from './share';
import { StepPage } from './step';

const fileName = (name: string) => name.trim().replace(/[^\p{L}\p{N}._-]+/gu, '-') || words.download.unnamed;

/** Last of the step: it arrives after the rest, and a button below it would move away under the pointer. */
function PythonPanel({ name }: { name: string }) {
  const [code, setCode] = useState('');
  const head = answering.value;
  useEffect(() => {
    let wanted = true;
    void pythonFor(name).then((text) => wanted && setCode(text));
    return () => void (wanted = false);
  }, [name, head]);
  if (!code) return null;
  return (
    <Panel title={words.download.inPython} lead={words.download.unpacked}>
      <pre class="code" role="group" tabIndex={0} aria-label={words.download.inPython}>
        <code>{code}</code>
      </pre>
    </Panel>
  );
}

interface WholeProps {
  name: string;
  setName: (name: string) => void;
  form: Form;
  setForm: (form: Form) => void;
}

function WholePanel({ name, setName, form, setForm }: WholeProps) {
  const { download } = words;
  const { dtype, onnx } = form;
  const parameters = model.value?.parameters.total ?? 0;
  const file = fileName(name);
  const family = model.value?.family;
  const reads = answering.value?.pooling;
  const mean = !!family && liesApart(reads, family);
  const alone = reads === 'compared'; // no pipeline of transformers.js reads two texts one by one
  const { comparedLead, meanLead, wholeLead } = download;
  return (
    <Panel title={download.whole} lead={alone ? comparedLead : mean ? meanLead : wholeLead}>
      <TextField id="model-name" label={download.nameField} value={name} onInput={setName} />
      <ChoiceField
        name="dtype"
        legend={download.precision}
        value={dtype}
        onChange={(value) => setForm({ ...form, dtype: value })}
        options={[
          {
            value: 'F32',
            label: download.bits32(bytes(4 * parameters)),
            hint: download.bits32Hint,
          },
          {
            value: 'F16',
            label: download.bits16(bytes(2 * parameters)),
            hint: download.bits16Hint,
          },
        ]}
      />
      {!alone && (
        <ChoiceField
          name="uses"
          legend={download.uses}
          value={onnx ? 'both' : 'python'}
          onChange={(value) => setForm({ ...form, onnx: value === 'both' })}
          options={[
            {
              value: 'both',
              label: download.both(bytes(5 * parameters)),
              hint: download.bothHint,
            },
            { value: 'python', label: download.python, hint: download.pythonHint },
          ]}
        />
      )}
      <Button
        id="download-model"
        kind="primary"
        busy={!!saving.value}
        onClick={() => saveModel(file, dtype, onnx && !alone)}
      >
        {saving.value ? download.writing(saving.value) : download.model}
      </Button>
    </Panel>
  );
}

function HeadPanel({ name }: { name: string }) {
  const frozen = trained.value ? trained.value.method === 'head' : !!headFile.value;
  return (
    <Panel title={words.download.headAlone}>
      {frozen ? (
        <>
          <p class="lead">{words.download.headLead}</p>
          <Button id="download-head" busy={!!saving.value} onClick={() => saveHead(`${fileName(name)}-head`)}>
            {words.download.head}
          </Button>
        </>
      ) : (
        <p class="lead">{words.download.noHead}</p>
      )}
    </Panel>
  );
}

function AdapterPanel({ name }: { name: string }) {
  const file = `${fileName(name)}-adapter`;
  const { adapterAlone, adapterOnMean } = words.download;
  if (answering.value?.pooling !== 'cls') return <Panel title={adapterAlone} lead={adapterOnMean} />;
  return (
    <Panel title={adapterAlone} lead={words.download.adapterLead}>
      <Button id="download-adapter" busy={!!saving.value} onClick={() => saveAdapter(file)}>
        {words.download.adapter}
      </Button>
    </Panel>
  );
}

/** What a save has come to. */
function Outcome() {
  return (
    <>
      <Trouble text={saveTrouble.value} />
      {saving.value ? (
        <JobMeter of={SAVES} />
      ) : (
        savedTo.value && <Notice kind="good">{words.download.saved(savedTo.value)}</Notice>
      )}
    </>
  );
}

export function DownloadView() {
  const { download } = words;
  const [name, setName] = useState(download.name);
  const [form, setForm] = useState<Form>({ dtype: 'F32', onnx: true });
  const alone = answering.value?.pooling === 'compared';
  return (
    <StepPage
      id="download"
      title={download.title}
      lede={download.lede}
      passing={(saving.value || savedTo.value || saveTrouble.value) && <Outcome />}
    >
      <WholePanel name={name} setName={setName} form={form} setForm={setForm} />
      {trained.value?.method === 'lora' ? <AdapterPanel name={name} /> : <HeadPanel name={name} />}
      <SharePanel />
      <PublishPanel name={fileName(name)} form={{ ...form, onnx: form.onnx && !alone }} />
      <PythonPanel name={fileName(name)} />
    </StepPage>
  );
}
