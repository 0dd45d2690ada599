// SPDX-License-Identifier: Apache-2.0
// As much of Protocol Buffers as an ONNX model needs: fields of integers, floats, bytes and messages.
import { joined } from '../hub/joined';

export type Message = Uint8Array<ArrayBuffer>;

const utf8 = new TextEncoder();

function varint(value: number): number[] {
  const out: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return [...out, Number(rest)];
    out.push(Number(rest & 127n) | 128);
  }
}

const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;
const key = (field: number, wire: number): number[] => varint(field * 8 + wire);

export const integer = (field: number, value: number): Message =>
  Uint8Array.from([...key(field, VARINT), ...varint(value)]);

export function float(field: number, value: number): Message {
  return Uint8Array.from([...key(field, FIXED32), ...new Uint8Array(Float32Array.of(value).buffer)]);
}

/** What stands before the content of a field of so many bytes, where the content follows piece by piece. */
export const front = (field: number, length: number): Message =>
  Uint8Array.from([...key(field, LENGTH), ...varint(length)]);

export function bytes(field: number, value: Uint8Array | string): Message {
  const content = typeof value === 'string' ? utf8.encode(value) : value;
  return message([front(field, content.byteLength), content]);
}

/** Fields one after the other. */
export const message = (fields: readonly Uint8Array[]): Message => joined(fields);
