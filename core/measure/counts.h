/* SPDX-License-Identifier: Apache-2.0
 * Small arithmetic that the metrics of all kinds share. */
#ifndef TT_COUNTS_H
#define TT_COUNTS_H

#include "base/json.h"
#include "measure/sample.h"

/* part / whole, 0 where whole is 0 (zero_division = 0). */
static inline double tt_ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }
static inline double tt_times(const int32_t *times, int32_t row) { return times ? times[row] : 1; }
/* -log p; a p below the smallest normal float counts as that. */
double tt_surprise(double probability);
static inline bool tt_is_read(const tt_sample *sample, int32_t unit) { return !sample->reads || sample->reads[unit]; }
/* The place of the largest value, the first of several. */
int32_t tt_argmax(const double *values, int32_t n);
/* Makes `place` the argmax: its value and the largest change places. Values are floats. */
void tt_prefer(double *values, int32_t n, int32_t place);
/* Numbers i = 0 .. n - 1 by rising keys[i * stride], equal ones in order. */
void tt_sort_by(int32_t *order, const double *keys, int32_t n, int32_t stride);
tt_class_metrics tt_class_scores(double hits, double actual, double predicted);
void tt_class_metrics_put(tt_text *text, const tt_class_metrics *metrics);

#endif
