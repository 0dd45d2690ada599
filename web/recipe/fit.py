# SPDX-License-Identifier: Apache-2.0
"""What Tabtune fits beside the updates, in PyTorch: a new head on the frozen encoder, thresholds, the temperature, and the
tags of a sentence."""
import math

import torch

STRENGTHS = [16 / 8**k for k in range(6)]
FOLDS, USUAL = 5, 2
# so many items held out tell strengths apart, and a loss so many times the least is too much then
ENOUGH, FAR_MORE = 100, 1.25
# multiply-adds of all rows' logits that are affordable in all folds
MOST_WORK = 1e8


def pull_of(names, x, losses, weights):
    """The layer that the names of the labels are alone: a third of the multiple of what the encoder makes of them that
    predicts the reads best."""
    whole, names = names.norm(), names - names.mean(0)
    # 0 where they differ by rounding alone
    differ = names.norm() > 1e-5 * whole
    names = names * (len(names) ** 0.5 / names.norm()) if differ else torch.zeros_like(names)
    told = x @ names.T
    found = x.new_zeros(len(names) + 1).requires_grad_()
    search = torch.optim.LBFGS([found], max_iter=200, tolerance_grad=1e-6, line_search_fn="strong_wolfe")

    def objective():
        search.zero_grad()
        value = (losses(found[-1] * told + found[:-1], slice(None)) * weights).sum()
        value = value + (1e-3 * found[:-1].square().sum() + (found[-1] / 8) ** 2) / 2
        value.backward()
        return value

    search.step(objective)
    return max(0.0, float(found[-1].detach())) / 3 * names


def fit_layer(x, row_of, classes, weights, losses, outputs, directions, names=None):
    """Weights and biases with the least loss and L2 penalty on features x [n,E], by L-BFGS. The strength of the penalty is
    the one with the least loss in a cross-validation. `losses(logits, at)` of the reads `at` is summed over a read's outputs;
    `classes` are those of the rows, or None; with `directions` features count by their direction alone. `names` [outputs,E]
    are features of the labels' names."""
    n, length = len(x), 1.0
    work = n * outputs * (x.shape[1] + 64)
    # single precision where double would take minutes
    x = x.double() if work <= MOST_WORK else x.float()
    weights = weights.to(x)
    if directions:
        lengths = x.norm(dim=1, keepdim=True)
        x, length = x / lengths.clamp(min=1e-30), float(lengths.mean()) or 1.0
    centre = x.mean(0)
    unit = float(((x - centre) ** 2).sum(1).mean().sqrt()) or 1.0
    x = (x - centre) / unit
    pull = x.new_zeros(outputs, x.shape[1] + 1)
    if names is not None:
        names = names.to(x)
        names = names / names.norm(dim=1, keepdim=True).clamp(min=1e-30) if directions else names
        pull[:, :-1] = pull_of(names, x, losses, weights)
    rows = int(row_of.max()) + 1
    # a row held out tells nothing where no other row has its class
    folds = min(rows, FOLDS) if rows > (1 if classes is None else outputs) else 0
    order = range(rows) if classes is None else sorted(range(rows), key=lambda row: classes[row])
    fold = torch.empty(rows, dtype=torch.long)
    for dealt, row in enumerate(order):
        fold[row] = dealt % max(1, folds)
    fold = fold.to(x.device)[row_of.to(x.device)]
    tried = min(folds, max(1, int(MOST_WORK / work)))
    everything = torch.arange(n, device=x.device)

    def total(layer, at):
        return (losses(x[at] @ layer[:, :-1].T + layer[:, -1], at) * weights[at]).sum()

    def fit(at, strength, start, most):
        layer = start.clone().requires_grad_()
        # biases are penalised enough to keep that of a class without rows finite
        penalty = torch.full_like(start, strength)
        penalty[:, -1] *= 1e-3
        search = torch.optim.LBFGS([layer], max_iter=most, tolerance_grad=1e-6, line_search_fn="strong_wolfe")

        def objective():
            search.zero_grad()
            value = total(layer, at) + (penalty * (layer - pull) ** 2).sum() / 2
            value.backward()
            return value

        search.step(objective)
        return layer.detach()

    held_out, weight, best, least = [0.0] * len(STRENGTHS), 0.0, USUAL, 0.0
    seen = [0] * len(STRENGTHS)

    def cost(i):
        """A normal prior over the logarithm of the strength: losses of a few rows are mostly chance's."""
        return held_out[i] + 0.5 * (i - 2.5) ** 2

    for k in range(tried):
        inside, out = everything[fold != k], everything[fold == k]
        layer, here, enough = pull, [], weight >= ENOUGH
        for i, strength in enumerate(STRENGTHS):
            # weaker ones than this will not be chosen
            if k and (seen[i] < k or (i > best and enough and held_out[i] > FAR_MORE * least)):
                break
            layer = fit(inside, strength, layer, 50)
            here.append(float(total(layer, out)))
            held_out[i] += here[-1]
            seen[i] += 1
            if len(here) > 2 and float(weights[out].sum()) >= ENOUGH and here[-1] > here[-2] > here[-3]:
                break
        weight += float(weights[out].sum())
        best = min((i for i in range(len(STRENGTHS)) if seen[i] == k + 1), key=cost)
        least = held_out[best]
    at = float(best)
    if tried and 0 < best < len(STRENGTHS) - 1 and seen[best + 1] == tried:
        bend = cost(best - 1) - 2 * cost(best) + cost(best + 1)
        at += (cost(best - 1) - cost(best + 1)) / (2 * bend) if bend > 0 else 0
    strength = 16 / 8**at
    layer = fit(everything, strength, pull, 200)
    w = layer[:, :-1] / unit
    found = {"strength": strength, "held_out_loss": held_out[best] / weight if weight else None}
    return w / length, layer[:, -1] - w @ centre, found


