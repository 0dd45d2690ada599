// SPDX-License-Identifier: Apache-2.0
// The model card (README.md) of an export: what it does, how well, and how it was made.
import type { Cut, Method, Pooling, RunOptions, Scheme, Task } from '../engine/messages';

const several = ({ length }: string[]) => `${length} label${length === 1 ? '' : 's'}`;

export interface Trained {
  name: string;
  base: string;
  task: Task;
  labels: string[];
  scheme: Scheme;
  pooling: Pooling;
  thresholds: number[];
  /** That the validation rows have the least loss with; 1: none was fitted. */
  temperature: number;
  method: Method;
  cut: Cut;
  /** The file of the score of unlike texts; null: there is none. */
  novelty: Uint8Array<ArrayBuffer> | null;
  /** Of the test set; empty when it was not used. */
  metrics: Record<string, number>;
  /** Rows per part, as far as parts were opened. */
  rows: Record<string, number>;
  options: RunOptions;
}

const WHAT: Record<Method, string> = {
  full: 'all parameters, the head new',
  layers: 'the last layers and a new head',
  bias: 'biases, norms and a new head',
  lora: 'low-rank adapters (LoRA), merged into the weights, and a new head',
  head: 'a new head on the frozen encoder',
};

interface Kind {
  pipeline: string;
  what(labels: string[]): string;
  /** Python behind the pipeline's import. */
  use(cut: Cut): string;
}

const TEXTS = { pipeline: 'text-classification' };
const KINDS: Record<Task, Kind> = {
  single_label_classification: {
    ...TEXTS,
    what: (labels) => `A text classifier with ${several(labels)}`,
    use: ({
      max_length,
    }) => `classify = pipeline("text-classification", "path/to/this/folder", truncation=True, max_length=${max_length})
classify("A text to classify.")`,
  },
  multi_label_classification: {
    ...TEXTS,
    what: (labels) => `A text classifier that gives any of ${several(labels)}`,
    use: ({
      max_length,
    }) => `classify = pipeline("text-classification", "path/to/this/folder", truncation=True, max_length=${max_length}, top_k=None)
classify("A text to classify.")  # a label is given where its score reaches its threshold`,
  },
  regression: {
    ...TEXTS,
    what: (labels) => `A model that gives a text ${labels.length > 1 ? `${labels.length} numbers` : 'a number'}`,
    use: ({
      max_length,
    }) => `rate = pipeline("text-classification", "path/to/this/folder", truncation=True, max_length=${max_length}, top_k=None, function_to_apply="none")
rate("A text to rate.")`,
  },
  token_classification: {
    pipeline: 'token-classification',
    what: (labels) => `A model that gives each word of a text one of ${labels.length} labels`,
    use: () => `label = pipeline("token-classification", "path/to/this/folder", aggregation_strategy="first")
label("A text to label.")  # a word's label is that of its first piece`,
  },
};

/** YAML takes JSON strings as they are. */
const quote = (text: string) => JSON.stringify(text);

export function modelCard(trained: Trained): string {
  const { labels, metrics, rows } = trained;
  const parts = Object.entries(rows).map(([part, n]) => `${n.toLocaleString('en')} ${part}`);
  const what = WHAT[trained.method];
  const kind = KINDS[trained.task];
  return `---
pipeline_tag: ${kind.pipeline}
library_name: transformers
tags:
- tabtune
- ${kind.pipeline}
${modelIndex(trained)}---

# ${trained.name}

${kind.what(labels)}, made from \`${trained.base}\` with Tabtune.

## Use

\`\`\`python
${trained.pooling === 'mean' ? useOfMean(trained.cut) : `from transformers import pipeline\n\n${kind.use(trained.cut)}`}
\`\`\`

${cutSentence(trained.cut)}

## Labels

${labels.map((label, i) => `${i}. ${label}${trained.thresholds.length ? ` (from ${trained.thresholds[i]} on)` : ''}`).join('\n')}

## Data

${parts.length ? `Rows: ${parts.join(', ')}. The data itself is not part of this folder.` : 'Not recorded.'}

## How well it does

${metricsTable(metrics)}${temperatureSentence(trained.temperature)}
## Recipe

Trained: ${what}. Options:

| option | value |
|---|---|
${Object.entries(trained.options)
  .map(([name, value]) => `| ${name} | ${value} |`)
  .join('\n')}
`;
}

/** No pipeline of transformers has a head on the mean of all tokens. */
function useOfMean({ max_length }: Cut): string {
  return `import torch
from safetensors.torch import load_file
from transformers import AutoModel, AutoTokenizer

folder = "path/to/this/folder"
tokenizer, encoder = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder)
head = load_file(f"{folder}/model.safetensors")
inputs = tokenizer(["A text."], padding=True, truncation=True, max_length=${max_length}, return_tensors="pt")
with torch.no_grad():
    hidden, mask = encoder(**inputs).last_hidden_state, inputs["attention_mask"].unsqueeze(-1)
    mean = (hidden * mask).sum(1) / mask.sum(1)  # over all tokens but padding
    logits = mean @ head["classifier.weight"].T + head["classifier.bias"]`;
}

function cutSentence({ max_length, truncation = 'head', stride = 0 }: Cut): string {
  if (stride > 0)
    return `In training, texts of more than ${max_length} tokens were read through windows that share ${stride} tokens, and the windows' logits averaged; transformers cuts them.`;
  if (truncation === 'head_tail')
    return `In training, texts of more than ${max_length} tokens were cut to a quarter from the front and the rest from the end; transformers keeps the first tokens, so its answers on longer texts differ.`;
  return `Texts are cut to ${max_length} tokens (the ${truncation === 'tail' ? 'last' : 'first'} ones), as in training.`;
}

function temperatureSentence(temperature: number): string {
  if (temperature === 1) return '';
  return `\nFor probabilities that are right as often as they say, divide the logits by ${temperature.toFixed(4)} (temperature scaling, fitted on the validation rows). The numbers above are without it; the answers are the same.\n`;
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
- name: ${quote(name)}
  results:
  - task:
      type: ${KINDS[task].pipeline}
    dataset:
      type: private
      name: the test set of its owner
    metrics:
${lines.join('')}`;
}
