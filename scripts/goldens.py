#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/golden/encoder: tiny random classifiers of each family computed by PyTorch in float64.

    pip install 'torch>=1.13' 'transformers>=4.36,<5' safetensors 'numpy<2' && python scripts/goldens.py [CASE ...]

The layout of what it writes is in tests/golden/README.md. Development only: the files are committed."""
import json
import pathlib
import sys

import numpy
import torch
from safetensors.torch import save_file
import transformers
from transformers import get_linear_schedule_with_warmup

import goldens_rotary

ROOT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "encoder"

CASES = {
    "plain": dict(
        seed=1, labels=3, shape=dict(
            hidden_size=32, num_attention_heads=4, intermediate_size=64, num_hidden_layers=2, vocab_size=200,
            max_position_embeddings=64, layer_norm_eps=1e-12),
        lengths=[[13, 1, 40, 7, 22], [5, 9, 3], [64, 2], [11, 30, 8, 17], [6], [25, 4, 19], [2, 2, 2, 33], [48, 10],
                 [3, 14, 21, 1], [16, 27]]),
    "odd": dict(  # no size is a multiple of a vector's width
        seed=2, labels=2, chance=dict(hidden=0.1, attention=0.2, classifier=0.3, seed=5, step=2**40 + 7), shape=dict(
            hidden_size=20, num_attention_heads=5, intermediate_size=27, num_hidden_layers=1, vocab_size=83,
            max_position_embeddings=37, layer_norm_eps=1e-5),
        lengths=[[7, 37, 1, 12], [3, 5], [19], [8, 8, 31], [2, 26], [10], [37, 4, 9], [6, 13], [1, 1, 22], [15, 29]]),
    "distilbert": dict(  # the plainest one: rows of the table that are not there
        family="DistilBert", seed=3, labels=3, chance=dict(hidden=0.1, attention=0.2, classifier=0.3, seed=6, step=11),
        shape=dict(dim=20, n_heads=5, hidden_dim=27, n_layers=2, vocab_size=83, max_position_embeddings=37),
        lengths=[[9, 37, 1, 12], [4, 5], [18], [8, 7, 31], [2, 25], [10], [37, 3, 9], [6, 14], [1, 2, 22], [15, 28]]),
    "electra": dict(  # rows that no other has: embeddings are projected
        family="Electra", seed=4, labels=3, chance=dict(hidden=0.1, attention=0.2, classifier=0.3, seed=7, step=12),
        shape=dict(embedding_size=12, hidden_size=20, num_attention_heads=5, intermediate_size=27, num_hidden_layers=2,
                   vocab_size=83, max_position_embeddings=37, layer_norm_eps=1e-5),
        lengths=[[9, 36, 1, 12], [4, 5], [17], [8, 7, 31], [2, 24], [11], [37, 3, 9], [6, 14], [1, 2, 21], [15, 27]]),
    "roberta": dict(  # positions after the padding's, one segment, another form of GELU
        family="Roberta", seed=6, labels=3, chance=dict(hidden=0.1, attention=0.2, classifier=0.3, seed=9, step=14),
        shape=dict(hidden_size=12, num_attention_heads=3, intermediate_size=14, num_hidden_layers=2, vocab_size=83,
                   max_position_embeddings=39, layer_norm_eps=1e-5, type_vocab_size=1, hidden_act="gelu_new"),
        lengths=[[9, 37, 1, 12], [4, 5], [18], [8, 7, 31], [2, 25], [10], [37, 3, 9], [6, 14], [1, 2, 22], [15, 28]]),
    "mpnet": dict(  # attention has a bias by distance
        family="MPNet", seed=7, labels=3, chance=dict(hidden=0.1, attention=0.2, classifier=0.1, seed=10, step=15),
        shape=dict(hidden_size=12, num_attention_heads=3, intermediate_size=14, num_hidden_layers=2, vocab_size=83,
                   max_position_embeddings=39, layer_norm_eps=1e-5),
        lengths=[[9, 37, 1, 12], [4, 5], [18], [8, 7, 31], [2, 25], [10], [37, 3, 9], [6, 14], [1, 2, 22], [15, 28]]),
    "modernbert": dict(  # another block; the head reads the mean through a linear layer and a norm
        family="ModernBert", seed=8, labels=3, chance=dict(hidden=0.1, attention=0.2, classifier=0.3, seed=11, step=16),
        shape=dict(hidden_size=12, num_attention_heads=3, intermediate_size=14, num_hidden_layers=3, vocab_size=83,
                   max_position_embeddings=37, local_attention=8, global_attn_every_n_layers=2, pad_token_id=0,
                   bos_token_id=2, eos_token_id=3, cls_token_id=2, sep_token_id=3, classifier_pooling="mean"),
        lengths=[[9, 37, 1, 12], [4, 5], [18], [8, 7, 31], [2, 25], [10], [37, 3, 9], [6, 14], [1, 2, 22], [15, 28]]),
    "mean": dict(  # a head on the mean of all tokens; the pooler is in the file and is not used
        pooling="mean", seed=5, labels=3, chance=dict(hidden=0.1, attention=0.2, classifier=0.3, seed=8, step=13),
        shape=dict(hidden_size=20, num_attention_heads=5, intermediate_size=27, num_hidden_layers=2, vocab_size=83,
                   max_position_embeddings=37, layer_norm_eps=1e-5),
        lengths=[[9, 36, 1, 12], [4, 5], [17], [8, 7, 31], [2, 24], [11], [37, 3, 9], [6, 14], [1, 2, 21], [15, 27]]),
    "mean_normalized": dict(  # the same, scaled to length 1
        pooling="mean_normalized", seed=9, labels=3, chance=dict(hidden=0.1, attention=0.2, classifier=0.3, seed=12, step=17),
        shape=dict(hidden_size=12, num_attention_heads=3, intermediate_size=14, num_hidden_layers=2, vocab_size=83,
                   max_position_embeddings=37, layer_norm_eps=1e-5),
        lengths=[[9, 36, 1, 12], [4, 5], [17], [8, 7, 31], [2, 24], [11], [37, 3, 9], [6, 14], [1, 2, 21], [15, 27]]),
    "compared": dict(  # two sequences are the texts of a pair: how their means, scaled to length 1, differ
        pooling="compared", seed=10, labels=3, chance=dict(hidden=0.1, attention=0.2, classifier=0.3, seed=13, step=18),
        shape=dict(hidden_size=12, num_attention_heads=3, intermediate_size=14, num_hidden_layers=2, vocab_size=83,
                   max_position_embeddings=37, layer_norm_eps=1e-5),
        lengths=[[9, 36, 3, 12], [4, 5], [17, 2], [8, 7, 31, 6], [2, 24], [11, 30], [37, 3, 9, 9], [6, 14], [2, 21],
                 [15, 27]]),
}
OPTIONS = dict(learning_rate=1e-2, weight_decay=0.1, adam_beta1=0.9, adam_beta2=0.999, adam_epsilon=1e-8,
               warmup_ratio=0.2)
PADDING = dict(Roberta=1, MPNet=1)
SEGMENTS = "bert", "electra"
OWN_HEAD = dict(electra=torch.nn.functional.gelu, roberta=torch.tanh, mpnet=torch.tanh)  # classifiers with a linear layer of their own


def family_of(case):
    return case.get("family", "Bert")


def encoder_of(model):
    return getattr(model, model.base_model_prefix)


class MeanClassifier(torch.nn.Module):
    """The mean of the hidden states of all tokens but padding, as sentence-transformers has it, scaled to length 1 or
    compared with that of the pair's other text where the config has that; dropout, classifier."""
    base_model_prefix = "bert"

    def __init__(self, config):
        super().__init__()
        self.config, self.bert = config, transformers.BertModel(config)
        width = config.hidden_size * (2 if config.classifier_pooling == "compared" else 1)
        self.dropout, self.classifier = torch.nn.Identity(), torch.nn.Linear(width, config.num_labels)

    def forward(self, attention_mask, labels, **inputs):
        out = self.bert(attention_mask=attention_mask, **inputs)
        logits = self.classifier(self.dropout(mean_of(self.config, out.last_hidden_state, attention_mask)))
        loss = torch.nn.functional.cross_entropy(logits, labels)
        return transformers.modeling_outputs.SequenceClassifierOutput(loss, logits, out.hidden_states)


