/* SPDX-License-Identifier: Apache-2.0 */
#include "train/batch.h"

#include <string.h>

tt_budget tt_budget_for(const tt_rows *rows, int32_t batch, int32_t tokens) {
    /* the tokens of the `batch` longest rows, and a bound on how many rows fit */
    int64_t sum = 0, left = batch < rows->rows ? batch : rows->rows;
    for (int32_t length = rows->longest; length > 0 && left > 0 && sum < tokens; length--) {
        int64_t count = 0;
        for (int32_t row = 0; row < rows->rows; row++) count += tt_row_length(rows, row) == length;
        if (count > left) count = left;
        sum += count * length;
        left -= count;
    }
    int32_t most = sum < tokens ? (int32_t)sum : tokens;
    if (most < rows->longest) most = rows->longest;
    int32_t sequences = most / 2 < batch ? most / 2 : batch; /* a row has at least two tokens */
    return (tt_budget){.tokens = most, .sequences = sequences < rows->rows ? sequences : rows->rows};
}

void tt_batches_layout(tt_batches *batches, tt_arena *arena, const tt_rows *rows, const tt_budget *budget) {
    size_t n = (size_t)rows->rows, N = (size_t)budget->tokens, S = (size_t)budget->sequences;
    *batches = (tt_batches){.rows = rows, .budget = *budget};
    batches->order = TT_TAKE(arena, "batches", int32_t, n);
    batches->logical = TT_TAKE(arena, "batches", int32_t, n);
    batches->ids = TT_TAKE(arena, "batches", int32_t, N);
    batches->segments = TT_TAKE(arena, "batches", int32_t, N);
    batches->positions = TT_TAKE(arena, "batches", int32_t, N);
    batches->starts = TT_TAKE(arena, "batches", int32_t, S + 1);
    batches->labels = TT_TAKE(arena, "batches", float, S);
}

void tt_batches_in_order(tt_batches *batches) {
    for (int32_t row = 0; row < batches->rows->rows; row++) batches->order[row] = row;
    batches->drawn = 0;
}

void tt_batches_shuffle(tt_batches *batches, uint64_t seed, uint64_t epoch) {
    const uint64_t site = UINT64_C(1) << 32; /* beyond every dropout site */
    tt_batches_in_order(batches);
    tt_rng_shuffle(batches->order, batches->rows->rows, tt_rng_key(seed, epoch, site));
}

/* Longest first, ties in the order drawn. */
static void sort_by_length(const tt_batches *batches, int32_t *out, const int32_t *in, int32_t count) {
    int32_t placed = 0;
    for (int32_t length = batches->rows->longest; placed < count; length--) {
        for (int32_t i = 0; i < count; i++) {
            if (tt_row_length(batches->rows, in[i]) == length) out[placed++] = in[i];
        }
    }
}

int32_t tt_batches_draw(tt_batches *batches, int32_t count) {
    int32_t left = batches->rows->rows - batches->drawn;
    if (count > left) count = left;
    sort_by_length(batches, batches->logical, batches->order + batches->drawn, count);
    batches->drawn += count;
    batches->logical_count = count;
    batches->taken = 0;
    batches->tokens_before = 0;
    return count;
}

static void copy_row(tt_batches *batches, int32_t row, int32_t at, int32_t length) {
    const tt_rows *rows = batches->rows;
    memcpy(batches->ids + at, rows->ids + rows->starts[row], (size_t)length * sizeof *batches->ids);
    for (int32_t i = 0; i < length; i++) {
        batches->segments[at + i] = i >= rows->second[row];
        batches->positions[at + i] = i;
    }
}

bool tt_batches_next(tt_batches *batches) {
    const tt_rows *rows = batches->rows;
    int32_t N = 0, S = 0;
    batches->first_row = batches->taken;
    batches->picks = batches->logical + batches->taken;
    batches->starts[0] = 0;
    while (batches->taken < batches->logical_count && S < batches->budget.sequences) {
        int32_t row = batches->logical[batches->taken], length = tt_row_length(rows, row);
        if (N + length > batches->budget.tokens) break;
        copy_row(batches, row, N, length);
        batches->labels[S] = rows->labels ? rows->labels[row] : 0;
        batches->starts[++S] = N += length;
        batches->taken++;
    }
    batches->tokens = (tt_tokens){.count = N,
                                  .sequences = S,
                                  .longest = S ? batches->starts[1] : 0,
                                  .ids = batches->ids,
                                  .segments = batches->segments,
                                  .positions = batches->positions,
                                  .starts = batches->starts,
                                  .first = batches->tokens_before};
    batches->tokens_before += (uint32_t)N;
    return S > 0;
}
