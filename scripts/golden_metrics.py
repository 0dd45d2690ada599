#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/metrics.json: labels, outputs and what scikit-learn, SciPy and seqeval make of them.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn scipy seqeval
    /tmp/golden/bin/python scripts/golden_metrics.py

Bootstrap intervals are NumPy's percentiles of the libraries' numbers on the same 1,000 resamples: the generator of
core/base/rng.h is repeated here.
"""
import json
import pathlib
import warnings
from importlib.metadata import version

import numpy as np
import scipy.optimize
import scipy.stats
import seqeval.metrics
import seqeval.scheme
from sklearn import metrics as sk

warnings.filterwarnings("ignore")  # undefined numbers are part of what is checked
rng = np.random.default_rng(7)
LEAST = np.finfo(np.float32).tiny


# --- the bootstrap's draws ---

def mix64(x):
    mask = (1 << 64) - 1
    x ^= x >> 30
    x = x * 0xBF58476D1CE4E5B9 & mask
    x ^= x >> 27
    x = x * 0x94D049BB133111EB & mask
    return x ^ (x >> 31)


def mix32(x):
    x = x.astype(np.uint32)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    return x ^ (x >> np.uint32(16))


def draws(rows, resample, seed=1, site=0x626F6F74):
    mask, golden = (1 << 64) - 1, 0x9E3779B97F4A7C15
    key = mix64((seed + golden) & mask)
    key = mix64((key + resample + golden) & mask)
    key = mix64((key + site + golden) & mask)
    a, b = np.uint32(key & 0xFFFFFFFF), np.uint32(key >> 32)
    bits = mix32(mix32(np.arange(rows, dtype=np.uint32) ^ a) + b)
    return (bits.astype(np.uint64) * np.uint64(rows) >> np.uint64(32)).astype(int)


def percentiles(values):
    values = np.asarray(values, dtype=np.float64)
    values = values[~np.isnan(values)]
    return [None, None] if len(values) == 0 else np.percentile(values, [2.5, 97.5]).tolist()


def intervals(numbers, rows):
    drawn = [numbers(draws(rows, r)) for r in range(1000)]
    return {name: percentiles([d[name] for d in drawn]) for name in drawn[0]}


def p_value(differences):
    d = np.asarray(differences)
    d = d[~np.isnan(d)]
    return min(1.0, 2 * (1 + min((d <= 0).sum(), (d >= 0).sum())) / (len(d) + 1))


# --- classes ---

def class_numbers(labels, p):
    said = p.argmax(axis=1)
    two = p.shape[1] == 2
    macro = sk.precision_recall_fscore_support(labels, said, average="macro", zero_division=0)
    result = {
        "loss": -np.log(np.maximum(p[np.arange(len(labels)), labels].astype(np.float64), LEAST)).mean(),
        "accuracy": sk.accuracy_score(labels, said),
        "balanced_accuracy": sk.balanced_accuracy_score(labels, said),
        "macro_f1": macro[2],
        "micro_f1": sk.f1_score(labels, said, average="micro", zero_division=0),
        "weighted_f1": sk.f1_score(labels, said, average="weighted", zero_division=0),
        "macro_precision": macro[0],
        "macro_recall": macro[1],
        "mcc": sk.matthews_corrcoef(labels, said),
    }
    if two:
        both, some = len(set(labels)) == 2, 1 in labels
        result["roc_auc"] = sk.roc_auc_score(labels, p[:, 1]) if both else np.nan
        result["average_precision"] = sk.average_precision_score(labels, p[:, 1]) if some else np.nan
    return result


def calibration(labels, p):
    confidence, right = p.max(axis=1).astype(np.float64), p.argmax(axis=1) == labels
    confidence = confidence / p.astype(np.float64).sum(axis=1)
    edges, error, bins = np.linspace(0, 1, 16), 0.0, []
    for low, high in zip(edges[:-1], edges[1:]):  # as Guo's own code has it
        inside = (confidence > low) & (confidence <= high)
        mean = lambda x: float(x[inside].mean()) if inside.any() else 0.0
        bins.append({"rows": int(inside.sum()), "confidence": mean(confidence), "accuracy": mean(right)})
        error += abs(mean(right) - mean(confidence)) * inside.mean()
    return {"expected_calibration_error": error, "bins": bins}


def temperature(labels, p):
    """Platt's targets: of n rows a label is right with (n + 1) / (n + 2); the rest as p has it without the label."""
    q = np.maximum(p.astype(np.float64), LEAST)
    logits, given = np.log(q), np.eye(q.shape[1])[labels]
    others = q * (1 - given)
    others /= np.maximum(others.sum(axis=1, keepdims=True), LEAST)
    wrong = 1 / (len(labels) + 2)

    def loss(log_t, targets=(1 - wrong) * given + wrong * others):
        return -(targets * scipy.special.log_softmax(logits / np.exp(log_t), axis=1)).sum(axis=1).mean()

    best = scipy.optimize.minimize_scalar(loss, bounds=np.log([1 / 20, 20]), method="bounded", options={"xatol": 1e-12})
    found = [(best.fun, best.x)] + [(loss(x), x) for x in np.log([1 / 20, 20])]  # it stops short of its bounds
    return float(np.exp(min(found)[1])), float(loss(min(found)[1], given))


