// SPDX-License-Identifier: Apache-2.0
// What a soak has found, as a section of tests/RESULTS.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { commit, putSection, today } from '../page/results';
import { growth, median } from './growth';
import { MEASURES, type Measure, type Sample, type Task } from './measures';

export interface Long extends Task {
  move: string;
}

interface Soak {
  seed: number;
  minutes: number;
  browser: string;
  moves: number;
  hidden: number;
  /** How often each move was done. */
  done: ReadonlyMap<string, number>;
  faults: readonly string[];
  samples: readonly (Sample & { life: number; load: number })[];
  long: readonly Long[];
  /** Long tasks by the page's own observer, in milliseconds. */
  observed: readonly number[];
}

/** A soak of so many minutes is one for the record. */
const WHOLE = 60;
/** Milliseconds of the processor that a task may take. */
const MOST = 100;

/** What a process holds outlives the page that it shows. */
const OF_PAGE: readonly Measure[] = ['heap', 'nodes', 'listeners', 'wasm'];

function grown({ samples }: Soak): { rows: string[]; failed: boolean } {
  const lives = [...new Set(samples.map(({ life }) => life))];
  let failed = false;
  const rows = (Object.keys(MEASURES) as Measure[]).flatMap((name) => {
    const parts = OF_PAGE.includes(name)
      ? lives.map((life) => [`, life ${life + 1}`, samples.filter((one) => one.life === life)] as const)
      : [['', samples] as const];
    return parts.map(([of, some]) => {
      const all = some.map((one) => one[name]);
      const verdict = growth(all);
      failed ||= !!verdict?.grows;
      const [least, most] = [Math.min(...all), Math.max(...all)].map((n) => n.toFixed(0));
      const told = verdict
        ? `${verdict.second.toFixed(1)} | ${verdict.last.toFixed(1)} | ${verdict.z.toFixed(1)} | ${verdict.grows ? '**yes**' : 'no'}`
        : '| | | too few minutes';
      return `| ${MEASURES[name]}${lives.length > 1 ? of : ''} | ${least} to ${most} | ${told} |`;
    });
  });
  return { rows, failed };
}

function tasks({ long, observed }: Soak): { lines: string[]; failed: boolean } {
  const over = (ms: number, of: keyof Task & ('wall' | 'cpu')) => long.filter((task) => task[of] > ms).length;
  const most = [...long].sort((a, b) => b.cpu - a.cpu).slice(0, 5);
  const found = over(MOST, 'cpu');
  return {
    failed: found > 0,
    lines: [
      `Tasks of the page's thread while moves were made: ${over(50, 'wall')} took more than 50 ms by the wall and ${over(100, 'wall')} more than`,
      `100 ms; of the processor's time ${over(50, 'cpu')} more than 50 ms and ${found} more than 100 ms. The page's own observer saw ${observed.length} over`,
      `50 ms, ${observed.filter((ms) => ms > 100).length} of them over 100 ms. The longest by the processor's time:`,
      '',
      ...(most.length ? most : [{ move: 'none', wall: 0, cpu: 0, what: '' }]).map(
        ({ move, wall, cpu, what }) =>
          `- ${move}: ${cpu.toFixed(0)} ms, ${wall.toFixed(0)} by the wall${what && ` (${what})`}`,
      ),
    ],
  };
}

/** true: it failed. */
export function report(soak: Soak): boolean {
  const { seed, minutes, moves, hidden, done, faults, samples } = soak;
  const growing = grown(soak);
  const slow = tasks(soak);
  const loads = samples.map(({ load }) => load);
  const lives = new Set(samples.map(({ life }) => life)).size;
  const text = [
    '## A soak',
    '',
    `\`scripts/soak --minutes ${minutes} --seed ${seed}\`, ${today()} at commit ${commit()}, Chromium ${soak.browser}, ${cpus().length} cores of ${cpus()[0]!.model}; load`,
    `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}, half of the minutes above ${median(loads).toFixed(1)}. ${moves} moves in ${lives} lives of the page, ${[...done.values()].reduce((a, b) => a + b, 0)} of which it offered;`,
    `${hidden} times it was hidden. ${faults.length ? `${faults.length} faults:` : 'No fault: after each move page and engine agreed.'}`,
    ...(faults.length ? ['', ...faults.map((line) => `- ${line.replaceAll('\n', ' ')}`)] : []),
    '',
    '| measure | all minutes | second third | last third | z | grows |',
    '|---|---|---|---|---|---|',
    ...growing.rows,
    '',
    ...slow.lines,
    '',
    `Moves: ${[...done].map(([name, times]) => `${name} ${times}`).join(', ')}.`,
    '',
  ].join('\n');
  console.log(text);
  mkdirSync('build', { recursive: true });
  writeFileSync('build/soak.json', JSON.stringify(samples));
  if (minutes >= WHOLE) putSection(text);
  return faults.length > 0 || growing.failed || slow.failed;
}
