/* SPDX-License-Identifier: Apache-2.0 */
#include "train/bias_init.h"

#include <math.h>

void tt_bias_init(tt_params *params, const tt_rows *rows, const float *weights) {
    const int C = tt_params_outputs(params);
    real *bias = params->items[tt_top_row(params, TT_CLASSIFIER_B)].data;
    for (int c = 0; c < C; c++) {
        double with = 0.5, without = 0.5;
        for (int32_t i = 0; i < rows->items; i++) {
            const bool present = rows->labels[(size_t)i * (size_t)C + (size_t)c] > 0;
            with += present;
            without += !present;
        }
        bias[c] = (real)log((weights ? (double)weights[c] : 1) * with / without);
    }
}
