/* SPDX-License-Identifier: Apache-2.0
 * Labels and a model's outputs, prepared for counting by the metrics of each kind of task. */
#ifndef TT_SAMPLE_H
#define TT_SAMPLE_H

#include "base/arena.h"

enum { TT_METRICS_MOST = 12, TT_RESAMPLES = 1000, TT_CONFUSION_MOST = 256 };

typedef enum {
    TT_CLASSES, /* one of several classes a row, or a word */
    TT_LABELS,  /* any of several labels a row */
    TT_NUMBERS, /* one or more numbers a row */
    TT_SPANS,   /* entities in sentences, IOB2 */
    TT_MLM,     /* masked-language modelling: a loss alone, which train/eval.c sums up */
} tt_metrics_kind;

typedef struct {
    double precision, recall, f1;
    int32_t support; /* rows of this class, or true entities of this type */
} tt_class_metrics;

/* A unit has a label: a row, or a word of a row. */
typedef struct {
    int32_t *actual, *predicted; /* [units] classes */
    double *loss;                /* [units] -log p(label) */
    int32_t *order;              /* two classes: [units] by rising score; NULL with more */
    double *score;               /* two classes: [units] probability of class 1 */
    double *hits, *support,
        *predictions;   /* [C] right, labelled and predicted units of each class: of the latest values() */
    int32_t *confusion; /* [C,C] row: true class, column: predicted; NULL with more than TT_CONFUSION_MOST classes */
    uint64_t *wrong;    /* then [units] true class << 32 | predicted, of those that differ */
} tt_classes;

typedef struct {
    float *thresholds;                    /* [C] a label is predicted from its threshold on */
    size_t *ends;                         /* [rows] into marks */
    uint32_t *marks;                      /* [rows,C] 4 * label + 2 if predicted + 1 if true, where it is one of them */
    double *loss;                         /* [rows] binary cross-entropy, mean over the labels */
    double *hits, *support, *predictions; /* [C] */
} tt_labels;

typedef struct {
    double *actual, *predicted;             /* [C,rows] */
    int32_t *label_order, *predicted_order; /* [C,rows] rising */
    double *label_rank, *predicted_rank;    /* [rows] of one output */
} tt_numbers;

/* Numbers of entities; `hits` are predicted and actual ones of the same words and type. */
typedef struct {
    int32_t hits, predicted, actual;
} tt_entities;

typedef struct {
    int32_t *actual, *predicted;   /* [units] tags */
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
    const int32_t *tags;   /* [units] of spans the predicted ones, the caller's; NULL: the argmax of the outputs */
    union {
        tt_classes classes;
        tt_labels labels;
        tt_numbers numbers;
        tt_spans spans;
    };
} tt_sample;

/* An output as metrics use it: a number unchanged, a probability rounded to float, so that equal ones are ties. */
static inline double tt_output(tt_metrics_kind kind, double value) {
    return kind == TT_NUMBERS ? value : (double)(float)value;
}

#endif
