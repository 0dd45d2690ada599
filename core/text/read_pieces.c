/* SPDX-License-Identifier: Apache-2.0
 * The model of a tokenizer.json: its pieces, and what goes with them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/read.h"

/* {"piece": id, ..} */
static tt_status read_ids(tt_reader *reader, int32_t model) {
    const int32_t vocab = tt_json_get(&reader->json, model, "vocab");
    const tt_json_node *nodes = reader->json.nodes;
    if (vocab < 0 || nodes[vocab].type != TT_JSON_OBJECT) {
        return tt_refuse(reader, vocab, "vocab", "an object of ids by piece");
    }
    for (int32_t key = tt_json_first(&reader->json, vocab); key >= 0; key = nodes[key].next) {
        int64_t id;
        size_t n;
        if (!tt_json_integer(&reader->json, key + 1, &id)) {
            return tt_refuse(reader, key + 1, "the id of a piece", "a whole number");
        }
        tt_json_string(&reader->json, key, reader->scratch, reader->scratch_cap, &n);
        TT_TRY(tt_vocab_put(&reader->to->vocab, id, reader->scratch, n, true, reader->err));
    }
    return TT_OK;
}

static tt_status read_wordpiece(tt_reader *reader, int32_t model) {
    const int32_t prefix = tt_json_get(&reader->json, model, "continuing_subword_prefix");
    const int32_t chars = tt_json_get(&reader->json, model, "max_input_chars_per_word");
    int64_t most = TT_WORD_CHARS;
    if (!tt_json_equals(&reader->json, prefix, TT_CONTINUES)) {
        return tt_refuse(reader, prefix, "continuing_subword_prefix", TT_CONTINUES);
    }
    tt_json_integer(&reader->json, chars, &most);
    if (most != TT_WORD_CHARS) return tt_refuse(reader, chars, "max_input_chars_per_word", "100");
    return read_ids(reader, model);
}

/* A merge is "a b" or ["a", "b"]. Both halves go to `scratch`, one after the other; `n` are their lengths. */
static bool read_halves(tt_reader *reader, int32_t node, size_t n[2]) {
    const tt_json *json = &reader->json;
    const int32_t left = tt_json_first(json, node);
    size_t all;
    if (left >= 0) {
        const int32_t right = json->nodes[left].next;
        return json->nodes[node].size == 2 && json->nodes[node].type == TT_JSON_ARRAY &&
               tt_json_string(json, left, reader->scratch, reader->scratch_cap, &n[0]) &&
               tt_json_string(json, right, reader->scratch + n[0], reader->scratch_cap - n[0], &n[1]);
    }
    if (!tt_json_string(json, node, reader->scratch, reader->scratch_cap, &all)) return false;
    char *space = memchr(reader->scratch, ' ', all);
    if (!space) return false;
    n[0] = (size_t)(space - reader->scratch);
    n[1] = all - n[0] - 1;
    memmove(space, space + 1, n[1]);
    return !memchr(space, ' ', n[1]);
}

static tt_status read_merge(tt_reader *reader, int32_t node, int32_t rank) {
    const tt_vocab *vocab = &reader->to->vocab;
    const uint32_t at = reader->json.nodes[node].start;
    size_t n[2];
    if (!read_halves(reader, node, n)) return tt_refuse(reader, node, "a merge", "\"a b\" or [\"a\", \"b\"]");
    const char *parts[3] = {reader->scratch, reader->scratch + n[0], reader->scratch};
    const size_t lengths[3] = {n[0], n[1], n[0] + n[1]};
    int32_t ids[3];
    for (int i = 0; i < 3; i++) {
        ids[i] = tt_vocab_id(vocab, parts[i], lengths[i]);
        if (ids[i] >= 0) continue;
        return tt_fail(reader->err, TT_E_FORMAT, at,
                       "%s: merge %d, at byte %u, is of the piece \"%.*s\", which the "
                       "vocabulary lacks",
                       reader->file, (int)rank, (unsigned)at, tt_shown(parts[i], lengths[i]), parts[i]);
    }
    if (tt_merges_put(&reader->to->merges, (tt_merge){ids[0], ids[1], rank, ids[2]})) return TT_OK;
    return tt_fail(reader->err, TT_E_MEMORY, -1, "there is not enough memory for the merges of the vocabulary");
}

