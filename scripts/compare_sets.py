# SPDX-License-Identifier: Apache-2.0
"""The data sets of the comparisons: files of the public sets -> rows, and the rows that are trained on and tested.

A row of text is (text, label) or (text, pair, label); a label is a string, of several labels with commas between, of
numbers the number. A row of words is a list of (word, tag). Standard library only."""
import csv
import dataclasses
import random

CLASSES, LABELS, NUMBERS, WORDS = ("single_label_classification", "multi_label_classification", "regression",
                                   "token_classification")
TEST_ROWS = 500  # of each set, and as many to choose recipes by


def lines_of(path):
    """Split at line feeds only: one text of UCI's contains U+0085."""
    return [line.rstrip("\r") for line in path.read_text(encoding="utf-8").split("\n") if line.strip("\r")]


def read_uci(data):
    rows = []
    for path in sorted((data / "sentiment" / "uci_sentences").glob("*_labelled.txt")):
        for line in lines_of(path):
            text, label = line.rsplit("\t", 1)
            rows.append((text.strip(), {"0": "negative", "1": "positive"}[label.strip()]))
    return rows


def read_spam(data):
    rows = [line.split("\t", 1) for line in lines_of(data / "spam" / "SMSSpamCollection")]
    return [(text.strip(), label) for label, text in rows]


