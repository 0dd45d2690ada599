/* SPDX-License-Identifier: Apache-2.0
 * The normalizer and the pre_tokenizer of a tokenizer.json. A Sequence stands for the steps in it. */
#include <string.h>

#include "base/utf8.h"
#include "text/read.h"

typedef tt_status (*step_reader)(tt_reader *reader, int32_t node);

/* Reads a part, or each part of the Sequence under `list`; null is no part. */
static tt_status read_steps(tt_reader *reader, int32_t node, const char *list, step_reader read) {
    if (tt_is_null(reader, node)) return TT_OK;
    if (!tt_is_type(reader, node, "Sequence")) return read(reader, node);
    const int32_t parts = tt_json_get(&reader->json, node, list);
    if (parts < 0 || reader->json.nodes[parts].type != TT_JSON_ARRAY) return tt_refuse(reader, parts, list, "a list");
    for (int32_t part = tt_json_first(&reader->json, parts); part >= 0; part = reader->json.nodes[part].next) {
        TT_TRY(read_steps(reader, part, list, read));
    }
    return TT_OK;
}

static tt_status read_pattern(tt_reader *reader, tt_pattern *out, int32_t node, const char *what) {
    size_t n, length;
    bool fits = tt_json_string(&reader->json, node, reader->scratch, reader->scratch_cap, &n);
    out->n = 0;
    for (size_t i = 0; fits && i < n; i += length) {
        length = tt_utf8_length(reader->scratch + i, n - i);
        fits = out->n < TT_MAX_PATTERN;
        if (fits) out->codes[out->n++] = tt_utf8_code(reader->scratch + i, length);
    }
    return fits ? TT_OK : tt_refuse(reader, node, what, "a string of at most 32 characters");
}

static tt_status read_bert(tt_reader *reader, tt_normalizer *step, int32_t node) {
    step->kind = TT_NORMALIZE_BERT;
    step->bert = (tt_normalization){true, true, true, true};
    TT_TRY(tt_read_bool(reader, &step->bert.clean, node, "clean_text"));
    TT_TRY(tt_read_bool(reader, &step->bert.ideographs, node, "handle_chinese_chars"));
    TT_TRY(tt_read_bool(reader, &step->bert.lowercase, node, "lowercase"));
    step->bert.strip_accents = step->bert.lowercase;
    return tt_read_bool(reader, &step->bert.strip_accents, node, "strip_accents");
}

static tt_status read_strip(tt_reader *reader, tt_normalizer *step, int32_t node) {
    step->kind = TT_NORMALIZE_STRIP;
    step->left = step->right = true;
    TT_TRY(tt_read_bool(reader, &step->left, node, "strip_left"));
    return tt_read_bool(reader, &step->right, node, "strip_right");
}

/* A string, or the regular expression of a run of spaces that sentencepiece's converters write. */
static tt_status read_replace(tt_reader *reader, tt_normalizer *step, int32_t node) {
    const int32_t pattern = tt_json_get(&reader->json, node, "pattern");
    const int32_t string = tt_json_get(&reader->json, pattern, "String");
    const int32_t regex = tt_json_get(&reader->json, pattern, "Regex");
    step->kind = TT_NORMALIZE_REPLACE;
    TT_TRY(read_pattern(reader, &step->content, tt_json_get(&reader->json, node, "content"), "content"));
    if (tt_json_equals(&reader->json, regex, " {2,}")) {
        step->run = true;
        step->pattern = (tt_pattern){{' '}, 2};
        return TT_OK;
    }
    if (string < 0) return tt_refuse(reader, pattern, "the pattern of Replace", "a String, or the Regex \" {2,}\"");
    TT_TRY(read_pattern(reader, &step->pattern, string, "the pattern of Replace"));
    return step->pattern.n > 0 ? TT_OK : tt_refuse(reader, string, "the pattern of Replace", "a character or more");
}

static tt_status read_prepend(tt_reader *reader, tt_normalizer *step, int32_t node) {
    step->kind = TT_NORMALIZE_PREPEND;
    return read_pattern(reader, &step->content, tt_json_get(&reader->json, node, "prepend"), "prepend");
}

static int base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Decodes base64 (RFC 4648) in place; false where it is none. `n` in: characters, out: bytes. */
static bool decode_base64(char *text, size_t *n) {
    uint32_t bits = 0;
    size_t out = 0, digits = *n;
    if (*n % 4 != 0) return false;
    while (digits > 0 && *n - digits < 2 && text[digits - 1] == '=') digits--;
    for (size_t i = 0; i < digits; i++) {
        const int digit = base64_digit(text[i]);
        if (digit < 0) return false;
        bits = bits << 6 | (uint32_t)digit;
        if (i % 4 > 0) text[out++] = (char)(bits >> (6 - 2 * (i % 4)) & 0xff);
    }
    *n = out;
    return true;
}

static tt_status read_charsmap(tt_reader *reader, tt_normalizer *step, int32_t node) {
    static const char *const what = "precompiled_charsmap";
    const int32_t map = tt_json_get(&reader->json, node, what);
    size_t n;
    step->kind = TT_NORMALIZE_CHARSMAP;
    if (reader->to->normalizers.charsmap.units) return tt_refuse(reader, node, "the normalizer", "one Precompiled");
    if (!tt_json_string(&reader->json, map, reader->scratch, reader->scratch_cap, &n) ||
        !decode_base64(reader->scratch, &n)) {
        return tt_refuse(reader, map, what, "a string of base64");
    }
    return tt_charsmap_new(&reader->to->normalizers.charsmap, reader->scratch, n,
                           "the precompiled_charsmap of tokenizer.json", reader->err);
}

