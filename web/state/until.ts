// SPDX-License-Identifier: Apache-2.0
// Waiting for signals.
import { effect } from '@preact/signals';

/** Resolves when it holds. */
export const until = (holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = effect(() => {
      if (!holds()) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
