// SPDX-License-Identifier: Apache-2.0
// predict.py of an export of texts: cut or windows, temperature and thresholds as in training, which a pipeline of
// transformers has not. All it needs is in the folder's config.json.
import { HEAD_FOLDERS } from './sentence';

export const PREDICT_FILE = 'predict.py';

export const PREDICT_PY = `# SPDX-License-Identifier: Apache-2.0
"""Answers of the model in this folder, the same as Tabtune's, on texts of any length.

    python predict.py < texts.txt                  # a text a line, or JSON lines {"text": ..., "pair": ...}
    from predict import load; print(load("FOLDER")(["A text."]))

Needs torch, transformers and safetensors."""
import json
import pathlib
import sys

import torch
from safetensors.torch import load_file
from transformers import AutoModel, AutoModelForSequenceClassification, AutoTokenizer

ENOUGH = 16  # rows at once
FOLDERS = ${JSON.stringify(HEAD_FOLDERS)}  # of the head's weights


def pair_cut(n, m, room):
    """What is kept of each, as in longest_first."""
    short, long = min(n, m), max(n, m)
    if short + long > room:
        short = min(short, room // 2)
        long = room - short
    return (long, short) if n > m else (short, long)


def windows(ids, room, truncation, stride):
    n = len(ids)
    if n <= room:
        return [ids]
    if stride:
        step = room - stride
        return [ids[i * step : i * step + room] for i in range(1 + (n - room + step - 1) // step)]
    if truncation == "tail":
        return [ids[n - room :]]
    if truncation == "head_tail":
        return [ids[: room // 4] + ids[n - (room - room // 4) :]]
    return [ids[:room]]


class Model:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.task, self.cut = self.config["problem_type"], self.config["cut"]
        self.labels = [label for _, label in sorted(self.config["id2label"].items(), key=lambda item: int(item[0]))]
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.pooling = self.config.get("classifier_pooling")
        self.mean = self.pooling in FOLDERS
        self.compares = self.pooling == "compared"
        kind = AutoModel if self.mean else AutoModelForSequenceClassification
        self.model = kind.from_pretrained(folder).float().eval()
        if self.mean:
            dense = load_file(folder / FOLDERS[self.pooling] / "model.safetensors")
            self.weight, self.bias = dense["linear.weight"].float(), dense["linear.bias"].float()

    def pieces(self, text):
        return self.tokenizer(text, add_special_tokens=False, truncation=False)["input_ids"]

    def sequences(self, text, pair=None):
        """(ids, segments) of each window; those of both texts of a pair that the head compares."""
        length, cls, sep = self.cut["max_length"], self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        how = self.cut.get("truncation", "head"), self.cut.get("stride", 0)
        if pair is None:
            found = windows(self.pieces(text), length - 2, *how)
            return [([cls, *ids, sep], [0] * (len(ids) + 2)) for ids in found]
        a, b = self.pieces(text), self.pieces(pair)
        between = self.tokenizer.num_special_tokens_to_add(pair=True) - 2
        alone = length - 2
        rooms = (alone, alone) if self.compares else pair_cut(len(a), len(b), alone - between)
        longer = len(a) > len(b)
        first = windows(a, rooms[0], how[0], how[1] if longer else 0)
        second = windows(b, rooms[1], how[0], 0 if longer else how[1])
        if self.compares:
            return [tuple(([cls, *ids, sep], [0] * (len(ids) + 2)) for ids in both) for both in
                    ((x, y) for x in first for y in second)]
        return [([cls, *x, *[sep] * between, *y, sep], [0] * (len(x) + 1 + between) + [1] * (len(y) + 1))
                for x in first for y in second]

    @torch.no_grad()
    def logits(self, sequences):
        if not self.compares:
            return self.outputs(sequences)
        u, v = (self.outputs(side) for side in zip(*sequences))
        compared = u.shape[1] ** 0.5 * torch.cat([(u - v) ** 2, u * v], 1)
        return compared @ self.weight.T + self.bias

    def outputs(self, sequences):
        """Logits, or the vectors of texts that are compared."""
        longest = max(len(ids) for ids, _ in sequences)
        pad = self.tokenizer.pad_token_id or 0
        ids = torch.tensor([ids + [pad] * (longest - len(ids)) for ids, _ in sequences])
        mask = torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids, _ in sequences])
        inputs = {"input_ids": ids, "attention_mask": mask}
        if "token_type_ids" in self.tokenizer.model_input_names and self.config.get("type_vocab_size", 0) > 1:
            inputs["token_type_ids"] = torch.tensor([s + [0] * (longest - len(s)) for _, s in sequences])
        if not self.mean:
            return self.model(**inputs).logits
        hidden = self.model(**inputs).last_hidden_state
        read = (hidden * mask.unsqueeze(2)).sum(1) / mask.sum(1, keepdim=True)
        if self.pooling != "mean":
            read = torch.nn.functional.normalize(read)
        if self.compares:
            return read
        return read @ self.weight.T + self.bias

    def __call__(self, texts, pairs=None):
        if not pairs and self.config.get("reads", {}).get("texts") == 2:
            raise ValueError('the model reads pairs: give second texts too, on a line {"text": ..., "pair": ...}')
        rows = [self.sequences(text, pair) for text, pair in zip(texts, pairs or [None] * len(texts))]
        flat = [sequence for row in rows for sequence in row]
        logits = [x for i in range(0, len(flat), ENOUGH) for x in self.logits(flat[i : i + ENOUGH])]
        answers = []
        for row in rows:
            mean = torch.stack([logits.pop(0) for _ in row]).mean(0)
            answers.append(self.answer(mean))
        return answers

    def answer(self, logits):
        if self.task == "regression":
            return dict(zip(self.labels, logits.tolist()))
        if self.task == "multi_label_classification":
            values = logits.sigmoid().tolist()
            least = self.config.get("thresholds") or [0.5] * len(values)
            found = sorted((-p, label) for p, label, t in zip(values, self.labels, least) if p >= t)
            return {"labels": [label for _, label in found], "probabilities": dict(zip(self.labels, values))}
        values = (logits / self.config.get("temperature", 1)).softmax(-1).tolist()
        best = values.index(max(values))
        return {"label": self.labels[best], "probability": values[best], "probabilities": dict(zip(self.labels, values))}


def load(folder):
    return Model(folder)


def row_of(line):
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        row = None
    return row if isinstance(row, dict) and "text" in row else {"text": line}


def main():
    if sys.argv[1:]:
        asked = sys.argv[1] in ("-h", "--help")
        print(__doc__ if asked else "predict.py takes no arguments: it reads texts from standard input.",
              file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    model = load(pathlib.Path(__file__).resolve().parent)
    rows = [row_of(line) for line in sys.stdin.read().split("\\n") if line]
    paired = bool(rows) and all("pair" in row for row in rows)
    try:
        answers = model([row["text"] for row in rows], [row["pair"] for row in rows] if paired else None)
    except ValueError as error:
        print(f"predict.py: {error}", file=sys.stderr)
        return 2
    for row, answer in zip(rows, answers):
        print(json.dumps({**row, **answer}, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
`;
