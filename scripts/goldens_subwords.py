#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the goldens of byte-level BPE in tests/golden/tokenizer: small tokenizers with the parts of RoBERTa's and
ModernBERT's, trained on a corpus, and what Hugging Face's tokenizers make of nasty strings.

    pip install tokenizers==0.23.3 && python scripts/goldens_subwords.py DATA

DATA has corpus/*.txt.xz and suites as in scripts/goldens_tokenizer.py. The layout of what it writes is in
tests/golden/README.md. Development only: the files are committed."""
import itertools
import json
import lzma
import pathlib
import sys

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from goldens_tokenizer import STRINGS, TARGET, encode, suite_strings

MORE = [
    "I'm you're we've he'll she'd it's don't 'sound 'S 'LL 're've''t", "a  b   c\td\n\ne \n f", "   leading", "trailing   ",
    "\t\ttabs\t x", " ", "  ", "\n", "x\u3000\u3000y \u00a0z\u2009 \u2028w", "12a34 ½²Ⅷ٣४ 5th", "a<mask>b <mask>  <mask>",
    "a  <mask> , <mask>.", "  <mask>", "<mask>  ", "a [MASK] b[MASK]  [MASK]", "<s></s><pad><unk>", "</s> <s>x",
    "New York new  york NEW", "a\u0301\u0323 e\u0301 \u1100\u1161\u11a8 \u212b \u0958 \u1e9b\u0323",
    "e\u0302\u0301 \u0928\u093c \u0cc6\u0cc2\u0cd5 \u3042\u3099", "    four     five      six", "if x:\n        return  1\n\n\n",
    "ﬁ ﬂ ㎏ ｆｕｌｌ ｗｉｄｔｈ １２ ㌀ ｶﾞ", "\ufe0f\u200d\u200b\u00ad", "a\r\nb\r\u0085c", "™® © №", "👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇩🇪❤️",
    "ส\u0e33\u0e49 น้ำ ำ", "\u0600\u0661 \u06dda \u070fb", "▁a ▁ ▁▁b _c", "\ufffd\ufffd a\ufffd", "\u0000 a\u0000b", "é" * 40, "ab" * 300,
    " " * 60 + "x" + " " * 61, "'" * 9, "a'sb'tc's", "\u2019s \u02bcs", "0" * 70, "no\u0301 \u0301", "x\ufe0fy", "\u1f82 \u0390 \u01c4",
]


def make_cases(suites):
    """[text, pair or None, max_length]"""
    texts = MORE + STRINGS + suite_strings(suites)[::3]
    cases = [[text, None, 4096] for text in texts]
    whole = [text for text in MORE + STRINGS if 3 < len(text) < 50]
    cases += [[a, b, length] for a, b in zip(whole, whole[5:]) for length in (6, 25)]
    return cases


def corpus(data, lines):
    for file in sorted((data / "corpus").glob("*.txt.xz")):
        with lzma.open(file, "rt", encoding="utf-8") as text:
            yield from itertools.islice(text, lines)
    for _ in range(30):
        yield from MORE + STRINGS


def roberta(data):
    tokenizer = Tokenizer(models.BPE(continuing_subword_prefix="", end_of_word_suffix=""))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    trainer = trainers.BpeTrainer(
        vocab_size=900, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(corpus(data, 2000), trainer)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True)])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True,
                                                            add_prefix_space=False)
    return json.loads(tokenizer.to_str())


def prefixed(data):
    """RoBERTa with add_prefix_space, and merges as strings, as in older files."""
    file = roberta(data)
    file["pre_tokenizer"]["add_prefix_space"] = file["post_processor"]["add_prefix_space"] = True
    file["model"]["merges"] = [" ".join(merge) for merge in file["model"]["merges"]]
    del file["model"]["type"]
    return file


def modernbert(data):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=800, special_tokens=["<|padding|>", "<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(corpus(data, 2000), trainer)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_tokens([AddedToken(" " * n, normalized=True) for n in range(24, 1, -1)])
    tokenizer.add_tokens([AddedToken("|||EMAIL_ADDRESS|||", normalized=True), AddedToken("New\u0301", normalized=True),
                          AddedToken("york ", rstrip=True, normalized=False), AddedToken(" b", lstrip=True, rstrip=True)])
    tokenizer.add_special_tokens([AddedToken(name, special=True, lstrip=name == "[MASK]")
                                  for name in ("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]")])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")])
    file = json.loads(tokenizer.to_str())
    file["model"]["ignore_merges"] = True
    return file


FAMILIES = {"roberta": roberta, "prefixed": prefixed, "modernbert": modernbert}


def golden_line(tokenizer, case, encoding):
    """As that of scripts/goldens_tokenizer.py: the special tokens are left out."""
    tokenizer.no_truncation()
    full = len(tokenizer.encode(case[0], case[1]).ids)
    numbers, before, sequence = [encoding.sequence_ids.count(0), encoding.sequence_ids.count(1), full], 0, 0
    for i, (start, end) in enumerate(encoding.offsets):
        if encoding.sequence_ids[i] is None:
            continue
        if encoding.sequence_ids[i] != sequence:
            before, sequence = 0, encoding.sequence_ids[i]
        numbers += [encoding.ids[i], start - before, end - start]
        before = end
    return " ".join(map(str, numbers))


def main():
    data = pathlib.Path(sys.argv[1])
    cases = make_cases(data / "suites")
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (TARGET / "subword_cases.json").write_text(f"[{lines}]\n", "utf-8")
    for name, make in FAMILIES.items():
        text = json.dumps(make(data), ensure_ascii=False, separators=(",", ":"))
        (TARGET / f"{name}.json").write_text(text, "utf-8")
        tokenizer = Tokenizer.from_str(text)
        encodings = encode(tokenizer, cases)
        (TARGET / f"{name}.txt").write_text(
            "\n".join(golden_line(tokenizer, case, encoding) for case, encoding in zip(cases, encodings)) + "\n")


if __name__ == "__main__":
    main()
