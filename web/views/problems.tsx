// SPDX-License-Identifier: Apache-2.0
// What is wrong with the rows: each problem as a sentence, with the rows to look at, and what can be done.
import type { Problem } from '../read/problems';
import type { Fixed } from '../rows/remedies';
import { takeApart } from '../state/apart';
import { choose, mainFile, ownSource, setFix, type Loaded } from '../state/data';
import { filter, problemsOfRows, setFilter, showAll } from '../state/rows_view';
import { Button } from '../ui/button';
import { marked } from '../ui/marked';
import { More } from '../ui/more';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Choices } from './choices';
import { inWords, words } from '../words';

const KINDS = { error: 'bad', warning: 'warn', note: 'plain' } as const;
const SHOWN = 2000;
const SHOWN_WHOLE = 20;
const LONGEST = 200;

const shorten = (cell: string) => (cell.length > LONGEST ? `${cell.slice(0, LONGEST)}…` : cell);

/** The first of the rows as the file has them, and the numbers of all. */
function Rows({ rows, file }: { rows: number[]; file: Loaded | null }) {
  const at = new Map(file?.table.numbers.map((number, i) => [number, i]));
  const cells = (row: number) => file?.table.rows[at.get(row) ?? -1];
  const shown = rows.slice(0, SHOWN_WHOLE).flatMap((row) => {
    const found = cells(row);
    if (!file || !found) return [];
    const { text, pair, labels } = file.columns;
    const texts = [text, ...(pair === null ? [] : [pair])].map((column) => shorten(found[column] ?? ''));
    return { row, text: texts.join(' · '), label: shorten(labels.map((column) => found[column]).join(', ')) };
  });
  const first = rows.slice(0, SHOWN).join(', ');
  const numbers = rows.length > SHOWN ? words.problems.andMore(first, rows.length - SHOWN) : first;
  return (
    <More title={words.problems.show(rows.length)}>
      <ul class="small plain">
        {shown.map(({ row, text, label }) => (
          <li key={row}>
            <span class="muted number">{words.problems.row(row)}</span> {text} <b>{label}</b>
          </li>
        ))}
      </ul>
      {rows.length > shown.length && <p class="number small">{shown.length ? words.problems.all(numbers) : numbers}</p>}
    </More>
  );
}

/** Its sentences in the page's language. */
const shown = ({ title = '', text, remedy = '', said, saidTitle, saidRemedy }: Problem) => ({
  heading: inWords({ text: title, said: saidTitle }),
  text: inWords({ text, said }),
  remedy: inWords({ text: remedy, said: saidRemedy }),
});

/** Rows of the main file with a problem in common, which the table below can show. */
function Card({ problem }: { problem: Problem }) {
  const { title = '', level, rows, name } = problem;
  const { heading, text, remedy } = shown(problem);
  const on = filter.value.problem === title;
  return (
    <li class={`card ${level}`}>
      <h3>
        {marked(words.problems.card(rows.length), {
          n: (text) => <span class="number">{text}</span>,
          what: <bdi>{heading}</bdi>,
        })}
      </h3>
      <p class="small">{text}</p>
      <div class="row">
        <button
          type="button"
          class={`button ${on ? 'chosen' : ''}`}
          aria-pressed={on}
          aria-label={words.problems.showWith(rows.length, heading)}
          onClick={() => (on ? showAll() : showProblem(title))}
        >
          {words.problems.show(rows.length)}
        </button>
        {name && remedy && <Button onClick={() => setFix(name, true)}>{remedy}</Button>}
      </div>
    </li>
  );
}

function showProblem(title: string): void {
  showAll();
  setFilter({ problem: title });
  document.getElementById('rows')?.scrollIntoView({ block: 'start' });
}

function Other({ problem }: { problem: Problem }) {
  const { name, level, rows, file, choices, parts } = problem;
  const { text, remedy } = shown(problem);
  return (
    <Notice kind={KINDS[level]}>
      {text}
      {rows.length > 0 && <Rows rows={rows} file={(file ? ownSource[file] : mainFile).value} />}
      {parts && !file && (
        <div class="row">
          <Button onClick={() => void takeApart(parts)}>{words.problems.takeApart}</Button>
        </div>
      )}
      {!file && <Choices choices={choices} take={choose} />}
      {name && remedy && <Button onClick={() => setFix(name, true)}>{remedy}</Button>}
    </Notice>
  );
}

export function ProblemsPanel({ problems, fixed }: { problems: Problem[]; fixed: Fixed[] }) {
  if (!problems.length && !fixed.length) return <Notice kind="good">{words.problems.none}</Notice>;
  const cards = problemsOfRows.value;
  const others = problems.filter((problem) => !cards.includes(problem));
  return (
    <Panel title={words.problems.title} lead={words.problems.lead}>
      {cards.length > 0 && (
        <ul class="cards">
          {cards.map((problem) => (
            <Card key={problem.title} problem={problem} />
          ))}
        </ul>
      )}
      {others.map((problem) => (
        <Other key={problem.text} problem={problem} />
      ))}
      {fixed.map(({ name, rows }) => (
        <Notice key={name} kind="good">
          {marked(words.problems.fixed[name](rows.length), {
            back: (text) => <Button onClick={() => setFix(name, false)}>{text}</Button>,
          })}
        </Notice>
      ))}
    </Panel>
  );
}
