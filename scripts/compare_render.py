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
    "frozen_lengths": "frozen, with lengths",
    "frozen_linear": "frozen, fitted without lengths",
    "setfit": "SetFit",
    "trainer": "Trainer",
    "tabtune_random": "Tabtune, random head",
    "tabtune_head": "Tabtune, head alone",
    "tabtune": "Tabtune",
}
HEAD = """# Beside what else a user could take

Each system has its defaults (in brackets its name for `--systems`):

- TF-IDF (`tfidf`): scikit-learn's logistic regression, of numbers ridge regression, on TF-IDF of words and pairs of words.
- CRF (`crf`): sklearn-crfsuite with features of words, affixes and shapes, for tags of words.
- frozen (`frozen`): the same regression on the frozen encoder's mean-pooled vectors of length 1, for words on the states
  of their first pieces. The two texts of a pair are read together, or one by one (`frozen_two`).
- frozen, with lengths (`frozen_lengths`): on vectors as long as they are. A mean of tokens is longer for short texts.
- frozen, fitted without lengths (`frozen_linear`): fitted to vectors of length 1 and used on vectors as long as they are.
- SetFit (`setfit`): its package, on the encoder with mean pooling, in float32.
- Trainer (`trainer`): transformers' `Trainer`, 3 epochs at 5e-5 in batches of 8.
- Tabtune (`tabtune`): `scripts/tabtune train`; the head alone (`tabtune_head`): with `--method head`; everything from a
  random head (`tabtune_random`): with `--head-start random`.

The strength of a regression is chosen by cross-validation on the training rows. Tabtune validates on a part of the
training rows; the others train on all of them. All systems have the same training rows, drawn by the seed, and the same
test rows, at most 500.

    scripts/compare_systems.py --data FOLDER --results build/results.jsonl --encoders public/models/all-MiniLM-L6-v2 \\
        --systems NAME ... --sets NAME ... --sizes N ... --seeds 1     # computes the cells that are not there yet
    scripts/compare_systems.py --results build/results.jsonl --render > build/compared.md
"""
# What is known of the held-out half and of tabtune-small.
SEEN = """Three of the held-out sets were measured before they were held out: banking77 for the learning rate of small encoders,
WNUT 17 for the recipe of words, banking77 and QNLI for the scaling of the frozen head's features. How a head compares the
two texts of a pair was chosen on training rows of STS-B, and looked at with a regression on frozen vectors of QNLI, whose
rows are in one file: some of its test rows were among them. tabtune-small's
pre-training read, without labels, training texts of banking77, Snips, GoEmotions and UCI's sentences (its card). Of
UCI's, which are split otherwise here, up to 664 of the 2,000 test rows of uci_sentences were among them.
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
    "Cross-entropy of the test rows; of stsb the root of the mean squared error": (
        lambda lines: [loss for line in lines if (loss := line["figures"].get("rmse", line["loss"])) is not None], 3),
    "Seconds of the processor, for training and test": (lambda lines: [line["seconds"] for line in lines], 1),
}


def columns_of(lines):
    names = dict.fromkeys(line["system"] for line in lines)
    return [name for name in COLUMNS if name in names] + [name for name in names if name not in COLUMNS]


def rows_of(data_set, size):
    return f"{size} a label" if data_set.per_label else f"{size:,}"


def table(lines, view):
    """A row for each set and size, the sets that recipes were chosen on first."""
    (values, digits), columns = VIEWS[view], columns_of(lines)
    out = ["| set | figure | rows | " + " | ".join(COLUMNS.get(name, name) for name in columns) + " |",
           "|---" * (len(columns) + 3) + "|"]
    for name, data_set in SETS.items():
        for size in data_set.sizes:
            if row := chosen(lines, set=name, size=size):
                cells = [number(values(chosen(row, system=system)), digits) for system in columns]
                out.append(f"| {name} | {METRICS[data_set.metric]} | {rows_of(data_set, size)} | {' | '.join(cells)} |")
    return out


def differences(lines):
    """Tabtune's figure less another system's, over the cells (set, size, seed) of both, for each half of the sets."""
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
    return f"Recipes were chosen on {of[True]}. Held out: {of[False]}."


def of_encoder(lines, encoder):
    """An encoder's cells, and beside them those without one of the same set and size."""
    own = {(line["set"], line["size"]) for line in lines if line["encoder"] == encoder}
    return [line for line in lines if line["encoder"] in (encoder, None) and (line["set"], line["size"]) in own]


def encoders_of(lines):
    return sorted({line["encoder"] for line in lines if line["encoder"]})


def tested(lines):
    """Without those of the rows that recipes were chosen by."""
    return [line for line in lines if not line.get("chooses")]


def render(lines):
    lines = tested(lines)
    out = [HEAD, halves(), SEEN, "Mean ± standard deviation (count of seeds); an empty cell was not run.", ""]
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
    lines, out = tested(lines), []
    for encoder in encoders_of(lines):
        own = [line for line in of_encoder(lines, encoder) if line["size"] == SETS[line["set"]].sizes[1]]
        if own:
            out += [f"{encoder}, the figure in %:", "", *table(own, "The figure in %"), ""]
    return "\n".join([*out, halves()]) + "\n"
