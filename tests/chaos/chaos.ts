// SPDX-License-Identifier: Apache-2.0
// What the disturbances of the command line and those of the page have in common.
import { parseArgs } from 'node:util';
import { seeded } from './chance';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '4' },
  },
});
export const settings = () => ({ kills: Number(values.kills), epochs: values.epochs });

export const chance = seeded(Number(values.seed));

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
