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
import { words } from '../words';
import { JobMeter } from './job';
import { SharePanel } from './share';
import { StepPage } from './step';

const fileName = (name: string) => name.trim().replace(/[^\p{L}\p{N}._-]+/gu, '-') || words.download.unnamed;

function Python({ name }: { name: string }) {
  const [code, setCode] = useState('');
  const head = answering.value;
  useEffect(() => {
    let wanted = true;
    void pythonFor(name).then((text) => wanted && setCode(text));
    return () => void (wanted = false);
  }, [name, head]);
  return (
    <pre class="code" role="region" tabIndex={0} aria-label={words.download.inPython}>
      <code>{code}</code>
    </pre>
  );
}

function WholePanel({ name, setName }: { name: string; setName: (name: string) => void }) {
  const { download } = words;
  const [dtype, setDtype] = useState<'F32' | 'F16'>('F32');
  const [uses, setUses] = useState<'both' | 'python'>('both');
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
        onChange={setDtype}
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
          value={uses}
          onChange={setUses}
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
        onClick={() => saveModel(file, dtype, uses === 'both' && !alone)}
      >
        {saving.value ? download.writing(saving.value) : download.model}
      </Button>
      {saving.value && <JobMeter of={SAVES} />}
      <p class="small muted">{download.unpacked}</p>
      <Python name={file} />
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
  return (
    <Panel title={words.download.adapterAlone} lead={words.download.adapterLead}>
      <Button id="download-adapter" busy={!!saving.value} onClick={() => saveAdapter(file)}>
        {words.download.adapter}
      </Button>
    </Panel>
  );
}

export function DownloadView() {
  const { download } = words;
  const [name, setName] = useState(download.name);
  return (
    <StepPage id="download" title={download.title} lede={download.lede}>
      <Trouble text={saveTrouble.value} />
      {savedTo.value && <Notice kind="good">{download.saved(savedTo.value)}</Notice>}
      <WholePanel name={name} setName={setName} />
      {trained.value?.method === 'lora' ? <AdapterPanel name={name} /> : <HeadPanel name={name} />}
      <SharePanel />
    </StepPage>
  );
}
