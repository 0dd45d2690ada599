#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/golden/masked: each family's ...ForMaskedLM on a batch with gaps, computed by PyTorch in float64: loss, every gradient.

    pip install 'torch>=1.13' 'transformers>=4.36,<5' safetensors 'numpy<2' && python scripts/golden_masked.py [CASE ...]

Development only: the files are committed."""
import json
import pathlib
import sys

import numpy
import torch
import transformers

import goldens_rotary
from safetensors.torch import save_file

ROOT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "masked"
BERT = dict(hidden_size=20, num_attention_heads=5, intermediate_size=27, num_hidden_layers=2, vocab_size=83,
            max_position_embeddings=37, layer_norm_eps=1e-5, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
MODERN = dict(hidden_size=12, num_attention_heads=3, intermediate_size=14, num_hidden_layers=3, vocab_size=83,
              max_position_embeddings=40, local_attention=8, global_attn_every_n_layers=2, reference_compile=False,
              pad_token_id=0, bos_token_id=2, eos_token_id=3, cls_token_id=2, sep_token_id=3,
              attn_implementation="eager")
SMALL = dict(BERT, hidden_size=12, num_attention_heads=3, intermediate_size=14)
CASES = {
    "": ("Bert", BERT),
    "distilbert": ("DistilBert", dict(dim=20, n_heads=5, hidden_dim=27, n_layers=2, vocab_size=83, dropout=0.0,
                                      max_position_embeddings=37, attention_dropout=0.0)),
    "roberta": ("Roberta", dict(SMALL, max_position_embeddings=32, hidden_act="relu")),
    "tanh": ("Bert", dict(SMALL, hidden_act="gelu_pytorch_tanh")),  # the vocabulary head has it too
    "mpnet": ("MPNet", dict(SMALL, max_position_embeddings=34)),
    "modernbert": ("ModernBert", MODERN),
    "electra": ("Electra", dict(BERT, embedding_size=28)),  # wider than the layers, as in the base generator
}
LENGTHS = [9, 30, 4, 17]
MASK = 3


def make_model(family, shape):
    """Weights far from their usual start, as in goldens.py."""
    kind = family + "ForMaskedLM"
    model = getattr(transformers, kind)(getattr(transformers, family + "Config")(architectures=[kind], **shape))
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float32)
            if "norm.weight" in name.lower():
                parameter.copy_(1 + 0.3 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.2 * noise)
            elif "embeddings." in name:
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(noise * (1.5 / parameter.shape[1] ** 0.5))
    return model


def make_batch():
    """Gaps: 80 % [MASK], the rest another token or the same. Id 0 is padding, whose row PyTorch would not move."""
    generator = torch.Generator().manual_seed(6)
    draw = lambda low, high: int(torch.randint(low, high, (1,), generator=generator))
    ids, gaps, seen = [], [], []
    for length in LENGTHS:
        start, tokens = len(ids), [draw(4, BERT["vocab_size"]) for _ in range(length)]
        for at in sorted(torch.randperm(length - 2, generator=generator)[: max(1, round(0.15 * (length - 2)))].tolist()):
            gaps.append(start + 1 + at)
            seen.append([MASK, MASK, draw(4, BERT["vocab_size"]), tokens[1 + at]][draw(0, 4)])
        ids += tokens
    return dict(lengths=LENGTHS, ids=ids, gaps=gaps, seen=seen)


def write_case(name):
    root = ROOT / name
    root.mkdir(parents=True, exist_ok=True)
    model = make_model(*CASES[name])
    batch = make_batch()
    save_file({name: tensor.contiguous() for name, tensor in model.named_parameters()}, root / "model.safetensors",
              metadata={"format": "pt"})
    (root / "model.safetensors").chmod(0o644)
    (root / "config.json").write_text(model.config.to_json_string())
    (root / "batches.json").write_text(json.dumps(batch, separators=(",", ":")) + "\n")
    flat, labels = torch.tensor(batch["ids"]), torch.full((len(batch["ids"]),), -100)
    labels[batch["gaps"]] = flat[batch["gaps"]]
    flat[batch["gaps"]] = torch.tensor(batch["seen"])
    real = torch.arange(max(LENGTHS)) < torch.tensor(LENGTHS)[:, None]
    pad = lambda values, fill: torch.full(real.shape, fill).masked_scatter(real, values)
    model = model.double().train()
    logits = model(input_ids=pad(flat, model.config.pad_token_id), attention_mask=real.long()).logits
    # ModernBERT's own loss is computed in float32.
    loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), pad(labels, -100).flatten(), ignore_index=-100)
    loss.backward()
    tensors = {"loss": loss} | {"gradient." + name: p.grad for name, p in model.named_parameters()}
    at, lines, numbers = 0, [], []
    for key, tensor in tensors.items():
        values = tensor.detach().numpy().ravel().astype("<f8")
        lines.append(f"{key} {at} {values.size}\n")
        numbers.append(values)
        at += values.size
    (root / "goldens.txt").write_text("".join(lines))
    numpy.concatenate(numbers).tofile(root / "goldens.f64")
    print(f"{name or 'bert'}: {at} numbers, loss {loss.item():.4f}, {len(batch['gaps'])} gaps")


if __name__ == "__main__":
    goldens_rotary.in_double()
    torch.set_num_threads(1)
    for name in sys.argv[1:] or CASES:
        write_case(name)
