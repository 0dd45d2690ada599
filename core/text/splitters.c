/* SPDX-License-Identifier: Apache-2.0
 * The steps of a "pre_tokenizer": a text becomes words. */
#include "base/utf8.h"
#include "text/tokenizer_parts.h"

static unsigned flags_at(const tt_symbol *text, size_t i) { return tt_char_flags(text[i].code); }

/* White space separates words; with `punctuation` each punctuation character is one. */
static void at_space(tt_writer *writer, int32_t step, const tt_symbol *text, size_t n, bool punctuation) {
    const unsigned ends = TT_CHAR_SPACE | (punctuation ? TT_CHAR_PUNCTUATION : 0);
    size_t start = 0;
    for (size_t i = 0; i < n; i++) {
        const unsigned flags = flags_at(text, i);
        if (!(flags & ends)) continue;
        if (i > start) tt_split(writer, step + 1, text + start, i - start);
        if (!(flags & TT_CHAR_SPACE)) tt_split(writer, step + 1, text + i, 1);
        start = i + 1;
    }
    if (n > start) tt_split(writer, step + 1, text + start, n - start);
}

static bool is_other(unsigned flags) { return !(flags & (TT_CHAR_LETTER | TT_CHAR_NUMBER | TT_CHAR_SPACE)); }

/* The length of 's, 't, 're, 've, 'm, 'll or 'd at the front of `text` [n], or 0. */
static size_t contraction(const tt_symbol *text, size_t n) {
    static const char endings[7][3] = {"s", "t", "re", "ve", "m", "ll", "d"};
    if (text[0].code != '\'' || n < 2) return 0;
    for (int i = 0; i < 7; i++) {
        if (text[1].code != (unsigned char)endings[i][0]) continue;
        if (!endings[i][1]) return 2;
        if (n > 2 && text[2].code == (unsigned char)endings[i][1]) return 3;
    }
    return 0;
}

/* How much of `text` [n > 0] GPT-2's pattern matches at its front:
 * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+ (Radford et al. 2019). */
static size_t gpt2_word(const tt_symbol *text, size_t n) {
    const size_t ending = contraction(text, n), space = text[0].code == ' ' && n > 1;
    const unsigned first = flags_at(text, space);
    size_t i = space;
    if (ending) return ending;
    if (!(first & TT_CHAR_SPACE)) {
        const unsigned kind = first & (TT_CHAR_LETTER | TT_CHAR_NUMBER);
        while (i < n && (kind ? (flags_at(text, i) & kind) != 0 : is_other(flags_at(text, i)))) i++;
        return i;
    }
    for (i = 1; i < n && flags_at(text, i) & TT_CHAR_SPACE;) i++;
    return i < n && i > 1 ? i - 1 : i; /* the last space belongs to the word behind it */
}

/* The sign of each byte: the byte itself where that is a visible character of Latin-1, else one from U+0100 on. */
static uint32_t sign_of(unsigned char byte) {
    if ((byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte != 0xad)) return byte;
    return 0x100 + (byte <= 0x20 ? byte : byte <= 0xa0 ? byte - 0x7f + 0x21u : 0x43u);
}

int tt_byte_of(uint32_t code) {
    for (int byte = 0; byte < 256; byte++) {
        if (sign_of((unsigned char)byte) == code) return byte;
    }
    return -1;
}

static void in_bytes(tt_writer *writer, int32_t step, const tt_symbol *text, size_t n) {
    tt_symbols *word = &writer->work->word;
    tt_symbols_reset(word);
    for (size_t i = 0; i < n; i++) {
        char bytes[4];
        const size_t length = tt_utf8_put(bytes, text[i].code);
        for (size_t b = 0; b < length; b++) tt_symbols_put(word, sign_of((unsigned char)bytes[b]), text[i].at);
    }
    if (word->n > 0) tt_split(writer, step + 1, word->items, word->n);
}

static void byte_level(tt_writer *writer, int32_t step, const tt_symbol *text, size_t n) {
    const tt_splitter *splitter = &writer->tokenizer->splitters[step];
    if (splitter->prefix && text[0].code != ' ') {
        tt_symbols *level = &writer->work->levels[step];
        tt_symbols_reset(level);
        tt_symbols_put(level, ' ', text[0].at);
        for (size_t i = 0; i < n; i++) tt_symbols_put(level, text[i].code, text[i].at);
        text = level->items;
        n = level->n;
    }
    for (size_t i = 0, length; i < n; i += length) {
        length = splitter->split ? gpt2_word(text + i, n - i) : n;
        in_bytes(writer, step, text + i, length);
    }
}

static void metaspace(tt_writer *writer, int32_t step, const tt_symbol *text, size_t n) {
    const tt_splitter *splitter = &writer->tokenizer->splitters[step];
    const uint32_t sign = splitter->sign;
    tt_symbols *level = &writer->work->levels[step];
    const bool first = splitter->prepend == TT_PREPEND_FIRST && text[0].at == 0;
    tt_symbols_reset(level);
    if ((first || splitter->prepend == TT_PREPEND_ALWAYS) && text[0].code != ' ' && text[0].code != sign) {
        tt_symbols_put(level, sign, text[0].at);
    }
    for (size_t i = 0; i < n; i++) tt_symbols_put(level, text[i].code == ' ' ? sign : text[i].code, text[i].at);
    size_t start = 0;
    for (size_t i = 1; splitter->split && i < level->n; i++) {
        if (level->items[i].code != sign) continue;
        tt_split(writer, step + 1, level->items + start, i - start);
        start = i;
    }
    if (start < level->n) tt_split(writer, step + 1, level->items + start, level->n - start);
}

void tt_split(tt_writer *writer, int32_t step, const tt_symbol *text, size_t n) {
    if (step == writer->tokenizer->splitter_count) {
        writer->tokenizer->pieces->put_word(writer, text, n);
        return;
    }
    switch (writer->tokenizer->splitters[step].kind) {
        case TT_SPLIT_BERT:
            at_space(writer, step, text, n, true);
            break;
        case TT_SPLIT_SPACE:
            at_space(writer, step, text, n, false);
            break;
        case TT_SPLIT_BYTE_LEVEL:
            byte_level(writer, step, text, n);
            break;
        case TT_SPLIT_METASPACE:
            metaspace(writer, step, text, n);
            break;
    }
}
