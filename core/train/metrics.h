/* SPDX-License-Identifier: Apache-2.0
 * How good a model is on labelled rows: the numbers of scikit-learn (zero_division = 0), SciPy and seqeval, from labels
 * and the model's outputs, with 95 % bootstrap intervals.
 *
 * Every number is a function of a sample and of how often each of its rows counts: once each for the number itself, as
 * often as it was drawn for a resample of the bootstrap. What does not depend on that (predictions, entities, the order
 * of the scores) is found once, by `fill`; a resample then adds up counts.
 * A number that is not defined, like the correlation with a constant, is NaN, and null in JSON. */
#ifndef TT_METRICS_H
#define TT_METRICS_H

#include "base/arena.h"
#include "base/json.h"
#include "model/params.h"
#include "train/rows.h"

enum { TT_METRICS_MOST = 12, TT_RESAMPLES = 1000, TT_CONFUSION_MOST = 256 };

typedef enum {
    TT_CLASSES, /* one of several classes a row, or a word */
    TT_LABELS,  /* any of several labels a row */
    TT_NUMBERS, /* one or more numbers a row */
    TT_SPANS,   /* entities in sentences, IOB2 */
    TT_GAPS,    /* masked-language modelling: the loss is all there is, and train/pass.c sums it up */
} tt_metrics_kind;

typedef struct {
    double precision, recall, f1;
    int32_t support; /* rows of this class, or true entities of this type */
} tt_class_metrics;

/* A unit is what has a label: a row, or a word of a row. */
typedef struct {
    int32_t *truth, *said;      /* [units] classes */
    double *loss;               /* [units] -log p(label) */
    int32_t *order;             /* two classes: [units] by rising score; NULL with more */
    float *score;               /* two classes: [units] probability of class 1 */
    double *hits, *true_, *out; /* [C] right, true and predicted units of each class: of the latest values() */
    int32_t *confusion; /* [C,C] row: true class, column: predicted; NULL with more than TT_CONFUSION_MOST classes */
    uint64_t *wrong;    /* then [units] true class << 32 | predicted, of those that differ */
} tt_classes;

typedef struct {
    float *thresholds;          /* [C] a label is predicted from its threshold on */
    size_t *ends;               /* [rows] into marks */
    uint32_t *marks;            /* [rows,C] 4 * label + 2 if predicted + 1 if true, where it is one of them */
    double *loss;               /* [rows] binary cross-entropy, mean over the labels */
    double *hits, *true_, *out; /* [C] */
} tt_labels;

typedef struct {
    double *truth, *said;             /* [C,rows] */
    int32_t *true_order, *said_order; /* [C,rows] rising */
    double *true_rank, *said_rank;    /* [rows] of one output */
} tt_numbers;

/* Entities: `said` and `truth` are as many as there are, `hits` those of the same words and type. */
typedef struct {
    int32_t hits, said, truth;
} tt_entities;

typedef struct {
    int32_t *truth, *said;         /* [units] tags */
    tt_entities *counts, *strict;  /* [rows] leniently, strictly */
    int32_t *right, *words, *read; /* [rows] words: with the right tag, all, and those that have a loss */
    double *loss;                  /* [rows] sum over the words */
    tt_entities *types;            /* [(C - 1) / 2] */
} tt_spans;

typedef struct {
    tt_metrics_kind kind;
    int32_t rows;          /* what the bootstrap draws: rows, or sentences */
    int32_t units, C;      /* labels, and outputs of each */
    const int32_t *starts; /* [rows + 1] units of each row, the caller's; NULL: a unit is a row */
    const int32_t *reads;  /* [units] how often the model read each, the caller's; what it did not read has no loss.
                            * NULL: all are read */
    union {
        tt_classes classes;
        tt_labels labels;
        tt_numbers numbers;
        tt_spans spans;
    };
} tt_sample;

/* A sample of these rows for the task of the head that `params` has. */
tt_sample tt_sample_of(const tt_rows *rows, const tt_params *params);
/* Takes the memory of a sample whose kind, rows, units and C are set. */
void tt_sample_layout(tt_sample *sample, tt_arena *arena);
/* `labels`: class numbers [units]; 0 and 1 [rows,C]; numbers [rows,C]. `outputs` [units,C]: probabilities, for numbers
 * the numbers. A class is predicted by the first of the largest; labels from `thresholds` [C] on (NULL: 0.5). */
