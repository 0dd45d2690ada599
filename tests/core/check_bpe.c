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
        if (tokenizer) compare(tokenizer, families[i].cases, families[i].name, families[i].specials, "");
        tt_tokenizer_free(tokenizer);
        free(json);
    }
}

int main(void) {
    goldens();
    return check_end("bpe");
}
