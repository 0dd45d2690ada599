// SPDX-License-Identifier: Apache-2.0
// As much of transformers.js as is used here, and the engine's session beside it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect } from 'vitest';
import { handlersOf } from '../../web/engine/handlers';
import { Session } from '../../web/engine/session';
import type { Unlabelled } from '../../web/border/messages';
import { wordsOf } from '../../web/read/words';
import { moduleUrl } from '../e2e/engine';

export interface Answer {
  label: string;
  score: number;
}
interface Numbers {
  tolist(): number[][];
  sigmoid(): Numbers;
}
export type Options = { dtype?: 'q8' | 'fp32' };
export interface Transformers {
  pipeline(task: 'text-classification', folder: string, options?: Options): Promise<TextPipeline>;
  pipeline(task: 'token-classification', folder: string, options?: Options): Promise<WordPipeline>;
  AutoTokenizer: { from_pretrained(folder: string): Promise<(texts: string[], options: object) => object> };
  AutoModelForSequenceClassification: {
    from_pretrained(folder: string): Promise<(inputs: object) => Promise<{ logits: Numbers }>>;
  };
}
type TextPipeline = (texts: string[], options: { top_k: null }) => Promise<Answer[][]>;
export interface Token {
  entity: string;
  score: number;
  index: number;
}
type WordPipeline = (text: string, options: { ignore_labels: string[] }) => Promise<Token[]>;

export async function openTransformers(): Promise<Transformers> {
  const entry = createRequire(import.meta.url).resolve('@huggingface/transformers');
  return (await import(pathToFileURL(entry).href)) as Transformers;
}

const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
afterAll(() => rmSync(dir, { recursive: true }));
export const session = new Session({ moduleUrl, emit: () => undefined });
export const call = handlersOf(session);

/** What is loaded as a folder. */
export async function save(name: string): Promise<string> {
  const folder = mkdtempSync(join(dir, `${name}-`));
  const wanted = { name: 'mine', metrics: {}, dtype: 'F32', onnx: true } as const;
  for (const { name, pieces } of (await session.saving()).model(wanted)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), Buffer.concat([...pieces()]));
  }
  return folder;
}

export function wordRows(of: string[]): Pick<Unlabelled, 'words'> & { words: NonNullable<Unlabelled['words']> } {
  const spans = of.map((text) => wordsOf(text));
  let end = 0;
  return { words: { ends: spans.map((list) => (end += list.length)), spans: spans.flat(2) } };
}

/** The largest difference, relative above 1, and the share of rows with the same best label. */
export function compare(ours: number[][], theirs: number[][]): { worst: number; same: number } {
  let worst = 0;
  let same = 0;
  const best = (row: number[]) => row.indexOf(Math.max(...row));
  ours.forEach((row, i) => {
    row.forEach((n, k) => (worst = Math.max(worst, Math.abs(n - theirs[i]![k]!) / Math.max(1, Math.abs(n)))));
    same += Number(best(row) === best(theirs[i]!));
  });
  expect(theirs).toHaveLength(ours.length);
  return { worst, same: same / ours.length };
}
