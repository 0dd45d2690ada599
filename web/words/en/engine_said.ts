// SPDX-License-Identifier: Apache-2.0
import { asSentence } from '../formats';

export const engineSaid = {
  /** A sentence of the engine's own (core/, tt_fail). */
  sentence: (text: string) => asSentence(text),
};
