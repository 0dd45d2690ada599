// SPDX-License-Identifier: Apache-2.0
// A head in a link: as small as it can be, with the same answers, and refused where it is damaged.
import { describe, expect, it } from 'vitest';
import { halfOf } from '../../web/hub/half';
import { readHead } from '../../web/hub/head';
import { sealTensors } from '../../web/hub/tensors';
import { packHead, unpackHead } from '../../web/share/packed';

/** A head file of as many outputs. */
function headFile(outputs: number, width = 384): Uint8Array {
  const numbers = Uint16Array.from({ length: outputs * width }, (_, i) => halfOf(Math.sin(i * i) / 7));
  const data = new Uint8Array(numbers.buffer);
  const tensors = {
    'classifier.weight': { dtype: 'F16', shape: [outputs, width], data_offsets: [0, data.byteLength] },
  };
  const header = new TextEncoder().encode(JSON.stringify(tensors));
  const file = new Uint8Array(8 + header.byteLength + data.byteLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.byteLength), true);
  file.set(header, 8);
  file.set(data, 8 + header.byteLength);
  const labels = JSON.stringify(Array.from({ length: outputs }, (_, i) => `label ${i}`));
  return sealTensors(file, { tabtune: 'head', task: 'single_label_classification', labels });
}

describe('a head as text', () => {
  it('comes back byte for byte, and is read', async () => {
    const file = headFile(3);
    const text = packHead(file);
    expect(text).toMatch(/^[\w-]+$/);
    expect(unpackHead(text)).toEqual(file);
    expect((await readHead(new File([unpackHead(text)], 'h'))).labels).toEqual(['label 0', 'label 1', 'label 2']);
  });

  it('is refused where a character is another one, is missing, or more is behind it', () => {
    const text = packHead(headFile(2));
    for (let at = 1; at < text.length; at += 37) {
      const other = text[at] === 'A' ? 'B' : 'A';
      expect(() => unpackHead(text.slice(0, at) + other + text.slice(at + 1))).toThrow(/damaged or cut off/);
      expect(() => unpackHead(text.slice(0, at))).toThrow(/damaged or cut off/);
    }
    for (const broken of ['', '%00', '1', '1*', `1${btoa('x'.repeat(300))}`])
      expect(() => unpackHead(broken)).toThrow(/damaged or cut off/);
    expect(() => unpackHead(`2${text.slice(1)}`)).toThrow(/another version/);
  });

  it('takes no more memory than a head may have', () => {
    // A million zeros are a thousand bytes.
    const large = packHead(new Uint8Array(3 << 20));
    expect(large.length).toBeLessThan(6000);
    expect(() => unpackHead(large)).toThrow(/damaged or cut off/);
  });

  it('keeps its dictionary: a head that was packed before is still read', () => {
    expect(unpackHead(KEPT)).toEqual(headFile(2, 4));
  });
});

const KEPT = '1Ce3l5LvBAAGY0U5eRCPHA5itAEmdEDY4jaKEjmGikVlqorGpsaWBSVqqUTLJwYU9sIBBBfEhA8Mm_dfrOrVdVl5f0rkhZgMA';

describe('numbers of 16 bits', () => {
  it.each([
    [0, 0],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [1e9, 0x7c00],
    [-Infinity, 0xfc00],
    [NaN, 0x7e00],
    [2 ** -14, 0x0400],
    [2 ** -14 - 2 ** -26, 0x0400], // rounds up into the normal numbers
    [2 ** -24, 1],
    [2 ** -25, 0],
    [3 * 2 ** -25, 2], // a tie
    [1 + 2 ** -11, 0x3c00], // a tie
    [1 + 3 * 2 ** -11, 0x3c02], // a tie
    [1 + 2 ** -11 + 2 ** -20, 0x3c01],
  ])('%d', (number, bits) => {
    expect(halfOf(number)).toBe(bits);
  });
});
