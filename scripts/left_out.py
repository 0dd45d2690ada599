#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well the score of unlike texts finds rows of labels that were left out of the training: trains on the other labels
with scripts/tabtune, predicts all test rows, and prints the area under the ROC curve of the column "unlike", and the
share of rows that --none-of-these 0.95 would turn away.

    scripts/left_out.py --data train.csv --test test.csv --leave-out 20 --rows 10 -- --model public/models/tabtune-small

The files are CSV, the first column the text and the second the label. What comes behind -- goes to `tabtune train`."""
import argparse
import csv
import pathlib
import random
import subprocess
import tempfile


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [tuple(row[:2]) for row in csv.reader(file)][1:]


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def area(usual, strange):
    """The share of pairs in which the strange one is larger; ties count half."""
    return sum((s > u) + (s == u) / 2 for s in strange for u in usual) / (len(usual) * len(strange))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--test", required=True)
    parser.add_argument("--leave-out", type=int, required=True, help="how many labels")
    parser.add_argument("--rows", type=int, required=True, help="to train on, of each other label")
    parser.add_argument("--seed", type=int, default=1, help="which labels and rows")
    parser.add_argument("train", nargs="+", help="arguments of tabtune train, behind --")
    args = parser.parse_args()
    draw = random.Random(args.seed)
    rows = read(args.data)
    draw.shuffle(rows)
    labels = sorted({label for _, label in rows})
    out = set(draw.sample(labels, args.leave_out))
    test = [row for row in read(args.test) if row[1] in labels]
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: str(pathlib.Path(folder, name))
        kept = [row for label in labels if label not in out for row in [r for r in rows if r[1] == label][:args.rows]]
        write(at("train.csv"), ["text", "label"], kept)
        write(at("test.csv"), ["text"], [[text] for text, _ in test])
        run = lambda *command: subprocess.run(["scripts/tabtune", *command], check=True, stdout=subprocess.DEVNULL)
        run("train", "--data", at("train.csv"), "--out", at("model"), *args.train)
        run("predict", "--model", at("model"), "--data", at("test.csv"), "--text", "text", "--out", at("said.csv"))
        with open(at("said.csv"), encoding="utf-8", newline="") as file:
            said = list(csv.DictReader(file))
    shares = {True: [], False: []}
    for line in said:  # the header is row 1
        shares[test[int(line["row"]) - 2][1] in out].append(float(line["unlike"]))
    away = {strange: sum(s >= 0.95 for s in found) / len(found) for strange, found in shares.items()}
    print(f"left out: {', '.join(sorted(out))}")
    print(f"AUROC {area(shares[False], shares[True]):.3f}; from 0.95 on {100 * away[True]:.0f} % of the "
          f"{len(shares[True])} rows of these labels are turned away, and {100 * away[False]:.0f} % of the "
          f"{len(shares[False])} others")


main()
