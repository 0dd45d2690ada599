// SPDX-License-Identifier: Apache-2.0
// The head alone as a file: its metadata, written and read.
import { EngineFailure, fail } from '../border/failure';
import type { Cut, HeadFile, Pooling, Scheme, Task, TrainedOn } from '../border/messages';
import { isSound } from './tensors';
import type { Trained } from './trained';
import { tensorErrors } from '../words/en/tensor_errors';
import { saying, type Said } from '../words/said';

const say = saying('tensorErrors', tensorErrors);

/** Beside model.safetensors, as a key of config.json says. */
export const NOVELTY_FILE = 'novelty.safetensors';
/** Names that begin so belong to the score of unlike texts; those who read a head without it skip them. */
export const NOVELTY_TENSORS = 'novelty.';

/** Of the table that it was trained on. */
type Columns = HeadFile['columns'];

/** The metadata of head.safetensors: strings, as the format requires. `encoder`: the hash of the one that it was
 * trained on; null: of an adapter, which changes that. */
export function headMetadata(trained: Trained, fingerprint: string, encoder: string | null): Record<string, string> {
  return {
    tabtune: encoder === null ? 'adapter' : 'head',
    task: trained.task,
    scheme: trained.scheme,
    pooling: trained.pooling,
    thresholds: JSON.stringify(trained.thresholds),
    temperature: String(trained.temperature),
    method: trained.method,
    labels: JSON.stringify(trained.labels),
    base: trained.base,
    fingerprint,
    ...(encoder === null ? {} : { encoder }),
    pairs: String(trained.pairs),
    columns: JSON.stringify(trained.columns ?? {}),
    ...(trained.trained_on && { trained_on: JSON.stringify(trained.trained_on) }),
    metrics: JSON.stringify(trained.metrics),
    cut: JSON.stringify(trained.cut),
  };
}

const TASKS: Task[] = [
  'single_label_classification',
  'multi_label_classification',
  'regression',
  'token_classification',
];

/** Those of a file where they are good; 0.5 each otherwise, and none for a task that has none. */
export function thresholdsFor(task: Task, labels: string[], thresholds?: unknown): number[] {
  if (task !== 'multi_label_classification') return [];
  const good = (list: unknown): list is number[] =>
    Array.isArray(list) &&
    list.length === labels.length &&
    list.every((t) => typeof t === 'number' && t >= 0 && t <= 1);
  return good(thresholds) ? thresholds : labels.map(() => 0.5);
}

/** None that is fitted lies near these; beyond them probabilities are no numbers, or all the same. */
const LEAST_TEMPERATURE = 1e-3;
const MOST_TEMPERATURE = 1e3;

/** That of a file where it is good; else 1, which changes nothing. */
export function temperatureFor(task: Task, temperature: unknown): number {
  const good = typeof temperature === 'number' && temperature >= LEAST_TEMPERATURE && temperature <= MOST_TEMPERATURE;
  return task === 'single_label_classification' && good ? temperature : 1;
}

/** That of a file where it is good. */
export function trainedOnOf(from: unknown): TrainedOn | null {
  const { share, bits } = (from ?? {}) as Partial<TrainedOn>;
  const good = typeof bits === 'string' && bits.length % 4 === 0 && /^[A-Za-z\d+/]+={0,2}$/.test(bits);
  return good && typeof share === 'number' && share > 0 && share <= 1 ? { share, bits } : null;
}

/** Those of a file that are names. */
export function columnsOf(from: unknown): NonNullable<Columns> {
  const { text, pair, labels } = Object(from) as Record<string, unknown>;
  return {
    ...(typeof text === 'string' && { text }),
    ...(typeof pair === 'string' && { pair }),
    ...(Array.isArray(labels) && { labels: labels.filter((label): label is string => typeof label === 'string') }),
  };
}

/** What of a file, or of what knows more, says how texts are cut. */
export function cutOf(from: unknown): Cut {
  const { max_length, truncation, stride } = from as Partial<Cut>;
  return {
    max_length: typeof max_length === 'number' && max_length >= 3 ? max_length : 128,
    ...(truncation === 'tail' || truncation === 'head_tail' ? { truncation } : {}),
    ...(typeof stride === 'number' && stride > 0 ? { stride } : {}),
  };
}

/** The first label that stands there a second time. */
function repeated(labels: string[]): string | undefined {
  const seen = new Set<string>();
  return labels.find((label) => seen.size === seen.add(label).size);
}

const MOST_HEADER = 1 << 20;

/** Reads the metadata of a head file; its tensors are checked by the engine. */
export async function readHead(file: File, kind: 'head' | 'adapter' = 'head'): Promise<HeadFile> {
  const no = (why: Said): never => fail('E_FORMAT', say[kind === 'head' ? 'noHead' : 'noAdapter'](file.name, why), 0);
  const start = new DataView(await file.slice(0, 8).arrayBuffer());
  if (start.byteLength < 8) return no(say.short);
  const length = Number(start.getBigUint64(0, true));
  if (length > MOST_HEADER || 8 + length > file.size) return no(say.longHeader);
  let header: { __metadata__?: Record<string, string> };
  try {
    header = Object(JSON.parse(await file.slice(8, 8 + length).text())) as typeof header;
  } catch {
    return no(say.noJson);
  }
  const metadata = header.__metadata__ ?? {};
  if (metadata.tabtune !== kind) {
    (await import('./missing')).refuseAsHead(file.name, header);
    return no(say.untold);
  }
  const task = TASKS.find((name) => name === metadata.task) ?? no(say.task(String(metadata.task)));
  if (!isSound(new Uint8Array(await file.arrayBuffer()))) return no(say.checksum);
  try {
    const labels = JSON.parse(metadata.labels ?? '') as string[];
    if (
      !Array.isArray(labels) ||
      labels.length < (task === 'regression' ? 1 : 2) ||
      labels.some((label) => typeof label !== 'string')
    )
      throw new Error();
    const twice = repeated(labels);
    if (twice !== undefined) return no(say.twice(twice));
    return {
      task,
      labels,
      scheme: (metadata.scheme ?? 'none') as Scheme,
      pooling: (metadata.pooling ?? 'cls') as Pooling,
      thresholds: thresholdsFor(task, labels, JSON.parse(metadata.thresholds ?? 'null')),
      temperature: temperatureFor(task, Number(metadata.temperature ?? 1)),
      base: metadata.base ?? '',
      fingerprint: metadata.fingerprint ?? '',
      encoder: metadata.encoder ?? null,
      pairs: metadata.pairs === 'true',
      columns: columnsOf(JSON.parse(metadata.columns ?? '{}')),
      trained_on: trainedOnOf(JSON.parse(metadata.trained_on ?? 'null')),
      metrics: Object(JSON.parse(metadata.metrics ?? '{}')) as Record<string, number>,
      ...cutOf(JSON.parse(metadata.cut ?? '{}')),
    };
  } catch (error) {
    if (error instanceof EngineFailure) throw error;
    return no(say.unreadable);
  }
}
