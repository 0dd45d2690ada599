// SPDX-License-Identifier: Apache-2.0
// A file of an export, made piece by piece.
export interface ExportFile {
  name: string;
  size: number;
  pieces(): Iterable<Uint8Array<ArrayBuffer>>;
}

export interface Weights {
  size: number;
  pieces: () => Iterable<Uint8Array<ArrayBuffer>>;
}

const encoder = new TextEncoder();

export function encodeJson(value: object): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${JSON.stringify(value, null, 2)}\n`);
}
