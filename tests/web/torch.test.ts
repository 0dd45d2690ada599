// SPDX-License-Identifier: Apache-2.0
// Files of torch.save: the same tensors as those of safetensors, streamed; what is more than tensors is refused by
// name.
import { readFileSync } from 'node:fs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { EngineFailure } from '../../web/border/failure';
import { openCheckpoint } from '../../web/hub/open';
import type { OpenFile } from '../../web/hub/folder';
import { readPickle } from '../../web/hub/pickle';
import { torchFile } from '../../web/hub/torch';

type Bytes = Uint8Array<ArrayBuffer>;
const golden = (name: string): Bytes => new Uint8Array(readFileSync(`tests/golden/torch/${name}`));

/** In pieces of odd sizes; `read` counts the bytes that were asked for. */
function fileOf(bytes: Uint8Array, { piece = 37, size = bytes.byteLength } = {}) {
  const file = {
    size,
    read: 0,
    streams: [] as number[],
    async *stream(from = 0) {
      file.streams.push(from);
      for (let at = from; at < bytes.byteLength; at += piece) {
        const next = bytes.slice(at, at + piece);
        file.read += next.byteLength;
        yield next;
      }
    },
  };
  return file;
}

async function collect(file: OpenFile, from = 0): Promise<Bytes> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.stream(from)) pieces.push(piece.slice());
  return new Uint8Array(Buffer.concat(pieces));
}

type Line = { dtype: string; shape: number[]; data_offsets: [number, number] };

function tensorsOf(file: Bytes): Record<string, [string, number[], string]> {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const lines = Object.entries(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Record<string, Line>); // prettier-ignore
  const data = file.subarray(8 + length);
  const end = Math.max(...lines.map(([, { data_offsets }]) => data_offsets[1]));
  expect(data.byteLength).toBe(end);
  const tensors = lines.map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => [name, [dtype, shape, Buffer.from(data.subarray(from, to)).toString('hex')]],
  );
  return Object.fromEntries(tensors) as Record<string, [string, number[], string]>;
}

const read = async (bytes: Uint8Array, name = 'pytorch_model.bin') => {
  const file = await torchFile(name, fileOf(bytes));
  const whole = await collect(file);
  expect(whole.byteLength).toBe(file.size);
  return tensorsOf(whole);
};

