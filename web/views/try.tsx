// SPDX-License-Identifier: Apache-2.0
// A text typed in, and what the model says, while one types.
import { Bars } from '../charts/bars';
import { namesOf } from '../answers/metrics';
import { best, labelsOver, spansOf } from '../answers/predictions';
import { turnsAway } from '../answers/unlike';
import {
  noneFrom,
  tryAnswer,
  tryOn,
  tryPair,
  tryPairOn,
  tryText,
  tryTrouble,
  tryWaits,
  type Said,
  takesPairs,
} from '../state/results';
import { pointAt, target } from '../state/explain';
import { answering, type HeadKind, labelsNow } from '../state/head';
import { model } from '../state/model';
import { TextField } from '../ui/field';
import { percent } from '../ui/format';
import { quantity } from '../ui/quantity';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { inWords, words } from '../words';
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
          <strong>{words.tryout.noneOfThese}</strong>
        ) : (
          <>
            <strong>{bars[0]?.label}</strong> <span class="muted number">{bars[0]?.text}</span>
          </>
        )}
      </p>
      <Bars label={words.tryout.probabilities} bars={bars} max={1} {...pointing()} />
      <p class="small muted">{words.tryout.addUp}</p>
    </>
  );
}

function AnyLabels({ values, head, said }: { values: number[]; head: HeadKind; said: Said }) {
  const away = isAway(said);
  const given = away ? [] : labelsOver(values, head.labels, head.thresholds);
  return (
    <>
      <p role="status" class="verdict">
        <strong>{away ? words.tryout.noneOfThese : given.join(', ') || words.tryout.noLabel}</strong>
      </p>
      <Bars
        label={words.tryout.probabilities}
        bars={barsOf(values, head.labels).map((bar) => ({ ...bar, faint: !given.includes(bar.label) }))}
        max={1}
        {...pointing()}
      />
      <p class="small muted">{words.tryout.eachItsOwn}</p>
    </>
  );
}

function Numbers({ values, labels, said }: { values: number[]; labels: string[]; said: Said }) {
  if (isAway(said))
    return (
      <p role="status" class="verdict">
        <strong>{words.tryout.noneOfThese}</strong>
      </p>
    );
  return (
    <p role="status" class="verdict number">
      {labels.length === 1 ? (
        <strong>{quantity(values[0] ?? NaN, 2)}</strong>
      ) : (
        labels.map((label, i) => (
          <span key={label}>
            {label} <strong>{quantity(values[i] ?? NaN, 2)}</strong>{' '}
          </span>
        ))
      )}
    </p>
  );
}

/** The text with its spans marked. */
function Marked({ said: { text, words: parts, outputs }, head }: { said: Said; head: HeadKind }) {
  const spans = spansOf(text, parts ?? [], outputs, head.labels, head.scheme);
  const characters = Array.from(text);
  const between = (from: number, to?: number) => characters.slice(from, to).join('');
  const pointAtSpan = (start: number) => {
    const word = (parts ?? []).findIndex(([from]) => from === start);
    if (word >= 0) pointAt({ word, output: best(outputs[word]!).n });
  };
  return (
    <>
      <p role="status" class="verdict marked" dir="auto">
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
      <p class="small muted">{spans.length ? words.tryout.spans(spans.length) : words.tryout.noSpans}</p>
    </>
  );
}

function Answer({ said, head }: { said: Said; head: HeadKind }) {
  const values = said.outputs[0] ?? [];
  if (head.task === 'token_classification') return <Marked said={said} head={head} />;
  if (head.task === 'multi_label_classification') return <AnyLabels values={values} head={head} said={said} />;
  if (head.task === 'regression') return <Numbers values={values} labels={labelsNow(head)} said={said} />;
  return <OneLabel values={values} labels={head.labels} said={said} />;
}

export function TryView() {
  const { tryout } = words;
  const head = answering.value;
  const trouble = model.value?.novelty_trouble;
  const pairs = takesPairs.value;
  return (
    <StepPage id="try" title={tryout.title} lede={tryout.lede}>
      {head && (
        <Panel title={tryout.yourText}>
          <TextField
            id="try-text"
            label={pairs ? tryout.firstText : tryout.text}
            rows={4}
            value={tryText.value}
            onInput={tryOn}
            placeholder={tryout.typeHere}
          />
          {pairs && (
            <TextField id="try-pair" label={tryout.secondText} rows={3} value={tryPair.value} onInput={tryPairOn} />
          )}
          <Trouble text={tryTrouble.value} />
          {tryAnswer.value ? (
            <div class={tryWaits.value ? 'stack waits' : 'stack'} aria-busy={tryWaits.value}>
              <Answer said={tryAnswer.value} head={head} />
              <WordsPart said={tryAnswer.value} head={head} />
              {tryAnswer.value.unlike && <UnlikePart unlike={tryAnswer.value.unlike} />}
              {trouble && <p class="muted">{words.unlike.noScore(inWords(trouble))}</p>}
            </div>
          ) : (
            <p class="muted">{tryout.promises[head.task](namesOf({ ...head, labels: labelsNow(head) }).join(', '))}</p>
          )}
        </Panel>
      )}
      {head && <ComparePanel />}
      {head && <ManyPanel />}
    </StepPage>
  );
}
