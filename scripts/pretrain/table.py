#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The table of the model card: test accuracy on about 1,000 training rows, a random head, five seeds.

    python scripts/pretrain/table.py build/pretrain/model build/pretrain/table

Beside the encoder: its architecture from random weights, all-MiniLM-L6-v2, and logistic regression on the bag of the
encoder's word pieces. Results that are there already are not computed again."""
import csv
import json
import pathlib
import statistics
import subprocess
import sys

import torch
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from transformers import AutoConfig, AutoModel, AutoTokenizer

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TASKS = ["uci", "snips", "banking77"]


def make_random(model, folder):
    if not folder.exists():
        torch.manual_seed(1)
        AutoModel.from_config(AutoConfig.from_pretrained(model)).save_pretrained(folder, safe_serialization=True)
        for name in ("vocab.txt", "tokenizer_config.json"):
            (folder / name).write_text((model / name).read_text(encoding="utf-8"), encoding="utf-8")


def fine_tuned(model, task, out):
    if not out.exists():
        partial = out.with_suffix(".partial")
        subprocess.run([ROOT / "scripts/compare_tabtune.py", "--splits", f"{ROOT}/build/splits/{task}", "--out", partial,
                        "--", "--model", model, "--head-start", "random"], check=True)
        partial.rename(out)
    return [result["accuracy"] for result in json.loads(out.read_text())["results"]]


def bag_of_pieces(model, task):
    def read(side):
        with open(ROOT / f"build/splits/{task}_{side}.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [row["text"] for row in rows], [row["label"] for row in rows]
    (texts, labels), (test_texts, test_labels) = read("train"), read("test")
    counter = CountVectorizer(analyzer=AutoTokenizer.from_pretrained(model).tokenize)
    regression = LogisticRegression(max_iter=5000).fit(counter.fit_transform(texts), labels)
    return [regression.score(counter.transform(test_texts), test_labels)]


def main():
    model, out = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    make_random(model, out / "random")
    rows = {
        "this encoder": lambda task: fine_tuned(model, task, out / f"this_{task}.json"),
        "the same from random weights": lambda task: fine_tuned(out / "random", task, out / f"random_{task}.json"),
        "logistic regression on word pieces": lambda task: bag_of_pieces(model, task),
        "all-MiniLM-L6-v2": lambda task: fine_tuned(ROOT / "public/models/all-MiniLM-L6-v2", task,
                                                    out / f"minilm_{task}.json"),
    }
    print("| |", " | ".join(TASKS), "| mean |")
    print("|---" * (len(TASKS) + 2) + "|")
    for name, accuracies in rows.items():
        found = [[100 * x for x in accuracies(task)] for task in TASKS]
        cells = [f"{statistics.mean(x):.1f}" + (f" ± {statistics.stdev(x):.1f}" if len(x) > 1 else "") for x in found]
        print("|", name, "|", " | ".join(cells), f"| {statistics.mean(map(statistics.mean, found)):.1f} |", flush=True)


if __name__ == "__main__":
    main()
