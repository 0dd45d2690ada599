// SPDX-License-Identifier: Apache-2.0
// The npm package: a model that Tabtune saved, in any page and in Node, computed by the engine that trained it.
import { best, labelsOver, spansOf } from '../answers/predictions';
import { wordsOf, type Span } from '../read/words';
import { EngineFailure } from '../border/failure';
import { forward } from '../engine/forward';
import { say } from '../engine/jobs';
import { encoderHash } from '../engine/encoder_hash';
import { loadModel, placeHead, type EngineModelInfo } from '../engine/load';
import type { Cut, Outputs, Unlabelled } from '../border/messages';
import { Engine, type Model as EngineModel, type Novelty } from '../engine/module';
import { readScores } from '../engine/scores';
import { tempered } from '../engine/temperature';
import { readCheckpoint, type Checkpoint } from '../hub/checkpoint';
import { cutOfCheckpoint, fittedOfConfig, labelsOfConfig } from '../hub/config';
import { folderOfFiles } from '../hub/folder';
import { cutOf, NOVELTY_TENSORS, readHead, temperatureFor, thresholdsFor } from '../hub/head';
import { fittedLeftOut } from '../hub/left_out';
import { takeTensors } from '../hub/tensors';
import { folderAtUrl } from '../hub/url';
import type { Answer, LoadOptions, Model, PredictOptions, Source } from './types';

/** Runs in every browser with WebAssembly SIMD and needs no special headers of the server. */
const BUILD = 'tabtune-simd';
const isNode = typeof process !== 'undefined' && !!process.versions?.node;
const isAddress = (text: string) => /^https?:/.test(text);

const web = {
  fetch: (url: string, init?: RequestInit) => fetch(url, init),
  copies: null,
  wait: (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, 1000 * seconds)),
  account: null,
  remedies: {
    account: 'Download the folder and load it from there.',
    reach: () => 'Check the address and the connection; in a page its server must allow other pages to read it (CORS).',
  },
};

/** The package has no other language than English. */
function fail(code: string, text: string): never {
  throw new EngineFailure({ code, text, at: -1 });
}

async function fileAt(path: string): Promise<File> {
  const { openAsBlob } = await import('node:fs');
  return new File([await openAsBlob(path)], path.split(/[\\/]/).at(-1)!);
}

/** Of a folder on the disk: its files, and those of its folders that a model may have. */
async function filesAt(folder: string): Promise<{ files: File[]; paths: string[] }> {
  const { readdir, stat } = await import('node:fs/promises');
  if ((await stat(folder)).isFile()) return { files: [await fileAt(folder)], paths: [folder.split(/[\\/]/).at(-1)!] };
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => entry.isFile() && !/\.onnx$/.test(entry.name))
    .map((entry) => `${(entry.parentPath ?? entry.path).slice(folder.length)}/${entry.name}`.replace(/^[\\/]+/, ''));
  return { paths, files: await Promise.all(paths.map((path) => fileAt(`${folder}/${path}`))) };
}

async function open(source: Source): Promise<Checkpoint> {
  if (typeof source !== 'string') return readCheckpoint('model', await folderOfFiles('model', [...source]));
  if (isNode && !isAddress(source)) {
    const { files, paths } = await filesAt(source);
    return readCheckpoint(source, await folderOfFiles(source, files, paths));
  }
  const address = isNode ? source : new URL(source, document.baseURI).href;
  return readCheckpoint(source, folderAtUrl(address, web));
}

async function headAt(head: string | File): Promise<File> {
  if (typeof head !== 'string') return head;
  if (isNode && !isAddress(head)) return fileAt(head);
  const response = await fetch(head);
  if (!response.ok) fail('E_DATA', `${head} answers with status ${response.status}.`);
  return new File([await response.blob()], head.split('/').at(-1)!);
}

interface Known extends Cut {
  labels: string[];
  thresholds: number[];
  temperature: number;
  novelty: Novelty | null;
  pairs: boolean | null;
}

/** Without them the model answers all the same. */
function scoresOf(model: EngineModel, { novelty, noScore }: Checkpoint): Novelty | null {
  const scores = readScores(model, novelty);
  const trouble = scores.noveltyTrouble ?? noScore;
  if (trouble) console.warn(trouble.text);
  return scores.novelty;
}

function knownOf(model: EngineModel, checkpoint: Checkpoint): Known {
  const { head, config } = model.info<EngineModelInfo>();
  if (!head?.trained) fail('E_DATA', `${checkpoint.name} has no head that was trained. Give one with the option head.`);
  const labels = labelsOfConfig(checkpoint.config, head.outputs);
  const fitted = fittedOfConfig(checkpoint.config);
  for (const { text } of fittedLeftOut(checkpoint.name, head.task, labels, fitted)) console.warn(text);
  return {
    labels,
    thresholds: thresholdsFor(head.task, labels, fitted.thresholds),
    temperature: temperatureFor(head.task, fitted.temperature),
    novelty: scoresOf(model, checkpoint),
    pairs: null,
    ...cutOfCheckpoint(checkpoint, config.max_position_embeddings),
  };
}