def classes(name, labels, p, bootstrap=False):
    labels, p = np.asarray(labels), np.asarray(p, dtype=np.float32)
    said, outputs = p.argmax(axis=1), p.shape[1]
    want = class_numbers(labels, p)
    pr, r, f, s = sk.precision_recall_fscore_support(labels, said, labels=range(outputs), zero_division=0)
    want["per_class"] = [
        {"precision": pr[k], "recall": r[k], "f1": f[k], "support": int(s[k])} for k in range(outputs)
    ]
    want["confusion"] = sk.confusion_matrix(labels, said, labels=range(outputs)).tolist()
    if bootstrap:
        want["intervals"] = intervals(lambda i: class_numbers(labels[i], p[i]), len(labels))
    t, loss = temperature(labels, p)
    return {
        "name": name, "kind": "classes", "outputs": outputs, "labels": labels, "predictions": p, "want": want,
        "calibration": calibration(labels, p), "temperature": t, "scaled_loss": loss,
    }


# --- labels ---

def label_numbers(truth, p, thresholds):
    said = p >= thresholds
    q = p.astype(np.float64)
    loss = -np.where(truth == 1, np.log(np.maximum(q, LEAST)), np.log(np.maximum(1 - q, 2.0**-25)))
    micro = sk.precision_recall_fscore_support(truth, said, average="micro", zero_division=0)
    return {
        "loss": loss.mean(),
        "micro_f1": micro[2],
        "macro_f1": sk.f1_score(truth, said, average="macro", zero_division=0),
        "subset_accuracy": sk.accuracy_score(truth, said),
        "micro_precision": micro[0],
        "micro_recall": micro[1],
    }


def tuned(truth, p):
    """By trying every midpoint, with scikit-learn's F1; a label that stays below 0.3, or that
    fewer than 10 rows have, takes the best of all together."""
    def best(truth, p):
        scores = np.unique(p)
        cuts = (np.concatenate([np.zeros(1, np.float32), scores[:-1]]) + scores) / np.float32(2)
        if truth.sum() == 0:
            return 0, 0.5
        ranked = [(-sk.f1_score(truth, p >= t, zero_division=0), abs(float(t) - 0.5), float(t)) for t in cuts]
        minus_f1, _, cut = min((round(f, 12), d, t) for f, d, t in ranked)
        return -minus_f1, cut

    common = best(truth.ravel(), p.ravel())[1]
    each = [(*best(truth[:, k], p[:, k]), truth[:, k].sum()) for k in range(truth.shape[1])]
    return [cut if f1 >= 0.3 and rows >= 10 else common for f1, cut, rows in each]


