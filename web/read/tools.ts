// SPDX-License-Identifier: Apache-2.0
// JSON of labelling tools -> rows with a text and its labels, spans or tags, as a table has them.
import { isRow, rowsIn, type Row } from './nested';
import { sayNote } from './say';
import { Without, type Writer } from './writers';

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []);

/** The text of a task: under its usual names, or the longest string. */
function textIn(data: Row): string {
  const named = ['text', 'content', 'data', 'document', 'sentence'].map((name) => data[name]);
  const found = [...named, ...Object.values(data).sort((a, b) => String(b).length - String(a).length)];
  return found.find((value) => typeof value === 'string') ?? '';
}

const KINDS: Record<string, 'choices' | 'labels'> = {
  ...{ labels: 'labels', hypertextlabels: 'labels', choices: 'choices' },
};

const labelStudio: Writer = {
  name: 'Label Studio',
  told: sayNote.exportOf,
  made: (row) => isRow(row.data) && Array.isArray(row.annotations ?? row.completions),
  read(row) {
    const annotations = rowsIn(row.annotations ?? row.completions).filter((one) => one.was_cancelled !== true);
    if (annotations.length === 0) return new Without(sayNote.unlabelled);
    const found = rowsIn(annotations[0]!.result).filter(({ type }) => type !== 'relation');
    const kinds = new Set(found.map(({ type }) => KINDS[String(type)]));
    const strange = found.find(({ type }) => !KINDS[String(type)]);
    if (strange) return new Without(sayNote.otherType(String(strange.type)));
    if (kinds.size > 1) return new Without(sayNote.twoKinds);
    const values = found.map(({ value }) => value as Row);
    const text = textIn(row.data as Row);
    if (kinds.has('choices')) return { text, label: values.flatMap(({ choices }) => strings(choices)) };
    return {
      text,
      spans: values.map(({ start, end, labels, hypertextlabels }) => ({
        start,
        end,
        label: strings(labels ?? hypertextlabels)[0],
      })),
    };
  },
};

const prodigy: Writer = {
  name: 'Prodigy',
  told: sayNote.exportOf,
  made: (row) => '_task_hash' in row || ('_input_hash' in row && 'answer' in row),
  read(row, all) {
    const { text, spans, label, accept, answer = 'accept' } = row;
    if (answer === 'ignore') return new Without(sayNote.ignored);
    const binary = label !== undefined && spans === undefined && accept === undefined;
    const labels = binary ? new Set(all.map((one) => one.label)) : null;
    if (answer === 'reject')
      return labels?.size === 1 ? { text, label: `not ${String(label)}` } : new Without(sayNote.rejected);
    if (Array.isArray(accept)) return { text, label: strings(accept) };
    return binary ? { text, label } : { text, spans: rowsIn(spans) };
  },
};

/** The older generation of doccano's JSON: {"text", "annotations": [{"label": 1, "start_offset"…}]}. */
const doccano: Writer = {
  name: 'doccano',
  told: sayNote.exportOf,
  lenient: true,
  made: (row) =>
    Array.isArray(row.annotations) &&
    rowsIn(row.annotations).some(({ label }) => label !== undefined) &&
    typeof (row.text ?? row.data) === 'string',
  read(row) {
    const text = row.text ?? row.data;
    const list = rowsIn(row.annotations);
    if (list.some((one) => 'start_offset' in one)) return { text, spans: list };
    return { text, label: list.map(({ label }) => String(label)) };
  },
};

/** {"content": "…", "annotation": [{"label": ["LOC"], "points": [{"start": 0, "end": 3}]}]}: the last character is
 * included. */
const dataturks: Writer = {
  name: 'Dataturks',
  told: sayNote.exportOf,
  lenient: true,
  made: (row) => typeof row.content === 'string' && rowsIn(row.annotation).some(({ points }) => Array.isArray(points)),
  read: ({ content, annotation }) => ({
    text: content,
    spans: rowsIn(annotation).flatMap(({ label, points }) =>
      rowsIn(points).map(({ start, end }) => ({ start, end: Number(end) + 1, label: strings(label)[0] })),
    ),
  }),
};

export const TOOLS = [labelStudio, prodigy, doccano, dataturks];
