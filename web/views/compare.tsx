// SPDX-License-Identifier: Apache-2.0
// Two models beside each other on the text that is tried.
import { best, labelsOver, spansOf } from '../answers/predictions';
import type { Head } from '../border/messages';
import { Bars } from '../charts/bars';
import { answering, trained } from '../state/head';
import { model } from '../state/model';
import { tryAnswer, type Said } from '../state/results';
import {
  closeSecond,
  holdModel,
  openSecond,
  second,
  secondAnswer,
  secondOpening,
  secondTrouble,
  type SecondSaid,
} from '../state/second';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { Fold } from '../ui/fold';
import { bytes, decimal, percent } from '../ui/format';
import { Meter } from '../ui/meter';
import { Notice, Trouble } from '../ui/notice';
import '../style/share.css';

const MOST = 6;

/** In a few words. */
function inWords(head: Head, text: string, { outputs, words }: SecondSaid): string {
  const values = outputs[0] ?? [];
  switch (head.task) {
    case 'single_label_classification':
      return head.labels[best(values).n] ?? '';
    case 'multi_label_classification':
      return labelsOver(values, head.labels, head.thresholds).join(', ') || 'no label';
    case 'regression':
      return values.map((value, i) => `${head.labels[i] ?? ''} ${decimal(value, 2)}`).join(', ');
    case 'token_classification': {
      const spans = spansOf(text, words ?? [], outputs, head.labels, head.scheme);
      return spans.map((span) => `${span.text} (${span.label})`).join(', ') || 'nothing is marked';
    }
  }
}

function Answer({ name, head, text, given }: { name: string; head: Head; text: string; given: SecondSaid }) {
  const shares = /^(single|multi)/.test(head.task);
  const bars = (given.outputs[0] ?? []).map((p, n) => ({
    key: String(n),
    label: head.labels[n] ?? String(n),
    value: p,
    text: percent(p),
  }));
  return (
    <section aria-label={name}>
      <h3>{name}</h3>
      <p class="verdict">
        <strong>{inWords(head, text, given)}</strong>
      </p>
      {shares && <Bars label="Probabilities" max={1} bars={bars.sort((a, b) => b.value - a.value).slice(0, MOST)} />}
    </section>
  );
}

function Beside({ said }: { said: Said }) {
  const [head, other, given] = [answering.value, second.value, secondAnswer.value];
  if (!head || !other || !given) return null;
  const same =
    head.task === other.head.task && inWords(head, said.text, said) === inWords(other.head, said.text, given);
  return (
    <>
      <p role="status">{same ? 'Both give the same answer.' : 'Their answers differ.'}</p>
      <div class="columns">
        <Answer name={`In place: ${model.value?.name}`} head={head} text={said.text} given={said} />
        <Answer name={`Beside it: ${other.name}`} head={other.head} text={said.text} given={given} />
      </div>
    </>
  );
}

function Choose() {
  const job = secondOpening.value;
  if (job) {
    const text = job.total ? `${bytes(job.done)} of ${bytes(job.total)}` : '';
    return (
      <>
        <Meter label={job.what} share={job.total ? job.done / job.total : null} text={text} />
        <Button kind="quiet" onClick={closeSecond}>
          Stop
        </Button>
      </>
    );
  }
  return (
    <>
      <Drop
        id="second-model"
        button="Choose a model or a head"
        multiple
        onFiles={(files) => void openSecond(files)}
        hint="The zip or the folder of a model that was trained, or a head.safetensors for the encoder in place."
      />
      {trained.value && (
        <>
          <p class="small">Or hold the model trained here, train another one, and come back:</p>
          <Button id="hold-model" onClick={() => void holdModel()}>
            Hold this model
          </Button>
        </>
      )}
    </>
  );
}

export function ComparePanel() {
  const said = tryAnswer.value;
  return (
    <Fold
      id="compare"
      title="Compare two models on this text"
      lead="A second model is opened beside the one in place, in an engine of its own: that takes the memory of both."
    >
      {second.value ? (
        <>
          {said ? <Beside said={said} /> : <Notice>Write a text above: both models answer it.</Notice>}
          <Button kind="quiet" onClick={closeSecond}>
            Close {second.value.name}
          </Button>
        </>
      ) : (
        <Choose />
      )}
      <Trouble text={secondTrouble.value} />
    </Fold>
  );
}
