/* SPDX-License-Identifier: Apache-2.0
 * vocab.txt with tokenizer_config.json, or tokenizer.json. Both end in the same tokenizer; whatever in a file would
 * make it another one is refused by name. */
#include <stdlib.h>
#include <string.h>

#include "text/tokenizer.h"

/* A file being read. Any decoded string of it fits in `scratch`. */
typedef struct {
    tt_tokenizer *to;
    tt_json json;
    char *scratch;
    size_t scratch_cap;
    tt_error *err;
} reader;

static tt_status reader_open(reader *r, tt_tokenizer *to, const char *file, const char *text, size_t n, tt_error *err) {
    tt_error inner;
    *r = (reader){.to = to, .scratch = malloc(n + 1), .scratch_cap = n + 1, .err = err};
    if (!r->scratch) return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory to read %s", file);
    if (tt_json_parse(&r->json, text, n, &inner) == TT_OK) return TT_OK;
    free(r->scratch);
    return tt_fail(err, inner.code, inner.at, "%s: %s", file, inner.text);
}

static void reader_close(reader *r) {
    tt_json_free(&r->json);
    free(r->scratch);
}

/* How many bytes of a name a sentence shows: whole characters. */
static int shown(const char *name, size_t n) {
    if (n <= 40) return (int)n;
    for (n = 40; (name[n] & 0xc0) == 0x80;) n--;
    return (int)n;
}

static tt_status refuse(reader *r, int32_t node, const char *what, const char *supported) {
    const char *found = node < 0 ? "missing" : r->json.text + r->json.nodes[node].start;
    size_t n = node < 0 ? strlen(found) : r->json.nodes[node].end - r->json.nodes[node].start;
    return tt_fail(r->err, TT_E_CONFIG, -1, "the tokenizer's %s is %.*s; only %s is supported", what, shown(found, n),
                   found, supported);
}

/* The string at `node`, or at its "content" where a token is written as an object; false where there is none. */
static bool name_of(reader *r, int32_t node, size_t *n) {
    int32_t content = tt_json_get(&r->json, node, "content");
    return tt_json_string(&r->json, content >= 0 ? content : node, r->scratch, r->scratch_cap, n);
}

static tt_status need(reader *r, int32_t *id, const char *name, size_t n) {
    *id = tt_vocab_id(&r->to->vocab, name, n);
    if (*id >= 0) return TT_OK;
    return tt_fail(r->err, TT_E_FORMAT, -1, "the vocabulary has no %.*s; this is not the vocabulary of a BERT model",
                   shown(name, n), name);
}

/* Looks for `name` in texts from now on. */
static tt_status add_token(tt_tokenizer *to, int32_t id, const char *name, size_t n, bool normalized, tt_error *err) {
    tt_symbols codes = {0}, changed = {0}, marks = {0};
    tt_status status = tt_symbols_decode(&codes, name, n, err);
    if (status == TT_OK && normalized) tt_normalize(&changed, &marks, &to->normalization, codes.items, codes.n);
    if (status == TT_OK && (codes.failed || changed.failed || marks.failed)) {
        status = tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the added tokens");
    }
    if (status == TT_OK) {
        tt_symbols *pattern = normalized ? &changed : &codes;
        status = tt_added_put(normalized ? &to->after : &to->before, id, pattern->items, pattern->n, err);
    }
    tt_symbols_free(&codes);
    tt_symbols_free(&changed);
    tt_symbols_free(&marks);
    return status;
}

/* One of "added_tokens" or "added_tokens_decoder". A token that the vocabulary has keeps its id there. */
static tt_status read_added(reader *r, int32_t node, int64_t id) {
    static const char *const unsupported[] = {"single_word", "lstrip", "rstrip"};
    bool normalized = false, flag = false;
    size_t n;
    if (!name_of(r, node, &n)) return refuse(r, node, "added token", "one with a content");
    for (int i = 0; i < 3; i++) {
        if (tt_json_bool(&r->json, tt_json_get(&r->json, node, unsupported[i]), &flag) && flag) {
            return tt_fail(r->err, TT_E_CONFIG, -1, "the tokenizer's added token %.*s is %s, which is not supported",
                           shown(r->scratch, n), r->scratch, unsupported[i]);
        }
    }
    tt_json_bool(&r->json, tt_json_get(&r->json, node, "normalized"), &normalized);
    int32_t known = tt_vocab_id(&r->to->vocab, r->scratch, n);
    if (known < 0) TT_TRY(tt_vocab_put(&r->to->vocab, id, r->scratch, n, false, r->err));
    return add_token(r->to, known < 0 ? (int32_t)id : known, r->scratch, n, normalized, r->err);
}

