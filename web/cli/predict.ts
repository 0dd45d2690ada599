// SPDX-License-Identifier: Apache-2.0
// tabtune predict and tabtune eval: a trained model on a file.
import { count } from '../read/problems';
import { checkKnownLabels, checkRepeats } from '../rows/checks';
import { takeExamples } from '../rows/examples';
import { numbered } from '../rows/label_map';
import { isNumber, type NumberNames } from '../rows/number_names';
import { engineRows, unlabelledRows } from '../rows/engine_rows';
import type { Source } from '../rows/prepare';
import type { Example } from '../read/table';
import { nameOfReference, turnedAway, turnsAway } from '../answers/unlike';
import type { Cut, Head, ModelInfo, ModelSource, Outputs, Reads, TrainedOn } from '../border/messages';
import { textsIn } from '../read/reading';
import { answersOf, isWritten, writeAnswers } from '../answers/lines';
import { sheetLike } from '../answers/sheet';
import { withColumns } from '../answers/own_columns';
import { givenOf, reasonOf, withReasons, type Reason } from '../answers/reasons';
import type { NodeEngine } from './engine';
import { evaluate as evaluateWords } from '../words/en/evaluate';
import { originOf } from '../hub/config';
import { checkJson } from '../hub/json_file';
import { trainedAmong } from '../rows/trained_on';
import { openHeadFile, readNames, readSource } from './files';
import { checkNames, checkReading } from './idle';
import { cutOf, openEncoder, Refused, sayTrouble } from './prepare';
import { metricsReport, showEvaluation, writeReport } from './report';
import { clear, progress, say, sayProblems } from './terminal';
import { choiceOf, numberOf, UsageError, YES_NO, type Arguments } from './usage';
import { STANDARD, writeText } from './write';

const number = (n: number) => n.toLocaleString('en');

interface Trained {
  model: ModelInfo;
  head: Pick<Head, 'task' | 'labels' | 'scheme' | 'thresholds'>;
  cut: Cut;
  reads: Reads;
  trained_on: TrainedOn | null;
}

async function openTrained(args: Arguments, engine: NodeEngine): Promise<Trained> {
  const { values } = args;
  const model = await openEncoder(args, engine);
  sayTrouble(model);
  const file = values.head === undefined ? null : await engine.handlers['head.open'](await openHeadFile(values.head));
  clear();
  const head = file ?? model.head;
  if (!head) throw new Refused(`${values.model} has no head that was trained. Train one, or give it with --head FILE.`);
  const trained = file ?? model.head?.cut ?? { max_length: Infinity };
  const files = await engine.handlers['model.files']({});
  const made = file
    ? { reads: { texts: file.pairs ? 2 : 1, columns: file.columns }, trained_on: file.trained_on }
    : await madeOf(files);
  const ofWords = head.task === 'token_classification' ? { texts: 1, columns: {} } : null; // whoever made it
  return { model, head, cut: cutOf(values, model, trained), ...made, reads: made.reads ?? ofWords };
}

/** As a folder that was made here has it. */
async function madeOf(
  source: (ModelSource & { kind: 'files' }) | null,
): Promise<Pick<Trained, 'reads' | 'trained_on'>> {
  const config = source?.files.find(({ name }) => name === 'config.json');
  return originOf({ config: config ? checkJson(config.name, new Uint8Array(await config.arrayBuffer())) : '{}' });
}

/** The columns of a file as the model was trained on them, unless the command line names others. */
function asTrained({ table, columns }: Source, reads: Reads, { text, pair }: Arguments['values']): Source {
  if (!reads) return { table, columns };
  const named = (name: string | undefined) => table.columns.indexOf(name ?? '');
  const [first, second] = [named(reads.columns?.text), named(reads.columns?.pair)];
  const read = {
    ...columns,
    text: text === undefined && first >= 0 ? first : columns.text,
    pair: pair === undefined && second >= 0 ? second : columns.pair,
  };
  if (reads.texts === 1 && pair !== undefined && pair !== 'none')
    throw new Refused('The model reads single texts; it was not trained on pairs. Leave out --pair.');
  if (reads.texts === 1) read.pair = null;
  else if (read.pair === null || read.pair === read.text)
    throw new Refused('The model reads pairs of texts: name the column of the second texts with --pair COL.');
  const chosen = table.columns.length > 1; // of a list of texts there is nothing else to read
  if (chosen && text === undefined && reads.columns?.text !== undefined && first < 0)
    say(
      `There is no column "${reads.columns.text}", which the model was trained on; the texts of "${table.columns[read.text]}" are read.`,
    );
  return { table, columns: read };
}

function examplesOf(
  { table, columns }: Source,
  { task, labels }: Trained['head'],
  labelNames?: NumberNames,
): Example[] {
  const { examples, problems } = takeExamples(table, columns, task, labelNames, labels);
  sayProblems([...table.problems, ...problems]);
  return examples;
}

