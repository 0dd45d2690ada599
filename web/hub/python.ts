// SPDX-License-Identifier: Apache-2.0
// The Python of a model card: it runs where the folder lies, and gives the answers that Tabtune gives.
import { quoted } from './escape';
import { denseFile } from './sentence';
import type { Trained } from './trained';

type Told = Pick<
  Trained,
  'name' | 'task' | 'labels' | 'pooling' | 'apart' | 'pairs' | 'thresholds' | 'temperature' | 'cut'
>;

export function pythonOf(told: Told): string {
  const { name, task, labels, apart, pairs } = told;
  if (task === 'token_classification')
    return `from transformers import pipeline

label = pipeline("token-classification", ${quoted(`./${name}`)}, aggregation_strategy="first")
print(label("A text to label."))  # a word's label is that of its first piece`;
  const texts = pairs
    ? '[("A text.", "The text beside it."), ("Another.", "And its own.")]'
    : '["A text.", "Another."]';
  return `${apart ? meanModel(told) : firstTokenModel(told)}
labels = ${quoted(labels)}
texts = ${texts}
${apart ? meanLogits(told) : firstTokenLogits(told)}
${answers(told)}`;
}

const comparingModel = (name: string) => `import torch
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer

folder = ${quoted(`./${name}`)}  # the path to this one
model = SentenceTransformer(folder)
head = load_file(f"{folder}/${denseFile('compared')}", device=str(model.device))`;

const comparedLogits = `u, v = (model.encode(side, convert_to_tensor=True) for side in map(list, zip(*texts)))
compared = u.shape[1] ** 0.5 * torch.cat([(u - v) ** 2, u * v], 1)
logits = compared @ head["linear.weight"].T + head["linear.bias"]`;

function meanModel({ name, pooling, pairs, cut }: Told): string {
  const { truncation, stride = 0 } = cut;
  const torch = !pairs && (stride > 0 || truncation === 'head_tail') ? 'import torch\n' : '';
  if (pooling === 'compared') return comparingModel(name);
  return `${torch}from sentence_transformers import SentenceTransformer

model = SentenceTransformer(${quoted(`./${name}`)})  # the path to this folder`;
}

function meanLogits({ pooling, pairs, cut: { max_length, truncation, stride = 0 } }: Told): string {
  if (pooling === 'compared') return comparedLogits;
  if (!pairs && stride > 0)
    return `
@torch.no_grad()
def read(text):  # the mean over windows of ${max_length} tokens that share ${stride}
    windows = model.tokenizer(text, truncation=True, max_length=${max_length}, stride=${stride},
                              return_overflowing_tokens=True, padding=True, return_tensors="pt")
    windows.pop("overflow_to_sample_mapping")
    return model({key: value.to(model.device) for key, value in windows.items()})["sentence_embedding"].mean(0)

logits = torch.stack([read(text) for text in texts])`;
  const room = max_length - 2;
  const front = Math.floor(room / 4);
  if (!pairs && truncation === 'head_tail')
    return `
@torch.no_grad()
def read(text):  # of a longer one the first ${front} pieces and the last ${room - front}
    ids = model.tokenizer(text, add_special_tokens=False, truncation=False)["input_ids"]
    if len(ids) > ${room}:
        ids = ids[:${front}] + ids[${front - room}:]
    ids = torch.tensor([[model.tokenizer.cls_token_id, *ids, model.tokenizer.sep_token_id]], device=model.device)
    return model({"input_ids": ids, "attention_mask": torch.ones_like(ids)})["sentence_embedding"][0]

logits = torch.stack([read(text) for text in texts])`;
  return 'logits = model.encode(texts, convert_to_tensor=True)';
}

const firstTokenModel = ({ name }: Told) => `import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

folder = ${quoted(`./${name}`)}  # the path to this one
tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForSequenceClassification.from_pretrained(folder)`;

const firstTokenLogits = ({ pairs, cut: { max_length } }: Told) =>
  `inputs = tokenizer(${pairs ? '*map(list, zip(*texts))' : 'texts'}, padding=True, truncation=True, max_length=${max_length}, return_tensors="pt")
with torch.no_grad():
    logits = model(**inputs).logits.float()`;

function answers({ task, thresholds, temperature }: Told): string {
  if (task === 'regression')
    return `numbers = logits.tolist()
for text, row in zip(texts, numbers):
    print(text, dict(zip(labels, row)))`;
  if (task === 'multi_label_classification')
    return `probabilities = logits.sigmoid().tolist()
thresholds = ${quoted(thresholds)}
for text, row in zip(texts, probabilities):
    print(text, [label for label, p, least in zip(labels, row, thresholds) if p >= least])`;
  const scaled = temperature === 1 ? 'logits' : `(logits / ${temperature})`;
  const why = temperature === 1 ? '' : '  # temperature of the validation rows';
  return `probabilities = ${scaled}.softmax(-1).tolist()${why}
for text, row in zip(texts, probabilities):
    print(text, labels[row.index(max(row))], max(row))`;
}
