// SPDX-License-Identifier: Apache-2.0
// What there is, as the panel beside every step shows it: derived from the engine's snapshot and the project.
import { computed } from '@preact/signals';
import { headlines } from '../answers/metrics';
import { validationOf } from '../answers/validation';
import type { MetricName, Numbers } from '../border/messages';
import { figure } from '../ui/format';
import { interval } from '../ui/interval';
import { keyOf } from '../rows/identity';
import { words } from '../words';
import { dataset, mainFile, nameNow, preparing, sizeInWords, steady } from './data';
import { answering, headFile, isKept, savedTo, trained } from './head';
import { best, steps, validations } from './log';
import { loading, model } from './model';
import { phase, pretraining } from './phase';
import { evaluation } from './results';
import { inTheWay } from './training';

export interface Fact {
  /** What it is, in a few words; '' where there is none yet. */
  what: string;
  /** One or two remarks, each a line. */
  notes: string[];
}

export const dataFact = computed<Fact>(() => {
  const [file, data] = [mainFile.value, steady.value];
  if (!file) return { what: '', notes: [] };
  if (!data) return { what: nameNow(file), notes: [preparing.value ? words.steps.dataComes : words.have.unusable] };
  const { train, validation, test } = data.parts;
  return {
    what: nameNow(file),
    notes: [sizeInWords(data), words.have.parts(train.length, validation.length, test.length)],
  };
});

/** Where the head that answers is from. */
function stateOfHead(): string {
  const { have } = words;
  const now = phase.value === 'starting' ? undefined : steps.value.at(-1);
  if (pretraining.value) return have.pretraining;
  if (phase.value === 'paused') return have.paused;
  if (phase.value !== 'idle') return now ? have.share(now.step / now.steps) : have.begins;
  const run = trained.value;
  if (run) return have.trained[run.method];
  if (headFile.value) return have.headOfFile;
  return answering.value ? have.headOfEncoder : have.untrained;
}

export const modelFact = computed<Fact>(() => {
  const encoder = model.value;
  if (!encoder) return { what: '', notes: loading.value ? [words.have.encoderComes] : [] };
  const other = phase.value === 'idle' && inTheWay.value;
  return { what: encoder.name, notes: [stateOfHead(), ...(other ? [words.have.otherLabels] : [])] };
});

export interface Result {
  title: string;
  value: string;
  notes: string[];
}

const rowsTested = () => dataset.value?.parts.test.length ?? 0;

function resultOf(numbers: Numbers, notes: (name: MetricName) => string[]): Result {
  const [name] = headlines(numbers);
  return { title: words.metrics.title(name), value: figure(name, numbers[name]), notes: notes(name) };
}

/** The number that tells how good the model is: of the test rows, else of the validation rows. */
export const resultFact = computed<Result | null>(() => {
  const test = evaluation.value?.metrics;
  if (test)
    return resultOf(test, (name) =>
      [interval(test.intervals[name], (n) => figure(name, n)), words.have.onTestRows(rowsTested())].filter(Boolean),
    );
  const run = trained.value;
  const check = run && validationOf({ validations: validations.value, best: best.value, options: run.options });
  if (!check) return null;
  const rows = run.data.parts.validation.length;
  const same = !dataset.value || keyOf(dataset.value, 'validation') === keyOf(run.data, 'validation');
  return resultOf(check, () => [same ? words.have.onValidationRows(rows) : words.have.onOtherRows(rows)]);
});

/** Where the trained model is. */
export const savedFact = computed<string>(() => {
  if (savedTo.value) return words.have.downloaded(savedTo.value);
  if (!trained.value) return '';
  return isKept.value ? words.have.keptOnly : words.have.tabOnly;
});