def labels(name, truth, p, tune=True, bootstrap=False):
    truth, p = np.asarray(truth), np.asarray(p, dtype=np.float32)
    best = tuned(truth, p)
    thresholds = np.asarray(best if tune else [0.5] * truth.shape[1], dtype=np.float32)
    said = p >= thresholds
    want = label_numbers(truth, p, thresholds)
    pr, r, f, s = sk.precision_recall_fscore_support(truth, said, average=None, zero_division=0)
    want["per_class"] = [
        {"precision": pr[k], "recall": r[k], "f1": f[k], "support": int(s[k]), "threshold": float(thresholds[k])}
        for k in range(truth.shape[1])
    ]
    if bootstrap:
        want["intervals"] = intervals(lambda i: label_numbers(truth[i], p[i], thresholds), len(truth))
    return {
        "name": name, "kind": "labels", "outputs": truth.shape[1], "labels": truth, "predictions": p, "want": want,
        "thresholds": thresholds, "tuned": best,
    }


# --- numbers ---

def number_numbers(truth, said):
    def mean(f):
        return float(np.mean([f(truth[:, k], said[:, k]) for k in range(truth.shape[1])]))

    return {
        "loss": sk.mean_squared_error(truth, said),
        "pearson": mean(lambda a, b: scipy.stats.pearsonr(a, b)[0] if len(a) > 1 else np.nan),
        "spearman": mean(lambda a, b: scipy.stats.spearmanr(a, b)[0] if len(a) > 1 else np.nan),
        "mae": sk.mean_absolute_error(truth, said),
        "rmse": sk.root_mean_squared_error(truth, said),
    }


def numbers(name, truth, said, bootstrap=False):
    truth, said = (np.asarray(x, dtype=np.float32) for x in (truth, said))
    a, b = truth.astype(np.float64), said.astype(np.float64)
    want = number_numbers(a, b)
    want["per_output"] = [
        {n: v for n, v in number_numbers(a[:, [k]], b[:, [k]]).items() if n != "loss"} for k in range(a.shape[1])
    ]
    if bootstrap:
        want["intervals"] = intervals(lambda i: number_numbers(a[i], b[i]), len(a))
    return {"name": name, "kind": "numbers", "outputs": a.shape[1], "labels": truth, "predictions": said, "want": want}


# --- spans ---

def names_of(types):
    return ["O"] + [f"{p}-{t}" for t in types for p in "BI"]


def span_numbers(truth, said, losses):
    """Sentences of tag names."""
    strict = {"mode": "strict", "scheme": seqeval.scheme.IOB2, "zero_division": 0, "average": "micro"}
    m = seqeval.metrics
    return {
        "loss": np.concatenate(losses).mean(),
        "precision": m.precision_score(truth, said, zero_division=0),
        "recall": m.recall_score(truth, said, zero_division=0),
        "f1": m.f1_score(truth, said, zero_division=0),
        "strict_precision": m.precision_score(truth, said, **strict),
        "strict_recall": m.recall_score(truth, said, **strict),
        "strict_f1": m.f1_score(truth, said, **strict),
        "accuracy": m.accuracy_score(truth, said),
    }


def spans(name, types, truth, said, bootstrap=False):
    """Sentences of tag numbers; probabilities are drawn so that `said` is the largest."""
    tags = names_of(types)
    starts = np.cumsum([0] + [len(t) for t in truth])
    flat, best = np.concatenate(truth), np.concatenate(said)
    p = rng.uniform(0.1, 1, size=(len(flat), len(tags)))
    p[np.arange(len(flat)), best] += 1
    p = (p / p.sum(axis=1, keepdims=True)).astype(np.float32)
    assert (p.argmax(axis=1) == best).all()
    losses = np.split(-np.log(p[np.arange(len(flat)), flat].astype(np.float64)), starts[1:-1])
    t, s = ([[tags[k] for k in row] for row in rows] for rows in (truth, said))
    want = span_numbers(t, s, losses)
    report = seqeval.metrics.classification_report(t, s, output_dict=True, zero_division=0)
    nothing = {"precision": 0, "recall": 0, "f1-score": 0, "support": 0}
    want["per_type"] = [
        {"precision": r["precision"], "recall": r["recall"], "f1": r["f1-score"], "support": int(r["support"])}
        for r in (report.get(x, nothing) for x in types)
    ]
    if bootstrap:
        pick = lambda rows, i: [rows[j] for j in i]
        want["intervals"] = intervals(lambda i: span_numbers(pick(t, i), pick(s, i), pick(losses, i)), len(t))
    return {
        "name": name, "kind": "spans", "outputs": len(tags), "starts": starts, "labels": flat, "predictions": p,
        "want": want,
    }