static tt_status read_config(reader *r) {
    tt_normalization *normalization = &r->to->normalization;
    const tt_json_node *nodes = r->json.nodes;
    tt_json_bool(&r->json, tt_json_get(&r->json, 0, "do_lower_case"), &normalization->lowercase);
    normalization->strip_accents = normalization->lowercase;
    tt_json_bool(&r->json, tt_json_get(&r->json, 0, "strip_accents"), &normalization->strip_accents);
    tt_json_bool(&r->json, tt_json_get(&r->json, 0, "tokenize_chinese_chars"), &normalization->ideographs);
    int32_t key = tt_json_first(&r->json, tt_json_get(&r->json, 0, "added_tokens_decoder"));
    for (; key >= 0; key = nodes[key].next) {
        char number[16];
        if (!tt_json_string(&r->json, key, number, sizeof number, NULL)) number[0] = 0;
        TT_TRY(read_added(r, key + 1, strtoll(number, NULL, 10)));
    }
    return TT_OK;
}

/* The name of a special token in tokenizer_config.json, or its usual one. */
static const char *special_name(reader *r, const char *key, const char *usual, size_t *n) {
    if (name_of(r, tt_json_get(&r->json, 0, key), n)) return r->scratch;
    *n = strlen(usual);
    return usual;
}

/* The five special tokens under the names that the configuration gives them. One that the vocabulary lacks is not
 * looked for; the encoder would have no row for it. */
static tt_status read_specials(reader *r) {
    tt_tokenizer *to = r->to;
    const struct {
        const char *key, *name;
        int32_t *id; /* NULL: the model can do without */
    } specials[] = {{"unk_token", "[UNK]", &to->unknown},
                    {"cls_token", "[CLS]", &to->start},
                    {"sep_token", "[SEP]", &to->separator},
                    {"pad_token", "[PAD]", NULL},
                    {"mask_token", "[MASK]", NULL}};
    for (int i = 0; i < 5; i++) {
        size_t n;
        const char *name = special_name(r, specials[i].key, specials[i].name, &n);
        if (specials[i].id) TT_TRY(need(r, specials[i].id, name, n));
        int32_t id = tt_vocab_id(&to->vocab, name, n);
        if (id >= 0) TT_TRY(add_token(to, id, name, n, false, r->err));
    }
    return TT_OK;
}

/* [MASK] is named in tokenizer_config.json alone, whichever file has the vocabulary. */
static void read_mask(reader *r) {
    size_t n;
    const char *name = special_name(r, "mask_token", "[MASK]", &n);
    r->to->mask = tt_vocab_id(&r->to->vocab, name, n);
}

tt_status tt_read_vocab_text(tt_tokenizer *to, const char *vocab, size_t n, const char *config_json, tt_error *err) {
    reader r;
    TT_TRY(tt_vocab_lines(&to->vocab, vocab, n, err));
    if (!config_json) config_json = "{}";
    TT_TRY(reader_open(&r, to, "tokenizer_config.json", config_json, strlen(config_json), err));
    to->normalization = (tt_normalization){true, true, true, true};
    tt_status status = read_config(&r);
    if (status == TT_OK) status = read_specials(&r);
    read_mask(&r);
    reader_close(&r);
    return status;
}

static tt_status need_type(reader *r, const char *part, const char *type) {
    int32_t node = tt_json_get(&r->json, tt_json_get(&r->json, 0, part), "type");
    return tt_json_equals(&r->json, node, type) ? TT_OK : refuse(r, node, part, type);
}

static tt_status read_normalizer(reader *r) {
    tt_normalization *normalization = &r->to->normalization;
    int32_t node = tt_json_get(&r->json, 0, "normalizer");
    TT_TRY(need_type(r, "normalizer", "BertNormalizer"));
    *normalization = (tt_normalization){true, true, true, true};
    tt_json_bool(&r->json, tt_json_get(&r->json, node, "clean_text"), &normalization->clean);
    tt_json_bool(&r->json, tt_json_get(&r->json, node, "handle_chinese_chars"), &normalization->ideographs);
    tt_json_bool(&r->json, tt_json_get(&r->json, node, "lowercase"), &normalization->lowercase);
    normalization->strip_accents = normalization->lowercase;
    tt_json_bool(&r->json, tt_json_get(&r->json, node, "strip_accents"), &normalization->strip_accents);
    return TT_OK;
}

