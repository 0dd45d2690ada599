/* SPDX-License-Identifier: Apache-2.0
 * A kind of metrics is one row of functions, defined in the kind's own file (metrics_*.c) and listed in metrics.c. */
#ifndef TT_METRICS_KIND_H
#define TT_METRICS_KIND_H

#include "measure/counts.h"

typedef struct {
    /* Takes the memory of a sample whose kind, rows, units and C are set. */
    void (*layout)(tt_sample *sample, tt_arena *arena);
    /* Finds what does not depend on how often a row counts; arguments as those of tt_sample_fill. */
    void (*fill)(tt_sample *sample, const double *labels, const double *outputs, const float *thresholds);
    /* Headline numbers in the order of `names`, row i counted times[i] times (NULL: once). */
    void (*values)(double *values, tt_sample *sample, const int32_t *times);
    /* Writes the kind's other numbers, as members of a JSON object, each with a comma before it. */
    void (*write)(tt_text *text, tt_sample *sample);
    const char *const *names; /* of the headline numbers, up to NULL; the first is the loss */
} tt_metrics_row;

extern const tt_metrics_row tt_metrics_classes, tt_metrics_labels, tt_metrics_numbers, tt_metrics_spans;

#endif
