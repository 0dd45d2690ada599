#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the goldens of the normalizers NFKC, NFKD, StripAccents and Nmt in tests/golden/tokenizer: forms.txt, what they do
to each code point, and small tokenizers of the kinds that have them, with what Hugging Face's tokenizers make of nasty
strings. Takes the packages and the DATA of scripts/goldens_subwords.py.

    python scripts/goldens_forms.py DATA

The layout of what it writes is in tests/golden/README.md. Development only: the files are committed."""
import json
import pathlib
import struct
import sys
import zlib

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from goldens_subwords import MORE, corpus, golden_line, unigram
from goldens_tokenizer import CODES, STRINGS, TARGET, encode, ranges

ODD = [
    "ﷺ ﷲ ﷻ", "a\u0344\u0323b", "① ② ⑳ ½ ¼ x² x₃ ™ ℠ № ℃ Å", "ｶﾞｷﾞ ﾊﾟ ｶ\u3099", "ﬀi ﬃ ﬄ ſt ﬆ", "ㄱㄴ ﾡﾢ ᄀ\u1161\u11a8 각", "\u1e9b\u0323 \u017f\u0323",
    "ＡＢＣ　ａｂｃ", "㍿ ㌀ ㋿ ㎏ ㏒", "… ‥ ․ ‼ ⁉", "\u2126 \u212a \u2460", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟘𝟙𝟚", "क\u094d\u0937\u093f का\u0903 त\u0941", "\u0e33 \u0eb3 น้ำ",
    "a\u20dd b\u20e3 \u0488x", "\u00a8 \u00b4 \u02d8x", "e\u0301\u0302\u0323\u0327 ẹ\u0301", "\u0132 \u01c4 \u01f1 \u0149", "\u0f77 \u0f79 \u0f0c",
    "a\u00a0b\u2002c\u202fd\u205fe\u3000f", "x\u0001y\u000bz\u007f\u008f\u009f", "a\ufeffb\u200bc\u200fd\u2028e\u2029f", "▁a ▁ b▁", "\u0000a\u0000",
    "\u1cf2\u1cf3 \u1cf4", "\U0001d165\u0323", "\u0345\u0345α\u0345", "ΐ ΰ ῼ ᾳ", "שּׁ אָ", "ﻼ ﻻ ﺍ", "\U0002f800\U0002fa1d", "豈 更 車", "\u3131\u314f", "ǅ ᵃ ₐ ª º",
    "STRASSE Straße İI ıi", "\u03d3\u0301 \u03d2\u0301 \u03f9", "\u0300", "\u0300a", " \u0300", "\u0903\u0300a", "⑴⒈⒜Ⓐⓐ", "㈀㈎㈱", "\u1100\u1161\u11a8\u11a8",
]


def make_cases(suites):
    """[text, pair or None, max_length]"""
    lines = [line.split(";")[0].split() for line in (suites / "unicode" / "NormalizationTest.txt").read_text("utf-8").split("\n")
             if line and line[0] not in "#@"]
    texts = MORE + STRINGS + ODD + ["".join(chr(int(code, 16)) for code in line) for line in lines[::150] if len(line) > 1]
    whole = [text for text in ODD + MORE if 3 < len(text) < 50]
    return [[text, None, 4096] for text in texts] + [[a, b, 12] for a, b in zip(whole, whole[7:])]


def write_forms():
    """Sets as ranges; of a form and 1,024 code points the checksum of those that are others in it, and of what they are."""
    odd = normalizers.StripAccents()
    lines = ["combining" + ranges([c for c in CODES if odd.normalize_str(f"a{chr(c)}b") == "ab"])]
    for name in ("NFKD", "NFKC"):
        form, crcs = getattr(normalizers, name)(), {}
        for code in CODES:
            text = form.normalize_str(chr(code))
            if text != chr(code):
                numbers = [code, *map(ord, text)]
                crcs[code // 1024] = zlib.crc32(struct.pack(f"<{len(numbers)}I", *numbers), crcs.get(code // 1024, 0))
        lines += [f"{name} {block * 1024} {crc}" for block, crc in crcs.items()]
    (TARGET / "forms.txt").write_text("\n".join(lines) + "\n")


def piecewise(data):
    """As tokenizers' SentencePieceUnigramTokenizer, with the frame of RoBERTa."""
    normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " "),
                                       normalizers.Lowercase()])
    named = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    return unigram(data, normalizer, pre_tokenizers.Metaspace(), 500, named, 3)


def plain(data):
    """Byte-level BPE on letters without accents."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Replace("``", '"'), normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(vocab_size=500, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(corpus(data, 400), trainer)
    tokenizer.add_tokens(["Ｎew"])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True,
                                                            add_prefix_space=False)
    return json.loads(tokenizer.to_str())


def marked(data):
    """Marks go where the text has them as code points of their own."""
    return unigram(data, normalizers.StripAccents(), pre_tokenizers.Metaspace(prepend_scheme="first"), 400,
                   [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)], 3)


def main():
    data = pathlib.Path(sys.argv[1])
    write_forms()
    cases = make_cases(data / "suites")
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (TARGET / "form_cases.json").write_text(f"[{lines}]\n", "utf-8")
    for make in (piecewise, plain, marked):
        text = json.dumps(make(data), ensure_ascii=False, separators=(",", ":"))
        (TARGET / f"{make.__name__}.json").write_text(text, "utf-8")
        tokenizer = Tokenizer.from_str(text)
        encodings = encode(tokenizer, cases)
        (TARGET / f"{make.__name__}.txt").write_text(
            "\n".join(golden_line(tokenizer, case, encoding) for case, encoding in zip(cases, encodings)) + "\n")


if __name__ == "__main__":
    main()
