#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the Python that stands in a saved model's README.md, as it stands and then on the rows that `tabtune predict` has
answered, and compares labels, probabilities and numbers. Of words: spans, with the pipeline of transformers.

    scripts/tabtune predict --model FOLDER --data FILE --out build/predictions.jsonl
    python scripts/check_export.py FOLDER build/predictions.jsonl

Needs torch and transformers, and sentence-transformers (6.2 was tried) for heads on the mean. Development only."""
import argparse
import contextlib
import io
import json
import os
import pathlib
import re
import sys

import torch
from transformers import AutoModelForTokenClassification, AutoTokenizer, TokenClassificationPipeline


def python_of(folder):
    return re.search(r"```python\n(.*?)```", (folder / "README.md").read_text(encoding="utf-8"), re.S)[1]


def run_card(folder, rows):
    """The card's variables after it has answered `rows`, and what it printed."""
    code = python_of(folder)
    code = re.sub(r'"\./[^"\n]*"', lambda _: json.dumps(f"./{folder.name}"), code)  # a folder may have been renamed
    os.chdir(folder.parent)
    exec(code, {})  # as it stands
    texts = [(row["text"], row["pair"]) if "pair" in row else row["text"] for row in rows]
    variables, printed = {"TEXTS": texts}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(re.sub(r"^texts = .*$", "texts = TEXTS", code, flags=re.M), variables)
    return variables, printed.getvalue()


def compare_answers(folder, rows):
    """The largest difference of a number (relative, above 1), and how many rows have other labels."""
    card, printed = run_card(folder, rows)
    labels, worst, others = card["labels"], 0.0, 0
    lines = printed.splitlines()
    for i, row in enumerate(rows):
        numbers = card["numbers"][i] if "numbers" in card else card["probabilities"][i]
        said = row if "numbers" in card else row["probabilities"]
        worst = max([worst] + [abs(said[label] - n) / max(1, abs(n)) for label, n in zip(labels, numbers)])
        if "label" in row and "numbers" not in card:
            others += labels[numbers.index(max(numbers))] != row["label"]
        if "thresholds" in card:
            given = {label for label, n, least in zip(labels, numbers, card["thresholds"]) if n >= least}
            others += given != set(row["labels"])
    if len(lines) < len(rows):
        sys.exit("the card printed fewer lines than there are rows")
    return worst, others


def compare_spans(folder, rows):
    """Entities as transformers finds them in the text; rows that have others."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model, loading = AutoModelForTokenClassification.from_pretrained(folder, output_loading_info=True)
    wrong = {what: names for what, names in loading.items() if names}
    if wrong:
        sys.exit(f"{folder} does not fit AutoModelForTokenClassification: {wrong}")
    pipeline = TokenClassificationPipeline(model=model.float(), tokenizer=tokenizer, aggregation_strategy="first")
    found = [[(e["start"], e["end"], e["entity_group"]) for e in pipeline(row["text"])] for row in rows]
    return sum(f != [(s["start"], s["end"], s["label"]) for s in row["spans"]] for f, row in zip(found, rows))


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("predictions", type=pathlib.Path)
    parser.add_argument("--tolerance", type=float, default=2e-5, help="float32, different orders of addition")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    folder = arguments.folder.resolve()
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in arguments.predictions.read_text(encoding="utf-8").split("\n") if line]
    about = f"{config['architectures'][0]}, {len(rows)} rows, {len(config['id2label'])} labels"
    if config["architectures"][0].endswith("ForTokenClassification"):
        worst, others = 0.0, compare_spans(folder, rows)
        print(f"{about}: {others} rows have other spans")
    else:
        worst, others = compare_answers(folder, rows)
        print(f"{about}: largest difference {worst:.2g}, {others} rows have other labels")
    sys.exit(worst > arguments.tolerance or others > 0 or not rows)


if __name__ == "__main__":
    main()
