/* SPDX-License-Identifier: Apache-2.0 */
#include "baseline/bag.h"

#include <math.h>
#include <stdlib.h>

static bool has_pairs(const tt_rows *rows) {
    for (int32_t s = 0; s < rows->sequences; s++) {
        if (rows->second[s] < tt_sequence_length(rows, s)) return true;
    }
    return false;
}

void tt_bag_layout(tt_bag *bag, tt_arena *arena, const tt_rows *rows, const tt_rows *train) {
    const size_t most = rows->starts[rows->sequences] + (size_t)rows->rows;
    bag->rows = rows->rows;
    bag->features = 1 + (has_pairs(train) ? 2 : 1) * train->distinct;
    bag->starts = TT_TAKE(arena, "baseline", size_t, rows->rows + 1, 1);
    bag->indices = TT_TAKE(arena, "baseline", int32_t, most, 1);
    bag->values = TT_TAKE(arena, "baseline", double, most, 1);
}

static int rising(const void *a, const void *b) {
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* The features of a row's tokens, one each, from `out` on: how many. */
static size_t features_of(int32_t *out, const tt_bag *bag, const tt_rows *rows, int32_t row, const tt_rows *train) {
    size_t n = 0;
    out[n++] = 0;
    for (int32_t s = rows->row_starts[row]; s < rows->row_starts[row + 1]; s++) {
        const int32_t length = tt_sequence_length(rows, s), second = rows->second[s];
        const int32_t between = second < length ? second - rows->frame.between : length;
        for (int32_t i = rows->frame.before; i < length - rows->frame.after; i++) {
            const int32_t id = rows->ids[rows->starts[s] + (size_t)i], known = train->row_of[id];
            if (known < 0 || (i >= between && i < second)) continue;
            const int32_t feature = 1 + known + (i >= second ? train->distinct : 0);
            if (feature < bag->features) out[n++] = feature;
        }
    }
    return n;
}

void tt_bag_fill(tt_bag *bag, const tt_rows *rows, const tt_rows *train) {
    size_t used = 0;
    for (int32_t row = 0; row < rows->rows; row++) {
        int32_t *items = bag->indices + used;
        const size_t n = features_of(items, bag, rows, row, train);
        bag->starts[row] = used;
        qsort(items, n, sizeof *items, rising);
        for (size_t i = 0; i < n;) {
            size_t end = i;
            while (end < n && items[end] == items[i]) end++;
            bag->values[used] = items[i] == 0 ? 1 : log(1.0 + (double)(end - i));
            bag->indices[used++] = items[i];
            i = end;
        }
    }
    bag->starts[rows->rows] = used;
}

void tt_bag_idf(double *idf, const tt_bag *train) {
    for (int32_t f = 0; f < train->features; f++) idf[f] = 0;
    for (size_t i = 0; i < train->starts[train->rows]; i++) idf[train->indices[i]]++;
    for (int32_t f = 0; f < train->features; f++) idf[f] = f ? log((1.0 + train->rows) / (1 + idf[f])) + 1 : 1;
}

void tt_bag_weigh(tt_bag *bag, const double *idf) {
    for (size_t i = 0; i < bag->starts[bag->rows]; i++) bag->values[i] *= idf[bag->indices[i]];
}
