// SPDX-License-Identifier: Apache-2.0
// When a training with --resume is saved, on an engine and a clock that are made up.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { NodeEngine } from '../../web/cli/engine';
import { KeptRun } from '../../web/cli/keep';
import type { Plan, StepRow } from '../../web/border/messages';

let dir: string;
/** In seconds. */
let clock = 0;
beforeEach(() => {
  clock = 0;
  dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
  vi.spyOn(performance, 'now').mockImplementation(() => 1000 * clock);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true });
});

const plan = { steps: 100, steps_per_epoch: 10 } as Plan;

/** A run that is saved in `saving` seconds; `step` makes one more and tells what is on the disk after it. */
function keptRun(saving: number) {
  let at = 0;
  let resume = () => {};
  let paused = Promise.resolve();
  const handlers = {
    'run.save': () => {
      clock += saving;
      return new Blob([`step ${at}`]);
    },
    'run.pause': () => (paused = new Promise((resolve) => (resume = resolve))),
    'run.resume': () => resume(),
  };
  const kept = new KeptRun(join(dir, 'state'), { handlers } as unknown as NodeEngine, plan);
  const step = async (seconds: number) => {
    at++;
    clock += seconds;
    kept.rows([{ kind: 'step', step: at } as StepRow]);
    await paused;
    return readFileSync(join(dir, 'state'), 'utf8');
  };
  return { kept, step };
}

it('each epoch is saved, however long a save takes', async () => {
  const { kept, step } = keptRun(30);
  await kept.saveWaiting();
  for (let epoch = 1; epoch <= 3; epoch++) {
    for (let i = 1; i < 10; i++) expect(await step(1)).toBe(`step ${10 * (epoch - 1)}`);
    expect(await step(1)).toBe(`step ${10 * epoch}`);
  }
});

it('within an epoch two minutes pass between saves, and more where they are slow', async () => {
  const quick = keptRun(1);
  await quick.kept.saveWaiting();
  expect(await quick.step(119)).toBe('step 0');
  expect(await quick.step(2)).toBe('step 2');
  const slow = keptRun(10);
  await slow.kept.saveWaiting();
  expect(await slow.step(121)).toBe('step 0');
  expect(await slow.step(80)).toBe('step 2');
});
