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


def padded(encoded, rows, tokenizer):
    return tokenizer.pad({key: [encoded[key][i] for i in rows] for key in encoded}, return_tensors="pt")


def new_optimizer(model, steps, learning_rate):
    """AdamW without decay of biases and norms; warm-up over a tenth of the steps, then linear decay."""
    trained = [p for p in model.parameters() if p.requires_grad]
    groups = [dict(params=[p for p in trained if p.dim() > 1], weight_decay=0.01),
              dict(params=[p for p in trained if p.dim() == 1], weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.999), eps=1e-8)
    return optimizer, get_linear_schedule_with_warmup(optimizer, round(0.1 * steps), steps)


def new_model(arguments, names, seed):
    set_seed(seed)
    return AutoModelForSequenceClassification.from_pretrained(
        arguments.model, num_labels=len(names), torch_dtype=torch.float32, id2label=dict(enumerate(names)),
        label2id={name: i for i, name in enumerate(names)})


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
    return run_sorted(lambda inputs: model(**inputs).logits, sides[1], tokenizer, model).argmax(1)


def predict_head(model, sides, labels, tokenizer, arguments):
    """The encoder runs once, without dropout; the output layer learns from what it said."""
    features = [run_sorted(lambda inputs: model.bert(**inputs).pooler_output, side, tokenizer, model) for side in sides]
    if arguments.method == "logistic":
        return torch.from_numpy(LogisticRegression(max_iter=5000).fit(features[0], labels).predict(features[1]))
    head = torch.nn.Sequential(model.dropout, model.classifier)
    loss_of = lambda rows: torch.nn.functional.cross_entropy(head(features[0][rows]), labels[rows])
    train(head, len(labels), loss_of, arguments)
    return head.eval()(features[1]).argmax(1)


def score(predicted, wanted):
    return {"accuracy": float((predicted == wanted).mean()), "macro_f1": f1_score(wanted, predicted, average="macro"),
            "mcc": matthews_corrcoef(wanted, predicted)}


def main():
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    sides = [read(arguments.train), read(arguments.test)]
    names = sorted(set(sides[0][1]))
    encoded = [dict(tokenizer(texts, truncation=True, max_length=arguments.max_length)) for texts, _ in sides]
    labels = [torch.tensor([names.index(label) for label in labels]) for _, labels in sides]
    predict, results = predict_full if arguments.method == "full" else predict_head, []
    for seed in arguments.seeds[:1] if arguments.method == "logistic" else arguments.seeds:
        started = time.monotonic()
        predicted = predict(new_model(arguments, names, seed), encoded, labels[0], tokenizer, arguments)
        seconds = round(time.monotonic() - started, 1)
        results.append(dict(seed=seed, **score(predicted.numpy(), labels[1].numpy()), seconds=seconds))
        print(results[-1], flush=True)
        out = pathlib.Path(arguments.out)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(dict(options=vars(arguments), results=results), indent=2) + "\n")


if __name__ == "__main__":
    main()
