// SPDX-License-Identifier: Apache-2.0
// The third baseline: a linear model on the frozen encoder. A run fits its new head before the first update, and that
// is this model, so the test rows are read once at that moment. The answers are kept until the report: nothing is
// shown of them, nothing is chosen by them, and their metrics are computed with those of the trained model.
import { hasCode } from '../border/failure';
import { ENOUGH_ROWS } from '../border/enough';
import { forward } from './forward';
import type { FrozenHead, Loaded } from './load';
import type { Baselines, Fitted, Outputs, Part, Plan, Progress } from '../border/messages';
import type { Data, Evaluation } from './module';
import { oneThreshold } from './one_threshold';
import { say } from './jobs';
import { refusal } from './refusals';
import type { SavedRun } from './run_file';
import type { Said } from '../words/said';

export const NO_FROZEN_HEAD: FrozenHead = { answers: null, missing: null, awaited: false };

const without = (why: Said, awaited = false): FrozenHead => ({
  answers: null,
  missing: refusal.notCompared(why),
  awaited,
});

/** Before a run that trains more than the head. `alone`: the plan for the head alone. */
export function expected({ options }: Plan, alone: Plan, resumed: boolean): FrozenHead {
  if (alone.options.head_start === 'random') return without(refusal.cacheOrPooler);
  if (options.head_start === 'random') return without(refusal.randomHead);
  if (options.head_start === 'kept') return without(refusal.keptHead);
  if (Number(options.reinit_layers) > 0) return without(refusal.randomLayers);
  if (resumed) return without(refusal.fromFile, true);
  return without(refusal.endedBefore, true);
}

/** Where a run that was saved goes on: the answers that are in its file, if they are to the test rows of the moment. */
export function takenUp(awaited: FrozenHead, saved: SavedRun['frozen']): FrozenHead {
  if (!awaited.awaited || !saved) return awaited;
  return typeof saved === 'string' ? without(refusal.otherRows) : { answers: saved, missing: null, awaited: false };
}

/** The model as it is between the fit and the first update answers the test rows. */
export function* readFrozenHead(loaded: Loaded, part: (name: Part) => Data | null): Generator<Progress, void> {
  const { model, labels, thresholds } = loaded;
  const test = part('test');
  const validation = part('validation');
  if (!test) return;
  try {
    const enough = validation && validation.rows >= ENOUGH_ROWS;
    const chosenOn = thresholds.length ? (enough ? validation : part('train')) : null;
    const fitted = chosenOn
      ? yield* forward(model, chosenOn, labels.length, say.readingTestRows, enough ? thresholdsOf : oneThresholdOf)
      : {};
    const answers = yield* forward(model, test, labels.length, say.readingTestRows, (pass, all) => ({
      outputs: all(),
      loss: pass.metrics({}).loss,
    }));
    loaded.frozen = { answers: { ...answers, fitted }, missing: null, awaited: false };
  } catch (error) {
    if (!hasCode(error, 'E_MEMORY')) throw error;
    loaded.frozen = without(refusal.noRoom);
  }
}

const oneThresholdOf = (pass: Evaluation, outputs: () => Outputs): Fitted => {
  const all = outputs();
  const threshold = oneThreshold(pass, all);
  return { thresholds: all[0]!.map(() => threshold) };
};

const thresholdsOf = (pass: { calibrate: () => { thresholds?: number[] } }): Fitted => {
  const { thresholds } = pass.calibrate();
  return thresholds ? { thresholds } : {};
};

/** The baselines with this one among them, or with the sentence that tells why it is not. */
export function withFrozenHead(
  found: Omit<Baselines, 'missing'>,
  { answers, missing }: FrozenHead,
  test: Data,
  model: { outputs: Outputs | undefined; fitted: Fitted },
): Baselines {
  if (!answers) return { ...found, missing };
  if (answers.outputs.length !== test.items) return { ...found, missing: without(refusal.otherRows).missing };
  const { outputs, fitted } = model;
  const { metrics, against } = test.compare(outputs ? { outputs, fitted } : answers, answers);
  const what = 'the head alone on the frozen encoder';
  // Outputs of words have the probabilities of a sequence of tags: the loss is of those before.
  const own = { ...metrics, loss: answers.loss };
  const baseline = { name: 'frozen' as const, what, metrics: own, ...(outputs ? { against } : {}) };
  return { ...found, baselines: [...found.baselines, baseline], missing: null };
}
