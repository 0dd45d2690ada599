// SPDX-License-Identifier: Apache-2.0
// The lesson beside the real controls: a chapter at a time, its experiment, and questions that the page's numbers answer.
import { useEffect, useRef, useState } from 'preact/hooks';
import { CHAPTERS, isRight, type Chapter, type Question } from '../lesson/chapters';
import { BERT_BASE, type Facts, type Trial } from '../lesson/facts';
import { phase } from '../state/phase';
import { lesson, projector } from '../state/lesson';
import { answer, facts, openChapter, openPlain, openSpoiled, RATES, setUpRate } from '../state/lesson_facts';
import { Button } from '../ui/button';
import { ChoiceField, TextField } from '../ui/field';
import { count, percent, plural, scientific } from '../ui/format';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';

export function LessonPanel() {
  const at = CHAPTERS.findIndex(({ id }) => id === lesson.value.chapter);
  const chapter = CHAPTERS[at] ?? CHAPTERS[0]!;
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.documentElement.classList.toggle('projector', projector.value);
    return () => document.documentElement.classList.remove('projector');
  }, [projector.value]);
  const [before, after] = [CHAPTERS[at - 1], CHAPTERS[at + 1]];
  const open = ({ id }: Chapter) => {
    openChapter(id);
    panel.current?.focus({ preventScroll: true });
  };
  return (
    <div class="lesson" ref={panel} tabIndex={-1}>
      <Panel
        title={`Lesson, ${at + 1} of ${CHAPTERS.length}: ${chapter.title}`}
        aside={`about ${plural(chapter.minutes, 'minute')}`}
      >
        {chapter.text.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {chapter.parameters && <Parameters facts={facts.value} />}
        {chapter.experiment === 'rates' && <Rates />}
        {chapter.experiment === 'spoiled' && <Spoiled />}
        <h3>Try this</h3>
        <ul>
          {chapter.tries.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
        {chapter.questions.map((question) => (
          <Ask key={question.id} question={question} />
        ))}
        <div class="row">
          {before && <Button onClick={() => open(before)}>Back: {before.title}</Button>}
          {after && (
            <Button kind="primary" onClick={() => open(after)}>
              Next: {after.title}
            </Button>
          )}
          <Button kind="quiet" onClick={() => (projector.value = !projector.value)}>
            {projector.value ? 'Usual type' : 'Large type for a projector'}
          </Button>
        </div>
        <p class="small muted">
          For the class: <a href="lesson/teacher.html">the teacher’s notes</a> and{' '}
          <a href="lesson/worksheet.html">a worksheet</a>, to print.
        </p>
      </Panel>
    </div>
  );
}

const PARAMETERS: [name: string, key: 'hidden' | 'heads' | 'intermediate' | 'positions' | 'vocabulary'][] = [
  ['Hidden size', 'hidden'],
  ['Attention heads', 'heads'],
  ['Intermediate size', 'intermediate'],
  ['Positions', 'positions'],
  ['Vocabulary size', 'vocabulary'],
];

function Parameters({ facts: { config, run } }: { facts: Facts }) {
  return (
    <div class="scroll whole">
      <table>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Encoder at hand</th>
            <th scope="col">BERT-base</th>
          </tr>
        </thead>
        <tbody>
          {PARAMETERS.map(([name, key]) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td class="number">{config ? count(config[key]) : '–'}</td>
              <td class="number">{count(BERT_BASE[key])}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Learning rate</th>
            <td class="number">{run?.learningRate ? scientific(run.learningRate) : '–'}</td>
            <td class="number">{scientific(BERT_BASE.learningRate)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

/** `lead`: what tells the trainings apart. */
function Trials({ lead, trials }: { lead: string; trials: [name: string, trial: Trial | null][] }) {
  return (
    <div class="scroll whole">
      <table>
        <thead>
          <tr>
            {[lead, 'Last layer has moved', 'Validation rows right', 'Test rows right'].map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trials.map(([name, trial]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{trial ? percent(trial.moved) : 'not trained yet'}</td>
              <td class="number">{trial ? percent(trial.validation) : '–'}</td>
              <td class="number">{trial ? (trial.test === null ? 'not evaluated' : percent(trial.test)) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Rates() {
  const { low, high } = facts.value.rates;
  const busy = phase.value !== 'idle';
  const names = { low: scientific(RATES.low), high: scientific(RATES.high) };
  return (
    <>
      <div class="row">
        <Button disabled={busy} onClick={() => setUpRate('low')}>
          Set up {names.low}
        </Button>
        <Button disabled={busy} onClick={() => setUpRate('high')}>
          Set up {names.high}
        </Button>
      </div>
      <Trials
        lead="Learning rate"
        trials={[
          [names.low, low],
          [names.high, high],
        ]}
      />
    </>
  );
}

function Spoiled() {
  const { leak, bias } = facts.value.spoiled;
  const busy = phase.value !== 'idle';
  return (
    <>
      <div class="row">
        <Button disabled={busy} onClick={() => void openSpoiled('leak')}>
          Open the leak
        </Button>
        <Button disabled={busy} onClick={() => void openSpoiled('bias')}>
          Open the biased sample
        </Button>
        <Button disabled={busy} kind="quiet" onClick={() => void openPlain()}>
          Open the reviews as they are
        </Button>
      </div>
      <p class="small muted">Each takes the place of the data at hand.</p>
      <Trials
        lead="Training rows"
        trials={[
          ['with a leak', leak],
          ['a biased sample', bias],
        ]}
      />
    </>
  );
}

function Ask({ question }: { question: Question }) {
  const { id, ask, choices, first } = question;
  const given = lesson.value.answers[id] ?? '';
  const [draft, setDraft] = useState(given);
  const [checked, setChecked] = useState(false);
  const right = question.answer(facts.value);
  const check = () => {
    answer(id, draft);
    setChecked(true);
  };
  const put = (text: string) => {
    setDraft(text);
    setChecked(false);
  };
  return (
    <div class="ask">
      {choices ? (
        <ChoiceField
          name={`ask-${id}`}
          legend={ask}
          value={draft}
          options={choices.map((choice) => ({ value: choice, label: choice, hint: '' }))}
          onChange={put}
        />
      ) : (
        <TextField id={`ask-${id}`} label={ask} value={draft} onInput={put} />
      )}
      <Button disabled={draft.trim() === ''} onClick={check}>
        Check
      </Button>
      {checked && right === null && <Notice kind="warn">{first}</Notice>}
      {checked && right && (
        <Notice kind={isRight(question, draft, right) ? 'good' : 'plain'}>
          {isRight(question, draft, right) ? 'Right. ' : 'Not quite. '}
          {right.because}
        </Notice>
      )}
    </div>
  );
}
