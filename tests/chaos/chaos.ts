// SPDX-License-Identifier: Apache-2.0
// What the disturbances of the command line and those of the page have in common.
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '4' },
  },
});
export const settings = () => ({ kills: Number(values.kills), epochs: values.epochs });

/** A small generator (xorshift32), so that a seed names the moments. */
let state = Number(values.seed) || 1;
export function chance(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

const failures: string[] = [];
export function hold(what: string, holds: boolean, detail = ''): void {
  if (holds) return;
  failures.push(what);
  console.log(`FAILED: ${what}${detail && `\n${detail}`}`);
}

/** Ends the program. */
export function outcome(): never {
  console.log(failures.length ? `${failures.length} failed` : 'all hold');
  process.exit(failures.length ? 1 : 0);
}
