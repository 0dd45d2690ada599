// SPDX-License-Identifier: Apache-2.0
// Test rows to read, as one list with filters: often the label is wrong, not the model.
import { useState } from 'preact/hooks';
import type { Mark } from '../answers/marks';
import type { Task } from '../border/messages';
import { filter, marksListed, rowsListed, type Filter, type Listed } from '../state/listed';
import { doubts, mistakes, noDoubts, uncertain } from '../state/results';
import { Button } from '../ui/button';
import { count, decimal, percent } from '../ui/format';
import { Panel } from '../ui/panel';

const PAGE = 5;

const LEADS: Record<Task, string> = {
  single_label_classification: 'The most confident mistakes come first.',
  multi_label_classification: 'The most confident mistakes come first.',
  regression: 'The rows with the largest errors come first.',
  token_classification: 'The rows with the most wrong words come first.',
};

function leadOf(of: Filter, task: Task, labels: string[]): string {
  if (of === 'wrong') return `${LEADS[task]} Read some of them: sometimes the file is wrong, not the model.`;
  if (of === 'doubted')
    return 'The model gives another label, with as much probability as on rows that have that label. Often the label in the file is wrong. The largest difference of the two probabilities comes first.';
  if (of === 'unsure')
    return 'The two most probable labels have nearly the same probability. If you label more rows, choose rows like these: they improve the model most.';
  return `Rows that have the label “${labels[of.truth]}” and the answer “${labels[of.said]}”.`;
}

const WORDS: Record<Mark['kind'], string> = {
  right: 'found',
  missed: 'missed',
  invented: 'invented',
  other: 'otherwise in the file',
};

function Drawn({ text, marks }: { text: string; marks: Mark[] }) {
  const characters = Array.from(text);
  const between = (from: number, to?: number) => characters.slice(from, to).join('');
  return (
    <p class="drawn" dir="auto">
      {marks.map(({ start, end, kind, truth, said }, i) => (
        <span key={start}>
          {between(marks[i - 1]?.end ?? 0, start)}
          <mark class={kind}>
            {between(start, end)}{' '}
            <small>
              {kind === 'other'
                ? `${said}, ${truth} ${WORDS[kind]}`
                : kind === 'right'
                  ? said
                  : `${said || truth} ${WORDS[kind]}`}
            </small>
          </mark>
        </span>
      ))}
      {between(marks.at(-1)?.end ?? 0)}
    </p>
  );
}

function Row({ row, of, task }: { row: Listed; of: Filter; task: Task }) {
  const { example, label, said, size } = row;
  const marks = marksListed.value.get(example);
  return (
    <li>
      {marks ? (
        <Drawn text={example.text} marks={marks} />
      ) : (
        <p dir="auto">
          {example.text}
          {example.pair !== undefined && <span class="muted"> · {example.pair}</span>}
        </p>
      )}
      <p class="small muted number">
        row {example.row}: {task === 'regression' ? 'number' : 'label'} in the file <b>{label || 'none'}</b>, answer of
        the model <b>{said}</b>
        {of === 'doubted' || of === 'unsure'
          ? `, margin ${decimal(size, 2)}`
          : task === 'single_label_classification' && `, probability ${percent(size, 0)}`}
        {of !== 'doubted' && row.doubted && <span class="tag">label to check</span>}
        {of === 'unsure' && row.wrong && <span class="tag">wrong</span>}
      </p>
    </li>
  );
}

function Filters({ labels }: { labels: string[] }) {
  const of = filter.value;
  const choices: [Filter, string, number][] = [
    ['wrong', 'Wrong', mistakes.value.length],
    ['doubted', 'Labels to check', doubts.value.length],
    ['unsure', 'Least certain', uncertain.value.length],
  ];
  return (
    <div class="row" role="group" aria-label="Which rows">
      {choices
        .filter(([name, , rows]) => rows > 0 || name === of || name === 'wrong')
        .map(([name, title, rows]) => (
          <button
            key={title}
            type="button"
            class="chip"
            aria-pressed={of === name}
            onClick={() => (filter.value = name)}
          >
            {title} {name !== 'unsure' && <span class="number muted">{count(rows)}</span>}
          </button>
        ))}
      {typeof of === 'object' && (
        <button type="button" class="chip" aria-pressed onClick={() => (filter.value = 'wrong')}>
          {labels[of.truth]} → {labels[of.said]} ✕
        </button>
      )}
    </div>
  );
}

export function ReadRows({ task, labels }: { task: Task; labels: string[] }) {
  const of = filter.value;
  const [more, setMore] = useState({ of, shown: PAGE });
  const shown = more.of === of ? more.shown : PAGE;
  const rows = rowsListed.value;
  return (
    <Panel id="read-rows" title="Rows to read" lead={leadOf(of, task, labels)}>
      <Filters labels={labels} />
      {rows.length === 0 && (
        <p>{of === 'wrong' ? 'All test rows are answered correctly.' : 'There are no such rows.'}</p>
      )}
      <ol class="mistakes">
        {rows.slice(0, shown).map((row) => (
          <Row key={row.example.row} row={row} of={of} task={task} />
        ))}
      </ol>
      {rows.length > shown && (
        <Button onClick={() => setMore({ of, shown: shown + 4 * PAGE })}>Show more of {count(rows.length)}</Button>
      )}
      {noDoubts.value && <p class="small muted">{noDoubts.value}</p>}
    </Panel>
  );
}
