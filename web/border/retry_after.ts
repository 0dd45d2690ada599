// SPDX-License-Identifier: Apache-2.0

/** Seconds, given as such or as a date; 0: the server names none. */
export function retryAfter({ headers }: Response): number {
  const value = headers.get('Retry-After') ?? '';
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return seconds > 0 ? Math.ceil(seconds) : 0;
}
