// SPDX-License-Identifier: Apache-2.0
// A QR code (ISO/IEC 18004) as the outline of its dark squares.
import { encode } from 'uqr';

/** Bytes that the largest code holds at the lowest level of correction. */
export const MOST_BYTES = 2953;
/** Squares of light around it, as the standard requires. */
const QUIET = 4;

export interface Code {
  /** Squares in a row, those around it included. */
  size: number;
  /** 1 to 40. */
  version: number;
  /** For the attribute d of an SVG path, a square a unit. */
  path: string;
}

/** null: the text is too long. */
export function qrCode(text: string): Code | null {
  if (new TextEncoder().encode(text).byteLength > MOST_BYTES) return null;
  const { data, size, version } = encode(text, { ecc: 'L', border: QUIET });
  const rows = data.flatMap((row, y) => row.flatMap((dark, x) => (dark && !row[x - 1] ? [bar(row, x, y)] : [])));
  return { size, version, path: rows.join('') };
}

/** Dark squares beside each other. */
function bar(row: boolean[], x: number, y: number): string {
  const end = row.indexOf(false, x);
  const width = (end < 0 ? row.length : end) - x;
  return `M${x} ${y}h${width}v1h-${width}z`;
}
