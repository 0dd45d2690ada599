// SPDX-License-Identifier: Apache-2.0
// One tab at a time: a lock is held until it is given back, or until the page that has it is left.

/** The way to give it back; null: another tab has it. */
export function tryLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`tabtune ${name}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => {
          // A page that is left may stay in memory for the button Back, where some browsers let it hold its locks.
          addEventListener('pagehide', () => release(), { once: true });
          resolve(release);
        });
      })
      .catch(reject);
  });
}
