// SPDX-License-Identifier: Apache-2.0
// Every word that crosses the border between the page and the engine's worker. A call is one line in
// `Calls` and one handler in worker.ts; the request and reply types are derived from these maps.
// Names of options, metrics and sizes are those of the C engine and of Hugging Face's config.json.

/** Where a checkpoint comes from: a folder in the hub's layout, at a URL or in local files. */
export type ModelSource = { kind: 'url'; name: string; url: string } | { kind: 'files'; name: string; files: File[] };

/** Progress of a long call. `done` and `total` in `unit`; `total` 0 when unknown. */
export interface Progress {
  what: string;
  done: number;
  total: number;
  unit: 'bytes' | 'rows';
}

export interface EngineInfo {
  /** Name of the wasm build in use: "tabtune-relaxed-threads", "tabtune-simd-threads" or "tabtune-simd". */
  build: string;
  threads: number;
  /** Why there is one thread only, or no relaxed SIMD: a sentence for the user; empty when all is at its best. */
  note: string;
  /** GFLOP/s of a quick matrix product on all threads, for time estimates. */
  gflops: number;
  schema: Schema;
}

/** From tt_schema(): the one table of options in core/train/options.c. */
export interface Schema {
  options: {
    name: string;
    type: 'integer' | 'number' | 'choice';
    default: number | string | null;
    min?: number;
    max?: number;
    choices?: string[];
    help: string;
  }[];
  tasks: { name: string; help: string }[];
}

export type Task = 'single_label_classification';
/** What is trained; the choices of the schema's option `method`. */
export type Method = 'full' | 'layers' | 'bias' | 'head';

/** Any of the schema's options; what is absent takes its default. */
export type RunOptions = Record<string, number | string>;

export interface ModelInfo {
  name: string;
  config: {
    hidden_size: number;
    num_hidden_layers: number;
    num_attention_heads: number;
    intermediate_size: number;
    max_position_embeddings: number;
    vocab_size: number;
    type_vocab_size: number;
    layer_norm_eps: number;
    hidden_dropout_prob: number;
    attention_probs_dropout_prob: number;
  };
  parameters: { embeddings: number; encoder: number; pooler: number; head: number; total: number };
  tokenizer: { size: number; lowercase: boolean; strip_accents: boolean; chinese: boolean };
  /** Tensors of the file that the encoder does not use, and those it wanted and did not find. */
  ignored: string[];
  missing: string[];
  /** 16 hex digits over the encoder's weights: a head says which encoder it belongs to. */
  fingerprint: string;
  /** The head in place, if any (a checkpoint of a fine-tuned classifier brings one), and its labels. */
  head: { task: Task; outputs: number; labels: string[]; trained: boolean } | null;
  bytes: number;
}

export interface Tokenized {
  ids: number[];
  tokens: string[];
  /** Character (code point) offsets in the text the piece came from; [0, 0] for special tokens. */
  offsets: [number, number][];
  segments: number[];
  /** Length before cutting to the maximum length. */
  full: number;
}

export type Part = 'train' | 'validation' | 'test';

export interface Rows {
  texts: string[];
  pairs?: string[];
  /** Class numbers, in the order of `labels` given to `head.new`. */
  labels: number[];
}

export interface DataInfo {
  rows: number;
  tokens: number;
  /** length_counts[n] = rows of n tokens (specials included) before cutting; the last one = that many or more. */
  length_counts: number[];
  cut: number;
  unknown_share: number;
}

export interface Plan {
  /** Labelled regions and their bytes: what the run will take, measured by the code that takes it. */
  memory: { label: string; bytes: number }[];
  peak_bytes: number;
  /** The peak with the option `recompute` on: what to propose when memory is short. */
  recompute_peak_bytes: number;
  available_bytes: number;
  fits: boolean;
  steps: number;
  steps_per_epoch: number;
  /** Floating-point operations of the whole run, validation included. */
  flops: number;
  /** flops over the measured speed; refined while the run goes. */
  seconds: number;
  /** All options with defaults filled in, and a reason for those chosen from the data and the model. */
  options: RunOptions;
  reasons: Record<string, string>;
  trained_parameters: number;
}

