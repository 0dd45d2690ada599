/* SPDX-License-Identifier: Apache-2.0
 * Labelled rows as the encoder takes them: token ids end to end, once. */
#ifndef TT_ROWS_H
#define TT_ROWS_H

#include "text/wordpiece.h"

typedef struct {
    int32_t rows;
    size_t *starts;       /* [rows + 1] into ids */
    int32_t *ids;         /* [starts[rows]] */
    int32_t *second;      /* [rows] tokens before the second text of a pair; the row's length if there is none */
    float *labels;        /* [rows] class numbers, or NULL */
    int32_t max_length;   /* what rows were cut to */
    int32_t longest;      /* tokens of the longest row, after cutting */
    int32_t cut, unknown; /* rows that were cut; [UNK] pieces */
    int32_t distinct;     /* tokens that occur */
    int32_t *row_of;      /* [vocab] 0 .. distinct - 1 in order of token, or -1 */
    int32_t vocab;
    int32_t *length_counts; /* [max_length + 2] rows by tokens before cutting; the last: longer than max_length */
} tt_rows;

/* Tokenizes `rows` >= 1 rows of `parts` texts; see tt_data_new. Errors name the row. */
tt_status tt_rows_new(tt_rows *out, const tt_tokenizer *tokenizer, const char *texts, const uint32_t *ends,
                      const float *labels, int32_t rows, int32_t parts, int32_t max_length, int32_t vocab,
                      tt_error *err);
void tt_rows_free(tt_rows *rows);

static inline int32_t tt_row_length(const tt_rows *rows, int32_t row) {
    return (int32_t)(rows->starts[row + 1] - rows->starts[row]);
}
/* Bytes that the rows take. */
size_t tt_rows_bytes(const tt_rows *rows);

#endif
