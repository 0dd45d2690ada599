// SPDX-License-Identifier: Apache-2.0
// Every message between the page and the engine's worker. A call is one line in `Calls` and one handler in handlers.ts;
// the request and reply types are derived from these maps.
// Names of options, metrics and sizes are those of the C engine and of Hugging Face's config.json.
import type { Said, TablePlace } from '../words/said';
import type { Calibration, MetricName, Metrics } from './metrics';
import type { LogRow, Made } from './run_log';
import type {
  AdapterInfo,
  Cut,
  DataInfo,
  Head,
  HeadFile,
  ModelInfo,
  Part,
  Pooling,
  PoolingError,
  RunOptions,
  RunState,
  Scheme,
  Snapshot,
  Task,
  TrainedOn,
} from './snapshot';

export type * from './metrics';
export type * from './run_log';
export type * from './snapshot';

/** Where a checkpoint comes from: a folder in the hub's layout, at a URL, in local files or in one that is a zip.
 * `paths`: of the files, with their folders; their names where it is not given. A file that is posted may lose its
 * path. `asKept`: what is kept of that address is taken as it is, and the server not asked. `has`: all that is there,
 * so that nothing else is asked for. `token`: of the user's account, which goes to the hub alone. `base`: of a PEFT
 * adapter the encoder that it is merged into; where it is not given the one that is loaded, if it fits, or the one that
 * the adapter names on the hub. */
export type ModelSource =
  | { kind: 'url'; name: string; url: string; asKept?: boolean; token?: string; base?: BaseSource; has?: string[] }
  | { kind: 'files'; name: string; files: File[]; paths?: string[]; base?: BaseSource; told?: Told };

/** Of an encoder that was made here, as an adapter merged into its base: what its files do not tell. */
export interface Told {
  remarks: Said[];
  lowered: Said | null;
  noScore?: Said;
}

/** `is_named`: it is what the adapter names. */
type BaseSource = ModelSource & { is_named?: true };

/** A trained model as it is to be called, with what the engine does not have of it. */
export interface ToSave extends Partial<Pick<HeadFile, 'columns'>> {
  name: string;
  metrics: Record<string, number>;
  trained_on?: TrainedOn;
}

/** Progress of a long call. `done` and `total` in `unit`; `total` 0 when unknown. */
export interface Progress {
  what: string;
  /** Where the tables have that. */
  said?: TablePlace;
  done: number;
  total: number;
  unit: 'bytes' | 'rows' | 'passes';
  /** The name of that call, which the worker adds; '' or absent: a run. */
  call?: string;
}

/** What a page can tell of its surroundings, and its worker cannot. */
export interface Place {
  /** It is shown inside another page. */
  framed: boolean;
  /** Whether the service worker supplies the headers that threads need: it does, it will from the next load on, or it
   * cannot run here. */
  headers: 'here' | 'soon' | 'never';
  /** Starts with threads were not answered here. */
  silent: boolean;
}

