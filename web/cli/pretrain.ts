// SPDX-License-Identifier: Apache-2.0
// tabtune pretrain: masked-language modelling on texts without labels; the encoder is written as it came, and better.
import { count } from '../read/problems';
import { takeExamples } from '../rows/examples';
import { splitTexts } from '../rows/split';
import type { NodeEngine } from './engine';
import { checkFolder, removeOthers } from './folder';
import { readSource, readText } from './files';
import { checkLines, checkReading, sayUnused } from './idle';
import { showPlan } from './plan';
import { cutOf, DEFAULT_MAX_LENGTH, openEncoder, Refused, seedOf } from './prepare';
import { writeReport } from './report';
import { checkFits, runTraining, showForgetting } from './run';
import { duration, say, sayProblems } from './terminal';
import { choiceOf, DTYPES, type Arguments } from './usage';
import { writeFiles, writeText } from './write';

/** Texts, one a line of a .txt, or the text column of a table. */
async function readTexts({ values }: Arguments): Promise<string[]> {
  const path = values.data!;
  const isLines = /\.txt$/i.test(path);
  if (isLines) checkLines(values);
  if (isLines) return (await readText(path)).split(/\r?\n/).filter((line) => line.trim() !== '');
  const source = await readSource(path, values);
  checkReading(values, { [path]: source.table });
  const columns = { ...source.columns, labels: [], pair: null };
  const { examples, problems } = takeExamples(source.table, columns, 'single_label_classification');
  sayProblems([...source.table.problems, ...problems]);
  return examples.map(({ text }) => text);
}

export async function pretrain(args: Arguments, engine: NodeEngine): Promise<void> {
  const { values, options } = args;
  const { handlers } = engine;
  const dtype = choiceOf(values, 'dtype', DTYPES) ?? 'F32';
  const out = values.out!;
  await checkFolder(out); // not found out after the training
  const texts = await readTexts(args);
  if (texts.length < 2) throw new Refused(`${values.data} has ${count(texts.length, 'text')}: two are the least.`);
  const seed = seedOf(args, engine);
  const { train, validation } = splitTexts(texts, seed);
  const model = await openEncoder(args, engine);
  const { max_length } = cutOf(values, model, { max_length: DEFAULT_MAX_LENGTH });
  await handlers['pretrain.open']({ train, validation, max_length });
  say(`${count(train.length, 'text')} to learn from, ${validation.length} to see how well.`);
  const plan = await handlers['run.plan']({ epochs: 3, ...options, seed });
  sayUnused(options);
  showPlan(plan);
  checkFits(plan);
  const { end, history, forgetting } = await runTraining(engine, plan);
  say(`Pre-trained ${count(end.steps, 'step')} in ${duration(end.seconds)}.`);
  showForgetting(forgetting.at(-1));
  const files = (await engine.session.saving()).encoder(dtype);
  await writeFiles(out, files);
  await removeOthers(out, files);
  say(`Wrote ${out}: give it to tabtune train as --model.`);
  const about = { model: model.name, options: plan.options, seconds: end.seconds, steps: end.steps };
  if (values.report !== undefined)
    await writeText(values.report, writeReport({ ...about, validation: history, forgetting }));
}
