#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The recipe of `scripts/tabtune train` in PyTorch + transformers, on the same files, for comparison.

    python scripts/compare_transformers.py --model public/models/all-MiniLM-L6-v2 --train build/splits/uci_train.csv \\
        --test build/splits/uci_test.csv --epochs 3 --learning-rate 5e-5 --seeds 1 2 3 4 5 --out build/compare/uci.json

The task is that of the files: CSV with text (pair) label, whose labels are classes unless --task says otherwise, or
CoNLL. --method lora is PEFT's, with tabtune's defaults; head trains the output layer alone; logistic fits scikit-learn's
logistic regression to the same frozen features (it has no seed). With several labels a row, --validation gives the rows
on which each label's threshold is chosen, as tabtune does (one half without).

Needs torch, transformers, scikit-learn; seqeval for CoNLL, peft for lora. Development only."""
import argparse
import csv
import json
import pathlib
import time

import numpy
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, matthews_corrcoef, precision_recall_curve
from transformers import (AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer,
                          get_linear_schedule_with_warmup, set_seed)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("model", "train", "test", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--validation")
    parser.add_argument("--task", default="single_label_classification",
                        choices=["single_label_classification", "multi_label_classification", "regression"])
    parser.add_argument("--method", choices=["full", "lora", "head", "logistic"], default="full")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--learning-rate", type=float, default=5e-5)
    parser.add_argument("--max-length", type=int, default=64)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def read(path):
    """Inputs of the tokenizer (texts, or texts and pairs) and labels; of CoNLL lists of words and of tags."""
    with open(path, encoding="utf-8", newline="") as file:
        if path.endswith(".conll"):
            sentences = [[line.split("\t") for line in part.split("\n")] for part in file.read().strip().split("\n\n")]
            return [[[word for word, _ in sentence] for sentence in sentences]], [[tag for _, tag in s] for s in sentences]
        rows = list(csv.DictReader(file))
    inputs = [[row[name] for row in rows] for name in ("text", "pair") if name in rows[0]]
    return inputs, [row["label"] for row in rows]


class Classes:
    auto = AutoModelForSequenceClassification

    def __init__(self, labels):
        self.names = sorted(set(labels))

    def begin(self, model):
        pass

    def encode(self, encoded, labels):
        return torch.tensor([self.names.index(label) for label in labels])

    def score(self, logits, labels):
        predicted, wanted = logits.argmax(1).numpy(), self.encode(None, labels).numpy()
        return {"accuracy": float((predicted == wanted).mean()), "macro_f1": f1_score(wanted, predicted, average="macro"),
                "mcc": matthews_corrcoef(wanted, predicted)}


class Labels(Classes):
    def __init__(self, labels):
        self.names = sorted({name for label in labels for name in label.split(",")})
        self.thresholds = [0.5] * len(self.names)
        self.shares = (self.encode(None, labels).sum(0) + 0.5) / (len(labels) + 1)

    def begin(self, model):
        """The new head begins with the labels' shares, as tabtune's does."""
        with torch.no_grad():
            model.classifier.bias.copy_(torch.logit(self.shares))

    def encode(self, encoded, labels):
        return torch.tensor([[float(name in label.split(",")) for name in self.names] for label in labels])

    def tune(self, logits, labels):
        """For each label the probability from which on it is given, that of the best F1 on these rows; where that is
        below 0.3 or fewer than 10 rows have the label, the one that is best for all labels together."""
        def best(wanted, scores):
            if not wanted.any():
                return 0, 0.5
            precision, recall, cuts = precision_recall_curve(wanted, scores)
            f1 = (2 * precision * recall / numpy.maximum(precision + recall, 1e-12))[:-1]
            at = f1.argmax()
            return f1[at], (cuts[at] + max([s for s in scores if s < cuts[at]], default=0)) / 2

        scores, wanted = torch.sigmoid(logits).numpy(), self.encode(None, labels).numpy() > 0
        common = best(wanted.ravel(), scores.ravel())[1]
        own = [best(wanted[:, k], scores[:, k]) for k in range(len(self.names))]
        rows = wanted.sum(0)
        self.thresholds = [cut if f1 >= 0.3 and n >= 10 else common for (f1, cut), n in zip(own, rows, strict=True)]

    def score(self, logits, labels):
        predicted = torch.sigmoid(logits).numpy() >= numpy.array(self.thresholds)
        wanted = self.encode(None, labels).numpy() > 0
        return {"subset_accuracy": float((predicted == wanted).all(1).mean()),
                "micro_f1": f1_score(wanted, predicted, average="micro"),
                "macro_f1": f1_score(wanted, predicted, average="macro", zero_division=0)}


class Numbers(Classes):
    """Learned in standard deviations from the mean of the training rows, as tabtune does."""
    names = ["score"]

    def __init__(self, labels):
        numbers = numpy.array(labels, dtype=float)
        self.mean, self.deviation = numbers.mean(), numbers.std()

    def encode(self, encoded, labels):
        return torch.tensor([[(float(label) - self.mean) / self.deviation] for label in labels])

    def score(self, logits, labels):
        predicted, wanted = self.mean + self.deviation * logits[:, 0].double().numpy(), numpy.array(labels, dtype=float)
        ranks = [numpy.argsort(numpy.argsort(values)) for values in (predicted, wanted)]
        return {"pearson": float(numpy.corrcoef(predicted, wanted)[0, 1]),
                "spearman": float(numpy.corrcoef(*ranks)[0, 1]), "rmse": float(((predicted - wanted) ** 2).mean() ** 0.5)}


class Words(Classes):
    auto = AutoModelForTokenClassification

    def __init__(self, labels):
        self.names = sorted({tag for tags in labels for tag in tags})

    def firsts(self, encoded, row):
        """(position, word) of the first piece of each word."""
        ids = encoded.word_ids(row)
        return [(at, word) for at, word in enumerate(ids) if word is not None and word != ids[at - 1]]

    def encode(self, encoded, labels):
        rows = []
        for row, tags in enumerate(labels):
            targets = [-100] * len(encoded["input_ids"][row])
            for at, word in self.firsts(encoded, row):
                targets[at] = self.names.index(tags[word])
            rows.append(targets)
        return rows

    def score(self, tags, labels):
        from seqeval.metrics import f1_score as entity_f1, precision_score, recall_score
        return {"precision": precision_score(labels, tags), "recall": recall_score(labels, tags),
                "f1": entity_f1(labels, tags)}


TASKS = {"single_label_classification": Classes, "multi_label_classification": Labels, "regression": Numbers}


def padded(encoded, rows, tokenizer):
    return tokenizer.pad({key: [encoded[key][i] for i in rows] for key in encoded}, return_tensors="pt")


def new_optimizer(model, steps, learning_rate):
    """AdamW without decay of biases and norms; warm-up over a tenth of the steps, then linear decay."""
    trained = [p for p in model.parameters() if p.requires_grad]
    groups = [dict(params=[p for p in trained if p.dim() > 1], weight_decay=0.01),
              dict(params=[p for p in trained if p.dim() == 1], weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.999), eps=1e-8)
    return optimizer, get_linear_schedule_with_warmup(optimizer, round(0.1 * steps), steps)


def new_model(arguments, task, seed):
    set_seed(seed)
    names = task.names
    model = task.auto.from_pretrained(
        arguments.model, num_labels=len(names), torch_dtype=torch.float32, id2label=dict(enumerate(names)),
        problem_type=None if isinstance(task, Words) else arguments.task, label2id={n: i for i, n in enumerate(names)})
    task.begin(model)
    if arguments.method == "lora":
        from peft import LoraConfig, get_peft_model
        kind = "TOKEN_CLS" if isinstance(task, Words) else "SEQ_CLS"
        model = get_peft_model(model, LoraConfig(task_type=kind, r=8, lora_alpha=16, lora_dropout=0.05,
                                                 target_modules=["query", "value"], modules_to_save=["classifier"]))
    return model


def train(model, rows, loss_of, arguments):
    size = arguments.batch_size
    optimizer, schedule = new_optimizer(model, arguments.epochs * -(-rows // size), arguments.learning_rate)
    model.train()
    for _ in range(arguments.epochs):
        order = torch.randperm(rows).tolist()
        for at in range(0, rows, size):
            optimizer.zero_grad()
            loss_of(order[at : at + size]).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()


@torch.no_grad()
def run_sorted(read_output, encoded, tokenizer, model):
    """A forward pass over all rows, by length so that little is padding; results in the order of the rows."""
    model.eval()
    order = sorted(range(len(encoded["input_ids"])), key=lambda i: len(encoded["input_ids"][i]))
    out = torch.cat([read_output(padded(encoded, order[at : at + 64], tokenizer)) for at in range(0, len(order), 64)])
    return out[torch.tensor(order).argsort()]


def predict_full(model, sides, labels, tokenizer, arguments):
    loss_of = lambda rows: model(**padded(sides[0], rows, tokenizer), labels=labels[rows]).loss
    train(model, len(labels), loss_of, arguments)
    return [run_sorted(lambda inputs: model(**inputs).logits, side, tokenizer, model) for side in sides[1:]]


@torch.no_grad()
def tags_of(model, side, task, words, tokenizer):
    """The tag of every word; of one that was cut off O."""
    model.eval()
    out = []
    for row, count in enumerate(words):
        logits = model(**padded(side, [row], tokenizer)).logits[0]
        tags = ["O"] * count
        for at, word in task.firsts(side, row):
            tags[word] = task.names[logits[at].argmax()]
        out.append(tags)
    return out


def predict_words(model, sides, labels, tokenizer, arguments, task, words):
    def loss_of(rows):
        inputs = padded(sides[0], rows, tokenizer)
        targets = torch.full(inputs["input_ids"].shape, -100)
        for i, row in enumerate(rows):
            targets[i, : len(labels[row])] = torch.tensor(labels[row])
        return model(**inputs, labels=targets).loss
    train(model, len(labels), loss_of, arguments)
    return [tags_of(model, sides[1], task, words, tokenizer)]


def predict_head(model, sides, labels, tokenizer, arguments):
    """The encoder runs once, without dropout; the output layer learns from what it said."""
    features = [run_sorted(lambda inputs: model.bert(**inputs).pooler_output, side, tokenizer, model) for side in sides]
    if arguments.method == "logistic":
        regression = LogisticRegression(max_iter=5000).fit(features[0], labels)
        return [torch.from_numpy(regression.predict_proba(side)) for side in features[1:]]
    head = torch.nn.Sequential(model.dropout, model.classifier)
    loss_of = lambda rows: torch.nn.functional.cross_entropy(head(features[0][rows]), labels[rows])
    train(head, len(labels), loss_of, arguments)
    return [head.eval()(side) for side in features[1:]]


def main():
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    (train_inputs, train_labels), (test_inputs, test_labels) = read(arguments.train), read(arguments.test)
    words = arguments.train.endswith(".conll")
    task = (Words if words else TASKS[arguments.task])(train_labels)
    tuned = arguments.validation and isinstance(task, Labels)
    tuning_inputs, tuning_labels = read(arguments.validation) if tuned else (None, None)
    encoded = [tokenizer(*inputs, truncation=True, max_length=arguments.max_length, is_split_into_words=words)
               for inputs in (train_inputs, test_inputs, tuning_inputs) if inputs]
    labels, results = task.encode(encoded[0], train_labels), []
    for seed in arguments.seeds[:1] if arguments.method == "logistic" else arguments.seeds:
        started, model = time.monotonic(), new_model(arguments, task, seed)
        if words:
            counts = [len(sentence) for sentence in test_inputs[0]]
            predicted = predict_words(model, encoded, labels, tokenizer, arguments, task, counts)
        else:
            predict = predict_full if arguments.method in ("full", "lora") else predict_head
            predicted = predict(model, encoded, labels, tokenizer, arguments)
        if tuned:
            task.tune(predicted[1], tuning_labels)
        seconds = round(time.monotonic() - started, 1)
        results.append(dict(seed=seed, **task.score(predicted[0], test_labels), seconds=seconds))
        print(results[-1], flush=True)
        out = pathlib.Path(arguments.out)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(dict(options=vars(arguments), results=results), indent=2) + "\n")


if __name__ == "__main__":
    main()
