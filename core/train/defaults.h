/* SPDX-License-Identifier: Apache-2.0
 * Chooses the options that tt_options_parse left open, from the model and the data, with one sentence of reason each.
 */
#ifndef TT_DEFAULTS_H
#define TT_DEFAULTS_H

#include "data/rows.h"
#include "model/params.h"
#include "train/options.h"

typedef struct {
    int32_t rows, outputs;
    /* rows (or words) of the label that has fewest, of those that occur; 0 where labels are no classes */
    int32_t rarest;
    int32_t most;       /* rows of the label that has most; 0 likewise, and where they are words' */
    int32_t validation; /* rows; 0: none */
    bool words;         /* labels belong to words */
    bool spans;         /* and name spans of them */
    bool fits;          /* the head is fitted before the first update, which changes the recipe */
    bool kept;          /* the head goes on from what it has learned: for the recipe it is as if it were fitted */
    bool falls_back;    /* the head is new and cannot be fitted */
} tt_facts;

/* Counts the labels of the training rows for tt_options_fill; `fits`, `kept` and `falls_back` stay false. TT_E_MEMORY.
 */
tt_status tt_facts_of(tt_facts *out, const tt_rows *train, const tt_params *params, tt_error *err);
/* Chooses learning_rate, epochs, batch_size and best_metric where they are open, and keep where there is nothing to
 * choose an epoch by, with a reason for each. The defaults of method and class_weights do not depend on the data; a
 * reason is added where another value would help. */
void tt_options_fill(tt_options *options, const tt_shape *shape, const tt_facts *facts);

#endif
