// SPDX-License-Identifier: Apache-2.0
// The label of one row: the labels that exist, with a number each, or a new one. A set of them where rows have several,
// numbers where numbers are predicted.
import { useState } from 'preact/hooks';
import { labelReader, type Reading } from '../../rows/cells';
import { namesOfColumns } from '../../rows/labels';
import { prepared } from '../../state/data';
import { setLabels } from '../../state/edits';
import { Button } from '../../ui/button';
import { NumberField } from '../../ui/field';
import { words } from '../../words';

interface Props {
  how: Reading;
  row: number;
  cells: string[];
}

/** More labels than this are found by typing. */
const MOST_BUTTONS = 24;

/** The labels that a row can get without a new one. */
export function labelsToChoose(how: Reading): string[] {
  const { table, columns, labelNames } = how;
  return columns.labels.length > 1 && how.task !== 'regression'
    ? namesOfColumns(table, columns, labelNames)
    : (prepared.value?.labels ?? []);
}

/** The label of this number, from 1. Of several it is put or taken away. */
export function pressLabel(how: Reading, row: number, cells: string[], digit: number): void {
  const label = labelsToChoose(how)[digit - 1];
  if (label !== undefined) toggle(how, row, labelReader(how)(cells), label);
}

function toggle({ task }: Reading, row: number, values: string[], label: string): void {
  if (task === 'single_label_classification') setLabels('table', row, [label]);
  else if (task === 'multi_label_classification')
    setLabels('table', row, values.includes(label) ? values.filter((one) => one !== label) : [...values, label]);
}

export function LabelsField({ how, row, cells }: Props) {
  const values = labelReader(how)(cells);
  if (how.task === 'regression') return <Numbers {...{ how, row, cells, values }} />;
  const labels = labelsToChoose(how);
  const several = how.task === 'multi_label_classification';
  const named = [...labels, ...values.filter((value) => !labels.includes(value))];
  return (
    <fieldset class="field" id="row-labels">
      <legend>{several ? words.rows.labels : words.rows.label}</legend>
      {named.length <= MOST_BUTTONS && (
        <div class="row label-buttons">
          {named.map((label, i) => (
            <button
              type="button"
              key={label}
              class={`button ${values.includes(label) ? 'chosen' : ''}`}
              aria-pressed={values.includes(label)}
              aria-keyshortcuts={i < 9 ? String(i + 1) : undefined}
              onClick={() => toggle(how, row, values, label)}
            >
              {i < 9 && <kbd aria-hidden="true">{i + 1}</kbd>} {label}
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
