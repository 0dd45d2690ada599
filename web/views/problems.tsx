// SPDX-License-Identifier: Apache-2.0
// What is wrong with the rows: each problem as a sentence, with all the row numbers to open.
import type { Problem } from '../data/problems';
import { More } from '../ui/more';
import { Notice } from '../ui/notice';
import { plural } from '../ui/format';
import { Panel } from '../ui/panel';

const KINDS = { error: 'bad', warning: 'warn', note: 'plain' } as const;
const SHOWN = 2000;

export function ProblemsPanel({ problems }: { problems: Problem[] }) {
  if (!problems.length)
    return <Notice kind="good">Every row has a text and a label; nothing is empty, broken or repeated.</Notice>;
  return (
    <Panel title="Checked rows" lead="Row numbers are those of the file, as a spreadsheet shows them.">
      {problems.map((problem) => (
        <Notice key={problem.text} kind={KINDS[problem.level]}>
          {problem.text}
          {problem.rows.length > 5 && (
            <More title={`All ${plural(problem.rows.length, 'row number')}`}>
              <p class="number">
                {problem.rows.slice(0, SHOWN).join(', ')}
                {problem.rows.length > SHOWN && ` and ${problem.rows.length - SHOWN} more`}
              </p>
            </More>
          )}
        </Notice>
      ))}
    </Panel>
  );
}
