#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/golden/tasks: the encoder and the sequences of tests/golden/encoder/odd under a head of each task, computed
by PyTorch in float64: loss, every gradient, ten updates.

    pip install 'torch>=1.13' 'transformers>=4.36,<5' safetensors 'numpy<2' && python scripts/golden_tasks.py

Development only: the files are committed."""
import json
import pathlib

import numpy
import torch
from transformers import BertForSequenceClassification, BertForTokenClassification

import goldens

ROOT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "tasks"
ODD = goldens.CASES["odd"]

CASES = {
    "multi": dict(task="multi_label_classification", outputs=4),
    "multi_weighted": dict(task="multi_label_classification", outputs=4, class_weights=[1, 0.5, 7, 2.25]),
    "number": dict(task="regression", outputs=1),
    "numbers": dict(task="regression", outputs=3),
    "words": dict(task="token_classification", outputs=5),
    "words_weighted": dict(task="token_classification", outputs=5, class_weights=[0.25, 3, 1, 2, 1.5],
                           label_smoothing=0.125),
}


def make_model(case):
    """The odd encoder under another head, whose numbers are float32's too."""
    kind = BertForTokenClassification if case["task"] == "token_classification" else BertForSequenceClassification
    encoder = goldens.make_model(ODD)
    config = encoder.config
    config.num_labels = case["outputs"]
    config.problem_type = None if kind is BertForTokenClassification else case["task"]
    model = kind(config)
    weights = {name: w for name, w in encoder.state_dict().items() if name in model.state_dict() and "classifier" not in name}
    assert not model.load_state_dict(weights, strict=False).unexpected_keys
    generator = torch.Generator().manual_seed(40 + case["outputs"])
    with torch.no_grad():
        for parameter in model.classifier.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator, dtype=torch.float32) * 0.3)
    return model.double().train()


def make_batches(case, batches):
    """`labels` flat; of words also `reads`: how many each sequence has, and their positions, flat."""
    generator = torch.Generator().manual_seed(50 + case["outputs"])
    draw = lambda low, high: int(torch.randint(low, high, (1,), generator=generator))
    made = []
    for batch in batches:
        if case["task"] == "token_classification":
            counts, positions = [], []
            for length in batch["lengths"]:
                some = [i for i in range(length) if draw(0, 2)]
                counts.append(len(some))
                positions += some
            made.append(dict(counts=counts, positions=positions, labels=[draw(0, case["outputs"]) for _ in positions]))
        else:
            count = len(batch["lengths"]) * case["outputs"]
            numbers = torch.randn(count, generator=generator, dtype=torch.float32) * 2 + 3
            binary = case["task"] == "multi_label_classification"
            made.append(dict(labels=[draw(0, 2) for _ in range(count)] if binary else numbers.tolist()))
    return made


def padded_labels(case, batch, task_batch):
    rows = len(batch["lengths"])
    if case["task"] != "token_classification":
        labels = torch.tensor(task_batch["labels"], dtype=torch.float64).reshape(rows, case["outputs"])
        return labels.squeeze(1) if case["outputs"] == 1 else labels
    labels = torch.full((rows, max(batch["lengths"])), -100)
    at = 0
    for row, count in enumerate(task_batch["counts"]):
        for i in range(at, at + count):
            labels[row, task_batch["positions"][i]] = task_batch["labels"][i]
        at += count
    return labels


def units(case, task_batches):
    """Mean and deviation of each number of a regression, over all rows: it is learned in these units."""
    if case["task"] != "regression":
        return None
    labels = torch.tensor([n for batch in task_batches for n in batch["labels"]], dtype=torch.float64)
    labels = labels.reshape(-1, case["outputs"])
    return labels.mean(0), labels.std(0, unbiased=False)


