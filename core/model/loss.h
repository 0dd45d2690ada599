/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TT_LOSS_H
#define TT_LOSS_H

#include "kernels/kernels.h"

/* Softmax and cross-entropy: the sum over rows of -log p[label]; dlogits = (p - 1[label]) / denominator, where
 * `denominator` is the number of rows of the logical batch, so that micro-batches add up to its mean exactly.
 * `labels` NULL: probabilities only, and the loss is 0. dlogits may be NULL. */
double tt_cross_entropy(const tt_kernels *kernels, real *dlogits /*[M,C]*/, real *probabilities /*[M,C]*/,
                        const real *logits /*[M,C]*/, const float *labels /*[M]*/, int denominator, int M, int C);

#endif
