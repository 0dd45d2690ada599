/* SPDX-License-Identifier: Apache-2.0
 * Tokens, offsets and segments against Hugging Face's fast BertTokenizer (tests/golden/README.md), with the goldens'
 * own part of each vocabulary, and with the whole ones where the environment variable TABTUNE_VOCABS names a folder
 * with bert-base-uncased-vocab.txt and its like. Then files and texts that are none. */
#include "tokenizer_golden.h"

static void goldens(void) {
    static const struct {
        const char *name, *vocab, *config;
    } families[] = {
        {"uncased", "bert-base-uncased-vocab.txt", NULL},
        {"cased", "bert-base-cased-vocab.txt", "{\"do_lower_case\": false}"},
        {"multilingual", "bert-base-multilingual-cased-vocab.txt",
         "{\"do_lower_case\": false, \"strip_accents\": null}"},
        {"chinese", "bert-base-chinese-vocab.txt", "{\"tokenize_chinese_chars\": true, \"unk_token\": \"[UNK]\"}"},
        {"accents", "bert-base-uncased-vocab.txt",
         "{\"strip_accents\": false, \"tokenize_chinese_chars\": false, \"added_tokens_decoder\": {"
         "\"30522\": {\"content\": \"S\u00e3o Paulo\", \"normalized\": true}, "
         "\"30523\": {\"content\": \"New\", \"normalized\": true}, "
         "\"30524\": {\"content\": \"New York\", \"normalized\": true}, "
         "\"30525\": {\"content\": \"!?\", \"normalized\": true}}}"},
    };
    static const char *const specials[] = {"[CLS]", "[SEP]"};
    const char *whole = getenv("TABTUNE_VOCABS");
    if (!whole) printf("  TABTUNE_VOCABS is not set: the whole vocabularies are left out\n");
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        for (int full = 0; full < (whole ? 2 : 1); full++) {
            char file[64];
            size_t n;
            tt_tokenizer *tokenizer = NULL;
            snprintf(file, sizeof file, "%s.json", families[i].name);
            char *vocab = slurp(full ? whole : tokenizer_folder, full ? families[i].vocab : file, &n);
            CHECK(vocab != NULL);
            if (!vocab) continue;
            CHECK_OK(tt_tokenizer_new(&tokenizer, &tt_frame_bert, vocab, n, full ? families[i].config : NULL, &err));
            free(vocab);
            if (tokenizer) compare(tokenizer, "cases.json", families[i].name, specials, full ? "whole" : "part");
            tt_tokenizer_free(tokenizer);
        }
    }
}

#define VOCAB "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\n##a\nhello\n.\n"

static tt_tokenizer *make(const char *vocab, const char *config) {
    tt_tokenizer *tokenizer = NULL;
    CHECK_OK(tt_tokenizer_new(&tokenizer, &tt_frame_bert, vocab, strlen(vocab), config, &err));
    return tokenizer;
}

/* The ids of a text, without the frame, as "5 6 1". */
static const char *ids_of(const tt_tokenizer *tokenizer, const char *text) {
    static char written[256];
    tt_encoding got = {0};
    size_t n = 0;
    written[0] = 0;
    CHECK_OK(tt_tokenizer_encode(&got, tokenizer, text, strlen(text), NULL, 0, 64, &err));
    for (int32_t i = 1; i + 1 < got.count; i++) {
        n += (size_t)snprintf(written + n, sizeof written - n, i == 1 ? "%d" : " %d", (int)got.ids[i]);
    }
    tt_encoding_free(&got);
    return written;
}

#define CHECK_IDS(vocab, config, text, ids)                            \
    do {                                                               \
        tt_tokenizer *tokenizer_ = make(vocab, config);                \
        if (tokenizer_) CHECK(!strcmp(ids_of(tokenizer_, text), ids)); \
        tt_tokenizer_free(tokenizer_);                                 \
    } while (0)

