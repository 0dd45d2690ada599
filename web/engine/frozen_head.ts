// SPDX-License-Identifier: Apache-2.0
// The third baseline: a linear model on the frozen encoder. A run fits its new head before the first update, and that
// is this model, so the test rows are read once at that moment. The answers are kept until the report: nothing is
// shown of them, nothing is chosen by them, and their metrics are computed with those of the trained model.
import { ENOUGH_ROWS } from '../border/enough';
import { forward } from './forward';
import type { FrozenHead, Loaded } from './load';
import type { Baselines, Fitted, Outputs, Part, Plan, Progress } from '../border/messages';
import type { Data, Evaluation } from './module';
import { oneThreshold } from './one_threshold';
import { say } from './jobs';

export const NO_FROZEN_HEAD: FrozenHead = { answers: null, missing: '', awaited: false };

const without = (why: string, awaited = false): FrozenHead => ({
  answers: null,
  missing: `It is not compared with a linear model on the frozen encoder: ${why}.`,
  awaited,
});

/** Before a run that trains more than the head. `alone`: the plan for the head alone. */
export function expected({ options }: Plan, alone: Plan, resumed: boolean): FrozenHead {
  if (alone.options.head_start === 'random')
    return without(
      'to fit its head takes more memory than cache_mebibytes, or the encoder has no pooler from pre-training',
    );
  if (options.head_start === 'random') return without('the head began at random (head_start)');
  if (options.head_start === 'kept') return without('the head is the one of the checkpoint (head_start)');
  if (Number(options.reinit_layers) > 0) return without('layers of the encoder began at random (reinit_layers)');
  if (resumed) return without('a training that goes on from a file does not have its answers', true);
  return without('the training ended before a head was fitted to the frozen encoder', true);
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
    loaded.frozen = { answers: { ...answers, fitted }, missing: '', awaited: false };
  } catch (error) {
    if ((error as { code?: string }).code !== 'E_MEMORY') throw error;
    loaded.frozen = without('there was not enough memory to read the test rows before the first update');
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
  if (answers.outputs.length !== test.items)
    return { ...found, missing: without('it has answered other test rows').missing };
  const { outputs, fitted } = model;
  const { metrics, against } = test.compare(outputs ? { outputs, fitted } : answers, answers);
  const what = 'a linear model on the frozen encoder';
  // Outputs of words have the probabilities of a sequence of tags: the loss is of those before.
  const own = { ...metrics, loss: answers.loss };
  const baseline = { name: 'frozen' as const, what, metrics: own, ...(outputs ? { against } : {}) };
  return { ...found, baselines: [...found.baselines, baseline], missing: '' };
}
