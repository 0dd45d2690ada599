// SPDX-License-Identifier: Apache-2.0
// The bytes of a saved run; the format is in core/train/resume.h, what may stand before it in engine/run_file.ts.

const ANSWERS = /^tabtune frozen ([0-9a-f]{8}) ([0-9a-f]{16})\n/;
const ANSWERS_FRONT = 41;

/** The engine's part, and before it the answers of the frozen encoder with their hash; '': there are none. */
export async function partsOf(saved: Blob): Promise<{ run: Blob; answers: Blob; sum: string }> {
  const [, bytes, sum = ''] = ANSWERS.exec(await saved.slice(0, ANSWERS_FRONT).text()) ?? [];
  const start = bytes === undefined ? 0 : ANSWERS_FRONT;
  const end = start + parseInt(bytes ?? '0', 16);
  return { run: saved.slice(end), answers: saved.slice(start, end), sum };
}

export const answersFront = (bytes: number, sum: string): string =>
  `tabtune frozen ${bytes.toString(16).padStart(8, '0')} ${sum}\n`;

/** Bytes of its first line. */
const FRONT = 32;

/** The updates that it has made; 0 where the engine will refuse it. */
export async function stepOf(saved: Blob): Promise<number> {
  const { run } = await partsOf(saved);
  const [, size = '0'] = /^tabtune run \d+ ([0-9A-F]{8}) /i.exec(await run.slice(0, FRONT).text()) ?? [];
  const header = await run.slice(FRONT, FRONT + parseInt(size, 16)).text();
  try {
    return (JSON.parse(header) as { step?: number }).step ?? 0;
  } catch {
    return 0;
  }
}
