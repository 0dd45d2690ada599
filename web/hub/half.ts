// SPDX-License-Identifier: Apache-2.0
// Numbers of 16 bits (IEEE 754 binary16), to the nearest, ties to even.

const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);

/** The bits of it; beyond 65,519 it is infinite. */
export function halfOf(x: number): number {
  number[0] = x;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const magnitude = bits[0]! & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | roundedToEven(Math.abs(number[0]!) * 2 ** 24);
  return sign | roundedToEven((magnitude - 0x38000000) / 2 ** 13);
}

/** Exact: both arguments above have 24 bits or fewer. */
function roundedToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
