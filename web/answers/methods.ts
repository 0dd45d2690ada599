// SPDX-License-Identifier: Apache-2.0
// What the methods of training are called, in English.
import type { Method } from '../border/messages';
import { methods } from '../words/en/methods';

export const METHOD_NAMES: Record<Method, string> = methods;
