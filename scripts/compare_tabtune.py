#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`scripts/tabtune train` once per seed, with the results written as scripts/compare_transformers.py writes them.

    scripts/compare_tabtune.py --splits build/splits/uci --out build/compare/uci_tabtune.json --seeds 1 2 3 4 5 -- \\
        --model public/models/all-MiniLM-L6-v2 --epochs 3 --learning-rate 5e-5 --max-length 64

`--splits NAME` means NAME_train, NAME_validation and NAME_test (.csv or .conll) of scripts/make_splits.py; what follows
-- goes to tabtune. Standard library only."""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

TABTUNE = pathlib.Path(__file__).resolve().parent / "tabtune"


def run_once(splits, seed, extra):
    with tempfile.TemporaryDirectory() as folder:
        report, started = pathlib.Path(folder) / "report.json", time.monotonic()
        ending = ".conll" if pathlib.Path(splits + "_train.conll").exists() else ".csv"
        command = [TABTUNE, "train", "--data", splits + "_train" + ending, "--validation", splits + "_validation" + ending,
                   "--test", splits + "_test" + ending, "--seed", str(seed), "--report", report, *extra]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode:
            sys.exit(f"tabtune train failed: {result.stderr.strip()[-2000:]}")
        seconds, report = round(time.monotonic() - started, 1), json.loads(report.read_text())
    row = {name: value for name, value in report["metrics"].items() if isinstance(value, float)}
    return dict(seed=seed, **row, seconds=seconds, tokens_per_second=report["tokens_per_second"],
                peak_bytes=report["peak_bytes"]), report["options"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splits", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    own = sys.argv[1 : sys.argv.index("--")] if "--" in sys.argv else sys.argv[1:]
    arguments, results = parser.parse_args(own), []
    for seed in arguments.seeds:
        row, options = run_once(arguments.splits, seed, sys.argv[len(own) + 2 :])
        results.append(row)
        print(row, flush=True)
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps(dict(options=options, results=results), indent=2) + "\n")


if __name__ == "__main__":
    main()
