/* SPDX-License-Identifier: Apache-2.0
 * vocab.txt, tokenizer.json and tokenizer_config.json. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/read.h"

/* Looks for a name in texts from now on. */
static tt_status add_token(tt_tokenizer *to, const tt_added_token *how, const char *name, size_t n, bool normalized,
                           tt_error *err) {
    tt_changing text = {0};
    tt_status status = tt_symbols_decode(&text.now, name, n, err);
    if (status == TT_OK && normalized) tt_normalizers_run(&text, &to->normalizers);
    if (status == TT_OK && (text.now.failed || text.next.failed || text.marks.failed)) {
        status = tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the added tokens");
    }
    if (status == TT_OK) {
        status = tt_added_put(normalized ? &to->after : &to->before, how, text.now.items, text.now.n, err);
    }
    tt_changing_free(&text);
    return status;
}

/* One of "added_tokens" or "added_tokens_decoder". A token that the vocabulary has keeps its id there. */
static tt_status read_added(tt_reader *r, int32_t node, int64_t id) {
    tt_added_token how = {0};
    bool normalized = false, single = false;
    size_t n;
    if (!tt_read_name(r, node, &n)) return tt_refuse(r, node, "an added token", "one with a content");
    TT_TRY(tt_read_bool(r, &single, node, "single_word"));
    TT_TRY(tt_read_bool(r, &how.lstrip, node, "lstrip"));
    TT_TRY(tt_read_bool(r, &how.rstrip, node, "rstrip"));
    TT_TRY(tt_read_bool(r, &normalized, node, "normalized"));
    if (single) {
        return tt_fail(r->err, TT_E_CONFIG, r->json.nodes[node].start,
                       "%s: the added token %.*s is single_word, which is not supported", r->file,
                       tt_shown(r->scratch, n), r->scratch);
    }
    const int32_t known = tt_vocab_id(&r->to->vocab, r->scratch, n);
    if (known < 0) TT_TRY(tt_vocab_put(&r->to->vocab, id, r->scratch, n, false, r->err));
    how.id = known < 0 ? (int32_t)id : known;
    return add_token(r->to, &how, r->scratch, n, normalized, r->err);
}

static tt_status read_added_tokens(tt_reader *r) {
    int32_t node = tt_json_first(&r->json, tt_json_get(&r->json, 0, "added_tokens"));
    for (; node >= 0; node = r->json.nodes[node].next) {
        int64_t id = -1;
        tt_json_integer(&r->json, tt_json_get(&r->json, node, "id"), &id);
        TT_TRY(read_added(r, node, id));
    }
    return TT_OK;
}

static tt_status read_added_decoder(tt_reader *r) {
    int32_t key = tt_json_first(&r->json, tt_json_get(&r->json, 0, "added_tokens_decoder"));
    for (; key >= 0; key = r->json.nodes[key].next) {
        char number[16];
        if (!tt_json_string(&r->json, key, number, sizeof number, NULL)) number[0] = 0;
        TT_TRY(read_added(r, key + 1, strtoll(number, NULL, 10)));
    }
    return TT_OK;
}

/* BERT's own steps, with the settings of tokenizer_config.json. */
static tt_status set_bert(tt_reader *r) {
    tt_tokenizer *to = r->to;
    tt_normalization *bert = &to->normalizers.steps[0].bert;
    to->splitters[0].kind = TT_SPLIT_BERT;
    to->splitter_count = to->normalizers.count = 1;
    to->normalizers.steps[0].kind = TT_NORMALIZE_BERT;
    *bert = (tt_normalization){true, true, true, true};
    TT_TRY(tt_read_bool(r, &bert->lowercase, 0, "do_lower_case"));
    bert->strip_accents = bert->lowercase;
    TT_TRY(tt_read_bool(r, &bert->strip_accents, 0, "strip_accents"));
    return tt_read_bool(r, &bert->ideographs, 0, "tokenize_chinese_chars");
}

