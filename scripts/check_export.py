#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens an exported folder in transformers and compares its outputs with those of `tabtune predict`: probabilities,
numbers of a regression, spans with the mean probability of their words' tags.

    scripts/tabtune predict --model FOLDER --data FILE --out build/predictions.jsonl
    python scripts/check_export.py FOLDER build/predictions.jsonl

Needs torch and transformers. Development only."""
import argparse
import json
import pathlib
import sys

import torch
from safetensors.torch import load_file
from transformers import (AutoModel, AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer,
                          TokenClassificationPipeline)
from transformers.modeling_outputs import SequenceClassifierOutput


class MeanClassifier(torch.nn.Module):
    """A head on the mean of all tokens but padding, of which transformers has no class."""

    def __init__(self, folder):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder)
        self.config = self.encoder.config
        weights = load_file(pathlib.Path(folder) / "model.safetensors")
        self.weight, self.bias = weights["classifier.weight"].float(), weights["classifier.bias"].float()

    def forward(self, attention_mask, **inputs):
        hidden, mask = self.encoder(attention_mask=attention_mask, **inputs).last_hidden_state, attention_mask[..., None]
        logits = (hidden * mask).sum(1) / mask.sum(1) @ self.weight.T + self.bias
        return SequenceClassifierOutput(logits=logits)


def load(folder):
    config = json.loads((pathlib.Path(folder) / "config.json").read_text())
    words = config["architectures"][0].endswith("ForTokenClassification")
    if config.get("classifier_pooling") == "mean":
        return AutoTokenizer.from_pretrained(folder), MeanClassifier(folder).eval(), False
    kind = AutoModelForTokenClassification if words else AutoModelForSequenceClassification
    model, loading = kind.from_pretrained(folder, torch_dtype=torch.float32, output_loading_info=True)
    wrong = {what: names for what, names in loading.items() if names}
    if wrong:
        sys.exit(f"{folder} does not fit {kind.__name__}: {wrong}")
    return AutoTokenizer.from_pretrained(folder), model.eval(), words


def difference_of_row(row, tokenizer, model, labels):
    texts = [row["text"]] + ([row["pair"]] if "pair" in row else [])
    logits = model(**tokenizer(*texts, truncation=True, return_tensors="pt")).logits[0].double()
    kind = model.config.problem_type
    outputs = logits if kind == "regression" else logits.sigmoid() if kind.startswith("multi") else logits.softmax(-1)
    said = row if kind == "regression" else row["probabilities"]
    return max(abs(said[label] - output) for label, output in zip(labels, outputs.tolist()))


def difference_of_spans(row, pipeline):
    """Entities as transformers finds them in the text; 1 where they are others."""
    found = [(e["start"], e["end"], e["entity_group"]) for e in pipeline(row["text"])]
    return 0.0 if found == [(s["start"], s["end"], s["label"]) for s in row["spans"]] else 1.0


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("predictions")
    parser.add_argument("--tolerance", type=float, default=1e-5, help="float32, different orders of addition")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer, model, words = load(arguments.folder)
    labels = [model.config.id2label[i] for i in range(model.config.num_labels)]
    lines = pathlib.Path(arguments.predictions).read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    if words:
        pipeline = TokenClassificationPipeline(model=model, tokenizer=tokenizer, aggregation_strategy="first")
        worst = sum(difference_of_spans(row, pipeline) for row in rows) / max(1, len(rows))
    else:
        worst = max(difference_of_row(row, tokenizer, model, labels) for row in rows)
    print(f"{len(rows)} rows, {len(labels)} labels ({', '.join(labels[:4])}): "
          + (f"{worst:.2%} of the rows have other spans" if words else f"largest difference {worst:.2g}"))
    sys.exit(worst > arguments.tolerance or not rows)


if __name__ == "__main__":
    main()
