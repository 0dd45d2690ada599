// SPDX-License-Identifier: Apache-2.0
// A file that leaves the page for the user's disk.

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  // The browser has the blob once the click is over; a minute is for slow ones.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
