// SPDX-License-Identifier: Apache-2.0
// The engine in its worker: started once, asked by the actions of this folder and by nobody else.
import { signal } from '@preact/signals';
import { startClient } from '../engine/client';
import type { EngineInfo, Progress } from '../engine/messages';
import { attempt } from './trouble';

export const engineInfo = signal<EngineInfo | null>(null);
export const engineTrouble = signal('');

export const engine = startClient((error) => {
  engineInfo.value = null;
  engineTrouble.value = error.text;
});

/** Of the long call that is going on; whoever begins one clears it at its end. */
export const progress = signal<Progress | null>(null);

engine.on('progress', (report) => {
  progress.value = report;
});

/** Every action that needs the engine awaits this first. */
export const engineReady: Promise<boolean> = attempt(engineTrouble, async () => {
  engineInfo.value = await engine.call('engine.start', {});
});

/** What it was doing is left, and says so; what was there before stays. */
export const cancelCall = (): void => void engine.call('cancel', {});
