#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the fixed splits of the comparisons as CSV files with the columns text and label.

    TABTUNE_DATA=folder scripts/make_splits.py [build/splits]

uci: 1,000 rows to train, 100 to validate and 1,000 to test of UCI's Sentiment Labelled Sentences, each balanced.
banking77: 10 rows of each of the 77 classes to train and 1 to validate, the whole test file to test.
snips: 143 rows of each of the 7 intents to train and 14 to validate, the whole test file to test.
unlabelled_train.csv: the texts of the whole training files of banking77, snips and goemotions, for scripts/pretrain.
A text, case and white space aside, is on one side only."""
import csv
import os
import pathlib
import random
import sys

DATA = pathlib.Path(os.environ["TABTUNE_DATA"])
OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/splits")


def normal(text):
    return " ".join(text.lower().split())


def draw(rows, per_label, banned=()):
    """The first `per_label` rows of every label; `rows` are shuffled already and keep their order."""
    taken, counts, seen = [], {}, set(banned)
    for text, label in rows:
        if counts.get(label, 0) < per_label and normal(text) not in seen:
            counts[label] = counts.get(label, 0) + 1
            seen.add(normal(text))
            taken.append((text, label))
    return taken


def cut(rows, test, train_per_label, validation_per_label):
    banned = {normal(text) for text, _ in test}
    train = draw(rows, train_per_label, banned)
    banned |= {normal(text) for text, _ in train}
    return {"train": train, "validation": draw(rows, validation_per_label, banned), "test": test}


def write(name, rows):
    OUT.mkdir(parents=True, exist_ok=True)
    with open(OUT / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows(rows)
    print(f"{OUT / name}: {len(rows)} rows, {len(set(label for _, label in rows))} labels")


def uci():
    rows = []
    for name in sorted((DATA / "sentiment" / "uci_sentences").glob("*_labelled.txt")):
        # Split at line feeds only: one text contains U+0085.
        for line in name.read_text(encoding="utf-8").split("\n"):
            if line:
                text, label = line.rsplit("\t", 1)
                rows.append((text.strip(), {"0": "negative", "1": "positive"}[label.strip()]))
    random.Random(1).shuffle(rows)
    test = draw(rows, 500)
    return cut(rows, test, 500, 50)


def banking77():
    def read(name):
        with open(DATA / "intent" / "banking77" / name, encoding="utf-8", newline="") as file:
            return [(row["text"], row["category"]) for row in csv.DictReader(file)]
    train, test = read("train.csv"), read("test.csv")
    random.Random(1).shuffle(train)
    return cut(train, test, 10, 1)


def snips():
    def read(side):
        files = [DATA / "intent" / "snips" / f"{side}.{kind}" for kind in ("seq.in", "label")]
        texts, labels = [file.read_text(encoding="utf-8").split("\n")[:-1] for file in files]
        return [(text.strip(), label.strip()) for text, label in zip(texts, labels, strict=True)]
    train, test = read("train"), read("test")
    random.Random(1).shuffle(train)
    return cut(train, test, 143, 14)


def unlabelled():
    files = [DATA / "intent" / "snips" / "train.seq.in", DATA / "multilabel" / "goemotions" / "train.tsv"]
    texts = [line.split("\t")[0] for file in files for line in file.read_text(encoding="utf-8").split("\n") if line]
    with open(DATA / "intent" / "banking77" / "train.csv", encoding="utf-8", newline="") as file:
        texts += [row["text"] for row in csv.DictReader(file)]
    return [(" ".join(text.split()), "") for text in texts]


if __name__ == "__main__":
    write("unlabelled_train.csv", unlabelled())
    for task in (uci, banking77, snips):
        for side, rows in task().items():
            write(f"{task.__name__}_{side}.csv", rows)
