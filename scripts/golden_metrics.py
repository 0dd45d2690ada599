#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/metrics.json: labels, probabilities and what scikit-learn makes of them.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn
    /tmp/golden/bin/python scripts/golden_metrics.py
"""
import json
import pathlib
import warnings

import numpy as np
from sklearn import metrics as sk

warnings.filterwarnings("ignore")  # undefined precisions are what zero_division=0 is for
rng = np.random.default_rng(7)


def case(name, labels, probabilities):
    labels = np.asarray(labels)
    probabilities = np.asarray(probabilities, dtype=np.float32)
    outputs = probabilities.shape[1]
    predicted = probabilities.argmax(axis=1)
    result = {
        "loss": float(-np.log(probabilities[np.arange(len(labels)), labels].astype(np.float64)).mean()),
        "accuracy": float(sk.accuracy_score(labels, predicted)),
        "mcc": float(sk.matthews_corrcoef(labels, predicted)),
    }
    for average in ("macro", "micro", "weighted"):
        p, r, f, _ = sk.precision_recall_fscore_support(labels, predicted, average=average, zero_division=0)
        if average == "macro":
            result["macro_precision"], result["macro_recall"] = float(p), float(r)
        result[f"{average}_f1"] = float(f)
    p, r, f, s = sk.precision_recall_fscore_support(labels, predicted, labels=range(outputs), zero_division=0)
    result["per_class"] = [
        {"precision": float(p[k]), "recall": float(r[k]), "f1": float(f[k]), "support": int(s[k])}
        for k in range(outputs)
    ]
    result["confusion"] = sk.confusion_matrix(labels, predicted, labels=range(outputs)).tolist()
    return {
        "name": name,
        "labels": labels.tolist(),
        "probabilities": [[float(x) for x in row] for row in probabilities],
        "metrics": result,
    }


def drawn(rows, weights, skill):
    """Probabilities of a classifier that is right about as often as `skill` says."""
    labels = rng.choice(len(weights), size=rows, p=weights)
    logits = rng.normal(size=(rows, len(weights)))
    logits[np.arange(rows), labels] += skill
    exp = np.exp(logits)
    return labels, exp / exp.sum(axis=1, keepdims=True)


cases = [
    case("two classes", *drawn(40, [0.5, 0.5], 1)),
    case("two classes, one rare", *drawn(40, [0.9, 0.1], 1)),
    case("five classes", *drawn(60, [0.4, 0.3, 0.15, 0.1, 0.05], 1.5)),
    case("a class without a row, predicted", *drawn(30, [0.5, 0.5, 0.0], 0.5)),
    case("a class that occurs nowhere", [0, 0, 1], [[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.3, 0.6, 0.1]]),
    case("a class never predicted", [0, 1, 2, 2], [[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.5, 0.3, 0.2], [0.2, 0.5, 0.3]]),
    case("one prediction for all", [0, 1, 1], [[0.9, 0.1], [0.8, 0.2], [0.7, 0.3]]),
    case("ties", [1, 0], [[0.5, 0.5], [0.5, 0.5]]),
    case("all right", [0, 1, 2], [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]]),
    case("worse than chance", [0, 1, 0, 1], [[0.1, 0.9], [0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]),
]
out = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/metrics.json"
out.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(f"{out}: {len(cases)} cases")
