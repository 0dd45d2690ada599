#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Result files of compare_tabtune.py and compare_transformers.py -> rows of a Markdown table, mean ± deviation in %.

    scripts/compare_table.py 'Sentiment, Tabtune=build/compare/uci_tabtune.json' ..."""
import json
import statistics
import sys

METRICS = {"accuracy": "Accuracy", "macro_f1": "Macro F1", "mcc": "MCC"}


def cell(values):
    deviation = f" ± {100 * statistics.stdev(values):.1f}" if len(values) > 1 else ""
    return f"{100 * statistics.mean(values):.1f}{deviation}"


def main():
    print("| |", " | ".join(METRICS.values()), "| Seeds |")
    print("|---" * (len(METRICS) + 2) + "|")
    for argument in sys.argv[1:]:
        name, path = argument.split("=", 1)
        with open(path, encoding="utf-8") as file:
            results = json.load(file)["results"]
        cells = [cell([result[metric] for result in results]) for metric in METRICS]
        print("|", name, "|", " | ".join(cells), "|", len(results), "|")


if __name__ == "__main__":
    main()
