/* SPDX-License-Identifier: Apache-2.0
 * Finds the fastest tile of the matrix product from durations that the caller measures, on a machine that may be busy.
 * The tiles take turns on one thread until the shortest duration of each has stopped falling. Then all threads run the
 * fastest tile. */
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
/* Notes the duration of the last call. `tile` and `together` then tell what to run next; true: the search is done. */
bool tt_tuning_note(tt_tuning *tuning, double seconds);

#endif
