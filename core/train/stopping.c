/* SPDX-License-Identifier: Apache-2.0 */
#include "train/stopping.h"

#include <math.h>
#include <string.h>

static bool lower_is_better(const char *metric) {
    return strcmp(metric, "loss") == 0 || strcmp(metric, "mae") == 0 || strcmp(metric, "rmse") == 0;
}

bool tt_stopping_keeps(const tt_options *options) { return options->patience > 0 || options->keep == TT_KEEP_BEST; }

void tt_stopping_begin(tt_stopping *stopping, const tt_options *options) {
    *stopping = (tt_stopping){.metric = tt_options_choice(options, "best_metric"), .best = NAN, .epoch = -1};
}

bool tt_stopping_judge(tt_stopping *stopping, double value, int32_t epoch) {
    const bool lower = lower_is_better(stopping->metric);
    stopping->waited++;
    if (isnan(value) || value == stopping->best) return false;
    if (!isnan(stopping->best) && (value < stopping->best) != lower) return false;
    stopping->best = value;
    stopping->epoch = epoch;
    stopping->waited = 0;
    return true;
}

bool tt_stopping_enough(const tt_stopping *stopping, const tt_options *options) {
    return options->patience > 0 && stopping->waited >= options->patience;
}
