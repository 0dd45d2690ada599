// SPDX-License-Identifier: Apache-2.0
// The label map: each label's number and how many rows have it.
import { Bars } from '../charts/bars';
import type { Prepared } from '../rows/prepare';
import { PARTS, rowsOf } from '../state/data';
import { count, decimal, percent, plural } from '../ui/format';
import { Panel } from '../ui/panel';

function NumbersPanel({ data }: { data: Prepared }) {
  const values = PARTS.flatMap((part) => data.parts[part].map((example) => example.values!));
  return (
    <Panel title="Numbers" lead="The model learns to say these numbers themselves.">
      {data.labels.map((name, i) => {
        const column = values.map((row) => row[i]!);
        const mean = column.reduce((sum, value) => sum + value, 0) / Math.max(1, column.length);
        const [low, high] = [
          column.reduce((a, b) => Math.min(a, b), Infinity),
          column.reduce((a, b) => Math.max(a, b), -Infinity),
        ];
        return (
          <p key={name}>
            {name}: from {low} to {high}, {decimal(mean, 2)} on average
          </p>
        );
      })}
    </Panel>
  );
}

export function LabelsPanel({ data }: { data: Prepared }) {
  if (data.task === 'regression') return <NumbersPanel data={data} />;
  const rows = data.labels.map((_, n) => PARTS.reduce((sum, part) => sum + (data.counts[part][n] ?? 0), 0));
  const words = data.task === 'token_classification';
  const all = words ? rows.reduce((sum, n) => sum + n, 0) : rowsOf(data);
  return (
    <Panel
      title="Labels"
      aside={plural(data.labels.length, 'label')}
      lead="A model answers in numbers, so every label gets one, counted from 0. The numbers mean nothing else."
    >
      <div class={data.labels.length > 14 ? 'scroll padded' : ''}>
        <Bars
          label={words ? 'Words for each tag' : 'Rows for each label'}
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
    </Panel>
  );
}
