// SPDX-License-Identifier: Apache-2.0
// Whether rows are those that a model was trained on, from a sketch that goes with the model: one bit for the hash of
// each training text, in four times as many bits (a Bloom filter with one hash function). A fifth of all texts that
// were never seen have their bit set too, so of one text it tells next to nothing, and of many how many were trained
// on.
import type { TrainedOn } from '../border/messages';
import type { Example } from '../read/table';
import { textKey } from './files';
import { hashOf } from './identity';
import { normalise } from './near';

const BITS = 4;
/** Of more training rows a share stands for all. */
const MOST = 1 << 14;
/** Standard deviations above what chance sets. */
const SURE = 4;

const hash = (example: Example) => parseInt(hashOf(normalise(textKey(example))), 16);
/** Of distinct texts. */
const hashesOf = (rows: Example[]) => [...new Set(rows.map(hash))];
/** The share is taken by the high bits of a hash, its place by the low ones. */
const taken = (hashes: number[], share: number) => hashes.filter((each) => each < share * 2 ** 53);

export function sketchOf(rows: Example[]): TrainedOn {
  const all = hashesOf(rows);
  const share = Math.min(1, MOST / all.length);
  const hashes = taken(all, share);
  const bytes = new Uint8Array(Math.ceil((BITS * hashes.length) / 8));
  for (const each of hashes) {
    const at = each % (8 * bytes.length);
    bytes[at >> 3]! |= 1 << (at & 7);
  }
  return { share, bits: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
}

/** About how many of the distinct texts were trained on, and how many there are; null: as many may be chance. */
export function trainedAmong(rows: Example[], { share, bits }: TrainedOn): { about: number; texts: number } | null {
  const bytes = Uint8Array.from(atob(bits), (character) => character.charCodeAt(0));
  const isSet = (at: number) => (bytes[at >> 3]! >> (at & 7)) & 1;
  const length = 8 * bytes.length;
  const fill = Array.from({ length }, (_, at) => isSet(at)).reduce((sum: number, bit) => sum + bit, 0) / length;
  const all = hashesOf(rows);
  const hashes = taken(all, share);
  const set = hashes.filter((each) => isSet(each % length)).length;
  const above = set - fill * hashes.length;
  if (!(above > SURE * Math.sqrt(hashes.length * fill * (1 - fill)))) return null;
  return { about: Math.round((above / (1 - fill) / hashes.length) * all.length), texts: all.length };
}