/* The name of a special token in tokenizer_config.json, or its usual one. */
static const char *special_name(tt_reader *r, const char *key, const char *usual, size_t *n) {
    if (tt_read_name(r, tt_json_get(&r->json, 0, key), n)) return r->scratch;
    *n = strlen(usual);
    return usual;
}

/* The five special tokens under the names that the configuration gives them. One that the vocabulary lacks is not
 * looked for; the encoder would have no row for it. */
static tt_status read_specials(tt_reader *r) {
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
        if (specials[i].id) TT_TRY(tt_need_piece(r, specials[i].id, name, n));
        const tt_added_token how = {.id = tt_vocab_id(&to->vocab, name, n)};
        if (how.id >= 0) TT_TRY(add_token(to, &how, name, n, false, r->err));
    }
    return TT_OK;
}

/* [MASK] is named in tokenizer_config.json alone, whichever file has the vocabulary. */
static void read_mask(tt_reader *r) {
    size_t n;
    const char *name = special_name(r, "mask_token", "[MASK]", &n);
    r->to->mask = tt_vocab_id(&r->to->vocab, name, n);
    if (r->to->mask < 0 && name != r->scratch) r->to->mask = tt_vocab_id(&r->to->vocab, "<mask>", strlen("<mask>"));
}

tt_status tt_read_vocab_text(tt_tokenizer *to, const char *vocab, size_t n, const char *config_json, tt_error *err) {
    tt_reader r;
    to->pieces = &tt_wordpiece;
    TT_TRY(tt_vocab_lines(&to->vocab, vocab, n, err));
    const char *file = config_json ? "tokenizer_config.json" : "vocab.txt";
    if (!config_json) config_json = "{}";
    TT_TRY(tt_reader_open(&r, to, file, config_json, strlen(config_json), err));
    tt_status status = set_bert(&r);
    if (status == TT_OK) status = read_added_decoder(&r);
    if (status == TT_OK) status = read_specials(&r);
    read_mask(&r);
    tt_reader_close(&r);
    return status;
}

/* WordPiece has a piece for unknown words; the other models may have none. */
static tt_status read_unknown(tt_reader *r) {
    const int32_t node = tt_json_get(&r->json, tt_json_get(&r->json, 0, "model"), "unk_token");
    size_t n;
    if (r->to->pieces == &tt_unigram_pieces) return TT_OK; /* has its id */
    if (tt_is_null(r, node) && r->to->pieces != &tt_wordpiece) return TT_OK;
    if (!tt_read_name(r, node, &n)) return tt_refuse(r, node, "unk_token", "a name");
    return tt_need_piece(r, &r->to->unknown, r->scratch, n);
}

/* A text that is not split is one word. */
static tt_status check_splitters(tt_reader *r) {
    const int32_t node = tt_json_get(&r->json, 0, "pre_tokenizer");
    if (r->to->splitter_count > 0) return TT_OK;
    return tt_refuse(r, node, "the pre_tokenizer", "BertPreTokenizer, ByteLevel, Metaspace or WhitespaceSplit");
}

/* The classes of tokenizer that can be read, in their two spellings. `generic`: it takes tokenizer.json as it is. */
static const struct {
    const char *name;
    bool generic;
} classes[] = {{"BertTokenizer", false},        {"DistilBertTokenizer", false}, {"ElectraTokenizer", false},
               {"MPNetTokenizer", false},       {"RobertaTokenizer", false},    {"XLMRobertaTokenizer", false},
               {"CamembertTokenizer", false},   {"MobileBertTokenizer", false}, {"ConvBertTokenizer", false},
               {"SqueezeBertTokenizer", false}, {"LayoutLMTokenizer", false},   {"PreTrainedTokenizer", true},
               {"TokenizersBackend", true}};

static const int class_count = (int)(sizeof classes / sizeof *classes);

/* Its number among the classes, or class_count. */
static int class_of(const tt_json *json, int32_t node) {
    char fast[64];
    int i = 0;
    for (; i < class_count; i++) {
        snprintf(fast, sizeof fast, "%sFast", classes[i].name);
        if (tt_json_equals(json, node, classes[i].name) || tt_json_equals(json, node, fast)) break;
    }
    return i;
}

