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
import { decimal } from '../ui/format';
import { Meter } from '../ui/meter';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';
import { LosePanel } from './lose';

function Going() {
  const step = pretrainStep.value;
  const losses = pretrainLosses.value;
  return (
    <>
      <Meter
        label={words.load.pretraining}
        share={step ? step.step / step.steps : null}
        text={step ? words.load.update(step.step, step.steps, step.seconds_left) : ''}
      />
      {losses.length > 0 && <p>{words.load.losses(losses.map(({ loss }) => decimal(loss)).join(', '))}</p>}
      <Button disabled={phase.value === 'stopping'} onClick={stopPretraining}>
        {phase.value === 'starting' ? words.load.stop : words.load.stopAndKeep}
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
        button={words.load.textFile}
        hint={words.load.textFileHint}
        accept=".txt,text/plain"
        onFiles={take}
      />
      {(texts || chosen.length > 0) && (
        <Button
          disabled={chosen.length < 2 || loading.value || phase.value !== 'idle'}
          onClick={() => pretrain(chosen)}
        >
          {texts ? words.load.pretrainOnFile(chosen.length) : words.load.pretrainOnData(chosen.length)}
        </Button>
      )}
    </>
  );
}

export function PretrainPanel() {
  if (!canPretrain.value) return null;
  const done = pretrainedOn.value;
  return (
    <Panel title={words.load.pretrainTitle}>
      <p>{words.load.pretrainLead}</p>
      {done > 0 && <Notice kind="good">{words.load.pretrained(done)}</Notice>}
      {pretraining.value ? <Going /> : <Choice />}
      <LosePanel place="pretraining" />
      <Trouble text={pretrainTrouble.value} />
    </Panel>
  );
}
