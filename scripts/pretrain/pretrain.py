#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pre-trains Tabtune's own encoder by distillation and masked-language modelling. README.md beside this file says how.

    python scripts/pretrain/pretrain.py --corpus FOLDER --out build/pretrain --steps 20000

Run it again to go on from the last checkpoint; every --save seconds one is written, and one at the end."""
import argparse
import json
import pathlib
import time

import numpy
import torch
from transformers import AutoModel, BertForPreTraining, BertTokenizerFast

import corpus
from student import Distilled, go_on, mean_words, new_student

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=pathlib.Path, required=True, help="folder of *.txt.xz, a paragraph a line")
    parser.add_argument("--splits", type=pathlib.Path, default=ROOT / "build/splits", help="of scripts/make_splits.py")
    parser.add_argument("--teacher", type=pathlib.Path, default=ROOT / "public/models/all-MiniLM-L6-v2")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/pretrain")
    parser.add_argument("--start", type=pathlib.Path,
                        help="a student to go on with; its inner size may be larger than --inner")
    parser.add_argument("--vocabulary", type=int, help="pieces; if left out those of --start as they are, else 6500")
    parser.add_argument("--share", type=float, default=1.0, help="of the corpus, for a trial")
    for name, default in dict(layers=3, width=384, inner=512, heads=12, positions=256, steps=20000,
                              tokens=8192, seed=1, threads=2, save=600).items():
        parser.add_argument("--" + name, type=int, default=default)
    parser.add_argument("--learning-rate", type=float, default=5e-4)
    parser.add_argument("--bfloat16", action="store_true", help="products in bfloat16, for a processor that has them")
    parser.add_argument("--masked", type=float, default=0.5, help="share of sequences that are masked")
    return parser.parse_args()


class Batches:
    """Batches of about `tokens` student tokens, of like lengths; the n-th is a function of (seed, n) alone."""

    def __init__(self, path, tokens, seed):
        self.data, self.seed, self.tokens = dict(numpy.load(path)), seed, tokens
        self.lengths = numpy.diff(self.data["student_starts"])
        self.rewind()

    def rewind(self):
        self.epoch, self.first, self.cuts = -1, 0, []

    def begin_epoch(self, epoch):
        draw = numpy.random.default_rng([self.seed, epoch])
        cuts = []
        for pool in numpy.array_split(draw.permutation(len(self.lengths)), max(1, len(self.lengths) // 20000)):
            pool = pool[numpy.argsort(self.lengths[pool], kind="stable")]
            total = numpy.cumsum(self.lengths[pool])
            # The rest of a pool may be a single row, and if that one is masked nothing is left to be distilled.
            cuts += numpy.split(pool, numpy.searchsorted(total, numpy.arange(self.tokens, total[-1], self.tokens)))[:-1]
        self.first += len(self.cuts)
        self.cuts = [cuts[i] for i in draw.permutation(len(cuts)) if len(cuts[i])]
        self.epoch = epoch

    def rows(self, step):
        if step < self.first:
            self.rewind()
        while step >= self.first + len(self.cuts):
            self.begin_epoch(self.epoch + 1)
        return self.cuts[step - self.first]

    def padded(self, side, rows):
        starts = self.data[side + "_starts"]
        begins, lengths = starts[rows], starts[rows + 1] - starts[rows]
        real = numpy.arange(lengths.max()) < lengths[:, None]
        index = numpy.where(real, begins[:, None] + numpy.arange(lengths.max()), 0)
        ids = numpy.where(real, self.data[side + "_ids"][index], 0).astype(numpy.int64)
        words = numpy.where(real, self.data[side + "_words"][index], -1).astype(numpy.int64)
        return torch.from_numpy(ids), torch.from_numpy(words), torch.from_numpy(real)


def mask(ids, words, share, mask_id, size, generator):
    """BERT's masking of `share` of the sequences: 15 % of tokens; of these 80 % [MASK], 10 % random, 10 % kept."""
    draw = torch.rand(ids.shape, generator=generator)
    is_masked = torch.rand(len(ids), generator=generator) < share
    chosen = (draw < 0.15) & is_masked[:, None] & (words >= 0)
    other = torch.where(draw < 0.12, torch.tensor(mask_id), torch.randint(5, size, ids.shape, generator=generator))
    return torch.where(chosen & (draw < 0.135), other, ids), torch.where(chosen, ids, -1), is_masked


def make_batch(batches, step, arguments, mask_id, size):
    rows, generator = batches.rows(step), torch.Generator().manual_seed(arguments.seed * 10**7 + step)
    ids, words, real = batches.padded("student", rows)
    teacher_ids, teacher_words, teacher_real = batches.padded("teacher", rows)
    count = int(min(words.max(), teacher_words.max())) + 1
    known = torch.arange(count) <= torch.minimum(words.max(1).values, teacher_words.max(1).values)[:, None]
    ids, targets, is_masked = mask(ids, words, arguments.masked, mask_id, size, generator)
    return dict(ids=ids, mask=real.long(), words=words, words_known=known, targets=targets, is_masked=is_masked,
                teacher_ids=teacher_ids, teacher_mask=teacher_real.long(), teacher_words=teacher_words)


@torch.no_grad()
def ask_teacher(teacher, batch):
    hidden = teacher(batch["teacher_ids"], attention_mask=batch["teacher_mask"]).last_hidden_state
    weights = batch["teacher_mask"][..., None] / batch["teacher_mask"].sum(1)[:, None, None]
    words = mean_words(hidden, batch["teacher_words"], batch["words_known"].shape[1])
    return words.float(), (hidden * weights).sum(1).float()