def mean_of(config, hidden, mask):
    mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    if config.classifier_pooling == "mean":
        return mean
    unit = torch.nn.functional.normalize(mean)
    if config.classifier_pooling == "mean_normalized":
        return unit
    u, v = unit[0::2], unit[1::2]
    return config.hidden_size**0.5 * torch.cat([(u - v) ** 2, u * v], 1)


def make_model(case):
    """Weights far from their usual start, so that attention is peaked and every LayerNorm does something."""
    family = family_of(case)
    dropout = (dict(dropout=0.0, attention_dropout=0.0, seq_classif_dropout=0.0) if family == "DistilBert" else
               dict(reference_compile=False) if family == "ModernBert" else
               dict(hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0))
    mean = case.get("pooling")
    kind = family + ("Model" if mean else "ForSequenceClassification")
    config = getattr(transformers, family + "Config")(num_labels=case["labels"], architectures=[kind], **dropout,
                                                      **case["shape"])
    if mean:
        config.classifier_pooling = mean
    config._attn_implementation = "eager"  # its dropout is a module, whose masks can be set
    model = MeanClassifier(config) if mean else getattr(transformers, kind)(config)
    generator = torch.Generator().manual_seed(case["seed"])
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float32)
            if "norm.weight" in name.lower():
                parameter.copy_(1 + 0.3 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.2 * noise)
            elif "embeddings." in name:
                parameter.copy_(noise)
            else:
                parameter.copy_(noise * (1.5 / parameter.shape[1] ** 0.5))
    return model.float()


