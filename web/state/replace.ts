// SPDX-License-Identifier: Apache-2.0
// What takes the place of a trained model asks first, where the training is not saved.
import { effect, signal } from '@preact/signals';
import { trained, unsaved } from './head';
import { phase } from './phase';

/** Where on the page the question stands. */
export type Place = 'encoder' | 'head' | 'pretraining' | 'run' | 'alone' | 'kept';

export interface Question {
  place: Place;
  /** What would be done, as the words of a button. */
  what: string;
  go: () => Promise<unknown>;
}

export const question = signal<Question | null>(null);

/** Resolves at once where a question is put; `go` then waits for the answer. */
export async function replaceTrained(place: Place, what: string, go: () => Promise<unknown>): Promise<void> {
  if (unsaved.value) question.value = { place, what, go };
  else await go();
}

export async function answerQuestion(yes: boolean): Promise<void> {
  const asked = question.value;
  question.value = null;
  if (yes) await asked?.go();
}

// With the model that it is about the question is gone, and a run that begins replaces that.
effect(() => {
  void [trained.value, phase.value];
  question.value = null;
});