export async function predict(args: Arguments, engine: NodeEngine): Promise<void> {
  const { values } = args;
  const { data, out } = values as { data: string; out: string };
  const limit = numberOf(values, 'none-of-these', 0, 1) ?? null;
  const wantsReasons = choiceOf(values, 'explain', YES_NO) === 'yes';
  if (wantsReasons && /\.conll$/i.test(out))
    throw new UsageError(`--explain yes needs a table or JSONL, and --out ${out} has words with tags alone`);
  if (!isWritten(out))
    throw new UsageError(`--out ${out} is of a kind that cannot be written: use .csv, .tsv, .json, .jsonl or .conll`);
  const read = await readSource(data, values);
  checkReading(values, { [data]: read.table });
  const { head, cut, reads } = await openTrained(args, engine);
  if (/\.conll$/i.test(out) && head.task !== 'token_classification')
    throw new UsageError(`--out ${out}: only words with tags can be written as CoNLL; use .csv, .tsv or .jsonl`);
  const source = asTrained(await read.named(textsIn(reads?.columns)), reads, values);
  const examples = examplesOf({ ...source, columns: { ...source.columns, labels: [] } }, head);
  if (examples.length === 0) throw new Refused(`${data} has no texts.`);
  const { outputs, unlike } = await engine.handlers.predict({ ...unlabelledRows(examples), ...cut });
  clear();
  if (limit !== null && !unlike)
    throw new Refused(
      `${values.head ?? values.model} does not say which texts are unlike its training rows, which --none-of-these needs. ` +
        'Models for words and those made by earlier versions do not; train others again.',
    );
  const found = answersOf(examples, outputs, head, unlike?.shares, limit);
  const answers = withColumns(found, { ...source, examples, task: head.task });
  const isAway = examples.map((_, i) => unlike !== null && turnsAway(unlike.shares[i]!, limit));
  const reasons = wantsReasons ? await explain(examples, outputs, { head, cut, isAway }, engine) : null;
  await writeText(
    out,
    writeAnswers(reasons ? withReasons(answers, reasons, head) : answers, out, sheetLike(read.table)),
  );
  const away = isAway.filter(Boolean).length;
  if (unlike && limit !== null)
    say(
      `${number(away)} of ${number(examples.length)} turned away as none of these; so would be ` +
        `${number(turnedAway(unlike, limit))} of ${nameOfReference(unlike)}`,
    );
  say(
    `Wrote the predictions for ${count(examples.length, 'text')} to ${out === STANDARD ? 'the standard output' : out}`,
  );
}

/** Of the labels that each text gets; a text that is turned away gets none. */
async function explain(
  examples: Example[],
  outputs: Outputs,
  { head, cut, isAway }: Pick<Trained, 'head' | 'cut'> & { isAway: boolean[] },
  engine: NodeEngine,
): Promise<Reason[][]> {
  const given = givenOf(examples, outputs, head);
  const reasons: Reason[][] = [];
  engine.listen({
    progress: () => progress(`Explaining text ${number(reasons.length + 1)} of ${number(given.length)}`),
  });
  for (const [i, example] of examples.entries()) {
    const mine: Reason[] = [];
    for (const { label, ...of } of isAway[i] ? [] : given[i]!)
      mine.push(
        reasonOf(example, label, await engine.handlers.explain({ ...unlabelledRows([example]), ...cut, ...of })),
      );
    reasons.push(mine);
  }
  engine.listen({});
  clear();
  return reasons;
}

export async function evaluate(args: Arguments, engine: NodeEngine): Promise<void> {
  const { values } = args;
  const file = await readSource(values.data!, values, values.tags);
  checkReading(values, { [values.data!]: file.table });
  if (file.columns.labels.length === 0)
    throw new Refused(`${values.data} has no label column. Name it with --label COL.`);
  const { model, head, cut, reads, trained_on } = await openTrained(args, engine);
  const source = asTrained(await file.named(textsIn(reads?.columns)), reads, values);
  const { task, labels } = head;
  const names = await readNames(values.labels);
  const examples = examplesOf(inOrder(source, head), head, names);
  if (examples.length === 0) throw new Refused(`${values.data} has no row with a text and a label.`);
  checkNames(
    values,
    names,
    task,
    examples.flatMap((example) => example.tags ?? example.names ?? [example.label]),
  );
  const unknown = checkKnownLabels(numbered(labels), examples, 'evaluation', task);
  sayProblems(unknown);
  sayProblems(checkRepeats(examples));
  if (unknown.length) {
    const numbers = !names && examples.every(({ names: all, label }) => (all ?? [label]).every(isNumber));
    const how = numbers ? ' --labels FILE names labels that are numbers.' : '';
    throw new Refused(`${model.name} has the labels ${labels.join(', ')}.${how}`);
  }
  await engine.handlers['data.open']({ part: 'test', rows: engineRows(examples, head), ...cut });
  const result = await engine.handlers.evaluate({ part: 'test' });
  clear();
  showEvaluation(result, head);
  const again = trained_on && trainedAmong(examples, trained_on);
  if (again) say(evaluateWords.trainedOn(again.about, again.texts));
  if (values.report === undefined) return;
  const report = {
    task,
    labels,
    model: model.name,
    ...cut,
    ...metricsReport(result, head),
    ...(again && { trained_on: again }),
  };
  await writeText(values.report, writeReport(report));
}

/** Numbers belong to outputs by the names of their columns; a single one may have any name. */
function inOrder(source: Source, { task, labels }: Trained['head']): Source {
  if (task !== 'regression' || labels.length === 1) return source;
  const columns = labels.map((label) => source.table.columns.indexOf(label));
  if (columns.includes(-1)) throw new Refused(`The model gives ${labels.join(', ')}: the file needs these columns.`);
  return { ...source, columns: { ...source.columns, labels: columns } };
}
