// SPDX-License-Identifier: Apache-2.0
// The trained head in the engine. It came from a run here, from a file or with the checkpoint: one signal holds which,
// so that a new one takes the place of whatever was there.
import { computed, effect, signal } from '@preact/signals';
import type { Prepared } from '../data/prepare';
import type { Cut, Head, HeadFile, Method, RunEnd, RunOptions } from '../engine/messages';

/** What a head is for. */
export type HeadKind = Pick<Head, 'task' | 'labels' | 'scheme' | 'pooling' | 'thresholds'>;

/** What the engine's weights are after a run. */
export interface Trained {
  method: Method;
  /** The rows it was trained on, and those kept from it. */
  data: Prepared;
  head: HeadKind;
  options: RunOptions;
  /** Of them those that the user chose: the others are defaults for its rows. */
  chosen: RunOptions;
  cut: Cut;
  end: RunEnd;
  summary: string;
}

type InPlace = { from: 'run'; run: Trained } | { from: 'file'; file: HeadFile } | { from: 'checkpoint'; head: Head };

/** null: the engine has no trained head. */
export const inPlace = signal<InPlace | null>(null);

export const trained = computed(() => (inPlace.value?.from === 'run' ? inPlace.value.run : null));
export const headFile = computed(() => (inPlace.value?.from === 'file' ? inPlace.value.file : null));
export const ownHead = computed(() => (inPlace.value?.from === 'checkpoint' ? inPlace.value.head : null));

/** The file that the trained model was saved as last; '' where it was not. */
export const savedTo = signal('');
effect(() => {
  void inPlace.value;
  savedTo.value = '';
});
/** Closing the page or replacing the model would lose a training. */
export const unsaved = computed(() => !!trained.value && !savedTo.value);

/** What it is able to answer. */
export const answering = computed<HeadKind | null>(() => trained.value?.head ?? headFile.value ?? ownHead.value);
