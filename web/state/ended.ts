// SPDX-License-Identifier: Apache-2.0
// A long training that ends while the tab is hidden: a notice for when the user comes back, and a notification of the
// system where the user allows it.
import { computed, effect, signal } from '@preact/signals';
import type { RunEnd } from '../border/messages';
import { words } from '../words';
import { engine } from './engine';
import { steps } from './log';
import { phase, pretraining } from './phase';

/** Shorter ones are waited for. */
const LONG = 60;

const end = signal<{ reason: RunEnd['reason']; seconds: number } | null>(null);
/** What has ended meanwhile, in a sentence; '': nothing. */
export const ended = computed(() => (end.value ? words.run.endedAfter[end.value.reason](end.value.seconds) : ''));
export const closeEnded = (): void => void (end.value = null);

const permission = signal(globalThis.Notification?.permission ?? 'denied');
/** A notification is worth asking for: one is possible, and the training still takes a while. */
export const mayAsk = computed(() => {
  const left = phase.value === 'running' && !pretraining.value ? (steps.value.at(-1)?.seconds_left ?? 0) : 0;
  return permission.value === 'default' && left > LONG;
});
export const willTell = computed(() => permission.value === 'granted');

export async function askToTell(): Promise<void> {
  permission.value = await Notification.requestPermission();
}

async function notify(text: string): Promise<void> {
  if (!willTell.peek()) return;
  try {
    new Notification('Tabtune', { body: text });
  } catch {
    // Some browsers on phones leave it to the service worker.
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.showNotification('Tabtune', { body: text }).catch(() => undefined);
  }
}

engine.on('run.end', ({ kind, reason, seconds }) => {
  if (kind !== 'training' || seconds < LONG || document.visibilityState !== 'hidden') return;
  end.value = { reason, seconds };
  void notify(ended.value);
});

// The next training has its own end.
effect(() => {
  if (phase.value !== 'idle') closeEnded();
});
