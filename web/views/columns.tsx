// SPDX-License-Identifier: Apache-2.0
// The first rows of the file, and which column is what: guessed, and changeable.
import { setColumns, type Loaded } from '../state/data';
import { SelectField } from '../ui/field';
import { plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';

const SHOWN = 6;
const LONGEST = 160;

const shorten = (cell: string) => (cell.length > LONGEST ? `${cell.slice(0, LONGEST)}…` : cell);

const FORMATS: Record<string, string> = { '\t': 'TSV', ',': 'CSV', ';': 'CSV with semicolons', '|': 'cells between |' };

function formatName({ table }: Loaded): string {
  if (table.format !== 'delimited') return table.format.toUpperCase();
  return FORMATS[table.delimiter] ?? 'one column';
}

export function ColumnsPanel({ file }: { file: Loaded }) {
  const { table, columns } = file;
  const named = table.columns.map((label, i) => ({ value: String(i), label }));
  const none = { value: '', label: 'none' };
  const index = (value: string) => (value === '' ? null : Number(value));
  const role = (i: number) =>
    i === columns.text ? 'text' : i === columns.label ? 'label' : i === columns.pair ? 'second text' : '';
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
          value={columns.label === null ? '' : String(columns.label)}
          options={[none, ...named]}
          onChange={(value) => setColumns({ label: index(value) })}
        />
        <SelectField
          id="pair-column"
          label="Second text"
          value={columns.pair === null ? '' : String(columns.pair)}
          options={[none, ...named]}
          onChange={(value) => setColumns({ pair: index(value) })}
        />
        <div class="field">
          <span class="label">Task</span>
          <p>{columns.pair === null ? 'Classify texts' : 'Classify pairs of texts'}: one label each</p>
        </div>
      </div>
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
