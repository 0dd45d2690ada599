// SPDX-License-Identifier: Apache-2.0
// The panel that answers on every step what there is: beside the step on a wide screen, else folded into a line above
// it.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { dataFact, modelFact, resultFact, savedFact, type Fact } from '../state/have';
import { keeping, project } from '../state/project';
import { looksInWords } from '../state/looks';
import { areMixed, dataOf, givenUpInWords, isComparable, layBeside, runs } from '../state/runs';
import { headlineOf } from '../answers/past';
import { bytes, figure } from '../ui/format';
import { marked } from '../ui/marked';
import { Notice } from '../ui/notice';
import { words } from '../words';

/** As in frame.css. */
const WIDE = '(min-width: 76rem)';

function useWide(): boolean {
  const [query] = useState(() => matchMedia(WIDE));
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const see = () => setWide(query.matches);
    query.addEventListener('change', see);
    see(); // it may have changed since the first rendering
    return () => query.removeEventListener('change', see);
  }, []);
  return wide;
}

function Entry({ name, step, children }: { name: string; step: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>
        <a href={`#${step}`}>{name}</a>
      </dt>
      {children}
    </div>
  );
}

function FactEntry({ name, step, fact, none }: { name: string; step: string; fact: Fact; none: string }) {
  return (
    <Entry name={name} step={step}>
      <dd>{fact.what ? <strong>{fact.what}</strong> : <span class="muted">{none}</span>}</dd>
      {fact.notes.map((note) => (
        <dd key={note} class="note">
          {note}
        </dd>
      ))}
    </Entry>
  );
}

function ResultEntry() {
  const result = resultFact.value;
  return (
    <Entry name={words.have.result} step="evaluate">
      {result ? (
        <dd>
          <b class="headline">{result.value}</b> {result.title}
        </dd>
      ) : (
        <dd class="muted">{words.have.noneYet}</dd>
      )}
      {result?.notes.map((note) => (
        <dd key={note} class="note">
          {note}
        </dd>
      ))}
    </Entry>
  );
}

/** What is opened here will be kept, and nothing is yet. */
const mayComeYet = () =>
  keeping.value === 'empty' || keeping.value === 'elsewhere' || keeping.value === 'other version';

/** What step 1 has below everything else is to be known on each step. */
function KeptOtherwise() {
  const state = keeping.value;
  if (state === 'full') return <Notice kind="warn">{words.trouble.full}</Notice>;
  if (state !== 'elsewhere' && state !== 'other version' && state !== 'cleared') return null;
  return <Notice kind="warn">{words.project.states[state]}</Notice>;
}

function KeptEntry() {
  const kept = keeping.value === 'kept' && project.value;
  return (
    <Entry name={words.have.saved} step={savedFact.value ? 'download' : 'prepare'}>
      <dd>
        {kept ? (
          marked(words.have.inBrowser(bytes(kept.bytes)))
        ) : (
          <span class="muted">{mayComeYet() ? words.have.nothing : words.have.notHere}</span>
        )}
      </dd>
      {savedFact.value && <dd class="note">{savedFact.value}</dd>}
      {givenUpInWords.value && <dd class="note">{givenUpInWords.value}</dd>}
    </Entry>
  );
}

/** So many are in the panel. */
const SHOWN = 3;

function RunsEntry() {
  const all = runs.value;
  const same = areMixed.value ? all.filter(isComparable).length : all.length;
  const several = same > 1;
  return (
    <Entry name={words.have.runs} step="runs">
      {all.length === 0 && <dd class="muted">{words.have.noneYet}</dd>}
      {all.slice(0, SHOWN).map((run) => {
        const { name, value, of } = headlineOf(run);
        const mixed = areMixed.value;
        return (
          <dd key={run.began} class="run">
            <span>
              {run.name}
              {mixed && dataOf(run) && <small class="muted"> {dataOf(run)}</small>}
            </span>
            <span class="number">
              {figure(name, value)}{' '}
              <small class="muted">
                {mixed && `${words.metrics.title(name)} `}
                {of && words.have.ofPart[of]}
              </small>
            </span>
          </dd>
        );
      })}
      {looksInWords.value && <dd class="note">{looksInWords.value}</dd>}
      {all.length > 0 && (
        <dd>
          <a href="#runs" onClick={several ? layBeside : undefined}>
            {several ? words.have.compare(same) : all.length > 1 ? words.have.seeAll : words.have.see}
          </a>
        </dd>
      )}
    </Entry>
  );
}

const Entries = () => (
  <dl>
    <FactEntry name={words.have.data} step="prepare" fact={dataFact.value} none={words.have.noneYet} />
    <FactEntry name={words.have.model} step="load" fact={modelFact.value} none={words.have.noEncoder} />
    <ResultEntry />
    <KeptEntry />
    <RunsEntry />
  </dl>
);

/** The same in a line. */
function inShort(): string {
  const result = resultFact.value;
  const parts = [result ? `${result.title} ${result.value}` : '', modelFact.value.what, dataFact.value.what];
  return parts.filter(Boolean).join(' · ') || words.have.nothing;
}

export function Have() {
  const wide = useWide();
  return (
    <section class="have stack" aria-label={words.have.title}>
      <KeptOtherwise />
      {wide ? (
        <>
          <h2>{words.have.title}</h2>
          <Entries />
        </>
      ) : (
        <details>
          <summary>{marked(words.have.youHave, { what: inShort() })}</summary>
          <Entries />
        </details>
      )}
    </section>
  );
}
