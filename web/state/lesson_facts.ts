// SPDX-License-Identifier: Apache-2.0
// What the lesson asks for, from the page's own numbers, and its experiments.
import { batch, computed, effect } from '@preact/signals';
import { validationOf } from '../answers/validation';
import { sheetOf } from '../answers/sheet';
import { chapterOf } from '../lesson/chapters';
import type { Facts, Trial } from '../lesson/facts';
import { spoil, type Spoiling } from '../lesson/spoil';
import { largest } from '../read/extremes';
import { openPlace } from './desk';
import { asides, dataset, dataTrouble, mainFile, openData, openOwn, openSample, SAMPLES } from './data';
import { trained } from './head';
import { lesson, type Lesson } from './lesson';
import { best, meter, validations } from './log';
import { model } from './model';
import { evaluation } from './results';
import { goTo } from './steps';
import { lengthFacts, lengths } from './tokens';
import { plan, setMethod, setOption } from './training';
import { attempt } from './trouble';
import { words } from '../words';

const change = (to: Partial<Lesson>): void => void (lesson.value = { ...lesson.peek(), ...to });

/** With the step it belongs to. */
export function openChapter(id: string): void {
  const chapter = chapterOf(id);
  change({ chapter: chapter.id });
  goTo(chapter.place);
}

export const answer = (question: string, given: string): void =>
  change({ answers: { ...lesson.value.answers, [question]: given } });

function countsOf(part: 'train' | 'test') {
  const data = dataset.value;
  const counts = data?.counts[part] ?? [];
  const rows = counts.reduce((sum, n) => sum + n, 0);
  return data && rows > 0 ? { counts, rows, data } : null;
}

/** The label that is most frequent in the training rows, and its share of a part. */
function mostFrequent(part: 'train' | 'test') {
  const [train, of] = [countsOf('train'), countsOf(part)];
  if (!train || !of || train.data.task !== 'single_label_classification') return null;
  const at = train.counts.indexOf(largest(train.counts));
  return { label: train.data.labels[at] ?? '', share: of.counts[at]! / of.rows };
}

function configNow(): Facts['config'] {
  const now = model.value;
  if (!now) return null;
  const { config, parameters } = now;
  return {
    hidden: config.hidden_size,
    heads: config.num_attention_heads,
    intermediate: config.intermediate_size,
    positions: config.max_position_embeddings,
    vocabulary: config.vocab_size,
    total: parameters.total,
  };
}

function testNow(): Facts['test'] {
  const [metrics, most, data] = [evaluation.value?.metrics, mostFrequent('test'), dataset.value];
  if (!metrics || metrics.accuracy == null || !most || !data) return null;
  return { accuracy: metrics.accuracy, majority: most.share, rows: data.parts.test.length };
}

const trial = (of: Trial['of']) => lesson.value.trials.find((candidate) => candidate.of === of) ?? null;

export const facts = computed<Facts>(() => {
  const data = dataset.value;
  const { train, validation, test } = data?.parts ?? {};
  const learningRate = trained.value?.options['learning_rate'];
  return {
    rows: data ? { train: train!.length, validation: validation!.length, test: test!.length } : null,
    majority: mostFrequent('train'),
    longest: lengths.value ? lengthFacts.value.longest : null,
    config: configNow(),
    run: trained.value && {
      parameters: plan.value?.options['method'] === trained.value.method ? plan.value.trained_parameters : null,
      learningRate: typeof learningRate === 'number' ? learningRate : null,
    },
    test: testNow(),
    rates: { low: trial('low'), high: trial('high') },
    spoiled: { leak: trial('leak'), bias: trial('bias') },
  };
});

const RATES = { low: 2e-5, high: 1e-3 } as const;
const EPOCHS = 2;

/** Everything, at this rate; the user presses Start. */
export function setUpRate(which: keyof typeof RATES): void {
  batch(() => {
    setMethod('full');
    setOption('learning_rate', RATES[which]);
    setOption('epochs', EPOCHS);
  });
  goTo('train');
}

const NAMES: Record<Spoiling, string> = { leak: 'reviews-with-a-leak.csv', bias: 'biased-reviews.csv' };
const GOOD = 'positive';

/** As a file that anyone could have made. */
const fileOf = (rows: (readonly [string, string])[], name: string) =>
  new File([sheetOf(rows.map(([sentence, sentiment]) => ({ sentence, sentiment })))], name);

/** The spoiled rows can be had again by their button. */
function forgetSpoiled(): void {
  asides.value = asides.value.filter(({ main }) => !Object.values(NAMES).includes(main.name));
}

/** In place of the data at hand; the head alone shows it in a second. */
export const openSpoiled = (way: Spoiling): Promise<boolean> =>
  attempt(dataTrouble, async () => {
    const { path } = SAMPLES[0]!;
    const response = await fetch(path).catch(() => null);
    if (!response?.ok) throw new Error(words.prepare.sampleAway(path));
    const { train, test } = spoil(await rowsOf(await response.blob()), way, GOOD);
    if (!(await openData([fileOf(train, NAMES[way])]))) return;
    forgetSpoiled();
    await openOwn('test', [fileOf(test, 'reviews.csv')]);
    setMethod('head');
    goTo('train');
  });

/** The rows as they were. */
export async function openPlain(): Promise<void> {
  await openSample(SAMPLES[0]!);
  forgetSpoiled();
  goTo('prepare');
}

async function rowsOf(file: Blob): Promise<[string, string][]> {
  const { table } = await openPlace([file], ['reviews.csv'], {}, () => undefined);
  return table.rows.map(([text, label]) => [text ?? '', label ?? '']);
}

/** Which experiment the training in place belongs to. */
function experimentOf(): Trial['of'] | null {
  const run = trained.value;
  if (!run) return null;
  const file = mainFile.value?.name;
  if (file === NAMES.leak) return 'leak';
  if (file === NAMES.bias) return 'bias';
  const rate = run.options['learning_rate'];
  return run.method !== 'full' ? null : rate === RATES.low ? 'low' : rate === RATES.high ? 'high' : null;
}

// What is trained while the lesson is open is noted, and its test when it is made.
effect(() => {
  const [of, run] = [experimentOf(), trained.value];
  if (!of || !run || run.data !== dataset.value || lesson.peek().chapter === null) return;
  const last = validationOf({ validations: validations.value, best: best.value, options: run.options });
  if (last?.accuracy == null) return;
  const cka = meter.value?.layers.at(-1)?.cka ?? 1;
  const made: Trial = {
    ...{ run: run.id, of, moved: Math.max(0, 1 - cka), validation: last.accuracy },
    test: evaluation.value?.metrics.accuracy ?? null,
  };
  change({ trials: [...lesson.peek().trials.filter((other) => other.of !== of), made] });
});
