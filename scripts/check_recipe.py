#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains with `tabtune train` and, from `tabtune recipe`, with its train.py on two processes of this machine, for each of
some seeds; prints the figures of the test rows of both, and opens the result with `tabtune eval` again. Both must fit the
head alike, and figures may differ as chance lets them: a paired t-test over the seeds at 1 %. Before that, train.py must
refuse another encoder, and none where the recipe's has no name on a hub.

    scripts/build
    python scripts/check_recipe.py [--seeds 5] [METHOD ...] [--OPTION=VALUE ...]     # full, layers, bias, lora, head

Needs torch, transformers, accelerate, safetensors and peft. Development only."""
import json
import math
import pathlib
import shutil
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "recipes"
MODEL = ROOT / "public" / "models" / "tabtune-small"
DATA = ROOT / "public" / "samples" / "reviews.csv"
# Student's t at 1 %, by the number of seeds
MOST_T = {2: 63.7, 3: 9.92, 4: 5.84, 5: 4.60, 6: 4.03, 7: 3.71, 8: 3.50, 9: 3.36, 10: 3.25}


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def once(method, more, seed):
    """The reports of both, and whether the fits and what opens again are the same."""
    folder = WORK / f"{method}{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    same = ["--model", MODEL, "--data", DATA, "--method", method, "--seed", seed, *more]
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
    fits = [report.get("fit", {"strength": 1, "held_out_loss": 1}) for report in (ours, theirs)]
    print(f"recipe {method}, seed {seed}: {ours['steps']} and {theirs['steps']} steps on {theirs['processes']} processes; fit's "
          f"strength {fits[0]['strength']:.4g} and {fits[1]['strength']:.4g}, held-out loss {fits[0]['held_out_loss']:.4f} and "
          f"{fits[1]['held_out_loss']:.4f}; test loss {a['loss']:.4f} and {b['loss']:.4f}, accuracy {a['accuracy']:.4f} and "
          f"{b['accuracy']:.4f}, opened again {again['accuracy']:.4f}", flush=True)
    # a strength is one of a grid in steps of 8, or lies between two of them where a weaker one was tried in every fold
    alike = (abs(math.log2(fits[0]["strength"] / fits[1]["strength"])) < 0.5
             and math.isclose(fits[0]["held_out_loss"], fits[1]["held_out_loss"], rel_tol=0.01))
    return a, b, ours["steps"] == theirs["steps"] and again["accuracy"] == b["accuracy"] and alike


def refuses():
    """Another encoder by its sizes and by its tokens, and none at all; by --other-base it goes on."""
    folder, other = WORK / "refuses", WORK / "other"
    for path in (folder, other):
        shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(MODEL, other)
    path = other / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"do_lower_case": False}))
    vocab = (other / "vocab.txt").read_text(encoding="utf-8").split("\n")
    half = len(vocab) // 2  # other words at the same ids
    (other / "vocab.txt").write_text("\n".join(vocab[:half] + vocab[half:-1][::-1] + [""]), encoding="utf-8")
    (other / "tokenizer.json").unlink(missing_ok=True)
    run("scripts/tabtune", "recipe", "--model", MODEL, "--data", DATA, "--method", "head", "--out", folder)
    tiny = ROOT / "tests" / "golden" / "tiny-bert"
    good = True
    for more, sentence in (([], "give its folder with --base"), (["--base", tiny], "hidden_size is 64, not 384"),
                           (["--base", other], "into other tokens"), (["--base", tiny, "--other-base"], "")):
        done = subprocess.run([sys.executable, str(folder / "train.py"), "--cpu", "--out", str(folder / "model"),
                               *map(str, more)], capture_output=True, text=True)
        said = " ".join(done.stderr.split())
        fine = sentence in said and (done.returncode != 0) == (sentence != "")
        good = good and fine
        print(f"recipe: {' '.join(map(str, more)) or 'no base'}: {'as it must be' if fine else said[-600:]}", flush=True)
    return good


def beside(name, ours, theirs):
    """Mean and deviation of both; whether the mean of the differences is one of chance."""
    off = [b - a for a, b in zip(ours, theirs)]
    mean, spread = statistics.mean(off), statistics.stdev(off)
    t = abs(mean) / (spread / math.sqrt(len(off))) if spread > 0 else 0 if mean == 0 else math.inf
    told = [f"{statistics.mean(x):.4f} ± {statistics.stdev(x):.4f}" for x in (ours, theirs)]
    print(f"recipe: {name} {told[0]} here and {told[1]} there; difference {mean:+.4f} ± {spread:.4f}, t {t:.2f}", flush=True)
    return t < MOST_T[len(off)]


def check(method, seeds, more):
    done = [once(method, more, seed) for seed in range(1, seeds + 1)]
    good = [fine for _, _, fine in done]
    if seeds > 1:
        good += [beside(f"{method}, {name}", [a[name] for a, _, _ in done], [b[name] for _, b, _ in done])
                 for name in ("loss", "accuracy")]
    return all(good)


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    words = sys.argv[1:]
    seeds = int(words.pop(words.index("--seeds") + 1)) if "--seeds" in words else 5
    methods = [name for name in words if not name.startswith("-")] or ["full"]
    more = [part for name in words if name.startswith("--") and name != "--seeds" for part in name.split("=")]
    sys.exit(not refuses() or not all([check(method, seeds, more) for method in methods]))


if __name__ == "__main__":
    main()