static tt_status read_model(reader *r) {
    const tt_json_node *nodes = r->json.nodes;
    int32_t model = tt_json_get(&r->json, 0, "model"), vocab = tt_json_get(&r->json, model, "vocab");
    int32_t prefix = tt_json_get(&r->json, model, "continuing_subword_prefix");
    int32_t chars = tt_json_get(&r->json, model, "max_input_chars_per_word");
    int64_t id = TT_WORD_CHARS;
    size_t n;
    TT_TRY(need_type(r, "model", "WordPiece"));
    if (!tt_json_equals(&r->json, prefix, TT_CONTINUES))
        return refuse(r, prefix, "continuing_subword_prefix", TT_CONTINUES);
    tt_json_integer(&r->json, chars, &id);
    if (id != TT_WORD_CHARS) return refuse(r, chars, "max_input_chars_per_word", "100");
    if (vocab < 0 || nodes[vocab].type != TT_JSON_OBJECT) return refuse(r, vocab, "vocab", "an object of ids by piece");
    for (int32_t key = tt_json_first(&r->json, vocab); key >= 0; key = nodes[key].next) {
        if (!tt_json_integer(&r->json, key + 1, &id)) return refuse(r, key + 1, "id of a piece", "a whole number");
        tt_json_string(&r->json, key, r->scratch, r->scratch_cap, &n);
        TT_TRY(tt_vocab_put(&r->to->vocab, id, r->scratch, n, true, r->err));
    }
    return TT_OK;
}

/* [CLS] A [SEP], or [CLS] A [SEP] B [SEP] with B in segment 1. The names of both special tokens go to `ends`. */
static bool read_template(reader *r, int32_t node, int parts, int32_t ends[2]) {
    static const char *const sequences[] = {NULL, "A", NULL, "B", NULL};
    int32_t element = tt_json_first(&r->json, node);
    if (node < 0 || r->json.nodes[node].size != parts) return false;
    for (int i = 0; i < parts; i++, element = r->json.nodes[element].next) {
        int32_t body = tt_json_get(&r->json, element, sequences[i] ? "Sequence" : "SpecialToken");
        int32_t name = tt_json_get(&r->json, body, "id");
        int64_t segment = -1;
        tt_json_integer(&r->json, tt_json_get(&r->json, body, "type_id"), &segment);
        if (name < 0 || segment != i / 3) return false;
        if (sequences[i] && !tt_json_equals(&r->json, name, sequences[i])) return false;
        if (i == 0 || i == 2) ends[i / 2] = name;
    }
    return true;
}

static tt_status read_post_processor(reader *r) {
    static const char *const supported = "BertProcessing or [CLS] A [SEP] B [SEP]";
    int32_t node = tt_json_get(&r->json, 0, "post_processor"), type = tt_json_get(&r->json, node, "type");
    int32_t ends[2], *ids[2] = {&r->to->start, &r->to->separator};
    size_t n;
    if (tt_json_equals(&r->json, type, "BertProcessing")) {
        ends[0] = tt_json_first(&r->json, tt_json_get(&r->json, node, "cls"));
        ends[1] = tt_json_first(&r->json, tt_json_get(&r->json, node, "sep"));
    } else if (!tt_json_equals(&r->json, type, "TemplateProcessing") ||
               !read_template(r, tt_json_get(&r->json, node, "pair"), 5, ends) ||
               !read_template(r, tt_json_get(&r->json, node, "single"), 3, ends)) {
        return refuse(r, node, "post_processor", supported);
    }
    for (int i = 0; i < 2; i++) {
        if (!name_of(r, ends[i], &n)) return refuse(r, node, "post_processor", supported);
        TT_TRY(need(r, ids[i], r->scratch, n));
    }
    return TT_OK;
}

static tt_status read_added_tokens(reader *r) {
    int32_t node = tt_json_first(&r->json, tt_json_get(&r->json, 0, "added_tokens"));
    for (; node >= 0; node = r->json.nodes[node].next) {
        int64_t id = -1;
        tt_json_integer(&r->json, tt_json_get(&r->json, node, "id"), &id);
        TT_TRY(read_added(r, node, id));
    }
    return TT_OK;
}

static tt_status read_unknown(reader *r) {
    int32_t node = tt_json_get(&r->json, tt_json_get(&r->json, 0, "model"), "unk_token");
    size_t n;
    if (!name_of(r, node, &n)) return refuse(r, node, "unk_token", "a name");
    return need(r, &r->to->unknown, r->scratch, n);
}

tt_status tt_read_tokenizer_json(tt_tokenizer *to, const char *json, size_t n, const char *config_json, tt_error *err) {
    static tt_status (*const steps[])(reader *) = {read_normalizer, read_model, read_added_tokens, read_unknown,
                                                   read_post_processor};
    reader r;
    TT_TRY(reader_open(&r, to, "tokenizer.json", json, n, err));
    tt_status status = need_type(&r, "pre_tokenizer", "BertPreTokenizer");
    for (size_t i = 0; status == TT_OK && i < sizeof steps / sizeof *steps; i++) status = steps[i](&r);
    reader_close(&r);
    TT_TRY(status);
    if (!config_json) config_json = "{}";
    TT_TRY(reader_open(&r, to, "tokenizer_config.json", config_json, strlen(config_json), err));
    read_mask(&r);
    reader_close(&r);
    return TT_OK;
}
