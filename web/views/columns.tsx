// SPDX-License-Identifier: Apache-2.0
// The first rows of the file, which column is what, and the task: guessed, and changeable.
import type { Prepared } from '../rows/prepare';
import type { Task } from '../border/messages';
import { chosenTask, labelNames, namesTrouble, openNames, setColumns, type Loaded } from '../state/data';
import { TASKS } from '../rows/task';
import { ReadingControls } from './reading';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { SelectField } from '../ui/field';
import { plural } from '../ui/format';
import { More } from '../ui/more';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';

const SHOWN = 6;
const LONGEST = 160;

const shorten = (cell: string) => (cell.length > LONGEST ? `${cell.slice(0, LONGEST)}…` : cell);

const FORMATS: Record<string, string> = {
  '\t': 'TSV',
  ',': 'CSV',
  ';': 'CSV with semicolons',
  '|': 'cells between |',
  ' ': 'cells between spaces',
};

function formatName({ table }: Loaded): string {
  if (table.sheet !== undefined) return `sheet ${table.sheet}`;
  if (table.format === 'conll') return 'CoNLL';
  if (table.format !== 'delimited') return table.format.toUpperCase();
  return FORMATS[table.delimiter] ?? 'one column';
}

export const TASK_NAMES: Record<Task, string> = {
  single_label_classification: 'Classify: one label each',
  multi_label_classification: 'Classify: any number of labels each',
  regression: 'Predict numbers',
  token_classification: 'Mark words: names, slots, parts of speech',
};

/** Further columns of 0 and 1, or of numbers. */
function MoreLabels({ file: { table, columns } }: { file: Loaded }) {
  const others = table.columns.flatMap((name, i) => (i === columns.text || i === columns.pair ? [] : [{ name, i }]));
  const without = (i: number) => columns.labels.filter((column) => column !== i);
  if (others.length < 2) return null;
  return (
    <fieldset class="plain">
      <legend class="label">Label columns, if each is a label (0 and 1) or a number of its own</legend>
      <div class="row">
        {others.map(({ name, i }) => (
          <label key={i}>
            <input
              type="checkbox"
              checked={columns.labels.includes(i)}
              onChange={(event) =>
                setColumns({
                  labels: event.currentTarget.checked ? [...columns.labels, i].sort((a, b) => a - b) : without(i),
                })
              }
            />{' '}
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Labels that are numbers, as goemotions has them, may have names in a file of their own. */
function LabelNames({ labels }: { labels: string[] }) {
  const names = labelNames.value;
  if (!names && !labels.every((label) => /^\d+$/.test(label))) return null;
  return (
    <More title="Names for labels that are numbers" open={!!names || !!namesTrouble.value}>
      {names && (
        <div class="row">
          <span>{plural(names.length, 'name')}</span>
          <Button onClick={() => (labelNames.value = null)}>Numbers again</Button>
        </div>
      )}
      <Drop
        id="names-file"
        button="Choose a file of names"
        onFiles={([file]) => file && openNames(file)}
        hint="One name a line; the first is that of label 0."
      />
      <Trouble text={namesTrouble.value} />
    </More>
  );
}

export function ColumnsPanel({ file, data: { task, reason, labels } }: { file: Loaded; data: Prepared }) {
  const { table, columns } = file;
  const named = table.columns.map((label, i) => ({ value: String(i), label }));
  const none = { value: '', label: 'none' };
  const index = (value: string) => (value === '' ? null : Number(value));
  const role = (i: number) =>
    i === columns.text ? 'text' : columns.labels.includes(i) ? 'label' : i === columns.pair ? 'second text' : '';
  return (
    <Panel
      title="Columns and task"
      aside={`${plural(table.rows.length, 'row')}, ${formatName(file)}`}
      lead="Guessed from the names and the contents; change what is wrong."
    >
      <div class="columns">
        <SelectField
          id="text-column"
          label="Text"
          value={String(columns.text)}
          options={named}
          onChange={(value) => setColumns({ text: Number(value) })}
        />
        <SelectField
          id="label-column"
          label="Label"
          value={columns.labels.join()}
          options={[
            none,
            ...named,
            ...(columns.labels.length > 1
              ? [{ value: columns.labels.join(), label: `${columns.labels.length} columns` }]
              : []),
          ]}
          onChange={(value) => setColumns({ labels: value === '' ? [] : value.split(',').map(Number) })}
        />
        <SelectField
          id="pair-column"
          label="Second text"
          value={columns.pair === null ? '' : String(columns.pair)}
          options={[none, ...named]}
          onChange={(value) => setColumns({ pair: index(value) })}
        />
        <SelectField
          id="task"
          label="Task"
          value={task}
          options={TASKS.map((name) => ({ value: name, label: TASK_NAMES[name] }))}
          onChange={(value) => (chosenTask.value = value as Task)}
          hint={columns.pair === null ? reason : `${reason} The texts are pairs.`}
        />
      </div>
      <ReadingControls file={file} />
      {(task === 'multi_label_classification' || task === 'regression') && <MoreLabels file={file} />}
      {task.endsWith('label_classification') && <LabelNames labels={labels} />}
      <Scroll label="First rows of the file">
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">
                Row
              </th>
              {table.columns.map((name, i) => (
                <th scope="col" key={name}>
                  {name} {role(i) && <span class="tag on">{role(i)}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.slice(0, SHOWN).map((cells, i) => (
              <tr key={i}>
                <td class="number muted">{table.numbers[i]}</td>
                {cells.map((cell, k) => (
                  <td key={k} class={role(k) ? '' : 'muted'}>
                    {shorten(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
