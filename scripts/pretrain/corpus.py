# SPDX-License-Identifier: Apache-2.0
"""Text -> pieces of text -> a pruned vocabulary -> token ids of the student and of the teacher, kept in one .npz.

The two have different vocabularies, so a piece of text is stored with the number of the word that every token belongs
to: hidden states are compared word by word."""
import collections
import csv
import lzma
import pathlib
import random
import re

import numpy
from transformers import BertTokenizerFast

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LONGEST = 128  # tokens
WINDOW = 8  # words: a line that shares that many in a row with a test text is left out
# How often a file of the corpus is read, each time cut otherwise, and the training rows, whole: text in which people
# say what they think or want counts for more than its length, because that is what people classify.
PASSES = {"reviews": 4.0, "dialogue": 2.0, "rows": 4}
OTHER_PASSES = 0.2


def words_of(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


class Held:
    """The texts of the test splits, none of which may be seen."""

    def __init__(self, texts):
        listed = [tuple(words_of(text)) for text in texts]
        self.whole = set(listed)
        self.windows = {words[i : i + WINDOW] for words in listed for i in range(len(words) - WINDOW + 1)}

    def has(self, text):
        words = tuple(words_of(text))
        return words in self.whole or any(words[i : i + WINDOW] in self.windows for i in range(len(words) - WINDOW + 1))


def cut(line, draw):
    """Half of a line's pieces are single sentences, half are runs of sentences up to 60 words."""
    limit, piece = draw.choice((1, 60)), []
    for sentence in re.split(r"(?<=[.!?])\s+", line):
        if piece and len(" ".join(piece).split()) + len(sentence.split()) > limit:
            yield " ".join(piece)
            limit, piece = draw.choice((1, 60)), []
        piece.append(sentence)
    yield " ".join(piece)


def read_texts(corpus, splits, share):
    """Pieces of text of the corpus (of `share` of its lines) and the training rows, shuffled."""
    draw, held = random.Random(1), Held([text for file in sorted(splits.glob("*_test.csv")) for text in read_csv(file)])
    texts, left_out = [], 0
    for file in sorted(corpus.glob("*.txt.xz")):
        passes = share * PASSES.get(file.name.split(".")[0], OTHER_PASSES)
        for line in lzma.open(file, "rt", encoding="utf-8"):
            for _ in range(int(passes + draw.random())):
                for piece in cut(line.strip(), draw):
                    if held.has(piece):
                        left_out += 1
                    elif len(piece.split()) > 2:
                        texts.append(piece)
    rows = [text for file in sorted(splits.glob("*_train.csv")) for text in read_csv(file) if not held.has(text)]
    print(f"{len(texts)} pieces of the corpus ({left_out} left out: in a test split), {len(rows)} training rows")
    texts += rows * int(PASSES["rows"])
    draw.shuffle(texts)
    return texts


def batched(items, size=2000):
    return (items[at : at + size] for at in range(0, len(items), size))


def prune(teacher, texts, size):
    """The special tokens, every ASCII character alone and continued, then the teacher's pieces used most."""
    counts = collections.Counter()
    for batch in batched(texts):
        for encoding in teacher(batch, add_special_tokens=False).encodings:
            counts.update(encoding.tokens)
    order = sorted(teacher.vocab, key=teacher.vocab.get)
    basic = [p for p in order if len(p.removeprefix("##")) == 1 and p.isascii()]
    often = sorted(counts, key=lambda piece: (-counts[piece], piece))
    kept = set([p for p in dict.fromkeys(SPECIAL + basic + often)][:size])
    covered = sum(n for piece, n in counts.items() if piece in kept) / sum(counts.values())
    print(f"{len(kept)} of {len(order)} pieces kept, {100 * covered:.2f} % of all tokens")
    return [piece for piece in order if piece in kept]


def encode(tokenizer, texts):
    """Flat ids, flat word numbers (-1 at special tokens), and where each text starts."""
    ids, words, lengths = [], [], []
    for batch in batched(texts):
        for encoding in tokenizer(batch, truncation=True, max_length=LONGEST).encodings:
            ids.append(numpy.array(encoding.ids, numpy.uint16))
            words.append(numpy.array([-1 if w is None else w for w in encoding.word_ids], numpy.int16))
            lengths.append(len(encoding.ids))
    return numpy.concatenate(ids), numpy.concatenate(words), numpy.concatenate([[0], numpy.cumsum(lengths)])


def prepare(out, corpus, splits, teacher_folder, pieces, size, share):
    """Writes `out`/vocab.txt, with these pieces or (None) the `size` used most, and `out`/corpus.npz, once."""
    if (out / "corpus.npz").exists():
        return
    out.mkdir(parents=True, exist_ok=True)
    teacher = BertTokenizerFast.from_pretrained(teacher_folder)
    texts = read_texts(corpus, splits, share)
    pieces = pieces or prune(teacher, texts, size)
    (out / "vocab.txt").write_text("".join(piece + "\n" for piece in pieces), encoding="utf-8")
    arrays = {}
    for name, tokenizer in (("student", BertTokenizerFast(str(out / "vocab.txt"))), ("teacher", teacher)):
        arrays |= zip((f"{name}_ids", f"{name}_words", f"{name}_starts"), encode(tokenizer, texts))
        print(f"{name}: {len(arrays[name + '_ids'])} tokens")
    numpy.savez(out / "corpus.tmp.npz", **arrays)
    pathlib.Path(out / "corpus.tmp.npz").rename(out / "corpus.npz")
