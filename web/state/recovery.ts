// SPDX-License-Identifier: Apache-2.0
// After the death of a worker another one is started by itself (engine.ts). Here the page tells what was lost, and
// brings back the encoder and the trained model that is kept. A training goes on from where it was kept last
// (kept_run.ts).
import { effect, signal } from '@preact/signals';
import type { Snapshot } from '../border/messages';
import { inWords, words } from '../words';
import { asking, engine, engineTrouble, snapshot } from './engine';
import { fileOf, keptRuns } from './head';
import { interrupted } from './kept_run';
import { lastSource, model, openSource } from './model';
import { howOf } from './log';
import { away, isHeadKept, projectTrouble, wayBack } from './project';
import { attempt } from './trouble';

/** What was lost, in sentences; '': nothing. */
export const loss = signal('');

function lostRun({ run }: Snapshot): string {
  if (!run) return '';
  if (run.kind === 'pretraining') return words.trouble.pretrainingLost;
  const kept = interrupted.value;
  return kept ? words.trouble.runKept(kept.step, kept.of) : words.trouble.runLost;
}

function lostModel({ run, head, model }: Snapshot): string {
  if (run || !model) return '';
  const { trouble } = words;
  const file = head ? fileOf(head.at) : '';
  if (head?.trained && head.from === 'run') {
    if (keptRuns.peek().has(howOf(head.run)?.began ?? 0)) return trouble.modelKept;
    return file ? trouble.modelSaved(file) : trouble.modelLost;
  }
  if (head?.from === 'file') return isHeadKept() ? trouble.modelKept : trouble.headAgain;
  return model.pretrained ? trouble.pretrainedLost : '';
}

/** The encoder was being loaded again when the worker died: not a third time. */
let reloading = false;

function lostEncoder({ model }: Snapshot): string {
  const source = lastSource();
  if (!source) return '';
  if (reloading) return words.trouble.encoderStops(source.name);
  return model || asking('model.open') ? words.trouble.encoderComes(source.name) : '';
}

/** What the project has, or else the encoder alone. */
async function reload(): Promise<void> {
  const source = lastSource();
  if (!source || reloading) return;
  reloading = true;
  const back = wayBack();
  await new Promise((resolve) => setTimeout(resolve)); // the calls that were under way are rejected first
  try {
    await attempt(projectTrouble, async () => (back ? back() : openSource(source)));
  } finally {
    reloading = false;
    if (!model.value) away.value = back;
  }
}

engine.onDeath((error, before) => {
  if (engineTrouble.peek()) return; // it could not be started: that is told there
  const lost = [lostRun(before), lostModel(before), lostEncoder(before)].filter(Boolean);
  const { startedAgain, dataKept, memory } = words.trouble;
  loss.value = [startedAgain(inWords(error)), ...lost, dataKept, memory].join(' ');
  if (before.model || asking('model.open')) void reload();
});

export const closeLoss = (): void => void (loss.value = '');

// It has been read by then.
effect(() => {
  if (snapshot.value.run) closeLoss();
});
