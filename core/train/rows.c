/* SPDX-License-Identifier: Apache-2.0 */
#include "train/rows.h"

#include <stdlib.h>
#include <string.h>

void tt_rows_free(tt_rows *rows) {
    free(rows->starts);
    free(rows->ids);
    free(rows->second);
    free(rows->labels);
    free(rows->row_of);
    free(rows->length_counts);
    *rows = (tt_rows){0};
}

size_t tt_rows_bytes(const tt_rows *rows) {
    size_t n = (size_t)rows->rows;
    return (n + 1) * sizeof *rows->starts + rows->starts[n] * sizeof *rows->ids + n * sizeof *rows->second +
           (rows->labels ? n * sizeof *rows->labels : 0) + (size_t)rows->vocab * sizeof *rows->row_of +
           ((size_t)rows->max_length + 2) * sizeof *rows->length_counts;
}

static tt_status take_row(tt_rows *out, int32_t row, const tt_encoding *encoding, size_t *cap, tt_error *err) {
    size_t n = (size_t)encoding->count, used = out->starts[row];
    if (used + n > *cap) {
        size_t wanted = *cap + *cap / 2 + n;
        int32_t *ids = realloc(out->ids, wanted * sizeof *ids);
        if (!ids) return tt_fail(err, TT_E_MEMORY, row, "there is not enough memory for the tokens of this data");
        out->ids = ids;
        *cap = wanted;
    }
    memcpy(out->ids + used, encoding->ids, n * sizeof *out->ids);
    int32_t second = 0;
    while (second < encoding->count && encoding->segments[second] == 0) second++;
    out->starts[row + 1] = used + n;
    out->second[row] = second;
    out->unknown += encoding->unknown;
    if (encoding->count > out->longest) out->longest = encoding->count;
    if (encoding->full > encoding->count) out->cut++;
    out->length_counts[encoding->full <= out->max_length ? encoding->full : out->max_length + 1]++;
    return TT_OK;
}

/* Which tokens occur: the only rows of the word embeddings that training can move. */
static tt_status number_tokens(tt_rows *out, tt_error *err) {
    memset(out->row_of, 0xff, (size_t)out->vocab * sizeof *out->row_of);
    for (size_t i = 0; i < out->starts[out->rows]; i++) {
        if (out->ids[i] >= out->vocab) {
            return tt_fail(err, TT_E_CONFIG, -1,
                           "the vocabulary has a piece number %d but the model's vocab_size is %d; they do not belong "
                           "together",
                           (int)out->ids[i], (int)out->vocab);
        }
        out->row_of[out->ids[i]] = 0;
    }
    for (int32_t id = 0; id < out->vocab; id++) {
        if (out->row_of[id] == 0) out->row_of[id] = out->distinct++;
    }
    return TT_OK;
}

static tt_status fill(tt_rows *out, tt_encoding *encoding, const tt_tokenizer *tokenizer, const char *texts,
                      const uint32_t *ends, int32_t parts, tt_error *err) {
    size_t cap = 0;
    for (int32_t row = 0; row < out->rows; row++) {
        size_t text = (size_t)row * (size_t)parts, from = text ? ends[text - 1] : 0, middle = ends[text];
        const char *pair = parts == 2 ? texts + middle : NULL;
        tt_error inner = {0};
        if (middle < from || (pair && ends[text + 1] < middle)) {
            return tt_fail(err, TT_E_DATA, row, "row %d: the ends of the texts are not in order", (int)row);
        }
        tt_status status = tt_tokenizer_encode(encoding, tokenizer, texts + from, middle - from, pair,
                                               pair ? ends[text + 1] - middle : 0, out->max_length, &inner);
        if (status != TT_OK) return tt_fail(err, status, row, "row %d: %.200s", (int)row, inner.text);
        TT_TRY(take_row(out, row, encoding, &cap, err));
    }
    return number_tokens(out, err);
}

tt_status tt_rows_new(tt_rows *out, const tt_tokenizer *tokenizer, const char *texts, const uint32_t *ends,
                      const float *labels, int32_t rows, int32_t parts, int32_t max_length, int32_t vocab,
                      tt_error *err) {
    size_t n = (size_t)rows;
    tt_encoding encoding = {0};
    *out = (tt_rows){.rows = rows, .max_length = max_length, .vocab = vocab};
    out->starts = calloc(n + 1, sizeof *out->starts);
    out->second = calloc(n, sizeof *out->second);
    out->labels = labels ? malloc(n * sizeof *out->labels) : NULL;
    out->row_of = malloc((size_t)vocab * sizeof *out->row_of);
    out->length_counts = calloc((size_t)max_length + 2, sizeof *out->length_counts);
    tt_status status;
    if (!out->starts || !out->second || (labels && !out->labels) || !out->row_of || !out->length_counts) {
        status = tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for %d rows", (int)rows);
    } else {
        if (labels) memcpy(out->labels, labels, n * sizeof *labels);
        status = fill(out, &encoding, tokenizer, texts, ends, parts, err);
    }
    tt_encoding_free(&encoding);
    if (status != TT_OK) tt_rows_free(out);
    return status;
}
