// SPDX-License-Identifier: Apache-2.0
// The test rows it got wrong, the most confident mistakes first: often the label is wrong, not the model.
import { useState } from 'preact/hooks';
import type { Task } from '../engine/messages';
import { mistakes } from '../state/results';
import { Button } from '../ui/button';
import { count, percent, plural } from '../ui/format';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';

const PAGE = 20;

const LEADS: Record<Task, string> = {
  single_label_classification:
    'The most confident mistakes first. Read some: now and then it is the label that is wrong.',
  multi_label_classification:
    'The most confident mistakes first. Read some: now and then it is the labels that are wrong.',
  regression:
    'The rows whose number is farthest off first. Read some: now and then it is the number in the file that is wrong.',
  token_classification: 'The rows with the most wrong words first. Read some: now and then it is a tag that is wrong.',
};

export function MistakesPanel({ task }: { task: Task }) {
  const [shown, setShown] = useState(PAGE);
  const wrong = mistakes.value;
  if (!wrong.length) return <Notice kind="good">Not one test row is wrong.</Notice>;
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
              row {example.row}: labelled <b>{example.label || 'none'}</b>, the model says <b>{said}</b>
              {task === 'single_label_classification' && `, ${percent(size, 0)} sure`}
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
