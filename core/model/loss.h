/* SPDX-License-Identifier: Apache-2.0
 * Losses: output function, loss and gradient in one pass over the logits. Each is PyTorch's of the same name, but for
 * class weights together with label smoothing (tt_cross_entropy). Sums are divided by the denominator of the whole
 * logical batch, so that micro-batches add up to its mean exactly. */
#ifndef TT_LOSS_H
#define TT_LOSS_H

#include "kernels/kernels.h"

/* During a run a regression predicts z, which stands for the number mean + deviation z. */
typedef struct {
    const double *mean, *deviation; /* [C]; NULL: z is the number itself */
} tt_target_scaling;

/* The number that output `c` stands for when it predicts `z`. */
static inline double tt_unscaled(const tt_target_scaling *scaling, size_t c, double z) {
    return scaling->mean ? scaling->mean[c] + scaling->deviation[c] * z : z;
}

typedef struct {
    const tt_kernels *kernels;
    int32_t outputs;            /* C */
    double label_smoothing;     /* cross-entropy's */
    const float *class_weights; /* [C] cross-entropy's `weight`, binary cross-entropy's `pos_weight`; NULL: all 1 */
    tt_target_scaling target_scaling; /* for squared error */
} tt_loss_rule;

/* From logits of M reads to `outputs` (the predictions). Returns the sum of the reads' losses, each times its weight;
 * dlogits is the gradient of that sum, divided by `denominator`. labels NULL: outputs only, and the loss is 0. weights
 * NULL: all are 1. dlogits may be NULL. */
typedef double tt_loss(const tt_loss_rule *rule, real *dlogits /*[M,C]*/, real *outputs /*[M,C]*/,
                       const real *logits /*[M,C]*/, const double *labels /*[M] or [M,C]*/,
                       const float *weights /*[M]*/, double denominator, int M);
/* Returns what these reads add to the denominator. */
typedef double tt_loss_share(const tt_loss_rule *rule, const double *labels, const float *weights, int M);

/* Softmax, -sum over c of t[c] log p[c] with t[c] = (1 - s) 1[c = label] + s / C for label smoothing s; labels are
 * class numbers. The mean is over reads, each with its class's weight w: sum of w[label] loss over sum of w[label].
 * PyTorch's CrossEntropyLoss with `weight` and `label_smoothing` together has s w[c] / C in t[c] instead, by which a
 * rare class with a large weight takes most of the target of every read; with one of the two it is the same as here. */
tt_loss tt_cross_entropy;
tt_loss_share tt_cross_entropy_share;

/* Sigmoid of each output, -w y log p - (1 - y) log(1 - p); labels [M,C] are 0 or 1; the mean is over reads and outputs
 * (BCEWithLogitsLoss). */
tt_loss tt_binary_cross_entropy;
/* The outputs are the numbers themselves, y = mean + deviation z, and so is the loss (y - label)^2; labels [M,C]; the
 * mean is over reads and outputs. The gradient is that of the loss in deviations, (z - (label - mean) / deviation)^2.
 */
tt_loss tt_squared_error;
tt_loss_share tt_outputs_share;

#endif