def loss_of(model, case, batch, task_batch, unit):
    """What is minimised and what is reported: not the same for a regression, whose report is in the user's units."""
    longest = max(batch["lengths"])
    real = torch.tensor([[i < n for i in range(longest)] for n in batch["lengths"]])
    ids, segments = torch.zeros(real.shape, dtype=torch.long), torch.zeros(real.shape, dtype=torch.long)
    ids[real], segments[real] = torch.tensor(batch["ids"]), torch.tensor(batch["segments"])
    labels = padded_labels(case, batch, task_batch)
    if unit:
        mean, deviation = unit
        labels = ((labels.reshape(-1, case["outputs"]) - mean) / deviation).reshape(labels.shape)
    out = model(input_ids=ids, token_type_ids=segments, attention_mask=real.long(), labels=labels)
    if unit:
        off = deviation * (out.logits - labels.reshape(out.logits.shape))
        return out.loss, (off ** 2).mean()
    if "class_weights" not in case:
        return out.loss, out.loss  # as transformers computes it
    weights = torch.tensor(case["class_weights"], dtype=torch.float64)
    if case["task"] == "token_classification":
        # A weight counts the whole loss of a read and leaves its smoothed target as it is (core/model/loss.h). PyTorch's own
        # pair of the two options weighs the smoothing by class too.
        labels = labels.reshape(-1)
        loss = torch.nn.CrossEntropyLoss(label_smoothing=case["label_smoothing"], reduction="none")
        loss = loss(out.logits.reshape(-1, case["outputs"]), labels)  # 0 where there is no label
        read = labels >= 0
        weights = weights[labels[read]]
        loss = (weights * loss[read]).sum() / weights.sum()
    else:
        loss = torch.nn.BCEWithLogitsLoss(pos_weight=weights)(out.logits, labels)
    return loss, loss


def train(model, case, batches, task_batches, max_grad_norm):
    unit = units(case, task_batches)
    optimizer, schedule = goldens.new_optimizer(model, len(batches))
    rows = []
    for batch, task_batch in zip(batches, task_batches):
        optimizer.zero_grad()
        loss, reported = loss_of(model, case, batch, task_batch, unit)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_grad_norm)
        rows.append([reported.item(), norm.item()])
        optimizer.step()
        schedule.step()
    if unit:
        with torch.no_grad():
            model.classifier.weight *= unit[1].unsqueeze(1)
            model.classifier.bias.copy_(model.classifier.bias * unit[1] + unit[0])
    return rows


def compute(name, case, batches, task_batches):
    model = make_model(case)
    tensors = {"initial." + key: w.clone() for key, w in model.named_parameters() if "classifier" in key}
    loss_of(model, case, batches[0], task_batches[0], units(case, task_batches))[0].backward()
    tensors |= {"gradient." + key: w.grad.clone() for key, w in model.named_parameters()}
    norms = sorted(row[1] for row in train(make_model(case), case, batches, task_batches, 1e9))
    max_grad_norm = round(norms[len(norms) // 2], 2)
    model = make_model(case)
    rows = train(model, case, batches, task_batches, max_grad_norm)
    clipped = sum(row[1] > max_grad_norm for row in rows)
    assert 2 <= clipped <= 8, f"{name}: {clipped} of {len(rows)} steps are clipped"
    tensors["steps"] = torch.tensor(rows, dtype=torch.float64)
    tensors |= {"trained." + key: w for key, w in model.named_parameters()}
    print(f"{name}: losses {rows[0][0]:.3f} .. {rows[-1][0]:.3f}, max_grad_norm {max_grad_norm}")
    return {f"{name}.{key}": tensor for key, tensor in tensors.items()}, max_grad_norm


def main():
    ROOT.mkdir(parents=True, exist_ok=True)
    batches = goldens.make_batches(ODD)
    tensors, documents = {}, {}
    for name, case in CASES.items():
        task_batches = make_batches(case, batches)
        some, max_grad_norm = compute(name, case, batches, task_batches)
        tensors |= some
        documents[name] = dict(case, max_grad_norm=max_grad_norm, batches=task_batches)
    text = json.dumps(documents, separators=(",", ":")).replace('},"', '},\n"')
    (ROOT / "batches.json").write_text(text + "\n")
    at, lines, numbers = 0, [], []
    for key, tensor in tensors.items():
        values = tensor.detach().to(torch.float64).numpy().ravel().astype("<f8")
        lines.append(f"{key} {at} {values.size}\n")
        numbers.append(values)
        at += values.size
    (ROOT / "goldens.txt").write_text("".join(lines))
    numpy.concatenate(numbers).tofile(ROOT / "goldens.f64")


if __name__ == "__main__":
    torch.set_default_dtype(torch.float32)
    torch.set_num_threads(1)
    main()
