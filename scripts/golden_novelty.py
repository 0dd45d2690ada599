#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/novelty.json: features with labels, and how unlike the training rows others are, by NumPy and
scikit-learn's Ledoit-Wolf covariance in float64. core/measure/novelty.h has the rule.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn
    /tmp/golden/bin/python scripts/golden_novelty.py
"""
import json
import pathlib

import numpy as np
from sklearn.covariance import ledoit_wolf

rng = np.random.default_rng(11)
PARTS, FIFTHS, VALIDATION = 5, 5, 20


def groups_of(kind, y):
    """[rows, groups] of bool."""
    if kind == "classes":
        return np.arange(y.max() + 1) == y[:, :1]
    if kind == "labels":
        return np.hstack([y > 0, ~(y > 0).any(axis=1, keepdims=True)])
    found = []
    for numbers in y.T:
        cuts = np.sort(numbers)[[len(numbers) * k // FIFTHS for k in range(1, FIFTHS)]]
        found.append(np.arange(FIFTHS) == np.searchsorted(cuts, numbers, side="right")[:, None])
    return np.hstack(found)


def fit(x, member):
    """The map from features to whitened ones, and the directions of the groups."""
    member = member[:, member.any(axis=0)]
    means = (member.T @ x) / member.sum(axis=0)[:, None]
    residuals = np.vstack([x[member[:, k]] - means[k] for k in range(member.shape[1])])
    if not residuals.any():
        residuals = x - x.mean(axis=0)
    w = np.linalg.inv(np.linalg.cholesky(ledoit_wolf(residuals, assume_centered=True)[0]))
    directions = means @ w.T
    return w, directions / np.linalg.norm(directions, axis=1, keepdims=True)


def score(x, w, directions):
    t = x @ w.T
    return 1 - (t @ directions.T).max(axis=1) / np.linalg.norm(t, axis=1)


def case(name, kind, train, validation, E, outputs, distance=2.0):
    n = train + validation + 12  # the last are scored, half of them from elsewhere
    where = rng.normal(size=(outputs + 1, E)) * distance
    if kind == "classes":
        y = rng.integers(outputs, size=(n, 1))
        y[:outputs, 0] = np.arange(outputs)
        x = where[y[:, 0]]
    elif kind == "labels":
        y = (rng.random(size=(n, outputs)) < 0.4).astype(int)
        x = y @ where[:outputs]
    else:
        y = np.float32(rng.normal(size=(n, outputs)) * 3 + 40).astype(np.float64)
        x = (y - 40) @ where[:outputs]
    x = x + rng.normal(size=(n, E)) @ (rng.normal(size=(E, E)) / np.sqrt(E)) + 3
    x[-6:] += rng.normal(size=E) * 3 * distance
    x = np.float32(x).astype(np.float64)
    a, b, c = x[:train], x[train:train + validation], x[train + validation:]
    y = y[:train]
    member = groups_of(kind, y)
    if validation >= VALIDATION:
        reference = score(b, *fit(a, member))
    else:
        order = np.argsort(y[:, 0], kind="stable") if kind == "classes" else np.arange(train)
        parts = np.empty(train, dtype=int)
        parts[order] = np.arange(train) % PARTS
        reference = np.empty(train)
        for part in range(PARTS):
            reference[parts == part] = score(a[parts == part], *fit(a[parts != part], member[parts != part]))
    scores = score(c, *fit(a, member))
    flat = lambda a: np.asarray(a, dtype=float).ravel().tolist()
    return {"name": name, "kind": kind, "train": train, "validation": validation, "rows": len(c), "E": E,
            "outputs": outputs, "features": flat(x), "labels": flat(y), "reference": flat(np.sort(reference)),
            "scores": flat(scores), "shares": flat([(reference < s).mean() for s in scores])}


cases = [
    case("four classes", "classes", 60, 24, 8, 4),
    case("one class", "classes", 30, 20, 5, 1),
    case("fewer rows than features", "classes", 15, 20, 24, 3),
    case("few rows to validate: training rows in parts", "classes", 40, 6, 7, 3),
    case("a row of each class", "classes", 6, 20, 5, 6),
    case("several labels", "labels", 70, 30, 6, 3),
    case("numbers", "numbers", 50, 25, 6, 2, distance=0.3),
    case("a number, no validation", "numbers", 30, 0, 5, 1, distance=0.5),
]
path = pathlib.Path("tests/golden/novelty.json")
path.write_text(json.dumps({"about": "scripts/golden_novelty.py", "cases": cases}) + "\n")
print(path, [(c["name"], [round(s, 2) for s in c["shares"]]) for c in cases])
