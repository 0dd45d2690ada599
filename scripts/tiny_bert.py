#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/golden/tiny-bert: a small random BERT in the hub's layout, for end-to-end tests.

    TABTUNE_DATA=folder python scripts/tiny_bert.py

The folder has `vocab/bert-base-uncased-vocab.txt` (google-bert/bert-base-uncased) and `sentiment/uci_sentences` (UCI's
Sentiment Labelled Sentences): the vocabulary keeps the pieces that these sentences use most. Development only."""
import collections
import json
import os
import pathlib

import torch
from transformers import BertConfig, BertModel, BertTokenizerFast

ROOT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "tiny-bert"
DATA = pathlib.Path(os.environ["TABTUNE_DATA"])
PIECES = 1500


def prune_vocabulary():
    """Special tokens, all ASCII characters alone and as continuations, then the pieces used most; old order."""
    file = DATA / "vocab" / "bert-base-uncased-vocab.txt"
    vocabulary = file.read_text(encoding="utf-8").split("\n")[:-1]
    tokenizer = BertTokenizerFast(str(file))
    counts = collections.Counter()
    for name in sorted((DATA / "sentiment" / "uci_sentences").glob("*_labelled.txt")):
        for line in name.read_text(encoding="utf-8").split("\n"):
            counts.update(tokenizer.tokenize(line.split("\t")[0]))
    basic = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    basic += [piece for piece in vocabulary if len(piece.removeprefix("##")) == 1 and piece.isascii()]
    often = [piece for piece, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    kept = set(list(dict.fromkeys(basic + often))[:PIECES])
    return [piece for piece in vocabulary if piece in kept]


def main():
    ROOT.mkdir(parents=True, exist_ok=True)
    vocabulary = prune_vocabulary()
    (ROOT / "vocab.txt").write_text("".join(piece + "\n" for piece in vocabulary), encoding="utf-8")
    torch.manual_seed(7)
    config = BertConfig(hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128,
                        max_position_embeddings=128, vocab_size=len(vocabulary), initializer_range=0.05,
                        architectures=["BertModel"], torch_dtype="float16")
    model = BertModel(config)
    model.half().save_pretrained(ROOT, safe_serialization=True)
    (ROOT / "model.safetensors").chmod(0o644)
    (ROOT / "tokenizer_config.json").write_text(json.dumps(
        {"do_lower_case": True, "model_max_length": 128, "tokenizer_class": "BertTokenizer"}, indent=2) + "\n")
    print(f"{len(vocabulary)} pieces, {sum(file.stat().st_size for file in ROOT.iterdir())} bytes")


if __name__ == "__main__":
    main()
