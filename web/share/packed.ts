// SPDX-License-Identifier: Apache-2.0
// A head file as text for a link: a hash of the file, then the file compressed (DEFLATE, RFC 1951), in base64url. A
// dictionary of what every head's header has in it stands for most of the header.
import { deflateSync, inflateSync } from 'fflate';
import { fail } from '../border/failure';
import { Hash } from '../hub/hash';
import { linkFaults } from '../words/en/link_faults';
import { saying } from '../words/said';

/** The first character: which dictionary. */
const VERSION = '1';
const DICTIONARY = new TextEncoder().encode(
  '"novelty."scheme":"iob2","pairs":"true","pooling":"cls","pooling":"mean","truncation":"head_tail","truncation":"tail",' +
    '"stride":"task":"token_classification","task":"multi_label_classification","task":"regression","thresholds":"[0.5,' +
    '0.25,"dense.weight":"dense.bias":"out_proj.weight":"pre_classifier.weight":"base":"all-MiniLM-L6-v2","labels":' +
    '"[\\"0\\",\\"1\\"]"labels":"[\\"no\\",\\"yes\\"]","labels":"[\\"negative\\",\\"positive\\"]",' +
    '{"__metadata__":{"format":"pt","tabtune":"head","task":"single_label_classification","scheme":"none","pooling":' +
    '"mean_normalized","thresholds":"[]","temperature":"1.","method":"head","labels":"[\\"","base":"tabtune-small",' +
    '"fingerprint":"","encoder":"","pairs":"false","columns":"{}","metrics":"{}","cut":"{\\"max_length\\":128}",' +
    '"checksum":"},"classifier.weight":{"dtype":"F16","shape":[2,384],"data_offsets":[0,1536]},"classifier.bias":{"dtype":' +
    '"F16","shape":[2],"data_offsets":[1536,1540]}}       ',
);
const HASH_BYTES = 4;
/** Of a head as it is in memory. */
const MOST_BYTES = 1 << 20;

function hashOf(file: Uint8Array): Uint8Array {
  const hash = new Hash();
  hash.add(file);
  return Uint8Array.from(hash.hex().match(/../g)!.slice(0, HASH_BYTES), (digits) => parseInt(digits, 16));
}

export function packHead(file: Uint8Array): string {
  const body = deflateSync(file, { level: 9, dictionary: DICTIONARY });
  const whole = new Uint8Array(HASH_BYTES + body.byteLength);
  whole.set(hashOf(file));
  whole.set(body, HASH_BYTES);
  let text = '';
  for (const byte of whole) text += String.fromCharCode(byte);
  return VERSION + btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

const say = saying('linkFaults', linkFaults);

/** Throws a sentence. */
export function unpackHead(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) fail('E_FORMAT', say.damaged);
  if (text[0] !== VERSION) fail('E_FORMAT', say.otherVersion);
  try {
    const body = atob(text.slice(1).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(body, (character) => character.charCodeAt(0));
    const into = new Uint8Array(MOST_BYTES); // more than that is an error
    const file = inflateSync(bytes.subarray(HASH_BYTES), { dictionary: DICTIONARY, out: into }).slice();
    if (hashOf(file).every((byte, i) => byte === bytes[i])) return file;
  } catch {
    // told below
  }
  fail('E_FORMAT', say.damaged);
}
