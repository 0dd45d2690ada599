#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the fixed splits of the comparisons with PyTorch and of the pre-training: CSV files with the columns text (pair)
label, CoNLL files for words.

    TABTUNE_DATA=folder scripts/make_splits.py [build/splits]

uci: 1,000 rows to train, 100 to validate and 1,000 to test of UCI's Sentiment Labelled Sentences, each balanced.
uci100.csv: 50 of these training rows of each label, for scripts/collapse.
banking77: 10 rows of each of the 77 classes to train and 1 to validate, the whole test file to test.
snips: 143 rows of each of the 7 intents to train and 14 to validate, the whole test file to test.
unlabelled_train.csv: the texts of the whole training files of banking77, snips and goemotions, for scripts/pretrain.
goemotions (several labels a row), stsb (scores of pairs), qnli (classes of pairs), wnut17, crossner (politics) and slots
(of snips): up to 1,000 rows to train, 2,000 of goemotions; of qnli, whose test labels are not public, parts of the dev file.
A text of the first three, case and white space aside, is on one side only."""
import os
import pathlib
import random
import sys

import compare_sets as sets
from compare_sets import draw, normal

DATA = pathlib.Path(os.environ["TABTUNE_DATA"])
OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/splits")


def shuffled(rows):
    random.Random(1).shuffle(rows)
    return rows


def cut(rows, test, train_per_label, validation_per_label):
    banned = {normal(text) for text, _ in test}
    train = draw(rows, train_per_label, banned)
    banned |= {normal(text) for text, _ in train}
    return {"train": train, "validation": draw(rows, validation_per_label, banned), "test": test}


def uci():
    rows = shuffled(sets.read_uci(DATA))
    return cut(rows, draw(rows, 500), 500, 50)


def banking77():
    return cut(shuffled(sets.read_banking77(DATA, "train")), sets.read_banking77(DATA, "test"), 10, 1)


def snips():
    return cut(shuffled(sets.read_snips(DATA, "train")), sets.read_snips(DATA, "test"), 143, 14)


def goemotions():
    sides = (("train", "train", 2000), ("validation", "dev", 300), ("test", "test", 2000))
    return {side: shuffled(sets.read_goemotions(DATA, file))[:rows] for side, file, rows in sides}


def stsb():
    return {"train": shuffled(sets.read_stsb(DATA, "train"))[:1000], "validation": sets.read_stsb(DATA, "dev")[:200],
            "test": sets.read_stsb(DATA, "test")}


def qnli():
    rows = shuffled(sets.read_qnli(DATA))
    return {"train": rows[:1000], "validation": rows[1000:1200], "test": rows[1200:2200]}


def wnut17():
    return {"train": shuffled(sets.read_wnut17(DATA, "train"))[:1000], "validation": sets.read_wnut17(DATA, "dev")[:300],
            "test": sets.read_wnut17(DATA, "test")}


def crossner():
    sides = {"train": "train", "validation": "dev", "test": "test"}
    return {side: sets.read_crossner(DATA, name) for side, name in sides.items()}


def slots():
    """The slots of 1,000 of snips' sentences."""
    return {"train": shuffled(sets.read_slots(DATA, "train"))[:1000], "validation": sets.read_slots(DATA, "valid")[:300],
            "test": sets.read_slots(DATA, "test")}


def unlabelled():
    texts = [text for read in (sets.read_snips, sets.read_goemotions, sets.read_banking77)
             for text, _ in read(DATA, "train")]
    return [(" ".join(text.split()), "") for text in texts]


def write(name, rows, task=sets.CLASSES):
    sets.write_rows(OUT / name, rows, task)
    print(f"{OUT / name}: {len(rows)} rows")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    write("unlabelled_train.csv", unlabelled())
    write("uci100.csv", draw(uci()["train"], 50))
    for split in (uci, banking77, snips, goemotions, stsb, qnli):
        for side, rows in split().items():
            write(f"{split.__name__}_{side}.csv", rows)
    for split in (wnut17, crossner, slots):
        for side, rows in split().items():
            write(f"{split.__name__}_{side}.conll", rows, sets.WORDS)
