#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/crf.json: tagged rows of words, and what a linear-chain conditional random field makes of them.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install torch numpy
    /tmp/golden/bin/python scripts/golden_crf.py

The model is written from its definition: scores of whole sequences in log space, gradients by autograd, in float64."""
import functools
import json
import pathlib
import unicodedata
from importlib.metadata import version

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.default_rng(5)


def kind(c):
    if c.lower() != c:
        return "X"
    if c in "0123456789":
        return "d"
    ascii_symbol = c.isascii() and c.isprintable() and not c.isalnum() and c != " "
    return c if ascii_symbol or unicodedata.category(c).startswith("P") else "x"


def features(words, t):
    """The features of word t, as strings."""
    lower = lambda i: words[i].lower()
    kinds = lambda i: [kind(c) for c in words[i]]
    shape = lambda i: "".join(k for j, k in enumerate(kinds(i)) if j == 0 or k != kinds(i)[j - 1])
    word, ks = lower(t), kinds(t)
    out = ["constant", f"word {word}", f"shape {shape(t)}"]
    out += [f"prefix {word[:n]}" for n in range(1, 5) if len(word) >= n]
    out += [f"suffix {word[-n:]}" for n in range(1, 5) if len(word) >= n]
    out += ["number"] if "d" in ks and "X" not in ks and "x" not in ks else []
    out += ["title"] if ks[0] == "X" and ks.count("X") == 1 else []
    out += ["capitals"] if "X" in ks and "x" not in ks else []
    for name, i in (("before", t - 1), ("behind", t + 1)):
        out += [f"{name} {lower(i)}", f"{name} shape {shape(i)}"] if 0 <= i < len(words) else [f"nothing {name}"]
    return out


def log_sum(scores, moves, reduce):
    """[words, C] of the best or of all sequences through each tag."""
    ahead, back = [scores[0]], [torch.zeros_like(scores[0])]
    for z in scores[1:]:
        ahead.append(z + reduce(ahead[-1][:, None] + moves, 0))
    for z in reversed(scores[1:]):
        back.append(reduce(moves + (z + back[-1])[None], 1))
    return torch.stack(ahead) + torch.stack(back[::-1])


def some_of(a, dim):
    return torch.logsumexp(a, dim)


def best_of(a, dim):
    return a.max(dim).values


def case(name, C, train, test):
    uses = sorted({(f, y) for words, tags in train for t, y in enumerate(tags) for f in features(words, t)})
    steps = sorted({pair for _, tags in train for pair in zip(tags, tags[1:])})
    number = {use: i for i, use in enumerate(uses)}

    @functools.cache
    def indices(words):
        """[words, C, features] of the weights; -1 is the zero behind them."""
        rows = [[[number.get((f, y), -1) for f in features(words, t)] for y in range(C)] for t in range(len(words))]
        most = max(len(row[0]) for row in rows)
        return torch.tensor([[one + [-1] * (most - len(one)) for one in row] for row in rows])

    def scores_of(words, w):
        return torch.nn.functional.pad(w, (0, 1))[indices(tuple(words))].sum(2)

    def moves_of(v):
        moves = torch.zeros(C, C)
        return moves.index_put(tuple(torch.tensor(steps).T), v) if steps else moves

    w, v = torch.zeros(len(uses), requires_grad=True), torch.zeros(len(steps), requires_grad=True)
    optimizer = torch.optim.LBFGS([w, v], max_iter=3000, history_size=50, tolerance_grad=1e-8, tolerance_change=0,
                                  line_search_fn="strong_wolfe")

    # All training rows at once [rows, words, C, features]; behind a row's end nothing counts.
    R, T, F = len(train), max(len(words) for words, _ in train), max(indices(tuple(words)).shape[2] for words, _ in train)
    index, right, there = torch.full((R, T, C, F), -1), torch.zeros(R, T, dtype=torch.long), torch.zeros(R, T)
    for r, (words, tags) in enumerate(train):
        one = indices(tuple(words))
        index[r, : len(words), :, : one.shape[2]] = one
        right[r, : len(words)], there[r, : len(words)] = torch.tensor(tags), 1

    def loss():
        moves = moves_of(v)
        z = torch.nn.functional.pad(w, (0, 1))[index].sum(3)
        score = (z.gather(2, right[:, :, None])[:, :, 0] * there).sum()
        score = score + (moves[right[:, :-1], right[:, 1:]] * there[:, 1:]).sum()
        ahead = z[:, 0]
        for t in range(1, T):
            moved = z[:, t] + torch.logsumexp(ahead[:, :, None] + moves, 1)
            ahead = torch.where(there[:, t, None] > 0, moved, ahead)
        return torch.logsumexp(ahead, 1).sum() - score + (w.square().sum() + v.square().sum()) / 2

    def closure():
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value

    optimizer.step(closure)
    value = closure().item()
    gradient = max(w.grad.abs().max().item(), v.grad.abs().max().item() if len(steps) else 0)
    assert gradient < 1e-6, gradient
    marginals, sequences = [], []
    for words, _ in test:
        z = scores_of(words, w.detach())
        marginals += torch.softmax(log_sum(z, moves_of(v.detach()), some_of), 1).tolist()
        sequences += log_sum(z, moves_of(v.detach()), best_of).argmax(1).tolist()
    differ = sum(int(np.argmax(p)) != y for p, y in zip(marginals, sequences))
    print(f"{name}: {len(uses)} + {len(steps)} weights, loss {value:.6f}, {differ} words where the two decisions differ")
    rows = lambda part: {"rows": [words for words, _ in part], "tags": [tags for _, tags in part]}
    return {"name": name, "outputs": C, "train": rows(train), "test": rows(test), "weights": len(uses) + len(steps),
            "loss": value, "marginals": [round(p, 10) for row in marginals for p in row], "sequences": sequences}


def sentences(n, fill, names):
    """Words, and among them names of one to three words, tagged B and I."""
    out = []
    for _ in range(n):
        words, tags = [], []
        for _ in range(rng.integers(1, 5)):
            for word in rng.choice(fill, size=rng.integers(0, 3)):
                words.append(str(word))
                tags.append(0)
            kind_of = int(rng.integers(0, len(names)))
            if rng.random() < 0.6:
                name = [str(word) for word in rng.choice(names[kind_of], size=rng.integers(1, 4))]
                words += name
                tags += [2 * kind_of + 1] + [2 * kind_of + 2] * (len(name) - 1)
        if words:
            out.append((words, tags))
    return out


fill = ["the", "The", "in", "met", "a", "of", ",", ".", "42", "3,5", "visits", "visited", "x-ray", "über", "と", "said", "I"]
people = ["Ada", "ADA", "Lovelace", "Émile", "O'Brien", "von", "İnci", "J.", "McCoy", "the", "Paris", "山田"]
places = ["Paris", "Berlin", "New", "York", "St.", "of", "Ada", "Köln-Süd", "U2", "the", "in"]
cases = [
    case("two types", 5, sentences(40, fill, [people, places]), sentences(25, fill + ["unseen", "Seen-2"], [people, places])),
    case("one type", 3, sentences(15, fill, [people]), sentences(20, fill, [people])),
    case("rows of one word", 3, [(["a"], [0]), (["A"], [1]), (["b"], [0]), (["1"], [2])], [(["a"], [0]), (["C"], [1])]),
]
out = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/crf.json"
made_with = {name: version(name) for name in ("torch", "numpy")}
lines = ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases)
out.write_text(f'{{"made_with": {json.dumps(made_with)},\n"cases": [\n{lines}\n]}}\n', encoding="utf-8")
print(f"{out}: {len(cases)} cases")
