# SPDX-License-Identifier: Apache-2.0
"""Systems that train the encoder: transformers' Trainer, SetFit, and Tabtune's command line."""
import json
import os
import pathlib
import subprocess
import tempfile

import numpy

from compare_cell import score
from compare_peers import MAX_LENGTH
from compare_sets import CLASSES, LABELS, NUMBERS, WORDS, write_rows

TABTUNE = pathlib.Path(__file__).resolve().parent / "tabtune"


def softmax(logits):
    exponents = numpy.exp(logits - logits.max(-1, keepdims=True))
    return exponents / exponents.sum(-1, keepdims=True)


def encode(cell, tokenizer, rows, wanted):
    """What the Trainer reads of each row, and of words the word of each piece."""
    words, inputs = cell.task == WORDS, cell.inputs(rows)
    encoded = tokenizer(*([inputs] if words else inputs), truncation=True, max_length=MAX_LENGTH,
                        is_split_into_words=words)
    examples, pieces = [], [encoded.word_ids(row) for row in range(len(rows))]
    for row, label in enumerate(wanted):
        if words:
            ids = pieces[row]
            label = [-100 if word is None or ids[at - 1] == word else int(label[word]) for at, word in enumerate(ids)]
        elif cell.task != CLASSES:
            label = numpy.asarray(label, dtype=numpy.float32).tolist()
        examples.append({**{key: values[row] for key, values in encoded.items()}, "labels": label})
    return examples, pieces


def tags_of(cell, logits, pieces, count):
    """Probabilities of each word's tags, read at its first piece; of one that was cut off the tag is O."""
    out = numpy.tile(numpy.array([float(name == "O") for name in cell.names]), (count, 1))
    for at in reversed(range(len(pieces))):
        if pieces[at] is not None:
            out[pieces[at]] = softmax(logits[at])
    return out


def trainer(cell):
    """transformers' Trainer with its defaults: 3 epochs at 5e-5 in batches of 8."""
    import torch
    from transformers import (AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer,
                              DataCollatorForTokenClassification, DataCollatorWithPadding, Trainer, TrainingArguments,
                              set_seed)
    words, tokenizer = cell.task == WORDS, AutoTokenizer.from_pretrained(cell.encoder)
    set_seed(cell.seed)
    model = (AutoModelForTokenClassification if words else AutoModelForSequenceClassification).from_pretrained(
        cell.encoder, num_labels=1 if cell.task == NUMBERS else len(cell.names), dtype=torch.float32,
        **({} if words else {"problem_type": cell.task}))
    collator = (DataCollatorForTokenClassification if words else DataCollatorWithPadding)(tokenizer)
    train, _ = encode(cell, tokenizer, cell.train, cell.wanted(cell.train))
    with tempfile.TemporaryDirectory() as folder:
        options = TrainingArguments(folder, seed=cell.seed, report_to="none", save_strategy="no", use_cpu=True,
                                    disable_tqdm=True)
        Trainer(model, options, data_collator=collator, train_dataset=train).train()
    test, pieces = encode(cell, tokenizer, cell.test, cell.wanted(cell.test))
    logits, order = [None] * len(test), sorted(range(len(test)), key=lambda i: len(test[i]["input_ids"]))
    model.eval()
    for at in range(0, len(order), 64):
        batch = collator([test[i] for i in order[at : at + 64]])
        batch.pop("labels")
        with torch.no_grad():
            for i, output in zip(order[at : at + 64], model(**batch).logits.numpy(), strict=True):
                logits[i] = output
    if words:
        return score(cell, [tags_of(cell, logits[i], pieces[i], len(cell.test[i])) for i in range(len(test))])
    logits = numpy.array(logits, dtype=numpy.float64)
    if cell.task == NUMBERS:
        return score(cell, logits[:, 0])
    return score(cell, 1 / (1 + numpy.exp(-logits)) if cell.task == LABELS else softmax(logits))


def setfit(cell):
    """SetFit's package with its defaults."""
    from datasets import Dataset
    from setfit import SetFitModel, Trainer, TrainingArguments
    wanted = cell.wanted(cell.train)
    model = SetFitModel.from_pretrained(str(cell.encoder), **(
        {"multi_target_strategy": "one-vs-rest"} if cell.task == LABELS else {}))
    model.model_body.float()  # the package keeps a checkpoint's F16
    with tempfile.TemporaryDirectory() as folder:
        options = TrainingArguments(output_dir=folder, seed=cell.seed, report_to="none", save_strategy="no",
                                    show_progress_bar=False)
        rows = Dataset.from_dict({"text": cell.inputs(cell.train)[0], "label": wanted.tolist()})
        Trainer(model=model, args=options, train_dataset=rows).train()
    predicted = model.predict_proba(cell.inputs(cell.test)[0], as_numpy=True)
    return score(cell, numpy.asarray(predicted))


def tabtune(cell, options=()):
    """The command line, without options but the files, the task, the seed and the threads. It validates on rows of the
    training file."""
    with tempfile.TemporaryDirectory() as folder:
        folder, ending = pathlib.Path(folder), "conll" if cell.task == WORDS else "csv"
        for side in ("train", "test"):
            write_rows(folder / f"{side}.{ending}", getattr(cell, side), cell.task)
        command = [TABTUNE, "train", "--model", cell.encoder, "--data", folder / f"train.{ending}", "--test",
                   folder / f"test.{ending}", "--task", cell.task, "--seed", str(cell.seed), "--threads",
                   os.environ["OMP_NUM_THREADS"], "--report", folder / "report.json", *options]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode:
            raise RuntimeError(f"tabtune train failed: {result.stderr.strip()[-2000:]}")
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    figures = {name: value for name, value in report["metrics"].items() if isinstance(value, (int, float))}
    if cell.task == NUMBERS:
        figures.pop("loss", None)
    return dict(figures, training_seconds=report["seconds"], chosen=report["options"])
