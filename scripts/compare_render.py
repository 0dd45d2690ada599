# SPDX-License-Identifier: Apache-2.0
"""Result lines of compare_systems.py -> Markdown: the page of all cells, and the short table."""
import statistics

from compare_sets import SETS

METRICS = {"accuracy": "accuracy", "micro_f1": "micro F1", "f1": "F1 of the spans", "pearson": "Pearson's r"}
COLUMNS = {
    "tfidf": "TF-IDF",
    "crf": "CRF",
    "frozen": "frozen",
    "frozen_two": "frozen, two texts",
    "setfit": "SetFit",
    "trainer": "Trainer",
    "tabtune_random": "Tabtune, random head",
    "tabtune_head": "Tabtune, head alone",
    "tabtune": "Tabtune",
}
HEAD = """# Beside what else a user could take

Each system has its defaults:

- TF-IDF: scikit-learn's logistic regression (of numbers ridge regression) on TF-IDF of words and pairs of words.
- CRF: sklearn-crfsuite with features of words, affixes and shapes, for tags of words.
- frozen: the same regression on the frozen encoder's mean-pooled vectors, for words on the states of their first pieces.
  "Two texts" reads the texts of a pair one by one. All three strengths are chosen by cross-validation on the training rows.
- SetFit: its package. Trainer: transformers' `Trainer` (3 epochs at 5e-5 in batches of 8).
- Tabtune: `scripts/tabtune train`; with `--method head` the head alone; with `--head-start random` everything from a
  random head. It validates on a part of the training rows; the others train on all of them.

All systems have the same training rows, drawn by the seed, and the same test rows, at most 2,000.
"""


def chosen(lines, **wanted):
    return [line for line in lines if all(line[name] == value for name, value in wanted.items())]


def number(values, digits):
    """Mean ± standard deviation, and of how many seeds."""
    if not values:
        return ""
    deviation = f" ± {statistics.stdev(values):.{digits}f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.{digits}f}{deviation} ({len(values)})"


# Of the lines of a cell: the numbers of its seeds, and their digits.
VIEWS = {
    "The figure in %": (lambda lines: [100 * line["value"] for line in lines], 1),
    "Cross-entropy of the test rows; of stsb the root of the mean squared error":
        (lambda lines: [loss for line in lines if (loss := line["figures"].get("rmse", line["loss"])) is not None], 3),
    "Seconds of the processor, for training and test":
        (lambda lines: [line["seconds"] for line in lines], 0),
}


def columns_of(lines):
    names = dict.fromkeys(line["system"] for line in lines)
    return [name for name in COLUMNS if name in names] + [name for name in names if name not in COLUMNS]


def rows_of(data_set, size):
    return f"{size} a label" if data_set.per_label else f"{size:,}"


def table(lines, view, sizes=lambda data_set: data_set.sizes):
    """A row for each set and size, the sets that recipes were chosen on first."""
    (values, digits), columns = VIEWS[view], columns_of(lines)
    out = ["| set | figure | rows | " + " | ".join(COLUMNS.get(name, name) for name in columns) + " |",
           "|---" * (len(columns) + 3) + "|"]
    for name, data_set in SETS.items():
        for size in sizes(data_set):
            if row := chosen(lines, set=name, size=size):
                cells = [number(values(chosen(row, system=system)), digits) for system in columns]
                out.append(f"| {name} | {METRICS[data_set.metric]} | {rows_of(data_set, size)} | {' | '.join(cells)} |")
    return out


def differences(lines):
    """Tabtune's figure less another system's, over the cells (set, size, seed) that both have, for each half of the sets."""
    out = ["| Tabtune less | sets that recipes were chosen on | sets held out |", "|---|---|---|"]
    by_system = {system: {(line["set"], line["size"], line["seed"]): line["value"]
                          for line in chosen(lines, system=system)} for system in columns_of(lines)}
    own = by_system.pop("tabtune", {})
    for system, values in by_system.items():
        cells = []
        for tunes in (True, False):
            found = [100 * (own[key] - values[key]) for key in own if key in values and SETS[key[0]].tunes == tunes]
            cells.append(f"{statistics.mean(found):+.1f} ({len(found)})" if found else "")
        if any(cells):
            out.append(f"| {COLUMNS.get(system, system)} | {' | '.join(cells)} |")
    return out if len(out) > 2 else []


def halves():
    of = {tunes: ", ".join(name for name, data_set in SETS.items() if data_set.tunes == tunes) for tunes in (True, False)}
    return f"Recipes were chosen on {of[True]}. Held out, and used for no choice: {of[False]}."


def of_encoder(lines, encoder):
    """An encoder's cells, beside those of the systems without one."""
    return [line for line in lines if line["encoder"] in (encoder, None)]


def encoders_of(lines):
    return list(dict.fromkeys(line["encoder"] for line in lines if line["encoder"]))


def render(lines):
    out = [HEAD, halves(), "", "In brackets: the count of seeds. Mean ± standard deviation; an empty cell was not run.", ""]
    for encoder in encoders_of(lines):
        own = of_encoder(lines, encoder)
        out += [f"## {encoder}", ""]
        for view in VIEWS:
            out += [f"{view}:", "", *table(own, view), ""]
        if compared := differences(own):
            out += ["Mean difference of the figures in points, over as many cells as stand in brackets:", "", *compared, ""]
    for name, options in sorted({(line["system"], line["options"]) for line in lines if line["options"]}):
        if name not in COLUMNS:
            out.append(f"{name}: `scripts/tabtune train ... {options}`.")
    return "\n".join(out).rstrip() + "\n"


def render_short(lines):
    """The figures at the middle size of each set."""
    out = []
    for encoder in encoders_of(lines):
        out += [f"{encoder}, the figure in %:", "",
                *table(of_encoder(lines, encoder), "The figure in %", lambda data_set: data_set.sizes[1:2]), ""]
    return "\n".join([*out, halves()]) + "\n"
