// SPDX-License-Identifier: Apache-2.0
// Progress and messages on standard error: one living line on a terminal, plain lines elsewhere.
import type { Problem } from '../read/problems';

const live = process.stderr.isTTY === true;
let onLine = false;

/** C0, DEL, C1, separators of lines and paragraphs, and what turns the direction of writing. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** The user's texts and names as a terminal may have them: what would move its cursor, colour or reorder its line is
 * written as an escape, as in JSON. */
export function visible(text: string): string {
  const escape = (c: string) =>
    ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(UNSEEN, escape);
}

/** A line of its own, which stays. */
export function say(text: string): void {
  process.stderr.write(`${onLine ? '\r\x1b[K' : ''}${visible(text)}\n`);
  onLine = false;
}

/** Lines of a result, on the standard output. */
export function tell(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${visible(line)}\n`).join(''));
}

/** Without a terminal, as in a notebook or a log: milliseconds without a line after which one tells how far it is. */
const SILENCE = 30_000;
let told = Date.now();

/** The living line; where there is no terminal what is worth a line (`plain`) is written, and one in half a minute. */
export function progress(text: string, plain = false): void {
  if (!live) {
    if (!plain && Date.now() - told < SILENCE) return;
    told = Date.now();
    say(text);
    return;
  }
  process.stderr.write(`\r\x1b[K${visible(text).slice(0, (process.stderr.columns ?? 80) - 1)}`);
  onLine = true;
}

/** The living line is done with and goes. */
export function clear(): void {
  if (onLine) process.stderr.write('\r\x1b[K');
  onLine = false;
}

export function sayProblems(problems: Problem[]): void {
  for (const { level, text } of problems) say(`${level}: ${text}`);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** As the page writes it. */
export { bytes as size } from '../ui/format';

/** A figure; errors of a regression are of any size. From a thousand on there is nothing behind the point, and from
 * 1e12 on four digits are left. */
export function four(value: number | null | undefined): string {
  if (value === null || value === undefined) return 'not defined';
  const size = Math.abs(value);
  if (size >= 1e12) return value.toExponential(3);
  return size >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(4);
}
