// SPDX-License-Identifier: Apache-2.0
// LoRA adapters as PEFT saves them answer as in PEFT (tests/golden/adapters, written by scripts/golden_adapters.py).
import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import type { ModelSource } from '../../web/border/messages';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import { Session } from '../../web/engine/session';
import { moduleUrl } from './engine';

const GOLDEN = 'tests/golden';
const filesOf = (folder: string, names: string[]): ModelSource & { kind: 'files' } => ({
  kind: 'files',
  name: folder.split('/').at(-1)!,
  files: names.map((name) => new File([readFileSync(`${GOLDEN}/${folder}/${name}`)], name)),
});
const base = filesOf('tiny-bert', ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors']);

let call: Handlers;
beforeEach(async () => {
  call = handlersOf(new Session({ moduleUrl, emit: () => undefined }));
  await call['engine.start']({ threads: 1 });
});

/** The words of each text, where a model has tags. */
function wordsOf(texts: string[]) {
  const words = texts.map((text) =>
    [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => [index, index + word.length]),
  );
  const ends = words.map((_, i) => words.slice(0, i + 1).flat().length);
  return { ends, spans: words.flat(2) };
}

it.each(readdirSync(`${GOLDEN}/adapters`))('%s', async (name) => {
  const { texts, answers } = JSON.parse(readFileSync(`${GOLDEN}/adapters/${name}/answers.json`, 'utf8')) as {
    texts: string[];
    answers: number[][];
  };
  const adapter = filesOf(`adapters/${name}`, ['adapter_config.json', 'adapter_model.safetensors']);
  const { head } = await call['model.open']({ ...adapter, base });
  const words = head!.task === 'token_classification' ? { words: wordsOf(texts) } : {};
  const { outputs } = await call.predict({ texts, ...words, max_length: 64 });
  const got = outputs.map((row) => [...row]).flat();
  expect(got).toHaveLength(answers.flat().length);
  expect(Math.max(...answers.flat().map((share, i) => Math.abs(share - got[i]!)))).toBeLessThan(1e-5);
});
