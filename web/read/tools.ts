// SPDX-License-Identifier: Apache-2.0
// JSON of labelling tools -> rows with a text and its labels, spans or tags, as a table has them.
import { some } from '../words/listing';
import type { Said } from '../words/said';
import { asNote, asWarning, type Problem } from './problems';
import { sayNote } from './say';

export type Row = Record<string, unknown>;
/** Why there is no row of the table. */
class Without {
  constructor(readonly why: Said) {}
}

type Made = Row | Row[] | Without;

interface Tool {
  name: string;
  made: (row: Row) => boolean;
  read: (row: Row, all: Row[]) => Made;
}

const isRow = (value: unknown): value is Row => value !== null && typeof value === 'object' && !Array.isArray(value);
const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : []);
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

const labelStudio: Tool = {
  name: 'Label Studio',
  made: (row) => isRow(row.data) && Array.isArray(row.annotations ?? row.completions),
  read(row) {
    const annotations = rowsOf(row.annotations ?? row.completions).filter((one) => one.was_cancelled !== true);
    if (annotations.length === 0) return new Without(sayNote.unlabelled);
    const found = rowsOf(annotations[0]!.result).filter(({ type }) => type !== 'relation');
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

const prodigy: Tool = {
  name: 'Prodigy',
  made: (row) => '_task_hash' in row || ('_input_hash' in row && 'answer' in row),
  read(row, all) {
    const { text, spans, label, accept, answer = 'accept' } = row;
    if (answer === 'ignore') return new Without(sayNote.ignored);
    const binary = label !== undefined && spans === undefined && accept === undefined;
    const labels = binary ? new Set(all.map((one) => one.label)) : null;
    if (answer === 'reject')
      return labels?.size === 1 ? { text, label: `not ${String(label)}` } : new Without(sayNote.rejected);
    if (Array.isArray(accept)) return { text, label: strings(accept) };
    return binary ? { text, label } : { text, spans: rowsOf(spans) };
  },
};

/** The format of spaCy 2: documents of paragraphs of sentences of tokens. */
const spacy: Tool = {
  name: 'spaCy',
  made: (row) => rowsOf(row.paragraphs).some(({ sentences }) => Array.isArray(sentences)),
  read: (row) =>
    rowsOf(row.paragraphs)
      .flatMap((paragraph) => rowsOf(paragraph.sentences))
      .map(({ tokens }) => {
        const list = rowsOf(tokens);
        const tags = list.map(({ ner, tag }) => String(ner ?? tag ?? '-'));
        return { tokens: list.map(({ orth }) => String(orth)), tags: tags.map((tag) => (tag === '-' ? 'O' : tag)) };
      }),
};

/** ["a text", {"entities": [[0, 1, "X"]]}] or {"cats": {"POS": 1}}, as spaCy 2 was trained on. */
const spacyPairs: Tool = {
  name: 'spaCy',
  made: (row) =>
    typeof row['column 1'] === 'string' &&
    isRow(row['column 2']) &&
    ('entities' in row['column 2'] || 'cats' in row['column 2']),
  read(row) {
    const { entities, cats } = row['column 2'] as Row;
    const text = row['column 1'];
    if (Array.isArray(entities)) return { text, spans: entities };
    return { text, label: isRow(cats) ? Object.keys(cats).filter((name) => Number(cats[name]) >= 0.5) : [] };
  },
};

/** {"text", "ents": [{start, end, label}], "cats": {}}: what spaCy's Doc.to_json() makes. */
const spacyDocument: Tool = {
  name: 'spaCy',
  made: (row) =>
    typeof row.text === 'string' && Array.isArray(row.ents) && (isRow(row.cats) || Array.isArray(row.tokens)),
  read({ text, ents, cats }) {
    const given = isRow(cats) ? Object.keys(cats).filter((name) => Number(cats[name]) >= 0.5) : [];
    return rowsOf(ents).length === 0 && given.length ? { text, label: given } : { text, spans: ents };
  },
};

/** The older generation of doccano's JSON: {"text", "annotations": [{"label": 1, "start_offset"…}]}. */
const doccano: Tool = {
  name: 'doccano',
  made: (row) =>
    Array.isArray(row.annotations) &&
    rowsOf(row.annotations).some(({ label }) => label !== undefined) &&
    typeof (row.text ?? row.data) === 'string',
  read(row) {
    const text = row.text ?? row.data;
    const list = rowsOf(row.annotations);
    if (list.some((one) => 'start_offset' in one)) return { text, spans: list };
    return { text, label: list.map(({ label }) => String(label)) };
  },
};

const TOOLS = [labelStudio, prodigy, spacy, spacyPairs, spacyDocument, doccano];

interface Adapted {
  rows: Row[];
  numbers: number[];
  problems: Problem[];
}

/** null: of no tool that is named above; the rows are as a table has them. */
export function adapt(rows: Row[], numbers: number[]): Adapted | null {
  const tool = TOOLS.find(({ made }) => rows.some(made) && rows.filter(made).length > rows.length / 2);
  if (!tool) return null;
  const adapted: Adapted = { rows: [], numbers: [], problems: [note(tool.name)] };
  const without = new Map<string, { why: Said; rows: number[] }>();
  const leave = (why: Said, row: number) => {
    const known = without.get(why.text);
    if (known) known.rows.push(row);
    else without.set(why.text, { why, rows: [row] });
  };
  let several = false;
  rows.forEach((row, i) => {
    const made = tool.made(row) || tool === doccano ? tool.read(row, rows) : new Without(sayNote.otherRows(tool.name));
    if (made instanceof Without) return leave(made.why, numbers[i]!);
    several ||= Array.isArray(made);
    for (const one of Array.isArray(made) ? made : [made]) {
      adapted.rows.push(one);
      adapted.numbers.push(numbers[i]!);
    }
  });
  if (several) adapted.numbers = adapted.rows.map((_, i) => i + 1);
  for (const { why, rows: left } of without.values())
    adapted.problems.push(asWarning(sayNote.leftOut(left.length, some(left), why), left));
  return adapted;
}

const note = (name: string): Problem => asNote(sayNote.exportOf(name));
