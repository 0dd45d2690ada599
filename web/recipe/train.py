# SPDX-License-Identifier: Apache-2.0
"""The training of recipe.json on as many processes as there are; the result opens in Tabtune again.

    pip install torch transformers accelerate safetensors peft
    python train.py --out DIR                                        # one process
    torchrun --nproc_per_node 8 train.py --out DIR                   # several on one machine
    accelerate launch --mixed_precision bf16 train.py --out DIR      # the same with accelerate's settings

A row's part, its place in the order and the size of an update do not depend on the number of processes: each update is
the mean over batch_size rows, of which every process computes its share. README.md has Slurm, Ray and Jobs."""
import argparse
import contextlib
import hashlib
import json
import math
import pathlib
import random
import re

import torch
from accelerate import Accelerator
from safetensors.torch import save_file
from torch.nn import functional as F
from transformers import (AutoConfig, AutoModel, AutoModelForSequenceClassification, AutoModelForTokenClassification,
                          AutoTokenizer)

from fit import fit_layer, fit_one_threshold, fit_temperature, fit_thresholds, tags_of
from predict import FOLDERS, pair_cut, windows

HERE = pathlib.Path(__file__).resolve().parent
R = json.loads((HERE / "recipe.json").read_text(encoding="utf-8"))
O, TASK, LABELS, CUT = R["options"], R["task"], R["labels"], R["cut"]
WORDS, MEAN = TASK == "token_classification", R["pooling"] != "cls" and TASK != "token_classification"
NORMALIZED, COMPARED = R["pooling"] != "mean", R["pooling"] == "compared"
CLASSES = TASK in ("single_label_classification", "token_classification")
C = len(LABELS)
LORA_TARGETS = {"query_value": "qv", "attention": "qkvo", "linear": "qkvoif"}
# the keys of a head's dropout, by families of transformers
DROPOUTS = ("classifier_dropout", "seq_classif_dropout", "hidden_dropout_prob")
# the names of a layer's matrices
MATRICES = {
    "distilbert": {"q": "q_lin", "k": "k_lin", "v": "v_lin", "o": "attention.out_lin", "i": "ffn.lin1", "f": "ffn.lin2"},
    "mpnet": {"q": "attn.q", "k": "attn.k", "v": "attn.v", "o": "attn.o", "i": "intermediate.dense", "f": "output.dense"},
    "modernbert": {"q": "Wqkv", "k": "Wqkv", "v": "Wqkv", "o": "attn.Wo", "i": "mlp.Wi", "f": "mlp.Wo"},
    None: {"q": "query", "k": "key", "v": "value", "o": "attention.output.dense", "i": "intermediate.dense",
           "f": "output.dense"},
}


