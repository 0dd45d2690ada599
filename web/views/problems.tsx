// SPDX-License-Identifier: Apache-2.0
// What is wrong with the rows: each problem as a sentence, with the rows to look at, and what can be done.
import type { Problem } from '../read/problems';
import type { Fixed } from '../rows/remedies';
import { choose, mainFile, ownSource, setFix, type Loaded } from '../state/data';
import { filter, problemsOfRows, setFilter, showAll } from '../state/rows_view';
import { Button } from '../ui/button';
import { count, plural } from '../ui/format';
import { More } from '../ui/more';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Choices } from './choices';

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
  return (
    <More title={`Show the ${plural(rows.length, 'row')}`}>
      <ul class="small plain">
        {shown.map(({ row, text, label }) => (
          <li key={row}>
            <span class="muted number">row {row}</span> {text} <b>{label}</b>
          </li>
        ))}
      </ul>
      {rows.length > shown.length && (
        <p class="number small">
          {shown.length ? 'All rows: ' : ''}
          {rows.slice(0, SHOWN).join(', ')}
          {rows.length > SHOWN && ` and ${rows.length - SHOWN} more`}
        </p>
      )}
    </More>
  );
}

/** Rows of the main file with a problem in common, which the table below can show. */
function Card({ problem }: { problem: Problem }) {
  const { title = '', text, level, rows, name, remedy } = problem;
  const on = filter.value.problem === title;
  return (
    <li class={`card ${level}`}>
      <h3>
        <span class="number">{count(rows.length)}</span> {title}
      </h3>
      <p class="small">{text}</p>
      <div class="row">
        <button
          type="button"
          class={`button ${on ? 'chosen' : ''}`}
          aria-pressed={on}
          aria-label={`Show the ${plural(rows.length, 'row')}: ${title}`}
          onClick={() => (on ? showAll() : showProblem(title))}
        >
          Show the {plural(rows.length, 'row')}
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

function Other({ problem: { name, text, level, rows, remedy, file, choices } }: { problem: Problem }) {
  return (
    <Notice kind={KINDS[level]}>
      {text}
      {rows.length > 0 && <Rows rows={rows} file={(file ? ownSource[file] : mainFile).value} />}
      {!file && <Choices choices={choices} take={choose} />}
      {name && remedy && <Button onClick={() => setFix(name, true)}>{remedy}</Button>}
    </Notice>
  );
}

export function ProblemsPanel({ problems, fixed }: { problems: Problem[]; fixed: Fixed[] }) {
  if (!problems.length && !fixed.length)
    return <Notice kind="good">Every row has a text and a label; nothing is empty, broken or repeated.</Notice>;
  const cards = problemsOfRows.value;
  const others = problems.filter((problem) => !cards.includes(problem));
  return (
    <Panel
      title="Checked rows"
      lead="Row numbers are those of the file, as a spreadsheet shows them. Your file stays as it is, whatever you choose here."
    >
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
          {name.replaceAll('-', ' ')}: {plural(rows.length, 'row')} left out or changed.{' '}
          <Button onClick={() => setFix(name, false)}>Take them back</Button>
        </Notice>
      ))}
    </Panel>
  );
}
