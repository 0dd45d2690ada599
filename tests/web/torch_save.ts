// SPDX-License-Identifier: Apache-2.0
// Tensors of a safetensors file as torch.save writes them: a zip of a pickle and a file for each tensor.
import { zipSync } from 'fflate';

const KINDS: Record<string, string> = { F64: 'Double', F32: 'Float', F16: 'Half', BF16: 'BFloat16', I64: 'Long' };

type Line = { dtype: string; shape: number[]; data_offsets: [number, number] };

export function linesOf(safetensors: Uint8Array<ArrayBuffer>): { lines: [string, Line][]; data: Uint8Array } {
  const length = Number(new DataView(safetensors.buffer, safetensors.byteOffset).getBigUint64(0, true));
  const { __metadata__: _, ...rest } = JSON.parse(new TextDecoder().decode(safetensors.subarray(8, 8 + length))) as Record<string, Line>; // prettier-ignore
  return { lines: Object.entries(rest), data: safetensors.subarray(8 + length) };
}

const four = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >> 24) & 255];
const ascii = (text: string) => [...new TextEncoder().encode(text)];
const text = (of: string) => ['X'.charCodeAt(0), ...four(ascii(of).length), ...ascii(of)];
const integer = (n: number) => ['J'.charCodeAt(0), ...four(n)];
const tuple = (...parts: number[][]) => [...ascii('('), ...parts.flat(), ...ascii('t')];

function tensor(storage: string, { dtype, shape, data_offsets: [from, to] }: Line): number[] {
  const count = shape.reduce((a, b) => a * b, 1);
  const item = count ? (to - from) / count : 1;
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const id = tuple(text('storage'), ascii(`ctorch\n${KINDS[dtype]}Storage\n`), text(storage), text('cpu'), integer((to - from) / item)); // prettier-ignore
  const sizes = tuple(...shape.map(integer));
  const args = tuple(
    [...id, ...ascii('Q')],
    integer(0),
    sizes,
    tuple(...strides.map(integer)),
    [0x89],
    [...ascii('}')],
  );
  return [...ascii('ctorch._utils\n_rebuild_tensor_v2\n'), ...args, ...ascii('R')];
}

/** `take`: which of its tensors. */
export function torchSave(
  safetensors: Uint8Array<ArrayBuffer>,
  take: (name: string) => boolean = () => true,
): Uint8Array<ArrayBuffer> {
  const { lines, data } = linesOf(safetensors);
  const taken = lines.filter(([name]) => take(name));
  const items = taken.flatMap(([name, line], i) => [...text(name), ...tensor(String(i), line)]);
  const pickle = [0x80, 2, ...ascii('}('), ...items, ...ascii('u.')];
  const storages = taken.map(([, { data_offsets }], i) => [`it/data/${i}`, data.subarray(...data_offsets)] as const);
  return zipSync(
    { 'it/data.pkl': new Uint8Array(pickle), 'it/byteorder': new Uint8Array(ascii('little')), ...Object.fromEntries(storages) }, // prettier-ignore
    { level: 0 },
  ) as Uint8Array<ArrayBuffer>;
}
