// SPDX-License-Identifier: Apache-2.0
// What the package gives and takes; built into its index.d.ts as it is.

/** The address of a folder that Tabtune saved, or its path (Node), or its files, or one of them that is a zip. */
export type Source = string | Iterable<File>;

export interface LoadOptions {
  /** The address or path of a head.safetensors, or the file: it takes the place of the folder's own head. */
  head?: string | File;
  /** Bytes of weights read so far, and of all; 0: not known. */
  onProgress?: (done: number, total: number) => void;
  /** Where tabtune-simd.js and tabtune-simd.wasm lie: a URL that ends in "/". By default beside this module. */
  engine?: string | URL;
}

export interface PredictOptions {
  /** The second texts, of a model that was trained on pairs. */
  pairs?: string | string[];
  /** From this share on a text that is unlike the training rows gets no label: 0.98 turns away what is stranger than
   * 98 % of the validation rows. */
  noneOfThese?: number;
}

export interface Entity {
  /** Code points [start, end) in the text. */
  start: number;
  end: number;
  label: string;
  text: string;
  score: number;
}

/** Which of these are there depends on the task. */
export interface Answer {
  /** One label a text: the label, and its probability; null where the text is none of these. */
  label?: string | null;
  probability?: number | null;
  /** Any number of labels: those whose probability reaches their threshold. */
  labels?: string[];
  probabilities?: Record<string, number>;
  /** Regression. */
  numbers?: Record<string, number>;
  /** Labels of words. */
  spans?: Entity[];
  /** Share of the validation rows that is less unlike the training rows than this text. */
  unlike?: number;
}

export interface Model {
  readonly task: string;
  readonly labels: string[];
  /** Texts of any length: they are cut, or read through windows, as in training. */
  predict(text: string, options?: PredictOptions): Promise<Answer>;
  predict(texts: string[], options?: PredictOptions): Promise<Answer[]>;
  /** Gives its memory back. */
  free(): void;
}

export declare function load(source: Source, options?: LoadOptions): Promise<Model>;
