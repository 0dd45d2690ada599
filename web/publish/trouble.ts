// SPDX-License-Identifier: Apache-2.0
// What goes wrong at the hub, in sentences. The codes are what the page acts upon.
import { fail } from '../border/failure';
import { publishing } from '../words/en/publishing';
import { saying } from '../words/said';

const say = saying('publishing', publishing);

export const EXPIRED = 'E_EXPIRED';
export const TAKEN = 'E_TAKEN';

const isAborted = (error: unknown) => error instanceof Error && error.name === 'AbortError';

/** Of a line that failed fetch gives a TypeError in the words of the browser, and XMLHttpRequest an error without a
 * word. */
export const isLine = (error: unknown) =>
  error instanceof Error &&
  (!error.message || (error.name === 'TypeError' && /fetch|network|load failed/i.test(error.message)));

/** Errors that have a sentence pass through. `place`: of the repository, where it is about one. */
export async function outcome<T>(hub: string, action: () => Promise<T>, place = ''): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Error && 'said' in error && error.said) throw error;
    const { host } = new URL(hub);
    if (isAborted(error)) return fail('E_CANCELLED', say.stopped);
    const status = (error as { statusCode?: number }).statusCode;
    if (status === 401) fail(EXPIRED, say.expired(host));
    const { message } = error as Error;
    if (status === 413) fail('E_STATE', say.tooLarge(host));
    if (status === 403 && /quota|storage|limit|exceed/i.test(message)) fail('E_STATE', say.refused(host, 403, message));
    if (status === 403) fail('E_STATE', say.forbidden(place || host));
    if (status === 409) fail(TAKEN, say.taken(place));
    if (status === 404) fail('E_STATE', say.gone(place));
    if (status === 429 || (status && status >= 500)) fail('E_STATE', say.busy(host, status));
    if (status) fail('E_STATE', say.refused(host, status, message));
    if (!isLine(error)) throw error;
    return fail('E_STATE', globalThis.navigator?.onLine === false ? say.offline : say.unreachable(host));
  }
}
