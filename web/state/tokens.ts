// SPDX-License-Identifier: Apache-2.0
// Step 2: the rows as tokens. The three parts are tokenized in the engine whenever the data, the encoder or the
// maximum length change; the length counts are those before cutting, so moving the maximum only needs them.
import { computed, effect, signal } from '@preact/signals';
import { engineRows } from '../data/prepare';
import type { Cut, DataInfo, Part, Tokenized } from '../engine/messages';
import { dataset, mainFile, PARTS } from './data';
import { engine } from './engine';
import { model } from './model';
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

export const lengths = signal<Record<Part, DataInfo> | null>(null);
export const lengthsTrouble = signal('');
/** The cut, data and encoder that `lengths` speaks of: what the engine has in hand. */
export const inEngine = signal<{ dataset: unknown; model: unknown; cut: Cut } | null>(null);

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
  const [data, encoder, how] = [dataset.value, model.value, cut.value];
  if (!data || !encoder) {
    lengths.value = inEngine.value = null;
    lengthsTrouble.value = '';
    return;
  }
  await attempt(lengthsTrouble, async () => {
    const infos = {} as Record<Part, DataInfo>;
    for (const part of PARTS)
      infos[part] = await engine.call('data.open', {
        part,
        rows: engineRows(data.parts[part], data),
        ...how,
      });
    lengths.value = infos;
    inEngine.value = { dataset: data, model: encoder, cut: how };
  });
});

let wait: ReturnType<typeof setTimeout>;
effect(() => {
  // Read so that a change of any of them starts this again; a slider moves many times a second. A run keeps its rows:
  // what is changed meanwhile follows after it.
  void [dataset.value, model.value, cut.value];
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
