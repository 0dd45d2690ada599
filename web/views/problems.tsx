// SPDX-License-Identifier: Apache-2.0
// What is wrong with the rows: each problem as a sentence, with all the row numbers to open, and what can be done.
import type { Problem } from '../data/problems';
import type { Fixed } from '../data/remedies';
import { setFix } from '../state/data';
import { Button } from '../ui/button';
import { plural } from '../ui/format';
import { More } from '../ui/more';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';

const KINDS = { error: 'bad', warning: 'warn', note: 'plain' } as const;
const SHOWN = 2000;

function RowNumbers({ rows }: { rows: number[] }) {
  return (
    <More title={`All ${plural(rows.length, 'row number')}`}>
      <p class="number">
        {rows.slice(0, SHOWN).join(', ')}
        {rows.length > SHOWN && ` and ${rows.length - SHOWN} more`}
      </p>
    </More>
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
      {problems.map(({ name, text, level, rows, remedy }) => (
        <Notice key={text} kind={KINDS[level]}>
          {text}
          {rows.length > 5 && <RowNumbers rows={rows} />}
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
