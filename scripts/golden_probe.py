#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/probe.json: features with labels, and the output layer with the least loss on them, by SciPy in
float64. core/linear/probe.h has the rule: units, folds, strengths, and what is minimised.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install scipy
    /tmp/golden/bin/python scripts/golden_probe.py
"""
import json
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax

rng = np.random.default_rng(5)
STRENGTHS = [16 * 0.125**i for i in range(6)]


def losses(kind, z, y, smoothing, weights):
    """Of each read, its target, and the gradient with respect to z."""
    if kind == "classes":
        t = weights[y][:, None] * ((1 - smoothing) * np.eye(z.shape[1])[y] + smoothing / z.shape[1])
        log_p = log_softmax(z, axis=1)
        return -(t * log_p).sum(axis=1), np.exp(log_p) * t.sum(axis=1, keepdims=True) - t
    if kind == "labels":
        p = 1 / (1 + np.exp(-z))
        w = np.where(y > 0, weights, 1)
        return (w * np.where(y > 0, np.logaddexp(0, -z), np.logaddexp(0, z))).sum(axis=1), w * (p - y)
    return ((z - y) ** 2).sum(axis=1), 2 * (z - y)


def fit(kind, x, y, read_weights, strength, C, smoothing, weights, pull=0):
    E = x.shape[1]
    penalty = np.full((C, E + 1), strength)
    penalty[:, E] *= 1e-3

    def objective(flat):
        w = flat.reshape(C, E + 1)
        loss, dz = losses(kind, x @ w[:, :E].T + w[:, E], y, smoothing, weights)
        dz = dz * read_weights[:, None]
        moved = w - np.pad(np.broadcast_to(pull, (C, E)), ((0, 0), (0, 1)))
        g = np.hstack([dz.T @ x, dz.sum(axis=0)[:, None]]) + penalty * moved
        return (loss * read_weights).sum() + (penalty * moved * moved).sum() / 2, g.ravel()

    best = minimize(objective, np.zeros(C * (E + 1)), jac=True, method="L-BFGS-B",
                    options={"maxiter": 20000, "maxfun": 40000, "ftol": 1e-15, "gtol": 1e-10, "maxcor": 30})
    return best.x.reshape(C, E + 1)


def pull_of(kind, x, y, names, smoothing, weights):
    """A third of the s that predicts best with the layer s N."""
    C = len(names)
    N = names - names.mean(axis=0)
    N = N / np.sqrt((N**2).sum(axis=1).mean())

    def objective(flat):
        loss, dz = losses(kind, flat[C] * (x @ N.T) + flat[:C], y, smoothing, weights)
        g = np.append(dz.sum(axis=0) + 1e-3 * flat[:C], (dz * (x @ N.T)).sum() + flat[C] / 64)
        return loss.sum() + (1e-3 * (flat[:C] ** 2).sum() + flat[C] ** 2 / 64) / 2, g

    best = minimize(objective, np.zeros(C + 1), jac=True, method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-10})
    share = max(0, best.x[C]) / 3
    return share, share * N


def case(name, kind, rows, E, C, smoothing=0.0, weights=None, noise=1.0, shift=0.0, directions=False, named=None):
    weights = np.ones(C) if weights is None else np.asarray(weights, dtype=np.float32).astype(np.float64)
    true = rng.normal(size=(C, E))
    x = np.float32(rng.normal(size=(rows, E)) * 3 + 5).astype(np.float64)
    z = (x - 5) @ true.T + noise * rng.normal(size=(rows, C)) * 3
    z[:, 0] += shift  # makes the first class frequent
    y = z.argmax(axis=1) if kind == "classes" else (z > 3).astype(int) if kind == "labels" else np.float32(40 + 9 * z).astype(np.float64)
    mean, deviation = (y.mean(axis=0), y.std(axis=0)) if kind == "numbers" else (np.zeros(C), np.ones(C))
    target = (y - mean) / deviation if kind == "numbers" else y
    lengths = np.sqrt((x**2).sum(axis=1)) if directions else np.ones(rows)
    turned = x / lengths[:, None]
    centre = turned.mean(axis=0)
    unit = np.sqrt(((turned - centre) ** 2).sum(axis=1).mean())
    u = (turned - centre) / unit
    order = np.argsort(y, kind="stable") if kind == "classes" else np.arange(rows)
    folds = np.empty(rows, dtype=int)
    folds[order] = np.arange(rows) % 5
    share, pull, names = 0, 0, None
    if named is not None:  # how well the names tell the labels; below 0: they tell the opposite
        names = np.float32(5 + named * true + 0.5 * rng.normal(size=(C, E))).astype(np.float64)
        turned_names = names / (np.sqrt((names**2).sum(axis=1, keepdims=True)) if directions else 1)
        share, pull = pull_of(kind, u, target, turned_names, smoothing, weights)
    held_out, right, edges, paths = [], [], [], []
    for strength in STRENGTHS:
        total = hits = edge = 0
        paths.append([])
        for fold in range(5):
            w = fit(kind, u, target, (folds != fold).astype(float), strength, C, smoothing, weights, pull)
            logits = u @ w[:, :E].T + w[:, E]
            out = losses(kind, logits, target, smoothing, weights)[0][folds == fold].sum()
            hits += int((logits.argmax(axis=1) == target)[folds == fold].sum()) if kind == "classes" else 0
            top = np.sort(logits[folds == fold], axis=1)
            edge += int((top[:, -1] - top[:, -2] < 1e-2).sum()) if kind == "classes" else 0
            paths[-1].append(out)
            total += out
        held_out.append(total / rows)
        right.append(hits / rows if kind == "classes" else None)
        edges.append(edge / rows)  # rows that a fit near the minimum may answer otherwise
    # with a prior over the logarithm of the strength
    cost = np.array(held_out) * rows + (np.arange(len(STRENGTHS)) - 2.5) ** 2 / 2
    best = int(np.argmin(cost))
    # How often in a row a fold's loss rises before the strength that is best, at most 2.
    rises = [paths[i][f] > paths[i - 1][f] for f in range(5) for i in range(1, best + 1)]
    twice = any(paths[i][f] > paths[i - 1][f] > paths[i - 2][f] for f in range(5) for i in range(2, best + 1))
    chosen = STRENGTHS[best]
    if 0 < best < len(STRENGTHS) - 1:  # the vertex of the parabola through three points
        bend, slope, _ = np.polyfit([-1, 0, 1], cost[best - 1 : best + 2], 2)
        chosen = 16 * 0.125 ** (best - slope / (2 * bend)) if bend > 0 else chosen
    w = fit(kind, u, target, np.ones(rows), chosen, C, smoothing, weights, pull)
    flat = lambda a: np.asarray(a).ravel().tolist()
    return {"name": name, "kind": kind, "rows": rows, "E": E, "outputs": C, "smoothing": smoothing,
            "weights": flat(weights), "mean": flat(mean), "deviation": flat(deviation), "features": flat(x),
            "labels": flat(y), "directions": directions, "names": [] if names is None else flat(names), "pull": share,
            "strength": chosen,
            "held_out": held_out[best], "accuracy": right[best], "edge": edges[best], "w": flat(w[:, :E] / unit / lengths.mean()), "b": flat(w[:, E] - (w[:, :E] / unit) @ centre), "rises": 2 if twice else int(any(rises))}


def bumpy_case(name, rises, rows, **more):
    while True:
        found = case(name, "classes", rows, 6, 2, **more)
        if found["rises"] == rises:
            return found


cases = [
    case("two classes", "classes", 60, 8, 2),
    case("four classes, smoothed, with weights", "classes", 80, 6, 4, smoothing=0.1, weights=[1, 2, 0.5, 3]),
    case("much noise", "classes", 50, 12, 3, noise=6.0),
    case("several labels, with weights", "labels", 64, 7, 3, weights=[1, 4, 0.5]),
    case("numbers", "numbers", 40, 5, 2),
    case("a frequent class", "classes", 60, 6, 2, noise=4.0, shift=14.0),
    bumpy_case("a fold whose loss rises once", 1, 30, noise=1.5),
    case("means of tokens", "classes", 60, 8, 3, noise=4.0, directions=True),
    case("means of tokens, numbers", "numbers", 40, 5, 2, directions=True),
    case("many rows", "classes", 400, 4, 2, noise=3.0),
    bumpy_case("a fold whose loss rises twice in a row", 2, 15, noise=1.0),
    case("names that tell the labels", "classes", 24, 8, 3, noise=3.0, named=1),
    case("names, means of tokens, smoothed, with weights", "classes", 24, 8, 2, smoothing=0.1, weights=[1, 2],
         directions=True, noise=3.0, named=1),
    case("names that tell the opposite", "classes", 30, 6, 2, noise=3.0, named=-1),
    case("names of several labels", "labels", 40, 7, 3, noise=3.0, named=1),
]
path = pathlib.Path("tests/golden/probe.json")
path.write_text(json.dumps({"about": "scripts/golden_probe.py", "cases": cases}) + "\n")
print(path, [(c["name"], c["strength"], round(c["held_out"], 4)) for c in cases])
