// SPDX-License-Identifier: Apache-2.0
// The data, row by row: looked through, corrected, added to, and taken away as a file.
import { useEffect, useRef } from 'preact/hooks';
import { laid } from '../../state/data';
import { canRedo, canUndo, cellsOf, correctedRows, reading, redo, saveCorrected, told, undo } from '../../state/edits';
import { addLabelColumn } from '../../state/own_rows';
import { openRow, shown } from '../../state/rows_view';
import { Button } from '../../ui/button';
import { marked } from '../../ui/marked';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { AddRows } from './add';
import { Filters, isFiltered, ShowAll } from './filters';
import { Grid } from './grid';
import { Legend, useLabelKeys } from './label_keys';
import { labelsToChoose, pressLabel, takesLabels } from './labels_field';
import { RowPanel } from './row';
import { words } from '../../words';

/** What the keyboard goes to in the open row, by the cell that Enter is pressed on. */
const FIELDS: Record<string, string> = {
  label: '#row-labels button, #row-labels input, #row-number-0, .words [tabindex="0"]',
};

/** Undo and redo from anywhere in the panel but fields, which have their own. */
function undoKeys(event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return;
  if ((event.target as Element).matches('input, textarea, select')) return;
  event.preventDefault();
  if (key === 'y' || event.shiftKey) redo();
  else undo();
}

export function RowsPanel() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Another view has opened a row, which the table shows last, above its fields; a step begins at its top.
    const opened = () => box.current?.querySelector('.row-panel')?.scrollIntoView({ block: 'center' });
    if (openRow.value !== null) setTimeout(opened);
  }, []);
  const keys = useLabelKeys();
  const how = reading.value;
  const edited = laid.value;
  if (!how || !edited) return null;
  const all = edited.table.rows.length;
  const here = shown.value.length;
  const labels = takesLabels(how) ? labelsToChoose(how) : [];
  const focusIn = (selector: string) =>
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(selector)?.focus());
  return (
    <Panel
      id="rows"
      title={words.rows.title}
      aside={isFiltered() ? words.rows.some(here, all) : words.rows.rows(all)}
      lead={words.rows.lead}
    >
      <div class="stack" ref={box} onKeyDown={undoKeys}>
        {how.columns.labels.length === 0 && (
          <Notice>
            {marked(words.rows.noLabels, { add: (text) => <Button onClick={addLabelColumn}>{text}</Button> })}
          </Notice>
        )}
        <Filters how={how} />
        <div class="row">
          <Button onClick={undo} disabled={!canUndo.value}>
            {words.rows.undo}
          </Button>
          <Button onClick={redo} disabled={!canRedo.value}>
            {words.rows.redo}
          </Button>
          <ShowAll />
          <Button onClick={saveCorrected} disabled={correctedRows.value === 0}>
            {words.rows.save(correctedRows.value)}
          </Button>
        </div>
        {correctedRows.value > 0 && <p class="small muted">{words.rows.inCorrected}</p>}
        <p class="small muted" role="status">
          {told.value}
        </p>
        {here === 0 ? (
          <p>{words.rows.noneLike}</p>
        ) : (
          <>
            <Legend labels={labels} several={how.task === 'multi_label_classification'} typed={keys.typed} />
            <Grid
              onEdit={(area) => focusIn(FIELDS[area] ?? '#row-text')}
              onLabelKey={(row, event) => {
                const cells = cellsOf(row);
                return !!cells && keys.press(event, labels, (label) => pressLabel(how, row, cells, label));
              }}
            />
          </>
        )}
        <RowPanel
          onLeave={() => {
            openRow.value = null;
            focusIn('.rows-body [tabindex="0"]');
          }}
        />
        <AddRows how={how} />
      </div>
    </Panel>
  );
}