static void vocab_files(void) {
    tt_text text = {0};
    const char *json;
    size_t n;
    CHECK_IDS(VOCAB, NULL, "Ab aba. [MASK]x hello", "5 6 5 6 7 9 4 1 8");
    CHECK_IDS(VOCAB "a", NULL, "a ab", "10 10 6"); /* no last newline; the later of two lines wins */
    CHECK_IDS(VOCAB "\nx \t\n\xe2\x80\xa8\ny\r\nz", NULL, "x y z", "11 13 14"); /* blank lines have numbers, too */
    CHECK_IDS("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n{\r\n\"a\r\n", NULL, "{ \"", "4 1");
    CHECK_IDS(VOCAB, "{\"do_lower_case\": false}", "A a", "1 5");
    /* Accents go with the case, unless the configuration names them. */
    CHECK_IDS(VOCAB, NULL, "\xc3\xa1", "5");
    CHECK_IDS(VOCAB, "{\"do_lower_case\": false}", "\xc3\xa1", "1");
    CHECK_IDS(VOCAB, "{\"do_lower_case\": false, \"strip_accents\": true}", "\xc3\xa1 \xc3\x81", "5 1");
    CHECK_IDS(VOCAB, "{\"mask_token\": {\"content\": \"hello\"}}", "ahellob [MASK]", "5 8 1 1 1 1");
    CHECK_IDS("<u>\n<c>\n<s>\nq\n", "{\"unk_token\": \"<u>\", \"cls_token\": \"<c>\", \"sep_token\": \"<s>\"}",
              "q w<s>", "3 0 2");
    tt_tokenizer *tokenizer = make(VOCAB, "{\"tokenize_chinese_chars\": false, \"strip_accents\": false}");
    CHECK(tt_tokenizer_size(tokenizer) == 10 && tt_tokenizer_unknown(tokenizer) == 1);
    CHECK(memcmp(tt_tokenizer_piece(tokenizer, 8, &n), "hello", 5) == 0 && n == 5);
    CHECK(tt_tokenizer_piece(tokenizer, -1, &n) && n == 0 && tt_tokenizer_piece(tokenizer, 10, &n) && n == 0);
    tt_tokenizer_describe(&text, tokenizer);
    CHECK_OK(tt_text_end(&json, &text, &err));
    CHECK(!strcmp(
        json,
        "{\"size\":10,\"kind\":\"wordpiece\",\"lowercase\":true,\"strip_accents\":false,\"chinese\":false,"
        "\"special\":{\"start\":\"[CLS]\",\"separator\":\"[SEP]\",\"unknown\":\"[UNK]\",\"mask\":\"[MASK]\"}}"));
    tt_text_free(&text);
    tt_tokenizer_free(tokenizer);
}

#define PARTS                                                                                                      \
    "{\"normalizer\": {\"type\": \"BertNormalizer\", \"lowercase\": false}, \"pre_tokenizer\": {\"type\": "        \
    "\"BertPreTokenizer\"}, \"post_processor\": {\"type\": \"BertProcessing\", \"sep\": [\"[SEP]\", 3], \"cls\": " \
    "[\"[CLS]\", 2]}, "
#define SPECIAL(name, segment)  "{\"SpecialToken\": {\"id\": \"" name "\", \"type_id\": " segment "}}"
#define SEQUENCE(name, segment) "{\"Sequence\": {\"id\": \"" name "\", \"type_id\": " segment "}}"
#define SINGLE                  SPECIAL("[CLS]", "0") ", " SEQUENCE("A", "0") ", " SPECIAL("[SEP]", "0")
#define TEMPLATE(second)                                                                                     \
    "{\"normalizer\": {\"type\": \"BertNormalizer\"}, \"pre_tokenizer\": {\"type\": \"BertPreTokenizer\"}, " \
    "\"post_processor\": {\"type\": \"TemplateProcessing\", \"single\": [" SINGLE "], \"pair\": [" SINGLE    \
    ", " SEQUENCE("B", second) ", " SPECIAL("[SEP]", second) "]}, "
#define BERT "{\"type\": \"BertProcessing\", \"sep\": [\"[SEP]\", 3], \"cls\": [\"[CLS]\", 2]}"
#define BYTE "{\"type\": \"ByteLevel\", \"trim_offsets\": true}"
#define STEPS(processors)                                                                                    \
    "{\"normalizer\": {\"type\": \"BertNormalizer\"}, \"pre_tokenizer\": {\"type\": \"BertPreTokenizer\"}, " \
    "\"post_processor\": {\"type\": \"Sequence\", \"processors\": [" processors "]}, "
#define MODEL                                                                                                \
    "\"model\": {\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \"continuing_subword_prefix\": \"##\", " \
    "\"vocab\": "
#define PIECES "{\"[UNK]\": 1, \"[CLS]\": 2, \"[SEP]\": 3, \"a\": 7, \"\\u00e9\": 9, \"##\\u0062\": 12}"

