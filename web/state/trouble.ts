// SPDX-License-Identifier: Apache-2.0
// Errors become sentences beside the control that caused them; what was loaded before stays.
import type { Signal } from '@preact/signals';
import { asEngineError, EngineFailure, hasCode } from '../border/failure';
import { isFull } from '../project/store';
import { inWords, words } from '../words';

export function sentence(error: unknown): string {
  if (isFull(error)) return words.trouble.full;
  const known = asEngineError(error);
  if (known.said) return inWords(known);
  // What the page itself throws is in its language already.
  return error instanceof Error && !('text' in error) ? known.text : words.trouble.inEnglish(known.text);
}

/** Runs an action; its error, if any, is put into `trouble` as a sentence. True when it went well. `about`: what it is
 * about; where that has changed meanwhile, as when another encoder has come, the error is nobody's. */
export async function attempt(
  trouble: Signal<string>,
  action: () => Promise<unknown>,
  about: () => unknown = () => null,
): Promise<boolean> {
  const before = about();
  trouble.value = '';
  try {
    await action();
    return true;
  } catch (error) {
    // What the user stopped, or another request overtook, is no trouble.
    const stopped = hasCode(error, 'E_CANCELLED');
    if (!stopped && about() === before) trouble.value = sentence(error);
    return false;
  }
}

/** Of several that are under way at once only the one begun last counts: the others are rejected as cancelled. */
export function lastBegun(): <T>(under: Promise<T>) => Promise<T> {
  let last = 0;
  return async (under) => {
    const mine = ++last;
    const overtaken = () => mine !== last;
    const cancelled = () => new EngineFailure({ code: 'E_CANCELLED', text: words.trouble.overtaken, at: -1 });
    const result = await under.catch((error: unknown) => {
      throw overtaken() ? cancelled() : error;
    });
    if (overtaken()) throw cancelled();
    return result;
  };
}

/** Runs the newest request only: one at a time, and of those that arrive meanwhile the last one. */
export function newestOnly(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async () => {
    try {
      do {
        again = false;
        await action();
      } while (again);
    } finally {
      running = null; // at once: a request that came between would be nobody's
    }
  };
  return () => {
    again = true;
    return (running ??= loop());
  };
}
