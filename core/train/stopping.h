/* SPDX-License-Identifier: Apache-2.0
 * Early stopping: which epoch was best so far on the validation rows, and whether to go on (Prechelt 1998). */
#ifndef TT_STOPPING_H
#define TT_STOPPING_H

#include "train/options.h"

typedef struct {
    const char *metric; /* a validation metric's name */
    double best;        /* its best value, NaN before the first epoch */
    int32_t epoch;      /* the epoch with that value, from 0; -1: none */
    int32_t waited;     /* epochs since */
    bool stopped;       /* the run ended early */
} tt_stopping;

/* With fewer validation rows than this no epoch is chosen by them: the standard error of a rate of 80 % on 20 rows is 9
 * points. */
enum { TT_ENOUGH_VALIDATION = 20 };

/* Whether the weights of the best epoch are kept. */
bool tt_stopping_keeps(const tt_options *options);
/* Begins a run: no epoch is judged yet, and the metric is the option best_metric. */
void tt_stopping_begin(tt_stopping *stopping, const tt_options *options);
/* The epoch's value: true if it is the best so far. A tie keeps the earlier epoch; NaN is worse than any number. */
bool tt_stopping_judge(tt_stopping *stopping, double value, int32_t epoch);
/* True after `patience` epochs that were not better; `patience` 0: never. */
bool tt_stopping_enough(const tt_stopping *stopping, const tt_options *options);

#endif