# --- the cases ---

def drawn(rows, weights, skill):
    """Probabilities of a classifier that is right about as often as `skill` says."""
    truth = rng.choice(len(weights), size=rows, p=weights)
    logits = rng.normal(size=(rows, len(weights)))
    logits[np.arange(rows), truth] += skill
    exp = np.exp(logits)
    return truth, exp / exp.sum(axis=1, keepdims=True)


def overconfident(truth, p):
    return truth, p**3 / (p**3).sum(axis=1, keepdims=True)


def drawn_labels(rows, rates, skill, digits=None):
    truth = (rng.uniform(size=(rows, len(rates))) < rates).astype(int)
    p = 1 / (1 + np.exp(-(rng.normal(size=truth.shape) - 1 + skill * truth)))
    return truth, p if digits is None else p.round(digits)


def drawn_numbers(rows, outputs, noise, digits=None):
    truth = rng.normal(size=(rows, outputs)) * 2
    said = truth + noise * rng.normal(size=truth.shape)
    return (truth, said) if digits is None else (truth.round(digits), said.round(digits))


def drawn_tags(sentences, types, wrong):
    """IOB2 of random entities, and the same with a share of tags replaced by any tag: I-X without B-X among them."""
    truth, said = [], []
    for _ in range(sentences):
        n, row = rng.integers(1, 12), []
        while len(row) < n:
            if rng.uniform() < 0.6:
                row.append(0)
            else:
                k = int(rng.integers(types))
                row += [2 * k + 1] + [2 * k + 2] * int(rng.integers(0, 3))
        row = row[:n]
        other = [int(rng.integers(2 * types + 1)) if rng.uniform() < wrong else k for k in row]
        truth.append(row)
        said.append(other)
    return truth, said


def paired(name, labels, a, b):
    """Two classifiers on the same rows."""
    labels, a, b = np.asarray(labels), np.asarray(a, dtype=np.float32), np.asarray(b, dtype=np.float32)
    right = [x.argmax(axis=1) == labels for x in (a, b)]
    only = [int((right[0] & ~right[1]).sum()), int((right[1] & ~right[0]).sum())]
    first, second = class_numbers(labels, a), class_numbers(labels, b)
    both = [(class_numbers(labels[i], a[i]), class_numbers(labels[i], b[i])) for i in (draws(len(labels), r) for r in range(1000))]
    differences = {n: [x[n] - y[n] for x, y in both] for n in first}
    return {
        "name": name, "labels": labels, "a": a, "b": b, "outputs": a.shape[1], "only": only,
        "mcnemar": scipy.stats.binomtest(min(only), sum(only), 0.5).pvalue if sum(only) else 1.0,
        "differences": {
            n: {"value": first[n] - second[n], "interval": percentiles(d), "p": p_value(d)}
            for n, d in differences.items()
        },
    }


