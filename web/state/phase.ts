// SPDX-License-Identifier: Apache-2.0
// Whether a run is going on: while it is, the engine keeps its data and its encoder.
import { signal } from '@preact/signals';

export type Phase = 'idle' | 'running' | 'paused' | 'stopping';
export const phase = signal<Phase>('idle');
/** The run is further pre-training, and no training of a head. */
export const pretraining = signal(false);
