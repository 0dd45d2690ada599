// SPDX-License-Identifier: Apache-2.0
// CRC-32 of a zip's entries, as a running sum.

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

export class Crc32 {
  private state = -1;
  /** That were added. */
  bytes = 0;

  add(piece: Uint8Array): void {
    let { state } = this;
    for (let i = 0; i < piece.byteLength; i++) state = TABLE[(state ^ piece[i]!) & 0xff]! ^ (state >>> 8);
    this.state = state;
    this.bytes += piece.byteLength;
  }

  get value(): number {
    return ~this.state >>> 0;
  }
}
