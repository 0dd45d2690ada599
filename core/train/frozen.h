/* SPDX-License-Identifier: Apache-2.0
 * The output of frozen layers, computed once for each row: layers below the lowest trained one have no dropout, so
 * their output is a function of the row alone. */
#ifndef TT_FROZEN_H
#define TT_FROZEN_H

#include "data/batch.h"
#include "model/encoder.h"
#include "train/trainable.h"

typedef struct {
    real *states; /* [tokens,E] of all sequences, the input of the lowest trained layer; NULL: not kept */
    bool known;   /* every sequence has been through the frozen layers */
} tt_frozen;

/* Whether the states of these rows (`validation` may be NULL) are kept: some layers are frozen and not all, there is a
 * second epoch to use them in, and they are no larger than the option cache_mebibytes. */
bool tt_frozen_fits(const tt_params *params, const tt_options *options, const tt_rows *train,
                    const tt_rows *validation);
void tt_frozen_layout(tt_frozen *frozen, tt_arena *arena, const tt_rows *rows, int hidden_size);
/* tt_encoder_forward of the micro-batch, from the kept states where they are known. */
const real *tt_frozen_forward(tt_frozen *frozen, tt_encoder *encoder, const tt_batches *batches,
                              const tt_dropout_key *dropout_key);

#endif
