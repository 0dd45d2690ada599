/* SPDX-License-Identifier: Apache-2.0
 * Byte-level BPE against Hugging Face's tokenizers (tests/golden/README.md): RoBERTa's parts, the same with a space in
 * front of each text, ModernBERT's, and letters without accents. */
#include "tokenizer_golden.h"

static void goldens(void) {
    static const struct {
        const char *name, *cases, *specials[2];
    } families[] = {{"roberta", "subword_cases.json", {"<s>", "</s>"}},
                    {"prefixed", "subword_cases.json", {"<s>", "</s>"}},
                    {"modernbert", "subword_cases.json", {"[CLS]", "[SEP]"}},
                    {"plain", "form_cases.json", {"<s>", "</s>"}}};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        char file[64];
        size_t n = 0;
        tt_tokenizer *tokenizer = NULL;
        snprintf(file, sizeof file, "%s.json", families[i].name);
        char *json = slurp(tokenizer_folder, file, &n);
        CHECK(json != NULL);
        if (json) CHECK_OK(tt_tokenizer_new(&tokenizer, &tt_frame_bert, json, n, NULL, &err));
        tt_text described = {0};
        const char *json_text;
        if (tokenizer) tt_tokenizer_describe(&described, tokenizer);
        CHECK_OK(tt_text_end(&json_text, &described, &err));
        const bool plain = strcmp(families[i].name, "plain") == 0;
        CHECK((strstr(json_text, "\"lowercase\":true,\"strip_accents\":true") != NULL) == plain);
        tt_text_free(&described);
        if (tokenizer) compare(tokenizer, families[i].cases, families[i].name, families[i].specials, "");
        tt_tokenizer_free(tokenizer);
        free(json);
    }
}

/* What is shown of tokens: bytes are characters again, and those of a character that lies in several are U+FFFD each.
 */
static void shown(void) {
    size_t n = 0;
    tt_tokenizer *tokenizer = NULL;
    tt_encoding got = {0};
    tt_text text = {0};
    const char *all;
    char *json = slurp(tokenizer_folder, "roberta.json", &n);
    CHECK(json != NULL);
    if (json) CHECK_OK(tt_tokenizer_new(&tokenizer, &tt_frame_bert, json, n, NULL, &err));
    const char *words = "low caf\xc3\xa9 \xe2\x82\xac";
    if (tokenizer) CHECK_OK(tt_tokenizer_encode(&got, tokenizer, words, strlen(words), NULL, 0, 64, &err));
    for (int32_t i = 0; i < got.count; i++) tt_tokenizer_decode(&text, tokenizer, got.ids[i]);
    CHECK_OK(tt_text_end(&all, &text, &err));
    CHECK(strcmp(all, "<s>low caf\xc3\xa9 \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd</s>") == 0);
    tt_text_free(&text);
    tt_encoding_free(&got);
    tt_tokenizer_free(tokenizer);
    free(json);
}

int main(void) {
    goldens();
    shown();
    return check_end("bpe");
}
