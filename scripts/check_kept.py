#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`tabtune train --head-start kept` beside PyTorch: random classifiers as transformers saves them, their labels in another
order than the data's, are trained on for one update by both. Before and after it the model written here answers as the
one in PyTorch.

    scripts/build
    python scripts/check_kept.py             # or the names of some cases

Needs torch and transformers. Development only."""
import csv
import json
import pathlib
import shutil
import subprocess
import sys

import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, processors

ROOT = pathlib.Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "golden" / "tiny-bert"
WORK = ROOT / "build" / "kept"
RATE, DECAY, ROWS, LENGTH = 1e-3, 0.01, 32, 24
SIZES = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64,
         "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "classifier_dropout": 0.0,
         "initializer_range": 0.1, "max_position_embeddings": 66}
TEXTS, WORDS = "SequenceClassification", "TokenClassification"
# name: family, kind of head, problem_type, the checkpoint's labels, of the rows the columns with the answer
CASES = {
    "labels": ("Bert", TEXTS, "single_label_classification", ["positive", "other", "negative"], "label"),
    "topics": ("Bert", TEXTS, "multi_label_classification", ["was", "it", "the"], "labels"),
    "numbers": ("Bert", TEXTS, "regression", ["stars", "price"], "price,stars"),
    "words": ("Bert", WORDS, None, ["I-X", "O", "B-X"], "tags"),
    "roberta": ("Roberta", TEXTS, "single_label_classification", ["positive", "other", "negative"], "label"),
    "roberta_topics": ("Roberta", TEXTS, "multi_label_classification", ["was", "it", "the"], "labels"),
    "roberta_numbers": ("Roberta", TEXTS, "regression", ["stars", "price"], "price,stars"),
    "distilbert": ("DistilBert", TEXTS, "single_label_classification", ["positive", "other", "negative"], "label"),
}


def rows():
    with open(ROOT / "public" / "samples" / "reviews.csv", encoding="utf-8") as file:
        known = [(row["sentence"], row["sentiment"]) for row in csv.DictReader(file)][:ROWS]
    for i, (text, label) in enumerate(known):
        words = text.split()[:6]
        yield {"text": text, "label": "other" if i % 5 == 0 else label,
               "labels": [word for word in ("it", "the", "was") if word in text.lower()],
               "price": 1000 + 10 * len(text), "stars": i % 7 / 2,
               "words": words, "tags": ["OBI"[(i + k) % 3 if k else i % 2] for k in range(len(words))]}


def tag_names(tags):
    """O, B and I as IOB2 has them: an I goes on where something began."""
    names = []
    for tag in tags:
        inside = names and names[-1] != "O"
        names.append("O" if tag == "O" else "I-X" if tag == "I" and inside else "B-X")
    return names


def byte_tokenizer():
    marks = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    pieces = marks + sorted(pre_tokenizers.ByteLevel.alphabet())
    inner = Tokenizer(models.BPE({piece: i for i, piece in enumerate(pieces)}, [], unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=inner, bos_token="<s>", eos_token="</s>", cls_token="<s>", sep_token="</s>", unk_token="<unk>",
        pad_token="<pad>", mask_token="<mask>", model_max_length=64)


def make(name):
    family, kind, problem, labels, _ = CASES[name]
    torch.manual_seed(3)
    folder = WORK / "models" / name
    shutil.copytree(TINY, folder) if family != "Roberta" else folder.mkdir(parents=True)
    tokenizer = byte_tokenizer() if family == "Roberta" else transformers.BertTokenizerFast.from_pretrained(TINY)
    sizes = dict(SIZES, vocab_size=len(tokenizer))
    if family == "Roberta":
        sizes.update(pad_token_id=1, type_vocab_size=1)
    if family == "DistilBert":
        sizes = {"dim": 32, "n_layers": 2, "n_heads": 4, "hidden_dim": 64, "dropout": 0.0, "attention_dropout": 0.0,
                 "seq_classif_dropout": 0.0, "initializer_range": 0.1, "vocab_size": len(tokenizer)}
    config = getattr(transformers, f"{family}Config")(
        **sizes, id2label=dict(enumerate(labels)), label2id={label: i for i, label in enumerate(labels)},
        **({"problem_type": problem} if problem else {}))
    model = getattr(transformers, f"{family}For{kind}")(config)
    if problem == "regression":  # numbers such as those of the rows
        output_layer(model).bias.data = torch.tensor([1.5, 1500.0])
    model.save_pretrained(folder)
    if family == "Roberta":
        tokenizer.save_pretrained(folder)
    return folder, model, tokenizer


def output_layer(model):
    return getattr(model.classifier, "out_proj", model.classifier)


def inputs_of(name, tokenizer, data):
    _, kind, problem, labels, _ = CASES[name]
    words = kind == WORDS
    batch = tokenizer([row["words" if words else "text"] for row in data], is_split_into_words=words, padding=True,
                      truncation=True, max_length=LENGTH, return_tensors="pt")
    if problem == "regression":
        return batch, torch.tensor([[row[label] for label in labels] for row in data])
    if problem == "multi_label_classification":
        return batch, torch.tensor([[float(label in row["labels"]) for label in labels] for row in data])
    if not words:
        return batch, torch.tensor([labels.index(row["label"]) for row in data])
    answers = torch.full(batch["input_ids"].shape, -100)
    for i, row in enumerate(data):
        for at, word in enumerate(batch.word_ids(i)):
            if word is not None and word != batch.word_ids(i)[at - 1]:
                answers[i, at] = labels.index(row["tags"][word])
    return batch, answers


def one_update(name, model, batch, answers):
    """AdamW, gradients cut to a norm of 1; numbers as deviations from their mean, in standard deviations."""
    problem = CASES[name][2]
    last = output_layer(model)
    mean, deviation = torch.zeros(1), torch.ones(1)
    if problem == "regression":
        mean, deviation = answers.mean(0), answers.std(0, unbiased=False)
        last.weight.data /= deviation[:, None]
        last.bias.data = (last.bias.data - mean) / deviation
    plain = [p for n, p in model.named_parameters() if n.endswith("bias") or "LayerNorm" in n or "layer_norm" in n]
    ids = {id(p) for p in plain}
    groups = [{"params": plain, "weight_decay": 0.0},
              {"params": [p for p in model.parameters() if id(p) not in ids], "weight_decay": DECAY}]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    targets = (answers - mean) / deviation if problem == "regression" else answers
    model(**batch, labels=targets).loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    if problem == "regression":
        last.weight.data *= deviation[:, None]
        last.bias.data = last.bias.data * deviation + mean


def trained(name, folder, rate):
    out, column = WORK / "out" / f"{name}-{rate}", CASES[name][4]
    text = ["--text", "words" if CASES[name][1] == WORDS else "text"]
    data = [part for flag in ("data", "validation", "test") for part in (f"--{flag}", WORK / "rows.jsonl")]
    done = subprocess.run(
        [str(part) for part in (
            ROOT / "scripts" / "tabtune", "train", "--model", folder, *data, *text, "--pair", "none", "--label", column,
            "--head-start", "kept", "--method", "full", "--epochs", 1, "--batch-size", ROWS, "--learning-rate", rate,
            "--schedule", "constant", "--warmup-ratio", 0, "--weight-decay", DECAY, "--start-share", 0, "--keep", "last",
            "--max-length", LENGTH, "--onnx", "no", "--out", out)], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"{name}\n{done.stderr}")
    return getattr(transformers, f"AutoModelFor{CASES[name][1]}").from_pretrained(out, dtype=torch.float32)


def answers_of(model, batch, labels):
    """Logits by the names of these labels; of words those of all pieces of texts."""
    model.eval()
    with torch.no_grad():
        logits = model(**batch).logits
    order = [model.config.label2id[label] for label in labels]
    return (logits[..., order] * (batch["attention_mask"][..., None] if logits.dim() == 3 else 1)).double()


def check(name, data):
    folder, model, tokenizer = make(name)
    batch, answers = inputs_of(name, tokenizer, data)
    labels = CASES[name][3]
    apart = lambda a, b: ((a - b).abs() / b.abs().clamp(min=1)).max().item()
    before = answers_of(model, batch, labels)
    first = apart(answers_of(trained(name, folder, 0), batch, labels), before)
    one_update(name, model, batch, answers)
    after = answers_of(model, batch, labels)
    second = apart(answers_of(trained(name, folder, RATE), batch, labels), after)
    moved = apart(after, before)
    good = first <= 1e-5 and second <= 1e-2 * moved
    print(f"{'ok' if good else 'NOT':4}{name:16} largest difference before {first:.2g}, after an update {second:.2g}, which "
          f"moved {moved:.2g}", flush=True)
    return good


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    data = [dict(row, tags=tag_names(row["tags"])) for row in rows()]
    (WORK / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in data))
    sys.exit(not all([check(name, data) for name in sys.argv[1:] or CASES]))


if __name__ == "__main__":
    main()