static tt_status check_class(tt_reader *r) {
    static const char *const other_keys[] = {"word_tokenizer_type", "subword_tokenizer_type"};
    static const char *const classes_read =
        "that of BERT, DistilBERT, ELECTRA, MPNet, RoBERTa, XLM-R or CamemBERT, or a tokenizer.json with "
        "PreTrainedTokenizerFast";
    const int32_t named = tt_json_get(&r->json, 0, "tokenizer_class");
    const int32_t code = tt_json_get(&r->json, tt_json_get(&r->json, 0, "auto_map"), "AutoTokenizer");
    if (!tt_is_null(r, code)) return tt_refuse(r, code, "auto_map, code of its own for the tokenizer,", classes_read);
    if (!tt_is_null(r, named) && class_of(&r->json, named) == class_count) {
        return tt_refuse(r, named, "tokenizer_class", classes_read);
    }
    for (int i = 0; i < 2; i++) { /* of BertJapaneseTokenizer */
        const int32_t other = tt_json_get(&r->json, 0, other_keys[i]);
        if (!tt_is_null(r, other)) return tt_refuse(r, other, other_keys[i], classes_read);
    }
    return TT_OK;
}

tt_status tt_tokenizer_check_class(const char *config_json, const char *tokenizer_config_json, tt_error *err) {
    const char *const texts[2] = {tokenizer_config_json, config_json};
    static const char *const files[2] = {"tokenizer_config.json", "config.json"};
    for (int i = 0; i < 2; i++) {
        tt_reader r;
        if (!texts[i]) continue;
        TT_TRY(tt_reader_open(&r, NULL, files[i], texts[i], strlen(texts[i]), err));
        const bool named = !tt_is_null(&r, tt_json_get(&r.json, 0, "tokenizer_class"));
        const tt_status status = check_class(&r);
        tt_reader_close(&r);
        if (status != TT_OK || named) return status;
    }
    return TT_OK;
}

/* The steps that tokenizer_config.json has for the model, where its class is not a generic one. */
static tt_status set_steps(tt_reader *r) {
    const int class = class_of(&r->json, tt_json_get(&r->json, 0, "tokenizer_class"));
    if (class < class_count && classes[class].generic) return TT_OK;
    if (r->to->pieces == &tt_wordpiece) return set_bert(r);
    for (int32_t i = 0; i < r->to->splitter_count; i++) {
        tt_splitter *splitter = &r->to->splitters[i];
        if (splitter->kind != TT_SPLIT_BYTE_LEVEL) continue;
        TT_TRY(tt_read_bool(r, &splitter->prefix, 0, "add_prefix_space"));
    }
    return TT_OK;
}

static tt_status run(tt_reader *r, tt_status (*const *steps)(tt_reader *), int count) {
    for (int i = 0; i < count; i++) TT_TRY(steps[i](r));
    return TT_OK;
}

tt_status tt_read_tokenizer_json(tt_tokenizer *to, const char *json, size_t n, const char *config_json, tt_error *err) {
    static tt_status (*const steps[])(tt_reader *) = {tt_read_splitters, check_splitters, tt_read_normalizers,
                                                      tt_read_pieces};
    static tt_status (*const tokens[])(tt_reader *) = {read_added_tokens, read_unknown, tt_read_post_processor};
    const char *config = config_json ? config_json : "{}";
    tt_reader r, beside;
    TT_TRY(tt_reader_open(&beside, to, "tokenizer_config.json", config, strlen(config), err));
    tt_status status = tt_reader_open(&r, to, "tokenizer.json", json, n, err);
    if (status == TT_OK) {
        status = run(&r, steps, 4);
        if (status == TT_OK && config_json) status = set_steps(&beside);
        if (status == TT_OK) status = run(&r, tokens, 3); /* their names are normalized by the steps */
        if (status == TT_OK) read_mask(&beside);
        tt_reader_close(&r);
    }
    tt_reader_close(&beside);
    return status;
}
