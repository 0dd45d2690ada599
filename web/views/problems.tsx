// SPDX-License-Identifier: Apache-2.0
// What is wrong with the rows: each problem as a sentence, with the rows to look at, and what can be done.
import type { Choice, Problem } from '../read/problems';
import type { Fixed } from '../rows/remedies';
import { choose, mainFile, ownSource, setFix, type Loaded } from '../state/data';
import { Button } from '../ui/button';
import { plural } from '../ui/format';
import { More } from '../ui/more';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';

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

/** Other ways to read the file, a button each. */
export function Choices({ choices = [], take }: { choices?: Choice[] | undefined; take: (choice: Choice) => unknown }) {
  if (choices.length === 0) return null;
  return (
    <div class="row">
      {choices.map((choice) => (
        <Button key={choice.words} onClick={() => take(choice)}>
          {choice.words}
        </Button>
      ))}
    </div>
  );
}

export function ProblemsPanel({ problems, fixed }: { problems: Problem[]; fixed: Fixed[] }) {
  if (!problems.length && !fixed.length)
    return <Notice kind="good">Every row has a text and a label; nothing is empty, broken or repeated.</Notice>;
  return (
    <Panel
      title="Checked rows"
      lead="Row numbers are those of the file, as a spreadsheet shows them. Your file stays as it is, whatever you choose here."
    >
      {problems.map(({ name, text, level, rows, remedy, file, choices }) => (
        <Notice key={text} kind={KINDS[level]}>
          {text}
          {rows.length > 0 && <Rows rows={rows} file={(file ? ownSource[file] : mainFile).value} />}
          {!file && <Choices choices={choices} take={choose} />}
          {name && remedy && <Button onClick={() => setFix(name, true)}>{remedy}</Button>}
        </Notice>
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
