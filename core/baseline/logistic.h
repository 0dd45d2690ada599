/* SPDX-License-Identifier: Apache-2.0
 * Linear models on bags: softmax regression, a logistic regression for each label, ridge regression.
 *
 *     minimise over W [features,C]:   sum over rows of loss(W^T x, y)  +  1/2 |W|^2
 *
 * scikit-learn's LogisticRegression(C=1) and Ridge(alpha=1) on a matrix with a column of ones (fit_intercept=False).
 * Since the penalty counts for the constant too, the function is strongly convex with modulus 1, so at a gradient g it
 * is within |g|^2 / 2 of its minimum, and W within |g| of the best one. */
#ifndef TT_LOGISTIC_H
#define TT_LOGISTIC_H

#include "baseline/bag.h"
#include "linear/lbfgs.h"
#include "measure/metrics.h"

typedef struct {
    tt_metrics_kind kind; /* TT_CLASSES, TT_LABELS or TT_NUMBERS */
    const tt_bag *bag;
    const double *labels; /* as in tt_sample_fill */
    int32_t C;
    double *means;  /* [C] for numbers: their means, subtracted before the fit */
    double *logits; /* [C] of a row */
    tt_lbfgs lbfgs;
} tt_logistic;

/* kind, bag and C are set. */
void tt_logistic_layout(tt_logistic *logistic, tt_arena *arena);
void tt_logistic_begin(tt_logistic *logistic);
/* One iteration; true when the mean loss of a row is within 1e-9 of the minimum. */
bool tt_logistic_step(tt_logistic *logistic);
/* outputs [rows,C] of a bag with the same features: probabilities or numbers. */
void tt_logistic_predict(double *outputs, tt_logistic *logistic, const tt_bag *bag);

#endif
