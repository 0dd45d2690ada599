#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Result files of compare_tabtune.py and compare_transformers.py -> rows of a Markdown table, mean ± deviation in %.

    scripts/compare_table.py 'Sentiment, Tabtune=build/compare/uci_tabtune.json' ...
    scripts/compare_table.py --metrics pearson,spearman ..."""
import json
import statistics
import sys

METRICS = "accuracy,macro_f1,mcc"


def cell(values):
    deviation = f" ± {100 * statistics.stdev(values):.1f}" if len(values) > 1 else ""
    return f"{100 * statistics.mean(values):.1f}{deviation}"


def main():
    arguments = sys.argv[1:]
    metrics = METRICS.split(",")
    if arguments[:1] == ["--metrics"]:
        metrics, arguments = arguments[1].split(","), arguments[2:]
    print("| |", " | ".join(metrics), "| seeds |")
    print("|---" * (len(metrics) + 2) + "|")
    for argument in arguments:
        name, path = argument.split("=", 1)
        with open(path, encoding="utf-8") as file:
            results = json.load(file)["results"]
        cells = [cell([result[metric] for result in results]) for metric in metrics]
        print("|", name, "|", " | ".join(cells), "|", len(results), "|")


if __name__ == "__main__":
    main()
