#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The table of Tabtune beside what else a user could take: every set at three sizes, with each encoder.

    scripts/compare_systems.py --data FOLDER --results build/results.jsonl --encoders public/models/tabtune-small
    scripts/compare_systems.py ... --systems tfidf frozen --sets spam snips --sizes 8 16 --seeds 1 2 3 4 5
    scripts/compare_systems.py ... --systems --recipe 'short=--epochs 3' --recipe 'head=--method head'
    scripts/compare_systems.py --results build/results.jsonl --drop tabtune
    scripts/compare_systems.py --results build/results.jsonl --render > build/compared.md
    scripts/compare_systems.py --results build/results.jsonl --render-short

A cell is a set, a size, an encoder, a seed and a system. A finished cell is one JSON line at the end of the results, and
is not computed again, unless --drop takes a system's cells out of the results; a cell that fails is named and tried again
with the next call. A recipe is a column with a name of its own: Tabtune's command line with the options given. --sizes
chooses among the three of a set (SETS in compare_sets.py); where a set has fewer rows, all are taken.

`seconds` are those of the processor, user's and system's, with one thread (OMP_NUM_THREADS), from rows in memory to
figures of the test rows, imports aside; of Tabtune's they are the whole command's. `elapsed` is the clock's, whatever
else the machine did.

