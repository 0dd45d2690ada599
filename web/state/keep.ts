// SPDX-License-Identifier: Apache-2.0
// What a long run asks of the browser: a title that tells how far it is, a screen that stays on, and a question before
// work that was not saved is closed.
import { effect } from '@preact/signals';
import { words } from '../words';
import { openStep } from './steps';
import { unsaved } from './head';
import { log } from './log';
import { phase } from './phase';
import { newestOnly } from './trouble';

const NAME = document.title;

export const keepTitle = (): (() => void) => effect(writeTitle);

function writeTitle(): void {
  const { steps } = words;
  const last = phase.value === 'starting' ? null : log.value?.steps.at(-1);
  const training = last ? steps.share(last.step / last.steps) : steps.now;
  document.title = `${phase.value === 'idle' ? steps.names[openStep.value] : training} · ${NAME}`;
}

addEventListener('beforeunload', (event) => {
  if (phase.value !== 'idle' || unsaved.value) event.preventDefault();
});

let awake: WakeLockSentinel | null = null;

/** Browsers drop the lock when the tab is hidden; refusing it (low battery) is their right. */
const stayAwake = newestOnly(async () => {
  const wanted = phase.value !== 'idle' && phase.value !== 'paused' && document.visibilityState === 'visible';
  if (wanted && (!awake || awake.released))
    awake = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
  else if (!wanted) await awake?.release();
});

effect(() => {
  void phase.value;
  void stayAwake();
});
document.addEventListener('visibilitychange', () => void stayAwake());
