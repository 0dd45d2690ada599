// SPDX-License-Identifier: Apache-2.0
// Shapes of tensors, noted as the pieces of their file pass by on the way to the engine: at an address no byte is fetched
// twice for them.
import type { OpenFile } from './folder';

export type Shapes = Map<string, number[]>;

const PREFIX = 8;
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
  let front: Uint8Array<ArrayBuffer> | null = new Uint8Array();
  for await (const piece of pieces) {
    if (front) {
      const grown: Uint8Array<ArrayBuffer> = new Uint8Array(front.byteLength + piece.byteLength);
      grown.set(front);
      grown.set(piece, front.byteLength);
      front = take(grown, shapes) ? null : grown;
    }
    yield piece;
  }
}

/** Whether no more of the file is wanted. One that is broken is the engine's to refuse. */
function take(front: Uint8Array<ArrayBuffer>, shapes: Shapes): boolean {
  if (front.byteLength < PREFIX) return false;
  const length = Number(new DataView(front.buffer).getBigUint64(0, true));
  if (length > MOST_HEADER) return true;
  if (front.byteLength < PREFIX + length) return false;
  try {
    const text = new TextDecoder().decode(front.subarray(PREFIX, PREFIX + length));
    const header = JSON.parse(text) as Record<string, { shape?: number[] }>;
    for (const [name, { shape }] of Object.entries(header)) if (Array.isArray(shape)) shapes.set(name, shape);
  } catch {
    // as above
  }
  return true;
}
