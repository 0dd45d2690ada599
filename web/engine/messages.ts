// SPDX-License-Identifier: Apache-2.0
// Every message between the page and the engine's worker. A call is one line in `Calls` and one handler in handlers.ts;
// the request and reply types are derived from these maps.
// Names of options, metrics and sizes are those of the C engine and of Hugging Face's config.json.
import type { Calibration, MetricName, Metrics } from './metrics';
import type { LogRow, Made } from './run_log';

export type * from './metrics';
export type * from './run_log';

/** Where a checkpoint comes from: a folder in the hub's layout, at a URL, in local files or in one that is a zip.
 * `paths`: of the files, with their folders; their names where it is not given. A file that is posted may lose its
 * path. `asKept`: what is kept of that address is taken as it is, and the server not asked. */
export type ModelSource =
  | { kind: 'url'; name: string; url: string; asKept?: boolean }
  | { kind: 'files'; name: string; files: File[]; paths?: string[] };

/** Progress of a long call. `done` and `total` in `unit`; `total` 0 when unknown. */
export interface Progress {
  what: string;
  done: number;
  total: number;
  unit: 'bytes' | 'rows';
}

/** What a page can tell of its surroundings, and its worker cannot. */
export interface Place {
  /** It is shown inside another page. */
  framed: boolean;
  /** Whether the service worker supplies the headers that threads need: it does, it will from the next load on, or it
   * cannot run here. */
  headers: 'here' | 'soon' | 'never';
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
    /** What it is about, for controls that lie together. */
    group: string;
    type: 'integer' | 'number' | 'choice';
    default: number | string | null;
    min?: number;
    max?: number;
    choices?: string[];
    /** A choice that may also be a list of numbers, one for each label. */
    list?: boolean;
    help: string;
  }[];
  tasks: { name: string; help: string }[];
}

export type Task = 'single_label_classification' | 'multi_label_classification' | 'regression' | 'token_classification';
/** How the labels of words spell entities. iob2: "O", "B-X", "I-X", "B-Y", "I-Y", ... in this order (output 0 is O,
 * 2t + 1 begins type t, 2t + 2 goes on with it); none: each label is one of its own, as for parts of speech. */
export type Scheme = 'none' | 'iob2';

/** What a head of texts reads: the first token through the encoder's pooler, or the mean of all tokens, special ones
 * included, as sentence-transformers has it. */
export type Pooling = 'cls' | 'mean';

/** What is kept of a row that is longer than max_length: its first tokens (the default), its last, or a quarter of them
 * from the front and the rest from the end. `stride` > 0: all of it, read through windows that share so many tokens. */
export interface Cut {
  max_length: number;
  truncation?: 'head' | 'tail' | 'head_tail';
  stride?: number;
}
/** What is trained; the choices of the schema's option `method`. */
export type Method = 'full' | 'layers' | 'bias' | 'lora' | 'head';

/** Any of the schema's options; what is absent takes its default. */
export type RunOptions = Record<string, number | string | number[]>;

/** A trained adapter as PEFT's adapter_config.json has it. */
export interface AdapterInfo {
  r: number;
  lora_alpha: number;
  lora_dropout: number;
  target_modules: string[];
  modules_to_save: string[];
}

/** What config.json and tokenizer_config.json of an export need: sizes under the family's own keys, names of classes. */
export interface Family {
  model_type: string;
  tokenizer_class: string;
  config: Record<string, number | string>;
  architectures: { encoder: string; texts: string; words: string; masked_lm: string; mean: string };
  graph: EncoderGraph;
}

/** What the encoder computes, for those who write it down for another engine. */
export interface EncoderGraph {
  /** The structure of a layer. */
  block: string;
  /** Row of the position embeddings that a text begins with. */
  first_position: number;
  /** Between the two layers of the feed-forward. */
  activation: string;
  /** The activation between pooler and classifier. */
  pooler: string;
  /** Names of tensors in files, by what they are in the encoder. Those of layer l stand after `${stem}${l}.`. */
  embeddings: Record<string, string>;
  layer: Record<string, string>;
  top: Record<string, string>;
  stem: string;
}