static void tokenizer_files(void) {
    static const struct {
        const char *text, *words;
        tt_status code;
    } bad[] = {
        {"{}", "pre_tokenizer is missing", TT_E_CONFIG},
        {"{\"pre_tokenizer\": {\"type\": \"Digits\"}}", "pre_tokenizer is Digits, at byte 28", TT_E_CONFIG},
        {PARTS "\"model\": {\"type\": \"WordLevel\"}}", "model is WordLevel", TT_E_CONFIG},
        {PARTS "\"model\": {\"type\": \"WordPiece\"}}", "continuing_subword_prefix is missing", TT_E_CONFIG},
        {PARTS MODEL "[]}}", "vocab is []", TT_E_CONFIG},
        {PARTS MODEL "{\"a\": 1.5}}}", "the id of a piece is 1.5", TT_E_CONFIG},
        {PARTS MODEL "{\"a\": -1}}}", "the id -1", TT_E_FORMAT},
        {PARTS MODEL "{\"a\": 99999999}}}", "the id 99999999", TT_E_FORMAT},
        {PARTS MODEL "{\"a\": 1, \"b\": 1}}}", "two pieces with the id 1", TT_E_FORMAT},
        {PARTS MODEL "{\"a\": 1}}}", "has no [UNK]", TT_E_FORMAT},
        {PARTS MODEL PIECES ", \"max_input_chars_per_word\": 200}}", "max_input_chars_per_word is 200", TT_E_CONFIG},
        {PARTS "\"added_tokens\": [{\"id\": 5, \"content\": \"x\", \"lstrip\": 1}], " MODEL PIECES "}}", "lstrip is 1",
         TT_E_CONFIG},
        {PARTS "\"added_tokens\": [{\"id\": 5, \"content\": \"x\", \"single_word\": true}], " MODEL PIECES "}}",
         "x is single_word", TT_E_CONFIG},
        {PARTS "\"added_tokens\": [5], " MODEL PIECES "}}", "added token is 5", TT_E_CONFIG},
        {PARTS "\"added_tokens\": [{\"content\": \"x\"}], " MODEL PIECES "}}", "the id -1", TT_E_FORMAT},
        {TEMPLATE("2") MODEL PIECES "}}", "post_processor is {", TT_E_CONFIG},
        {STEPS("") MODEL PIECES "}}", "post_processor is {", TT_E_CONFIG},
        {STEPS(BERT ", " BYTE) MODEL PIECES "}}", "post_processor is {\"type\": \"ByteLevel\"", TT_E_CONFIG},
        {STEPS(BYTE ", " BERT ", " BYTE) MODEL PIECES "}}", "post_processor is {", TT_E_CONFIG},
        {PARTS "\"added_tokens\": ", "tokenizer.json: ", TT_E_FORMAT},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tt_tokenizer *tokenizer;
        CHECK_FAILS(tt_tokenizer_new(&tokenizer, &tt_frame_bert, bad[i].text, strlen(bad[i].text), NULL, &err),
                    bad[i].code, bad[i].words);
        CHECK(tokenizer == NULL);
    }
    /* The configuration has the last word, and its usual values where it names none, but with a generic class. */
    CHECK_IDS("\xef\xbb\xbf\n" PARTS MODEL PIECES "}}", NULL, "ab A \xc3\xa9", "7 12 1 9");
    CHECK_IDS(PARTS MODEL PIECES "}}", "{\"do_lower_case\": true}", "ab A \xc3\xa1", "7 12 7 7");
    CHECK_IDS(PARTS MODEL PIECES "}}", "{}", "ab A \xc3\xa1", "7 12 7 7");
    CHECK_IDS(PARTS MODEL PIECES "}}", "{\"strip_accents\": false}", "ab A \xc3\xa9", "7 12 7 9");
    CHECK_IDS(PARTS MODEL PIECES "}}", "{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"do_lower_case\": true}",
              "ab A \xc3\xa9", "7 12 1 9");
    CHECK_IDS(TEMPLATE("1") MODEL PIECES "}}", "{\"tokenizer_class\": \"BertTokenizer\", \"do_lower_case\": false}",
              "A a", "1 7");
    CHECK_IDS(TEMPLATE("1") MODEL PIECES "}}", NULL, "A\xc3\xa1", "1");
    CHECK_IDS(STEPS(BERT) MODEL PIECES "}}", NULL, "ab A", "7 12 7");
    CHECK_IDS(STEPS(BYTE ", " BERT) MODEL PIECES "}}", NULL, "ab A", "7 12 7");
    /* An added token is no piece of a word. */
    CHECK_IDS(PARTS "\"added_tokens\": [{\"id\": 20, \"content\": \"##c\"}], " MODEL PIECES "}}", NULL, "ab ac ##c",
              "7 12 1 20");
}

