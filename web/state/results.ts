// SPDX-License-Identifier: Apache-2.0
// Step 5 and after: the test set, single texts, and the files to take away.
import { batch, computed, effect, signal } from '@preact/signals';
import { plainMetrics } from '../answers/metrics';
import { keyOf } from '../rows/identity';
import { unlabelledRows } from '../rows/engine_rows';
import type { Prepared } from '../rows/prepare';
import type { Limit } from '../answers/unlike';
import { wordsOf, type Span } from '../read/words';
import type { Baselines, CallName, Cut, Evaluation, Outputs, Reference, ToSave, Unlabelled } from '../border/messages';
import { dataset, mainFile } from './data';
import { download } from './download';
import { asking, engine, snapshot } from './engine';
import { noteLook, testKey } from './looks';
import { answering, columnsBefore, headAt, headFile, noteSaved, ownHead, trained, readsPairs } from './head';
import { phase } from './phase';
import { cut, dataNumber, numberOf } from './tokens';
import { cutChanged, inTheWay, ready, trainRowsStay } from './training';
import { attempt, newestOnly } from './trouble';

/** What a figure or an answer is about: a head, and test rows. */
interface Subject {
  head: number;
  /** Their key (looks.ts): an edit of other rows leaves it. '': a text that was typed; null: rows that are gone. */
  rows: string | null;
}
const subject = (data: Prepared): Subject => ({
  head: headAt.value,
  rows: snapshot.value.parts.test?.id === numberOf(data) ? keyOf(data, 'test') : null,
});

/** A result, as long as it is about what is there now. */
function current<T>(result: (Subject & { value: T }) | null): T | null {
  const good =
    result && headAt.value && result.head === headAt.value && (result.rows === '' || result.rows === testKey.value);
  return good ? result.value : null;
}

const evaluated = signal<(Subject & { value: Evaluation }) | null>(null);
const compared = signal<(Subject & { value: Baselines }) | null>(null);
export const evaluation = computed(() => current(evaluated.value));
/** What it has to be better than. */
export const baselines = computed(() => current(compared.value));

/** Those of another visit, of the head in place and these test rows. */
export function placeResults(kept: { evaluation: Evaluation | null; baselines: Baselines | null }, rows: string): void {
  const about = { head: headAt.value, rows };
  evaluated.value = kept.evaluation && { ...about, value: kept.evaluation };
  compared.value = kept.baselines && { ...about, value: kept.baselines };
}

/** The figures are shown with what they are compared with: what came later would move them away under the pointer. */
export const comparing = computed(() => asking('baseline'));
export const evaluating = computed(() => asking('evaluate') || comparing.value);
export const evaluationTrouble = signal('');

/** What calls are about. */
const now = () => `${headAt.value}/${dataNumber.value}`;

/** The model in place, on the test rows of now. */
export async function testModel(): Promise<Evaluation> {
  const data = dataset.value!;
  const head = headAt.value;
  const value = await engine.call('evaluate', { part: 'test' });
  batch(() => {
    noteLook(data, value.outputs);
    evaluated.value = { ...subject(data), head, value };
  });
  return value;
}

export async function evaluateTest(): Promise<void> {
  const asked = evaluating.value || phase.value !== 'idle';
  if (!ready.value || !answering.value || inTheWay.value || cutChanged.value || asked) return;
  await attempt(evaluationTrouble, testModel, now);
  const result = evaluation.value;
  if (result && trainRowsStay.value && !baselines.value) await fitBaselines(result);
}

/** Only on the rows that the model was trained on, which the engine has. */
async function fitBaselines({ outputs }: Evaluation): Promise<void> {
  const data = dataset.value!;
  const fitThem = async () => {
    const value = await engine.call('baseline', { outputs });
    compared.value = { ...subject(data), value };
  };
  await attempt(evaluationTrouble, fitThem, now);
}

/** Numbers of the test set for the files, once they exist. */
export const reported = computed<Record<string, number>>(() => {
  const metrics = evaluation.value?.metrics;
  if (!metrics) return {};
  const { loss: _, ...numbers } = plainMetrics(metrics);
  return numbers;
});

export const tryText = signal('');
export const tryPair = signal('');
/** What the engine said of a text: a row of outputs, or one for each word. */
export interface Said {
  text: string;
  pair?: string;
  words: Span[] | null;
  outputs: Outputs;
  /** How unlike the training rows it is; null: the model has no such score. */
  unlike: ({ share: number } & Reference) | null;
}
const said = signal<(Subject & { value: Said }) | null>(null);
export const tryAnswer = computed(() => current(said.value));
/** The answer is that to another text: the engine has not come to this one. */
export const tryWaits = computed(() => {
  const of = tryAnswer.value;
  return !!of && (of.text !== tryText.value || (of.pair ?? tryPair.value) !== tryPair.value);
});
/** From this share on a text is none of these; null: every text gets an answer. */
export const noneFrom = signal<Limit>(null);
export const tryTrouble = signal('');
const tries = signal<number[]>([]);
/** Texts that this head was tried on. */
export const tried = computed(() => tries.value.filter((head) => head === headAt.value).length);