static tt_status read_merges(tt_reader *reader, int32_t model) {
    const int32_t merges = tt_json_get(&reader->json, model, "merges");
    const tt_json_node *nodes = reader->json.nodes;
    int32_t rank = 0;
    size_t longest = 0;
    if (merges < 0 || nodes[merges].type != TT_JSON_ARRAY) return tt_refuse(reader, merges, "merges", "a list");
    /* both halves of an array have to fit in the room for one string */
    for (int32_t merge = tt_json_first(&reader->json, merges); merge >= 0; merge = nodes[merge].next) {
        longest = tt_max_size(longest, nodes[merge].end - nodes[merge].start);
    }
    if (longest >= reader->scratch_cap) {
        char *scratch = tt_grow(reader->scratch, longest + 1, 1);
        if (!scratch) return tt_fail(reader->err, TT_E_MEMORY, -1, "there is not enough memory for the merges");
        reader->scratch = scratch;
        reader->scratch_cap = longest + 1;
    }
    for (int32_t merge = tt_json_first(&reader->json, merges); merge >= 0; merge = nodes[merge].next) {
        TT_TRY(read_merge(reader, merge, rank++));
    }
    return TT_OK;
}

/* null, "" and 0 are no setting. */
static tt_status need_unset(tt_reader *reader, int32_t model, const char *key) {
    const int32_t node = tt_json_get(&reader->json, model, key);
    double number = 0;
    bool flag = false;
    if (tt_is_null(reader, node) || tt_json_equals(&reader->json, node, "")) return TT_OK;
    if (tt_json_number(&reader->json, node, &number) && number == 0) return TT_OK;
    if (tt_json_bool(&reader->json, node, &flag) && !flag) return TT_OK;
    return tt_refuse(reader, node, key, "a model without it");
}

static tt_status read_bpe(tt_reader *reader, int32_t model) {
    static const char *const unset[] = {"dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback"};
    for (size_t i = 0; i < sizeof unset / sizeof *unset; i++) TT_TRY(need_unset(reader, model, unset[i]));
    TT_TRY(tt_read_bool(reader, &reader->to->fuse_unknown, model, "fuse_unk"));
    TT_TRY(tt_read_bool(reader, &reader->to->ignore_merges, model, "ignore_merges"));
    TT_TRY(read_ids(reader, model));
    return read_merges(reader, model);
}

/* 10 to a power from 0 to 308, rounded once. */
static double power_of_ten(int exponent) {
    char text[16];
    snprintf(text, sizeof text, "1e%d", exponent);
    return strtod(text, NULL);
}

/* The number in `text` [n] as Hugging Face's tokenizers read it: the first digits as a whole number, times or divided
 * by a power of ten. It may differ from the nearest double in the last bit, which decides between equal sums of scores.
 */
static double score_of(const char *text, size_t n) {
    uint64_t digits = 0;
    int exponent = 0, power = 0;
    bool full = false, fraction = false;
    size_t i = text[0] == '-';
    for (; i < n && text[i] != 'e' && text[i] != 'E'; i++) {
        if (text[i] == '.') {
            fraction = true;
            continue;
        }
        const uint64_t digit = (uint64_t)(text[i] - '0');
        full = full || digits > (UINT64_MAX - digit) / 10;
        if (!full) digits = digits * 10 + digit;
        exponent += full ? !fraction : -fraction;
    }
    if (i < n) power = (int)fmax(-100000, fmin(100000, strtod(text + i + 1, NULL)));
    exponent += power;
    double score = (double)digits;
    for (; exponent < -308 && score != 0; exponent += 308) score /= 1e308;
    if (score != 0)
        score = exponent < 0     ? score / power_of_ten(-exponent)
                : exponent > 308 ? HUGE_VAL
                                 : score * power_of_ten(exponent);
    return text[0] == '-' ? -score : score;
}

