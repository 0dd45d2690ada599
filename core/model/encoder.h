/* SPDX-License-Identifier: Apache-2.0
 * The encoder: embeddings, then L layers of the family's kind of block, forward and backward side by side. */
#ifndef TT_ENCODER_H
#define TT_ENCODER_H

#include "base/arena.h"
#include "model/adapters.h"
#include "nn/nn.h"

/* What a layer's forward keeps for its backward. GELU's output and the attention's probabilities are computed again
 * instead. */
typedef struct {
    real *qkv;           /* [N,3E] */
    real *log_sum;       /* [H,N] */
    real *context;       /* [N,E] */
    real *sum1, *sum2;   /* [N,E] before the norms */
    real *normed;        /* [N,E] what attention reads, in a block that norms it; sum2's place */
    real *mean1, *rstd1; /* [N] */
    real *mean2, *rstd2; /* [N] */
    real *middle;        /* [N,E] between attention and feed-forward */
    real *inner;         /* [N,F or 2F] before the activation */
} tt_layer_kept;

/* Gradients by row of the table; NULL: frozen. The word embeddings' has a row only for tokens that occur. */
typedef struct {
    real **of;             /* [params] */
    const int32_t *row_of; /* [V] token -> row of of[TT_WORD] */
    bool add; /* add to matrices' gradients; false in the first micro-batch of a logical batch, which overwrites them */
} tt_grads;

/* Where dropout masks come from; `on` is false for predictions. */
typedef struct {
    bool on;
    uint64_t seed, step;
} tt_dropout_key;

/* Upper bounds of the micro-batches of a run, and the depth of its backward. */
typedef struct {
    int32_t tokens, longest, threads;
    int32_t lowest; /* lowest trained layer, -1: the embeddings; layers below it keep nothing for a backward */
    bool backward;
    bool
        recompute; /* the backward computes each layer's activations again (Chen et al. 2016): less memory, more time */
} tt_extent;

typedef struct {
    const tt_shape *shape;
    const tt_params *params;
    const tt_compute *compute;
    const real *added;   /* [N,e] added to the embeddings, to move them (measure/attribution.h); NULL: nothing */
    real *embedded;      /* [N,e] before its norm */
    real *mean, *rstd;   /* [N] */
    real *normed;        /* [N,e] what is projected to hidden[0], or hidden[0] itself */
    real *dnormed;       /* [N,e], or dhidden itself */
    real **hidden;       /* [L + 1] of [N,E]; where no backward comes two buffers take turns */
    tt_layer_kept *kept; /* [L]; where no backward comes, or with recompute, all the same */
    int32_t lowest;      /* the layer the backward ends at, -1: the embeddings */
    bool recompute;
    real *last;                  /* [N,E] before the final norm; NULL: there is none */
    real *last_mean, *last_rstd; /* [N] */
    real *rope[2];               /* [longest,D] rotary positions of layers that see all tokens, and of the others */
    real *narrow;     /* [N,E] for adapters of a block that adds to its output; NULL: the output is written last */
    real *activated;  /* [N,F] */
    real *dactivated; /* [N,F] of a gated layer */
    real *wide;       /* [N, max(F or 2F, 3E)] */
    real *dhidden, *d1, *d2; /* [N,E] */
    real *attention_scratch;
    real *dropped; /* [N, E or F]: for adapters with dropout */
} tt_encoder;

/* Lays the encoder's memory out on `arena`: counts, or binds. */
void tt_encoder_layout(tt_encoder *encoder, tt_arena *arena, const tt_extent *extent);
/* Lays out the scratch for the matrix products of an encoder and its head: up to `rows` rows at once, `outputs` columns
 * of the head. */
void tt_compute_layout(tt_compute *compute, tt_arena *arena, const tt_shape *shape, int32_t rows, int32_t outputs);

/* The last hidden states [N,E]. */
const real *tt_encoder_forward(tt_encoder *encoder, const tt_tokens *tokens, const tt_dropout_key *dropout_key);
/* The same in two parts: up to hidden[lowest], and from there. */
void tt_encoder_forward_below(tt_encoder *encoder, const tt_tokens *tokens, const tt_dropout_key *dropout_key);
const real *tt_encoder_forward_above(tt_encoder *encoder, const tt_tokens *tokens, const tt_dropout_key *dropout_key);
/* From encoder->dhidden [N,E], which is overwritten, to all gradients down to layer `lowest`. Layers below it run
 * without dropout: their output is a function of the row alone. Where it goes down to the embeddings, dnormed [N,e] is
 * then the gradient of their sum. */
void tt_encoder_backward(tt_encoder *encoder, const tt_grads *grads, const tt_tokens *tokens,
                         const tt_dropout_key *dropout_key);

/* Number of the head's dropout site; the encoder's own are 0 .. 3L, its adapters' from TT_ADAPTER_SITE on. */
enum { TT_ADAPTER_SITE = 1 << 20 };
static inline uint64_t tt_head_site(const tt_shape *shape) { return (uint64_t)shape->num_hidden_layers * 3 + 1; }

#endif
