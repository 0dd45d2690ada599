// SPDX-License-Identifier: Apache-2.0
// New rows, typed or pasted: one example a line, under a label.
import { useState } from 'preact/hooks';
import type { Reading } from '../../rows/cells';
import { addRows } from '../../state/edits';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/field';
import { More } from '../../ui/more';
import { labelsToChoose } from './labels_field';
import { words } from '../../words';

const NEW = 'new';
const NONE = 'none';

export function AddRows({ how }: { how: Reading }) {
  const labels = labelsToChoose(how);
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState('');
  const [texts, setTexts] = useState('');
  const tags = how.task === 'token_classification';
  const numbers = how.task === 'regression';
  const known = chosen || (labels[0] === undefined || numbers ? NEW : `=${labels[0]}`);
  const lines = texts.split(/\r?\n/).filter((line) => line.trim() !== '');
  const value = known === NEW ? typed.trim() : known === NONE ? '' : known.slice(1);
  const wrong = numbers && value !== '' && !Number.isFinite(Number(value)) ? words.rows.noNumber : undefined;
  const ready = lines.length > 0 && !wrong && (tags || known === NONE || value !== '');
  const add = () => {
    addRows('table', lines, value === '' ? [] : [value]);
    setTexts('');
  };
  const options = [
    ...(numbers ? [] : labels.map((label) => ({ value: `=${label}`, label }))),
    ...(how.columns.labels.length > 1
      ? []
      : [{ value: NEW, label: numbers ? words.rows.aNumber : words.rows.aNewLabel }]),
    { value: NONE, label: words.rows.noLabelYet },
  ];
  const pairs = how.columns.pair !== null;
  return (
    <More title={words.rows.add}>
      {!tags && (
        <div class="columns">
          <SelectField
            id="add-label"
            label={words.rows.labelOfNew}
            value={known}
            options={options}
            onChange={setChosen}
          />
          {known === NEW && (
            <TextField
              id="add-new-label"
              label={numbers ? words.rows.theNumber : words.rows.theNewLabel}
              value={typed}
              onInput={setTyped}
              wrong={wrong}
            />
          )}
        </div>
      )}
      <TextField
        id="add-texts"
        label={pairs ? words.rows.pairs : words.rows.examples}
        rows={5}
        value={texts}
        onInput={setTexts}
      />
      <Button id="add" onClick={add} disabled={!ready}>
        {lines.length === 0 ? words.rows.add : words.rows.addSome(lines.length)}
      </Button>
    </More>
  );
}