/** A model answers best to texts cut as those it was trained on. */
export function answerCut(): Cut {
  const { max_length, truncation, stride } = trained.value?.cut ?? headFile.value ?? ownHead.value?.cut ?? cut.value;
  return { max_length, ...(truncation ? { truncation } : {}), ...(stride ? { stride } : {}) };
}

/** Its texts come in pairs, as in its training; where nothing tells, as the data at hand do. Words are those of one
 * text. */
export const takesPairs = computed(() => {
  if (answering.value?.task === 'token_classification') return false;
  const columns = columnsBefore.value;
  return readsPairs.value || (columns ? columns.pair !== undefined : mainFile.value?.columns.pair != null);
});

export const rowsToTry = ({ text, pair, words }: Pick<Said, 'text' | 'pair' | 'words'>): Unlabelled =>
  unlabelledRows([{ row: 0, text, label: '', ...(pair === undefined ? {} : { pair }), ...(words ? { words } : {}) }]);

const predict = newestOnly(async () => {
  const text = tryText.value;
  if (!text.trim()) {
    said.value = null;
    return;
  }
  const answerIt = async () => {
    const words = answering.value?.task === 'token_classification' ? wordsOf(text) : null;
    const pair = takesPairs.value ? { pair: tryPair.value } : {};
    const { outputs, unlike } = await engine.call('predict', {
      ...rowsToTry({ text, words, ...pair }),
      ...answerCut(),
    });
    const [share] = unlike?.shares ?? [];
    const value = {
      text,
      ...pair,
      words,
      outputs,
      unlike: unlike && share !== undefined ? { ...unlike, share } : null,
    };
    said.value = { head: headAt.value, rows: '', value };
    if (typed) tries.value = [...tries.value, headAt.value];
    typed = false;
  };
  await attempt(tryTrouble, answerIt, now);
});

let wait: ReturnType<typeof setTimeout>;
/** Since the last answer. */
let typed = false;
function soon(): void {
  clearTimeout(wait);
  wait = setTimeout(predict, 120);
}

export function tryOn(text: string): void {
  tryText.value = text;
  typed = true;
  soon();
}

export function tryPairOn(text: string): void {
  tryPair.value = text;
  typed = true;
  soon();
}

/** Where the text that is there has no answer. */
export function askAgain(): void {
  if (tryText.peek().trim() && (!tryAnswer.peek() || tryWaits.peek())) soon();
}

/** The file of a run that is not over. */
const RUN = 'training.tabtune';
export const saving = signal('');
/** What the engine does not have of the trained model, for its files. */
export async function aboutTrained(name: string): Promise<ToSave> {
  const about = { name, metrics: reported.value };
  if (!trained.value) return about;
  const { columns, parts } = trained.value.data;
  const { sketchOf } = await import('../rows/trained_on');
  return { ...about, columns, trained_on: sketchOf(parts.train) };
}

/** The calls that write files. */
export const SAVES: CallName[] = ['export.model', 'export.adapter', 'export.head', 'export.head.folder', 'run.save'];
export const saveTrouble = signal('');

function save(blob: Blob, name: string): void {
  download(blob, name);
  if (name !== RUN) noteSaved(name);
}

async function saveAs(file: string, make: () => Promise<Blob>): Promise<void> {
  saving.value = file;
  await attempt(saveTrouble, async () => save(await make(), file));
  saving.value = '';
}

export const saveModel = (name: string, dtype: 'F32' | 'F16', onnx: boolean): Promise<void> =>
  saveAs(`${name}.zip`, async () => engine.call('export.model', { ...(await aboutTrained(name)), dtype, onnx }));

/** How the whole model is used once it is saved. */
export const pythonFor = (name: string): Promise<string> => engine.call('export.python', { name }).catch(() => '');

export const saveAdapter = (name: string): Promise<void> =>
  saveAs(`${name}.zip`, async () => engine.call('export.adapter', await aboutTrained(name)));
/** The training that is going on, to go on with it another day. */
export const saveRun = (): Promise<void> => saveAs(RUN, () => engine.call('run.save', {}));
export const saveHead = (name: string): Promise<void> =>
  saveAs(`${name}.safetensors`, async () => engine.call('export.head', await aboutTrained(name)));

// A sentence about a model or data that are gone helps nobody.
effect(() => {
  void [headAt.value, dataNumber.value];
  evaluationTrouble.value = tryTrouble.value = saveTrouble.value = '';
});

// The text that is there is asked of a model that takes the place of another one, and again where the failure of a call
// is not told because the data are others.
effect(() => {
  void dataNumber.value;
  if (headAt.value) askAgain();
});