def read_part(name):
    """Its rows, each of which must be the one that the recipe counts."""
    lines = (HERE / "rows" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    wanted = R["rows"][name]
    if len(lines) != len(wanted):
        raise SystemExit(f"rows/{name}.jsonl has {len(lines)} rows; recipe.json names {len(wanted)}.")
    for line, (number, digest) in zip(lines, wanted):
        if hashlib.sha256(line.encode()).hexdigest()[:16] != digest:
            raise SystemExit(f"rows/{name}.jsonl: row {number} is not the one of recipe.json. Save the recipe again.")
    return [json.loads(line) for line in lines]


class Reader:
    """Rows -> sequences of (ids, segments, places that are read, targets, weight, item). Of texts that are compared both
    have their ids and segments."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.cls, self.sep = tokenizer.cls_token_id, tokenizer.sep_token_id
        self.between = tokenizer.num_special_tokens_to_add(pair=True) - 2
        self.how = CUT.get("truncation", "head"), CUT.get("stride", 0)

    def pieces(self, text):
        found = self.tokenizer(text, add_special_tokens=False, truncation=False, return_offsets_mapping=True)
        return list(zip(found["input_ids"], found["offset_mapping"]))

    def framed(self, a, b=None):
        if b is None:
            return [self.cls, *a, self.sep], [0] * (len(a) + 2)
        ids = [self.cls, *a, *[self.sep] * self.between, *b, self.sep]
        return ids, [0] * (len(a) + 1 + self.between) + [1] * (len(b) + 1)

    def of_text(self, row, item):
        length = CUT["max_length"]
        ids = [piece for piece, _ in self.pieces(row["text"])]
        if "pair" in row:
            other = [piece for piece, _ in self.pieces(row["pair"])]
            rooms, longer = pair_cut(len(ids), len(other), length - 2 - self.between), len(ids) > len(other)
            if COMPARED:
                rooms = (length - 2, length - 2)
            first = windows(ids, rooms[0], self.how[0], self.how[1] if longer else 0)
            second = windows(other, rooms[1], self.how[0], 0 if longer else self.how[1])
            join = (lambda x, y: tuple(zip(self.framed(x), self.framed(y)))) if COMPARED else self.framed
            found = [join(x, y) for x in first for y in second]
        else:
            found = [self.framed(x) for x in windows(ids, length - 2, *self.how)]
        return [(*frame, [0], [row["target"]], 1 / len(found), [item]) for frame in found]

    def of_words(self, row, first_item):
        """Each word at its first piece, in the window with the most context."""
        pieces = self.pieces(row["text"])
        found = windows(list(range(len(pieces))), CUT["max_length"] - 2, *self.how)
        places, at = [], 0
        for start, end in row["words"]:
            while at < len(pieces) and pieces[at][1][0] < start:
                at += 1
            places.append(at if at < len(pieces) and pieces[at][1][0] < end else None)
        reads = [[] for _ in found]
        for k, piece in enumerate(places):
            context = [min(w.index(piece), len(w) - 1 - w.index(piece)) if piece in w else -1 for w in found]
            if max(context, default=-1) >= 0:
                reads[context.index(max(context))].append((k, piece))
        out = []
        for window, read in zip(found, reads):
            frame = self.framed([pieces[i][0] for i in window])
            out.append((*frame, [1 + window.index(p) for _, p in read], [row["targets"][k] for k, _ in read], 1,
                        [first_item + k for k, _ in read]))
        return out

    def read(self, rows):
        """Sequences of each row, and the number of items."""
        out, item = [], 0
        for row in rows:
            out.append(self.of_words(row, item) if WORDS else self.of_text(row, item))
            item += len(row["words"]) if WORDS else 1
        return out, item


class Net(torch.nn.Module):
    """A model of transformers; of a head on the mean, the bare encoder and a linear layer."""

    def __init__(self, base):
        super().__init__()
        names = {"id2label": dict(enumerate(LABELS)), "label2id": {label: i for i, label in enumerate(LABELS)}}
        # a family whose classifier reads the mean by itself
        own = "classifier_pooling" in type(AutoConfig.from_pretrained(base))().to_dict()
        global MEAN
        MEAN = MEAN and (COMPARED or not own)
        kind = AutoModelForTokenClassification if WORDS else AutoModel if MEAN else AutoModelForSequenceClassification
        more = {} if MEAN else names | ({} if WORDS else {"problem_type": TASK})
        more |= {"classifier_pooling": R["pooling"]} if own and not (WORDS or MEAN) else {}
        # a head that the base has for other labels gives way to a new one
        self.model, told = kind.from_pretrained(base, ignore_mismatched_sizes=True, output_loading_info=True, **more)
        self.model.float()
        # a pooler that the checkpoint lacks is trained with the head
        self.new_pooler = not MEAN and any("pooler" in name for name in told["missing_keys"])
        config = self.model.config
        if MEAN:
            known = (getattr(config, key, None) for key in DROPOUTS)
            self.dropout = torch.nn.Dropout(next((share for share in known if share is not None), 0.1))
            self.classifier = torch.nn.Linear(config.hidden_size * (2 if COMPARED else 1), C)
            torch.nn.init.normal_(self.classifier.weight, std=getattr(config, "initializer_range", 0.02))
            torch.nn.init.zeros_(self.classifier.bias)

    def forward(self, inputs):
        if not MEAN:
            return self.model(**inputs).logits
        mask = inputs["attention_mask"].unsqueeze(2)
        hidden = (self.model(**inputs).last_hidden_state * mask).sum(1) / mask.sum(1)
        if NORMALIZED:
            hidden = torch.nn.functional.normalize(hidden)
        if COMPARED:
            u, v = hidden.chunk(2)
            hidden = u.shape[1] ** 0.5 * torch.cat([(u - v) ** 2, u * v], 1)
        return self.classifier(self.dropout(hidden))

    def head_names(self):
        stem = self.model.base_model_prefix + "."
        return {name for name, _ in self.named_parameters() if MEAN and name.startswith("classifier")
                or not MEAN and not name.removeprefix("model.").startswith(stem)
                or self.new_pooler and "pooler" in name}

    def last(self):
        return self.classifier if MEAN else [m for m in self.model.modules() if isinstance(m, torch.nn.Linear)][-1]

    def depth(self):
        return getattr(self.model.config, "num_hidden_layers", getattr(self.model.config, "n_layers", 0))

    def layer_of(self, name):
        """A norm after all layers belongs to the last one."""
        found = re.search(r"\blayers?\.(\d+)\.", name)
        return int(found[1]) if found else self.depth() - 1 if "final_norm" in name else None

    def part_of(self, name):
        """-1: the embeddings; then the layers; a pooler and the head lie above them."""
        layer = self.layer_of(name)
        return layer if layer is not None else -1 if "embeddings" in name else self.depth()


def collate(sequences, pad, segments, device):
    """Of texts that are compared all first ones, then all second ones."""
    if COMPARED:
        sequences = [(s[0][k], s[1][k]) for k in (0, 1) for s in sequences]
    longest = max(len(s[0]) for s in sequences)
    fill = lambda k, value: torch.tensor([s[k] + [value] * (longest - len(s[k])) for s in sequences], device=device)
    inputs = {"input_ids": fill(0, pad)}
    inputs["attention_mask"] = torch.tensor([[1] * len(s[0]) + [0] * (longest - len(s[0])) for s in sequences],
                                            device=device)
    if segments:
        inputs["token_type_ids"] = fill(1, 0)
    return inputs


def reads_of(sequences):
    """Targets of a row's items, each once."""
    return [target for _, target in sorted({item: t for s in sequences for t, item in zip(s[3], s[5])}.items())]


def check_base(base, reader, rows):
    """Sizes and tokens tell another encoder; one of the same shape with other weights is not told."""
    config, wanted = AutoConfig.from_pretrained(base), R["base"]
    off = [f"{key} is {getattr(config, key, None)}, not {wanted[key]}"
           for key in ("hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size")
           if getattr(config, key, None) != wanted[key]]
    for row, ids in zip(rows, wanted["tokens"]):
        if not off and [piece for piece, _ in reader.pieces(row["text"])][: len(ids)] != ids:
            off = [f"it cuts row {row['row']} into other tokens"]
    if off:
        raise SystemExit(f"{base} is not the encoder of this recipe, {wanted['name']}: {'; '.join(off)}. Give that one with "
                         "--base, or go on with this one by --other-base.")


class Work:
    def __init__(self, args, accelerator):
        self.accelerator, self.args = accelerator, args
        base = args.base or R["base"]["name"]
        self.tokenizer = AutoTokenizer.from_pretrained(base, use_fast=True)
        reader = Reader(self.tokenizer)
        self.names = [(*reader.framed([piece for piece, _ in reader.pieces(name)][:62]), [0], [0], 1, [item])
                      for item, name in enumerate(R["names"] or [])]
        self.rows = {part: read_part(part) for part in ("train", "validation", "test")}
        if not args.other_base:
            check_base(base, reader, self.rows["train"])
        self.net = Net(base)
        self.parts = {part: reader.read(rows) for part, rows in self.rows.items()}
        self.targets = {part: [t for row in rows for t in (row["targets"] if WORDS else [row["target"]])]
                        for part, rows in self.rows.items()}
        self.pad = self.tokenizer.pad_token_id or 0
        self.segments = getattr(self.net.model.config, "type_vocab_size", 0) > 1
        self.scaling()
        self.weights = self.class_weights()

    def scaling(self):
        """Numbers are learned as deviations from their mean."""
        self.mean, self.deviation = torch.zeros(C), torch.ones(C)
        if TASK == "regression":
            values = torch.tensor(self.targets["train"], dtype=torch.float64)
            spread = values.std(0, correction=0)
            self.mean, self.deviation = values.mean(0).float(), torch.where(spread > 0, spread, 1).float()

    def class_weights(self):
        wanted = O.get("class_weights", "none")
        if wanted == "none" or TASK == "regression":
            return None
        if isinstance(wanted, list):
            return torch.tensor(wanted, dtype=torch.float32)
        targets = torch.tensor([t for row in self.parts["train"][0] for t in reads_of(row)])
        if CLASSES:
            counts = torch.bincount(targets, minlength=C).float()
            return torch.where(counts > 0, len(targets) / ((counts > 0).sum() * counts.clamp(min=1)), 1)
        counts = targets.sum(0).float()
        return torch.where(counts > 0, ((len(targets) - counts) / counts.clamp(min=1)).clamp(max=50), 1)

    def losses(self, logits, targets):
        """Of each item, and its share of the denominator."""
        weights = None if self.weights is None else self.weights.to(logits)
        if TASK == "regression":
            wanted = (torch.as_tensor(targets, device=logits.device) - self.mean.to(logits)) / self.deviation.to(logits)
            return ((logits - wanted) ** 2).mean(1), torch.ones(len(targets), device=logits.device)
        wanted = torch.as_tensor(targets, device=logits.device)
        if not CLASSES:
            loss = F.binary_cross_entropy_with_logits(logits, wanted.to(logits), pos_weight=weights, reduction="none")
            return loss.mean(1), torch.ones(len(targets), device=logits.device)
        # the weight is the row's, so it leaves the smoothed target as it is
        loss = F.cross_entropy(logits, wanted, reduction="none", label_smoothing=O.get("label_smoothing", 0))
        share = torch.ones_like(loss) if weights is None else weights[wanted]
        return loss * share, share

    def logits(self, sequences, net=None):
        """[reads, outputs] of the places that are read, in their order."""
        inputs = collate(sequences, self.pad, self.segments, self.accelerator.device)
        out = (net or self.net)(inputs).float()
        if not WORDS:
            return out
        at = [(i, place) for i, s in enumerate(sequences) for place in s[2]]
        return out[[i for i, _ in at], [place for _, place in at]] if at else out[:0, 0]

    @torch.no_grad()
    def outputs(self, part):
        """Logits of all items of a part: the mean over a text's windows. Each process computes all of them."""
        sequences, items = self.parts[part]
        flat = [s for row in sequences for s in row]
        total, count = torch.zeros(items, C), torch.zeros(items, 1)
        self.net.eval()
        for i in range(0, len(flat), self.args.rows_at_once):
            some = flat[i : i + self.args.rows_at_once]
            index = torch.tensor([item for s in some for item in s[5]], dtype=torch.long)
            total.index_add_(0, index, self.logits(some).cpu())
            count.index_add_(0, index, torch.ones(len(index), 1))
        return total / count.clamp(min=1), count.squeeze(1) > 0


def is_norm(name):
    return "norm" in name.lower()


def chosen(net):
    """Names of what the method trains."""
    head, method = net.head_names(), O["method"]
    # a head on the mean reads no pooler, and processes wait for the gradient of all that is trained
    names = [name for name, _ in net.named_parameters() if not MEAN or "pooler" not in name]
    if method == "full":
        return set(names)
    if method == "head":
        return head
    if method == "bias":
        return head | {n for n in names if net.part_of(n) >= 0 and (n.endswith("bias") or is_norm(n))}
    if method == "layers":
        return head | {n for n in names if net.part_of(n) >= max(0, net.depth() - O["last_layers"])}
    return head | {n for n in names if "lora_" in n}


def dropping(net, trained):
    """Dropout is on from the lowest part that is trained; frozen parts below it give the same each time."""
    lowest = min(net.part_of(name) for name in trained)
    net.train()
    for name, module in net.named_modules():
        if lowest > 0 and net.part_of(name + ".") < lowest:
            module.eval()


def groups(net, trained):
    """AdamW's, by rate and decay: biases and norms are spared, lower layers learn at a share of the rate."""
    found = {}
    for name, parameter in net.named_parameters():
        parameter.requires_grad_(name in trained)
        if name not in trained:
            continue
        rate = O.get("layer_decay", 1) ** (net.depth() - net.part_of(name))
        decay = 0.0 if name.endswith("bias") or is_norm(name) else O["weight_decay"]
        found.setdefault((rate, decay), []).append(parameter)
    return [{"params": p, "lr": O["learning_rate"] * rate, "weight_decay": decay} for (rate, decay), p in found.items()]


def rate_at(step, steps):
    warm = math.ceil(O["warmup_ratio"] * steps)
    if step < warm:
        return step / max(1, warm)
    gone = (step - warm) / max(1, steps - warm)
    return {"linear": 1 - gone, "cosine": 0.5 * (1 + math.cos(math.pi * gone)), "constant": 1.0}[O["schedule"]]


def redraw(net):
    """New weights for the layers of reinit_layers, and for a pooler."""
    for name, parameter in net.named_parameters():
        if O.get("reinit_layers", 0) and net.part_of(name) >= net.depth() - O["reinit_layers"]:
            if parameter.dim() > 1:
                torch.nn.init.normal_(parameter, std=getattr(net.model.config, "initializer_range", 0.02))
            else:
                torch.nn.init.constant_(parameter, 1 if is_norm(name) and name.endswith("weight") else 0)


@torch.no_grad()
def begin_biases(work):
    """Of several labels each begins at its share of the rows."""
    targets = torch.tensor(work.targets["train"], dtype=torch.float64)
    present = targets.sum(0)
    weights = 1 if work.weights is None else work.weights
    work.net.last().bias.copy_(torch.log(weights * (present + 0.5) / (len(targets) - present + 0.5)))


def features_of(work, sequences):
    """What the last layer reads of them, a row for each place."""
    net, kept, features = work.net, [], []
    hook = net.last().register_forward_pre_hook(lambda _, inputs: kept.append(inputs[0].detach()))
    net.eval()
    with torch.no_grad():
        for i in range(0, len(sequences), work.args.rows_at_once):
            some = sequences[i : i + work.args.rows_at_once]
            kept.clear()
            work.logits(some)
            at = [(k, place) for k, s in enumerate(some) for place in s[2]]
            features.append(kept[0][[k for k, _ in at], [p for _, p in at]] if WORDS else kept[0])
    hook.remove()
    x = torch.cat(features).float()
    return x.cpu() if x.device.type == "mps" else x  # which has no double precision


def fit_head(work):
    """A new head on what the encoder as it was loaded gives of the training rows and of the labels' names."""
    last = work.net.last()
    rows = work.parts["train"][0]
    sequences = [s for row in rows for s in row]
    x = features_of(work, sequences)
    names = features_of(work, work.names) if work.names else None
    targets = torch.tensor([t for s in sequences for t in s[3]], device=x.device)
    weights = torch.tensor([s[4] for s in sequences for _ in s[3]], device=x.device)
    row_of = torch.tensor([k for k, row in enumerate(rows) for s in row for _ in s[3]])
    outputs = 1 if CLASSES else C
    w, b, found = fit_layer(x, row_of, [row["target"] for row in work.rows["train"]] if CLASSES and not WORDS else None,
                            weights, lambda logits, at: work.losses(logits, targets[at])[0] * outputs, C,
                            R["pooling"] == "mean" and not WORDS, names)
    with torch.no_grad():
        last.weight.copy_(w)
        last.bias.copy_(b)
    if found["held_out_loss"] is not None:
        found["held_out_loss"] /= outputs
    return found


def metrics(work, part, thresholds=None):
    """Figures of the answers: without weights of classes, smoothing and, of numbers, in their own units."""
    logits, read = work.outputs(part)
    targets = work.targets[part]
    if len(targets) == 0:
        return {}
    if TASK == "regression":
        # squares of numbers near 1e30 are beyond float32
        error = logits.double() * work.deviation + work.mean - torch.tensor(targets, dtype=torch.double)
        square = (error**2).mean(0)
        return {"loss": float(square.mean()), "rmse": float(square.sqrt().mean()), "mae": float(error.abs().mean())}
    if CLASSES:
        said = tags(work.rows[part], logits, read) if WORDS else logits.argmax(1).tolist()
        pairs = [(c, [t == c for t in targets], [s == c for s in said]) for c in range(C)]
        pairs = [(c, t, s) for c, t, s in pairs if any(t) or any(s)]
        found = {"loss": float(F.cross_entropy(logits[read], torch.tensor(targets)[read])),
                 "accuracy": sum(t == s for t, s in zip(targets, said)) / len(targets)}
        if WORDS and R["scheme"] == "iob2":
            found["f1"] = span_f1(work.rows[part], targets, said)
    else:
        over = logits.sigmoid() >= torch.tensor(thresholds or [0.5] * C)
        pairs = [(c, [t[c] == 1 for t in targets], over[:, c].tolist()) for c in range(C)]
        hits = sum(a and b for _, t, s in pairs for a, b in zip(t, s))
        found = {"loss": float(F.binary_cross_entropy_with_logits(logits, torch.tensor(targets).float()))}
        found["micro_f1"] = 2 * hits / max(1, sum(map(sum, (t for _, t, _ in pairs))) + sum(sum(s) for _, _, s in pairs))
    found["macro_f1"] = sum(f1(t, s) for _, t, s in pairs) / len(pairs)
    return found


def tags(rows, logits, read):
    """Of all words. Other schemes than IOB2 take each word by itself."""
    if R["scheme"] != "iob2":
        return torch.where(read, logits.argmax(1), 0).tolist()
    found = []
    for row in rows:
        end = len(found) + len(row["words"])
        found += tags_of(logits[len(found) : end], read[len(found) : end].tolist())
    return found


def f1(wanted, said):
    hits = sum(a and b for a, b in zip(wanted, said))
    return 2 * hits / max(1, sum(wanted) + sum(said))


def spans(tags):
    """(start, end, type) of IOB2 numbers: 0 is O, 2t + 1 begins type t, 2t + 2 goes on with it."""
    found = []
    for i, tag in enumerate(tags):
        if tag == 0:
            continue
        kind = (tag - 1) // 2
        if tag % 2 == 0 and found and found[-1][1] == i and found[-1][2] == kind:
            found[-1] = (found[-1][0], i + 1, kind)
        else:
            found.append((i, i + 1, kind))
    return set(found)


def span_f1(rows, targets, said):
    hits = total = at = 0
    for row in rows:
        end = at + len(row["words"])
        a, b = spans(targets[at:end]), spans(said[at:end])
        hits, total, at = hits + len(a & b), total + len(a) + len(b), end
    return 2 * hits / max(1, total)


def better(name, a, b):
    return a < b if name in ("loss", "rmse", "mae") else a > b


def train(work):
    net, accelerator = work.net, work.accelerator
    if O["method"] == "lora":
        from peft import LoraConfig, inject_adapter_in_model

        names = MATRICES.get(net.model.config.model_type, MATRICES[None])
        targets = [names[k] for k in LORA_TARGETS[O["lora_targets"]]]
        inject_adapter_in_model(LoraConfig(r=O["lora_rank"], lora_alpha=O["lora_alpha"], target_modules=targets,
                                           lora_dropout=O["lora_dropout"]), net.model)
    trained = chosen(net)
    optimizer = torch.optim.AdamW(groups(net, trained), betas=(O["adam_beta1"], O["adam_beta2"]), eps=O["adam_epsilon"])
    start = {n: p.detach().clone() for n, p in net.named_parameters() if n in trained}
    rates = [group["lr"] for group in optimizer.param_groups]
    net, optimizer = accelerator.prepare(net, optimizer)
    rows, B = work.parts["train"][0], O["batch_size"]
    steps, step, best, waited = math.ceil(len(rows) / B) * O["epochs"], 0, None, 0
    choose = O["keep"] == "best" or O.get("patience", 0) > 0
    world, rank = accelerator.num_processes, accelerator.process_index
    torch.manual_seed(O["seed"] + 1000003 * rank)  # no two processes drop the same
    for epoch in range(O["epochs"]):
        order = random.Random(O["seed"] * 1000003 + epoch).sample(range(len(rows)), len(rows))
        dropping(work.net, trained)
        for at in range(0, len(order), B):
            batch = order[at : at + B]
            mine = [s for k in batch[rank::world] for s in rows[k]]
            whole = denominator(work, [s for k in batch for s in rows[k]])
            optimizer.zero_grad()
            update(work, net, mine, whole, world)
            if O["max_grad_norm"] > 0:
                accelerator.clip_grad_norm_(net.parameters(), O["max_grad_norm"])
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * rate_at(step, steps)
            optimizer.step()
            step += 1
        if not work.rows["validation"]:
            continue
        with averaged(work.net, start):
            now = metrics(work, "validation")
            accelerator.print(json.dumps({"epoch": epoch + 1, "step": step, **now}))
            name = judging(now, epoch, accelerator)
            waited += 1
            if choose and (best is None or better(name, now[name], best[0])):
                best, waited = (now[name], weights_of(work.net, start)), 0
        if O.get("patience", 0) and waited >= O["patience"]:
            break
    with torch.no_grad():
        average(work.net, start)
        for name, parameter in work.net.named_parameters():
            if best and name in start:
                parameter.copy_(best[1][name])
    return step


def judging(now, epoch, accelerator):
    """Of best_metric and what is measured here the figure that decides which epoch is best."""
    name = O.get("best_metric", "loss")
    if name not in now and epoch == 0:
        accelerator.print(f"best_metric {name} is not measured here: the loss decides which epoch is best.")
    return name if name in now else "loss"


def weights_of(net, start):
    return {name: parameter.detach().clone() for name, parameter in net.named_parameters() if name in start}


def average(net, start):
    """With the weights of the start (WiSE-FT)."""
    for name, parameter in net.named_parameters():
        if name in start:
            parameter.add_(start[name] - parameter, alpha=O.get("start_share") or 0)


@contextlib.contextmanager
def averaged(net, start):
    """An epoch is judged by the weights that it would leave."""
    with torch.no_grad():
        last = weights_of(net, start)
        average(net, start)
        yield
        for name, parameter in net.named_parameters():
            if name in start:
                parameter.copy_(last[name])


def denominator(work, sequences):
    """Of an update: its items, or their class weights."""
    if work.weights is None or not CLASSES:
        return sum(s[4] * len(s[3]) for s in sequences)
    return sum(s[4] * float(work.weights[t]) for s in sequences for t in s[3])


def update(work, net, mine, whole, world):
    """Gradients of this process's share; processes are averaged, so each share counts `world` times."""
    size = work.args.rows_at_once
    pieces = [mine[i : i + size] for i in range(0, len(mine), size)] or [work.parts["train"][0][0][:1]]
    for i, some in enumerate(pieces):
        last = i == len(pieces) - 1
        with torch.enable_grad(), (contextlib.nullcontext() if last else work.accelerator.no_sync(net)):
            logits = work.logits(some, net)
            targets = [t for s in some for t in s[3]]
            shares = torch.tensor([s[4] for s in some for _ in s[3]], device=logits.device)
            loss = (work.losses(logits, targets)[0] * shares).sum() if targets else logits.sum()
            work.accelerator.backward(loss * (world / max(whole, 1e-9) if mine and targets else 0))


def save(work, out, extra):
    """A folder that transformers (or sentence-transformers) and Tabtune open."""
    out.mkdir(parents=True, exist_ok=True)
    net, model = work.net, work.net.model
    if O["method"] == "lora":
        from peft.tuners.lora import LoraLayer

        for name, module in list(model.named_modules()):
            if isinstance(module, LoraLayer):
                module.merge()
                parent = model.get_submodule(name.rpartition(".")[0])
                setattr(parent, name.rpartition(".")[2], module.get_base_layer())
    last = net.last()
    if TASK == "regression":
        with torch.no_grad():
            last.weight.mul_(work.deviation.to(last.weight).unsqueeze(1))
            last.bias.copy_(last.bias * work.deviation.to(last.bias) + work.mean.to(last.bias))
    model.save_pretrained(out)
    work.tokenizer.model_max_length = CUT["max_length"]
    work.tokenizer.save_pretrained(out)
    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    config |= {"id2label": dict(enumerate(LABELS)), "label2id": {n: i for i, n in enumerate(LABELS)}, "cut": CUT} | extra
    if not WORDS:
        config["problem_type"] = TASK
    if MEAN:
        config["classifier_pooling"] = R["pooling"]
        modules = [("", "Transformer"), ("1_Pooling", "Pooling")] + [("2_Normalize", "Normalize")] * NORMALIZED
        modules += [] if COMPARED else [(FOLDERS[R["pooling"]], "Dense")]
        folder = out / FOLDERS[R["pooling"]]
        folder.mkdir(exist_ok=True)
        (out / "1_Pooling").mkdir(exist_ok=True)
        dense = {"linear.weight": last.weight.detach().cpu(), "linear.bias": last.bias.detach().cpu()}
        save_file(dense, folder / "model.safetensors", {"format": "pt"})
        width = model.config.hidden_size
        if not COMPARED:
            (folder / "config.json").write_text(json.dumps({
                "in_features": width, "out_features": C, "bias": True,
                "activation_function": "torch.nn.modules.linear.Identity"}))
        (out / "1_Pooling" / "config.json").write_text(json.dumps({
            "word_embedding_dimension": width, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}))
        (out / "modules.json").write_text(json.dumps([
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)]))
    (out / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--base", help="the encoder: a folder, or a name on the hub (that of recipe.json)")
    parser.add_argument("--other-base", action="store_true", help="even where it is another encoder than that of recipe.json")
    parser.add_argument("--rows-at-once", type=int, default=32, help="of a process; fewer take less memory (32)")
    parser.add_argument("--cpu", action="store_true", help="even where there is an accelerator")
    args = parser.parse_args()
    if not args.base and not re.fullmatch(r"[\w.-]+/[\w.-]+", R["base"]["name"]):
        parser.error(f"the encoder {R['base']['name']} has no name on a hub: give its folder with --base")
    accelerator = Accelerator(cpu=args.cpu)
    torch.manual_seed(O["seed"])
    work = Work(args, accelerator)
    work.net.to(accelerator.device)
    redraw(work.net)
    fitted = O.get("head_start") == "fitted"
    if TASK == "multi_label_classification":
        begin_biases(work)
    about = {"fit": fit_head(work)} if fitted else {}
    steps = 0 if O["method"] == "head" and fitted else train(work)
    extra = {}
    enough = len(work.rows["validation"]) >= 20
    if TASK == "multi_label_classification":
        part, how = ("validation", fit_thresholds) if enough else ("train", fit_one_threshold)
        extra["thresholds"] = how(work.outputs(part)[0].sigmoid(), torch.tensor(work.targets[part]))
    if enough and TASK == "single_label_classification":
        extra["temperature"] = fit_temperature(work.outputs("validation")[0], torch.tensor(work.targets["validation"]))
    test = metrics(work, "test", extra.get("thresholds"))
    if accelerator.is_main_process:
        save(work, args.out, extra)
        report = {"processes": accelerator.num_processes, "steps": steps, "test": test} | about | extra
        (args.out / "report.json").write_text(json.dumps(report, indent=2))
        print(json.dumps(report))
    accelerator.end_training()


if __name__ == "__main__":
    main()
