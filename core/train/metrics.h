/* SPDX-License-Identifier: Apache-2.0
 * How well a single-label classifier does: scikit-learn's numbers (zero_division = 0), from its probabilities. */
#ifndef TT_METRICS_H
#define TT_METRICS_H

#include "base/json.h"

typedef struct {
    double precision, recall, f1;
    int32_t support; /* rows of this class */
} tt_class_metrics;

typedef struct {
    int32_t outputs;
    int32_t *confusion;          /* [outputs, outputs], the caller's; row: true label, column: predicted */
    tt_class_metrics *per_class; /* [outputs], the caller's */
    double loss, accuracy;
    /* Averages over the classes that occur in the labels or the predictions. */
    double macro_precision, macro_recall, macro_f1;
    double micro_f1, weighted_f1;
    double mcc; /* Matthews correlation; for more than two classes Gorodkin's R_K (2004) */
} tt_metrics;

/* `metrics` comes with its outputs, confusion and per_class set. Labels are class numbers 0 .. outputs - 1; the
 * prediction is the first of the largest probabilities. Without rows every number is 0. */
void tt_metrics_compute(tt_metrics *metrics, const float *labels /*[rows]*/,
                        const float *probabilities /*[rows, outputs]*/, int rows);
/* As `Metrics` of web/engine/messages.ts. */
void tt_metrics_write(tt_text *text, const tt_metrics *metrics);

#endif
