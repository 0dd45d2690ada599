#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/golden/tokenizer: what Hugging Face's fast BertTokenizer says of nasty strings.

    pip install tokenizers==0.23.3 && python scripts/goldens_tokenizer.py DATA

DATA has vocab/bert-base-{uncased,cased,multilingual-cased,chinese}-vocab.txt and suites/{text/blns.json,
unicode/NormalizationTest.txt,utf8/UTF-8-test.txt}. The layout of what it writes is in tests/golden/README.md.
Development only: the files are committed."""
import json
import pathlib
import sys

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

TARGET = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "tokenizer"
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
CODES = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]

# name, vocabulary, what BertNormalizer is told, added tokens that are looked for in the normalized text
FAMILIES = [
    ("uncased", "uncased", dict(lowercase=True), []),
    ("cased", "cased", dict(lowercase=False), []),
    ("multilingual", "multilingual-cased", dict(lowercase=False), []),
    ("chinese", "chinese", dict(lowercase=True), []),
    ("accents", "uncased", dict(lowercase=True, strip_accents=False, handle_chinese_chars=False),
     ["São Paulo", "New", "New York", "!?"]),
]

STRINGS = [
    "", " ", " \t\r\n ", "Hello, world!", "unaffable", "don't  stop-believing...", "a\u0301e\u0301",
    "Ünïcödé ÀÉÎÕÜ ñ ç", "ÅÅ Å ﬁ ﬂ ½ ² №", "İstanbul ISTANBUL ıI iİ", "Straße STRASSE ẞß", "ǅ ǆ Ǆ ǈ ǋ ǲ ᾈ ᾳ",
    "ΑΣ Σίσυφος ΟΔΟΣ ς", "Ꙋ Ꞌ Ა Ꭰ ꭰ 𐐀 𞤀 Ɤ Ᲊ 𐵐 𖺠", "中文字符 测试，漢字。", "日本語のテキスト カタカナ ｶﾀｶﾅ", "한국어 각가힣 ㅎㅏㄴ 한", "你好world再见",
    "\U0002B820 \U0002B91F \U0002B920 \U0002CEAF \U0002CEB0 \U0002EBE0 \U00030000", "㐀䶿 一鿿 豈舘 丽𪘀 𠀀𪛟 𪜀",
    "👩‍👩‍👧‍👦 👍🏽 🇩🇪 ❤️ ☠ ✌️", "a\u0000b\u0001c\u001fd\u007fe\u0080f\u009fg",
    "a\u0085b\u00a0c\u1680d\u2028e\u2029f\u202fg\u3000h", "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg",
    "\ufffd a\ufffdb", "\u0301 \u0301a \u0327\u0301\u0308", "q\u0307\u0323 q\u0323\u0307",
    "a\u0344b \u0f73\u0f71 \u0f75\u0f80\u0f74", "\u0302\u0301\u0300\u0316\u0317a\u0316\u0302",
    "\ue000 a\uf8ffb \U000f0000 \U0010fffd", "\u0378 a\u05ffb \uffff \U0001ffff \U000e0080",
    "שלום עולם ש\u05b8\u05c1לו\u05b9ם", "السلام عليكم السَّلَامُ", "हिन्दी नमस्ते की", "ไทย ภาษาไทย ที่", "ཧཱུྃ ཨོཾ",
    "Tiếng Việt ở ệ Ữ", "x" * 99, "x" * 100, "x" * 101, "é" * 100, "e\u0301" * 100, "a" * 100 + "-" + "b" * 101,
    "\u0301" * 300 + "a", "가" * 34, "가" * 33 + "a", "un" * 50, "[CLS] [SEP]", "a[MASK]b", "[mask] [Mask]", "[[MASK]]",
    "[MASK", "[ MASK ]", "[UNK][PAD]", "[CLS]\u0301", "e[MASK]\u0301", "[unused1]", "[unused1", "##ing ## #", "a##b",
    "$1,000.50 £5 €7 ¥ ₹ §4 ©®™", "a_b+c=d<e>f^g`h|i~j", "«quoted» “quoted” ‘q’ „x‟ …—–‒", "؟ ، ؛ ۔ । ॥ ၊ ។ ᠂ 、 。 ・",
    "\u166d \u1734 \u111c9 \U000111c9 \u2e43 \U00010f55", "\u1806 \u2e3a \ufe58 \uff0d", ";\u037e ` \u1fef · \u0387",
    "① ⅷ Ⅷ ℃ K Å", "http://example.com/a?b=c&d=%20#e", "user.name+tag@example.co.uk", "C++ C# F# .NET",
    "12345 3.14159 1e-10 0xFF", "São Paulo são paulo SÃO PAULO Sao", "New York new york newyork New", "Really!? !?!",
    "I\u0307 i\u0307 İ\u0323", "\u1e9b\u0323 \u0390 \u1f82 \u1fb7", "\uac00\u11a8 \u1100\u1161\u11a8",
    "\u1112\u1161\u11ab", "a\u035cb\u0361c", "\u20dd a\u20dd \u0903 \u093f", "e\u0301\u0327\u031b\u0345",
    "<script>alert('x')</script>", "\\n \\t \"q\" 'q'", "𝕳𝖊𝖑𝖑𝖔 𝒲 ℍ 🄰", "ﷺ ﷽ ﬆ",
    "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
    "The quick brown fox jumps over the lazy dog. " * 3, "\U000e0001\U000e0041 \ufe0f\ufe0e",
    "\u180e \u061c \u2066x\u2069 \u202ex\u202c", "\u0600 \u06dd \u070f \u08e2 \U000110bd \U000110cd",
]


def suite_strings(suites):
    """Every naughty string; the well-formed lines of the stress test; a part of the normalization test, whose lines
    are mostly one character each."""
    strings = json.loads((suites / "text" / "blns.json").read_text("utf-8"))
    for line in (suites / "utf8" / "UTF-8-test.txt").read_bytes().split(b"\n"):
        try:
            strings.append(line.decode("utf-8").rstrip("| "))
        except UnicodeDecodeError:
            pass
    lines = [line for line in (suites / "unicode" / "NormalizationTest.txt").read_text("utf-8").split("\n")
             if line and line[0] not in "#@"]
    short = [line for line in lines if " " not in line.split(";")[0]]
    long = [line for line in lines if " " in line.split(";")[0]]
    for line in short[::200] + long[::16]:
        strings.append("".join(chr(int(code, 16)) for code in line.split(";")[0].split()))
    return [string for string in strings if len(string) <= 160]


def make_cases(suites):
    """[text, pair or None, max_length]"""
    cases = [[text, None, 512] for text in STRINGS + suite_strings(suites)]
    cases += [[text, None, length] for text in STRINGS[3:40:3] for length in (2, 3, 5, 8)]
    whole = [text for text in STRINGS if 3 < len(text) < 60]
    cases += [[a, b, length] for a, b in zip(whole, whole[7:]) for length in (3, 8, 25)]
    long = "The quick brown fox jumps over the lazy dog. "
    times = ((3, 4), (4, 3), (3, 3), (0, 2), (2, 0))
    cases += [[long * a, long * b, length] for a, b in times for length in (10, 11, 12, 13, 45)]
    return cases


def make_tokenizer(vocab, normalizer, added):
    """As transformers builds one from a vocab.txt."""
    tokenizer = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(**normalizer)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(name, vocab[name]) for name in ("[CLS]", "[SEP]")])
    tokenizer.add_special_tokens(SPECIALS)
    tokenizer.add_tokens([AddedToken(content, normalized=True) for content in added])
    return tokenizer


def encode(tokenizer, cases):
    result = []
    for text, pair, length in cases:
        tokenizer.enable_truncation(length, strategy="longest_first")
        result.append(tokenizer.encode(text, pair))
    return result


def golden_line(tokenizer, case, encoding):
    """Tokens of the text and of its pair without the special ones, tokens before cutting with them, and for each token
    its id, where it starts after the end of the one before, and its length."""
    tokenizer.no_truncation()
    full = len(tokenizer.encode(case[0], case[1]).ids)
    ends = [tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")]
    specials = [i for i, sequence in enumerate(encoding.sequence_ids) if sequence is None]
    counts = [encoding.sequence_ids.count(0), encoding.sequence_ids.count(1)]
    assert specials == [0, counts[0] + 1] + ([sum(counts) + 2] if case[1] is not None else [])
    assert [encoding.ids[i] for i in specials] == ends + ends[1:] * (len(specials) - 2)
    assert encoding.type_ids == [0] * (counts[0] + 2) + [1] * (len(encoding.ids) - counts[0] - 2)
    numbers, before = counts + [full], 0
    for i, (start, end) in enumerate(encoding.offsets):
        if i in specials:
            before = 0
            continue
        numbers += [encoding.ids[i], start - before, end - start]
        before = end
    return " ".join(map(str, numbers))


def prune(vocab, tokenizer, normalizer, added, cases, encodings):
    """The part of the vocabulary that these strings need, and some that they do not, under the same ids."""
    split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
    kept = set(SPECIALS) | {piece for i, piece in enumerate(vocab) if i % 97 == 0}
    for case, encoding in zip(cases, encodings):
        kept.update(token for token in encoding.tokens if token in vocab)
        # Every piece that a word which becomes [UNK] could have begun with, so that it fails as it did.
        for text in case[:2]:
            for word, _ in split(tokenizer.normalizer.normalize_str(text or "")):
                kept.update({word[:n] for n in range(1, len(word) + 1)} & vocab.keys())
                kept.update({"##" + c for c in word} & vocab.keys())
    pruned = {piece: i for piece, i in vocab.items() if piece in kept}
    again = encode(make_tokenizer(pruned, normalizer, added), cases)
    for case, one, other in zip(cases, encodings, again):
        assert one.tokens == other.tokens, (case, one.tokens, other.tokens)
    return pruned


def write_family(data, name, source, normalizer, added, cases):
    lines = (data / "vocab" / f"bert-base-{source}-vocab.txt").read_text("utf-8").split("\n")[:-1]
    vocab = {line.rstrip(): i for i, line in enumerate(lines)}
    tokenizer = make_tokenizer(vocab, normalizer, added)
    encodings = encode(tokenizer, cases)
    (TARGET / f"{name}.txt").write_text(
        "\n".join(golden_line(tokenizer, case, encoding) for case, encoding in zip(cases, encodings)) + "\n")
    tokenizer.no_truncation()
    file = json.loads(tokenizer.to_str())
    file["model"]["vocab"] = prune(vocab, tokenizer, normalizer, added, cases, encodings)
    (TARGET / f"{name}.json").write_text(json.dumps(file, ensure_ascii=False, separators=(",", ":")), "utf-8")


def ranges(codes):
    runs = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f" {first} {last}" for first, last in runs)


def write_unicode():
    """What the normalizers do to each code point: the sets as ranges, the mappings one by one."""
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    clean = normalizers.BertNormalizer(**off | dict(clean_text=True))
    strip = normalizers.BertNormalizer(**off | dict(strip_accents=True))
    chinese = normalizers.BertNormalizer(**off | dict(handle_chinese_chars=True))
    split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
    between = {code: f"a{chr(code)}b" for code in CODES}
    sets = dict(
        removed=[code for code in CODES if clean.normalize_str(between[code]) == "ab"],
        space=[code for code in CODES if len(split(between[code])) == 2],
        punctuation=[code for code in CODES if len(split(between[code])) == 3],
        mark=[code for code in CODES if strip.normalize_str(between[code]) == "ab"],
        ideograph=[code for code in CODES if chinese.normalize_str(between[code]) == f"a {chr(code)} b"])
    for name, pattern in (("letter", r"\p{L}"), ("number", r"\p{N}")):
        split = pre_tokenizers.Split(Regex(pattern), "isolated").pre_tokenize_str
        sets[name] = [code for code in CODES if len(split(f"\x01{chr(code)}\x01")) == 3]
    lines = [name + ranges(codes) for name, codes in sets.items()]
    for name, normalizer in (
            ("decompose", normalizers.NFD()), ("lower", normalizers.Lowercase()), ("compose", normalizers.NFC())):
        for code in CODES:
            text = normalizer.normalize_str(chr(code))
            if text != chr(code) and not 0xAC01 < code < 0xD7A3:  # of the Hangul syllables, the first two and the last
                lines.append(f"{name} {code} " + " ".join(str(ord(c)) for c in text))
    (TARGET / "unicode.txt").write_text("\n".join(lines) + "\n")


def main():
    data = pathlib.Path(sys.argv[1])
    TARGET.mkdir(parents=True, exist_ok=True)
    cases = make_cases(data / "suites")
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (TARGET / "cases.json").write_text(f"[{lines}]\n", "utf-8")
    for family in FAMILIES:
        write_family(data, *family, cases)
    write_unicode()


if __name__ == "__main__":
    main()
