// SPDX-License-Identifier: Apache-2.0
// The label map: each label's number and how many rows have it.
import { Bars } from '../charts/bars';
import type { Prepared } from '../data/prepare';
import { PARTS, rowsOf } from '../state/data';
import { count, percent, plural } from '../ui/format';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';

export function LabelsPanel({ data }: { data: Prepared }) {
  const rows = data.labels.map((_, n) => PARTS.reduce((sum, part) => sum + (data.counts[part][n] ?? 0), 0));
  const all = rowsOf(data);
  const [least, most] = [Math.min(...rows), Math.max(...rows)];
  return (
    <Panel
      title="Labels"
      aside={plural(data.labels.length, 'label')}
      lead="A model answers in numbers, so every label gets one, counted from 0. The numbers mean nothing else."
    >
      <div class={data.labels.length > 14 ? 'scroll padded' : ''}>
        <Bars
          label="Rows for each label"
          bars={data.labels.map((label, n) => ({
            key: label,
            label: (
              <>
                <span class="muted number">{n}</span>&nbsp;{label}
              </>
            ),
            value: rows[n] ?? 0,
            text: `${count(rows[n] ?? 0)} · ${percent((rows[n] ?? 0) / all, 0)}`,
          }))}
        />
      </div>
      {most > 4 * least && (
        <Notice>
          The labels are uneven: “{data.labels[rows.indexOf(most)]}” has {count(most)} rows, “
          {data.labels[rows.indexOf(least)]}” only {count(least)}. Look at the macro F1 in the end rather than at the
          accuracy alone.
        </Notice>
      )}
    </Panel>
  );
}
