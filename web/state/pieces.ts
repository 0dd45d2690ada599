// SPDX-License-Identifier: Apache-2.0
// Whether the encoder's vocabulary can write the texts.
import { computed } from '@preact/signals';
import { checkPieces, isForeign } from '../rows/checks';
import { lengths } from './tokens';

/** It cannot write many of them. */
export const foreign = computed(() => !!lengths.value && isForeign(lengths.value));

export const foreignFound = computed(() =>
  lengths.value ? checkPieces(lengths.value).filter(({ level }) => level === 'warning') : [],
);
