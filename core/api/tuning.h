/* SPDX-License-Identifier: Apache-2.0
 * Which tile of the matrix product is fastest, from durations that a caller measures on a machine with other work: the
 * tiles take turns on one thread until the best of each stands still, then all threads run the one that was found. */
#ifndef TT_TUNING_H
#define TT_TUNING_H

#include "kernels/kernels.h"

typedef struct {
    double best[TT_TILES]; /* seconds */
    double all;            /* the best with all threads */
    int calls, changed;    /* on one thread, and when a best last changed */
    int together;          /* calls on all threads */
    int tile;              /* to run next; in the end the fastest */
} tt_tuning;

tt_tuning tt_tuning_new(void);
/* What the last call took: `tile` and `together` say what to run next. True: nothing; it is done. */
bool tt_tuning_note(tt_tuning *tuning, double seconds);

#endif
