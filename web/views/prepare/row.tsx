// SPDX-License-Identifier: Apache-2.0
// One row of the table, whole, to be edited.
import { useEffect, useRef, useState } from 'preact/hooks';
import { textOf, type Reading } from '../../rows/cells';
import { laid } from '../../state/data';
import { bringBack, cellsOf, leaveOut, reading, setPair, setText } from '../../state/edits';
import { openRow, sourceColumn, sources } from '../../state/rows_view';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { marked } from '../../ui/marked';
import { LabelsField } from './labels_field';
import { Marks } from './marks';
import { words } from '../../words';

interface TextProps {
  id: string;
  label: string;
  value: string;
  onChange: (text: string) => void;
}

/** A text is set when it is left, or with Ctrl+Enter. */
function Text({ id, label, value, onChange }: TextProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const set = () => draft !== value && onChange(draft);
  return (
    <div
      onFocusOut={set}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) set();
        if (event.key === 'Escape' && draft !== value) {
          event.stopPropagation();
          setDraft(value);
        }
      }}
    >
      <TextField id={id} label={label} value={draft} rows={3} onInput={setDraft} />
    </div>
  );
}

/** `onLeave`: with Escape, back to the table. */
export function RowPanel({ onLeave }: { onLeave: () => void }) {
  const row = openRow.value;
  const how = reading.value;
  const cells = row === null ? null : cellsOf(row);
  if (row === null || !how || !cells) return null;
  return <Row key={row} {...{ row, how, cells, onLeave }} />;
}

function Row({ row, how, cells, onLeave }: { row: number; how: Reading; cells: string[]; onLeave: () => void }) {
  const out = laid.value!.out.has(row);
  const { pair } = how.columns;
  const box = useRef<HTMLDivElement>(null);
  const from = sources.value && cells[sourceColumn.value];
  return (
    <div
      ref={box}
      class="row-panel stack"
      role="group"
      aria-labelledby="row-title"
      onKeyDown={(event) => event.key === 'Escape' && onLeave()}
    >
      <div class="row spread">
        <h3 id="row-title">
          {words.rows.rowOf(row)}
          {from && <span class="muted small">{marked(words.rows.fromFile, { file: <bdi>{from}</bdi> })}</span>}
        </h3>
        <div class="row">
          {out ? (
            <Button onClick={() => bringBack('table', [row])}>{words.rows.bringBack}</Button>
          ) : (
            <Button onClick={() => leaveOut('table', [row])}>{words.rows.leaveOut}</Button>
          )}
          <Button kind="quiet" onClick={onLeave}>
            {words.rows.close}
          </Button>
        </div>
      </div>
      <Text
        id="row-text"
        label={words.rows.text}
        value={textOf(how, cells)}
        onChange={(text) => setText('table', row, text)}
      />
      {pair !== null && (
        <Text
          id="row-pair"
          label={words.rows.pair}
          value={cells[pair]!}
          onChange={(text) => setPair('table', row, text)}
        />
      )}
      {how.task === 'token_classification' ? (
        <Marks {...{ how, row, cells }} />
      ) : (
        <LabelsField {...{ how, row, cells }} />
      )}
    </div>
  );
}
