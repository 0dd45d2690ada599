/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a vocabulary, of any kind of tokenizer, and texts: two bytes of settings, then vocab.txt or
 * tokenizer.json, text and pair, apart by FF (which no UTF-8 has). An empty vocabulary stands for a good one. */
#include <stdlib.h>
#include <string.h>

#include "text/tokenizer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char good[] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##a\nab\n##b\n\xc3\xa9\n\xe4\xb8\x80\n##\xcc\x81\n.";
static const char *const configs[] = {
    NULL, "{\"do_lower_case\":false}", "{\"strip_accents\":false}",
    "{\"added_tokens_decoder\":{\"20\":{\"content\":\"A \\u00c9\",\"normalized\":true}}}"};

static void must(int condition) {
    if (!condition) abort();
}

/* Code points of well-formed UTF-8. */
static int32_t characters(const char *text, size_t n) {
    int32_t count = 0;
    for (size_t i = 0; i < n; i++) count += (text[i] & 0xc0) != 0x80;
    return count;
}

static void check(const tt_encoding *row, const tt_tokenizer *tokenizer, int32_t max_length, const int32_t ends[2]) {
    int specials = 0;
    must(row->count <= max_length && row->count <= row->full);
    must(row->count == row->full || row->count == max_length);
    for (int32_t i = 0; i < row->count; i++) {
        size_t n;
        must(row->ids[i] >= 0 && row->ids[i] < tt_tokenizer_size(tokenizer));
        must(tt_tokenizer_piece(tokenizer, row->ids[i], &n) != NULL);
        must(row->segments[i] == 0 || row->segments[i] == 1);
        must(i == 0 || row->segments[i] >= row->segments[i - 1]);
        specials += row->ends[i] == 0; /* or nothing but white space that was trimmed */
        must(row->starts[i] >= 0 && row->starts[i] <= row->ends[i] && row->ends[i] <= ends[row->segments[i]]);
        must(row->begins[i] >= 0 && row->begins[i] <= ends[row->segments[i]]);
    }
    must(specials >= tt_tokenizer_frame(tokenizer)->before + tt_tokenizer_frame(tokenizer)->after);
}

/* The bytes up to the next FF. */
static const char *field(const uint8_t **data, size_t *size, size_t *n) {
    const uint8_t *start = *data, *end = *size ? memchr(start, 0xff, *size) : NULL;
    *n = end ? (size_t)(end - start) : *size;
    *data += *n + (end != NULL);
    *size -= *n + (end != NULL);
    return (const char *)start;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    tt_tokenizer *tokenizer;
    tt_encoding row = {0};
    tt_error err;
    size_t vocab_n, text_n, pair_n;
    if (size < 2) return 0;
    int32_t max_length = data[0] % 40;
    bool is_pair = data[1] & 4;
    const char *config = configs[data[1] & 3];
    data += 2;
    size -= 2;
    const char *vocab = field(&data, &size, &vocab_n), *text = field(&data, &size, &text_n);
    const char *pair = field(&data, &size, &pair_n);
    if (vocab_n == 0) {
        vocab = good;
        vocab_n = sizeof good - 1;
    }
    if (tt_tokenizer_new(&tokenizer, &tt_frame_bert, vocab, vocab_n, config, &err) != TT_OK) return 0;
    for (int turn = 0; turn < 2; turn++) { /* the second with the memory of the first */
        int32_t ends[2] = {characters(text, text_n), characters(pair, pair_n)};
        tt_status status =
            tt_tokenizer_encode(&row, tokenizer, text, text_n, is_pair ? pair : NULL, pair_n, max_length, &err);
        if (status == TT_OK) {
            check(&row, tokenizer, max_length, ends);
        } else {
            must(status == TT_E_CONFIG || status == TT_E_DATA || status == TT_E_MEMORY);
            must(strlen(err.text) > 0);
        }
        max_length += 7;
    }
    tt_encoding_free(&row);
    tt_tokenizer_free(tokenizer);
    return 0;
}
