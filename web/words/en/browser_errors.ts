// SPDX-License-Identifier: Apache-2.0
import { asSentence } from '../formats';
import { trouble } from './trouble';

/** What browsers reject with where a server or a part of the page cannot be reached. */
export const UNREACHED = /fetch|network|load failed|importing a module/i;

const KNOWN: Record<string, string> = {
  QuotaExceededError: trouble.full,
  NotFoundError: 'The file is no longer where it was. Choose it again.',
  NotReadableError:
    'The file cannot be read: it has changed since it was chosen, or another program has it open. Choose it again.',
  NotAllowedError: 'The browser does not allow that here.',
  SecurityError: 'The browser does not allow that here.',
  NetworkError: 'The server cannot be reached. Check the connection and try again.',
  RangeError: 'There is not enough memory for it. Close other tabs and programs, and try again.',
  InvalidStateError: 'The browser has closed its storage for this page. Reload the page.',
  UnknownError: 'The browser cannot read or write its storage for this page. Reload the page.',
};

export const browserErrors = {
  /** What the browser itself throws. `name`: of its kind. */
  sentence: (name: string, message: string) =>
    KNOWN[name === 'TypeError' && UNREACHED.test(message) ? 'NetworkError' : name] ?? asSentence(message),
};
