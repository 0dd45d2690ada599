// SPDX-License-Identifier: Apache-2.0
// What a long run asks of the browser: a title that tells how far it is, a screen that stays on, and a question before
// work that was not saved is closed.
import { effect } from '@preact/signals';
import { openStep, STEPS } from './steps';
import { trained, unsaved } from './head';
import { keptTrained } from './kept_trained';
import { phase, pretraining } from './phase';
import { pretrainStep } from './pretrain';
import { steps } from './training';
import { newestOnly } from './trouble';

const NAME = document.title;

effect(() => {
  const last = phase.value === 'starting' ? null : pretraining.value ? pretrainStep.value : steps.value.at(-1);
  const step = STEPS.find(({ id }) => id === openStep.value)?.name;
  const share = last ? `${Math.round((100 * last.step) / last.steps)} % ` : '';
  document.title = phase.value === 'idle' ? `${step} · ${NAME}` : `${share}Training · ${NAME}`;
});

addEventListener('beforeunload', (event) => {
  const lost = unsaved.value && keptTrained.value !== trained.value;
  if (phase.value !== 'idle' || lost) event.preventDefault();
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