void tt_sample_fill(tt_sample *sample, const float *labels, const float *outputs, const float *thresholds);

/* The headline numbers of the kind, in the order that values() has them; the first is the loss. */
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

void tt_bootstrap_layout(tt_bootstrap *bootstrap, tt_arena *arena, int32_t rows);
/* 95 % percentile intervals (Efron & Tibshirani 1993, chapter 13) of every headline number: 1,000 resamples of rows,
 * seed 1. Resamples in which a number is not defined do not count for it. */
void tt_bootstrap_intervals(tt_interval *intervals, tt_bootstrap *bootstrap, tt_sample *sample);

typedef struct {
    double value; /* of a less that of b */
    tt_interval interval;
    double p; /* two-sided, of no difference; at least 2 / 1,001 */
} tt_difference;

/* The paired bootstrap: both samples are of the same rows, which are drawn together. */
void tt_bootstrap_differences(tt_difference *differences, tt_bootstrap *bootstrap, tt_sample *a, tt_sample *b);
/* McNemar's exact test of two classifiers on the same rows (Dietterich 1998; binomial, two-sided): the p-value, given
 * the rows that only a and that only b has right. */
double tt_mcnemar(int32_t only_a, int32_t only_b);

/* A member of an object each, with comma between: the headline numbers and, unless NULL, {"intervals": ..}; then
 * per_class and what else the kind has. As `Metrics` of web/engine/messages.ts. */
void tt_metrics_write(tt_text *text, tt_sample *sample, const tt_interval *intervals);

/* For each label the threshold of the largest F1 on these rows, among the midpoints between neighbouring scores (and
 * between 0 and the lowest): of several the one nearest to 0.5. Where that F1 is below 0.3, or no row has the label, a
 * threshold of its own would be chance's: it takes the one that is best for all labels together (SCutFBR, Yang 2001).
 * `order` [rows C] is scratch. */
void tt_tune_thresholds(float *thresholds /*[C]*/, const float *labels /*[rows,C]*/, const float *outputs /*[rows,C]*/,
                        int32_t rows, int32_t C, int32_t *order);

/* The four kinds, for metrics.c. */
void tt_classes_layout(tt_sample *sample, tt_arena *arena);
void tt_classes_fill(tt_sample *sample, const float *labels, const float *outputs);
void tt_classes_values(double *values, tt_sample *sample, const int32_t *times);
void tt_classes_write(tt_text *text, tt_sample *sample);
void tt_labels_layout(tt_sample *sample, tt_arena *arena);
void tt_labels_fill(tt_sample *sample, const float *labels, const float *outputs, const float *thresholds);
void tt_labels_values(double *values, tt_sample *sample, const int32_t *times);
void tt_labels_write(tt_text *text, tt_sample *sample);
void tt_numbers_layout(tt_sample *sample, tt_arena *arena);
void tt_numbers_fill(tt_sample *sample, const float *labels, const float *outputs);
void tt_numbers_values(double *values, tt_sample *sample, const int32_t *times);
void tt_numbers_write(tt_text *text, tt_sample *sample);
void tt_spans_layout(tt_sample *sample, tt_arena *arena);
void tt_spans_fill(tt_sample *sample, const float *labels, const float *outputs);
void tt_spans_values(double *values, tt_sample *sample, const int32_t *times);
void tt_spans_write(tt_text *text, tt_sample *sample);

/* For all kinds. */
static inline double tt_ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }
static inline double tt_times(const int32_t *times, int32_t row) { return times ? times[row] : 1; }
/* -log p; a float that underflowed is not certain to be impossible. */
double tt_surprise(float probability);
static inline bool tt_is_read(const tt_sample *sample, int32_t unit) { return !sample->reads || sample->reads[unit]; }
int32_t tt_argmax(const float *values, int32_t n);
/* Numbers i = 0 .. n - 1 by rising keys[i * stride], equal ones in order. */
void tt_sort_by(int32_t *order, const float *keys, int32_t n, int32_t stride);
tt_class_metrics tt_class_scores(double hits, double truth, double said);
void tt_class_metrics_put(tt_text *text, const tt_class_metrics *metrics);

#endif