/** One optimizer update. */
export interface StepRow {
  kind: 'step';
  step: number;
  steps: number;
  /** From 1. */
  epoch: number;
  loss: number;
  learning_rate: number;
  grad_norm: number;
  tokens: number;
  /** Added by the worker: seconds since the start without pauses, tokens per second, seconds left. */
  seconds: number;
  tokens_per_second: number;
  seconds_left: number;
}

/** The validation split after an epoch. */
export interface ValidationRow {
  kind: 'validation';
  step: number;
  epoch: number;
  loss: number;
  accuracy: number;
  macro_f1: number;
}

/** With `patience`, the end of a run: the weights are those of the best epoch. */
export interface BestRow {
  kind: 'best';
  epoch: number;
  /** Epochs that were trained. */
  of: number;
  /** Before all epochs were. */
  stopped: boolean;
  metric: string;
  value: number;
}

export type LogRow = StepRow | ValidationRow | BestRow;

export interface Metrics {
  loss: number;
  accuracy: number;
  macro_precision: number;
  macro_recall: number;
  macro_f1: number;
  micro_f1: number;
  weighted_f1: number;
  mcc: number;
  per_class: { precision: number; recall: number; f1: number; support: number }[];
  /** Rows: true label. Columns: predicted label. */
  confusion: number[][];
}

export interface Evaluation {
  metrics: Metrics;
  /** [rows][outputs] */
  probabilities: number[][];
  seconds: number;
}

export interface RunEnd {
  reason: 'done' | 'stopped' | 'error';
  steps: number;
  seconds: number;
  tokens_per_second: number;
  peak_bytes: number;
  error?: EngineError;
}

export interface EngineError {
  code: string;
  text: string;
  at: number;
}

/** A trained head as a file: everything its metadata says. */
export interface HeadFile {
  task: Task;
  labels: string[];
  base: string;
  fingerprint: string;
  metrics: Record<string, number>;
  /** Tokens that texts were cut to in its training. */
  max_length: number;
}

/** name: [request, reply] */
export interface Calls {
  'engine.start': [{ threads?: number; build?: string }, EngineInfo];
  /** Loads a checkpoint; an earlier model stays until the new one is complete enough to replace it. */
  'model.open': [ModelSource, ModelInfo];
  'model.close': [Record<string, never>, null];
  /** A new output layer for these labels, N(0, 0.02) from the seed; opens the encoder anew if it was trained. */
  'head.new': [{ task: Task; labels: string[]; seed: number }, ModelInfo];
  'head.open': [File, HeadFile];
  tokenize: [{ text: string; pair?: string; max_length: number }, Tokenized];
  'data.open': [{ part: Part; rows: Rows; max_length: number }, DataInfo];
  'data.close': [{ part: Part }, null];
  'run.plan': [RunOptions, Plan];
  /** Replies when the run has begun; rows arrive as `run.rows`, the end as `run.end`. */
  'run.start': [RunOptions, null];
  'run.pause': [Record<string, never>, null];
  'run.resume': [Record<string, never>, null];
  'run.stop': [Record<string, never>, null];
  /** A forward pass over one part, with metrics. */
  evaluate: [{ part: Part }, Evaluation];
  predict: [{ texts: string[]; pairs?: string[]; max_length: number }, { probabilities: number[][] }];
  /** Stops the call that reports progress: it rejects with E_CANCELLED, and what was loaded before it stays. */
  cancel: [Record<string, never>, null];
  /** The whole model as a zip of a folder that Hugging Face opens. */
  'export.model': [{ name: string; metrics: Record<string, number>; dtype: 'F32' | 'F16' }, Blob];
  'export.head': [{ name: string; metrics: Record<string, number> }, Blob];
}

/** name: what it carries; sent by the worker without being asked. */
export interface Events {
  progress: Progress;
  'run.rows': LogRow[];
  'run.end': RunEnd;
}

export type CallName = keyof Calls;
export type EventName = keyof Events;
export type Request = { [K in CallName]: { id: number; name: K; input: Calls[K][0] } }[CallName];
export type Reply = { id: number; output: Calls[CallName][1] } | { id: number; error: EngineError };
export type Note = { [K in EventName]: { event: K; data: Events[K] } }[EventName];