export interface EngineInfo {
  /** Name of the wasm build in use: "tabtune-relaxed-threads", "tabtune-simd-threads" or "tabtune-simd". */
  build: string;
  threads: number;
  /** Why there is one thread only, or no relaxed SIMD, for the user; null when all is at its best. */
  note: Said | null;
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

export interface Tokenized {
  ids: number[];
  /** As in the vocabulary. */
  tokens: string[];
  /** What the pieces stand for. */
  texts: string[];
  /** Character (code point) offsets in the text the piece came from; [0, 0] for special tokens. */
  offsets: [number, number][];
  segments: number[];
  /** Length before cutting to the maximum length. */
  full: number;
}

/** Rows without labels. */
export interface Unlabelled {
  texts: string[];
  pairs?: string[];
  /** Token classification. `ends[row]`: how many words there are up to and including this row. `spans`: [start, end) of
   * word after word, flat, in code points of the row's text; they rise and do not overlap. */
  words?: { ends: number[]; spans: number[] };
  /** Of the rows in their file, for errors. */
  numbers?: number[];
}

export interface Rows extends Unlabelled {
  /** Flat, in the order of `labels` given to `head.new`. Single-label: a class number a row. Multi-label: 0 or 1 for
   * each label of a row. Regression: each number of a row. Token classification: a class number a word. */
  labels: number[];
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
  /** At the speed with which the engine has read rows or, before it has, multiplies; refined while the run goes. */
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
  /** Why `frozen` is not among them, a sentence; null where it is, or where the model is itself that. */
  missing: Said | null;
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
 * the words between `words.ends` of i - 1 and i). Single-label and words: probabilities that add up to 1. Multi-label:
 * a probability of each label. Regression: the numbers. A word that is not read (no piece of its own, or cut off) is
 * output 0: [1, 0, 0, ...]. */
export type Outputs = number[][];

/** What `calibrate` found on other rows. */
export interface Fitted {
  thresholds?: number[];
  temperature?: number;
}

/** The outputs of a model for all rows of a part, and how they are read. */
export interface Answers {
  outputs: Outputs;
  fitted: Fitted;
}

/** Of each piece of a text, lists of the same length; of a piece in several windows once for each. */
export interface Explanation {
  /** Of the text, and of the same text with every piece hidden. */
  score: number;
  baseline_score: number;
  shares: number[];
  /** Code points [start, end) of the text. */
  starts: number[];
  ends: number[];
  /** 1 in the second text of a pair. */
  parts: number[];
}

export interface Evaluation {
  metrics: Metrics;
  outputs: Outputs;
  seconds: number;
}

export interface RunEnd {
  /** Of the run, and what it was, as in the snapshots of before. */
  id: number;
  kind: RunState['kind'];
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
  /** Where the text is in the tables of the page. */
  said?: TablePlace | undefined;
  at: number;
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

export interface NewHead {
  task: Task;
  labels: string[];
  seed: number;
  scheme?: Scheme;
  pooling?: Pooling;
  /** The checkpoint's own, with its outputs in the order of these labels. */
  kept?: boolean;
}

/** rows null: the training rows that are open. `places`: where these are among them. */
export type PoolingInput = NewHead & { rows: { of: Rows; cut: Cut; places: number[] } | null; ways: Pooling[] };
interface Unless {
  if_untrained?: boolean;
}

/** name: [request, reply] */
export interface Calls {
  /** `after`: the number of the last snapshot of a worker before this one. */
  'engine.start': [{ threads?: number; build?: string; place?: Place; after?: number }, EngineInfo];
  /** Loads a checkpoint; an earlier model stays until the new one is complete enough to replace it. */
  'model.open': [ModelSource, ModelInfo];
  'model.close': [Record<string, never>, null];
  /** The encoder's files, where it was made from some; null: it came from an address. */
  'model.files': [Record<string, never>, (ModelSource & { kind: 'files' }) | null];
  /** The trained model, for another visit; and put back onto its encoder, with the same bits. */
  'model.keep': [Record<string, never>, KeptModel];
  'model.restore': [KeptModel, ModelInfo];
  /** A new output layer for these labels, N(0, 0.02) from the seed, reading `pooling` or what the encoder was made for;
   * reads the encoder again if it was trained. Where that fails after it has begun, the encoder stays loaded and is
   * read again by the next such call, but what was trained on it is lost. `if_untrained`: where a trained head is in
   * place by the time of the call, it stays. */
  'head.new': [NewHead & Unless, ModelInfo];
  /** How well a linear model on the frozen encoder does for each of these ways in which a head can read a text, by
   * cross-validation on these rows, which are all or some of the training rows that are open. The head in place is then
   * a new one, as after `head.new`. */
  'pooling.measure': [PoolingInput & Unless, PoolingError[]];
  /** Thresholds of a multi-label head, one per label; they go into what is exported. */
  'head.thresholds': [{ thresholds: number[] }, ModelInfo];
  'head.open': [File, HeadFile];
  tokenize: [{ text: string; pair?: string; max_length: number }, Tokenized];
  /** `id`: what the page calls these rows; it comes back in the snapshot. */
  'data.open': [{ part: Part; rows: Rows; id?: number } & Cut, DataInfo];
  'data.close': [{ part: Part }, null];
  /** Texts without labels, to pre-train the encoder on further; then `run.plan` and `run.start`. The checkpoint needs
   * its masked-language-modelling head. */
  'pretrain.open': [{ train: string[]; validation: string[]; max_length: number }, ModelInfo];
  /** After such a run: what it made is the encoder that is loaded from now on, and new heads begin with it. */
  'pretrain.keep': [Record<string, never>, ModelInfo];
  /** A training from a new head to what follows its last update: with `calibrate` as `calibrate` does it, then
   * `novelty`. Replies with the run's id when it has begun; rows arrive as `run.rows`, the end as `run.end`. `saved`:
   * where another run of the same model, data and options was saved; it goes on from there, to the same bits.
   * `measure`: the head reads what `pooling.measure` finds best. `watch`: rows that are answered at the first update
   * and after each epoch, as `run.answers`. */
  train: [
    {
      head: NewHead;
      measure?: PoolingInput | null;
      options: RunOptions;
      saved?: Blob;
      calibrate: boolean;
      watch?: (Unlabelled & Cut) | null;
    },
    number,
  ];
  /** The same for texts without labels: `pretrain.open`, the run, `pretrain.keep`. */
  pretrain: [Calls['pretrain.open'][0] & { options: RunOptions }, number];
  'run.plan': [RunOptions, Plan];
  /** The run alone, on the head in place. */
  'run.start': [RunOptions, null];
  /** The same, from where another one was saved. */
  'run.continue': [{ options: RunOptions; saved: Blob }, null];
  /** The run that is going on, between two steps. */
  'run.save': [Record<string, never>, Blob];
  'run.pause': [Record<string, never>, null];
  'run.resume': [Record<string, never>, null];
  /** At any moment: a run that is not begun yet is given up, and its call rejects with E_CANCELLED. */
  'run.stop': [Record<string, never>, null];
  /** A forward pass over one part, with metrics. */
  evaluate: [{ part: Part }, Evaluation];
  /** Fits thresholds or the temperature on the validation rows and keeps them with the head: evaluate, export and
   * predictions use them from then on. With the outputs for those rows. */
  calibrate: [Record<string, never>, Calibration & { outputs: Outputs }];
  /** In its place, where the validation rows are few: of several labels one threshold for all, by the training rows. */
  'calibrate.few': [Record<string, never>, Pick<Calibration, 'thresholds'>];
  /** After a training: measures how unlike its rows other texts are, from then on with each prediction, and in what is
   * exported. null: there is no such score for words, nor of a single row. */
  novelty: [Record<string, never>, Reference | null];
  /** A hash of all weights of encoder and head, in float32: 16 hexadecimal digits, the same for the same bits. */
  'model.hash': [Record<string, never>, string];
  /** What the result on the test rows has to be better than; with the model's outputs there, tested against them. */
  baseline: [{ outputs?: Outputs }, Baselines];
  /** Two models on the test rows, by what each answered there. */
  compare: [{ model: Answers; other: Answers }, Compared];
  /** A learning curve: for the head in place, the same training on more and more rows, on a second copy of its encoder.
   * `folds`: training rows of each size, the smallest first, and the rows that are measured; `all`: the latter of all
   * folds. Of each size its metrics on them, and the largest size against it. */
  curve: [{ folds: { trains: Rows[]; measured: Unlabelled }[]; all: Rows; cut: Cut; options: RunOptions }, Compared[]];
  /** Which pieces of a text the score of label `output` comes from; of words that of `word`. A newer call of the page
   * is the one that is shown: `cancel` ends this one. */
  explain: [Unlabelled & Cut & { output: number; word?: number }, Explanation];
  /** `unlike` null: the model has no such score. */
  predict: [Unlabelled & Cut, { outputs: Outputs; unlike: Unlike | null }];
  /** The calls of this name, waiting or going on, reject with E_CANCELLED; what was loaded before them stays. */
  cancel: [{ name: keyof Calls }, null];
  /** The whole model as a zip of a folder that transformers opens or, of a head on the mean, sentence-transformers;
   * with `onnx` transformers.js too. */
  'export.model': [ToSave & { dtype: 'F32' | 'F16'; onnx?: boolean }, Blob];
  /** A zip of a folder that PEFT opens; after a run with the method lora. */
  'export.adapter': [ToSave, Blob];
  /** The Python that goes with `export.model`. */
  'export.python': [{ name: string }, string];
  /** `small`: for a link, in numbers of 16 bits, without the score of unlike texts, figures, names of columns and the
   * sketch of the training rows. */
  'export.head': [ToSave & { small?: boolean }, Blob];
  /** A zip of a folder with the head and its card. */
  'export.head.folder': [ToSave, Blob];
  /** A file at an address, of at most so many bytes; not kept. `token`: of an account at the hub. */
  'file.fetch': [{ url: string; name: string; most: number; token?: string }, File];
}

/** name: what it carries; sent by the worker without being asked. */
export interface Events {
  progress: Progress;
  'run.rows': LogRow[];
  /** Of the rows to watch. `epoch` 0: at the first update. */
  'run.answers': { epoch: number; outputs: Outputs };
  'run.end': RunEnd;
}

export type CallName = keyof Calls;
export type EventName = keyof Events;
export type Request = { [K in CallName]: { id: number; name: K; input: Calls[K][0] } }[CallName];
/** Both carry what the worker has now. */
export type Reply = { id: number; snapshot: Snapshot } & ({ output: Calls[CallName][1] } | { error: EngineError });
export type Note = { [K in EventName]: { event: K; data: Events[K]; snapshot: Snapshot } }[EventName];
