/* SPDX-License-Identifier: Apache-2.0
 * Metrics of a model on labelled rows, equal to those of scikit-learn (zero_division = 0), SciPy and seqeval, with 95 %
 * bootstrap intervals.
 *
 * Every number is a function of a sample and of how often each of its rows counts: once each for the number itself, as
 * often as it was drawn for a resample of the bootstrap. `fill` finds once what does not depend on that: predictions,
 * entities, the order of the scores. A resample then adds up counts.
 * A number that is not defined, like the correlation with a constant, is NaN, and null in JSON. */
#ifndef TT_METRICS_H
#define TT_METRICS_H

#include "base/json.h"
#include "data/rows.h"
#include "measure/sample.h"
#include "model/params.h"

/* A sample of these rows for the task of the head that `params` has. */
tt_sample tt_sample_of(const tt_rows *rows, const tt_params *params);
/* Takes the memory of a sample whose kind, rows, units and C are set. */
void tt_sample_layout(tt_sample *sample, tt_arena *arena);
/* `labels`: class numbers [units]; 0 and 1 [rows,C]; numbers [rows,C]. `outputs` [units,C]: probabilities, for numbers
 * the numbers. A class is predicted by the first of the largest; labels from `thresholds` [C] on (NULL: 0.5). */
void tt_sample_fill(tt_sample *sample, const double *labels, const double *outputs, const float *thresholds);

/* Names of the kind's headline numbers, in the order of tt_metrics_values; the first is the loss. */
int tt_metrics_names(const char *const **names, const tt_sample *sample);
/* The place of a name among them, or -1. */
int tt_metrics_place(const tt_sample *sample, const char *name);
/* All headline numbers with row i counted times[i] times (NULL: once). */
void tt_metrics_values(double *values, tt_sample *sample, const int32_t *times);

typedef struct {
    double low, high;
} tt_interval;

/* Room for the bootstrap of a sample of `rows` rows. */
typedef struct {
    int32_t *times; /* [rows] */
    double *drawn;  /* [TT_METRICS_MOST, TT_RESAMPLES] */
} tt_bootstrap;

/* Takes the room for samples of up to `rows` rows. */
void tt_bootstrap_layout(tt_bootstrap *bootstrap, tt_arena *arena, int32_t rows);
/* 95 % percentile intervals (Efron & Tibshirani 1993, chapter 13) of every headline number: 1,000 resamples of rows,
 * seed 1. Resamples in which a number is not defined do not count for it. A number that is the same in all of them has
 * no interval (NaN), but for the accuracy of rows that are all right or all wrong, which has the exact one. */
void tt_bootstrap_intervals(tt_interval *intervals, tt_bootstrap *bootstrap, tt_sample *sample);

typedef struct {
    double value; /* of a minus that of b */
    tt_interval interval;
    double p; /* two-sided, of no difference; at least 2 / 1,001 */
} tt_difference;

/* The paired bootstrap: both samples are of the same rows, which are drawn together. */
void tt_bootstrap_differences(tt_difference *differences, tt_bootstrap *bootstrap, tt_sample *a, tt_sample *b);
/* McNemar's exact test of two classifiers on the same rows (Dietterich 1998; binomial, two-sided): the p-value, given
 * the rows that only a and that only b has right. */
double tt_mcnemar(int32_t only_a, int32_t only_b);

/* A member of an object each, with comma between: the headline numbers and, unless NULL, {"intervals": ..}; then
 * per_class and what else the kind has. As `Metrics` of web/engine/metrics.ts. */
void tt_metrics_write(tt_text *text, tt_sample *sample, const tt_interval *intervals);

/* For each label the threshold of the largest F1 on these rows, among the midpoints between neighbouring scores (and
 * between 0 and the lowest): of several the one nearest to 0.5. Where that F1 is below 0.3 (SCutFBR, Yang 2001), or
 * fewer than 10 rows have the label, a threshold of its own would be noise: the label takes the threshold that is best
 * for all labels together. On rows of GoEmotions kept for choosing (tabtune-small; micro F1 in % with 256 and with
 * 1,000 rows) that had 41.6 and 49.0, thresholds of its own for each label 36.5 and 45.7. `order` [rows C] is scratch.
 */
void tt_tune_thresholds(float *thresholds /*[C]*/, const double *labels /*[rows,C]*/,
                        const double *outputs /*[rows,C]*/, int32_t rows, int32_t C, int32_t *order);

#endif
