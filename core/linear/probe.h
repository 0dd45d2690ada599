/* SPDX-License-Identifier: Apache-2.0
 * A linear probe: the output layer with the least loss on what a frozen encoder makes of the training rows.
 *
 *     minimise over W [C,E], b [C]:   sum over reads of weight * loss(W x + b, label)  +  strength / 2 |W|^2
 *
 * with the task's own loss, class weights and label smoothing included. x are the features less their mean, in units
 * in which the mean of |x|^2 is 1, so that a strength means the same for every encoder. The strength is the one with
 * the least loss on the rows held out in a cross-validation (5 folds, each with its share of every class; where that
 * takes long, fewer of them are held out). It all is a
 * function of features and labels: nothing is drawn, and no number of threads changes it.
 *
 * Fine-tuning from this layer instead of a random one keeps the encoder's features (Kumar et al. 2022,
 * "Fine-tuning can distort pretrained features and underperform out-of-distribution"). */
#ifndef TT_PROBE_H
#define TT_PROBE_H

#include "data/rows.h"
#include "linear/lbfgs.h"
#include "model/task.h"
#include "nn/nn.h"

enum {
    TT_PROBE_ROWS = 256,    /* reads that go through a matrix product at once */
    TT_PROBE_FOLDS = 5,     /* of the cross-validation, where there are as many rows */
    TT_PROBE_STRENGTHS = 6, /* that are tried */
};

typedef struct {
    const tt_compute *compute;
    const tt_task *task;
    tt_loss_rule rule; /* its target_scaling says in which units labels are learned */
    const tt_rows *rows;
    int32_t E, C;
    real *features;                    /* [reads,E] the caller's; tt_probe_begin puts them into the units above */
    double *centre;                    /* [E] their mean */
    double unit;                       /* what they were divided by */
    int32_t *folds;                    /* [rows] which fold holds a row out */
    double *labels;                    /* [reads,width] */
    float *weights;                    /* [reads] 1 / how often an item is read; 0: held out */
    real *w, *b, *dw, *db;             /* [C,E], [C] and their gradients */
    real *logits, *results, *dlogits;  /* [TT_PROBE_ROWS,C] */
    tt_lbfgs lbfgs;                    /* x: W, then b */
    int32_t fold_count, tried_folds;   /* into how many the rows are dealt, and how many are held out in turn */
    int32_t fold;                      /* tried_folds: all rows are trained on */
    int32_t tried;                     /* the strength that is being fitted */
    double losses[TT_PROBE_STRENGTHS]; /* held out, summed over the folds */
    int32_t seen[TT_PROBE_STRENGTHS];  /* folds that tried a strength */
    double fold_losses[TT_PROBE_STRENGTHS];
    int32_t iterations; /* all of them */
    double held_out;    /* weight of the items whose loss is in `losses` */
    bool done;
} tt_probe;

/* `compute`, `task`, `rule`, `rows`, `E`, `C` and `features` are set. compute->scratch must be enough for
 * tt_linear_scratch(TT_PROBE_ROWS, E, C). */
void tt_probe_layout(tt_probe *probe, tt_arena *arena);
/* Bytes that a probe takes, but for the features. */
uint64_t tt_probe_bytes(const tt_rows *rows, int32_t E, int32_t C);
void tt_probe_begin(tt_probe *probe);
/* One iteration; true after the last. */
bool tt_probe_step(tt_probe *probe);
/* After the last: the layer for features as they were before tt_probe_begin. */
void tt_probe_layer(real *w /*[C,E]*/, real *b /*[C]*/, const tt_probe *probe);
/* The strength that was chosen. */
double tt_probe_strength(const tt_probe *probe);
/* The mean loss of held-out items (and, but for classes, of their outputs) at that strength, of numbers in their
 * deviations; NaN without a cross-validation. */
double tt_probe_held_out(const tt_probe *probe);

#endif
