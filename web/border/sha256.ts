// SPDX-License-Identifier: Apache-2.0

const digest = async (bytes: BufferSource) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** In 64 hexadecimal digits. */
export const sha256 = async (bytes: BufferSource): Promise<string> => hex(await digest(bytes));

/** The SHA-256 over those of pieces: of more bytes than may be in memory at once. */
export async function sha256OfPieces(blob: Blob, piece: number): Promise<string> {
  const sums: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < blob.size; at += piece) sums.push(await digest(await blob.slice(at, at + piece).arrayBuffer()));
  return sha256(await new Blob(sums).arrayBuffer());
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
