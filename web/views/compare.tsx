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
import { bytes, percent } from '../ui/format';
import { quantity } from '../ui/quantity';
import { Meter } from '../ui/meter';
import { Notice, Trouble } from '../ui/notice';
import { inWords, words } from '../words';
import '../style/share.css';

const MOST = 6;

/** In a few words. */
function saidBy(head: Head, text: string, { outputs, words: parts }: SecondSaid): string {
  const values = outputs[0] ?? [];
  switch (head.task) {
    case 'single_label_classification':
      return head.labels[best(values).n] ?? '';
    case 'multi_label_classification':
      return labelsOver(values, head.labels, head.thresholds).join(', ') || words.compare.noLabel;
    case 'regression':
      return values.map((value, i) => `${head.labels[i] ?? ''} ${quantity(value, 2)}`).join(', ');
    case 'token_classification': {
      const spans = spansOf(text, parts ?? [], outputs, head.labels, head.scheme);
      return spans.map((span) => `${span.text} (${span.label})`).join(', ') || words.compare.nothing;
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
        <strong>{saidBy(head, text, given)}</strong>
      </p>
      {shares && (
        <Bars
          label={words.compare.probabilities}
          max={1}
          bars={bars.sort((a, b) => b.value - a.value).slice(0, MOST)}
        />
      )}
    </section>
  );
}

function Beside({ said }: { said: Said }) {
  const [head, other, given] = [answering.value, second.value, secondAnswer.value];
  if (!head || !other || !given) return null;
  const same = head.task === other.head.task && saidBy(head, said.text, said) === saidBy(other.head, said.text, given);
  return (
    <>
      <p role="status">{same ? words.compare.same : words.compare.differ}</p>
      <div class="columns">
        <Answer name={words.compare.inPlace(model.value?.name ?? '')} head={head} text={said.text} given={said} />
        <Answer name={words.compare.beside(other.name)} head={other.head} text={said.text} given={given} />
      </div>
    </>
  );
}

function Choose() {
  const job = secondOpening.value;
  if (job) {
    const text = job.total ? words.shell.of(bytes(job.done), bytes(job.total)) : '';
    return (
      <>
        <Meter
          label={inWords({ text: job.what, said: job.said })}
          share={job.total ? job.done / job.total : null}
          text={text}
        />
        <Button kind="quiet" onClick={closeSecond}>
          {words.compare.stop}
        </Button>
      </>
    );
  }
  return (
    <>
      <Drop
        id="second-model"
        button={words.compare.choose}
        multiple
        onFiles={(files) => void openSecond(files)}
        hint={words.compare.chooseHint}
      />
      {trained.value && (
        <>
          <p class="small">{words.compare.orHold}</p>
          <Button id="hold-model" onClick={() => void holdModel()}>
            {words.compare.hold}
          </Button>
        </>
      )}
    </>
  );
}

export function ComparePanel() {
  const said = tryAnswer.value;
  return (
    <Fold id="compare" title={words.compare.title} lead={words.compare.lead}>
      {second.value ? (
        <>
          {said ? <Beside said={said} /> : <Notice>{words.compare.writeText}</Notice>}
          <Button kind="quiet" onClick={closeSecond}>
            {words.compare.close(second.value.name)}
          </Button>
        </>
      ) : (
        <Choose />
      )}
      <Trouble text={secondTrouble.value} />
    </Fold>
  );
}
