// SPDX-License-Identifier: Apache-2.0
// The learning curve of the data that the model in place was trained on.
import { computed, effect, signal } from '@preact/signals';
import { curveInput, curveJob, KEPT_HEAD, TOO_FEW, type CurveOf, type LearningCurve } from '../answers/curve';
import { fail } from '../border/failure';
import { engine } from './engine';
import { trained } from './head';
import { attempt } from './trouble';

const measured = signal<{ run: number; curve: LearningCurve } | null>(null);
/** It is about the rows of one training. */
export const curve = computed(() =>
  measured.value?.run === trained.value?.id ? (measured.value?.curve ?? null) : null,
);
/** Which one is being measured. */
export const measuring = signal<CurveOf | null>(null);
export const curveTrouble = signal('');

/** The trained model stays as it is: the engine takes a second copy of the encoder for it. */
export async function measureCurve(what: CurveOf): Promise<void> {
  const run = trained.value;
  if (!run || measuring.value) return;
  measuring.value = what;
  await attempt(curveTrouble, async () => {
    if (run.options['head_start'] === 'kept') fail('E_CONFIG', KEPT_HEAD);
    const job = curveJob(run.data, Number(run.options.seed ?? 1));
    if (!job) fail('E_DATA', TOO_FEW);
    const points = await engine.call('curve', curveInput(job, run.data, { cut: run.cut, options: run.chosen, what }));
    measured.value = { run: run.id, curve: { what, ...job, points } };
  });
  measuring.value = null;
}

const shown = computed(() => trained.value?.id);
effect(() => {
  void shown.value;
  curveTrouble.value = '';
});
