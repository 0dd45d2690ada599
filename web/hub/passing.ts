// SPDX-License-Identifier: Apache-2.0
// What the header of a file of safetensors tells, read as the pieces of the file pass by on the way to the engine: at
// an address no byte is fetched twice for it.
import type { OpenFile } from './folder';
import { joined } from './joined';
import { PREFIX } from './safetensors';

export type Shapes = Map<string, number[]>;
export type Header = Record<string, { shape?: unknown[]; data_offsets?: unknown[] } | null>;

/** Longer headers are not kept beside the engine's copy. */
const MOST_HEADER = 4 << 20;

/** The same file; `shapes` gets those of its tensors when it is read from its beginning. */
export function noting(file: OpenFile, shapes: Shapes): OpenFile {
  return {
    size: file.size,
    stream: (from = 0) => (from ? file.stream(from) : noted(file.stream(), shapes)),
  };
}

async function* noted(pieces: AsyncIterable<Uint8Array>, shapes: Shapes): AsyncGenerator<Uint8Array> {
  let front: Uint8Array | null = new Uint8Array();
  for await (const piece of pieces) {
    if (front) {
      front = joined([front, piece]);
      const seen = peek(front, MOST_HEADER);
      for (const [name, entry] of Object.entries(seen?.header ?? {}))
        if (Array.isArray(entry?.shape)) shapes.set(name, entry.shape as number[]);
      if (seen) front = null;
    }
    yield piece;
  }
}

interface Front {
  header: Header;
  metadata: Record<string, unknown>;
  /** Of the data. */
  start: number;
}

/** null: more of the file is wanted. A header that is broken, or longer than `most`, is the engine's to refuse: it has
 * no tensors here. */
export function peek(front: Uint8Array, most: number): Front | null {
  if (front.byteLength < PREFIX) return null;
  const length = Number(new DataView(front.buffer, front.byteOffset).getBigUint64(0, true));
  const start = PREFIX + length;
  const nothing = { header: {}, metadata: {}, start };
  if (length > most) return nothing;
  if (front.byteLength < start) return null;
  try {
    const json = JSON.parse(new TextDecoder().decode(front.subarray(PREFIX, start))) as Header;
    const { __metadata__: metadata, ...header } = json;
    return { header, metadata: (metadata ?? {}) as Record<string, unknown>, start };
  } catch {
    return nothing;
  }
}
