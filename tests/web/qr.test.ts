// SPDX-License-Identifier: Apache-2.0
// QR codes as they are drawn: the outline covers the dark squares of the code and nothing else.
import { encode } from 'uqr';
import { expect, it } from 'vitest';
import { MOST_BYTES, qrCode } from '../../web/share/qr';

it.each(['https://school.example/', `https://school.example/#head=${'aB_9'.repeat(500)}`])('%.30s', (text) => {
  const { path, size, version } = qrCode(text)!;
  const painted = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    painted[Number(y)]!.fill(true, Number(x), Number(x) + Number(width));
  const code = encode(text, { ecc: 'L', border: 4 });
  expect(painted).toEqual(code.data);
  expect(size).toBe(17 + 4 * version + 8);
});

it('holds 2,953 bytes and no more', () => {
  expect(qrCode('a'.repeat(MOST_BYTES))?.version).toBe(40);
  expect(qrCode('a'.repeat(MOST_BYTES + 1))).toBeNull();
  expect(qrCode('ä'.repeat(MOST_BYTES / 2 + 1))).toBeNull();
});
