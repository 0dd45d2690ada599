// SPDX-License-Identifier: Apache-2.0
// Pieces of a file that comes as a stream.
import { fail } from '../border/failure';
import type { OpenFile } from './folder';
import { joined } from './joined';
import { tensorErrors } from '../words/en/tensor_errors';
import { saying } from '../words/said';

const say = saying('tensorErrors', tensorErrors);

/** A file from which pieces are taken in rising order; to go back is to begin another stream. */
export class Cursor {
  at = 0;
  private stream: AsyncIterator<Uint8Array> | null = null;
  private held = new Uint8Array();
  /** Gets the bytes that are taken or passed. */
  sum: { add(piece: Uint8Array): void } | null = null;

  constructor(
    private readonly file: OpenFile,
    private readonly name: string,
  ) {}

  async *pieces(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      if (!this.held.byteLength && !(await this.more())) fail('E_FORMAT', say.endsAt(this.name, this.at), this.at);
      const piece = this.held.subarray(0, left);
      this.held = this.held.subarray(piece.byteLength);
      this.at += piece.byteLength;
      left -= piece.byteLength;
      this.sum?.add(piece);
      yield piece;
    }
  }

  async take(count: number): Promise<Uint8Array<ArrayBuffer>> {
    const whole = new Uint8Array(count);
    let at = 0;
    for await (const piece of this.pieces(count)) {
      whole.set(piece, at);
      at += piece.byteLength;
    }
    return whole;
  }

  async go(to: number): Promise<void> {
    if (to < this.at) {
      await this.close();
      this.at = to;
    }
    for await (const _ of this.pieces(to - this.at));
  }

  /** Whoever keeps the file has all of it then. */
  async drain(): Promise<void> {
    while (await this.more());
    await this.close();
    this.at = Infinity;
  }

  async close(): Promise<void> {
    this.held = new Uint8Array();
    await this.stream?.return?.();
    this.stream = null;
  }

  private async more(): Promise<boolean> {
    this.stream ??= this.file.stream(this.at)[Symbol.asyncIterator]();
    const { done, value } = await this.stream.next();
    this.held = done ? new Uint8Array() : (value as Uint8Array<ArrayBuffer>);
    return !done;
  }
}

/** At most `count` bytes from byte `from` on. */
export async function readSome(file: OpenFile, from: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of file.stream(from)) {
    pieces.push(piece.subarray(0, count - bytes));
    bytes += pieces.at(-1)!.byteLength;
    if (bytes === count) break;
  }
  return joined(pieces);
}