export interface ModelInfo {
  name: string;
  family: Family;
  config: {
    hidden_size: number;
    num_hidden_layers: number;
    num_attention_heads: number;
    intermediate_size: number;
    /** Of those that texts use: the longest text in tokens. */
    max_position_embeddings: number;
    vocab_size: number;
    type_vocab_size: number;
    layer_norm_eps: number;
    hidden_dropout_prob: number;
    attention_probs_dropout_prob: number;
  };
  parameters: { embeddings: number; encoder: number; masked_lm: number; pooler: number; head: number; total: number };
  tokenizer: { size: number; lowercase: boolean; strip_accents: boolean; chinese: boolean };
  /** Tensors of the file that the encoder does not use, and those it wanted and did not find. */
  ignored: string[];
  missing: string[];
  /** What a new head of texts reads unless `head.new` says otherwise: what the encoder was made for. From the file
   * 1_Pooling/config.json of its folder, or BERT's default. */
  pooling: Pooling;
  pooling_from: 'file' | 'default';
  /** 16 hex digits over the encoder's weights: a head says which encoder it belongs to. */
  fingerprint: string;
  /** Of the last run, where it was with the method lora and began from the checkpoint's own weights. */
  adapter: AdapterInfo | null;
  /** The head in place, if any (a checkpoint of a fine-tuned classifier brings one), and its labels. */
  head: Head | null;
  bytes: number;
}

