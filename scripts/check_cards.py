#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains small random encoders on every task, and runs the Python of each model card and its predict.py with the real
packages: do they give the labels, probabilities and numbers that `tabtune predict` gives, on short and on long texts?
Minutes.

    scripts/build
    python scripts/check_cards.py            # or the names of some cases

Needs torch, transformers and sentence-transformers. Development only."""
import contextlib
import csv
import io
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys

import torch
from transformers import AutoModel, DistilBertConfig, ElectraConfig

import check_export

ROOT = pathlib.Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "golden" / "tiny-bert"
WORK = ROOT / "build" / "cards"
ROWS, LONG = 150, 12
SHORT = ["--max-length", "16"]
# name: family, file of rows, options of the training
CASES = {
    "texts": ("bert", "labels", []),
    "tail": ("bert", "labels", ["--truncation", "tail"]),
    "ends": ("bert", "labels", ["--truncation", "head_tail"]),
    "windows": ("bert", "labels", ["--stride", "4"]),
    "halves": ("bert", "labels", ["--dtype", "F16"]),
    "head": ("bert", "labels", ["--method", "head"]),
    "lora": ("bert", "labels", ["--method", "lora"]),
    "topics": ("bert", "topics", []),
    "numbers": ("bert", "numbers", ["--label", "price,stars"]),
    "pairs": ("bert", "pairs", ["--pooling", "mean_normalized"]),
    "pairs_numbers": ("bert", "pairs_numbers", ["--label", "price", "--pooling", "mean_normalized"]),
    "compared": ("bert", "pairs", ["--pooling", "compared"]),
    "compared_tail": ("electra", "pairs", ["--pooling", "compared", "--truncation", "tail"]),
    "compared_numbers": ("distilbert", "pairs_numbers", ["--label", "price", "--pooling", "compared"]),
    "distilbert": ("distilbert", "labels", []),
    "electra": ("electra", "topics", []),
    "first": ("bert", "labels", ["--pooling", "cls"]),
    "first_tail": ("electra", "labels", ["--pooling", "cls", "--truncation", "tail"]),
    "first_topics": ("bert", "topics", ["--pooling", "cls"]),
    "first_numbers": ("distilbert", "numbers", ["--pooling", "cls", "--label", "price,stars"]),
    "first_pairs": ("bert", "pairs", ["--pooling", "cls"]),
    "words": ("bert", "words", []),
}


def write_encoders():
    torch.manual_seed(1)
    vocabulary = len((TINY / "vocab.txt").read_text(encoding="utf-8").splitlines())
    sizes = {"vocab_size": vocabulary, "max_position_embeddings": 64}
    configs = {
        "distilbert": DistilBertConfig(dim=32, n_layers=2, n_heads=4, hidden_dim=64, **sizes),
        "electra": ElectraConfig(embedding_size=16, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
                                 intermediate_size=64, **sizes),
    }
    for family in ["bert", *configs]:
        folder = WORK / "encoders" / family
        shutil.copytree(TINY, folder)
        if family in configs:
            AutoModel.from_config(configs[family]).save_pretrained(folder)
        (folder / "1_Pooling").mkdir()
        (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode": "mean"}')


def write_rows():
    """Labels that the words decide; some texts have far more tokens than a model of 16 reads."""
    draw = random.Random(1)
    with open(ROOT / "public" / "samples" / "reviews.csv", encoding="utf-8") as file:
        known = [(row["sentence"], row["sentiment"]) for row in csv.DictReader(file)][: 2 * ROWS]
    texts = [text for text, _ in known]
    longer = [" ".join(draw.sample(texts, 6)) for _ in range(LONG)]
    topics = [[t for t, word in (("it", "it"), ("the", "the"), ("was", "was")) if word in text.lower()] for text in texts]
    price = [1000 + 10 * len(text) for text in texts]
    tables = {
        "labels": [{"text": t, "label": s} for t, s in known],
        "topics": [{"text": t, "labels": s} for t, s in zip(texts, topics)],
        "numbers": [{"text": t, "price": p, "stars": p % 7 / 2} for t, p in zip(texts, price)],
        "pairs": [{"text": t, "pair": texts[-1 - i], "label": known[i][1]} for i, t in enumerate(texts)],
        "pairs_numbers": [{"text": t, "pair": texts[-1 - i], "price": p} for i, (t, p) in enumerate(zip(texts, price))],
        "words": [{"words": t.split(), "tags": ["B-X" if w[0].isupper() else "O" for w in t.split()]} for t in texts],
    }
    for name, rows in tables.items():
        (WORK / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows[:ROWS]))
        asked = [{key: row[key] for key in ("text", "pair") if key in row} for row in rows[ROWS : ROWS + 40]]
        if "pair" in rows[0]:
            asked += [{"text": t, "pair": p} for t, p in zip(longer, texts)]
            asked += [{"text": t, "pair": p} for t, p in zip(texts, longer)]
            asked += [{"text": t, "pair": p} for t, p in zip(longer, longer[::-1])]
        elif name != "words":
            asked += [{"text": t} for t in longer]
        else:
            asked = [{"text": t} for t in texts[:40]]
        (WORK / f"{name}.asked.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in asked))


def tabtune(*args):
    done = subprocess.run([ROOT / "scripts" / "tabtune", *map(str, args)], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"tabtune {' '.join(map(str, args))}\n{done.stderr}")


def numbers(row):
    own = {label: value for label, value in row.items() if label not in ("row", "probability", "unlike")}
    return {label: value for label, value in row.get("probabilities", own).items() if isinstance(value, (int, float))}


def compare_program(folder, asked, rows):
    """predict.py on the same rows: the largest difference, of a number its share."""
    done = subprocess.run([sys.executable, folder / "predict.py"], input=asked.read_text(encoding="utf-8"),
                          capture_output=True, text=True, check=True)
    pairs = zip(rows, map(json.loads, done.stdout.splitlines()), strict=True)
    return max(abs(value - numbers(told)[label]) / max(1, abs(value)) for row, told in pairs
               for label, value in numbers(row).items())


def check(name):
    family, data, options = CASES[name]
    folder, predictions = WORK / "models" / name, WORK / f"{name}.predictions.jsonl"
    length = [] if data == "words" else SHORT
    tabtune("train", "--model", WORK / "encoders" / family, "--data", WORK / f"{data}.jsonl", "--epochs", 2,
            "--learning-rate", "1e-3", "--out", folder, *length, *options)
    pair = ["--pair", "pair"] if data.startswith("pairs") else []
    tabtune("predict", "--model", folder, "--data", WORK / f"{data}.asked.jsonl", "--text", "text", *pair, "--out",
            predictions)
    rows = [json.loads(line) for line in predictions.read_text(encoding="utf-8").split("\n") if line]
    words = data == "words"
    with contextlib.redirect_stdout(io.StringIO()), torch.no_grad():
        worst, others = (0.0, check_export.compare_spans(folder, rows)) if words \
            else check_export.compare_answers(folder, rows)
    os.chdir(ROOT)
    layout = "sentence-transformers" if (folder / "modules.json").exists() else "transformers"
    wanted = "transformers" if words or "cls" in options else "sentence-transformers"
    if (folder / "predict.py").exists():
        worst = max(worst, compare_program(folder, WORK / f"{data}.asked.jsonl", rows))
    good = worst <= 2e-5 and others == 0 and layout == wanted
    print(f"{'ok' if good else 'NOT':4}{name:15}{layout:23}{len(rows):4} rows, largest difference {worst:.2g}, "
          f"{others} rows have other labels", flush=True)
    return good


def main():
    names = sys.argv[1:] or list(CASES)
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    write_encoders()
    write_rows()
    sys.exit(not all([check(name) for name in names]))


if __name__ == "__main__":
    main()
