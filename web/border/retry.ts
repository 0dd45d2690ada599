// SPDX-License-Identifier: Apache-2.0
// Parts of the page that a broken line has kept from arriving are asked for again.

/** Seconds before the second, third and fourth attempt. */
const WAITS = [0.5, 1.5, 3];

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** `attempt`: 0, 1, ... Rejects with the last error; at once with one for which `hopeless` holds. */
export async function retried<T>(
  action: (attempt: number) => Promise<T>,
  hopeless: (error: unknown) => boolean = () => false,
  wait = sleep,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await action(attempt);
    } catch (error) {
      const seconds = WAITS[attempt];
      if (seconds === undefined || hopeless(error)) throw error;
      await wait(seconds);
    }
  }
}

/** The address under which a module is asked for again: browsers keep that it failed under the one before. */
export const anew = (url: string, attempt: number): string => (attempt ? `${url}?retry=${attempt}` : url);
