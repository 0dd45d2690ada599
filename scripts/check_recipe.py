#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains with `tabtune train` and, from `tabtune recipe`, with its train.py on two processes of this machine; prints both
figures of the test rows, and opens the result with `tabtune eval` again.

    scripts/build
    python scripts/check_recipe.py [METHOD ...]      # full, layers, bias, lora, head; full where none is given

Needs torch, transformers, accelerate, safetensors and peft. Development only."""
import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "recipes"
MODEL = ROOT / "public" / "models" / "tabtune-small"
DATA = ROOT / "public" / "samples" / "reviews.csv"


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def check(method, more):
    folder = WORK / method
    shutil.rmtree(folder, ignore_errors=True)
    same = ["--model", MODEL, "--data", DATA, "--method", method, *more]
    run("scripts/tabtune", "train", *same, "--report", folder.with_suffix(".json"))
    ours = json.loads(folder.with_suffix(".json").read_text())
    run("scripts/tabtune", "recipe", *same, "--out", folder)
    run(sys.executable, "-m", "torch.distributed.run", "--nproc_per_node", 2, folder / "train.py", "--cpu", "--base", MODEL,
        "--out", folder / "model")
    theirs = json.loads((folder / "model" / "report.json").read_text())
    test = folder / "rows" / "test.jsonl"
    names = json.loads((folder / "recipe.json").read_text())["labels"]
    rows = [json.loads(line) for line in test.read_text(encoding="utf-8").split("\n") if line]
    labelled = folder / "test.jsonl"
    labelled.write_text("".join(json.dumps({"text": r["text"], "label": names[r["target"]]}) + "\n" for r in rows))
    run("scripts/tabtune", "eval", "--model", folder / "model", "--data", labelled, "--report", folder / "again.json")
    again = json.loads((folder / "again.json").read_text())["metrics"]
    a, b = ours["metrics"], theirs["test"]
    print(f"recipe {method}: {ours['steps']} and {theirs['steps']} steps on {theirs['processes']} processes; test loss "
          f"{a['loss']:.4f} and {b['loss']:.4f}, accuracy {a['accuracy']:.4f} and {b['accuracy']:.4f}, opened again "
          f"{again['accuracy']:.4f}", flush=True)
    return ours["steps"] == theirs["steps"] and abs(a["accuracy"] - b["accuracy"]) < 0.06 and again["accuracy"] == b["accuracy"]


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    methods = [name for name in sys.argv[1:] if not name.startswith("-")] or ["full"]
    more = [name for name in sys.argv[1:] if name.startswith("-")]
    sys.exit(not all([check(method, [part for flag in more for part in flag.split("=")]) for method in methods]))


if __name__ == "__main__":
    main()
