// SPDX-License-Identifier: Apache-2.0
/** What is used and then freed, whatever happens. */
export async function lent<H extends { free(): void }, T>(handle: H, use: (handle: H) => T | Promise<T>): Promise<T> {
  try {
    return await use(handle);
  } finally {
    handle.free();
  }
}