def read_banking77(data, side):
    with open(data / "intent" / "banking77" / f"{side}.csv", encoding="utf-8", newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def read_banking10(data, side):
    """Every eighth of the 77 intents in order of their names: as many as peers can be run with that take long for many."""
    rows = read_banking77(data, side)
    chosen = sorted({label for _, label in rows})[::8]
    return [row for row in rows if row[1] in chosen]


def read_snips(data, side):
    texts, labels = (lines_of(data / "intent" / "snips" / f"{side}.{kind}") for kind in ("seq.in", "label"))
    return [(text.strip(), label.strip()) for text, label in zip(texts, labels, strict=True)]


def read_slots(data, side):
    """The slots of snips' sentences."""
    words, tags = (lines_of(data / "intent" / "snips" / f"{side}.seq.{kind}") for kind in ("in", "out"))
    return [list(zip(a.split(), b.split(), strict=True)) for a, b in zip(words, tags, strict=True)]


def read_goemotions(data, side):
    """Comma lists of label numbers become lists of names."""
    folder = data / "multilabel" / "goemotions"
    names = (folder / "labels.txt").read_text(encoding="utf-8").split()
    lines = [line.split("\t") for line in lines_of(folder / f"{side}.tsv")]
    return [(text, ",".join(names[int(n)] for n in labels.split(","))) for text, labels, _ in lines]


def read_emotions(data, side):
    """The texts of GoEmotions that have one label, with it."""
    return [row for row in read_goemotions(data, side) if "," not in row[1]]


def read_stsb(data, side):
    """Pairs with a score from 0 to 5. The test file has no header and its columns elsewhere."""
    name, columns = ("sts-test", (5, 6, 4)) if side == "test" else (side, (7, 8, 9))
    lines = [line for line in lines_of(data / "pairs" / "stsb" / f"{name}.tsv") if not line.startswith("index\t")]
    rows = [line.split("\t") for line in lines]
    return [tuple(row[i] for i in columns) for row in rows if len(row) > max(columns)]


def read_qnli(data):
    """The dev file: the labels of the test file are not public."""
    return [tuple(line.split("\t")[1:]) for line in lines_of(data / "pairs" / "qnli" / "dev.tsv")[1:]]


def read_conll(path):
    """Sentences as lists of (word, tag)."""
    sentences = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            sentences[-1].append(tuple(line.rstrip("\r\n").split("\t")[:2]))
        elif sentences[-1]:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def read_wnut17(data, side):
    names = {"train": "wnut17train.conll", "dev": "emerging.dev.conll", "test": "emerging.test.annotated"}
    return read_conll(data / "ner" / "wnut17" / names[side])


def read_crossner(data, side):
    return read_conll(data / "ner" / "crossner_politics" / f"{side}.txt")


def normal(text):
    return " ".join(text.lower().split())


def draw(rows, per_label, banned=()):
    """The first `per_label` rows of every label; `rows` are shuffled already and keep their order. None of them is,
    case and white space aside, among `banned` or twice in the result."""
    taken, counts, seen = [], {}, set(banned)
    for text, label in rows:
        if counts.get(label, 0) < per_label and normal(text) not in seen:
            counts[label] = counts.get(label, 0) + 1
            seen.add(normal(text))
            taken.append((text, label))
    return taken


@dataclasses.dataclass
class Set:
    task: str
    read: object        # folder of the data -> (rows to train on, rows to test)
    tunes: bool         # recipes were chosen on this set; the others are held out
    per_label: bool     # its sizes count rows of each label, not all rows
    metric: str
    two: bool = False   # a row has two texts

    @property
    def sizes(self):
        return (8, 16, 64) if self.per_label else (64, 256, 1000)


def sides(read, train=("train",)):
    return lambda data: ([row for side in train for row in read(data, side)], read(data, "test"))


def divided(read):
    """For a set in one file: the rows to test are drawn from it, the others are left to train on."""
    def both(data):
        rows = read(data)
        random.Random(0).shuffle(rows)
        return rows[TEST_ROWS:], rows[:TEST_ROWS]
    return both


def keep(rows):
    """Takes rows to choose recipes by out of those to train on, the same for every size and seed: (others, kept)."""
    rows = sorted(rows)
    random.Random(0).shuffle(rows)
    kept = min(TEST_ROWS, len(rows) // 3)
    return rows[kept:], rows[:kept]


SETS = {
    "uci_sentences": Set(CLASSES, divided(read_uci), True, True, "accuracy"),
    "snips": Set(CLASSES, sides(read_snips), True, True, "accuracy"),
    "spam": Set(CLASSES, divided(read_spam), True, True, "accuracy"),
    "goemotions": Set(LABELS, sides(read_goemotions), True, False, "micro_f1"),
    "emotions": Set(CLASSES, sides(read_emotions), True, True, "accuracy"),
    "crossner_politics": Set(WORDS, sides(read_crossner, ("train", "dev")), True, False, "f1"),
    "snips_slots": Set(WORDS, sides(read_slots), True, False, "f1"),
    "banking77": Set(CLASSES, sides(read_banking77), False, True, "accuracy"),
    "banking10": Set(CLASSES, sides(read_banking10), False, True, "accuracy"),
    "wnut17": Set(WORDS, sides(read_wnut17), False, False, "f1"),
    "stsb": Set(NUMBERS, sides(read_stsb), False, False, "pearson", two=True),
    "qnli": Set(CLASSES, divided(read_qnli), False, False, "accuracy", two=True),
}


def text_of(row, task):
    return normal(" ".join(word for word, _ in row) if task == WORDS else " ".join(row[:-1]))


def names_of(row, task):
    """The labels of a row: classes, several labels or tags; of numbers none."""
    if task == WORDS:
        return [tag for _, tag in row]
    return {NUMBERS: [], LABELS: row[-1].split(",")}.get(task, [row[-1]])


def draw_all(rows, size, task, banned):
    """The first rows, those in front that bring the first of a label: what is tested was seen at least once."""
    fresh, others, seen, known = [], [], set(banned), set()
    for row in rows:
        text, names = text_of(row, task), set(names_of(row, task))
        if text not in seen:
            seen.add(text)
            (others if names <= known else fresh).append(row)
            known |= names
    return [*fresh, *others][:size]


def load(name, data, size, seed, chooses=False):
    """Rows to train on, drawn by the seed (`size` of each label or in all, or as many as there are), and the rows to
    test, or where it `chooses` those to choose recipes by; the same for every size and seed. No text is on both sides,
    and none twice in training."""
    data_set = SETS[name]
    rows, test = data_set.read(data)
    random.Random(0).shuffle(test)
    rows, kept = keep(rows)
    test = test[:TEST_ROWS]
    banned = {text_of(row, data_set.task) for row in [*test, *kept]}
    random.Random(seed).shuffle(rows)
    train = draw(rows, size, banned) if data_set.per_label else draw_all(rows, size, data_set.task, banned)
    return train, kept if chooses else test


def write_rows(path, rows, task):
    """CoNLL of words, otherwise CSV with the columns text (pair) label."""
    if task == WORDS:
        sentences = ("".join(f"{word}\t{tag}\n" for word, tag in sentence) for sentence in rows)
        path.write_text("\n".join(sentences), encoding="utf-8")
        return
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "pair", "label") if len(rows[0]) == 3 else ("text", "label"), *rows])
