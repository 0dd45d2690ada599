// SPDX-License-Identifier: Apache-2.0
// The test rows with a wrong answer, the most confident mistakes first: often the label is wrong, not the model.
import { useState } from 'preact/hooks';
import type { Task } from '../border/messages';
import { mistakes } from '../state/results';
import { Button } from '../ui/button';
import { count, percent, plural } from '../ui/format';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';

const PAGE = 20;

const LEADS: Record<Task, string> = {
  single_label_classification:
    'The most confident mistakes come first. Read some of them: sometimes the label in the file is wrong.',
  multi_label_classification:
    'The most confident mistakes come first. Read some of them: sometimes the labels in the file are wrong.',
  regression:
    'The rows with the largest errors come first. Read some of them: sometimes the number in the file is wrong.',
  token_classification:
    'The rows with the most wrong words come first. Read some of them: sometimes a tag in the file is wrong.',
};

export function MistakesPanel({ task }: { task: Task }) {
  const [shown, setShown] = useState(PAGE);
  const wrong = mistakes.value;
  if (!wrong.length) return <Notice kind="good">All test rows are answered correctly.</Notice>;
  return (
    <Panel
      title={task === 'regression' ? 'Predictions' : 'Wrong predictions'}
      aside={plural(wrong.length, 'row')}
      lead={LEADS[task]}
    >
      <ol class="mistakes">
        {wrong.slice(0, shown).map(({ example, said, size }) => (
          <li key={example.row}>
            <p>
              {example.text}
              {example.pair !== undefined && <span class="muted"> · {example.pair}</span>}
            </p>
            <p class="small muted number">
              row {example.row}: {task === 'regression' ? 'number' : 'label'} in the file{' '}
              <b>{example.label || 'none'}</b>, answer of the model <b>{said}</b>
              {task === 'single_label_classification' && `, probability ${percent(size, 0)}`}
            </p>
          </li>
        ))}
      </ol>
      {wrong.length > shown && (
        <Button onClick={() => setShown(shown + 4 * PAGE)}>Show more of {count(wrong.length)}</Button>
      )}
    </Panel>
  );
}