cases = [
    classes("two classes", *drawn(40, [0.5, 0.5], 1), bootstrap=True),
    classes("two classes, one rare", *drawn(40, [0.95, 0.05], 1), bootstrap=True),
    classes("five classes, too sure", *overconfident(*drawn(60, [0.4, 0.3, 0.15, 0.1, 0.05], 1.5)), bootstrap=True),
    classes("a class without a row, predicted", *drawn(30, [0.5, 0.5, 0.0], 0.5)),
    classes("a class that occurs nowhere", [0, 0, 1], [[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.3, 0.6, 0.1]]),
    classes(
        "a class never predicted",
        [0, 1, 2, 2],
        [[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.5, 0.3, 0.2], [0.2, 0.5, 0.3]],
    ),
    classes("one prediction for all", [0, 1, 1], [[0.9, 0.1], [0.8, 0.2], [0.7, 0.3]]),
    classes("ties", [1, 0, 1, 0, 1], [[0.5, 0.5], [0.5, 0.5], [0.3, 0.7], [0.3, 0.7], [0.3, 0.7]]),
    classes("all right", [0, 1, 2], [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]]),
    classes("all wrong", [0, 1, 0, 1], [[0.1, 0.9], [0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]),
    classes("one row", [1], [[0.25, 0.75]]),
    classes("one class alone", [0, 0], [[0.25, 0.75], [0.6, 0.4]]),
    labels("four labels, tuned", *drawn_labels(50, [0.5, 0.3, 0.1, 0.05], 1.5), bootstrap=True),
    labels("equal scores", *drawn_labels(40, [0.5, 0.3], 1.0, digits=1)),
    labels("at one half", *drawn_labels(40, [0.4, 0.4, 0.2], 1.5), tune=False),
    labels("a label without a row", *drawn_labels(20, [0.4, 0.0], 1)),
    labels("all wrong", [[1, 0], [0, 1]], [[0.1, 0.9], [0.8, 0.3]], tune=False),
    labels("nothing said, nothing there", [[0, 0]], [[0.2, 0.1]]),
    labels("one row", [[1, 0]], [[0.2, 0.1]]),
    numbers("one output", *drawn_numbers(40, 1, 1.0), bootstrap=True),
    numbers("three outputs, ties", *drawn_numbers(40, 3, 2.0, digits=0), bootstrap=True),
    numbers("a constant prediction", [[1], [2], [3]], [[0.1], [0.1], [0.1]]),
    numbers("one row", [[1.5]], [[1.0]]),
    numbers("in reverse", [[1], [2], [4]], [[3], [2], [1]]),
    spans("entities", ["LOC", "ORG", "PER"], *drawn_tags(60, 3, 0.25), bootstrap=True),
    spans("no errors", ["A", "B"], *drawn_tags(10, 2, 0.0)),
    spans("a type that occurs nowhere", ["A", "B", "C"], [[1, 2, 0], [0]], [[1, 2, 0], [3]]),
    spans("I without B", ["A", "B"], [[1, 2, 0, 1], [1], [3, 4]], [[2, 2, 0, 2], [4], [1, 4]]),
    spans("I of another type inside", ["A", "B"], [[1, 2, 2, 4], [3, 4, 4]], [[1, 4, 2, 4], [3, 2, 4]]),
    spans("B after B", ["A"], [[1, 1, 2, 1]], [[1, 2, 2, 1]]),
    spans("an entity over a sentence's end", ["A"], [[0, 1], [1, 0]], [[0, 1], [2, 0]]),
    spans("nothing but O", ["A"], [[0, 0]], [[0, 0]]),
    spans("all wrong", ["A", "B"], [[1, 2], [0]], [[3, 4], [1]]),
]
truth, first = drawn(50, [0.5, 0.3, 0.2], 2)
close = np.where(rng.uniform(size=50)[:, None] < 0.7, first, drawn(50, [0.4, 0.3, 0.3], 0)[1])
pairs = [
    paired("one better", truth, first, close),
    paired("the same", truth[:10], first[:10], first[:10]),
    paired("two classes", *drawn(30, [0.5, 0.5], 2), drawn(30, [0.5, 0.5], 0)[1]),
]


def plain(x):
    """What JSON has: no NaN, no NumPy."""
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    if isinstance(x, np.ndarray):
        return plain(x.ravel().tolist())
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    if isinstance(x, np.generic):
        x = x.item()
    return None if isinstance(x, float) and np.isnan(x) else x


def lines(items):
    return "[\n" + ",\n".join(json.dumps(plain(item)) for item in items) + "\n]"


out = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/metrics.json"
made_with = {name: version(name) for name in ("scikit-learn", "scipy", "seqeval", "numpy")}
out.write_text(f'{{"made_with": {json.dumps(made_with)},\n"cases": {lines(cases)},\n"paired": {lines(pairs)}}}\n')
print(f"{out}: {len(cases)} cases, {len(pairs)} pairs")
