// SPDX-License-Identifier: Apache-2.0
// The encoder that keeps capitals (scripts/keep_case): it reads a text in lower case as tabtune-small does, and a
// capital is the same step for every piece.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = (name: string) => `public/models/${name}`;
const [PLAIN, CASED] = [folder('tabtune-small'), folder('tabtune-small-cased')];
const WORDS = 'bert.embeddings.word_embeddings.weight';

function fromHalf(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24;
  return bits >> 15 ? -size : size;
}

const tokens = (model: string, text: string): { ids: number[]; tokens: string[] } =>
  JSON.parse(execFileSync('scripts/tabtune', ['tokenize', '--model', model], { input: `${text}\n`, encoding: 'utf8' }));

/** The vector of a piece, and the bytes of all that both encoders have. */
function weights(model: string) {
  const data = readFileSync(`${model}/model.safetensors`);
  const size = Number(data.readBigUInt64LE(0));
  const header = JSON.parse(data.toString('utf8', 8, 8 + size)) as Record<string, { data_offsets: [number, number] }>;
  const body = (name: string) => data.subarray(...header[name]!.data_offsets.map((at) => 8 + size + at));
  const pieces = readFileSync(`${model}/vocab.txt`, 'utf8').split('\n');
  const vector = (piece: string) =>
    Array.from({ length: 384 }, (_, i) => fromHalf(body(WORDS).readUInt16LE(2 * (384 * pieces.indexOf(piece) + i))));
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  return { body, vector, names };
}

it('reads lower case as the encoder that it is made of', () => {
  const text = 'the new york times wrote of łódź, nato and mp3s';
  expect(tokens(CASED, text)).toEqual(tokens(PLAIN, text));
  const [plain, cased] = [weights(PLAIN), weights(CASED)];
  expect(cased.names).toEqual(plain.names);
  for (const name of plain.names)
    expect(cased.body(name).subarray(0, plain.body(name).length).equals(plain.body(name)), name).toBe(true);
});

it('keeps capitals, takes accents off, and cuts as without them', () => {
  const text = 'Zürich and Ghent are NATO Cities, says Mr. Miller';
  const cased = tokens(CASED, text).tokens;
  expect(cased.map((token) => (token.startsWith('[') ? token : token.toLowerCase()))).toEqual(
    tokens(PLAIN, text).tokens,
  );
  expect(cased).toEqual(expect.arrayContaining(['Z', '##uri', 'NA', '##TO', 'Cities', 'Mr']));
});

it('tells capitals by the same step from every piece', () => {
  const { vector } = weights(CASED);
  const step = (piece: string, twin: string) => {
    const from = vector(piece);
    return vector(twin).map((value, i) => value - from[i]!);
  };
  const [first, second] = [step('the', 'The'), step('##to', '##TO')];
  expect(Math.hypot(...first)).toBeGreaterThan(0.1);
  expect(Math.max(...first.map((value, i) => Math.abs(value - second[i]!)))).toBeLessThan(2e-3); // two roundings
});
