// SPDX-License-Identifier: Apache-2.0
// The first rows of the file, which column is what, and the task: guessed, and changeable.
import type { Prepared } from '../rows/prepare';
import type { Task } from '../border/messages';
import { chosenTask, setColumns, type Loaded } from '../state/data';
import { TASKS } from '../rows/tasks';
import { LabelNames } from './label_names';
import { ReadingControls } from './reading';
import { SelectField } from '../ui/field';
import { Panel } from '../ui/panel';
import { longWord, Scroll } from '../ui/scroll';
import { inWords, words } from '../words';

const SHOWN = 6;
const LONGEST = 160;

const shorten = (cell: string) => (cell.length > LONGEST ? `${cell.slice(0, LONGEST)}…` : cell);

function formatName({ table }: Loaded): string {
  if (table.sheet !== undefined) return words.columns.sheetOf(table.sheet);
  if (table.format === 'conll') return 'CoNLL';
  if (table.format !== 'delimited') return table.format.toUpperCase();
  return (words.columns.formats as Record<string, string>)[table.delimiter] ?? words.columns.oneColumn;
}

/** Further columns of 0 and 1, or of numbers. */
function MoreLabels({ file: { table, columns } }: { file: Loaded }) {
  const others = table.columns.flatMap((name, i) => (i === columns.text || i === columns.pair ? [] : [{ name, i }]));
  const without = (i: number) => columns.labels.filter((column) => column !== i);
  if (others.length < 2) return null;
  return (
    <fieldset class="plain">
      <legend class="label">{words.columns.labelColumns}</legend>
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
            {words.columns.named(name)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function ColumnsPanel({ file, data }: { file: Loaded; data: Prepared }) {
  const { task, reason } = data;
  const { table, columns } = file;
  const named = table.columns.map((name, i) => ({ value: String(i), label: words.columns.named(name) }));
  const none = { value: '', label: words.columns.none };
  const { roles } = words.columns;
  const index = (value: string) => (value === '' ? null : Number(value));
  const role = (i: number) =>
    i === columns.text ? roles.text : columns.labels.includes(i) ? roles.label : i === columns.pair ? roles.pair : '';
  return (
    <Panel
      title={words.columns.title}
      aside={words.columns.aside(words.columns.rows(table.rows.length), formatName(file))}
      lead={words.columns.lead}
    >
      <div class="columns">
        <SelectField
          id="text-column"
          label={words.columns.text}
          value={String(columns.text)}
          options={named}
          onChange={(value) => setColumns({ text: Number(value) })}
        />
        <SelectField
          id="label-column"
          label={words.columns.label}
          value={columns.labels.join()}
          options={[
            none,
            ...named,
            ...(columns.labels.length > 1
              ? [{ value: columns.labels.join(), label: words.columns.several(columns.labels.length) }]
              : []),
          ]}
          onChange={(value) => setColumns({ labels: value === '' ? [] : value.split(',').map(Number) })}
        />
        <SelectField
          id="pair-column"
          label={words.columns.pair}
          value={columns.pair === null ? '' : String(columns.pair)}
          options={[none, ...named]}
          onChange={(value) => setColumns({ pair: index(value) })}
        />
        <SelectField
          id="task"
          label={words.columns.task}
          value={task}
          options={TASKS.map((name) => ({ value: name, label: words.columns.tasks[name] }))}
          onChange={(value) => (chosenTask.value = value as Task)}
          hint={columns.pair === null ? inWords(reason) : words.columns.pairs(inWords(reason))}
        />
      </div>
      <ReadingControls file={file} />
      {(task === 'multi_label_classification' || task === 'regression') && <MoreLabels file={file} />}
      {task !== 'regression' && <LabelNames file={file} data={data} />}
      <Scroll label={words.columns.first}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">
                {words.columns.row}
              </th>
              {table.columns.map((name, i) => (
                <th scope="col" key={name}>
                  {words.columns.named(name)} {role(i) && <span class="tag on">{role(i)}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.slice(0, SHOWN).map((cells, i) => (
              <tr key={i}>
                <td class="number muted">{table.numbers[i]}</td>
                {cells.map((cell, k) => (
                  <td key={k} class={`${role(k) ? '' : 'muted'} ${longWord(cell)}`} dir="auto">
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
