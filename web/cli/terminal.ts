// SPDX-License-Identifier: Apache-2.0
// Progress and messages on standard error: one living line on a terminal, plain lines elsewhere.
import type { Problem } from '../read/problems';

const live = process.stderr.isTTY === true;
let onLine = false;

/** A line of its own, which stays. */
export function say(text: string): void {
  process.stderr.write(`${onLine ? '\r\x1b[K' : ''}${text}\n`);
  onLine = false;
}

/** The living line; where there is no terminal only what is worth a line (`plain`) is written. */
export function progress(text: string, plain = false): void {
  if (!live) {
    if (plain) say(text);
    return;
  }
  process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
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

export function size(bytes: number): string {
  return bytes < 1 << 20 ? `${(bytes / 1024).toFixed(0)} KiB` : `${(bytes / (1 << 20)).toFixed(0)} MiB`;
}

/** A figure; errors of a regression are of any size, and from a thousand on there is nothing behind the point. */
export function four(value: number | null | undefined): string {
  if (value === null || value === undefined) return 'not defined';
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(4);
}