@torch.no_grad()
def start_sentence(model, teacher, make, count=32):
    """The projection of the pooler's output begins as the least squares map to the sentence vectors of some batches: a
    random one would push a pooler that is good already out of its place."""
    inputs, targets = [], []
    for step in range(count):
        batch = make(step)
        clean = ~batch["is_masked"]
        pooled = model.student.bert(batch["ids"], attention_mask=batch["mask"], return_dict=False)[1]
        inputs.append(torch.nn.functional.pad(pooled[clean], (0, 1), value=1.0))
        targets.append(ask_teacher(teacher, batch)[1][clean])
    solution = torch.linalg.lstsq(torch.cat(inputs).cpu(), torch.cat(targets).cpu()).solution
    model.to_sentence.weight.copy_(solution[:-1].T)
    model.to_sentence.bias.copy_(solution[-1])


def new_optimizer(model, arguments):
    groups = [dict(params=[p for p in model.parameters() if p.dim() > 1], weight_decay=0.01),
              dict(params=[p for p in model.parameters() if p.dim() == 1], weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, lr=arguments.learning_rate, betas=(0.9, 0.98))
    warm_up = max(1, arguments.steps // 50)
    rate = lambda step: min((step + 1) / warm_up, (arguments.steps - step) / max(1, arguments.steps - warm_up))
    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


def save(path, model, optimizer, schedule, step):
    state = dict(model=model.state_dict(), optimizer=optimizer.state_dict(), schedule=schedule.state_dict(), step=step)
    torch.save(state, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").rename(path)


def export(folder, student, vocabulary):
    student.half().save_pretrained(folder, safe_serialization=True)
    student.float()
    (folder / "vocab.txt").write_text((vocabulary).read_text(encoding="utf-8"), encoding="utf-8")
    settings = {"do_lower_case": True, "model_max_length": student.config.max_position_embeddings,
                "tokenizer_class": "BertTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n")
    print(f"{folder}: {(folder / 'model.safetensors').stat().st_size} bytes of weights")


def train(model, teacher, batches, arguments, vocabulary, device):
    optimizer, schedule = new_optimizer(model, arguments)
    path, step = arguments.out / "checkpoint.pt", 0

    def make(step):
        batch = make_batch(batches, step, arguments, vocabulary["[MASK]"], len(vocabulary))
        return {name: tensor.to(device) for name, tensor in batch.items()}

    if path.exists():
        state = torch.load(path, map_location=device)
        step = state["step"]
        for what, name in ((model, "model"), (optimizer, "optimizer"), (schedule, "schedule")):
            what.load_state_dict(state[name])
        print(f"going on at step {step}", flush=True)
    else:
        start_sentence(model, teacher, make)
    log, saved, sums, count, began = open(arguments.out / "log.jsonl", "a"), time.monotonic(), {}, 0, time.monotonic()
    cast = torch.autocast(device.type, torch.bfloat16, enabled=arguments.bfloat16)
    while step < arguments.steps:
        batch = make(step)
        with cast:
            losses = model(batch, *ask_teacher(teacher, batch))
        loss = sum(losses.values())
        if not torch.isfinite(loss):
            raise SystemExit(f"step {step}: the loss is {loss.item()}; the checkpoint before it is kept")
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        step, count = step + 1, count + 1
        for name, part in losses.items():
            sums[name] = sums.get(name, 0) + part.item()
        if step % 50 == 0 or step == arguments.steps:
            row = dict(step=step, seconds=round(time.monotonic() - began, 1),
                       **{name: round(total / count, 4) for name, total in sums.items()})
            print(json.dumps(row), file=log, flush=True)
            print(row, flush=True)
            sums, count = {}, 0
        if time.monotonic() - saved > arguments.save or step == arguments.steps:
            save(path, model, optimizer, schedule, step)
            saved = time.monotonic()


def read_pieces(folder):
    return (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]


def read_start(folder, config):
    before = BertForPreTraining.from_pretrained(folder, torch_dtype=torch.float32)
    for name, option in (("num_hidden_layers", "layers"), ("hidden_size", "width"), ("num_attention_heads", "heads"),
                         ("max_position_embeddings", "positions"), ("intermediate_size", "inner")):
        has, asked = getattr(before.config, name), getattr(config, name)
        if has < asked or has > asked and option != "inner":
            raise SystemExit(f"{folder}: its {name} is {has}, not {asked}; give --{option} {has}, or no --start")
    return before


def main():
    arguments = parse_arguments()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    kept = read_pieces(arguments.start) if arguments.start and not arguments.vocabulary else None
    corpus.prepare(arguments.out, arguments.corpus, arguments.splits, arguments.teacher, kept,
                   arguments.vocabulary or 6500, arguments.share)
    pieces = read_pieces(arguments.out)
    teacher = AutoModel.from_pretrained(arguments.teacher, torch_dtype=torch.float32).eval()
    student = new_student(teacher, BertTokenizerFast.from_pretrained(arguments.teacher).vocab, pieces, arguments.layers,
                          arguments.width, arguments.inner, arguments.heads, arguments.positions)
    if arguments.start:
        go_on(student, pieces, read_start(arguments.start, student.config), read_pieces(arguments.start))
    print(f"{sum(p.numel() for p in student.parameters()) / 1e6:.2f} million parameters", flush=True)
    # No dropout: a small model that sees a text once or twice has nothing to fear but too little learned.
    model = Distilled(student, teacher.config.hidden_size).to(device).eval()
    batches = Batches(arguments.out / "corpus.npz", arguments.tokens, arguments.seed)
    train(model, teacher.to(device), batches, arguments, {piece: i for i, piece in enumerate(pieces)}, device)
    export(arguments.out / "model", student.cpu(), arguments.out / "vocab.txt")


if __name__ == "__main__":
    main()
