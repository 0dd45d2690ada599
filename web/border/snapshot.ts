// SPDX-License-Identifier: Apache-2.0
// What the worker has: the encoder, its head, the rows of the three parts, a run. One numbered snapshot of it goes with
// every reply and every event, and the page derives from it what is ready, trained, answering and running.
import type { Said } from '../words/said';

export type Task = 'single_label_classification' | 'multi_label_classification' | 'regression' | 'token_classification';
/** How the labels of words spell entities. iob2: "O", "B-X", "I-X", "B-Y", "I-Y", ... in this order (output 0 is O,
 * 2t + 1 begins type t, 2t + 2 goes on with it); none: each label is one of its own, as for parts of speech. */
export type Scheme = 'none' | 'iob2';

/** What a head of texts reads: the first token through the encoder's pooler, or the mean of all tokens, special ones
 * included, as sentence-transformers has it. compared: of a pair, each of whose texts is read by itself, how the two
 * normalized means differ. */
export type Pooling = 'cls' | 'mean' | 'mean_normalized' | 'compared';

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

/** What config.json and tokenizer_config.json of an export need: sizes under the family's own keys, names of
 * classes. */
export interface Family {
  model_type: string;
  tokenizer_class: string;
  config: Record<string, unknown>;
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

export interface PoolingError {
  pooling: Pooling;
  /** Mean loss of a row held out; of numbers the mean squared error in their variances. null: no head could be
   * fitted. */
  error: number | null;
}

/** The head that a checkpoint came with. */
export type OwnHead = Pick<Head, 'task' | 'labels' | 'scheme' | 'pooling'>;

export interface ModelInfo {
  own_head: OwnHead | null;
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
  tokenizer: {
    size: number;
    kind: 'wordpiece' | 'byte_bpe' | 'bpe' | 'unigram';
    lowercase: boolean;
    strip_accents: boolean;
    chinese: boolean;
    /** Their names; null: there is none. */
    special: Record<'start' | 'separator' | 'unknown' | 'mask', string | null>;
  };
  /** Tensors of the file that the encoder does not use, and those it wanted and did not find. */
  ignored: string[];
  missing: string[];
  /** What a new head of texts reads unless `head.new` says otherwise: what the encoder was made for. From the file
   * 1_Pooling/config.json of its folder, or BERT's default; a mean is normalized where the head has no pooler. */
  pooling: Pooling;
  pooling_from: 'file' | 'default';
  /** Of the training rows that are open, as `pooling.measure` found them; null: it was not asked. */
  pooling_errors: PoolingError[] | null;
  /** 16 hex digits over the encoder's weights: a head has that of the encoder it belongs to. */
  fingerprint: string;
  /** Of the last run, where it was with the method lora and began from the checkpoint's own weights. */
  adapter: AdapterInfo | null;
  /** The head in place, if any (a checkpoint of a fine-tuned classifier brings one), and its labels. */
  head: Head | null;
  /** What of the model is not taken, or could not be checked: sentences. */
  remarks?: Said[];
  /** Why there is no score of unlike texts, where its file is damaged or missing, its numbers were not finite or the
   * model is an adapter: a sentence. The model answers without it. */
  novelty_trouble?: Said;
  /** On how many texts it was pre-trained further here; 0: on none. */
  pretrained: number;
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

export type Part = 'train' | 'validation' | 'test';

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

/** A trained head as a file: everything in its metadata, and how texts were cut in its training. */
export interface HeadFile extends Cut {
  task: Task;
  labels: string[];
  scheme: Scheme;
  pooling: Pooling;
  thresholds: number[];
  temperature: number;
  base: string;
  fingerprint: string;
  /** A hash of the encoder that it was trained on: weights to float16, shape, tokenizer; null in older files, which
   * have the fingerprint alone. */
  encoder: string | null;
  /** It reads pairs of texts. */
  pairs: boolean;
  /** Names of the columns that it was trained on, as far as they are known. */
  columns: { text?: string; pair?: string; labels?: string[] };
  /** null: not known. */
  trained_on: TrainedOn | null;
  metrics: Record<string, number>;
}

/** A sketch of the texts that a model was trained on (rows/trained_on.ts): bits in base64, of this share of the
 * texts. */
export interface TrainedOn {
  share: number;
  bits: string;
}

/** What a model that was made here was trained on: one text or two, and the names of their columns. null: it is not
 * known. */
export type Reads = { texts: number; columns: HeadFile['columns'] } | null;

/** Where the head in place is from. `run`: of the run that trained it. */
export type Origin =
  | { from: 'new' }
  | { from: 'checkpoint'; trained_on: TrainedOn | null; reads: Reads }
  | { from: 'file'; file: HeadFile }
  | { from: 'run'; run: number };

/** The rows of a part as they were opened. */
export interface OpenPart {
  at: number;
  /** What the page calls these rows; 0: it has no name for them. */
  id: number;
  cut: Cut;
  info: DataInfo;
}

/** starting: what the run needs is made ready. finishing: what follows its last update. */
export interface RunState {
  id: number;
  kind: 'training' | 'pretraining';
  state: 'starting' | 'running' | 'paused' | 'stopping' | 'finishing';
  /** All of them, the defaults filled in; null while it is starting. */
  options: RunOptions | null;
}

export interface Snapshot {
  /** Of the last change. `at`: that of the change which put a thing in place, or changed what it answers. An answer is
   * about what is there now where these are the same. Numbers of a worker are higher than those of a worker before
   * it. */
  number: number;
  model: (ModelInfo & { at: number }) | null;
  /** Of texts or words; null also where its encoder has to be read again first. */
  head: (Head & Origin & { at: number }) | null;
  parts: Partial<Record<Part, OpenPart>>;
  run: RunState | null;
}
