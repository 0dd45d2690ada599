// SPDX-License-Identifier: Apache-2.0
// A hash of bytes that come in pieces, against damage and mistakes, not against malice: two sums of MurmurHash3's kind
// (Appleby 2011) with multipliers of their own.

const FIRST = [0xcc9e2d51, 0x1b873593] as const;
const SECOND = [0x239b961b, 0xab0e9789] as const;

const mixed = (h: number, word: number, [a, b]: readonly [number, number]): number => {
  const k = Math.imul(word, a);
  const x = h ^ Math.imul((k << 15) | (k >>> 17), b);
  return (Math.imul((x << 13) | (x >>> 19), 5) + 0xe6546b64) | 0;
};

const finished = (h: number, length: number): number => {
  let x = h ^ length;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
};

export class Hash {
  private first = 1;
  private second = 2;
  private length = 0;
  /** Bytes that make no whole word yet. */
  private rest = new Uint8Array();

  add(piece: Uint8Array): void {
    const bytes = new Uint8Array(this.rest.byteLength + piece.byteLength);
    bytes.set(this.rest);
    bytes.set(piece, this.rest.byteLength);
    this.length += piece.byteLength;
    const words = new Uint32Array(bytes.buffer, 0, bytes.byteLength >> 2);
    let { first, second } = this;
    for (const word of words) {
      first = mixed(first, word, FIRST);
      second = mixed(second, word, SECOND);
    }
    this.first = first;
    this.second = second;
    this.rest = bytes.slice(words.byteLength);
  }

  /** 16 hexadecimal digits of what was added. */
  hex(): string {
    const last = this.rest.reduce((word, byte, i) => word | (byte << (8 * i)), 0);
    const ends = [mixed(this.first, last, FIRST), mixed(this.second, last, SECOND)];
    return ends.map((h) => finished(h, this.length).toString(16).padStart(8, '0')).join('');
  }
}
