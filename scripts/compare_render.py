# SPDX-License-Identifier: Apache-2.0
"""Result lines of compare_systems.py -> Markdown."""
import statistics

from compare_sets import SETS

HEAD = """Figures are those of the test rows: accuracy in %, F1 in % (micro F1 of labels, of named entities that of whole spans) or
Pearson's correlation in %; then the cross-entropy (of stsb the root of the mean squared error) and the processor's seconds
for training and test with one thread. Mean ± standard deviation over the seeds.
"""


def spread(values, digits):
    deviation = f" ± {statistics.stdev(values):.{digits}f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.{digits}f}{deviation}"


def cell(lines):
    if not lines:
        return ""
    losses = [line["figures"].get("rmse") if line["loss"] is None else line["loss"] for line in lines]
    return ", ".join((spread([100 * line["value"] for line in lines], 1), spread(losses, 3),
                      f"{statistics.mean(line['seconds'] for line in lines):.1f} s"))


def table(lines, encoder):
    """One encoder's cells, beside those of the systems without an encoder."""
    lines = [line for line in lines if line["encoder"] in (encoder, None)]
    columns = list(dict.fromkeys((line["system"], line["options"]) for line in lines))
    out = ["| set | rows | seeds | " + " | ".join(name for name, _ in columns) + " |", "|---" * (len(columns) + 3) + "|"]
    for name, data_set in SETS.items():
        for size in data_set.sizes:
            row = [line for line in lines if (line["set"], line["size"]) == (name, size)]
            if row:
                found = [[line for line in row if (line["system"], line["options"]) == column] for column in columns]
                seeds = sorted({len(part) for part in found if part})
                rows = f"{size} a label" if data_set.per_label else f"{row[0]['rows']:,}"
                out.append(f"| {name} | {rows} | {' to '.join(map(str, dict.fromkeys((seeds[0], seeds[-1]))))} | "
                           + " | ".join(cell(part) for part in found) + " |")
    return out


def render(lines):
    sides = {side: ", ".join(name for name, data_set in SETS.items() if data_set.tunes == side) for side in (True, False)}
    out = [HEAD, f"Recipes were chosen on: {sides[True]}. Held out: {sides[False]}.", ""]
    encoders = list(dict.fromkeys(line["encoder"] for line in lines if line["encoder"]))
    for encoder in encoders or [None]:
        out += [f"## {encoder or 'No encoder'}", "", *table(lines, encoder), ""]
    recipes = sorted({(line["system"], line["options"]) for line in lines if line["options"]})
    out += [f"{name}: `scripts/tabtune train ... {options}`." for name, options in recipes]
    return "\n".join(out).rstrip() + "\n"
