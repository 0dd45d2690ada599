#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/golden/recipes: ten updates of the encoder of tests/golden/encoder/plain under each recipe, computed by
PyTorch in float64, and the schedules of transformers.

    pip install 'torch>=1.13' 'transformers>=4.36,<5' safetensors 'numpy<2' && python scripts/golden_recipes.py

Development only: the files are committed."""
import json
import pathlib

import numpy
import torch
import transformers

import goldens

ROOT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "recipes"
PLAIN = goldens.CASES["plain"]
LAYERS = PLAIN["shape"]["num_hidden_layers"]
RANK, ALPHA = 4, 6
TARGETS = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
           "intermediate.dense", "output.dense")


class Lora(torch.nn.Module):
    """y = W x + b + (alpha / r) B A x (Hu et al. 2021)."""

    def __init__(self, base, generator):
        super().__init__()
        self.base = base
        draw = lambda rows, cols, scale: torch.nn.Parameter(
            (torch.randn(rows, cols, generator=generator, dtype=torch.float32) * scale).double())
        self.A = draw(RANK, base.in_features, 0.3)
        self.B = draw(base.out_features, RANK, 0.3)  # not zero, so that A has a gradient at once

    def forward(self, x):
        return self.base(x) + ALPHA / RANK * (x @ self.A.T @ self.B.T)


def layer_of(name):
    """0 .. L - 1; -1 for the embeddings; L for pooler and head."""
    if "encoder.layer." in name:
        return int(name.split("encoder.layer.")[1].split(".")[0])
    return -1 if "embeddings" in name else LAYERS


def trains(recipe, name):
    if recipe == "layers":  # the last one
        return layer_of(name) >= LAYERS - 1
    if recipe == "bias":
        return name.startswith("classifier") or (layer_of(name) >= 0 and ("LayerNorm" in name or name.endswith("bias")))
    if recipe == "lora":
        return name.startswith("classifier") or name.endswith((".A", ".B"))
    return True


def with_adapters(model):
    generator = torch.Generator().manual_seed(77)
    for layer in model.bert.encoder.layer:
        for target in TARGETS:
            parent, leaf = layer.get_submodule(target.rpartition(".")[0]) if "." in target else layer, target.rpartition(".")[2]
            setattr(parent, leaf, Lora(getattr(parent, leaf), generator))


def optimizer_for(model, layer_decay):
    groups = []
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        factor = layer_decay ** (LAYERS + 1 if layer_of(name) < 0 else LAYERS - layer_of(name))
        groups.append(dict(params=[parameter], lr=goldens.OPTIONS["learning_rate"] * factor,
                           weight_decay=goldens.OPTIONS["weight_decay"] if parameter.dim() == 2 else 0.0))
    return torch.optim.AdamW(groups, eps=goldens.OPTIONS["adam_epsilon"],
                             betas=(goldens.OPTIONS["adam_beta1"], goldens.OPTIONS["adam_beta2"]))


def ours(name):
    """Names of the table: PEFT's for adapters."""
    name = name.replace(".base.", ".")
    return name[:-2] + f".lora_{name[-1]}.weight" if name.endswith((".A", ".B")) else name


def run(recipe, batches, max_grad_norm, layer_decay=1.0):
    model = goldens.make_model(PLAIN).double().train()
    if recipe == "lora":
        with_adapters(model)
    for name, parameter in model.named_parameters():
        parameter.requires_grad = trains(recipe, name)
    learning = {name: p for name, p in model.named_parameters() if p.requires_grad}
    tensors = {}
    if recipe == "lora":
        tensors |= {f"initial.{ours(name)}": p.detach().clone() for name, p in learning.items() if name[-2:] in (".A", ".B")}
    optimizer = optimizer_for(model, layer_decay)
    steps = len(batches)
    schedule = transformers.get_linear_schedule_with_warmup(optimizer, round(goldens.OPTIONS["warmup_ratio"] * steps), steps)
    rows = []
    for batch in batches:
        optimizer.zero_grad()
        loss = goldens.forward(model, batch)[0].loss
        loss.backward()
        if not rows:
            tensors |= {f"gradient.{ours(name)}": p.grad.clone() for name, p in learning.items()}
        norm = torch.nn.utils.clip_grad_norm_(learning.values(), max_grad_norm)
        rows.append([loss.item(), norm.item()])
        optimizer.step()
        schedule.step()
    tensors["steps"] = torch.tensor(rows, dtype=torch.float64)
    tensors |= {f"trained.{ours(name)}": p for name, p in learning.items()}
    if recipe == "decay":  # the gradients are those of the plain golden
        tensors = {name: t for name, t in tensors.items() if not name.startswith("gradient.")}
    return {f"{recipe}.{name}": tensor for name, tensor in tensors.items()}


def schedules():
    """Factors of the learning rate at every step, by transformers."""
    makers = dict(linear=transformers.get_linear_schedule_with_warmup, cosine=transformers.get_cosine_schedule_with_warmup,
                  constant=lambda o, warmup, steps: transformers.get_constant_schedule_with_warmup(o, warmup))
    out = []
    for name, make in makers.items():
        for steps, warmup in ((7, 0), (10, 2), (25, 5)):
            optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
            schedule = make(optimizer, warmup, steps)
            factors = []
            for _ in range(steps):
                factors.append(schedule.get_last_lr()[0])
                optimizer.step()
                schedule.step()
            out.append(dict(schedule=name, steps=steps, warmup_ratio=warmup / steps, factors=factors))
    return out


if __name__ == "__main__":
    torch.set_num_threads(1)
    ROOT.mkdir(parents=True, exist_ok=True)
    document = json.loads((ROOT.parent / "encoder" / "plain" / "batches.json").read_text())
    max_grad_norm = document["options"]["max_grad_norm"]
    batches = goldens.make_batches(PLAIN)
    assert batches == document["batches"]
    tensors = {}
    for recipe, layer_decay in (("layers", 1.0), ("bias", 1.0), ("decay", 0.7), ("lora", 1.0)):
        tensors |= run(recipe, batches, max_grad_norm, layer_decay)
    at, lines, numbers = 0, [], []
    for key, tensor in tensors.items():
        values = tensor.detach().numpy().ravel().astype("<f8")
        lines.append(f"{key} {at} {values.size}\n")
        numbers.append(values)
        at += values.size
    (ROOT / "goldens.txt").write_text("".join(lines))
    numpy.concatenate(numbers).tofile(ROOT / "goldens.f64")
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in schedules())
    (ROOT / "schedules.json").write_text("[" + rows + "]\n")
    print(f"{at} numbers")