/* One [piece, score]. */
static tt_status read_scored(tt_reader *reader, int32_t node, int32_t id) {
    const tt_json *json = &reader->json;
    const int32_t piece = tt_json_first(json, node), score = piece < 0 ? -1 : json->nodes[piece].next;
    size_t n;
    if (score < 0 || json->nodes[node].size != 2 || json->nodes[score].type != TT_JSON_NUMBER ||
        !tt_json_string(json, piece, reader->scratch, reader->scratch_cap, &n)) {
        return tt_refuse(reader, node, "a piece of the vocabulary", "[\"piece\", score]");
    }
    if (n > TT_MAX_PIECE) return tt_refuse(reader, piece, "a piece of the vocabulary", "one of at most 1024 bytes");
    const tt_json_node *number = &json->nodes[score];
    reader->to->unigram.scores[id] = score_of(json->text + number->start, number->end - number->start);
    if (!isfinite(reader->to->unigram.scores[id])) return tt_refuse(reader, score, "a score", "a finite number");
    return tt_vocab_put(&reader->to->vocab, id, reader->scratch, n, true, reader->err);
}

static tt_status read_unigram(tt_reader *reader, int32_t model) {
    const tt_json *json = &reader->json;
    const int32_t vocab = tt_json_get(json, model, "vocab"), unknown = tt_json_get(json, model, "unk_id");
    tt_tokenizer *to = reader->to;
    bool byte_fallback = false;
    int64_t unknown_id = -1;
    int32_t id = 0;
    if (vocab < 0 || json->nodes[vocab].type != TT_JSON_ARRAY || json->nodes[vocab].size == 0) {
        return tt_refuse(reader, vocab, "vocab", "a list of pieces with their scores");
    }
    TT_TRY(tt_read_bool(reader, &byte_fallback, model, "byte_fallback"));
    if (!tt_json_integer(json, unknown, &unknown_id) || unknown_id < 0 || unknown_id >= json->nodes[vocab].size) {
        return tt_refuse(reader, unknown, "unk_id", "the number of a piece of the vocabulary");
    }
    to->unknown = (int32_t)unknown_id;
    to->unigram.scores = tt_grow(NULL, (uint64_t)json->nodes[vocab].size, sizeof *to->unigram.scores);
    if (!to->unigram.scores) return tt_fail(reader->err, TT_E_MEMORY, -1, "there is not enough memory for the scores");
    for (int32_t i = tt_json_first(json, vocab); i >= 0; i = json->nodes[i].next) {
        TT_TRY(read_scored(reader, i, id++));
    }
    return tt_unigram_index(&to->unigram, &to->vocab, byte_fallback, reader->err);
}

/* Files of the first versions of Hugging Face's tokenizers name no type. */
static bool is_model(const tt_reader *reader, int32_t model, const char *type, const char *key) {
    const int32_t named = tt_json_get(&reader->json, model, "type");
    if (named >= 0) return tt_json_equals(&reader->json, named, type);
    return tt_json_get(&reader->json, model, key) >= 0;
}

tt_status tt_read_pieces(tt_reader *reader) {
    const int32_t model = tt_json_get(&reader->json, 0, "model");
    if (is_model(reader, model, "BPE", "merges")) {
        reader->to->pieces = &tt_bpe;
        return read_bpe(reader, model);
    }
    if (is_model(reader, model, "WordPiece", "continuing_subword_prefix")) {
        reader->to->pieces = &tt_wordpiece;
        return read_wordpiece(reader, model);
    }
    if (is_model(reader, model, "Unigram", "unk_id")) {
        reader->to->pieces = &tt_unigram_pieces;
        return read_unigram(reader, model);
    }
    return tt_refuse_type(reader, model, "the model", "WordPiece, BPE or Unigram");
}
