// SPDX-License-Identifier: Apache-2.0
// Test rows to read, as one list with filters: often the label is wrong, not the model.
import { useState } from 'preact/hooks';
import type { Mark } from '../answers/marks';
import type { Task } from '../border/messages';
import { ownFile } from '../state/data';
import {
  doubts,
  filter,
  marksListed,
  mistakes,
  noDoubts,
  rowsListed,
  uncertain,
  type Filter,
  type Listed,
} from '../state/listed';
import { showRow } from '../state/rows_view';
import { goTo } from '../state/steps';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { marked } from '../ui/marked';
import { Panel } from '../ui/panel';
import { inWords, words } from '../words';

const PAGE = 5;

function leadOf(of: Filter, task: Task, labels: string[]): string {
  const { readRows } = words;
  if (of === 'wrong') return readRows.wrongLeads[task];
  if (of === 'doubted') return readRows.doubtedLead;
  if (of === 'unsure') return readRows.unsureLead;
  return readRows.fieldLead(labels[of.truth]!, labels[of.said]!);
}

function nameOf({ kind, truth, said }: Mark): string {
  const { readRows } = words;
  if (kind === 'other') return readRows.other(said, truth);
  if (kind === 'right') return said;
  return readRows[kind](said || truth);
}

function Drawn({ text, marks }: { text: string; marks: Mark[] }) {
  const characters = Array.from(text);
  const between = (from: number, to?: number) => characters.slice(from, to).join('');
  return (
    <p class="drawn" dir="auto">
      {marks.map((mark, i) => (
        <span key={mark.start}>
          {between(marks[i - 1]?.end ?? 0, mark.start)}
          <mark class={mark.kind}>
            {between(mark.start, mark.end)} <small>{nameOf(mark)}</small>
          </mark>
        </span>
      ))}
      {between(marks.at(-1)?.end ?? 0)}
    </p>
  );
}

function Row({ row, of, task }: { row: Listed; of: Filter; task: Task }) {
  const { example, label, said, size } = row;
  const { readRows } = words;
  const shown = (answer: string) =>
    (task === 'regression' ? words.report.numbersAsShown(answer) : answer) || readRows.none;
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
        {marks
          ? words.problems.row(example.row) // the marks tell the rest
          : marked((task === 'regression' ? readRows.numberRow : readRows.row)(example.row), {
              truth: <b>{shown(label)}</b>,
              said: <b>{shown(said)}</b>,
            })}
        {of === 'doubted' || of === 'unsure'
          ? readRows.margin(size)
          : task === 'single_label_classification' && readRows.probability(size)}
        {!ownFile.test.value && (
          <>
            {' '}
            <button
              type="button"
              class="link"
              aria-label={readRows.inTableRow(example.row)}
              onClick={() => {
                showRow(example.row);
                goTo('prepare');
              }}
            >
              {readRows.inTable}
            </button>
          </>
        )}{' '}
        {of !== 'doubted' && row.doubted && <span class="tag">{readRows.labelToCheck}</span>}
        {of === 'unsure' && row.wrong && <span class="tag">{readRows.isWrong}</span>}
      </p>
    </li>
  );
}

function Filters({ task, labels }: { task: Task; labels: string[] }) {
  const { readRows } = words;
  const of = filter.value;
  const choices: [Filter, string, number][] = [
    ['wrong', task === 'regression' ? readRows.furthest : readRows.wrong, mistakes.value.length],
    ['doubted', readRows.doubted, doubts.value.length],
    ['unsure', readRows.unsure, uncertain.value.length],
  ];
  return (
    <div class="row" role="group" aria-label={readRows.which}>
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
          <bdi>{labels[of.truth]}</bdi> → <bdi>{labels[of.said]}</bdi> ✕
        </button>
      )}
    </div>
  );
}

export function ReadRows({ task, labels }: { task: Task; labels: string[] }) {
  const { readRows } = words;
  const of = filter.value;
  const [more, setMore] = useState({ of, shown: PAGE });
  const shown = more.of === of ? more.shown : PAGE;
  const rows = rowsListed.value;
  return (
    <Panel id="read-rows" title={readRows.title} lead={leadOf(of, task, labels)}>
      <Filters task={task} labels={labels} />
      {rows.length === 0 && <p>{of === 'wrong' ? readRows.allRight : readRows.noRows}</p>}
      <ol class="mistakes">
        {rows.slice(0, shown).map((row) => (
          <Row key={row.example.row} row={row} of={of} task={task} />
        ))}
      </ol>
      {rows.length > shown && (
        <Button onClick={() => setMore({ of, shown: shown + 4 * PAGE })}>{readRows.more(rows.length)}</Button>
      )}
      {noDoubts.value && <p class="small muted">{inWords(noDoubts.value)}</p>}
    </Panel>
  );
}
