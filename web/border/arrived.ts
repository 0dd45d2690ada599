// SPDX-License-Identifier: Apache-2.0
// A module of the page, asked for again where the line breaks.
import { anew, retried } from './retry';

/** Browsers name the module that did not arrive. Under that address some never ask for it again. */
const addressIn = (error: unknown) => /https?:\S+\.js/.exec(String(error))?.[0];

export function arrived<M>(load: () => Promise<M>): Promise<M> {
  let failed: string | undefined;
  const attempt = (n: number) => (failed ? (import(/* @vite-ignore */ anew(failed, n)) as Promise<M>) : load());
  return retried(async (n) => {
    try {
      return await attempt(n);
    } catch (error) {
      failed ??= addressIn(error);
      throw error;
    }
  });
}
