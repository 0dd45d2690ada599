// SPDX-License-Identifier: Apache-2.0
// Step 2: the rows as tokens. The three parts are tokenized in the engine whenever the data, the encoder or the
// maximum length change; the length counts are those before cutting, so moving the maximum only needs them.
import { computed, effect, signal } from '@preact/signals';
import { engineRows } from '../rows/engine_rows';
import type { Prepared } from '../rows/prepare';
import type { Cut, DataInfo, OpenPart, Part, Tokenized } from '../border/messages';
import { dataset, mainFile, PARTS } from './data';
import { engine, snapshot } from './engine';
import { model, modelAt } from './model';
import { phase } from './phase';
import { attempt, newestOnly } from './trouble';

const DEFAULT_MAX_LENGTH = 128;

export const wantedLength = signal(DEFAULT_MAX_LENGTH);
export const longestAllowed = computed(() => model.value?.config.max_position_embeddings ?? 512);
export const maxLength = computed(() => Math.min(wantedLength.value, longestAllowed.value));

/** What is kept of a longer row; "windows": all of it. */
export type Keep = NonNullable<Cut['truncation']> | 'windows';
export const keep = signal<Keep>('head');
/** Windows share a quarter of their tokens, so that few words are read at an edge alone. */
export const cut = computed<Cut>(() => {
  const max_length = maxLength.value;
  if (keep.value === 'windows') return { max_length, stride: Math.floor((max_length - 2) / 4) };
  return keep.value === 'head' ? { max_length } : { max_length, truncation: keep.value };
});

export function setCut({ max_length, truncation, stride }: Cut): void {
  wantedLength.value = max_length;
  keep.value = stride ? 'windows' : (truncation ?? 'head');
}

/** The cut alone tells what a row is: what is absent is the same as the default. */
export const sameCut = (a: Cut, b: Cut): boolean =>
  a.max_length === b.max_length &&
  (a.truncation ?? 'head') === (b.truncation ?? 'head') &&
  (a.stride ?? 0) === (b.stride ?? 0);

const numbers = new WeakMap<Prepared, number>();
let datasets = 0;
/** What the engine calls these data. */
export function numberOf(data: Prepared): number {
  const number = numbers.get(data) ?? ++datasets;
  numbers.set(data, number);
  return number;
}
/** Of the data at hand; 0: there are none. */
export const dataNumber = computed(() => (dataset.value ? numberOf(dataset.value) : 0));

/** The parts in the engine, where they are those of the data at hand. */
const openParts = computed(() => {
  const { parts } = snapshot.value;
  const { train, validation, test } = parts;
  const all = [train, validation, test].every((part) => part && part.id === dataNumber.value);
  return all ? (parts as Record<Part, OpenPart>) : null;
});
/** And they are cut as the user wants it. */
export const inEngine = computed(() => {
  const parts = openParts.value;
  return parts && PARTS.every((part) => sameCut(parts[part].cut, cut.value)) ? parts : null;
});

export const lengths = computed<Record<Part, DataInfo> | null>(() => {
  const parts = openParts.value;
  return parts && { train: parts.train.info, validation: parts.validation.info, test: parts.test.info };
});
export const lengthsTrouble = signal('');

export const lengthCounts = computed<number[]>(() => {
  const sum: number[] = [];
  for (const part of PARTS) lengths.value?.[part].length_counts.forEach((rows, n) => (sum[n] = (sum[n] ?? 0) + rows));
  return sum;
});

export const cutRows = computed(() => lengthCounts.value.slice(maxLength.value + 1).reduce((a, b) => a + b, 0));

export const lengthFacts = computed(() => {
  const counts = lengthCounts.value;
  const rows = counts.reduce((a, b) => a + b, 0);
  let below = 0;
  const median = counts.findIndex((n) => (below += n) * 2 >= rows);
  const longest = counts.findLastIndex((n) => n > 0);
  const parts = lengths.value ? PARTS.map((part) => lengths.value![part]) : [];
  const tokens = parts.reduce((sum, info) => sum + info.tokens, 0);
  const unknown = parts.reduce((sum, info) => sum + info.unknown_share * info.tokens, 0) / Math.max(1, tokens);
  return { rows, tokens, median, longest, unknown };
});

const tokenizeAll = newestOnly(async () => {
  const [data, how] = [dataset.value, cut.value];
  lengthsTrouble.value = '';
  if (!data || !modelAt.value || inEngine.value || phase.value !== 'idle') return;
  await attempt(lengthsTrouble, async () => {
    for (const part of PARTS)
      await engine.call('data.open', { part, id: numberOf(data), rows: engineRows(data.parts[part], data), ...how });
  });
});

const there = computed(() => inEngine.value !== null);
let wait: ReturnType<typeof setTimeout>;
effect(() => {
  // Read so that a change of any of them starts this again; a slider moves many times a second. A run keeps its rows:
  // what is changed meanwhile follows after it.
  void [dataset.value, modelAt.value, cut.value, there.value];
  clearTimeout(wait);
  if (phase.value === 'idle') wait = setTimeout(tokenizeAll, 150);
});

export const piecesText = signal('');
export const piecesPair = signal('');
export const pieces = signal<Tokenized | null>(null);
export const piecesTrouble = signal('');

const tokenizeText = newestOnly(async () => {
  await attempt(piecesTrouble, async () => {
    pieces.value = await engine.call('tokenize', {
      text: piecesText.value,
      ...(piecesPair.value ? { pair: piecesPair.value } : {}),
      max_length: maxLength.value,
    });
  });
});

// A row of the data before is no row of these.
effect(() => {
  void mainFile.value;
  piecesText.value = piecesPair.value = '';
  pieces.value = null;
});

export function showPieces(text: string, pair = ''): void {
  piecesText.value = text;
  piecesPair.value = pair;
  void tokenizeText();
}
