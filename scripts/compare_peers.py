# SPDX-License-Identifier: Apache-2.0
"""What a user would take instead of fine-tuning: each system is a function from a Cell to figures of the test rows.

Needs scikit-learn; torch and transformers for frozen vectors; sklearn-crfsuite and seqeval for words."""
import functools

import numpy
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier

from compare_cell import clocks, entropy, score
from compare_sets import CLASSES, LABELS, NUMBERS, WORDS

MAX_LENGTH = 128


class Kept:
    """What the cells of a set share is computed once, and each is charged its time."""

    def __init__(self):
        self.set_name, self.values, self.charged = None, {}, 0.0

    def __call__(self, cell, key, compute):
        if self.set_name != cell.set_name:
            self.set_name, self.values = cell.set_name, {}
        if key in self.values:
            self.charged += self.values[key][1]
        else:
            started = clocks()
            self.values[key] = compute(), clocks() - started
        return self.values[key][0]


kept = Kept()


def make_model(task, strength):
    """Logistic regression with C = strength, for each label one; of numbers ridge regression with 1 / alpha."""
    if task == NUMBERS:
        return Ridge(alpha=1 / strength)
    regression = LogisticRegression(C=strength, max_iter=1000)
    return OneVsRestClassifier(regression) if task == LABELS else regression


def probabilities(model, task, features, count):
    """Of all `count` labels, also of those that the model's own training rows did not have."""
    if task == NUMBERS:
        return model.predict(features)
    out = numpy.zeros((features.shape[0], count))
    # The classes of one-vs-rest over 0 and 1 for each label are the columns.
    out[:, model.classes_] = model.predict_proba(features)
    return out


def folds_of(task, wanted, seed, groups):
    count = 5 if len(wanted) <= 1000 else 3
    if groups is not None:
        return list(GroupKFold(count).split(wanted, groups=groups))
    if task == CLASSES:
        count = min(count, int(numpy.bincount(wanted).min()))
    kind = StratifiedKFold if task == CLASSES and count > 1 else KFold
    return list(kind(max(2, count), shuffle=True, random_state=seed).split(numpy.zeros(len(wanted)), wanted))


def best_threshold(predicted, wanted):
    """The probability from which on a label is given, that of the best micro F1."""
    order = numpy.argsort(-predicted, axis=None)
    right = numpy.cumsum(wanted.ravel()[order])
    f1 = 2 * right / (numpy.arange(1, right.size + 1) + wanted.sum())
    return float(predicted.ravel()[order[f1.argmax()]])


def fit_chosen(task, train, wanted, test, count, seed, strengths, groups=None):
    """Predictions of `test` by the strength whose cross-validated loss is the lowest: (predictions, threshold, strength)."""
    folds, best = folds_of(task, wanted, seed, groups), None
    for strength in strengths:
        out = numpy.zeros(len(wanted) if task == NUMBERS else (len(wanted), count))
        for used, held in folds:
            model = make_model(task, strength).fit(train[used], wanted[used])
            out[held] = probabilities(model, task, train[held], count)
        loss = entropy(task, out, wanted)
        if best is None or loss < best[0]:
            best = loss, strength, out
    threshold = best_threshold(best[2], wanted) if task == LABELS else 0.5
    model = make_model(task, best[1]).fit(train, wanted)
    return probabilities(model, task, test, count), threshold, best[1]


def beside(a, b, stack):
    """Features of a pair from those of its texts."""
    return stack([a, b, abs(a - b), a.multiply(b) if hasattr(a, "multiply") else a * b])


def tfidf(cell):
    """Logistic regression on TF-IDF of words and word pairs, C by cross-validation."""
    sides = [cell.inputs(cell.train), cell.inputs(cell.test)]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2)).fit([text for texts in sides[0] for text in texts])
    features = [[vectorizer.transform(texts) for texts in side] for side in sides]
    train, test = [beside(*side, scipy.sparse.hstack).tocsr() if cell.fields == 2 else side[0] for side in features]
    predicted, threshold, strength = fit_chosen(cell.task, train, cell.wanted(cell.train), test, len(cell.names), cell.seed,
                                                numpy.logspace(-1, 3, 5))
    return dict(score(cell, predicted, threshold), strength=strength)


@functools.lru_cache(1)
def load_encoder(folder):
    import torch
    from transformers import AutoModel, AutoTokenizer
    return AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder, dtype=torch.float32).eval()


def hidden_states(folder, inputs, words=False):
    """The mean state [E] of each row; of words its states [pieces, E] with the word of each piece."""
    import torch
    tokenizer, model = load_encoder(folder)
    order = sorted(range(len(inputs[0])), key=lambda i: sum(len(texts[i]) for texts in inputs))
    out = [None] * len(order)
    for at in range(0, len(order), 64):
        rows = order[at : at + 64]
        encoded = tokenizer(*([texts[i] for i in rows] for texts in inputs), truncation=True, max_length=MAX_LENGTH,
                            padding=True, return_tensors="pt", is_split_into_words=words)
        with torch.no_grad():
            hidden = model(**encoded).last_hidden_state.numpy()
        for k, row in enumerate(rows):
            if words:
                out[row] = hidden[k], encoded.word_ids(k)
            else:
                out[row] = hidden[k][encoded["attention_mask"][k].numpy() > 0].mean(0)
    return out


