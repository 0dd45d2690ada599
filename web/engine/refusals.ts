// SPDX-License-Identifier: Apache-2.0
// Sentences with which calls are refused.
import type { EngineError } from '../border/messages';
import { engineErrors } from '../words/en/engine_errors';
import { saying, type Said } from '../words/said';

export const refusal = saying('engineErrors', engineErrors);

/** Why something failed, to be put into another sentence. */
export const because = ({ text, said }: EngineError): string | Said => (said ? { text, said } : text);
