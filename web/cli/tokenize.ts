// SPDX-License-Identifier: Apache-2.0
// tabtune tokenize: lines in, JSON lines out. Needs a vocabulary and no weights.
import { once } from 'node:events';
import { firstInvalidUtf8 } from '../read/bytes';
import { DataError } from '../read/problems';
import { BUILDS } from '../engine/detect';
import { Engine } from '../engine/module';
import { folderOfFiles, type Folder } from '../hub/folder';
import { readTokenizer } from '../hub/tokenizer_files';
import { folderAtUrl } from '../hub/url';
import { moduleUrl } from './engine';
import { openModelFolder } from './files';
import { openWeb } from './hub';
import { visible } from './terminal';
import { integerOf, type Arguments } from './usage';

/** The smallest encoder that any vocabulary goes with: only its tokenizer is used. */
const MOST_TOKENS = 32768;
const CONFIG = JSON.stringify({
  model_type: 'bert',
  hidden_size: 1,
  num_attention_heads: 1,
  num_hidden_layers: 1,
  intermediate_size: 1,
  max_position_embeddings: MOST_TOKENS,
  vocab_size: 1 << 21,
});

export async function tokenize({ values }: Arguments): Promise<void> {
  const folder = await folderOf(values.model!);
  const { vocab, tokenizerConfig } = await readTokenizer(folder);
  const length = integerOf(values, 'max-length', 2) ?? MOST_TOKENS;
  const engine = await Engine.load(moduleUrl(values.build ?? BUILDS[2]).href, 1);
  const model = engine.model(CONFIG, vocab, tokenizerConfig);
  let number = 0;
  for await (const line of lines(process.stdin)) {
    number++;
    const { ids, tokens, offsets } = model.tokenize(decode(line, number), undefined, length);
    if (!process.stdout.write(`${visible(JSON.stringify({ ids, tokens, offsets }))}\n`))
      await once(process.stdout, 'drain');
  }
}

async function folderOf(model: string): Promise<Folder> {
  const source = await openModelFolder(model);
  if (source.kind === 'url') return folderAtUrl(source.url, await openWeb());
  return folderOfFiles(source.name, source.files, source.paths);
}

function decode(line: Uint8Array, number: number): string {
  const at = firstInvalidUtf8(line);
  if (at >= 0) throw new DataError(`line ${number}, byte ${at}: not UTF-8.`, number, at);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(line);
}

/** Lines end with a newline and nothing else: U+2028 and the like are text. */
async function* lines(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of input) {
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at)]);
      rest = [];
      from = at + 1;
    }
    rest.push(chunk.subarray(from));
  }
  const last = Buffer.concat(rest);
  if (last.byteLength) yield last;
}