def mean_vectors(cell, rows, together):
    """Mean-pooled: of a pair those of both texts read together, or of each of them."""
    inputs = cell.inputs(rows)
    groups = [inputs] if together else [[texts] for texts in inputs]
    return [numpy.array(hidden_states(cell.encoder, group)) for group in groups]


def lengths_of(vectors):
    return numpy.linalg.norm(vectors, axis=1, keepdims=True)


def features_of(vectors, lengths):
    """Divided by these lengths; of a pair those of both texts and how they differ."""
    scaled = [v / length for v, length in zip(vectors, lengths, strict=True)]
    return scaled[0] if len(scaled) == 1 else beside(*scaled, numpy.hstack)


def word_vectors(cell, rows):
    """The states of the first pieces of all words, and how many words each sentence has; of words cut off zeros."""
    out = []
    sentences = cell.inputs(rows)
    for sentence, (hidden, ids) in zip(sentences, hidden_states(cell.encoder, [sentences], True), strict=True):
        vectors = numpy.zeros((len(sentence), hidden.shape[1]), dtype=numpy.float32)
        for at in reversed(range(len(ids))):
            if ids[at] is not None:
                vectors[ids[at]] = hidden[at]
        out.append(vectors)
    return numpy.concatenate(out), [len(sentence) for sentence in sentences]


def frozen(cell, together=True, fitted_unit=True, used_unit=True):
    """Logistic regression on the frozen encoder's vectors, C by cross-validation. The vectors are of length 1 where it
    is fitted and where it is used, or all are divided by the mean length of the training rows'."""
    wanted = cell.wanted(cell.train)
    if cell.task != WORDS:
        vectors = mean_vectors(cell, cell.train, together)
        tested = kept(cell, (cell.encoder, together), lambda: mean_vectors(cell, cell.test, together))
        mean = [lengths_of(v).mean() for v in vectors]
        train = features_of(vectors, [lengths_of(v) for v in vectors] if fitted_unit else mean)
        test = features_of(tested, [lengths_of(v) for v in tested] if used_unit else mean)
        predicted, threshold, strength = fit_chosen(cell.task, train, wanted, test, len(cell.names), cell.seed,
                                                    numpy.logspace(-1, 3, 9))
        return dict(score(cell, predicted, threshold), strength=strength)
    train, lengths = word_vectors(cell, cell.train)
    test, test_lengths = kept(cell, cell.encoder, lambda: word_vectors(cell, cell.test))
    mean, deviation = train.mean(0), train.std(0) + 1e-6
    groups = numpy.repeat(numpy.arange(len(lengths)), lengths)
    predicted, _, strength = fit_chosen(CLASSES, (train - mean) / deviation, numpy.concatenate(wanted),
                                        (test - mean) / deviation, len(cell.names), cell.seed, numpy.logspace(-4, 0, 5),
                                        groups)
    return dict(score(cell, numpy.split(predicted, numpy.cumsum(test_lengths)[:-1])), strength=strength)


def frozen_two(cell):
    """The same with the two texts of a pair read one by one."""
    return frozen(cell, together=False)


def frozen_lengths(cell):
    """The same with vectors as long as they are."""
    return frozen(cell, fitted_unit=False, used_unit=False)


def frozen_linear(cell):
    """The same fitted to vectors of length 1, and used on vectors as long as they are: a linear layer."""
    return frozen(cell, used_unit=False)


def shape(word):
    return "".join("X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c for c in word)


def word_features(words, at):
    word, found = words[at], {"bias": 1.0}
    for size in (1, 2, 3, 4):
        found[f"prefix{size}"], found[f"suffix{size}"] = word[:size].lower(), word[-size:].lower()
    for offset in (-2, -1, 0, 1, 2):
        near = words[at + offset] if 0 <= at + offset < len(words) else ""
        found[f"word{offset}"], found[f"shape{offset}"] = near.lower(), shape(near)
    return found


def crf(cell):
    """A conditional random field with features of words, affixes and shapes (sklearn-crfsuite)."""
    import sklearn_crfsuite
    train, test = [[[word_features(words, at) for at in range(len(words))] for words in cell.inputs(rows)]
                   for rows in (cell.train, cell.test)]
    model = sklearn_crfsuite.CRF(c1=0.1, c2=0.1, max_iterations=200, all_possible_transitions=True)
    model.fit(train, [[tag for _, tag in row] for row in cell.train])
    marginals = [numpy.array([[word.get(name, 0.0) for name in cell.names] for word in sentence])
                 for sentence in model.predict_marginals(test)]
    loss = score(cell, marginals)["loss"]
    index = {name: i for i, name in enumerate(cell.names)}
    best = [numpy.eye(len(cell.names))[[index[tag] for tag in sentence]] for sentence in model.predict(test)]
    return dict(score(cell, best), loss=loss)
