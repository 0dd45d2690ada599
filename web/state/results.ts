// SPDX-License-Identifier: Apache-2.0
// Step 5 and after: the test set, single texts, and the files to take away.
import { computed, effect, signal } from '@preact/signals';
import { doubtsOf, uncertainOf, whyNoDoubts, type Look } from '../data/doubts';
import { plainMetrics } from '../data/metrics';
import { mistakesOf, type Mistake } from '../data/mistakes';
import { unlabelledRows } from '../data/prepare';
import type { Limit } from '../data/unlike';
import { wordsOf, type Span } from '../data/words';
import { standingOf, type Standing } from '../data/worth';
import { EngineFailure } from '../engine/failure';
import type { Baselines, Cut, Evaluation, Outputs, Reference } from '../engine/messages';
import { dataset, mainFile } from './data';
import { download } from './download';
import { engine, progress } from './engine';
import { answering, headFile, inPlace, ownHead, savedTo, trained } from './head';
import { cut } from './tokens';
import { cutChanged, ready } from './training';
import { attempt, newestOnly } from './trouble';

export const evaluation = signal<Evaluation | null>(null);
/** What it has to be better than. */
export const baselines = signal<Baselines | null>(null);
/** How many models were tested on these rows: the first figure is the honest one. */
export const testedModels = signal(0);
export const evaluating = signal(false);
export const evaluationTrouble = signal('');

/** Counts the data and heads that figures and answers are about. */
let subject = 0;

/** Rejects as cancelled where the answer came too late: it is about other data, or of another head. */
async function ofSubject<T>(answer: Promise<T>): Promise<T> {
  const asked = subject;
  const result = await answer.catch((error: unknown) => {
    if (asked === subject) throw error;
  });
  if (asked === subject) return result as T;
  throw new EngineFailure({ code: 'E_CANCELLED', text: 'The data or the model have changed meanwhile.', at: -1 });
}

export async function evaluateTest(): Promise<void> {
  if (!ready.value || !answering.value || cutChanged.value) return;
  evaluating.value = true;
  await attempt(evaluationTrouble, async () => {
    const again = evaluation.value !== null;
    evaluation.value = await ofSubject(engine.call('evaluate', { part: 'test' }));
    if (!again) testedModels.value++;
  });
  evaluating.value = false;
  progress.value = null;
  const result = evaluation.value;
  if (result && trained.value && !baselines.value) await fitBaselines(result);
}

/** Only after a training here: the engine then has the rows it was trained on. */
async function fitBaselines({ outputs }: Evaluation): Promise<void> {
  await attempt(evaluationTrouble, async () => {
    baselines.value = await ofSubject(engine.call('baseline', { outputs }));
  });
  progress.value = null;
}

export const standing = computed<Standing | null>(() => {
  const [simple, result, data] = [baselines.value, evaluation.value, dataset.value];
  const options = trained.value?.options ?? {};
  return simple && result && data ? standingOf(simple, result.metrics, data.parts.test.length, options) : null;
});

/** Numbers of the test set for the files, once they exist. */
export const reported = computed<Record<string, number>>(() => {
  const metrics = evaluation.value?.metrics;
  if (!metrics) return {};
  const { loss: _, ...numbers } = plainMetrics(metrics);
  return numbers;
});

export const mistakes = computed<Mistake[]>(() => {
  const [data, result, head] = [dataset.value, evaluation.value, answering.value];
  return data && result && head ? mistakesOf(data.parts.test, result.outputs, head) : [];
});

function looks<T>(find: (...of: Parameters<typeof doubtsOf>) => T): T | null {
  const [data, result, head] = [dataset.value, evaluation.value, answering.value];
  return data && result && head ? find(data.parts.test, result.outputs, head) : null;
}
export const doubts = computed<Look[]>(() => looks(doubtsOf) ?? []);
export const noDoubts = computed<string>(() => looks(whyNoDoubts) ?? '');
export const uncertain = computed<Look[]>(() => looks(uncertainOf) ?? []);

export const tryText = signal('');
export const tryPair = signal('');
/** What the engine said of a text: a row of outputs, or one for each word. */
export interface Said {
  text: string;
  words: Span[] | null;
  outputs: Outputs;
  /** How unlike the training rows it is; null: the model has no such score. */
  unlike: ({ share: number } & Reference) | null;
}
export const tryAnswer = signal<Said | null>(null);
/** From this share on a text is none of these; null: every text gets an answer. */
export const noneFrom = signal<Limit>(null);
export const tryTrouble = signal('');
export const tried = signal(0);

/** A model answers best to texts cut as those it was trained on. */
export function answerCut(): Cut {
  const { max_length, truncation, stride } = trained.value?.cut ?? headFile.value ?? ownHead.value?.cut ?? cut.value;
  return { max_length, ...(truncation ? { truncation } : {}), ...(stride ? { stride } : {}) };
}

const predict = newestOnly(async () => {
  const text = tryText.value;
  if (!text.trim()) {
    tryAnswer.value = null;
    return;
  }
  await attempt(tryTrouble, async () => {
    const words = answering.value?.task === 'token_classification' ? wordsOf(text) : null;
    const pair = mainFile.value?.columns.pair != null ? { pair: tryPair.value } : {};
    const rows = unlabelledRows([{ row: 0, text, label: '', ...pair, ...(words ? { words } : {}) }]);
    const { outputs, unlike } = await ofSubject(engine.call('predict', { ...rows, ...answerCut() }));
    const [share] = unlike?.shares ?? [];
    tryAnswer.value = { text, words, outputs, unlike: unlike && share !== undefined ? { ...unlike, share } : null };
    tried.value++;
  });
});

let wait: ReturnType<typeof setTimeout>;
function soon(): void {
  clearTimeout(wait);
  wait = setTimeout(predict, 120);
}

export function tryOn(text: string): void {
  tryText.value = text;
  soon();
}

export function tryPairOn(text: string): void {
  tryPair.value = text;
  soon();
}

export const saving = signal('');
export const saveTrouble = signal('');

function save(blob: Blob, name: string): void {
  download(blob, name);
  savedTo.value = name;
}

async function saveAs(file: string, make: () => Promise<Blob>): Promise<void> {
  saving.value = file;
  await attempt(saveTrouble, async () => save(await make(), file));
  saving.value = '';
  progress.value = null;
}

export const saveModel = (name: string, dtype: 'F32' | 'F16', onnx: boolean): Promise<void> =>
  saveAs(`${name}.zip`, () => engine.call('export.model', { name, metrics: reported.value, dtype, onnx }));

/** How the whole model is used once it is saved. */
export const pythonFor = (name: string): Promise<string> => engine.call('export.python', { name }).catch(() => '');

export const saveAdapter = (name: string): Promise<void> =>
  saveAs(`${name}.zip`, () => engine.call('export.adapter', { name, metrics: reported.value }));
/** The training that is going on, to go on with it another day. */
export const saveRun = (): Promise<void> => saveAs('training.tabtune', () => engine.call('run.save', {}));
export const saveHead = (name: string): Promise<void> =>
  saveAs(`${name}.safetensors`, () => engine.call('export.head', { name, metrics: reported.value }));

effect(() => {
  void dataset.value;
  testedModels.value = 0;
});
effect(() => {
  void inPlace.value;
  tried.value = 0;
});

// Figures and answers are those of one trained head: a new one begins without.
effect(() => {
  void [inPlace.value, dataset.value];
  subject++;
  evaluation.value = null;
  baselines.value = null;
  tryAnswer.value = null;
  evaluationTrouble.value = tryTrouble.value = saveTrouble.value = '';
});
