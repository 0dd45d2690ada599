# SPDX-License-Identifier: Apache-2.0
"""A cell of the table: the rows of a set, an encoder and a seed; and the figures of what a system predicts for its test.

Predictions: probabilities [rows, labels] of classes and of several labels, numbers [rows], of words a list of
[words, tags] for each sentence; columns are `names` of the cell."""
import dataclasses
import pathlib
import resource
import time

import numpy
from sklearn.metrics import f1_score

from compare_sets import CLASSES, LABELS, NUMBERS, SETS, WORDS, names_of

FLOOR = 2.0**-25  # of a probability in a cross-entropy, as in Tabtune's


def clocks():
    """Seconds of the processor (user's and system's, of this process and of its children that ended), and of the clock."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return numpy.array([sum(use.ru_utime + use.ru_stime for use in uses), time.monotonic()])


@dataclasses.dataclass
class Cell:
    set_name: str
    train: list
    test: list
    encoder: pathlib.Path
    seed: int

    def __post_init__(self):
        self.task = SETS[self.set_name].task
        self.names = sorted({name for row in self.train for name in names_of(row, self.task)})
        self.fields = None if self.task == WORDS else len(self.train[0]) - 1

    def inputs(self, rows):
        """Lists of words, or a list of texts for each text that a row has."""
        if self.task == WORDS:
            return [[word for word, _ in row] for row in rows]
        return [[row[field] for row in rows] for field in range(self.fields)]

    def wanted(self, rows):
        """Indices of classes (-1: not among the training rows'), 0 and 1 for each label, numbers, lists of indices."""
        index = {name: i for i, name in enumerate(self.names)}
        if self.task == NUMBERS:
            return numpy.array([float(row[-1]) for row in rows])
        if self.task == LABELS:
            return numpy.array([[name in names_of(row, LABELS) for name in self.names] for row in rows], dtype=int)
        if self.task == WORDS:
            return [numpy.array([index.get(tag, -1) for _, tag in row]) for row in rows]
        return numpy.array([index.get(row[-1], -1) for row in rows])


def entropy(task, predicted, wanted):
    """Mean cross-entropy of a row, of several labels the mean over labels too; of numbers the mean squared error."""
    if task == NUMBERS:
        return float(numpy.mean((predicted - wanted) ** 2))
    p = numpy.maximum(predicted, FLOOR)
    if task == LABELS:
        return float(-numpy.mean(numpy.where(wanted > 0, numpy.log(p), numpy.log(numpy.maximum(1 - predicted, FLOOR)))))
    known = wanted >= 0
    return float(-numpy.mean(numpy.log(p[known, wanted[known]])))


def score(cell, predicted, threshold=0.5):
    """The figures of the test rows, by the names that Tabtune's report gives them. `loss` is the cross-entropy."""
    wanted = cell.wanted(cell.test)
    if cell.task == WORDS:
        from seqeval.metrics import f1_score as entity_f1
        tags = [[cell.names[i] for i in sentence.argmax(1)] for sentence in predicted]
        loss = entropy(CLASSES, numpy.concatenate(predicted), numpy.concatenate(wanted))
        return {"f1": float(entity_f1([[tag for _, tag in row] for row in cell.test], tags)), "loss": loss}
    loss = entropy(cell.task, predicted, wanted)
    if cell.task == NUMBERS:
        return {"pearson": float(numpy.corrcoef(predicted, wanted)[0, 1]), "rmse": loss**0.5}
    if cell.task == LABELS:
        given = predicted >= threshold
        right = int((given & (wanted > 0)).sum())
        return {"micro_f1": 2 * right / max(1, int(given.sum()) + int(wanted.sum())), "loss": loss}
    answers = predicted.argmax(1)
    return {"accuracy": float((answers == wanted).mean()),
            "macro_f1": float(f1_score(wanted, answers, average="macro")), "loss": loss}