async function placed(model: EngineModel, file: File): Promise<Known> {
  const head = await readHead(file);
  const { fingerprint } = model.info<EngineModelInfo>();
  if (head.encoder === null ? head.fingerprint !== fingerprint : head.encoder !== encoderHash(model))
    fail('E_CONFIG', `${file.name} was trained on another encoder, ${head.base}.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  placeHead(model, head, bytes);
  const scores = takeTensors(bytes, NOVELTY_TENSORS);
  const { labels, thresholds, temperature, pairs } = head;
  return { labels, thresholds, temperature, pairs, novelty: scores && model.readNovelty(scores), ...cutOf(head) };
}

export async function load(source: Source, { head, onProgress, engine: base }: LoadOptions = {}): Promise<Model> {
  const checkpoint = await open(source);
  const here = import.meta.url;
  const engine = await Engine.load(new URL(`${BUILD}.js`, base ?? new URL('engine/', here)).href, 1);
  const model = await loadModel(engine, checkpoint, ({ done, total }) => onProgress?.(done, total));
  try {
    const known = head === undefined ? knownOf(model, checkpoint) : await placed(model, await headAt(head));
    return new Loaded(model, known);
  } catch (error) {
    model.free();
    throw error;
  }
}

/** Lets the page draw. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

class Loaded implements Model {
  readonly task;
  readonly labels;
  private readonly scheme;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly model: EngineModel,
    private readonly known: Known,
  ) {
    const { head } = model.info<EngineModelInfo>();
    this.task = head!.task;
    this.scheme = head!.scheme;
    this.labels = known.labels;
  }

  predict(texts: string, options?: PredictOptions): Promise<Answer>;
  predict(texts: string[], options?: PredictOptions): Promise<Answer[]>;
  predict(texts: string | string[], options: PredictOptions = {}): Promise<Answer | Answer[]> {
    const list = typeof texts === 'string' ? [texts] : texts;
    const answers = this.queue.then(() => this.answers(list, options));
    this.queue = answers.catch(() => undefined); // one forward pass at a time
    return typeof texts === 'string' ? answers.then(([answer]) => answer!) : answers;
  }

  private async answers(texts: string[], { pairs, noneOfThese }: PredictOptions): Promise<Answer[]> {
    const second = typeof pairs === 'string' ? [pairs] : pairs;
    if (second && second.length !== texts.length)
      fail('E_DATA', `${second.length} pairs do not belong to ${texts.length} texts.`);
    if (this.known.pairs && !second)
      fail('E_DATA', 'This model reads pairs of texts: give the second ones as `pairs`.');
    if (texts.length === 0) return [];
    const words = this.task === 'token_classification' ? texts.map((text) => wordsOf(text)) : null;
    const { outputs, unlike } = await this.pass({ texts, ...(second && { pairs: second }), ...(words && flat(words)) });
    if (words) return this.ofWords(texts, words, outputs);
    return outputs.map((row, i) => {
      const share = unlike?.[i];
      const away = share !== undefined && noneOfThese !== undefined && share >= noneOfThese;
      return { ...this.ofRow(row, away), ...(share === undefined ? {} : { unlike: share }) };
    });
  }

  private async pass(rows: Unlabelled): Promise<{ outputs: Outputs; unlike: number[] | null }> {
    const { labels, novelty, temperature } = this.known;
    const data = this.model.data(rows, this.known, null);
    try {
      const pieces = forward(
        this.model,
        data,
        labels.length,
        say.predicting,
        (pass, outputs) => ({
          outputs: tempered(outputs(), temperature),
          unlike: novelty && pass.unlike(),
        }),
        novelty,
      );
      for (;;) {
        const next = pieces.next();
        if (next.done) return next.value;
        await pause();
      }
    } finally {
      data.free();
    }
  }

  private ofRow(values: number[], away: boolean): Answer {
    const { labels, thresholds } = this.known;
    const named = Object.fromEntries(labels.map((label, i) => [label, values[i]!]));
    if (this.task === 'regression') return { numbers: named };
    if (this.task === 'multi_label_classification')
      return { labels: away ? [] : labelsOver(values, labels, thresholds), probabilities: named };
    const { n, value } = best(values);
    return { label: away ? null : labels[n]!, probability: away ? null : value, probabilities: named };
  }

  private ofWords(texts: string[], words: Span[][], outputs: Outputs): Answer[] {
    let end = 0;
    return texts.map((text, i) => {
      const mine = outputs.slice(end, (end += words[i]!.length));
      return { spans: spansOf(text, words[i]!, mine, this.labels, this.scheme) };
    });
  }

  free(): void {
    this.known.novelty?.free();
    this.model.free();
  }
}

function flat(words: Span[][]): Pick<Unlabelled, 'words'> {
  let end = 0;
  return { words: { ends: words.map((list) => (end += list.length)), spans: words.flat(2) } };
}
