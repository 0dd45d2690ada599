#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `scripts/tabtune tokenize` with Hugging Face's tokenizers, ids and offsets, on the lines of files.

    pip install tokenizers==0.23.3 && scripts/compare_tokenizer.py FOLDER FILE.txt.xz ...

FOLDER has an encoder's config.json and tokenizer.json. Lines that differ are printed, the first few of them, and last
how many there were."""
import json
import lzma
import pathlib
import subprocess
import sys
import threading

from tokenizers import Tokenizer

SHOWN, BATCH = 5, 2000
TABTUNE = pathlib.Path(__file__).with_name("tabtune")


def lines_of(paths):
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
            yield from (line.rstrip("\n") for line in file)


def feed(pipe, paths):
    for line in lines_of(paths):
        pipe.write(f"{line}\n")
    pipe.close()


def batches(lines):
    some = []
    for line in lines:
        some.append(line)
        if len(some) == BATCH:
            yield some
            some = []
    yield some


def main():
    folder, paths = sys.argv[1], sys.argv[2:]
    theirs = Tokenizer.from_file(f"{folder}/tokenizer.json")
    theirs.no_truncation()
    theirs.no_padding()
    ours = subprocess.Popen([TABTUNE, "tokenize", "--model", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            encoding="utf-8")
    threading.Thread(target=feed, args=(ours.stdin, paths), daemon=True).start()
    count = tokens = differ = 0
    for some in batches(lines_of(paths)):
        for line, encoding in zip(some, theirs.encode_batch(some)):
            said = json.loads(ours.stdout.readline())
            count, tokens = count + 1, tokens + len(encoding.ids)
            if said["ids"] == encoding.ids and said["offsets"] == [list(pair) for pair in encoding.offsets]:
                continue
            differ += 1
            if differ <= SHOWN:
                print(json.dumps({"line": line, "ours": said["ids"], "theirs": encoding.ids}, ensure_ascii=False))
    print(f"{count} lines, {tokens} tokens, {differ} lines differ")
    sys.exit(differ > 0)


if __name__ == "__main__":
    main()
