// SPDX-License-Identifier: Apache-2.0
// How far the lesson has come; kept with the project. What it asks for is in lesson_facts.ts.
import { signal } from '@preact/signals';
import type { Trial } from '../lesson/facts';

export interface Lesson {
  /** The chapter that is shown, or the step whose chapter it is; null: the lesson is closed. */
  chapter: string | null;
  /** What was answered last, by question. */
  answers: Record<string, string>;
  /** The last training of each kind. */
  trials: Trial[];
}

const NO_LESSON: Lesson = { chapter: null, answers: {}, trials: [] };
export const lesson = signal<Lesson>(NO_LESSON);

/** Large type, for a projector. */
export const projector = signal(false);

export const closeLesson = (): void => void (lesson.value = { ...lesson.value, chapter: null });
