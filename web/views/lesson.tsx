// SPDX-License-Identifier: Apache-2.0
// The lesson beside the real controls: a chapter at a time, its experiment, and questions that the page's numbers
// answer.
import { useEffect, useRef, useState } from 'preact/hooks';
import { chapterOf, CHAPTERS, isRight, type Chapter, type Question } from '../lesson/chapters';
import { BERT_BASE, type Facts, type Trial } from '../lesson/facts';
import { phase } from '../state/phase';
import { closeLesson, lesson, projector } from '../state/lesson';
import { answer, facts, openChapter, openPlain, openSpoiled, setUpRate } from '../state/lesson_facts';
import { Button } from '../ui/button';
import { ChoiceField, TextField } from '../ui/field';
import { count, percent, scientific } from '../ui/format';
import { marked } from '../ui/marked';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';
import { inWords, words } from '../words';

export function LessonPanel() {
  const chapter = chapterOf(lesson.value.chapter);
  const at = CHAPTERS.indexOf(chapter);
  const { chapters } = words.lesson;
  const { title, text, tries } = chapters[chapter.id];
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.documentElement.classList.toggle('projector', projector.value);
    return () => document.documentElement.classList.remove('projector');
  }, [projector.value]);
  const [before, after] = [CHAPTERS[at - 1], CHAPTERS[at + 1]];
  const open = ({ id }: Chapter) => {
    openChapter(id);
    panel.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  };
  return (
    <div class="lesson" ref={panel} tabIndex={-1}>
      <Panel title={words.lesson.heading(at + 1, CHAPTERS.length, title)} aside={words.lesson.minutes(chapter.minutes)}>
        {text.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {chapter.parameters && <Parameters facts={facts.value} />}
        {chapter.experiment === 'rates' && <Rates />}
        {chapter.experiment === 'spoiled' && <Spoiled />}
        <h3>{words.lesson.tryThis}</h3>
        <ul>
          {tries.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        {chapter.questions.map((question) => (
          <Ask key={question.id} question={question} />
        ))}
        <div class="row">
          {before && <Button onClick={() => open(before)}>{words.lesson.back(chapters[before.id].title)}</Button>}
          {after && (
            <Button kind="primary" onClick={() => open(after)}>
              {words.lesson.next(chapters[after.id].title)}
            </Button>
          )}
          <Button kind="quiet" onClick={() => (projector.value = !projector.value)}>
            {projector.value ? words.lesson.usualType : words.lesson.largeType}
          </Button>
          <Button kind="quiet" onClick={closeLesson}>
            {words.lesson.close}
          </Button>
        </div>
        <p class="small muted">
          {marked(words.lesson.forClass, {
            teacher: (name) => <a href={words.lesson.teacherPage}>{name}</a>,
            worksheet: (name) => <a href={words.lesson.worksheetPage}>{name}</a>,
          })}
        </p>
      </Panel>
    </div>
  );
}

const PARAMETERS = ['hidden', 'heads', 'intermediate', 'positions', 'vocabulary'] as const;

function Parameters({ facts: { config, run } }: { facts: Facts }) {
  return (
    <Scroll label={words.lesson.parameter} kind="whole">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.lesson.parameter}</th>
            <th scope="col">{words.lesson.atHand}</th>
            <th scope="col">{words.lesson.base}</th>
          </tr>
        </thead>
        <tbody>
          {PARAMETERS.map((key) => (
            <tr key={key}>
              <th scope="row">{words.lesson.parameters[key]}</th>
              <td class="number">{config ? count(config[key]) : '–'}</td>
              <td class="number">{count(BERT_BASE[key])}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{words.lesson.learningRate}</th>
            <td class="number">{run?.learningRate ? scientific(run.learningRate) : '–'}</td>
            <td class="number">{scientific(BERT_BASE.learningRate)}</td>
          </tr>
        </tbody>
      </table>
    </Scroll>
  );
}

interface TrialsProps {
  /** What tells the trainings apart. */
  lead: string;
  trials: [name: string, trial: Trial | null][];
  /** Beside the validation rows; left out where the reader chooses between the trainings. */
  test?: boolean;
}

function Trials({ lead, trials, test = false }: TrialsProps) {
  const { moved, validationRight, testRight, notTrained, notEvaluated } = words.lesson;
  return (
    <Scroll label={lead} kind="whole">
      <table>
        <thead>
          <tr>
            {[lead, moved, validationRight, ...(test ? [testRight] : [])].map((name) => (
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
              <td class="number">{trial ? percent(trial.moved) : notTrained}</td>
              <td class="number">{trial ? percent(trial.validation) : '–'}</td>
              {test && (
                <td class="number">{trial ? (trial.test === null ? notEvaluated : percent(trial.test)) : '–'}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Rates() {
  const { low, high } = facts.value.rates;
  const busy = phase.value !== 'idle';
  const names = { low: words.lesson.choices['2e-5'], high: words.lesson.choices['1e-3'] };
  return (
    <>
      <div class="row">
        <Button disabled={busy} onClick={() => setUpRate('low')}>
          {words.lesson.setUp(names.low)}
        </Button>
        <Button disabled={busy} onClick={() => setUpRate('high')}>
          {words.lesson.setUp(names.high)}
        </Button>
      </div>
      <Trials
        lead={words.lesson.learningRate}
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
          {words.lesson.openLeak}
        </Button>
        <Button disabled={busy} onClick={() => void openSpoiled('bias')}>
          {words.lesson.openBias}
        </Button>
        <Button disabled={busy} kind="quiet" onClick={() => void openPlain()}>
          {words.lesson.openPlain}
        </Button>
      </div>
      <p class="small muted">{words.lesson.takesPlace}</p>
      <Trials
        test
        lead={words.lesson.trainingRows}
        trials={[
          [words.lesson.withLeak, leak],
          [words.lesson.withBias, bias],
        ]}
      />
    </>
  );
}

function Ask({ question }: { question: Question }) {
  const { id, choices } = question;
  const { ask, first } = words.lesson.questions[id];
  const given = lesson.value.answers[id] ?? '';
  const [draft, setDraft] = useState(given);
  const [checked, setChecked] = useState(false);
  const [shown, setShown] = useState(false);
  const right = question.answer(facts.value);
  const empty = draft.trim() === '';
  const check = () => {
    answer(id, draft);
    setChecked(true);
  };
  const put = (text: string) => {
    setDraft(text);
    setChecked(false);
    setShown(false);
  };
  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty) check();
      }}
    >
      {choices ? (
        <ChoiceField
          name={`ask-${id}`}
          legend={ask}
          value={draft}
          options={choices.map((choice) => ({ value: choice, label: words.lesson.choices[choice], hint: '' }))}
          onChange={put}
        />
      ) : (
        <TextField id={`ask-${id}`} label={ask} value={draft} onInput={put} />
      )}
      <Button disabled={empty} onClick={check}>
        {words.lesson.check}
      </Button>
      {checked && right === null && <Notice kind="warn">{first}</Notice>}
      {checked && right && isRight(question, draft, right) && (
        <Notice kind="good">{words.lesson.right(inWords(right.because))}</Notice>
      )}
      {checked && right && !isRight(question, draft, right) && (
        <Notice kind="plain">
          {words.lesson.wrong}{' '}
          {shown ? (
            inWords(right.because)
          ) : (
            <Button kind="quiet" onClick={() => setShown(true)}>
              {words.lesson.why}
            </Button>
          )}
        </Notice>
      )}
    </form>
  );
}