describe('a file of torch.save', () => {
  const expected = tensorsOf(golden('expected.safetensors'));
  it.each(['zip.bin', 'legacy.bin', 'nested.bin', 'legacy_nested.bin', 'protocol5.bin'])('%s', async (name) => {
    expect(Object.keys(expected)).toHaveLength(17);
    expect(await read(golden(name))).toEqual(expected);
  });
  it.each([['zip.bin'], ['legacy.bin']])(
    'is read again from any byte on, and where its length is not known: %s',
    async (name) => {
      const file = await torchFile(name, fileOf(golden(name), { piece: 1000, size: 0 }));
      const whole = await collect(file);
      for (const from of [0, 1, 8, 700, whole.byteLength - 1, whole.byteLength])
        expect(await collect(file, from)).toEqual(whole.slice(from));
    },
  );
  it.each([['zip.bin'], ['legacy.bin']])('is read once from its beginning to its end: %s', async (name) => {
    const source = fileOf(golden(name), { piece: 64 });
    const file = await torchFile(name, source);
    source.streams.length = source.read = 0;
    await collect(file);
    expect(source.streams[0]).toBe(0);
    // and what two names share once more
    expect(source.streams).toHaveLength(2);
    expect(source.read).toBeLessThan(2 * source.size);
  });
  it.each([
    ['module.bin', /has a torch\.nn\.modules\.linear\.Linear in it, and only tensors are read.*model\.safetensors/],
    ['complex.bin', /has a torch\.ComplexFloatStorage in it/],
  ])('that has more than tensors is refused: %s', async (name, sentence) => {
    await expect(read(golden(name))).rejects.toMatchObject({ code: 'E_FORMAT', text: expect.stringMatching(sentence) });
  });
  it('is cut short', async () => {
    for (const name of ['zip.bin', 'legacy.bin'])
      for (const length of [3, 100, 1000, golden(name).byteLength - 1])
        await expect(read(golden(name).slice(0, length)), `${name} ${length}`).rejects.toThrow(/Fetch it again|fetch it again|can be read here/); // prettier-ignore
  });
  it.each([
    ['version https://git-lfs', /Git LFS pointer/],
    ['<!doctype html>', /begins with the bytes 3c 21/],
    ['', /begins with the bytes \(none\)/],
  ])('is something else: "%s"', async (text, sentence) => {
    await expect(read(strToU8(text))).rejects.toThrow(sentence);
  });
  it('of a machine with the other order of bytes', async () => {
    const files = { ...unzipSync(golden('zip.bin')), 'zip/byteorder': strToU8('big') };
    await expect(read(zipSync(files, { level: 0 }))).rejects.toThrow(/order "big"/);
  });
  it('that somebody compressed, or that lacks a part', async () => {
    const files = unzipSync(golden('zip.bin'));
    await expect(read(zipSync(files, { level: 9 }))).rejects.toThrow(/is compressed/);
    const { 'zip/data/0': _, ...rest } = files;
    await expect(read(zipSync(rest, { level: 0 }))).rejects.toThrow(/has no data\/0 in it/);
    const short = { ...files, 'zip/data/0': new Uint8Array(8) };
    await expect(read(zipSync(short, { level: 0 }))).rejects.toThrow(/data\/0 .*fewer numbers/);
    expect(await read(zipSync(files, { level: 0 }))).toEqual(expected);
  });
});

it('a changed number is refused with the name of the storage', async () => {
  const zip = golden('zip.bin');
  for (const [path, content] of Object.entries(unzipSync(zip))) {
    if (!path.startsWith('zip/data/') || content.length === 0) continue;
    const wrong = zip.slice();
    const header = Buffer.from(zip).indexOf(path);
    wrong[Buffer.from(zip).indexOf(content, header) + content.length - 1]! ^= 1;
    await expect(read(wrong)).rejects.toThrow(`${path.slice('zip/'.length)} in pytorch_model.bin is damaged`);
  }
});

describe('a zip of more than 4 GiB', () => {
  /** The same with every number of the list of files, and of its end, in the fields of 64 bits. */
  function long(zip: Bytes): Bytes {
    const view = new DataView(zip.buffer);
    const end = zip.byteLength - 22;
    expect(view.getUint32(end, true)).toBe(0x06054b50);
    const [count, start] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
    const lines: Uint8Array[] = [];
    for (let i = 0, at = start; i < count; i++) {
      const [name, extra] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
      const line = new Uint8Array(46 + name + 28);
      line.set(zip.subarray(at, at + 46 + name));
      const of = new DataView(line.buffer);
      const numbers = [24, 20, 42].map((offset) => view.getUint32(at + offset, true));
      [24, 20, 42].forEach((offset) => of.setUint32(offset, 0xffffffff, true));
      of.setUint16(30, 28, true);
      of.setUint16(46 + name, 1, true);
      of.setUint16(48 + name, 24, true);
      numbers.forEach((value, n) => of.setBigUint64(50 + name + 8 * n, BigInt(value), true));
      lines.push(line);
      at += 46 + name + extra + view.getUint16(at + 32, true);
    }
    const list = Buffer.concat(lines);
    const tail = new DataView(new ArrayBuffer(56 + 20 + 22));
    tail.setUint32(0, 0x06064b50, true);
    tail.setBigUint64(32, BigInt(count), true);
    tail.setBigUint64(40, BigInt(list.byteLength), true);
    tail.setBigUint64(48, BigInt(start), true);
    tail.setUint32(56, 0x07064b50, true);
    tail.setBigUint64(64, BigInt(start + list.byteLength), true);
    tail.setUint32(76, 0x06054b50, true);
    tail.setUint16(86, 0xffff, true);
    tail.setUint32(88, 0xffffffff, true);
    tail.setUint32(92, 0xffffffff, true);
    return new Uint8Array(Buffer.concat([zip.subarray(0, start), list, new Uint8Array(tail.buffer)]));
  }
  it('has its numbers elsewhere', async () => {
    const files = unzipSync(golden('zip.bin'));
    const zip = zipSync(files, { level: 0 }) as Bytes;
    expect(await read(long(zip))).toEqual(await read(zip));
  });
});

