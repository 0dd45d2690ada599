#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/baseline.json: rows of token ids and what scikit-learn's linear models make of them.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn
    /tmp/golden/bin/python scripts/golden_baseline.py
"""
import json
import pathlib
from importlib.metadata import version

import numpy as np
from sklearn import metrics as sk
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression, Ridge

rng = np.random.default_rng(11)
VOCAB, CLS, SEP = 60, 1, 2


def text(topic):
    """Ids from 3 on; a topic prefers some of them."""
    favourite = rng.integers(3, VOCAB - 8, size=3) if topic is None else 3 + (topic * 7 + rng.integers(0, 9, size=3)) % 45
    return np.concatenate([favourite, rng.integers(3, VOCAB, size=rng.integers(0, 6))]).tolist()


def rows(topics, pairs):
    ids, second = [], []
    for topic in topics:
        row = [CLS] + text(topic) + [SEP]
        second.append(len(row))
        ids.append(row + text(None if topic is None else topic + 2) + [SEP] if pairs else row)
    return {"ids": ids, "second": second}


def counts(part):
    """[rows, 2 * VOCAB], the second text's pieces apart."""
    out = np.zeros((len(part["ids"]), 2 * VOCAB))
    for i, (row, middle) in enumerate(zip(part["ids"], part["second"])):
        for j, token in enumerate(row):
            if token not in (CLS, SEP):
                out[i, token + (VOCAB if j >= middle else 0)] += 1
    return out


def matrices(train, test):
    a, b = counts(train), counts(test)
    known = a.sum(axis=0) > 0
    idf = TfidfTransformer(norm=None, smooth_idf=True).fit(a).idf_
    weigh = lambda x: np.hstack([np.ones((len(x), 1)), (np.log1p(x) * idf)[:, known]])
    return weigh(a), weigh(b)


def logistic(c):
    return LogisticRegression(C=c, fit_intercept=False, tol=1e-10, max_iter=10000)


def case(name, kind, train_topics, test_topics, outputs, labels_of, pairs=False):
    train, test = rows(train_topics, pairs), rows(test_topics, pairs)
    y, truth = labels_of(np.asarray(train_topics)), labels_of(np.asarray(test_topics))
    a, b = matrices(train, test)
    if kind == "classes":
        # With two classes the two columns of W are opposite, and the penalty is half of one column's.
        want = logistic(2 if outputs == 2 else 1).fit(a, y).predict_proba(b)
        simple = sk.accuracy_score(truth, DummyClassifier(strategy="most_frequent").fit(a, y).predict(b))
    elif kind == "labels":
        want = np.stack([logistic(1).fit(a, y[:, k]).predict_proba(b)[:, 1] for k in range(outputs)], axis=1)
        said = np.zeros_like(truth)
        said[:, y.sum(axis=0).argmax()] = 1
        simple = sk.f1_score(truth, said, average="macro", zero_division=0)
    else:
        want = Ridge(alpha=1, fit_intercept=False, solver="svd").fit(a, y - y.mean(axis=0)).predict(b) + y.mean(axis=0)
        simple = sk.root_mean_squared_error(truth, np.tile(y.mean(axis=0), (len(truth), 1)))
    flat = lambda x: np.asarray(x).ravel().tolist()
    return {
        "name": name, "kind": kind, "outputs": outputs, "vocab": VOCAB, "train": {**train, "labels": flat(y)},
        "test": {**test, "labels": flat(truth)}, "want": flat(want), "majority": simple,
    }


def several(topics):
    return np.stack([topics % 2 == 0, topics >= 2, topics == 3], axis=1).astype(int)


def two_numbers(topics):
    return np.float32(np.stack([topics * 1.5 + 3, 10 - topics**2], axis=1)).astype(np.float64)


some = lambda n, k: rng.choice(k, size=n, p=np.arange(k, 0, -1) / (k * (k + 1) / 2))
cases = [
    case("four classes", "classes", some(60, 4), some(15, 4), 4, lambda t: t),
    case("two classes", "classes", some(40, 2), some(15, 2), 2, lambda t: t),
    case("pairs", "classes", some(40, 3), some(15, 3), 3, lambda t: t, pairs=True),
    case("three labels", "labels", some(60, 4), some(15, 4), 3, several),
    case("two numbers", "numbers", some(60, 4), some(15, 4), 2, two_numbers),
]
out = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/baseline.json"
made_with = {name: version(name) for name in ("scikit-learn", "numpy")}
lines = ",\n".join(json.dumps(c) for c in cases)
out.write_text(f'{{"made_with": {json.dumps(made_with)},\n"cases": [\n{lines}\n]}}\n')
print(f"{out}: {len(cases)} cases")
