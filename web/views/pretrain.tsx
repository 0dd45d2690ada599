// SPDX-License-Identifier: Apache-2.0
// Further pre-training, for those whose texts are unlike what the encoder has read.
import { useState } from 'preact/hooks';
import { decodeText } from '../read/bytes';
import { loading } from '../state/model';
import { phase, pretraining } from '../state/phase';
import {
  canPretrain,
  ownTexts,
  pretrain,
  pretrainedOn,
  pretrainLosses,
  pretrainStep,
  pretrainTrouble,
  stopPretraining,
} from '../state/pretrain';
import { sentence } from '../state/trouble';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { count, decimal, duration } from '../ui/format';
import { Meter } from '../ui/meter';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { LosePanel } from './lose';

function Going() {
  const step = pretrainStep.value;
  const losses = pretrainLosses.value;
  return (
    <>
      <Meter
        label="Pre-training further"
        share={step ? step.step / step.steps : null}
        text={step ? `update ${count(step.step)} of ${count(step.steps)}, ${duration(step.seconds_left)} left` : ''}
      />
      {losses.length > 0 && (
        <p>Loss at words left out, on texts kept aside: {losses.map(({ loss }) => decimal(loss)).join(', ')}</p>
      )}
      <Button disabled={phase.value === 'stopping'} onClick={stopPretraining}>
        {phase.value === 'starting' ? 'Stop' : 'Stop, and keep what was learned'}
      </Button>
    </>
  );
}

function Choice() {
  const [texts, setTexts] = useState<string[] | null>(null);
  const chosen = texts ?? ownTexts.value;
  const take = async ([file]: File[]) => {
    pretrainTrouble.value = '';
    try {
      const { text } = decodeText(new Uint8Array(await file!.arrayBuffer()));
      setTexts(text.split(/\r?\n/).filter((line) => line.trim() !== ''));
    } catch (error) {
      pretrainTrouble.value = sentence(error);
    }
  };
  return (
    <>
      <Drop
        id="pretrain-file"
        button="Choose a text file"
        hint="Plain text, one text a line, without labels: the more the better."
        accept=".txt,text/plain"
        onFiles={take}
      />
      <Button disabled={chosen.length < 2 || loading.value || phase.value !== 'idle'} onClick={() => pretrain(chosen)}>
        Pre-train further on {count(chosen.length)} {texts ? 'lines of this file' : 'training texts of your data'}
      </Button>
    </>
  );
}

export function PretrainPanel() {
  if (!canPretrain.value) return null;
  const done = pretrainedOn.value;
  return (
    <Panel title="More pre-training (optional)">
      <p>
        If your texts are unlike books and encyclopedias, let the encoder read them first, without labels: some words
        are left out, and it learns to say which. Training for your labels comes after it.
      </p>
      {done > 0 && (
        <Notice kind="good">Pre-trained further on {count(done)} texts. Training now begins from there.</Notice>
      )}
      {pretraining.value ? <Going /> : <Choice />}
      <LosePanel place="pretraining" />
      <Trouble text={pretrainTrouble.value} />
    </Panel>
  );
}
