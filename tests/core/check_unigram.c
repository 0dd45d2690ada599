/* SPDX-License-Identifier: Apache-2.0
 * Unigram against Hugging Face's tokenizers (tests/golden/README.md): XLM-R's parts, those of a converted
 * sentencepiece model, bytes for unknown characters, and every normalizer. Then files that are damaged. */
#include "tokenizer_golden.h"

static void goldens(void) {
    static const char *const families[] = {"xlmr", "camembert", "fallback", "piecewise", "marked"}, *const specials[] =
                                                                                                        {"<s>", "</s>"};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        char file[64];
        size_t n = 0;
        tt_tokenizer *tokenizer = NULL;
        snprintf(file, sizeof file, "%s.json", families[i]);
        char *json = slurp(tokenizer_folder, file, &n);
        CHECK(json != NULL);
        if (json) CHECK_OK(tt_tokenizer_new(&tokenizer, &tt_frame_bert, json, n, NULL, &err));
        if (tokenizer) compare(tokenizer, i < 3 ? "subword_cases.json" : "form_cases.json", families[i], specials, "");
        tt_tokenizer_free(tokenizer);
        free(json);
    }
}

#define FRAME                                                                                                    \
    "\"pre_tokenizer\": {\"type\": \"WhitespaceSplit\"}, \"post_processor\": {\"type\": \"RobertaProcessing\", " \
    "\"cls\": [\"<s>\", 0], \"sep\": [\"<s>\", 0]}"
#define MODEL(vocab, rest) "{" FRAME ", \"model\": {\"type\": \"Unigram\", \"vocab\": " vocab rest "}}"
#define PIECES             "[[\"<s>\", 0], [\"<unk>\", 0], [\"a\", -1.5], [\"ab\", -2e0]]"
#define CHARSMAP(map)                                                                         \
    "{\"normalizer\": {\"type\": \"Precompiled\", \"precompiled_charsmap\": " map "}, " FRAME \
    ", \"model\": "                                                                           \
    "{\"unk_id\": 1, \"vocab\": " PIECES "}}"

static void bad_files(void) {
    static const struct {
        const char *text, *words;
        tt_status code;
    } bad[] = {
        {MODEL("{}", ", \"unk_id\": 0"), "vocab is {}, at byte", TT_E_CONFIG},
        {MODEL("[]", ", \"unk_id\": 0"), "vocab is []", TT_E_CONFIG},
        {MODEL("[[\"a\"]]", ", \"unk_id\": 0"), "a piece of the vocabulary is [\"a\"]", TT_E_CONFIG},
        {MODEL("[[\"a\", \"b\"]]", ", \"unk_id\": 0"), "a piece of the vocabulary is", TT_E_CONFIG},
        {MODEL("[[\"a\", 1e999]]", ", \"unk_id\": 0"), "a score is 1e999", TT_E_CONFIG},
        {MODEL(PIECES, ""), "unk_id is missing", TT_E_CONFIG},
        {MODEL(PIECES, ", \"unk_id\": 4"), "unk_id is 4", TT_E_CONFIG},
        {MODEL(PIECES, ", \"unk_id\": -1"), "unk_id is -1", TT_E_CONFIG},
        {MODEL(PIECES, ", \"unk_id\": 0, \"byte_fallback\": 3"), "byte_fallback is 3", TT_E_CONFIG},
        {CHARSMAP("5"), "precompiled_charsmap is 5", TT_E_CONFIG},
        {CHARSMAP("\"AAA\""), "precompiled_charsmap is AAA", TT_E_CONFIG},
        {CHARSMAP("\"A*AA\""), "precompiled_charsmap is A*AA", TT_E_CONFIG},
        {CHARSMAP("\"\""), "has 0 bytes", TT_E_FORMAT},
        {CHARSMAP("\"BAAAAA==\""), "does not fit", TT_E_FORMAT},
        {CHARSMAP("\"BAAAAAAAAAD/\""), "is not UTF-8", TT_E_FORMAT},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tt_tokenizer *tokenizer;
        CHECK_FAILS(tt_tokenizer_new(&tokenizer, &tt_frame_bert, bad[i].text, strlen(bad[i].text), NULL, &err),
                    bad[i].code, bad[i].words);
        CHECK(tokenizer == NULL);
    }
}

/* A megabyte in one word takes a moment; what is quadratic takes minutes. */
static void long_word(void) {
    enum { N = 1 << 20 };
    static const char file[] = MODEL(PIECES, ", \"unk_id\": 1");
    char *text = malloc(N);
    tt_tokenizer *tokenizer = NULL;
    tt_encoding got = {0};
    CHECK_OK(tt_tokenizer_new(&tokenizer, &tt_frame_bert, file, sizeof file - 1, NULL, &err));
    for (int i = 0; i < N; i++) text[i] = i % 2 ? 'b' : 'a';
    if (tokenizer) CHECK_OK(tt_tokenizer_encode(&got, tokenizer, text, N, NULL, 0, INT32_MAX, &err));
    CHECK(got.count == N / 2 + 2 && got.ids[1] == 3);
    memset(text, 'x', N);
    if (tokenizer) CHECK_OK(tt_tokenizer_encode(&got, tokenizer, text, N, NULL, 0, INT32_MAX, &err));
    CHECK(got.count == 3 && got.ids[1] == 1 && got.starts[1] == 0 && got.ends[1] == N);
    tt_encoding_free(&got);
    tt_tokenizer_free(tokenizer);
    free(text);
}

/* A character without a piece of its own may be unknown though a longer piece begins with it. */
static void unknown_beginning(void) {
    static const char file[] = MODEL("[[\"<s>\", 0], [\"<unk>\", 0], [\"ab\", -50], [\"bc\", -1]]", ", \"unk_id\": 1");
    tt_tokenizer *tokenizer = NULL;
    tt_encoding got = {0};
    CHECK_OK(tt_tokenizer_new(&tokenizer, &tt_frame_bert, file, sizeof file - 1, NULL, &err));
    if (tokenizer) CHECK_OK(tt_tokenizer_encode(&got, tokenizer, "abc", 3, NULL, 0, 16, &err));
    CHECK(got.count == 4 && got.ids[1] == 1 && got.ids[2] == 3);
    tt_encoding_free(&got);
    tt_tokenizer_free(tokenizer);
}

int main(void) {
    goldens();
    unknown_beginning();
    bad_files();
    long_word();
    return check_end("unigram");
}
