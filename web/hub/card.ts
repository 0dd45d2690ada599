// SPDX-License-Identifier: Apache-2.0
// The model card (README.md) of an export: what it does, how well, and how it was made.
import { effective } from '../rows/effects';
import type { Method, Task } from '../border/messages';
import { heldOutInWords, strengthInWords } from '../border/run_log';
import { oneLine, quoted, spanned } from './escape';
import { javascriptOf } from './javascript';
import { PREDICT_FILE } from './predict_py';
import { denseFile } from './sentence';
import { pythonOf } from './python';
import { isRepository } from './terms';
import type { Trained } from './trained';
import { VERSION } from './version';

const several = ({ length }: string[]) => `${length} label${length === 1 ? '' : 's'}`;

const WHAT: Record<Method, string> = {
  full: 'all parameters were trained',
  layers: 'the last layers and the head were trained',
  bias: 'biases, norms and the head were trained',
  lora: 'low-rank adapters (LoRA) and the head were trained, and the adapters merged into the weights',
  head: 'the head was trained on the frozen encoder',
};

const KINDS: Record<Task, { pipeline: string; what(labels: string[]): string }> = {
  single_label_classification: {
    pipeline: 'text-classification',
    what: (labels) => `A text classifier with ${several(labels)}`,
  },
  multi_label_classification: {
    pipeline: 'text-classification',
    what: (labels) => `A text classifier that gives any of ${several(labels)}`,
  },
  regression: {
    pipeline: 'text-classification',
    what: (labels) => `A model that gives a text ${labels.length > 1 ? `${labels.length} numbers` : 'a number'}`,
  },
  token_classification: {
    pipeline: 'token-classification',
    what: (labels) => `A model that gives each word of a text one of ${labels.length} labels`,
  },
};

function front(trained: Trained, library: string): string {
  const { pipeline } = KINDS[trained.task];
  return `---
pipeline_tag: ${pipeline}
library_name: ${library}
${termLines(trained)}${baseModel(trained.base)}tags:
- tabtune
- ${pipeline}
${modelIndex(trained)}---

# ${oneLine(trained.name)}
`;
}

export function modelCard(trained: Trained): string {
  const { labels } = trained;
  const kind = KINDS[trained.task];
  return `${front(trained, trained.apart ? 'sentence-transformers' : 'transformers')}
${kind.what(labels)}, made from ${spanned(trained.base)} with Tabtune.

## Use

\`\`\`python
${pythonOf(trained)}
\`\`\`

${trained.apart ? `${meanSentence(trained)}\n\n` : ''}${trained.scheme === 'iob2' ? `${SEQUENCE}\n\n` : ''}${cutSentence(trained)}

${webSection(trained)}${about(trained, 'Python')}`;
}

/** Of a head that lies apart from its encoder, `head.safetensors`. */
export function headCard(trained: Trained): string {
  const { base, labels } = trained;
  return `${front(trained, 'tabtune')}
${KINDS[trained.task].what(labels)}: the head alone, for the encoder ${spanned(base)}, which was not changed. It was made with Tabtune.

## Use

Tabtune loads the encoder first and then \`head.safetensors\`, in step 3 of the page. In JavaScript, with the npm package \`tabtune\`:

\`\`\`js
import { load } from 'tabtune';

const model = await load(${quoted(base)}, { head: 'head.safetensors' }); // the encoder's folder
console.log(await model.predict('A text.'));
\`\`\`

${about(trained, 'JavaScript')}`;
}

/** What both cards end with. */
function about(trained: Trained, code: string): string {
  const { labels, metrics, rows } = trained;
  const parts = Object.entries(rows).map(([part, n]) => `${n.toLocaleString('en')} ${part}`);
  return `## Labels

${labels.map((label, i) => `${i}. ${spanned(label)}${trained.thresholds.length ? ` (from ${Number(trained.thresholds[i]!.toPrecision(4))} on)` : ''}`).join('\n')}

## Data

${parts.length ? `Rows: ${parts.join(', ')}. The data itself is not part of this folder.` : 'Not recorded.'}

## How well it does

${metricsTable(metrics)}${temperatureSentence(trained.temperature, code)}
## Recipe

${recipe(trained)} Options:

| option | value |
|---|---|
${Object.entries(optionsUsed(trained))
  .map(([name, value]) => `| ${name} | ${value} |`)
  .join('\n')}

Made with Tabtune ${VERSION}. ${licenceSentence(trained)}
`;
}

export const termLines = ({ terms }: Trained): string => (terms?.lines ?? []).map((line) => `${line}\n`).join('');

const licenceSentence = ({ base, terms }: Trained) =>
  `Its licence is that of ${spanned(base)}${terms?.license ? ` (${terms.license})` : ''}, as far as your data allow.`;

const SEQUENCE =
  'Tabtune answers with the most probable sequence of tags in which each I-X follows B-X or I-X, and the figures below are of these answers. The pipeline takes the most probable tag of each word, so a few of its entities may be others.';
/** Only a name on the hub is one that its pages can link to. */
export const baseModel = (base: string): string => (isRepository(base) ? `base_model: ${quoted(base)}\n` : '');

const isKept = ({ head_start }: Trained['options']) => head_start === 'kept';

/** Those that had an effect, with how texts were read. */
function optionsUsed({ options, method, made, rows, cut, pooling, task }: Trained): object {
  const head_start = made?.fit || options.head_start === 'fitted' ? 'fitted' : isKept(options) ? 'kept' : 'random';
  const used = effective(options, { method, head_start, validation: rows.validation ?? 0 });
  return { ...used, ...cut, ...(task === 'token_classification' ? {} : { pooling }) };
}

