// SPDX-License-Identifier: Apache-2.0
// What the journey needs of a browser, so that three drivers can give it.

export interface Tab {
  /** Name and version. */
  browser: string;
  open(address: string): Promise<void>;
  /** The value of an expression in the page, which may be a promise. */
  run<T>(expression: string): Promise<T>;
  close(): Promise<void>;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Until it gives something; a page that is being loaded may refuse the question. */
export async function until<T>(what: string, ask: () => Promise<T>, seconds = 180): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1000;
  for (let last: unknown = 'nothing'; ; await pause(250)) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s (${String(last)})`);
  }
}
