#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens an exported folder in transformers and compares its probabilities with those of `tabtune predict`.

    scripts/tabtune predict --model FOLDER --data FILE --out build/predictions.jsonl
    python scripts/check_export.py FOLDER build/predictions.jsonl

Needs torch and transformers. Development only."""
import argparse
import json
import pathlib
import sys

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("predictions")
    parser.add_argument("--tolerance", type=float, default=1e-5, help="float32, different orders of addition")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(arguments.folder)
    model, loading = AutoModelForSequenceClassification.from_pretrained(
        arguments.folder, torch_dtype=torch.float32, output_loading_info=True)
    wrong = {what: names for what, names in loading.items() if names}
    if wrong:
        sys.exit(f"{arguments.folder} does not fit BertForSequenceClassification: {wrong}")
    labels, worst = [model.config.id2label[i] for i in range(model.config.num_labels)], 0.0
    lines = pathlib.Path(arguments.predictions).read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    for row in rows:
        texts = [row["text"]] + ([row["pair"]] if "pair" in row else [])
        logits = model.eval()(**tokenizer(*texts, truncation=True, return_tensors="pt")).logits[0]
        for label, probability in zip(labels, logits.double().softmax(-1).tolist()):
            worst = max(worst, abs(row["probabilities"][label] - probability))
    print(f"{len(rows)} rows, {len(labels)} labels ({', '.join(labels[:4])}): largest difference {worst:.2g}")
    sys.exit(worst > arguments.tolerance or not rows)


if __name__ == "__main__":
    main()
