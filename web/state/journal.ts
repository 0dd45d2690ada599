// SPDX-License-Identifier: Apache-2.0
// The user's edits of the main file. edits.ts has the actions.
import { computed, signal } from '@preact/signals';
import { changesOf, NO_EDITS, type Journal } from '../rows/journal';

export const journal = signal<Journal>(NO_EDITS);
/** Those that hold. */
export const changes = computed(() => changesOf(journal.value));