/** `labels` name the outputs: classes, or what the numbers of a regression are. */
export interface Head {
  task: Task;
  outputs: number;
  labels: string[];
  trained: boolean;
  /** Of token classification; else "none". */
  scheme: Scheme;
  pooling: Pooling;
  /** Of multi-label classification, one per label: a label is given where its probability reaches it. 0.5 each unless
   * `head.thresholds` said otherwise. Other tasks: []. */
  thresholds: number[];
  /** Of one label a text: what the logits of `predict` are divided by; 1 unless `calibrate` found another. */
  temperature: number;
  /** How texts were cut where it was trained, here or before; null before that. */
  cut: Cut | null;
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

/** Rows without labels. */
export interface Unlabelled {
  texts: string[];
  pairs?: string[];
  /** Token classification. `ends[row]`: how many words there are up to and including this row. `spans`: [start, end) of
   * word after word, flat, in code points of the row's text; they rise and do not overlap. */
  words?: { ends: number[]; spans: number[] };
}

export interface Rows extends Unlabelled {
  /** Flat, in the order of `labels` given to `head.new`. Single-label: a class number a row. Multi-label: 0 or 1 for each
   * label of a row. Regression: each number of a row. Token classification: a class number a word. */
  labels: number[];
}

export interface DataInfo {
  rows: number;
  /** Rows, or words; and those that are read: a word without a piece of its own, or cut off, is not. A row that is read
   * through several windows is read as often. */
  items: number;
  reads: number;
  /** Windows of all rows: rows, where there is no stride. */
  sequences: number;
  /** As they are read: after cutting, and in windows as often as they stand in one. */
  tokens: number;
  /** length_counts[n] = rows of n tokens (specials included) before cutting; the last one = more than
   * the encoder can read. */
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

/** model less baseline */
export interface Difference {
  value: number | null;
  interval: [number | null, number | null];
  p: number | null;
}

/** The paired test of one model against another on the same rows: p of the primary number (one label a row: McNemar's
 * exact test on the rows that only one of the two has right; else the paired bootstrap). */
export interface Against {
  p: number | null;
  only_model?: number;
  only_other?: number;
  differences: { [K in MetricName]?: Difference };
}

export interface Baseline {
  /** majority: what is most frequent in the training rows, or their mean. pieces: a linear model on the bag of word
   * pieces; for words a conditional random field on words, affixes and shapes. frozen: a linear model on the frozen
   * encoder, which a new head is fitted to before the first update. */
  name: 'majority' | 'pieces' | 'frozen';
  /** The same in a sentence: "always saying the mean". */
  what: string;
  metrics: Metrics;
  against?: Against;
}

/** The number that decides. */
export type Primary = 'accuracy' | 'macro_f1' | 'rmse' | 'f1';

export interface Baselines {
  primary: Primary;
  baselines: Baseline[];
  /** Why `frozen` is not among them, a sentence; '' where it is, or where the model is itself that. */
  missing: string;
}

/** Of two models on the same rows: the metrics of the other one, and the test of the first against it. */
export interface Compared {
  primary: Primary;
  metrics: Metrics;
  against: Against;
}

/** How unlike the training rows texts are. Each is compared with `count` rows: those of validation or, where there were
 * fewer than 20, the training rows, each scored by a fit on the other four fifths. */
export interface Reference {
  reference: 'validation' | 'training';
  count: number;
}

export interface Unlike extends Reference {
  /** Of each text the share of those rows that is less unlike: 0.97 is stranger than 97 % of them. */
  shares: number[];
}

/** [items][outputs] in the order of the rows. An item is a row, or a word of a row for token classification (row i has
 * the words between `words.ends` of i - 1 and i). Single-label and words: probabilities that add up to 1. Multi-label: a
 * probability of each label. Regression: the numbers. A word that is not read (no piece of its own, or cut off) is
 * output 0: [1, 0, 0, ...]. */
export type Outputs = number[][];

export interface Evaluation {
  metrics: Metrics;
  outputs: Outputs;
  seconds: number;
}

export interface RunEnd {
  reason: 'done' | 'stopped' | 'error';
  steps: number;
  /** A new head was fitted before the first update. */
  fitted: boolean;
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

/** A trained head as a file: everything its metadata says, and how texts were cut in its training. */
export interface HeadFile extends Cut {
  task: Task;
  labels: string[];
  scheme: Scheme;
  pooling: Pooling;
  thresholds: number[];
  temperature: number;
  base: string;
  fingerprint: string;
  /** A hash of the encoder that it was trained on: weights to float16, shape, tokenizer; null in older files, which have
   * the fingerprint alone. */
  encoder: string | null;
  /** It reads pairs of texts. */
  pairs: boolean;
  /** Names of the columns that it was trained on, as far as they are known. */
  columns: { text?: string; pair?: string; labels?: string[] };
  metrics: Record<string, number>;
}

/** A trained model beside the encoder that it began with. */
export interface KeptModel {
  about: Omit<Head, 'outputs' | 'trained'> & {
    /** Of that encoder. */
    fingerprint: string;
    options: RunOptions;
    made: Made | null;
    pairs: boolean;
  };
  /** Safetensors. Encoder and head; null where the encoder was frozen. */
  weights: Blob | null;
  head: Blob;
  novelty: Blob | null;
  adapter: { info: AdapterInfo; file: Blob } | null;
}

/** name: [request, reply] */
export interface Calls {
  'engine.start': [{ threads?: number; build?: string; place?: Place }, EngineInfo];
  /** Loads a checkpoint; an earlier model stays until the new one is complete enough to replace it. */
  'model.open': [ModelSource, ModelInfo];
  /** What is loaded; null: nothing. `head` null: there is none, or its encoder has to be read again first. */
  'model.info': [Record<string, never>, ModelInfo | null];
  'model.close': [Record<string, never>, null];
  /** The encoder's files, where it was made from some; null: it came from an address. */
  'model.files': [Record<string, never>, (ModelSource & { kind: 'files' }) | null];
  /** The trained model, for another visit; and put back onto its encoder, with the same bits. */
  'model.keep': [Record<string, never>, KeptModel];
  'model.restore': [KeptModel, ModelInfo];
  /** A new output layer for these labels, N(0, 0.02) from the seed, reading `pooling` or what the encoder was made for; reads the encoder again if it was trained.
   * Where that fails after it has begun, the encoder stays loaded and is read again by the next such call, but what was
   * trained on it is lost. */
  'head.new': [{ task: Task; labels: string[]; seed: number; scheme?: Scheme; pooling?: Pooling }, ModelInfo];
  /** Thresholds of a multi-label head, one per label; they go into what is exported. */
  'head.thresholds': [{ thresholds: number[] }, ModelInfo];
  'head.open': [File, HeadFile];
  tokenize: [{ text: string; pair?: string; max_length: number }, Tokenized];
  'data.open': [{ part: Part; rows: Rows } & Cut, DataInfo];
  'data.close': [{ part: Part }, null];
  /** Texts without labels, to pre-train the encoder on further; then `run.plan` and `run.start`. The checkpoint needs its
   * masked-language-modelling head. */
  'pretrain.open': [{ train: string[]; validation: string[]; max_length: number }, ModelInfo];
  /** After such a run: what it made is the encoder that is loaded from now on, and new heads begin with it. */
  'pretrain.keep': [Record<string, never>, ModelInfo];
  'run.plan': [RunOptions, Plan];
  /** Replies when the run has begun; rows arrive as `run.rows`, the end as `run.end`. */
  'run.start': [RunOptions, null];
  /** The same, from where another run of the same model, data and options was saved: it ends with the same bits. */
  'run.continue': [{ options: RunOptions; saved: Blob }, null];
  /** The run that is going on, between two steps. */
  'run.save': [Record<string, never>, Blob];
  'run.pause': [Record<string, never>, null];
  'run.resume': [Record<string, never>, null];
  'run.stop': [Record<string, never>, null];
  /** A forward pass over one part, with metrics. */
  evaluate: [{ part: Part }, Evaluation];
  /** Fits thresholds or the temperature on the validation rows and keeps them with the head: evaluate, export and
   * predictions use them from then on. With what the model says of those rows. */
  calibrate: [Record<string, never>, Calibration & { outputs: Outputs }];
  /** After a training: measures how unlike its rows other texts are, from then on with each prediction, and in what is
   * exported. null: there is no such score for words, nor of a single row. */
  novelty: [Record<string, never>, Reference | null];
  /** What the result on the test rows has to be better than; with the model's outputs there, tested against them. */
  baseline: [{ outputs?: Outputs }, Baselines];
  /** A learning curve: for the head in place, the same training on more and more rows, on a second copy of its encoder.
   * `folds`: training rows of each size, the smallest first, and the rows that are measured; `all`: the latter of all
   * folds. Of each size its metrics on them, and the largest size against it. */
  curve: [{ folds: { trains: Rows[]; measured: Unlabelled }[]; all: Rows; cut: Cut; options: RunOptions }, Compared[]];
  /** `unlike` null: the model has no such score. */
  predict: [Unlabelled & Cut, { outputs: Outputs; unlike: Unlike | null }];
  /** Stops the call that reports progress: it rejects with E_CANCELLED, and what was loaded before it stays. */
  cancel: [Record<string, never>, null];
  /** The whole model as a zip of a folder that transformers opens or, of a head on the mean, sentence-transformers; with
   * `onnx` transformers.js too. */
  'export.model': [{ name: string; metrics: Record<string, number>; dtype: 'F32' | 'F16'; onnx?: boolean }, Blob];
  /** A zip of a folder that PEFT opens; after a run with the method lora. */
  'export.adapter': [{ name: string; metrics: Record<string, number> }, Blob];
  /** The Python that goes with `export.model`. */
  'export.python': [{ name: string }, string];
  'export.head': [{ name: string; metrics: Record<string, number>; columns?: HeadFile['columns'] }, Blob];
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
