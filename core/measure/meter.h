/* SPDX-License-Identifier: Apache-2.0
 * The forgetting meter: how far training has moved an encoder, measured on general sentences. Hidden states are kept
 * before and compared later, layer by layer. Where the checkpoint has a masked-language-modelling head, its loss on
 * gaps in those sentences is compared too. */
#ifndef TT_METER_H
#define TT_METER_H

#include "data/batch.h"
#include "model/mlm_head.h"

enum { TT_METER_TOKENS = 4096 }; /* the most: similarity needs a matrix of tokens by tokens */

typedef struct {
    double cka;    /* linear CKA (Kornblith et al. 2019): 1 for the same geometry, whatever its scale and rotation */
    double cosine; /* mean over the tokens */
} tt_meter_layer;

typedef struct {
    const tt_shape *shape;
    const tt_params *params;
    const tt_compute *compute;
    const tt_rows *rows;
    int32_t mask_id; /* -1: no gaps */
    tt_batches batches;
    tt_encoder encoder;
    tt_mlm_head mlm_head;
    real *before;                /* [L + 1, N, E] */
    real *x, *y;                 /* [N,E] */
    real *similar_x, *similar_y; /* [N,N] */
    int32_t *ids, *masked,
        *answers; /* [N] the tokens with gaps; [mask_count] positions of the gaps, and the original tokens */
    int32_t mask_count;
    real *gathered, *words, *logits;  /* [mask_count,E], [mask_count,e], [mask_count,V] */
    tt_meter_layer *layers;           /* [L + 1] the embeddings first */
    double masked_before, masked_now; /* mean cross-entropy at the gaps, NAN: unknown */
} tt_meter_state;

/* Lays out on `arena`: counts, or binds. Members up to `mask_id` are set before, and the encoder is loaded. */
void tt_meter_state_layout(tt_meter_state *meter, tt_arena *arena, int threads);
/* Keeps the hidden states of the encoder as it is. */
void tt_meter_state_begin(tt_meter_state *meter);
/* Compares the encoder with the kept states: fills `layers` and `masked_now`. */
void tt_meter_state_measure(tt_meter_state *meter);

/* Linear CKA of two [N,E]; uses `compute` and, as scratch, x, y and the similarities. */
double tt_meter_cka(tt_meter_state *meter, const real *before, const real *now, size_t N, size_t E);

#endif
