#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the goldens of byte-level BPE and Unigram in tests/golden/tokenizer: small tokenizers with the parts of RoBERTa's,
ModernBERT's, XLM-R's and CamemBERT's, trained on a corpus, and what Hugging Face's tokenizers make of nasty strings.

    pip install tokenizers==0.23.3 sentencepiece==0.2.3 protobuf && python scripts/goldens_subwords.py DATA [FAMILY ...]

DATA has corpus/*.txt.xz and suites as in scripts/goldens_tokenizer.py. The layout of what it writes is in
tests/golden/README.md. Development only: the files are committed."""
import io
import itertools
import json
import lzma
import pathlib
import sys
import tempfile

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

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

# Added tokens that have and take white space, one after another.
TAKING = ["from point a to point b be", "holds b button", "b b b  b", " b b<mask> b york  b"]


def make_cases(suites):
    """[text, pair or None, max_length]"""
    texts = MORE + STRINGS + suite_strings(suites)[::3]
    cases = [[text, None, 4096] for text in texts]
    whole = [text for text in MORE + STRINGS if 3 < len(text) < 50]
    cases += [[a, b, length] for a, b in zip(whole, whole[5:]) for length in (6, 25)]
    return cases + [[text, None, 4096] for text in TAKING]


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


def charsmap(**how):
    """sentencepiece's map for a normalization rule: its trainer makes it."""
    model = io.BytesIO()
    lines = ["some words to train on, a b c d e f g h i j k l m n o p q r s t u v w x y z"] * 100
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_writer=model, vocab_size=60,
                                             hard_vocab_limit=False, minloglevel=2, **how)
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return proto.normalizer_spec.precompiled_charsmap


def small_charsmap(cases):
    """The rules of nmt_nfkc, XLM-R's, for the characters of the cases and for each with the one behind it."""
    normalize = normalizers.Precompiled(charsmap(normalization_rule_name="nmt_nfkc")).normalize_str
    texts = [text for case in cases for text in case[:2] if text]
    rules = {c: normalize(c) for c in sorted(set("".join(texts))) if c != "\0" and normalize(c) != c}
    for text in texts:
        for pair in (text[i:i + 2] for i in range(len(text) - 1)):
            if "\0" not in pair and len(pair.encode()) < 6 and normalize(pair) != normalize(pair[0]) + normalize(pair[1]):
                rules[pair] = normalize(pair)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        for old, new in rules.items():
            file.write("\t".join(" ".join(f"{ord(c):X}" for c in part) for part in (old, new)) + "\n")
        file.flush()
        return charsmap(normalization_rule_tsv=file.name)


def unigram(data, normalizer, splitter, vocab_size, named, unknown, byte_fallback=False):
    """`named`: the pieces in front, with their scores."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, splitter
    trainer = trainers.UnigramTrainer(vocab_size=vocab_size, unk_token="<unk>", special_tokens=["<unk>"],
                                      show_progress=False)
    tokenizer.train_from_iterator(corpus(data, 400), trainer)
    names = {name for name, _ in named}
    vocab = named + [pair for pair in json.loads(tokenizer.to_str())["model"]["vocab"] if pair[0] not in names]
    tokenizer.model = models.Unigram([tuple(pair) for pair in vocab + [("<mask>", 0.0)]], unknown, byte_fallback)
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True, special=True)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("<s>", "</s>")])
    return json.loads(tokenizer.to_str())


def xlmr(data):
    splitter = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    named = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    normalizer = normalizers.Precompiled(small_charsmap(make_cases(data / "suites")))
    return unigram(data, normalizer, splitter, 900, named, 3)


def camembert(data):
    """As transformers converts a model of sentencepiece."""
    normalizer = normalizers.Sequence([
        normalizers.Precompiled(small_charsmap(make_cases(data / "suites"))),
        normalizers.Strip(left=False, right=True), normalizers.Replace(Regex(" {2,}"), "▁")])
    named = [("<s>NOTUSED", 0.0), ("<pad>", 0.0), ("</s>NOTUSED", 0.0), ("<unk>", 0.0), ("<unk>NOTUSED", -100.0),
             ("<s>", 0.0), ("</s>", 0.0)]
    file = unigram(data, normalizer, pre_tokenizers.Metaspace(prepend_scheme="first"), 700, named, 3)
    del file["model"]["type"]
    return file


def fallback(data):
    """Bytes for what no piece has, whole texts as words, and every other step of a normalizer."""
    normalizer = normalizers.Sequence([
        normalizers.NFD(), normalizers.Lowercase(), normalizers.Sequence([normalizers.Strip(left=True, right=True)]),
        normalizers.Replace("new", "old!"), normalizers.Replace("\u0301", ""), normalizers.Prepend("x▁")])
    named = [("<s>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)] + [(f"<0x{byte:02X}>", -9.5) for byte in range(256)]
    splitter = pre_tokenizers.Metaspace(prepend_scheme="never", split=False)
    return unigram(data, normalizer, splitter, 1000, named, 2, byte_fallback=True)


FAMILIES = {"roberta": roberta, "prefixed": prefixed, "modernbert": modernbert, "xlmr": xlmr, "camembert": camembert,
            "fallback": fallback}


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
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        text = json.dumps(make(data), ensure_ascii=False, separators=(",", ":"))
        (TARGET / f"{name}.json").write_text(text, "utf-8")
        tokenizer = Tokenizer.from_str(text)
        encodings = encode(tokenizer, cases)
        (TARGET / f"{name}.txt").write_text(
            "\n".join(golden_line(tokenizer, case, encoding) for case, encoding in zip(cases, encodings)) + "\n")


if __name__ == "__main__":
    main()