static int32_t mask_of(const char *vocab, const char *config) {
    tt_tokenizer *tokenizer = make(vocab, config);
    const int32_t mask = tokenizer ? tt_tokenizer_mask(tokenizer) : -2;
    tt_tokenizer_free(tokenizer);
    return mask;
}

/* [MASK] has the name that tokenizer_config.json gives it, with a vocab.txt and with a tokenizer.json. */
static void mask_names(void) {
    static const char json[] = PARTS MODEL "{\"[UNK]\": 1, \"[CLS]\": 2, \"[SEP]\": 3, \"[MASK]\": 4, \"<m>\": 5}}}";
    static const char text[] = VOCAB "<m>\n", named[] = "{\"mask_token\": \"<m>\"}";
    CHECK(mask_of(text, NULL) == 4 && mask_of(text, named) == 10 && mask_of(VOCAB, named) == -1);
    CHECK(mask_of(text, "{\"mask_token\": {\"content\": \"<m>\"}}") == 10);
    CHECK(mask_of(json, NULL) == 4 && mask_of(json, named) == 5);
    CHECK(mask_of(PARTS MODEL PIECES "}}", NULL) == -1);
    tt_tokenizer *tokenizer;
    CHECK_FAILS(tt_tokenizer_new(&tokenizer, &tt_frame_bert, json, sizeof json - 1, "{\"mask_token\"", &err),
                TT_E_FORMAT, "tokenizer_config.json: broken JSON at byte 13");
    CHECK(tokenizer == NULL);
}

/* A piece without a byte is one that no word has; as the first of all it meets an empty table. */
static void empty_pieces(void) {
    CHECK_IDS(PARTS MODEL "{\"\": 0, \"[UNK]\": 1, \"[CLS]\": 2, \"[SEP]\": 3, \"a\": 7}}}", NULL, "a b", "7 1");
}

/* Another layout of special tokens: <s> a </s></s> b </s>. */
static void another_frame(void) {
    static const tt_frame frame = {1, 2, 1};
    static const int32_t pair[] = {2, 5, 8, 3, 3, 8, 9, 3}, cut[] = {2, 5, 3, 3, 8, 3}, single[] = {2, 5, 8, 3};
    tt_tokenizer *tokenizer;
    tt_encoding got = {0};
    CHECK_OK(tt_tokenizer_new(&tokenizer, &frame, VOCAB, sizeof VOCAB - 1, NULL, &err));
    CHECK_OK(tt_tokenizer_encode(&got, tokenizer, "a hello", 7, "hello .", 7, 99, &err));
    CHECK(got.count == 8 && got.full == 8 && memcmp(got.ids, pair, sizeof pair) == 0);
    for (int i = 0; i < 8; i++) CHECK(got.segments[i] == (i > 4));
    CHECK_OK(tt_tokenizer_encode(&got, tokenizer, "a hello", 7, "hello .", 7, 6, &err));
    CHECK(got.count == 6 && got.full == 8 && memcmp(got.ids, cut, sizeof cut) == 0);
    CHECK_OK(tt_tokenizer_encode(&got, tokenizer, "a hello", 7, NULL, 0, 99, &err));
    CHECK(got.count == 4 && memcmp(got.ids, single, sizeof single) == 0);
    CHECK_FAILS(tt_tokenizer_encode(&got, tokenizer, "a", 1, "a", 1, 3, &err), TT_E_CONFIG, "it must be at least 4");
    tt_encoding_free(&got);
    tt_tokenizer_free(tokenizer);
}

