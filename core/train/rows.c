/* SPDX-License-Identifier: Apache-2.0 */
#include "train/rows.h"

#include <stdlib.h>
#include <string.h>

void tt_rows_free(tt_rows *rows) {
    free(rows->row_starts);
    free(rows->item_starts);
    free(rows->starts);
    free(rows->ids);
    free(rows->second);
    free(rows->read_starts);
    free(rows->reads);
    free(rows->item_reads);
    free(rows->labels);
    free(rows->row_of);
    free(rows->length_counts);
    *rows = (tt_rows){0};
}

size_t tt_rows_bytes(const tt_rows *rows) {
    const size_t n = (size_t)rows->rows, S = (size_t)rows->sequences, items = (size_t)rows->items;
    return 2 * (n + 1) * sizeof *rows->row_starts + (S + 1) * sizeof *rows->starts +
           rows->starts[S] * sizeof *rows->ids + S * sizeof *rows->second + (S + 1) * sizeof *rows->read_starts +
           (size_t)rows->read_count * sizeof *rows->reads + items * sizeof *rows->item_reads +
           (rows->labels ? items * (size_t)rows->width * sizeof *rows->labels : 0) +
           (size_t)rows->vocab * sizeof *rows->row_of + ((size_t)rows->max_length + 2) * sizeof *rows->length_counts;
}

/* Appends the ids of a sequence; `cap` is what out->ids has room for. */
static tt_status take_sequence(tt_rows *out, const tt_encoding *encoding, size_t *cap, tt_error *err) {
    const int32_t sequence = out->sequences++;
    size_t n = (size_t)encoding->count, used = out->starts[sequence];
    if (used + n > *cap) {
        size_t wanted = *cap + *cap / 2 + n;
        int32_t *ids = realloc(out->ids, wanted * sizeof *ids);
        if (!ids) return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the tokens of this data");
        out->ids = ids;
        *cap = wanted;
    }
    memcpy(out->ids + used, encoding->ids, n * sizeof *out->ids);
    int32_t second = 0;
    while (second < encoding->count && encoding->segments[second] == 0) second++;
    out->starts[sequence + 1] = used + n;
    out->second[sequence] = second;
    out->unknown += encoding->unknown;
    if (encoding->count > out->longest) out->longest = encoding->count;
    return TT_OK;
}

/* The head reads the first token of the row. */
static void read_first(tt_rows *out, int32_t row) {
    out->reads[out->read_count++] = (tt_read){.position = 0, .item = row};
    out->read_starts[out->sequences] = out->read_count;
    out->item_reads[row]++;
}

static tt_status take_row(tt_rows *out, int32_t row, const tt_encoding *encoding, size_t *cap, tt_error *err) {
    TT_TRY(take_sequence(out, encoding, cap, err));
    read_first(out, row);
    out->row_starts[row + 1] = out->sequences;
    out->item_starts[row + 1] = row + 1;
    if (encoding->full > encoding->count) out->cut++;
    out->length_counts[encoding->full <= out->max_length ? encoding->full : out->max_length + 1]++;
    return TT_OK;
}

/* Which tokens occur: the only rows of the word embeddings that training can move. */
static tt_status number_tokens(tt_rows *out, tt_error *err) {
    memset(out->row_of, 0xff, (size_t)out->vocab * sizeof *out->row_of);
    for (size_t i = 0; i < out->starts[out->sequences]; i++) {
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

static tt_status fill(tt_rows *out, tt_encoding *encoding, const tt_tokenizer *tokenizer, const tt_rows_source *source,
                      tt_error *err) {
    const uint32_t *ends = source->ends;
    size_t cap = 0;
    for (int32_t row = 0; row < out->rows; row++) {
        size_t text = (size_t)row * (size_t)source->parts, from = text ? ends[text - 1] : 0, middle = ends[text];
        const char *pair = source->parts == 2 ? source->texts + middle : NULL;
        tt_error inner = {0};
        if (middle < from || (pair && ends[text + 1] < middle)) {
            return tt_fail(err, TT_E_DATA, row, "row %d: the ends of the texts are not in order", (int)row);
        }
        tt_status status = tt_tokenizer_encode(encoding, tokenizer, source->texts + from, middle - from, pair,
                                               pair ? ends[text + 1] - middle : 0, out->max_length, &inner);
        if (status != TT_OK) return tt_fail(err, status, row, "row %d: %.200s", (int)row, inner.text);
        TT_TRY(take_row(out, row, encoding, &cap, err));
    }
    return number_tokens(out, err);
}

/* Room for what does not depend on the tokens. */
static bool reserve(tt_rows *out, bool labelled) {
    const size_t n = (size_t)out->rows, items = (size_t)out->items;
    out->row_starts = calloc(n + 1, sizeof *out->row_starts);
    out->item_starts = calloc(n + 1, sizeof *out->item_starts);
    out->starts = calloc(n + 1, sizeof *out->starts);
    out->second = calloc(n, sizeof *out->second);
    out->read_starts = calloc(n + 1, sizeof *out->read_starts);
    out->reads = calloc(items, sizeof *out->reads);
    out->item_reads = calloc(items, sizeof *out->item_reads);
    out->labels = labelled ? malloc(items * (size_t)out->width * sizeof *out->labels) : NULL;
    out->row_of = malloc((size_t)out->vocab * sizeof *out->row_of);
    out->length_counts = calloc((size_t)out->max_length + 2, sizeof *out->length_counts);
    return out->row_starts && out->item_starts && out->starts && out->second && out->read_starts && out->reads &&
           out->item_reads && (out->labels || !labelled) && out->row_of && out->length_counts;
}

tt_status tt_rows_new(tt_rows *out, const tt_tokenizer *tokenizer, const tt_rows_source *source, int32_t vocab,
                      tt_error *err) {
    tt_encoding encoding = {0};
    tt_status status;
    *out = (tt_rows){.rows = source->rows,
                     .items = source->rows,
                     .width = source->width,
                     .max_length = source->max_length,
                     .vocab = vocab};
    if (!reserve(out, source->labels != NULL)) {
        status = tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for %d rows", (int)source->rows);
    } else {
        const size_t labels = (size_t)out->items * (size_t)out->width;
        if (source->labels) memcpy(out->labels, source->labels, labels * sizeof *out->labels);
        status = fill(out, &encoding, tokenizer, source, err);
    }
    tt_encoding_free(&encoding);
    if (status != TT_OK) tt_rows_free(out);
    return status;
}
