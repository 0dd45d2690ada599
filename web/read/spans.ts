// SPDX-License-Identifier: Apache-2.0
// Spans of characters in a cell, with the names that tools give their start, end and label.
import { parseLiteral } from './literal';

export interface LabelledSpan {
  start: number;
  end: number;
  label: string;
}

/** [{start, end, label}], [[start, end, label]] or {"entities": either of them}; null: something else. */
export function readSpans(cell: string): LabelledSpan[] | null {
  const value = parseLiteral(cell);
  const items = Array.isArray(value) ? value : (value as { entities?: unknown } | undefined)?.entities;
  if (!Array.isArray(items)) return null;
  const spans = items.map(asSpan);
  return spans.every((span) => span !== null) ? spans : null;
}

function asSpan(item: unknown): LabelledSpan | null {
  if (item === null || typeof item !== 'object') return null;
  const names = item as Record<string, unknown>;
  const [start, end, label] = Array.isArray(item)
    ? (item as unknown[])
    : [
        names.start ?? names.start_offset ?? names.begin ?? names.start_char ?? names.offset,
        names.end ?? names.end_offset ?? names.stop ?? names.end_char ?? Number(names.offset) + Number(names.length),
        names.label ?? names.type ?? names.tag ?? names.entity ?? names.entity_group ?? names.category ?? names.labels,
      ];
  const name: unknown = Array.isArray(label) ? label[0] : label;
  if (!Number.isInteger(start) || !Number.isInteger(end) || (typeof name !== 'string' && typeof name !== 'number'))
    return null;
  return { start: start as number, end: end as number, label: String(name) };
}
