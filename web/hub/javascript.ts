// SPDX-License-Identifier: Apache-2.0
// The JavaScript of a model card, for transformers.js: it runs in a page or in Node where the folder lies.
import { quoted } from './escape';
import type { Trained } from './trained';

type Told = Pick<Trained, 'name' | 'task' | 'labels' | 'pairs' | 'thresholds'>;

export function javascriptOf(told: Told): string {
  const { name, task, pairs, labels, thresholds } = told;
  const folder = quoted(`./${name}`);
  if (task === 'token_classification')
    return `import { pipeline } from '@huggingface/transformers';

const label = await pipeline('token-classification', ${folder}); // the path to this folder
console.log(await label('A text to label.'));`;
  if (pairs || task === 'regression') return withoutPipeline(told, folder);
  const found = `import { pipeline } from '@huggingface/transformers';

const classify = await pipeline('text-classification', ${folder}); // the path to this folder
const answer = await classify('A text.', { top_k: null });`;
  if (task === 'single_label_classification') return `${found}\nconsole.log(answer);`;
  return `${found}
const [labels, thresholds] = [${quoted(labels)}, ${quoted(thresholds)}];
console.log(answer.filter(({ label, score }) => score >= thresholds[labels.indexOf(label)]));`;
}

/** Its pipeline takes no pairs, and makes probabilities of numbers. */
function withoutPipeline({ pairs, task, labels, thresholds }: Told, folder: string): string {
  const pair = pairs ? "text_pair: ['The text beside it.'], " : '';
  const rows = {
    regression: 'console.log(logits.tolist());',
    multi_label_classification: `const thresholds = ${quoted(thresholds)};
for (const row of logits.sigmoid().tolist()) console.log(labels.filter((_, i) => row[i] >= thresholds[i]));`,
    single_label_classification: 'console.log(softmaxOf(logits));',
    token_classification: '',
  }[task];
  const softmax = `
const softmaxOf = (logits) =>
  logits.tolist().map((row) => {
    const powers = row.map((x) => Math.exp(x - Math.max(...row)));
    const sum = powers.reduce((a, b) => a + b);
    return Object.fromEntries(labels.map((label, i) => [label, powers[i] / sum]));
  });`;
  return `import { AutoModelForSequenceClassification, AutoTokenizer } from '@huggingface/transformers';

const folder = ${folder}; // the path to this one
const tokenizer = await AutoTokenizer.from_pretrained(folder);
const model = await AutoModelForSequenceClassification.from_pretrained(folder);
const labels = ${quoted(labels)};${task === 'single_label_classification' ? softmax : ''}
const { logits } = await model(tokenizer(['A text.'], { ${pair}padding: true, truncation: true }));
${rows}`;
}
