// SPDX-License-Identifier: Apache-2.0
// The bytes of a saved run; the format is in core/train/resume.h.

/** Bytes of its first line. */
const FRONT = 32;

/** The updates that it has made; 0 where the engine will refuse it. */
export async function stepOf(saved: Blob): Promise<number> {
  const [, size = '0'] = /^tabtune run \d+ ([0-9A-F]{8}) /i.exec(await saved.slice(0, FRONT).text()) ?? [];
  const header = await saved.slice(FRONT, FRONT + parseInt(size, 16)).text();
  try {
    return (JSON.parse(header) as { step: number }).step;
  } catch {
    return 0;
  }
}
