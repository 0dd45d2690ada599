/* SPDX-License-Identifier: Apache-2.0
 * A linear probe: the output layer with the least loss on a frozen encoder's features of the training rows.
 *
 *     minimise over W [C,E], b [C]:   sum over reads of weight * loss(W x + b, label)  +  strength / 2 |W|^2
 *
 * with the task's own loss, class weights and label smoothing included. x are the features minus their mean, scaled so
 * that the mean of |x|^2 is 1: a strength then means the same for every encoder. Features that are means of tokens are
 * first scaled to length 1, each for itself: how long a mean is depends on the text's length more than on its sense,
 * and few rows are not enough to learn that. The layer is then made for features of the rows' mean length. A
 * cross-validation chooses the strength with the least loss on held-out rows (5 folds, each with its share of every
 * class; where that takes long, fewer folds are held out). Of the six that are tried the best and its neighbours give
 * a parabola over the logarithm of the strength, and its lowest place is chosen. To a strength's held-out loss a prior
 * is added: half the square of its distance to 16 / 8^2.5 in steps of 8, so that few rows choose nothing far from what
 * is usual. On 8 rows of each of UCI's two labels it lowers the loss of other rows by 5 and 6 %
 * (all-MiniLM-L6-v2, tabtune-small; 20 draws); on 8 of each of Snips' seven it changes 0 and 2 % (5 draws). The result
 * is a function of features and labels: nothing is drawn, and the number of threads does not change it.
 *
 * The names of the labels say what they mean, which few rows do not. With `names`, what the encoder makes of each of
 * them, |W|^2 becomes |W - s / 3 N|^2. Row c of N is the feature of name c, scaled as the features are, less the mean
 * of all names; its unit makes the mean square of the rows 1. s >= 0 is what predicts the training rows best where W is
 * s N alone, with a normal prior of deviation 8: names that say nothing have an s near 0. A third, since rows that
 * chose s are fitted to again. tests/RESULTS.md has what it brings.
 *
 * Fine-tuning from this layer instead of a random one keeps the encoder's features (Kumar et al. 2022, "Fine-tuning can
 * distort pretrained features and underperform out-of-distribution"). */
#ifndef TT_PROBE_H
#define TT_PROBE_H

#include "data/rows.h"
#include "linear/lbfgs.h"
#include "model/task.h"
#include "nn/nn.h"

enum {
    TT_PROBE_ROWS = 256,    /* reads that go through a matrix product at once */
    TT_PROBE_FOLDS = 5,     /* of the cross-validation, where there are as many rows */
    TT_PROBE_STRENGTHS = 6, /* values that are tried */
};

typedef struct {
    const tt_compute *compute;
    const tt_task *task;
    tt_loss_rule rule; /* target_scaling gives the units in which labels are learned */
    const tt_rows *rows;
    int32_t E, C;
    bool directions;                  /* features are scaled to length 1 first */
    real *features;                   /* [reads,E] the caller's; tt_probe_begin puts them into the units above */
    const real *names;                /* [C,E] features of the labels' names; NULL: they have none */
    double *pull;                     /* [C,E] where the penalty draws W: N, then s / 3 N */
    double *centre;                   /* [E] mean of the features */
    double unit;                      /* the features' divisor */
    double length;                    /* with `directions` their mean length, otherwise 1 */
    int32_t *folds;                   /* [rows] the fold that holds each row out */
    double *labels;                   /* [reads,width] */
    float *weights;                   /* [reads] 1 / reads of the item; 0: held out */
    real *w, *b, *dw, *db;            /* [C,E], [C] and their gradients */
    real *logits, *results, *dlogits; /* [TT_PROBE_ROWS,C] */
    tt_lbfgs lbfgs;                   /* x: W, then b; while `naming` b, then s */
    int32_t fold_count, tried_folds;  /* folds of the rows, and how many of them are held out in turn */
    bool naming;                      /* s is being fitted */
    double pulled;                    /* s / 3 */
    int32_t fold;                     /* tried_folds: all rows are trained on */
    int32_t tried;                    /* the strength that is being fitted, or that nearest to it */
    double strength;
    double losses[TT_PROBE_STRENGTHS]; /* held out, summed over the folds */
    int32_t seen[TT_PROBE_STRENGTHS];  /* folds that tried a strength */
    double fold_losses[TT_PROBE_STRENGTHS];
    int32_t best;                     /* the strength with the least of them, in the folds that are done */
    double least;                     /* its loss there */
    double right[TT_PROBE_STRENGTHS]; /* held out: the weight of those whose class has the largest logit */
    double fold_right;                /* of the latest sum of losses */
    int32_t iterations;               /* in all */
    double held_out;                  /* weight of the items whose loss is in `losses` */
    bool done;
} tt_probe;

/* `compute`, `task`, `rule`, `rows`, `E`, `C`, `directions`, `features` and `names` are set. compute->scratch must be
 * enough for tt_linear_scratch(TT_PROBE_ROWS, E, C). */
void tt_probe_layout(tt_probe *probe, tt_arena *arena);
/* Bytes that a probe takes, without the features. */
uint64_t tt_probe_bytes(const tt_rows *rows, int32_t E, int32_t C);
/* About what a fit takes, once there are features; multiply-adds count as two. */
double tt_probe_flops(const tt_rows *rows, int32_t E, int32_t C);
void tt_probe_begin(tt_probe *probe);
/* One iteration; true after the last. */
bool tt_probe_step(tt_probe *probe);
/* After the last: the layer for features as they were before tt_probe_begin. */
void tt_probe_layer(real *w /*[C,E]*/, real *b /*[C]*/, const tt_probe *probe);
/* The strength that was chosen. */
double tt_probe_strength(const tt_probe *probe);
/* s / 3; 0 without names. */
double tt_probe_pull(const tt_probe *probe);
/* The mean loss of held-out items at the strength tried that is nearest to it; without classes, of items and outputs,
 * and of numbers in standard deviations. NaN without a cross-validation. */
double tt_probe_held_out(const tt_probe *probe);
/* The accuracy on held-out items there. NaN without classes or without a cross-validation. */
double tt_probe_held_out_accuracy(const tt_probe *probe);

#endif