Needs torch, transformers, scikit-learn, seqeval, sklearn-crfsuite; setfit for its column."""
import argparse
import importlib
import json
import os
import pathlib
import shlex
import sys
import traceback

os.environ.setdefault("OMP_NUM_THREADS", "1")

import compare_peers as peers
import compare_tuned as tuned
from compare_cell import Cell, clocks
from compare_render import render, render_short
from compare_sets import CLASSES, LABELS, NUMBERS, SETS, WORDS, load

# The function of each system, the tasks that it has, whether it reads the encoder, and what it imports when it runs.
TORCH = ("torch", "transformers", "transformers.models.bert.modeling_bert", "transformers.trainer")
SYSTEMS = {
    "tfidf": (peers.tfidf, (CLASSES, LABELS, NUMBERS), False, ()),
    "crf": (peers.crf, (WORDS,), False, ("sklearn_crfsuite", "seqeval.metrics")),
    "frozen": (peers.frozen, (CLASSES, LABELS, NUMBERS, WORDS), True, (*TORCH, "seqeval.metrics")),
    "frozen_two": (peers.frozen_two, (CLASSES, NUMBERS), True, TORCH),
    "frozen_lengths": (peers.frozen_lengths, (CLASSES, LABELS, NUMBERS), True, TORCH),
    "frozen_linear": (peers.frozen_linear, (CLASSES, LABELS, NUMBERS), True, TORCH),
    "setfit": (tuned.setfit, (CLASSES, LABELS), True, (*TORCH, "setfit", "datasets")),
    "trainer": (tuned.trainer, (CLASSES, LABELS, NUMBERS, WORDS), True, (*TORCH, "seqeval.metrics")),
    "tabtune": (tuned.tabtune, (CLASSES, LABELS, NUMBERS, WORDS), True, ()),
}
RECIPES = {"tabtune_head": "--method head", "tabtune_random": "--head-start random"}
STUDIES = ("frozen_lengths", "frozen_linear")  # of the frozen head's features; not among the systems by default
KEY = ("set", "size", "encoder", "seed", "system", "options", "chooses")


def fits(system, data_set):
    if system == "frozen_two" and not data_set.two or system == "setfit" and data_set.two:
        return False
    return data_set.task in SYSTEMS[system][1]


def compute(key, encoder, rows):
    """The line of one cell."""
    system = key["system"] if key["system"] in SYSTEMS else "tabtune"
    cell = Cell(key["set"], *rows, encoder, key["seed"])
    run, _, _, modules = SYSTEMS[system]
    for module in modules:
        importlib.import_module(module)
    peers.kept.charged, started = 0.0, clocks()
    figures = run(cell, shlex.split(key["options"])) if system == "tabtune" else run(cell)
    seconds, elapsed = clocks() - started + peers.kept.charged
    metric = SETS[key["set"]].metric
    return dict(key, rows=len(rows[0]), test_rows=len(rows[1]), metric=metric, value=figures[metric],
                loss=figures.pop("loss", None), seconds=round(float(seconds), 2),
                elapsed=round(float(elapsed), 2), figures=figures)


def cells(arguments):
    """(key, folder of the encoder) of every cell asked for, those that share rows one after the other."""
    recipes = [(name, RECIPES.get(name, "")) for name in arguments.systems]
    recipes += [tuple(recipe.split("=", 1)) for recipe in arguments.recipe]
    for name in arguments.sets:
        for size in SETS[name].sizes:
            if arguments.sizes and size not in arguments.sizes:
                continue
            for seed in arguments.seeds:
                for system, options in recipes:
                    known = system if system in SYSTEMS else "tabtune"
                    if not fits(known, SETS[name]):
                        continue
                    for encoder in arguments.encoders if SYSTEMS[known][2] else [None]:
                        encoder_name = encoder.resolve().name if encoder else None
                        values = (name, size, encoder_name, seed, system, options, arguments.choose)
                        yield dict(zip(KEY, values, strict=True)), encoder


def read_results(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def drop(path, systems):
    """Takes the cells of these systems out of the results."""
    kept = [line for line in read_results(path) if line["system"] not in systems]
    part = path.with_name(path.name + ".part")
    part.write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="utf-8")
    part.replace(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, help="the folder of the data sets")
    parser.add_argument("--results", type=pathlib.Path, required=True)
    parser.add_argument("--encoders", type=pathlib.Path, nargs="+", default=[])
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--systems", nargs="*", choices=[*SYSTEMS, *RECIPES],
                        default=[name for name in (*SYSTEMS, *RECIPES) if name not in STUDIES])
    parser.add_argument("--recipe", action="append", default=[], metavar="NAME=OPTIONS")
    parser.add_argument("--choose", action="store_true", help="figures of the rows kept to choose recipes by")
    parser.add_argument("--drop", nargs="+", metavar="NAME", help="take the cells of these systems out of the results")
    parser.add_argument("--render", action="store_true", help="print all results as Markdown")
    parser.add_argument("--render-short", action="store_true", help="print the figures at the middle sizes as Markdown")
    arguments = parser.parse_args()
    if arguments.drop:
        return drop(arguments.results, arguments.drop)
    if arguments.render or arguments.render_short:
        return print((render if arguments.render else render_short)(read_results(arguments.results)), end="")
    if arguments.choose and any(not SETS[name].tunes for name in arguments.sets):
        parser.error("--choose is for the sets that recipes are chosen on: --sets " +
                     " ".join(name for name, data_set in SETS.items() if data_set.tunes))
    if not arguments.data:
        parser.error("--data is needed: the folder of the data sets")
    if any("=" not in recipe or recipe.split("=", 1)[0] in {*SYSTEMS, *RECIPES} for recipe in arguments.recipe):
        parser.error("--recipe is NAME=OPTIONS, with a name that no system has")
    done = {tuple(line[name] for name in KEY) for line in read_results(arguments.results)}
    shared, rows, failed = None, None, 0
    for key, encoder in cells(arguments):
        if tuple(key.values()) in done:
            continue
        if shared != (shared := (key["set"], key["size"], key["seed"])):
            rows = load(key["set"], arguments.data, key["size"], key["seed"], arguments.choose)
        try:
            line = json.dumps(compute(key, encoder, rows))
        except Exception:
            failed += 1
            print(f"failed: {key}\n{traceback.format_exc()}", file=sys.stderr, flush=True)
            continue
        with open(arguments.results, "a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
