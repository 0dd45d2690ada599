// SPDX-License-Identifier: Apache-2.0
// Sentences about a file that is read. They come with the readers, which the page loads when they are wanted.
import { readErrors } from '../words/en/read_errors';
import { saying } from '../words/said';

export const say = saying('readErrors', readErrors);
