// SPDX-License-Identifier: Apache-2.0
// A safetensors file of float32 that comes in pieces, read from front to back.

export interface Entry {
  name: string;
  shape: number[];
}

const PREFIX = 8;

export class Source {
  /** In the order of the file. */
  readonly entries: Entry[];
  private readonly pieces: Iterator<Uint8Array>;
  private piece = new Uint8Array();
  private at = 0;

  constructor(pieces: Iterable<Uint8Array>) {
    this.pieces = pieces[Symbol.iterator]();
    const length = Number(new DataView(this.take(PREFIX).buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(this.take(length))) as Record<
      string,
      { shape: number[]; data_offsets: [number, number] }
    >;
    delete header.__metadata__;
    this.entries = Object.entries(header)
      .sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0])
      .map(([name, { shape }]) => ({ name, shape }));
  }

  /** The next bytes, in memory of their own. */
  take(count: number): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(count);
    for (let filled = 0; filled < count;) {
      if (this.at === this.piece.byteLength) this.next();
      const part = this.piece.subarray(this.at, this.at + count - filled);
      out.set(part, filled);
      filled += part.byteLength;
      this.at += part.byteLength;
    }
    return out;
  }

  numbers(count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.take(4 * count).buffer);
  }

  private next(): void {
    const { done, value } = this.pieces.next();
    if (done) throw new Error('the weights end before their header says so');
    this.piece = value as Uint8Array<ArrayBuffer>;
    this.at = 0;
  }

  /** Ends the pieces where they are not read to their end. */
  close(): void {
    this.pieces.return?.();
  }
}