const meanSentence = ({ pooling }: Trained) => {
  if (pooling === 'compared')
    return `The head reads how the vectors u and v of the two texts differ: (u - v)² and u v, number by number, times the root of their length. This is a folder of sentence-transformers: \`encode\` gives the vector of a text, which is good for a search for alike texts too, and \`${denseFile('compared')}\` has the head. \`AutoModelForSequenceClassification\` of transformers reads the first token of both texts together and is not for this model.`;
  const scaled = pooling === 'mean_normalized';
  return `The head reads the mean of all tokens${scaled ? ', scaled to length 1' : ''}, so this is a folder of sentence-transformers: the encoder, the mean${scaled ? ', the scaling' : ''}, and the head as a Dense layer, of which \`encode\` gives the logits (of numbers, the numbers). \`AutoModel\` of transformers opens the encoder alone; \`AutoModelForSequenceClassification\` reads the first token and is not for this model.`;
};

function cutSentence({ pooling, apart, pairs, task, cut }: Trained): string {
  const { max_length, truncation = 'head', stride = 0 } = cut;
  if (stride === 0 && truncation !== 'head_tail')
    return `${pooling === 'compared' ? 'Each of both texts is' : 'Texts are'} cut to ${max_length} tokens (the ${truncation === 'tail' ? 'last' : 'first'} ones), as in training.`;
  const training =
    stride > 0
      ? `In training, texts of more than ${max_length} tokens were read through windows that share ${stride} tokens, and the windows' logits averaged`
      : `In training, texts of more than ${max_length} tokens were cut to a quarter from the front and the rest from the end`;
  if (task === 'token_classification')
    return `${training}; the Python above keeps the first tokens, so its answers on longer texts differ.`;
  if (apart && !pairs) return `${training}, as above.`;
  return `${training}. The Python above keeps the first tokens, so its answers on longer texts differ; \`${PREDICT_FILE}\` in this folder reads them as in training.`;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** For transformers.js. */
function webSection(trained: Trained): string {
  const { web, cut, temperature, task } = trained;
  if (web.files.length === 0) return web.missing ? `There are no ONNX files in this folder: ${web.missing}.\n\n` : '';
  const [whole, quantized] = web.files.map(({ name, size }) => `\`${name}\` (${megabytes(size)})`);
  const keepsFirst = cut.truncation !== undefined && cut.truncation !== 'head';
  return `## In a web page, or in Node

\`\`\`js
${javascriptOf(trained)}
\`\`\`

transformers.js takes ${whole} in Node and ${quantized}, whose matrices are of 8-bit whole numbers, in a page; \`dtype: 'fp32'\` or \`'q8'\` among the options of its call chooses.${temperature === 1 ? '' : ' The temperature is in both.'}${task === 'regression' ? ' Its pipeline makes probabilities of numbers, so the model is called without it.' : ''}${keepsFirst || cut.stride ? ` Of a text of more than ${cut.max_length} tokens it reads the first, so its answers to those differ.` : ''}

`;
}

const counted = (n: number, what: string) => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** How the head and the rest came about, in sentences. */
function recipe({ base, method, options, made }: Trained): string {
  if (!made) return `${capital(WHAT[method])}.`;
  const { fit, updates, of, epochs, best } = made;
  const fitted = fit || options.head_start === 'fitted';
  const numbers = !fit
    ? ''
    : fit.held_out_loss === null
      ? ` (${strengthInWords(fit)})`
      : ` (${strengthInWords(fit)}, chosen by cross-validation on the training rows${heldOutInWords(fit)})`;
  const start = fitted
    ? `The new head was fitted to what the frozen encoder makes of the training rows, by L-BFGS${numbers}. `
    : isKept(options)
      ? `The head is the one of ${spanned(base)}, trained on. `
      : 'The new head began with small random numbers. ';
  if (updates === 0) return `${start}Nothing else was trained.`;
  const length = `${counted(epochs, 'epoch')} (${updates < of ? `stopped after ${updates.toLocaleString('en')} of ${counted(of, 'update')}` : counted(of, 'update')})`;
  const kept = best ? ` The weights are those of epoch ${best.epoch}, the best on the validation rows.` : '';
  return `${start}Then ${WHAT[method]} for ${length}.${kept}`;
}

function temperatureSentence(temperature: number, code: string): string {
  if (temperature === 1) return '';
  return `\nThe probabilities of the ${code} above are those of logits divided by ${temperature.toFixed(4)}, so that they are right as often as they say (temperature scaling, fitted on the validation rows). The figures here are without it; the labels are the same.\n`;
}

function metricsTable(metrics: Record<string, number>): string {
  const lines = Object.entries(metrics).map(([name, value]) => `| ${name} | ${value.toFixed(4)} |`);
  if (lines.length === 0) return 'It was not measured on a test set.\n';
  return `On the held-out test set, used once:\n\n| metric | value |\n|---|---|\n${lines.join('\n')}\n`;
}

/** The hub's machine-readable results. */
function modelIndex({ name, task, metrics }: Trained): string {
  const lines = Object.entries(metrics).map(
    ([metric, value]) => `    - type: ${metric}\n      name: ${metric}\n      value: ${value}\n`,
  );
  if (lines.length === 0) return '';
  return `model-index:
- name: ${quoted(name)}
  results:
  - task:
      type: ${KINDS[task].pipeline}
    dataset:
      type: private
      name: the test set of its owner
      split: test
    metrics:
${lines.join('')}`;
}