describe('a pickle', () => {
  const run = (...bytes: (number | string)[]) =>
    readPickle(new Uint8Array(bytes.flatMap((b) => (typeof b === 'string' ? [...strToU8(b)] : [b]))), 0, 'it').value;
  const END = 0x2e;
  it.each([
    ['None', ['N'], null],
    ['-3', ['J', 0xfd, 0xff, 0xff, 0xff], -3],
    ['2^70', [0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0x40], 2n ** 70n],
    ['-1 as long', [0x8a, 1, 0xff], -1],
    ['0 as long', [0x8a, 0], 0],
    ['1.5', ['G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 1.5],
    ['text', ['X', 2, 0, 0, 0, 'hi'], 'hi'],
    ['text of Python 2', ['U', 1, 0xe9], 'é'],
  ])('%s', (_, bytes, value) => expect(run(...bytes, END)).toEqual(value));
  it.each([
    ['os.system', ['cos\nsystem\n', 'X', 2, 0, 0, 0, 'ls', 0x85, 'R'], /has a os\.system in it/],
    ['builtins.eval', ['cbuiltins\neval\n'], /has a builtins\.eval in it/],
    ['by the newer instruction', [0x8c, 2, 'os', 0x8c, 5, 'popen', 0x93], /has a os\.popen/],
    ['INST', ['(', 'ios\nsystem\n'], /instruction 0x69/],
    ['EXT1', [0x82, 1], /instruction 0x82/],
    ['a name of every object', ['ctorch\n__proto__\n'], /has a torch\.__proto__/],
    ['fields of what is no dictionary', [']', '}', 'b'], /sets fields of an object/],
    ['a call of a storage', ['ctorch\nFloatStorage\n', ')', 'R'], /calls torch\.FloatStorage/],
    [
      'a tensor with another sign than its numbers',
      [
        'ctorch._utils\n_rebuild_tensor_v2\n',
        '(',
        'N',
        'K',
        0,
        ')',
        ')',
        0x89,
        'N',
        '}',
        'X',
        3,
        0,
        0,
        0,
        'neg',
        0x88,
        's',
        't',
        'R',
      ],
      /the negative or the conjugate of its numbers/,
    ],
    ['nothing on the stack', ['R'], /lacks a value/],
    ['no mark', ['N', 't'], /lacks a mark/],
    ['what was not put aside', ['h', 3], /has not put aside/],
    ['a newer protocol', [0x80, 9], /protocol after 5/],
  ])('is refused: %s', (_, bytes, sentence) => expect(() => run(...bytes, END)).toThrow(sentence));
  it('that copies a list again and again is refused', () => {
    const pair = [']', '(', ...new Array(300).fill(['N', 'N', 0x86]).flat(), 'e', 'q', 0];
    const again = new Array(400).fill(['ccollections\nOrderedDict\n', 'h', 0, 0x85, 'R']).flat();
    expect(() => run(...pair, ...again, END)).toThrow(/again and again/);
  });
});

/** More of them, and others, by hand. */
const ROUNDS = Number(process.env.TABTUNE_FUZZ_ROUNDS ?? 500);

it(
  'a file that is changed anywhere is refused in a sentence, or has tensors',
  async () => {
    let seed = ROUNDS;
    const random = (n: number) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % n;
    const fixtures = ['zip.bin', 'legacy.bin', 'nested.bin', 'protocol5.bin', 'legacy_nested.bin'].map(golden);
    const outcomes = { read: 0, refused: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      let bytes = fixtures[round % fixtures.length]!.slice();
      for (let n = 1 + random(3); n > 0; n--) {
        const at = random(2) ? random(bytes.byteLength) : random(Math.min(900, bytes.byteLength));
        const kind = random(8);
        if (kind === 0) bytes = bytes.slice(0, at + 1);
        else if (kind === 1)
          bytes = new Uint8Array(Buffer.concat([bytes.slice(0, at), bytes.slice(at + 1 + random(9))]));
        else if (kind === 2)
          bytes = new Uint8Array(Buffer.concat([bytes.slice(0, at), bytes.slice(at - random(at + 1))]));
        else bytes[at] = kind < 5 ? random(256) : bytes[at]! ^ (1 << random(8));
        if (!bytes.byteLength) bytes = new Uint8Array(1);
      }
      try {
        const file = await torchFile('it', fileOf(bytes, { piece: 4096 }));
        tensorsOf(await collect(file));
        outcomes.read++;
      } catch (error) {
        if (!(error instanceof EngineFailure) || !/\.$/.test(error.text)) throw error;
        outcomes.refused++;
      }
    }
    expect(outcomes.read).toBeGreaterThan(ROUNDS / 50);
    expect(outcomes.refused).toBeGreaterThan(ROUNDS / 4);
  },
  Infinity,
);

describe('a checkpoint', () => {
  const json = (value: object) => new File([JSON.stringify(value)], 'x');
  const open = (files: Record<string, BlobPart>) =>
    openCheckpoint({
      kind: 'files',
      name: 'it',
      files: Object.entries(files).map(([name, content]) => new File([content], name.split('/').at(-1)!)),
      paths: Object.keys(files),
    });
  const base = { 'config.json': '{}', 'vocab.txt': 'x' };
  const safetensors = async (files: Record<string, BlobPart>) => {
    const { shards } = await open({ ...base, ...files });
    return Promise.all(shards.map(async ({ name, file }) => [name, tensorsOf(await collect(file))] as const));
  };
  it('has its weights as pytorch_model.bin, alone or under another name', async () => {
    const expected = tensorsOf(golden('expected.safetensors'));
    for (const name of ['pytorch_model.bin', 'best.pt', 'epoch=3.ckpt'])
      expect(await safetensors({ [name]: golden('zip.bin'), 'training_args.bin': 'x' })).toEqual([[name, expected]]);
  });
  it('has shards of it', async () => {
    const index = { weight_map: { a: 'pytorch_model-2.bin', b: 'pytorch_model-1.bin' } };
    const files = {
      'pytorch_model.bin.index.json': json(index),
      'pytorch_model-1.bin': golden('zip.bin'),
      'pytorch_model-2.bin': golden('legacy.bin'),
    };
    expect((await safetensors(files)).map(([name]) => name)).toEqual(['pytorch_model-1.bin', 'pytorch_model-2.bin']);
    const odd = { ...files, 'pytorch_model.bin.index.json': json({ weight_map: { a: '../x.bin' } }) };
    await expect(safetensors(odd)).rejects.toThrow(/pytorch_model\.bin\.index\.json is no index/);
  });
  it('has safetensors beside it, which come first', async () => {
    const { shards } = await open({ ...base, 'pytorch_model.bin': 'x', 'model.safetensors': 'w' });
    expect(shards.map(({ name }) => name)).toEqual(['model.safetensors']);
    expect((await open({ ...base, 'pytorch_model.bin': 'x', 'other.safetensors': 'w' })).shards[0]!.name).toBe('other.safetensors'); // prettier-ignore
  });
});
