// SPDX-License-Identifier: Apache-2.0
// A second model beside the one in place, in an engine of its own: both answer the text that is tried.
import { batch, computed, effect, signal } from '@preact/signals';
import { startClient, type EngineClient } from '../border/client';
import type { Head, KeptModel, ModelSource, Outputs, Progress, Snapshot } from '../border/messages';
import { wordsOf, type Span } from '../read/words';
import { words } from '../words';
import { engine } from './engine';
import { trained } from './head';
import { model, source } from './model';
import { answerCut, rowsToTry, tryAnswer, type Said } from './results';
import { attempt, newestOnly, sentence } from './trouble';

export interface Second {
  name: string;
  head: Head;
}

export interface SecondSaid {
  outputs: Outputs;
  words: Span[] | null;
}

export const second = signal<Second | null>(null);
export const secondTrouble = signal('');
/** What is being done until it is there; null: nothing. */
export const secondOpening = signal<Progress | null>(null);

let client: EngineClient | null = null;
let last: Snapshot | null = null;

export function closeSecond(): void {
  client?.terminate();
  client = last = null;
  batch(() => {
    second.value = secondOpening.value = null;
    said.value = null;
  });
}

/** One thread is enough for a text, and the build for it begins with the least memory. */
async function start(): Promise<EngineClient> {
  closeSecond();
  secondOpening.value = { what: words.compare.starting, done: 0, total: 0, unit: 'bytes' };
  const started = startClient({
    onDead: (error) => {
      if (client !== started) return;
      closeSecond();
      secondTrouble.value = words.compare.died(sentence(error));
    },
    onSnapshot: (snapshot) => (last = client === started ? snapshot : last),
    onEvent: (note) => {
      if (note.event === 'progress' && secondOpening.value && client === started) secondOpening.value = note.data;
    },
  });
  client = started;
  await started.call('engine.start', { build: 'tabtune-simd' });
  return started;
}

const open = (name: string, fill: (on: EngineClient) => Promise<unknown>): Promise<boolean> =>
  attempt(secondTrouble, async () => {
    try {
      const mine = await start();
      await fill(mine);
      if (client !== mine) return;
      const head = last?.head;
      if (!head?.trained) throw new Error(words.compare.untrained(name));
      second.value = { name, head };
    } catch (error) {
      if (!client) return; // it was closed, or has died, which is told
      closeSecond();
      throw error;
    }
    secondOpening.value = null;
  });

/** The encoder of the model in place, as it was before it was trained. */
function encoderAgain(): ModelSource {
  const from = source.value;
  if (!from) throw new Error(words.compare.notTwice);
  return from.kind === 'url' ? { ...from, asKept: true } : from;
}

const isHead = (files: File[]) =>
  files.length === 1 && files[0]!.size < 100e6 && /\.safetensors$/i.test(files[0]!.name);

/** A trained model, as a folder or its zip, or a head for the encoder in place. */
export function openSecond(files: File[]): Promise<boolean> {
  const [first] = files;
  const name = first?.webkitRelativePath?.split('/')[0] || first?.name || '';
  return open(name, async (on) => {
    if (!isHead(files)) {
      const paths = files.map((file) => file.webkitRelativePath || file.name);
      return on.call('model.open', { kind: 'files', name, files, paths });
    }
    await on.call('model.open', encoderAgain());
    return on.call('head.open', first!);
  });
}

/** The model in place, which another one may then take the place of. */
export function holdModel(): Promise<boolean> {
  const run = trained.value;
  const name = words.compare.held(model.value?.name ?? '', run?.summary ?? '');
  return open(name, async (on) => {
    const kept: KeptModel = await engine.call('model.keep', {});
    await on.call('model.open', encoderAgain());
    return on.call('model.restore', kept);
  });
}

const said = signal<{ of: Said; by: Second; value: SecondSaid } | null>(null);
/** To the text that is tried; null: not yet. */
export const secondAnswer = computed(() =>
  said.value && said.value.of === tryAnswer.value && said.value.by === second.value ? said.value.value : null,
);

const answer = newestOnly(async () => {
  const [of, by, on] = [tryAnswer.value, second.value, client];
  if (!of || !by || !on) return;
  await attempt(secondTrouble, async () => {
    const parts = by.head.task === 'token_classification' ? wordsOf(of.text) : null;
    const cut = by.head.cut ?? answerCut();
    const { outputs } = await on.call('predict', { ...rowsToTry({ ...of, words: parts }), ...cut });
    said.value = { of, by, value: { outputs, words: parts } };
  });
});
effect(() => {
  if (tryAnswer.value && second.value) void answer();
});
