// SPDX-License-Identifier: Apache-2.0
// What the engine has not taken of a checkpoint's files, where its user would miss it.
import type { Task } from '../border/messages';
import { modelRemarks } from '../words/en/model_remarks';
import { saying, type Said } from '../words/said';
import { temperatureFor, thresholdsFor } from './head';
import type { Shapes } from './passing';

const say = saying('modelRemarks', modelRemarks);

const OF_A_HEAD = /For(Sequence|Token)Classification$/;
const OUTPUT_LAYER = /(^|\.)classifier\.(out_proj\.)?weight$/;

interface Read {
  name: string;
  config: string;
  shapes: Shapes;
  lowered: Said | null;
}

/** What of a checkpoint the engine has. */
interface Has {
  ignored: string[];
  tokenizer: { size: number; lowercase: boolean };
  config: { vocab_size: number; num_hidden_layers: number };
}

/** Fewer than these of the vectors have a piece: more than a table is filled up with. */
const MOST_VECTORS = 0.9;

/** Remarks, and among them that of its head. */
export function leftOut(read: Read, has: Has): { remarks: Said[]; head: Said | null; vocabulary: Said | null } {
  const [pieces, vectors] = [has.tokenizer.size, has.config.vocab_size];
  const head = headLeftOut(read, has.ignored);
  const vocabulary = pieces > vectors ? say.vocabulary(read.name, pieces, vectors) : null;
  const short = pieces < MOST_VECTORS * vectors ? say.shortVocabulary(read.name, pieces, vectors) : null;
  const layers = layersLeftOut(read.name, has);
  const lowered = has.tokenizer.lowercase ? null : read.lowered;
  return { remarks: [head, layers, vocabulary, short, lowered].filter((each) => each !== null), head, vocabulary };
}

/** Of what was fitted on validation rows, that which is damaged. */
export function fittedLeftOut(
  name: string,
  task: Task,
  labels: string[],
  { thresholds, temperature }: { thresholds?: unknown; temperature?: unknown },
): Said[] {
  const [several, one] = [task === 'multi_label_classification', task === 'single_label_classification'];
  const damaged = [
    several && (thresholds ?? null) !== null && thresholdsFor(task, labels, thresholds) !== thresholds,
    one && (temperature ?? null) !== null && temperatureFor(task, temperature) !== temperature,
  ];
  const said = [say.thresholds(name), say.temperature(name)];
  return said.filter((_, i) => damaged[i]);
}

const LAYER = /(?:^|\.)layers?\.(\d+)\./;

function layersLeftOut(name: string, { ignored, config }: Has): Said | null {
  const last = ignored.reduce((most, tensor) => Math.max(most, Number(LAYER.exec(tensor)?.[1] ?? -1)), -1);
  return last < config.num_hidden_layers ? null : say.layers(name, last + 1, config.num_hidden_layers);
}

/** Why the head of the class that config.json names is not that of the file; null: no such reason. `ignored`: names of
 * tensors that the engine left out. */
function headLeftOut({ name, config, shapes }: Read, ignored: string[]): Said | null {
  const { architectures, id2label, num_labels } = JSON.parse(config) as Record<string, unknown>;
  if (!Array.isArray(architectures) || !OF_A_HEAD.test(String(architectures[0]))) return null;
  const named = id2label && typeof id2label === 'object' ? Object.keys(id2label).length : num_labels;
  const labels = typeof named === 'number' ? named : null;
  const tensor = ignored.find((each) => OUTPUT_LAYER.test(each) && shapes.get(each)?.length === 2);
  const outputs = tensor === undefined ? undefined : shapes.get(tensor)![0]!;
  if (outputs === undefined || outputs === (labels ?? OF_NO_LABELS)) return null;
  return say.headOutputs(name, tensor!, outputs, labels);
}

/** What transformers takes a config without labels to mean. */
const OF_NO_LABELS = 2;
