#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The recipe of `scripts/tabtune train` in PyTorch + transformers, on the same files, for comparison.

    python scripts/compare_transformers.py --model public/models/all-MiniLM-L6-v2 --train build/splits/uci_train.csv \\
        --test build/splits/uci_test.csv --epochs 3 --learning-rate 5e-5 --seeds 1 2 3 4 5 --out build/compare/uci.json

--method head trains the output layer alone; --method logistic fits scikit-learn's logistic regression to the same
frozen features (it has no seed). Needs torch, transformers and scikit-learn. Development only."""
import argparse
import csv
import json
import pathlib
import time

import numpy
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, matthews_corrcoef
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, get_linear_schedule_with_warmup,
                          set_seed)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("model", "train", "test", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--method", choices=["full", "head", "logistic"], default="full")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--learning-rate", type=float, default=5e-5)
    parser.add_argument("--max-length", type=int, default=64)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def batches(encoded, labels, order, size, tokenizer):
    """Padded to the longest of the batch."""
    for at in range(0, len(order), size):
        rows = order[at : at + size]
        inputs = tokenizer.pad({key: [encoded[key][i] for i in rows] for key in encoded}, return_tensors="pt")
        yield rows, dict(inputs, labels=torch.tensor([labels[i] for i in rows]))


def new_optimizer(model, steps, learning_rate):
    """AdamW without decay of biases and norms; warm-up over a tenth of the steps, then linear decay."""
    trained = [p for p in model.parameters() if p.requires_grad]
    groups = [dict(params=[p for p in trained if p.dim() > 1], weight_decay=0.01),
              dict(params=[p for p in trained if p.dim() == 1], weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.999), eps=1e-8)
    return optimizer, get_linear_schedule_with_warmup(optimizer, round(0.1 * steps), steps)


def new_model(arguments, names, seed):
    set_seed(seed)
    model = AutoModelForSequenceClassification.from_pretrained(
        arguments.model, num_labels=len(names), torch_dtype=torch.float32, id2label=dict(enumerate(names)),
        label2id={name: i for i, name in enumerate(names)})
    if arguments.method != "full":
        model.bert.requires_grad_(False)
    return model


def train(model, encoded, labels, tokenizer, arguments):
    size, rows = arguments.batch_size, len(labels)
    steps = arguments.epochs * -(-rows // size)
    optimizer, schedule = new_optimizer(model, steps, arguments.learning_rate)
    model.train()
    for _ in range(arguments.epochs):
        for _, inputs in batches(encoded, labels, torch.randperm(rows).tolist(), size, tokenizer):
            optimizer.zero_grad()
            model(**inputs).loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()


@torch.no_grad()
def run_sorted(model, encoded, labels, tokenizer, read_output):
    """A forward pass over all rows, by length so that little is padding; results in the order of the rows."""
    model.eval()
    order = sorted(range(len(labels)), key=lambda i: len(encoded["input_ids"][i]))
    out = [None] * len(labels)
    for rows, inputs in batches(encoded, labels, order, 64, tokenizer):
        for i, value in zip(rows, read_output(inputs)):
            out[i] = value.numpy()
    return numpy.stack(out)


def score(predicted, wanted):
    return {"accuracy": float((predicted == wanted).mean()), "macro_f1": f1_score(wanted, predicted, average="macro"),
            "mcc": matthews_corrcoef(wanted, predicted)}


def main():
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    sides = [read(arguments.train), read(arguments.test)]
    names = sorted(set(sides[0][1]))
    (train_encoded, train_labels), (test_encoded, test_labels) = [
        (dict(tokenizer(texts, truncation=True, max_length=arguments.max_length)), [names.index(x) for x in labels])
        for texts, labels in sides]
    wanted, results = numpy.array(test_labels), []
    for seed in arguments.seeds[:1] if arguments.method == "logistic" else arguments.seeds:
        started = time.monotonic()
        model = new_model(arguments, names, seed)
        if arguments.method == "logistic":
            pooled = lambda inputs: model.bert(**{k: v for k, v in inputs.items() if k != "labels"}).pooler_output
            features = [run_sorted(model, encoded, labels, tokenizer, pooled)
                        for encoded, labels in ((train_encoded, train_labels), (test_encoded, test_labels))]
            predicted = LogisticRegression(max_iter=5000).fit(features[0], train_labels).predict(features[1])
        else:
            train(model, train_encoded, train_labels, tokenizer, arguments)
            predicted = run_sorted(model, test_encoded, test_labels, tokenizer, lambda x: model(**x).logits).argmax(1)
        results.append(dict(seed=seed, **score(predicted, wanted), seconds=round(time.monotonic() - started, 1)))
        print(results[-1], flush=True)
        out = pathlib.Path(arguments.out)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(dict(options=vars(arguments), results=results), indent=2) + "\n")


if __name__ == "__main__":
    main()