def make_batches(case):
    """Padding, which PyTorch gives no gradient, and the last tenth of the vocabulary never occur."""
    first = PADDING.get(family_of(case), 0) + 1
    generator = torch.Generator().manual_seed(100 + case["seed"])
    draw = lambda low, high: int(torch.randint(low, high, (1,), generator=generator))
    batches = []
    for lengths in case["lengths"]:
        ids, segments, labels = [], [], []
        for length in lengths:
            ids += [draw(first, case["shape"]["vocab_size"] * 9 // 10) for _ in range(length)]
            cut = draw(1, length + 1)  # a second segment, or none
            segments += [0] * cut + [1] * (length - cut)
            labels.append(draw(0, case["labels"]))
        if case.get("pooling") == "compared":
            segments, labels = [0] * len(segments), labels[::2]
        batches.append(dict(lengths=lengths, ids=ids, segments=segments, labels=labels))
    return batches


def forward(model, batch):
    """Pads for transformers; `real` marks the tokens that are not padding."""
    longest = max(batch["lengths"])
    real = torch.tensor([[i < n for i in range(longest)] for n in batch["lengths"]])
    ids, segments = torch.zeros(real.shape, dtype=torch.long), torch.zeros(real.shape, dtype=torch.long)
    ids += model.config.pad_token_id or 0
    ids[real], segments[real] = torch.tensor(batch["ids"]), torch.tensor(batch["segments"])
    types = dict(token_type_ids=segments) if model.config.model_type in SEGMENTS else {}
    out = model(input_ids=ids, attention_mask=real.long(), labels=torch.tensor(batch["labels"]),
                output_hidden_states=True, **types)
    return out, real


def mix32(x):
    x = (x ^ (x >> 16)) * 0x7FEB352D & 0xFFFFFFFF
    x = (x ^ (x >> 15)) * 0x846CA68B & 0xFFFFFFFF
    return x ^ (x >> 16)


def mix64(x):
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB % 2**64
    return x ^ (x >> 31)


class Dropout(torch.nn.Module):
    """With the masks of core/base/rng.h: whether a number is kept is a function of (seed, step, site) and its index."""

    def __init__(self, p, chance, site, index):
        super().__init__()
        golden, key = 0x9E3779B97F4A7C15, 0
        for number in (chance["seed"], chance["step"], site):
            key = mix64((key + number + golden) % 2**64)
        bits = mix32((mix32(index % 2**32 ^ (key & 0xFFFFFFFF)) + (key >> 32)) % 2**32)
        self.factors = (bits >= int(p * 2**32)).double() / (1 - p)

    def forward(self, x):
        return x * self.factors


class InTurn(torch.nn.Module):
    """One module of transformers that is called in several places."""

    def __init__(self, *modules):
        super().__init__()
        self.places, self.calls = modules, 0

    def forward(self, x):
        self.calls += 1
        return self.places[(self.calls - 1) % len(self.places)](x)


def set_dropout(model, chance, batch):
    """The index of a number: of hidden states by token (padding has none) and column, of the pooled ones by sequence and
    column; of a probability the key's position after the hash of query and head."""
    width, heads = model.config.hidden_size, model.config.num_attention_heads
    sequences, longest = len(batch["lengths"]), max(batch["lengths"])
    starts = torch.tensor([0, *batch["lengths"][:-1]]).cumsum(0)
    token = starts[:, None] + torch.arange(longest)
    columns = lambda size: token[..., None] * size + torch.arange(size)
    rows = token[:, None, :] * heads + torch.arange(heads)[:, None]
    probabilities = mix32(rows)[..., None] + torch.arange(longest)
    new = lambda kind, site, index: Dropout(chance[kind], chance, site, index)
    encoder = encoder_of(model)
    if model.config.model_type == "modernbert":
        encoder.embeddings.drop = new("hidden", 0, columns(width))
        for i, layer in enumerate(encoder.layers):
            layer.attn.probability_dropout = new("attention", 3 * i + 1, probabilities)
            layer.attn.out_drop = new("attention", 3 * i + 2, columns(width))
            layer.mlp.drop = new("hidden", 3 * i + 3, columns(model.config.intermediate_size))
        pooled = torch.arange(sequences)[:, None] * width + torch.arange(width)
        model.drop = new("classifier", 3 * len(encoder.layers) + 1, pooled)
        return
    layers = encoder.transformer.layer if model.config.model_type == "distilbert" else encoder.encoder.layer
    encoder.embeddings.dropout = new("hidden", 0, columns(encoder.embeddings.word_embeddings.embedding_dim))
    for i, layer in enumerate(layers):
        if model.config.model_type == "distilbert":  # which has none between attention and its norm
            layer.attention.dropout = new("attention", 3 * i + 1, probabilities)
            layer.ffn.dropout = new("hidden", 3 * i + 3, columns(width))
            continue
        if model.config.model_type == "mpnet":
            layer.attention.attn.dropout = new("attention", 3 * i + 1, probabilities)
            layer.attention.dropout = new("hidden", 3 * i + 2, columns(width))
            layer.output.dropout = new("hidden", 3 * i + 3, columns(width))
            continue
        layer.attention.self.dropout = new("attention", 3 * i + 1, probabilities)
        layer.attention.output.dropout = new("hidden", 3 * i + 2, columns(width))
        layer.output.dropout = new("hidden", 3 * i + 3, columns(width))
    read = model.classifier.in_features if isinstance(model, MeanClassifier) else width
    pooled = torch.arange(len(batch["labels"]))[:, None] * read + torch.arange(read)
    head = new("classifier", 3 * len(layers) + 1, pooled)
    if model.config.model_type in OWN_HEAD:
        model.classifier.dropout = InTurn(new("classifier", 3 * len(layers) + 2, pooled), head)
    else:
        model.dropout = head


def pooled_by(model, hidden, real):
    """What the classifier sees, dropout aside."""
    first = hidden[:, 0]
    if model.config.model_type == "modernbert":
        return model.head(mean_of(model.config, hidden, real))
    if isinstance(model, MeanClassifier):
        return mean_of(model.config, hidden, real)
    if model.config.model_type == "distilbert":
        return model.pre_classifier(first).relu()
    if model.config.model_type in OWN_HEAD:
        return OWN_HEAD[model.config.model_type](model.classifier.dense(first))
    return model.bert.pooler(hidden)


def gradients_of(model):
    return [(name, parameter.grad) for name, parameter in model.named_parameters() if parameter.grad is not None]


def goldens_dropout(case, batch):
    model = make_model(case).double()
    set_dropout(model, case["chance"], batch)
    out, _ = forward(model, batch)
    out.loss.backward()
    gradients = {"dropout.gradient." + name: gradient for name, gradient in gradients_of(model)}
    return {"dropout.logits": out.logits, "dropout.loss": out.loss, **gradients}


def new_optimizer(model, steps):
    decays = lambda parameter: parameter.dim() == 2
    groups = [dict(params=[p for p in model.parameters() if decays(p)], weight_decay=OPTIONS["weight_decay"]),
              dict(params=[p for p in model.parameters() if not decays(p)], weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, lr=OPTIONS["learning_rate"], eps=OPTIONS["adam_epsilon"],
                                  betas=(OPTIONS["adam_beta1"], OPTIONS["adam_beta2"]))
    return optimizer, get_linear_schedule_with_warmup(optimizer, round(OPTIONS["warmup_ratio"] * steps), steps)


def train(model, batches, max_grad_norm):
    optimizer, schedule = new_optimizer(model, len(batches))
    rows = []
    for batch in batches:
        optimizer.zero_grad()
        loss = forward(model, batch)[0].loss
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_grad_norm)
        rows.append([loss.item(), norm.item(), schedule.get_last_lr()[0]])
        optimizer.step()
        schedule.step()
    return rows


def goldens(case, batches):
    model = make_model(case).double().train()
    out, real = forward(model, batches[0])
    out.loss.backward()
    final_norm = getattr(encoder_of(model), "final_norm", lambda hidden: hidden)  # of the last, which is given without it
    states = [*out.hidden_states[:-1], final_norm(out.hidden_states[-1])]
    tensors = {f"hidden.{i}": hidden[real] for i, hidden in enumerate(states)}
    tensors["pooled"] = pooled_by(model, states[-1], real)
    tensors["logits"] = out.logits
    tensors["loss"] = out.loss
    tensors |= {"gradient." + name: gradient.clone() for name, gradient in gradients_of(model)}
    model.zero_grad()
    norms = sorted(row[1] for row in train(make_model(case).double(), batches, 1e9))
    max_grad_norm = round(norms[len(norms) // 2], 2)
    rows = train(model, batches, max_grad_norm)
    clipped = sum(row[1] > max_grad_norm for row in rows)
    assert 3 <= clipped <= 7, f"clipping must be active in some steps and not in others: {clipped} of {len(rows)}"
    tensors["steps"] = torch.tensor(rows, dtype=torch.float64)
    tensors |= {"trained." + name: parameter for name, parameter in model.named_parameters()}
    if "chance" in case:
        tensors |= goldens_dropout(case, batches[0])
    return tensors, max_grad_norm


def write_case(name, case):
    folder = ROOT / name
    folder.mkdir(parents=True, exist_ok=True)
    model, batches = make_model(case), make_batches(case)
    tensors, max_grad_norm = goldens(case, batches)
    save_file(dict(model.named_parameters()), folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    (folder / "config.json").write_text(model.config.to_json_string())
    document = dict(options=dict(OPTIONS, max_grad_norm=max_grad_norm), batches=batches)
    if "chance" in case:
        document["chance"] = case["chance"]
    (folder / "batches.json").write_text(json.dumps(document, separators=(",", ":")).replace('{"lengths', '\n{"lengths') + "\n")
    at, lines, numbers = 0, [], []
    for key, tensor in tensors.items():
        values = tensor.detach().to(torch.float64).numpy().ravel().astype("<f8")
        lines.append(f"{key} {at} {values.size}\n")
        numbers.append(values)
        at += values.size
    (folder / "goldens.txt").write_text("".join(lines))
    numpy.concatenate(numbers).tofile(folder / "goldens.f64")
    attention = encoder_of(model.double())(torch.arange(1, 21)[None], output_attentions=True).attentions[-1]
    print(f"{name}: {at} numbers, max_grad_norm {max_grad_norm}, largest attention {attention.max(-1).values.mean():.2f}")


if __name__ == "__main__":
    goldens_rotary.in_double()
    torch.set_default_dtype(torch.float32)
    torch.set_num_threads(1)
    for name in sys.argv[1:] or CASES:
        write_case(name, CASES[name])
