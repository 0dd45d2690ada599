// SPDX-License-Identifier: Apache-2.0
// tabtune predict and tabtune eval: a trained model on a file.
import Papa from 'papaparse';
import { checkKnownLabels } from '../data/checks';
import { takeExamples, type Example } from '../data/examples';
import { engineRows, type Source } from '../data/prepare';
import type { ModelInfo } from '../engine/messages';
import type { NodeEngine } from './engine';
import { openHeadFile, openModelFolder, readSource, writeText } from './files';
import { maxLength, Refused } from './prepare';
import { showEvaluation, writeReport } from './report';
import { clear, say, sayProblems } from './terminal';
import type { Arguments } from './usage';

interface Trained {
  model: ModelInfo;
  labels: string[];
  max_length: number;
}

async function openTrained({ values }: Arguments, engine: NodeEngine): Promise<Trained> {
  const source = await openModelFolder(values.model!);
  const model = await engine.handlers['model.open'](source);
  const head = values.head === undefined ? null : await engine.handlers['head.open'](await openHeadFile(values.head));
  clear();
  const labels = head?.labels ?? model.head?.labels;
  if (!labels)
    throw new Refused(`${values.model} has no head that was trained. Train one, or give it with --head FILE.`);
  const trainedLength = head?.max_length ?? (await trainedMaxLength(source));
  return { model, labels, max_length: maxLength(values, model, trainedLength) };
}

/** What the tokenizer's configuration says, which is where an export keeps it. */
async function trainedMaxLength(source: Awaited<ReturnType<typeof openModelFolder>>): Promise<number> {
  const file = source.kind === 'files' ? source.files.find(({ name }) => name === 'tokenizer_config.json') : undefined;
  const length = file ? (JSON.parse(await file.text()) as { model_max_length?: unknown }).model_max_length : undefined;
  return typeof length === 'number' && length >= 3 ? length : Infinity;
}

function examplesOf(source: Source): Example[] {
  const { examples, problems } = takeExamples(source.table, source.columns);
  sayProblems([...source.table.problems, ...problems]);
  return examples;
}

export async function predict(args: Arguments, engine: NodeEngine): Promise<void> {
  const { data, out } = args.values as { data: string; out: string };
  const source = await readSource(data, args.values);
  const examples = examplesOf({ ...source, columns: { ...source.columns, label: null } });
  if (examples.length === 0) throw new Refused(`${data} has no texts.`);
  const { labels, max_length } = await openTrained(args, engine);
  const { texts, pairs } = engineRows(examples, ['']);
  const { outputs } = await engine.handlers.predict({ texts, max_length, ...(pairs ? { pairs } : {}) });
  clear();
  const rows = examples.map(({ row, text, pair }, i) => {
    const all = outputs[i]!.map((p) => Number(p.toPrecision(7)));
    const best = all.indexOf(Math.max(...all));
    const known = { row, text, ...(pair === undefined ? {} : { pair }) };
    return { ...known, label: labels[best]!, probability: all[best]!, all };
  });
  await writeText(out, /\.[ct]sv$/i.test(out) ? asTable(rows, labels, out) : asJsonLines(rows, labels));
  say(`Wrote ${rows.length.toLocaleString('en')} predictions to ${out}`);
}

type Row = { all: number[]; [column: string]: unknown };

function asTable(rows: Row[], labels: string[], out: string): string {
  const flat = rows.map(({ all, ...row }) => ({
    ...row,
    ...Object.fromEntries(labels.map((l, i) => [`p(${l})`, all[i]])),
  }));
  return `${Papa.unparse(flat, { delimiter: out.toLowerCase().endsWith('.tsv') ? '\t' : ',', newline: '\n' })}\n`;
}

function asJsonLines(rows: Row[], labels: string[]): string {
  const lines = rows.map(({ all, ...row }) =>
    JSON.stringify({ ...row, probabilities: Object.fromEntries(labels.map((label, i) => [label, all[i]])) }),
  );
  return `${lines.join('\n')}\n`;
}

export async function evaluate(args: Arguments, engine: NodeEngine): Promise<void> {
  const source = await readSource(args.values.data!, args.values);
  if (source.columns.label === null)
    throw new Refused(`${args.values.data} has no label column. Name it with --label COL.`);
  const examples = examplesOf(source);
  if (examples.length === 0) throw new Refused(`${args.values.data} has no row with a text and a label.`);
  const { model, labels, max_length } = await openTrained(args, engine);
  const numbers = new Map(labels.map((label, i) => [label, i]));
  const unknown = checkKnownLabels({ labels, numbers }, examples, 'evaluation');
  sayProblems(unknown);
  if (unknown.length) throw new Refused(`${model.name} has the labels ${labels.join(', ')}.`);
  await engine.handlers['data.open']({ part: 'test', rows: engineRows(examples, labels), max_length });
  const result = await engine.handlers.evaluate({ part: 'test' });
  clear();
  showEvaluation(result, labels);
  if (args.values.report === undefined) return;
  const report = { task: 'single_label_classification', labels, model: model.name, max_length, ...result };
  await writeText(args.values.report, writeReport(report));
}
