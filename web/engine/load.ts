// SPDX-License-Identifier: Apache-2.0
// Checkpoints and heads into the engine, streamed: beside the weights there is never more of a file than a piece.
import type { Checkpoint } from '../hub/checkpoint';
import type { Weights } from '../hub/export_file';
import { fail, hasCode } from '../border/failure';
import type {
  AdapterInfo,
  Answers,
  Cut,
  Head,
  Made,
  ModelInfo,
  ModelSource,
  Origin,
  Progress,
  RunOptions,
} from '../border/messages';
import type { Data, Engine, Model, Novelty } from './module';
import { job, say } from './jobs';
import type { Sums } from './moved';
import { refusal } from './refusals';
import type { Said } from '../words/said';

/** Of weights that a checkpoint has not. */
const MISSING_SHOWN = 3;

type Report = (progress: Progress) => void;
/** What tt_model_info gives; the names are the worker's. */
export type EngineModelInfo = Omit<
  ModelInfo,
  'name' | 'own_head' | 'pooling' | 'pooling_from' | 'head' | 'pretrained'
> & {
  head: Omit<Head, 'labels' | 'thresholds' | 'temperature' | 'cut'> | null;
};

/** The third baseline of a run (frozen_head.ts). */
export interface FrozenHead {
  answers: (Answers & { loss: number }) | null;
  /** Why there are none; null where the model is itself a head on the frozen encoder. */
  missing: Said | null;
  /** They come when the head of the run is fitted. */
  awaited: boolean;
}

/** The encoder and head in the engine, and what is known of them. */
export interface Loaded {
  model: Model;
  checkpoint: Checkpoint;
  /** Of the checkpoint; null: it came from an address. */
  files: (ModelSource & { kind: 'files' }) | null;
  /** Of the encoder as its checkpoint has it. */
  fingerprint: string;
  /** Numbers of the changes that put the encoder in place, and the head with what it answers. */
  at: number;
  headAt: number;
  /** As it was after the last of them. */
  info: EngineModelInfo;
  origin: Origin;
  /** The head fills gaps and has no labels. */
  masked: boolean;
  /** On how many texts the encoder was pre-trained further here. */
  pretrained: number;
  labels: string[];
  /** That the checkpoint came with. */
  own: HeadKind | null;
  /** What of the checkpoint's files is not in the engine, where it would be missed; of its head `headLeftOut`. */
  leftOut: Said[];
  headLeftOut: Said | null;
  /** Of a multi-label head. */
  thresholds: number[];
  /** Of the rows that the head was trained on. */
  cut: Cut | null;
  /** That the validation rows have the least loss with; 1 until then. */
  temperature: number;
  /** The head's weights are from training, here or before. */
  headTrained: boolean;
  /** The encoder is not the checkpoint's any more. */
  encoderTrained: boolean;
  /** Checksums of the encoder's tensors as its checkpoint has them; null: not taken. */
  base: Sums | null;
  /** The tensors that the last run has moved; null: not known. */
  moved: ReadonlySet<string> | null;
  /** Its checkpoint was being read again and that was not completed: the weights mean nothing until it is. */
  torn: boolean;
  /** Of the last run, for the export. */
  options: RunOptions;
  /** How unlike the training rows texts are; null: not measured. */
  novelty: Novelty | null;
  /** Why there is none, where there should be. */
  noveltyTrouble: Said | null;
  made: Made | null;
  /** Of a model that was kept: the engine has its weights, merged, and not the adapter. */
  adapter: { info: AdapterInfo; file: Uint8Array<ArrayBuffer> } | null;
  /** That run's rows were pairs. */
  pairs: boolean;
  /** What the last run is compared with. */
  frozen: FrozenHead;
  /** General sentences for the forgetting meter. */
  probe: Data;
}

/** A new model, complete. Nothing of it is left when it cannot be. */
export async function loadModel(engine: Engine, checkpoint: Checkpoint, report: Report): Promise<Model> {
  let model: Model | null = null;
  try {
    model = engine.model(checkpoint.config, checkpoint.vocab, checkpoint.tokenizerConfig);
    await loadWeights(model, checkpoint, report);
    return model;
  } catch (error) {
    if (hasCode(error, 'E_FORMAT')) await checkpoint.drop?.();
    model?.free();
    throw error;
  }
}

/** The checkpoint's weights over those in place; `touch` is called before the first of them is overwritten. */
export async function loadWeights(
  model: Model,
  checkpoint: Checkpoint,
  report: Report,
  touch = () => undefined as void,
): Promise<void> {
  const total = checkpoint.shards.every(({ file }) => file.size)
    ? checkpoint.shards.reduce((n, s) => n + s.file.size, 0)
    : 0;
  let done = 0;
  let reported = 0;
  let complete = false;
  for (const { name, file } of checkpoint.shards) {
    const what = say.loading(name);
    const incoming = model.importFile('model');
    try {
      for await (const piece of file.stream()) {
        touch();
        incoming.write(piece);
        done += piece.byteLength;
        if (done - reported < 1 << 19) continue;
        report(job(what, done, total));
        reported = done;
      }
      complete = incoming.end();
    } finally {
      incoming.close();
    }
    report(job(what, done, total));
  }
  if (complete) return;
  const { missing } = model.info<EngineModelInfo>();
  const shown = missing.slice(0, MISSING_SHOWN);
  fail('E_FORMAT', refusal.lacksWeights(checkpoint.name, shown, missing.length - shown.length));
}

/** What an adapter's file is made of. */
export const ADAPTER = { what: 'adapter', dtype: 'F32', metadata: {} } as const;

/** The head in place as the bytes of a file. */
export function keepHead(model: Model, metadata: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
  return wholeOf(model.exportFile({ what: 'head', dtype: 'F32', metadata }));
}

export function wholeOf({ size, pieces }: Weights): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces()) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

export type HeadKind = Pick<Head, 'task' | 'labels' | 'scheme' | 'pooling'>;

/** The head of a file in place of the one there is. */
export function placeHead(model: Model, { task, labels, scheme, pooling }: HeadKind, file: Uint8Array): void {
  model.head({ task, labels, seed: 0, scheme, pooling });
  const incoming = model.importFile('head');
  try {
    incoming.write(file);
    incoming.end();
  } finally {
    incoming.close();
  }
}
