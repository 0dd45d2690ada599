// SPDX-License-Identifier: Apache-2.0
// Whether a run is going on, and how it is stopped. While it is, the engine keeps its data and its encoder.
import { computed, type Signal } from '@preact/signals';
import type { RunState } from '../border/messages';
import { asking, engine, snapshot } from './engine';
import { attempt } from './trouble';

type Phase = 'idle' | RunState['state'];
export const phase = computed<Phase>(
  () => snapshot.value.run?.state ?? (asking('train', 'pretrain') ? 'starting' : 'idle'),
);
/** The run is further pre-training, and no training of a head. */
export const pretraining = computed(() => snapshot.value.run?.kind === 'pretraining' || asking('pretrain'));

export const stop = (trouble: Signal<string>): Promise<boolean> =>
  attempt(trouble, async () => {
    if (phase.value !== 'idle') await engine.call('run.stop', {});
  });
