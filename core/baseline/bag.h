/* SPDX-License-Identifier: Apache-2.0
 * Rows as bags of word pieces: how often each piece occurs, without order. */
#ifndef TT_BAG_H
#define TT_BAG_H

#include "base/arena.h"
#include "data/rows.h"

typedef struct {
    int32_t rows, features; /* feature 0 is 1 in every row: the constant */
    size_t *starts;         /* [rows + 1] */
    int32_t *indices;       /* [starts[rows]] rising within a row */
    double *values;
} tt_bag;

/* Pieces of `rows` that occur in `train`; those of a second text are features of their own. The value of a piece that
 * occurs n times is log(1 + n). Special tokens of the frame are left out. */
void tt_bag_layout(tt_bag *bag, tt_arena *arena, const tt_rows *rows, const tt_rows *train);
void tt_bag_fill(tt_bag *bag, const tt_rows *rows, const tt_rows *train);
/* Inverse document frequency, log((1 + rows) / (1 + rows with the piece)) + 1 (Salton & Buckley 1988, smoothed as in
 * scikit-learn), of the training bag's pieces; 1 for the constant. */
void tt_bag_idf(double *idf /*[features]*/, const tt_bag *train);
/* Multiplies the values by the idf of their features. */
void tt_bag_weigh(tt_bag *bag, const double *idf);

#endif
