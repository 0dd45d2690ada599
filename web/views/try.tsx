// SPDX-License-Identifier: Apache-2.0
// A text typed in, and what the model says, while one types.
import { Bars } from '../charts/bars';
import { namesOf } from '../answers/metrics';
import { best, labelsOver, spansOf } from '../answers/predictions';
import { turnsAway } from '../answers/unlike';
import { mainFile } from '../state/data';
import { noneFrom, tryAnswer, tryOn, tryPair, tryPairOn, tryText, tryTrouble, type Said } from '../state/results';
import { pointAt, target } from '../state/explain';
import { answering, type HeadKind } from '../state/head';
import { TextField } from '../ui/field';
import { decimal, percent, plural } from '../ui/format';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { ComparePanel } from './compare';
import { ManyPanel } from './many';
import '../style/answers.css';
import { StepPage } from './step';
import { UnlikePart } from './unlike';
import { WordsPart } from './words';

const MOST = 12;

/** The user's threshold turns the text away. */
const isAway = ({ unlike }: Said) => unlike !== null && turnsAway(unlike.share, noneFrom.value);

function barsOf(values: number[], labels: string[]) {
  const bars = values.map((p, n) => ({ key: String(n), label: labels[n] ?? String(n), value: p, text: percent(p) }));
  return bars.sort((a, b) => b.value - a.value).slice(0, MOST);
}

/** The label whose words are shown. */
const pointing = () => ({
  pointed: String(target.value?.output),
  onPoint: (key: string) => pointAt({ output: Number(key) }),
});

function OneLabel({ values, labels, said }: { values: number[]; labels: string[]; said: Said }) {
  const away = isAway(said);
  const bars = barsOf(values, labels).map((bar, place) => ({ ...bar, faint: away || place > 0 }));
  return (
    <>
      <p role="status" class="verdict">
        {away ? (
          <strong>none of these</strong>
        ) : (
          <>
            <strong>{bars[0]?.label}</strong> <span class="muted number">{bars[0]?.text}</span>
          </>
        )}
      </p>
      <Bars label="Probabilities" bars={bars} max={1} {...pointing()} />
      <p class="small muted">The probabilities of all labels add up to 100 %, also for a text about something else.</p>
    </>
  );
}

function AnyLabels({ values, head, said }: { values: number[]; head: HeadKind; said: Said }) {
  const away = isAway(said);
  const given = away ? [] : labelsOver(values, head.labels, head.thresholds);
  return (
    <>
      <p role="status" class="verdict">
        <strong>{away ? 'none of these' : given.join(', ') || 'no label'}</strong>
      </p>
      <Bars
        label="Probabilities"
        bars={barsOf(values, head.labels).map((bar) => ({ ...bar, faint: !given.includes(bar.label) }))}
        max={1}
        {...pointing()}
      />
      <p class="small muted">
        Each label has a probability of its own. The model gives a label where its probability reaches the threshold, so
        a text may have several labels, or none.
      </p>
    </>
  );
}

function Numbers({ values, labels, said }: { values: number[]; labels: string[]; said: Said }) {
  if (isAway(said))
    return (
      <p role="status" class="verdict">
        <strong>none of these</strong>
      </p>
    );
  return (
    <p role="status" class="verdict number">
      {labels.length === 1 ? (
        <strong>{decimal(values[0] ?? NaN, 2)}</strong>
      ) : (
        labels.map((label, i) => (
          <span key={label}>
            {label} <strong>{decimal(values[i] ?? NaN, 2)}</strong>{' '}
          </span>
        ))
      )}
    </p>
  );
}

/** The text with its spans marked. */
function Marked({ said: { text, words, outputs }, head }: { said: Said; head: HeadKind }) {
  const spans = spansOf(text, words ?? [], outputs, head.labels, head.scheme);
  const characters = Array.from(text);
  const between = (from: number, to?: number) => characters.slice(from, to).join('');
  const pointAtSpan = (start: number) => {
    const word = (words ?? []).findIndex(([from]) => from === start);
    if (word >= 0) pointAt({ word, output: best(outputs[word]!).n });
  };
  return (
    <>
      <p role="status" class="verdict marked">
        {spans.map(({ start, end, label }, i) => (
          <span key={start}>
            {between(spans[i - 1]?.end ?? 0, start)}
            <mark>
              <button type="button" class="pointer" onClick={() => pointAtSpan(start)}>
                {between(start, end)} <small>{label}</small>
              </button>
            </mark>
          </span>
        ))}
        {between(spans.at(-1)?.end ?? 0)}
      </p>
      <p class="small muted">{spans.length ? `${plural(spans.length, 'span')} marked.` : 'Nothing is marked.'}</p>
    </>
  );
}

function Answer({ said, head }: { said: Said; head: HeadKind }) {
  const values = said.outputs[0] ?? [];
  if (head.task === 'token_classification') return <Marked said={said} head={head} />;
  if (head.task === 'multi_label_classification') return <AnyLabels values={values} head={head} said={said} />;
  if (head.task === 'regression') return <Numbers values={values} labels={head.labels} said={said} />;
  return <OneLabel values={values} labels={head.labels} said={said} />;
}

const PROMISES: Record<HeadKind['task'], string> = {
  single_label_classification: 'It will choose between',
  multi_label_classification: 'It will give any of',
  regression: 'It will predict',
  token_classification: 'It will mark',
};

export function TryView() {
  const head = answering.value;
  const pairs = mainFile.value?.columns.pair != null;
  return (
    <StepPage id="try" title="Try it" lede="Write something, and see the answer of the model as you type.">
      {head && (
        <Panel title="Your text">
          <TextField
            id="try-text"
            label={pairs ? 'First text' : 'Text'}
            rows={4}
            value={tryText.value}
            onInput={tryOn}
            placeholder="Type or paste a text"
          />
          {pairs && <TextField id="try-pair" label="Second text" rows={3} value={tryPair.value} onInput={tryPairOn} />}
          <Trouble text={tryTrouble.value} />
          {tryAnswer.value ? (
            <>
              <Answer said={tryAnswer.value} head={head} />
              <WordsPart said={tryAnswer.value} head={head} />
              {tryAnswer.value.unlike && <UnlikePart unlike={tryAnswer.value.unlike} />}
            </>
          ) : (
            <p class="muted">
              {PROMISES[head.task]}: {namesOf(head).join(', ')}.
            </p>
          )}
        </Panel>
      )}
      {head && <ComparePanel />}
      {head && <ManyPanel />}
    </StepPage>
  );
}
