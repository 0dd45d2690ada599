// SPDX-License-Identifier: Apache-2.0
// The label map: each label's number and how many rows have it.
import { Bars } from '../charts/bars';
import type { Prepared } from '../rows/prepare';
import { typesOf } from '../rows/tags';
import { PARTS, rowsOf } from '../state/data';
import { count, percent } from '../ui/format';
import { quantity } from '../ui/quantity';
import { marked } from '../ui/marked';
import { FoldOnPhones } from '../ui/fold';
import { Scroll } from '../ui/scroll';
import { words } from '../words';

function NumbersPanel({ data }: { data: Prepared }) {
  const values = PARTS.flatMap((part) => data.parts[part].map((example) => example.values!));
  return (
    <FoldOnPhones title={words.columns.numbersTitle} lead={words.columns.numbersLead}>
      {data.labels.map((name, i) => {
        const column = values.map((row) => row[i]!);
        const mean = column.reduce((sum, value) => sum + value, 0) / Math.max(1, column.length);
        const [low, high] = [
          column.reduce((a, b) => Math.min(a, b), Infinity),
          column.reduce((a, b) => Math.max(a, b), -Infinity),
        ];
        return (
          <p key={name}>
            {marked(words.columns.range('<name/>', low, high, quantity(mean, 2)), {
              name: <bdi>{words.columns.named(name)}</bdi>,
            })}
          </p>
        );
      })}
    </FoldOnPhones>
  );
}

export function LabelsPanel({ data }: { data: Prepared }) {
  if (data.task === 'regression') return <NumbersPanel data={data} />;
  const rows = data.labels.map((_, n) => PARTS.reduce((sum, part) => sum + (data.counts[part][n] ?? 0), 0));
  const tags = data.task === 'token_classification';
  const all = tags ? rows.reduce((sum, n) => sum + n, 0) : rowsOf(data);
  const spans = data.scheme === 'iob2';
  const { columns } = words;
  const title = tags ? columns.wordsOfTags : columns.rowsOfLabels;
  const bars = (
    <Bars
      label={title}
      bars={data.labels.map((label, n) => ({
        key: label,
        label: (
          <>
            <span class="muted number">{n}</span>
            {'\u00a0'}
            {label}
          </>
        ),
        value: rows[n] ?? 0,
        text: `${count(rows[n] ?? 0)} · ${percent((rows[n] ?? 0) / all, 0)}`,
      }))}
    />
  );
  return (
    <FoldOnPhones
      title={columns.labelsTitle}
      aside={
        spans
          ? columns.tagsOf(columns.labels(typesOf(data.labels).length), data.labels.length)
          : columns.labels(data.labels.length)
      }
      lead={spans ? columns.spanTagsLead : tags ? columns.tagsLead : columns.labelsLead}
    >
      {data.labels.length > 14 ? (
        <Scroll label={title} kind="padded">
          {bars}
        </Scroll>
      ) : (
        bars
      )}
    </FoldOnPhones>
  );
}
