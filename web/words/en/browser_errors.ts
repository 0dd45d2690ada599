// SPDX-License-Identifier: Apache-2.0
import { asSentence } from '../formats';
import { trouble } from './trouble';

/** What browsers reject with where a server or a part of the page cannot be reached. */
const UNREACHED = /fetch|network|load failed/i;
/** And where it was a module of the page. */
const PART = /import/i;

/** The name of its kind here. */
export function kindOf(name: string, message: string): string {
  if (name !== 'TypeError') return name;
  return PART.test(message) ? 'PartError' : UNREACHED.test(message) ? 'NetworkError' : name;
}

const KNOWN: Record<string, string> = {
  QuotaExceededError: trouble.full,
  NotFoundError: 'The file is no longer where it was. Choose it again.',
  NotReadableError:
    'The file cannot be read: it has changed since it was chosen, or another program has it open. Choose it again.',
  NotAllowedError: 'The browser does not allow that here.',
  SecurityError: 'The browser does not allow that here.',
  NetworkError: 'The server cannot be reached. Check the connection and try again.',
  PartError:
    'A part of the page did not arrive. Check the connection and try again. If it stays so, save what you have and reload the page: there may be a newer version of it.',
  RangeError: 'There is not enough memory for it. Close other tabs and programs, and try again.',
  InvalidStateError: 'The browser has closed its storage for this page. Reload the page.',
  UnknownError: 'The browser cannot read or write its storage for this page. Reload the page.',
};

export const browserErrors = {
  /** What the browser itself throws. `name`: of its kind. */
  sentence: (name: string, message: string) => KNOWN[kindOf(name, message)] ?? asSentence(message),
};