static void bad_vocab_files(void) {
    tt_tokenizer *tokenizer;
    static const char broken[] = "[PAD]\n[UNK]\n\xff\n";
    tt_error at = {0};
    CHECK_FAILS(tt_tokenizer_new(&tokenizer, &tt_frame_bert, "", 0, NULL, &err), TT_E_FORMAT, "has no [UNK]");
    CHECK_FAILS(tt_tokenizer_new(&tokenizer, &tt_frame_bert, "[UNK]\n", 6, NULL, &err), TT_E_FORMAT, "has no [CLS]");
    CHECK_FAILS(tt_tokenizer_new(&tokenizer, &tt_frame_bert, "[UNK]\n[CLS]", 11, NULL, &err), TT_E_FORMAT,
                "has no [SEP]");
    CHECK_FAILS(
        tt_tokenizer_new(&tokenizer, &tt_frame_bert, VOCAB, sizeof VOCAB - 1, "{\"unk_token\": \"<unk>\"}", &err),
        TT_E_FORMAT, "has no <unk>");
    CHECK_FAILS(tt_tokenizer_new(&tokenizer, &tt_frame_bert, VOCAB, sizeof VOCAB - 1, "{", &err), TT_E_FORMAT,
                "tokenizer_config.json: ");
    CHECK(tt_tokenizer_new(&tokenizer, &tt_frame_bert, broken, sizeof broken - 1, NULL, &at) == TT_E_FORMAT &&
          at.at == 12);
    CHECK(strstr(at.text, "line 3") != NULL);
}

static void texts(void) {
    static const struct {
        const char *bytes;
        int64_t at;
    } broken[] = {{"a\x80", 1},        {"\xc0\x80", 0},         {"ab\xe2\x82", 2},
                  {"\xed\xa0\x80", 0}, {"\xf4\x90\x80\x80", 0}, {"a\xf8\x88\x80\x80\x80", 1},
                  {"[MASK]\xff", 6}};
    tt_tokenizer *tokenizer = make(VOCAB, NULL);
    tt_encoding got = {0};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        tt_error at = {0};
        size_t n = strlen(broken[i].bytes);
        CHECK(tt_tokenizer_encode(&got, tokenizer, broken[i].bytes, n, NULL, 0, 8, &at) == TT_E_DATA);
        CHECK(at.at == broken[i].at && strstr(at.text, "not UTF-8"));
        CHECK(tt_tokenizer_encode(&got, tokenizer, "a", 1, broken[i].bytes, n, 8, &at) == TT_E_DATA);
    }
    CHECK_FAILS(tt_tokenizer_encode(&got, tokenizer, "a", 1, NULL, 0, 1, &err), TT_E_CONFIG, "at least 2");
    CHECK_FAILS(tt_tokenizer_encode(&got, tokenizer, "a", 1, "a", 1, 2, &err), TT_E_CONFIG, "at least 3");
    CHECK_FAILS(tt_tokenizer_encode(&got, tokenizer, "a", 1, NULL, 0, INT32_MIN, &err), TT_E_CONFIG, "at least 2");
    CHECK_OK(tt_tokenizer_encode(&got, tokenizer, "a x y", 5, "", 0, INT32_MAX, &err));
    CHECK(got.count == 6 && got.full == 6 && got.unknown == 2);
    CHECK_OK(tt_tokenizer_encode(&got, tokenizer, "a\0b", 3, NULL, 0, 8, &err)); /* NUL is a character like others */
    CHECK(got.count == 4 && got.ids[1] == 5 && got.ids[2] == 6 && got.starts[2] == 2 && got.ends[2] == 3);
    tt_encoding_free(&got);
    tt_tokenizer_free(tokenizer);
}

/* A megabyte of anything takes a moment; what is quadratic takes minutes. */
static void long_texts(void) {
    enum { N = 1 << 20 };
    static const struct {
        const char *unit;
        int32_t full;
    } units[] = {{"a", 3},        {"a ", N / 2 + 2},       {".", N + 2}, {"[", N + 2},
                 {"\xcc\x81", 2}, {"\xcc\x81\xcc\xa3", 2}, {" ", 2},     {"\xea\xb0\x81 ", N / 4 + 2}};
    tt_tokenizer *tokenizer = make(VOCAB, NULL);
    tt_encoding got = {0};
    char *text = malloc(N);
    for (size_t i = 0; text && i < sizeof units / sizeof *units; i++) {
        size_t unit = strlen(units[i].unit);
        for (size_t at = 0; at < N; at++) text[at] = units[i].unit[at % unit];
        CHECK_OK(tt_tokenizer_encode(&got, tokenizer, text, N, NULL, 0, 16, &err));
        CHECK(got.full == units[i].full && got.count <= 16 && got.cap <= 64);
    }
    free(text);
    tt_encoding_free(&got);
    tt_tokenizer_free(tokenizer);
}

int main(void) {
    goldens();
    vocab_files();
    tokenizer_files();
    mask_names();
    empty_pieces();
    another_frame();
    bad_vocab_files();
    texts();
    long_texts();
    return check_end("wordpiece");
}
