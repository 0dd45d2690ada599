/* SPDX-License-Identifier: Apache-2.0
 * The model of a tokenizer.json: its pieces, and what goes with them. */
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
        return tt_fail(reader->err, TT_E_FORMAT, at, "%s: merge %d, at byte %u, is of the piece \"%.*s\", which the "
                       "vocabulary lacks", reader->file, (int)rank, (unsigned)at, tt_shown(parts[i], lengths[i]),
                       parts[i]);
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
    static const char *const unset[] = {"dropout", "continuing_subword_prefix", "end_of_word_suffix",
                                        "byte_fallback"};
    for (size_t i = 0; i < sizeof unset / sizeof *unset; i++) TT_TRY(need_unset(reader, model, unset[i]));
    TT_TRY(tt_read_bool(reader, &reader->to->fuse_unknown, model, "fuse_unk"));
    TT_TRY(tt_read_bool(reader, &reader->to->ignore_merges, model, "ignore_merges"));
    TT_TRY(read_ids(reader, model));
    return read_merges(reader, model);
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
    return tt_refuse_type(reader, model, "the model", "WordPiece or BPE");
}
