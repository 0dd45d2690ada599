#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the fixed splits of the comparisons: CSV files with the columns text (pair) label, CoNLL files for words.

    TABTUNE_DATA=folder scripts/make_splits.py [build/splits]

uci: 1,000 rows to train, 100 to validate and 1,000 to test of UCI's Sentiment Labelled Sentences, each balanced.
uci100.csv: 50 of these training rows of each label, for scripts/collapse.
banking77: 10 rows of each of the 77 classes to train and 1 to validate, the whole test file to test.
snips: 143 rows of each of the 7 intents to train and 14 to validate, the whole test file to test.
unlabelled_train.csv: the texts of the whole training files of banking77, snips and goemotions, for scripts/pretrain.
goemotions (several labels a row), stsb (scores of pairs), qnli (classes of pairs), wnut17, crossner (politics) and slots
(of snips): up to 1,000 rows to train, 2,000 of goemotions; of qnli, whose test labels are not public, parts of the dev file.
A text of the first three, case and white space aside, is on one side only."""
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


def write_pairs(name, rows):
    with open(OUT / name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "pair", "label"), *rows])
    print(f"{OUT / name}: {len(rows)} rows")


def goemotions():
    """Comma lists of label numbers become lists of names."""
    folder = DATA / "multilabel" / "goemotions"
    names = (folder / "labels.txt").read_text(encoding="utf-8").split()
    sides = {}
    for side, file, rows in (("train", "train", 2000), ("validation", "dev", 300), ("test", "test", 2000)):
        lines = [line.split("\t") for line in (folder / f"{file}.tsv").read_text(encoding="utf-8").split("\n") if line]
        random.Random(1).shuffle(lines)
        sides[side] = [(text, ",".join(names[int(n)] for n in labels.split(","))) for text, labels, _ in lines[:rows]]
    return sides


def stsb():
    """Sentence pairs with a score from 0 to 5. The test file has no header and its columns elsewhere."""
    def read(name, columns):
        lines = (DATA / "pairs" / "stsb" / name).read_text(encoding="utf-8").split("\n")
        rows = [line.rstrip("\r").split("\t") for line in lines if line and not line.startswith("index\t")]
        return [tuple(row[i] for i in columns) for row in rows if len(row) > max(columns)]
    train, validation = read("train.tsv", (7, 8, 9)), read("dev.tsv", (7, 8, 9))
    test = read("sts-test.tsv", (5, 6, 4))
    random.Random(1).shuffle(train)
    return {"train": train[:1000], "validation": validation[:200], "test": test}


def qnli():
    lines = (DATA / "pairs" / "qnli" / "dev.tsv").read_text(encoding="utf-8").split("\n")[1:]
    rows = [tuple(line.rstrip("\r").split("\t")[1:]) for line in lines if line]
    random.Random(1).shuffle(rows)
    return {"train": rows[:1000], "validation": rows[1000:1200], "test": rows[1200:2200]}


def read_conll(path):
    """Sentences as lists of (word, tag)."""
    sentences = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            sentences[-1].append(tuple(line.rstrip("\r\n").split("\t")[:2]))
        elif sentences[-1]:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def wnut17():
    folder = DATA / "ner" / "wnut17"
    train = read_conll(folder / "wnut17train.conll")
    random.Random(1).shuffle(train)
    return {"train": train[:1000], "validation": read_conll(folder / "emerging.dev.conll")[:300],
            "test": read_conll(folder / "emerging.test.annotated")}


def crossner():
    files = {"train": "train", "validation": "dev", "test": "test"}
    return {side: read_conll(DATA / "ner" / "crossner_politics" / f"{name}.txt") for side, name in files.items()}


def slots():
    """The slots of 1,000 of snips' sentences."""
    def read(side):
        words, tags = [(DATA / "intent" / "snips" / f"{side}.seq.{kind}").read_text(encoding="utf-8").split("\n")[:-1]
                       for kind in ("in", "out")]
        return [list(zip(a.split(), b.split(), strict=True)) for a, b in zip(words, tags, strict=True)]
    train = read("train")
    random.Random(1).shuffle(train)
    return {"train": train[:1000], "validation": read("valid")[:300], "test": read("test")}


def write_conll(name, sentences):
    text = "\n".join("".join(f"{word}\t{tag}\n" for word, tag in sentence) for sentence in sentences)
    (OUT / name).write_text(text, encoding="utf-8")
    print(f"{OUT / name}: {len(sentences)} sentences")


def unlabelled():
    files = [DATA / "intent" / "snips" / "train.seq.in", DATA / "multilabel" / "goemotions" / "train.tsv"]
    texts = [line.split("\t")[0] for file in files for line in file.read_text(encoding="utf-8").split("\n") if line]
    with open(DATA / "intent" / "banking77" / "train.csv", encoding="utf-8", newline="") as file:
        texts += [row["text"] for row in csv.DictReader(file)]
    return [(" ".join(text.split()), "") for text in texts]


if __name__ == "__main__":
    write("unlabelled_train.csv", unlabelled())
    write("uci100.csv", draw(uci()["train"], 50))
    for writer, ending, tasks in ((write, "csv", (uci, banking77, snips, goemotions)),
                                  (write_pairs, "csv", (stsb, qnli)), (write_conll, "conll", (wnut17, crossner, slots))):
        for task in tasks:
            for side, rows in task().items():
                writer(f"{task.__name__}_{side}.{ending}", rows)
