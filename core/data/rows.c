/* SPDX-License-Identifier: Apache-2.0 */
#include "data/rows.h"

#include <stdlib.h>
#include <string.h>

void tt_rows_free(tt_rows *rows) {
    free(rows->row_starts);
    free(rows->item_starts);
    free(rows->starts);
    free(rows->ids);
    free(rows->offsets);
    free(rows->second);
    free(rows->read_starts);
    free(rows->reads);
    free(rows->item_reads);
    free(rows->labels);
    free(rows->word_text);
    free(rows->word_ends);
    free(rows->kept);
    free(rows->mlm_inputs);
    free(rows->row_of);
    free(rows->length_counts);
    *rows = (tt_rows){0};
}

void tt_sequence_fill(int32_t *segments, int32_t *positions, const tt_rows *rows, int32_t sequence) {
    const int32_t n = tt_sequence_length(rows, sequence);
    for (int32_t i = 0; i < n; i++) {
        segments[i] = !rows->one_segment && i >= rows->second[sequence];
        positions[i] = rows->apart && i >= tt_second_begin(rows, sequence) ? i - tt_second_begin(rows, sequence) : i;
    }
}

size_t tt_rows_bytes(const tt_rows *rows) {
    const size_t n = (size_t)rows->rows, S = (size_t)rows->sequences, items = (size_t)rows->items;
    return 2 * (n + 1) * sizeof *rows->row_starts + (S + 1) * sizeof *rows->starts +
           rows->starts[S] * sizeof *rows->ids + (rows->offsets ? 2 * rows->starts[S] * sizeof *rows->offsets : 0) +
           S * sizeof *rows->second + (S + 1) * sizeof *rows->read_starts +
           (size_t)rows->read_count * sizeof *rows->reads + items * sizeof *rows->item_reads +
           (rows->labels ? items * (size_t)rows->width * sizeof *rows->labels : 0) +
           (rows->word_text ? items * sizeof *rows->word_ends + rows->word_ends[items - 1] : 0) +
           (rows->kept ? rows->kept->bytes : 0) +
           (rows->mlm_inputs ? (size_t)rows->read_count * sizeof *rows->mlm_inputs : 0) +
           (size_t)rows->vocab * sizeof *rows->row_of + ((size_t)rows->positions + 2) * sizeof *rows->length_counts;
}

tt_status tt_rows_keep(tt_rows *rows, int32_t hidden_size, tt_error *err) {
    const size_t numbers = (size_t)rows->read_count * (size_t)hidden_size;
    const size_t S = (size_t)rows->sequences;
    const size_t bytes = sizeof *rows->kept + (rows->words ? 1 : 2) * numbers * sizeof(real) + S * sizeof(bool);
    if (bytes > TT_KEPT_MOST) return TT_OK;
    tt_kept *kept = malloc(bytes);
    if (!kept) return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for %d rows", (int)rows->rows);
    real *first = (real *)(kept + 1);
    *kept = (tt_kept){.version = -1, .bytes = bytes, .of = {first, first + numbers}};
    kept->has = (bool *)((char *)kept + bytes - S * sizeof(bool));
    rows->kept = kept;
    return TT_OK;
}

void tt_kept_for(const tt_rows *rows, int32_t version) {
    if (rows->kept->version == version) return;
    rows->kept->version = version;
    memset(rows->kept->has, 0, (size_t)rows->sequences * sizeof(bool));
}

static bool same_sequence(const tt_rows *a, int32_t s, const tt_rows *b, int32_t t) {
    const size_t length = (size_t)tt_sequence_length(a, s);
    return tt_sequence_length(b, t) == (int32_t)length && a->second[s] == b->second[t] &&
           memcmp(a->ids + a->starts[s], b->ids + b->starts[t], length * sizeof *a->ids) == 0;
}

void tt_rows_lend(tt_rows *to, const tt_rows *from, const int32_t *places, int32_t hidden_size) {
    const size_t E = (size_t)hidden_size;
    for (int32_t row = 0; row < from->rows; row++) {
        const int32_t count = tt_row_sequences(from, row);
        if (tt_row_sequences(to, places[row]) != count) continue;
        for (int32_t k = 0; k < count; k++) {
            const int32_t s = from->row_starts[row] + k, t = to->row_starts[places[row]] + k;
            if (!from->kept->has[s] || !same_sequence(from, s, to, t)) continue;
            const size_t bytes = (size_t)tt_sequence_reads(from, s) * E * sizeof(real);
            for (int way = 0; way < 2; way++) {
                memmove(to->kept->of[way] + (size_t)to->read_starts[t] * E,
                        from->kept->of[way] + (size_t)from->read_starts[s] * E, bytes);
            }
            to->kept->has[t] = true;
        }
    }
}
