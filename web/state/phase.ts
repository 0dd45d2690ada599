// SPDX-License-Identifier: Apache-2.0
// Whether a run is going on, and how one is begun and stopped. While it is, the engine keeps its data and its encoder.
import { signal, type Signal } from '@preact/signals';
import { EngineFailure } from '../engine/failure';
import { engine } from './engine';
import { attempt } from './trouble';

/** starting: what the run needs is made ready. finishing: what follows its last update. */
export type Phase = 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'finishing';
export const phase = signal<Phase>('idle');
/** The run is further pre-training, and no training of a head. */
export const pretraining = signal(false);

const stopped = () => phase.value === 'stopping';

/** Both may take long; who stops meanwhile is heard. Rejects with E_CANCELLED where the run was not begun for that. */
export async function begin(prepare: () => Promise<unknown>, start: () => Promise<unknown>): Promise<void> {
  phase.value = 'starting';
  await prepare();
  if (stopped()) throw new EngineFailure({ code: 'E_CANCELLED', text: 'The run was not begun.', at: -1 });
  await start();
  if (stopped()) await engine.call('run.stop', {});
  else phase.value = 'running';
}

export const stop = (trouble: Signal<string>): Promise<boolean> =>
  attempt(trouble, async () => {
    if (phase.value === 'idle' || phase.value === 'finishing') return;
    const call = phase.value === 'starting' ? 'cancel' : 'run.stop';
    phase.value = 'stopping';
    await engine.call(call, {});
  });

engine.onDeath(() => {
  phase.value = 'idle';
});
