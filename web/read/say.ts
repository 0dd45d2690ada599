// SPDX-License-Identifier: Apache-2.0
// Why a file cannot be read, and what was made of one. The sentences come with the readers, which the page loads when
// they are wanted.
import { readErrors } from '../words/en/read_errors';
import { readNotes } from '../words/en/read_notes';
import { saying } from '../words/said';

export const say = saying('readErrors', readErrors);
export const sayNote = saying('readNotes', readNotes);
