// SPDX-License-Identifier: Apache-2.0
// Models for names that were made elsewhere have their labels in any order; the engine has O, B-X, I-X, B-Y, I-Y. So
// labels are put in this order by their names, and with them the rows of the output layer as it is read.
import { iob2Labels } from '../rows/tags';
import type { OpenFile } from './folder';
import { joined } from './joined';
import { peek } from './passing';

/** Output n of the engine is output `order[n]` of the file. null: it has that order, or its labels are others. */
interface LabelOrder {
  config: string;
  order: number[];
}

interface Config {
  architectures?: unknown[];
  id2label?: Record<string, unknown>;
}

export function labelOrder(json: string): LabelOrder | null {
  const config = JSON.parse(json) as Config | null;
  const { architectures, id2label } = config ?? {};
  if (!Array.isArray(architectures) || !String(architectures[0]).endsWith('ForTokenClassification')) return null;
  const labels = Object.keys(id2label ?? {}).map((_, i) => id2label![i]);
  if (!labels.every((label): label is string => typeof label === 'string' && /^(O$|[BI]-.)/.test(label))) return null;
  const wanted = iob2Labels(labels);
  const order = wanted.map((label) => labels.indexOf(label));
  if (labels.length < 3 || labels.length !== wanted.length || order.includes(-1)) return null;
  if (order.every((from, to) => from === to)) return null;
  const renamed = {
    ...config,
    id2label: Object.fromEntries(wanted.map((label, i) => [i, label])),
    label2id: Object.fromEntries(wanted.map((label, i) => [label, i])),
  };
  return { config: JSON.stringify(renamed), order };
}

const MOST_HEADER = 100_000_000;
const OUTPUT_LAYER = /(^|\.)classifier\.(out_proj\.)?(weight|bias)$/;

/** A file of safetensors with the rows of its output layer in that order; one that cannot be read stays as it is, for
 * the engine to refuse. */
export function inOrder(file: OpenFile, order: number[]): OpenFile {
  return {
    size: file.size,
    async *stream(from = 0) {
      let skip = from;
      for await (const piece of reordered(file.stream(), order)) {
        const rest = piece.subarray(Math.min(skip, piece.byteLength));
        skip -= piece.byteLength - rest.byteLength;
        if (rest.byteLength) yield rest;
      }
    },
  };
}

interface Span {
  from: number;
  to: number;
}

async function* reordered(pieces: AsyncIterable<Uint8Array>, order: number[]): AsyncGenerator<Uint8Array> {
  let front = new Uint8Array();
  let spans: Span[] | null = null;
  let [at, held] = [0, [] as Uint8Array[]];
  for await (const piece of pieces) {
    let rest = piece;
    if (!spans) {
      front = joined([front, piece]);
      spans = outputLayer(front, order.length);
      if (!spans) continue;
      rest = front;
    }
    while (rest.byteLength) {
      const span = spans.find(({ to }) => to > at);
      const inside = !!span && at >= span.from;
      const end = span ? (inside ? span.to : span.from) : Infinity;
      const part = rest.subarray(0, end - at);
      rest = rest.subarray(part.byteLength);
      at += part.byteLength;
      if (!inside) yield part;
      else held.push(part.slice());
      if (!inside || at < end) continue;
      yield rowsInOrder(joined(held), order);
      held = [];
    }
  }
  if (!spans) yield front;
  yield* held;
}

/** Where its tensors lie in the file, in rising order; null: the header is not complete. */
function outputLayer(front: Uint8Array, outputs: number): Span[] | null {
  const seen = peek(front, MOST_HEADER);
  if (!seen) return null;
  return Object.entries(seen.header)
    .filter(([name, entry]) => OUTPUT_LAYER.test(name) && entry?.shape?.[0] === outputs)
    .map(([, entry]): Span => ({
      from: seen.start + Number(entry?.data_offsets?.[0]),
      to: seen.start + Number(entry?.data_offsets?.[1]),
    }))
    .filter(({ from, to }) => from < to && to - from <= MOST_HEADER && (to - from) % outputs === 0)
    .sort((a, b) => a.from - b.from);
}

function rowsInOrder(rows: Uint8Array, order: number[]): Uint8Array {
  const bytes = rows.byteLength / order.length;
  const out = new Uint8Array(rows.byteLength);
  order.forEach((from, to) => out.set(rows.subarray(from * bytes, (from + 1) * bytes), to * bytes));
  return out;
}
