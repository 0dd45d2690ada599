// SPDX-License-Identifier: Apache-2.0
// After the death of a worker another one is started by itself (engine.ts). Here the page tells what was lost, and brings
// back the encoder and the trained model that is kept. A training goes on from where it was kept last (kept_run.ts).
import { effect, signal } from '@preact/signals';
import type { Prepared } from '../rows/prepare';
import type { Snapshot } from '../border/messages';
import { asking, engine, engineTrouble, snapshot } from './engine';
import { fileOf } from './head';
import { interrupted } from './kept_run';
import { isKeptRun } from './kept_trained';
import { lastSource, model, openSource } from './model';
import { howOf } from './log';
import { away, projectTrouble, wayBack } from './project';
import { attempt } from './trouble';

/** What was lost, in sentences; '': nothing. */
export const loss = signal('');

const KEPT = 'Your data and choices are still here.';
const MEMORY = 'If this happens again, use a smaller batch, a smaller maximum length or a smaller encoder.';

function lostRun({ run }: Snapshot): string {
  if (!run) return '';
  if (run.kind === 'pretraining') return 'The further pre-training that was going on is lost.';
  const kept = interrupted.value;
  if (!kept) return 'The training that was going on is lost; no state of it had been saved yet.';
  return `The training that was going on is saved up to update ${kept.step} of ${kept.of}, and can go on from there.`;
}

function lostModel({ run, head, model }: Snapshot): string {
  if (run || !model) return '';
  const file = head ? fileOf(head.at) : '';
  if (head?.trained && head.from === 'run')
    return isKeptRun(head.run)
      ? 'The trained model is kept on this computer and comes back.'
      : `The model that was trained here is ${file ? `saved as ${file}` : 'lost'}.`;
  if (head?.from === 'file') return 'The head of the file has to be loaded again.';
  return model.pretrained ? 'What the encoder had learned in further pre-training is lost.' : '';
}

/** The encoder was being loaded again when the worker died: not a third time. */
let reloading = false;

function lostEncoder({ model }: Snapshot): string {
  const source = lastSource();
  if (!source) return '';
  if (reloading) return `Loading ${source.name} again stopped it too: choose an encoder.`;
  return model || asking('model.open') ? `${source.name} is being loaded again.` : '';
}

/** What the project has, or else the encoder alone. */
async function reload(trainedOn: Prepared | null): Promise<void> {
  const source = lastSource();
  if (!source || reloading) return;
  reloading = true;
  const back = wayBack(trainedOn);
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
  loss.value = [`${error.text} It has been started again.`, ...lost, KEPT, MEMORY].join(' ');
  if (before.model || asking('model.open'))
    void reload((before.head?.from === 'run' && howOf(before.head.run)?.data) || null);
});

export const closeLoss = (): void => void (loss.value = '');

// It has been read by then.
effect(() => {
  if (snapshot.value.run) closeLoss();
});