def best_threshold(probabilities, targets):
    """The cut with the largest F1, nearest to a half, and that F1."""
    pairs = sorted(zip(probabilities, targets))
    actual = found = sum(targets)
    best, best_f1, below, i = 0.5, -1.0, 0.0, 0
    if actual == 0:
        return best, 0.0
    while i < len(pairs):
        score = pairs[i][0]
        cut, f1 = below + (score - below) / 2, 2 * found / (actual + len(pairs) - i)
        if f1 > best_f1 or (f1 == best_f1 and abs(cut - 0.5) < abs(best - 0.5)):
            best, best_f1 = cut, f1
        while i < len(pairs) and pairs[i][0] == score:
            found -= pairs[i][1]
            i += 1
        below = score
    return best, best_f1


def fit_thresholds(probabilities, targets):
    """Of each label; of one that is found by none of its own, or that fewer than 10 rows have, the threshold of all
    together."""
    common = best_threshold(probabilities.flatten().tolist(), targets.flatten().tolist())[0]
    own = [best_threshold(probabilities[:, c].tolist(), targets[:, c].tolist()) for c in range(targets.shape[1])]
    rows = targets.sum(0).tolist()
    return [threshold if f1 >= 0.3 and n >= 10 else common for (threshold, f1), n in zip(own, rows)]


def fit_one_threshold(probabilities, targets):
    """For all labels the threshold from which on the rows get as many labels as they have."""
    given = max(1, int(targets.sum()))
    return [float(probabilities.flatten().sort(descending=True).values[given - 1])] * targets.shape[1]


def fit_temperature(logits, targets):
    """Of n rows a label is taken as right with (n + 1) / (n + 2), the rest as the model has the other labels. The
    cross-entropy is convex in 1 / temperature, so the root of its slope is found by halving."""
    z, low, high = logits.double(), 1 / 20, 20.0
    given, wrong = torch.nn.functional.one_hot(targets, z.shape[1]), 1 / (len(z) + 2)
    others = z.masked_fill(given.bool(), -math.inf).softmax(1)
    wanted = (((1 - wrong) * given + wrong * others) * z).sum()
    for _ in range(60):
        beta = math.sqrt(low * high)
        slope = ((beta * z).softmax(1) * z).sum() - wanted
        low, high = (low, beta) if slope > 0 else (beta, high)
    return 1 / math.sqrt(low * high)


def tags_of(scores, read):
    """The most probable tags of a sentence in IOB2, where I-X follows B-X or I-X alone: 0 is O, 2t + 1 is B of type t,
    2t + 2 its I. A word that is not read has O."""
    scores, C = scores.double(), scores.shape[1]
    start = scores.new_full((C,), -math.inf)
    start[0] = 0
    sums, back = start, []
    for score, known in zip(scores, read):
        before = torch.full((C,), int(sums.argmax()))
        before[2::2] = torch.arange(1, C, 2) + (sums[2::2] > sums[1::2])
        back.append(before)
        sums = sums[before] + score if known else start
    found, tag = [], int(sums.argmax())
    for before in reversed(back):
        found.append(tag)
        tag = int(before[tag])
    return found[::-1]
