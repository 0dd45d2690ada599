#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens an exported folder in transformers and compares its probabilities with those of `tabtune predict`.

    scripts/tabtune predict --model FOLDER --data FILE.csv --out build/predictions.csv
    python scripts/check_export.py FOLDER FILE.csv build/predictions.csv [--max-length 128]

Needs torch and transformers. Development only."""
import argparse
import csv
import sys

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@torch.no_grad()
def probabilities(model, tokenizer, text, max_length):
    inputs = tokenizer(text, truncation=True, max_length=max_length, return_tensors="pt")
    return model(**inputs).logits.double().softmax(-1)[0].tolist()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("folder", "data", "predictions"):
        parser.add_argument(name)
    parser.add_argument("--text", default="text")
    parser.add_argument("--max-length", type=int, default=128)
    parser.add_argument("--tolerance", type=float, default=1e-5)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(arguments.folder)
    model = AutoModelForSequenceClassification.from_pretrained(arguments.folder, torch_dtype=torch.float32).eval()
    labels = [model.config.id2label[i] for i in range(model.config.num_labels)]
    rows, ours = read(arguments.data), read(arguments.predictions)
    if len(rows) != len(ours):
        sys.exit(f"{arguments.data} has {len(rows)} rows, {arguments.predictions} has {len(ours)}")
    worst = 0.0
    for row, mine in zip(rows, ours):
        theirs = probabilities(model, tokenizer, row[arguments.text], arguments.max_length)
        worst = max([worst] + [abs(float(mine[label]) - p) for label, p in zip(labels, theirs)])
    print(f"{len(rows)} rows, {len(labels)} labels ({', '.join(labels[:5])}): largest difference {worst:.2g}")
    sys.exit(worst > arguments.tolerance)


if __name__ == "__main__":
    main()
