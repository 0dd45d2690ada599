// SPDX-License-Identifier: Apache-2.0
// What a long run asks of the browser: a title that tells how far it is, a screen that stays on, and a question before
// work that was not saved is closed.
import { effect } from '@preact/signals';
import { openStep, STEPS } from './steps';
import { unsaved } from './head';
import { isKept } from './kept_trained';
import { log } from './log';
import { phase } from './phase';
import { newestOnly } from './trouble';

const NAME = document.title;

effect(() => {
  const last = phase.value === 'starting' ? null : log.value?.steps.at(-1);
  const step = STEPS.find(({ id }) => id === openStep.value)?.name ?? 'Runs';
  const share = last ? `${Math.round((100 * last.step) / last.steps)} % ` : '';
  document.title = phase.value === 'idle' ? `${step} · ${NAME}` : `${share}Training · ${NAME}`;
});

addEventListener('beforeunload', (event) => {
  if (phase.value !== 'idle' || (unsaved.value && !isKept.value)) event.preventDefault();
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