static tt_status read_plain(tt_reader *reader, tt_normalizer *step, int32_t node) {
    static const struct {
        const char *type;
        tt_normalizer_kind kind;
        tt_form form;
    } kinds[] = {{"NFD", TT_NORMALIZE_FORM, {false, false}},
                 {"NFC", TT_NORMALIZE_FORM, {false, true}},
                 {"NFKD", TT_NORMALIZE_FORM, {true, false}},
                 {"NFKC", TT_NORMALIZE_FORM, {true, true}},
                 {"StripAccents", TT_NORMALIZE_ACCENTS, {false, false}},
                 {"Nmt", TT_NORMALIZE_NMT, {false, false}},
                 {"Lowercase", TT_NORMALIZE_LOWER, {false, false}}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (tt_is_type(reader, node, kinds[i].type)) {
            step->kind = kinds[i].kind;
            step->form = kinds[i].form;
            return TT_OK;
        }
    }
    return tt_refuse_type(reader, node, "the normalizer",
                          "BertNormalizer, NFC, NFD, NFKC, NFKD, StripAccents, Nmt, Lowercase, Strip, Replace, Prepend "
                          "or Precompiled");
}

static tt_status read_normalizer(tt_reader *reader, int32_t node) {
    static const struct {
        const char *type;
        tt_status (*read)(tt_reader *reader, tt_normalizer *step, int32_t node);
    } kinds[] = {{"BertNormalizer", read_bert}, {"Strip", read_strip},          {"Replace", read_replace},
                 {"Prepend", read_prepend},     {"Precompiled", read_charsmap}, {NULL, read_plain}};
    tt_normalizers *to = &reader->to->normalizers;
    size_t i = 0;
    if (to->count == TT_MAX_NORMALIZERS) return tt_refuse(reader, node, "the normalizer", "one of at most 16 steps");
    while (kinds[i].type && !tt_is_type(reader, node, kinds[i].type)) i++;
    tt_normalizer *step = &to->steps[to->count];
    TT_TRY(kinds[i].read(reader, step, node));
    to->count++;
    return TT_OK;
}

tt_status tt_read_normalizers(tt_reader *reader) {
    return read_steps(reader, tt_json_get(&reader->json, 0, "normalizer"), "normalizers", read_normalizer);
}

static tt_status read_metaspace(tt_reader *reader, tt_splitter *step, int32_t node) {
    static const char *const schemes[] = {"always", "first", "never"};
    const int32_t sign = tt_json_get(&reader->json, node, "replacement");
    const int32_t scheme = tt_json_get(&reader->json, node, "prepend_scheme");
    bool prefix = true;
    size_t n;
    step->kind = TT_SPLIT_METASPACE;
    step->split = true;
    TT_TRY(tt_read_bool(reader, &step->split, node, "split"));
    TT_TRY(tt_read_bool(reader, &prefix, node, "add_prefix_space"));
    if (!tt_json_string(&reader->json, sign, reader->scratch, reader->scratch_cap, &n) || n == 0 ||
        tt_utf8_length(reader->scratch, n) != n) {
        return tt_refuse(reader, sign, "the replacement of Metaspace", "a character");
    }
    step->sign = tt_utf8_code(reader->scratch, n);
    int found = prefix ? TT_PREPEND_ALWAYS : TT_PREPEND_NEVER;
    if (!tt_is_null(reader, scheme)) {
        for (found = 0; found < 3 && !tt_json_equals(&reader->json, scheme, schemes[found]);) found++;
        if (found == 3) return tt_refuse(reader, scheme, "the prepend_scheme", "always, first or never");
    }
    step->prepend = (tt_prepend)found;
    return TT_OK;
}

static tt_status read_byte_level(tt_reader *reader, tt_splitter *step, int32_t node) {
    for (const tt_splitter *other = reader->to->splitters; other < step; other++) {
        if (other->kind == TT_SPLIT_BYTE_LEVEL) return tt_refuse(reader, node, "the pre_tokenizer", "one ByteLevel");
    }
    step->kind = TT_SPLIT_BYTE_LEVEL;
    step->split = true;
    TT_TRY(tt_read_bool(reader, &step->prefix, node, "add_prefix_space"));
    return tt_read_bool(reader, &step->split, node, "use_regex");
}

static tt_status read_splitter(tt_reader *reader, int32_t node) {
    tt_tokenizer *to = reader->to;
    if (to->splitter_count == TT_MAX_SPLITTERS) return tt_refuse(reader, node, "the pre_tokenizer", "at most 4 steps");
    tt_splitter *step = &to->splitters[to->splitter_count];
    if (tt_is_type(reader, node, "BertPreTokenizer")) {
        step->kind = TT_SPLIT_BERT;
    } else if (tt_is_type(reader, node, "WhitespaceSplit")) {
        step->kind = TT_SPLIT_SPACE;
    } else if (tt_is_type(reader, node, "ByteLevel")) {
        TT_TRY(read_byte_level(reader, step, node));
    } else if (tt_is_type(reader, node, "Metaspace")) {
        TT_TRY(read_metaspace(reader, step, node));
    } else {
        return tt_refuse_type(reader, node, "the pre_tokenizer",
                              "BertPreTokenizer, ByteLevel, Metaspace or WhitespaceSplit");
    }
    to->splitter_count++;
    return TT_OK;
}

tt_status tt_read_splitters(tt_reader *reader) {
    return read_steps(reader, tt_json_get(&reader->json, 0, "pre_tokenizer"), "pretokenizers", read_splitter);
}
