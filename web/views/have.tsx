// SPDX-License-Identifier: Apache-2.0
// The panel that answers on every step what there is: beside the step on a wide screen, else folded into a line above it.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { dataFact, modelFact, resultFact, savedFact, type Fact } from '../state/have';
import { keeping, project } from '../state/project';
import { looksInWords } from '../state/looks';
import { runs } from '../state/runs';
import { headlineOf } from '../answers/past';
import { bytes, figure } from '../ui/format';

/** As in frame.css. */
const WIDE = '(min-width: 76rem)';

function useWide(): boolean {
  const [query] = useState(() => matchMedia(WIDE));
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const see = () => setWide(query.matches);
    query.addEventListener('change', see);
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
    <Entry name="Result" step="evaluate">
      {result ? (
        <dd>
          <b class="headline">{result.value}</b> {result.title}
        </dd>
      ) : (
        <dd class="muted">None yet</dd>
      )}
      {result?.notes.map((note) => (
        <dd key={note} class="note">
          {note}
        </dd>
      ))}
    </Entry>
  );
}

function KeptEntry() {
  const kept = keeping.value === 'kept' && project.value;
  return (
    <Entry name="Saved" step={savedFact.value ? 'download' : 'prepare'}>
      <dd>
        {kept ? (
          <>
            <strong>In this browser</strong>, {bytes(kept.bytes)}
          </>
        ) : (
          <span class="muted">{keeping.value === 'empty' ? 'Nothing yet' : 'Not in this browser'}</span>
        )}
      </dd>
      {savedFact.value && <dd class="note">{savedFact.value}</dd>}
    </Entry>
  );
}

/** So many are in the panel. */
const SHOWN = 3;

function RunsEntry() {
  const all = runs.value;
  return (
    <Entry name="Runs" step="runs">
      {all.length === 0 && <dd class="muted">None yet</dd>}
      {all.slice(0, SHOWN).map((run) => {
        const { name, value, of } = headlineOf(run);
        return (
          <dd key={run.began} class="run">
            <span>{run.name}</span>
            <span class="number">
              {figure(name, value)} <small class="muted">{of}</small>
            </span>
          </dd>
        );
      })}
      {looksInWords.value && <dd class="note">{looksInWords.value}</dd>}
      {all.length > 0 && (
        <dd>
          <a href="#runs">{all.length > 1 ? `Compare the ${all.length} runs` : 'See the run'}</a>
        </dd>
      )}
    </Entry>
  );
}

const Entries = () => (
  <dl>
    <FactEntry name="Data" step="prepare" fact={dataFact.value} none="None yet" />
    <FactEntry name="Model" step="load" fact={modelFact.value} none="No encoder yet" />
    <ResultEntry />
    <KeptEntry />
    <RunsEntry />
  </dl>
);

/** The same in a line. */
function inShort(): string {
  const result = resultFact.value;
  const parts = [result ? `${result.title} ${result.value}` : '', modelFact.value.what, dataFact.value.what];
  return parts.filter(Boolean).join(' · ') || 'Nothing yet';
}

export function Have() {
  const wide = useWide();
  return (
    <section class="have" aria-label="What you have">
      {wide ? (
        <>
          <h2>What you have</h2>
          <Entries />
        </>
      ) : (
        <details>
          <summary>
            <b>You have</b> {inShort()}
          </summary>
          <Entries />
        </details>
      )}
    </section>
  );
}
