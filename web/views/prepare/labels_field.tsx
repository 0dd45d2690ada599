// SPDX-License-Identifier: Apache-2.0
// The label of one row: the labels that exist, with the digit that gives each in the table, or a new one. A set of them
// where rows have several, numbers where numbers are predicted.
import { useState } from 'preact/hooks';
import type { Reading } from '../../rows/cells';
import { namesOfColumns } from '../../rows/labels';
import { prepared } from '../../state/data';
import { setLabels } from '../../state/edits';
import { labelsOf } from '../../state/rows_view';
import { Button } from '../../ui/button';
import { NumberField } from '../../ui/field';
import { Digit } from './label_keys';
import { words } from '../../words';

interface Props {
  how: Reading;
  row: number;
  cells: string[];
}

/** More labels than this are found by typing. */
export const MOST_BUTTONS = 24;

/** The labels that a row can get without a new one. */
export function labelsToChoose(how: Reading): string[] {
  const { table, columns, labelNames } = how;
  return columns.labels.length > 1 && how.task !== 'regression'
    ? [...new Set(namesOfColumns(table, columns, labelNames))]
    : (prepared.value?.labels ?? []);
}

/** Of several labels it is put or taken away. */
export function pressLabel(how: Reading, row: number, cells: string[], label: string): void {
  toggle(how, row, labelsOf.value(row, cells), label);
}

/** Whether a key gives a label to a row of the table. */
export const takesLabels = ({ task }: Reading): boolean =>
  task === 'single_label_classification' || task === 'multi_label_classification';

function toggle({ task }: Reading, row: number, values: string[], label: string): void {
  if (task === 'single_label_classification') setLabels('table', row, [label]);
  else if (task === 'multi_label_classification')
    setLabels('table', row, values.includes(label) ? values.filter((one) => one !== label) : [...values, label]);
}

export function LabelsField({ how, row, cells }: Props) {
  const values = labelsOf.value(row, cells);
  if (how.task === 'regression') return <Numbers {...{ how, row, cells, values }} />;
  const labels = labelsToChoose(how);
  const several = how.task === 'multi_label_classification';
  const named = [...labels, ...values.filter((value) => !labels.includes(value))];
  return (
    <fieldset class="field" id="row-labels">
      <legend>{several ? words.rows.labels : words.rows.label}</legend>
      {named.length <= MOST_BUTTONS && (
        <div class="row label-buttons">
          {named.map((label) => (
            <button
              type="button"
              key={label}
              class={`button ${values.includes(label) ? 'chosen' : ''}`}
              aria-pressed={values.includes(label)}
              onClick={() => toggle(how, row, values, label)}
            >
              <Digit of={label} labels={labels} /> {label}
            </button>
          ))}
          {several && (
            <Button
              onClick={() => setLabels('table', row, [])}
              disabled={cells.length > 0 && values.length === 0 && !isOpen(how, cells)}
            >
              {words.rows.noLabel}
            </Button>
          )}
        </div>
      )}
      {(how.columns.labels.length < 2 || named.length > MOST_BUTTONS) && (
        <OtherLabel
          known={labels}
          onLabel={(label) => setLabels('table', row, several ? [...new Set([...values, label])] : [label])}
        />
      )}
    </fieldset>
  );
}

const isOpen = ({ columns }: Reading, cells: string[]) =>
  columns.labels.every((column) => cells[column]!.trim() === '');

/** One that is typed: a new one, or one of many. */
export function OtherLabel({ known, onLabel }: { known: string[]; onLabel: (label: string) => void }) {
  const [typed, setTyped] = useState('');
  const label = typed.trim();
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (label) onLabel(label);
        setTyped('');
      }}
    >
      <input
        id="other-label"
        class="input short"
        aria-label={words.rows.another}
        placeholder={words.rows.anotherHere}
        list="known-labels"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <datalist id="known-labels">
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <button type="submit" class="button" disabled={!label}>
        {words.rows.set}
      </button>
    </form>
  );
}

function Numbers({ how, row, cells, values }: Props & { values: string[] }) {
  const { table, columns } = how;
  const now = (i: number) => values[i] ?? cells[columns.labels[i]!] ?? '';
  return (
    <div class="columns">
      {columns.labels.map((column, i) => (
        <NumberField
          key={`${row} ${column}`}
          id={`row-number-${i}`}
          label={words.columns.named(table.columns[column]!)}
          step="any"
          value={now(i)}
          onChange={(number) =>
            setLabels(
              'table',
              row,
              columns.labels.map((_, k) => (k === i ? String(number) : now(k))),
            )
          }
        />
      ))}
    </div>
  );
}
