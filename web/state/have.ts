// SPDX-License-Identifier: Apache-2.0
// What there is, as the panel beside every step shows it: derived from the engine's snapshot and the project.
import { computed } from '@preact/signals';
import { headlines, titleOf } from '../answers/metrics';
import { METHOD_NAMES } from '../answers/methods';
import { validationOf } from '../answers/findings';
import type { MetricName, Numbers } from '../border/messages';
import { count, figure, interval, percent, plural } from '../ui/format';
import { dataset, mainFile, rowsOf } from './data';
import { answering, headFile, savedTo, trained } from './head';
import { isKept } from './kept_trained';
import { best, steps, validations } from './log';
import { loading, model } from './model';
import { phase, pretraining } from './phase';
import { evaluation } from './results';

export interface Fact {
  /** What it is, in a few words; '' where there is none yet. */
  what: string;
  /** One or two remarks, each a line. */
  notes: string[];
}

export const dataFact = computed<Fact>(() => {
  const [file, data] = [mainFile.value, dataset.value];
  if (!file) return { what: '', notes: [] };
  if (!data) return { what: file.name, notes: ['These data cannot be used yet: see step 1.'] };
  const { train, validation, test } = data.parts;
  const kind = data.task === 'regression' ? 'number' : 'label';
  return {
    what: file.name,
    notes: [
      `${plural(rowsOf(data), 'row')}, ${plural(data.labels.length, kind)}`,
      `${count(train.length)} to train, ${count(validation.length)} to validate, ${count(test.length)} to test`,
    ],
  };
});

/** Where the head that answers is from. */
function stateOfHead(): string {
  const now = phase.value === 'starting' ? undefined : steps.value.at(-1);
  if (pretraining.value) return 'The encoder is being pre-trained further.';
  if (phase.value === 'paused') return 'The training is paused.';
  if (phase.value !== 'idle') return now ? `Training: ${percent(now.step / now.steps, 0)} done.` : 'Training begins.';
  const run = trained.value;
  if (run) return `Trained here: ${METHOD_NAMES[run.method].toLowerCase().replace('lora', 'LoRA')}.`;
  if (headFile.value) return 'The head is from a file.';
  return answering.value ? 'The head came with the encoder.' : 'Not trained yet.';
}

export const modelFact = computed<Fact>(() => {
  const encoder = model.value;
  if (!encoder) return { what: '', notes: loading.value ? ['An encoder is being loaded.'] : [] };
  return { what: encoder.name, notes: [stateOfHead()] };
});

export interface Result {
  title: string;
  value: string;
  notes: string[];
}

const rowsTested = () => dataset.value?.parts.test.length ?? 0;

function resultOf(numbers: Numbers, notes: (name: MetricName) => string[]): Result {
  const [name] = headlines(numbers);
  return { title: titleOf(name), value: figure(name, numbers[name]), notes: notes(name) };
}

/** The number that tells how good the model is: of the test rows, else of the validation rows. */
export const resultFact = computed<Result | null>(() => {
  const test = evaluation.value?.metrics;
  if (test)
    return resultOf(test, (name) =>
      [interval(test.intervals[name], (n) => figure(name, n)), `on ${plural(rowsTested(), 'test row')}`].filter(
        Boolean,
      ),
    );
  const run = trained.value;
  const check = run && validationOf({ validations: validations.value, best: best.value, options: run.options });
  return check
    ? resultOf(check, () => [`on ${plural(run.data.parts.validation.length, 'validation row')}; not tested yet`])
    : null;
});

/** Where the trained model is. */
export const savedFact = computed<string>(() => {
  if (savedTo.value) return `Downloaded as ${savedTo.value}.`;
  if (!trained.value) return '';
  return isKept.value
    ? 'The trained model is kept with it, and not downloaded.'
    : 'The trained model is in this tab alone: download it.';
});
