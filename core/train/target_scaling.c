/* SPDX-License-Identifier: Apache-2.0 */
#include "train/target_scaling.h"

#include <math.h>

/* Numbers that differ by less are one number: its reciprocal is finite as a float. */
#define LEAST 1e-30
/* What a float32 resolves of a number, as a share of it. */
#define RESOLVED 0x1p-23

void tt_target_scaling_fill(double *mean, double *deviation, const tt_rows *rows, int outputs) {
    for (int c = 0; c < outputs; c++) {
        double sum = 0, squares = 0;
        bool changes = false;
        for (int32_t i = 0; i < rows->items; i++) {
            const double number = rows->labels[(size_t)i * (size_t)outputs + (size_t)c];
            sum += number;
            changes = changes || number != rows->labels[c];
        }
        mean[c] = sum / rows->items;
        for (int32_t i = 0; i < rows->items; i++) {
            const double off = rows->labels[(size_t)i * (size_t)outputs + (size_t)c] - mean[c];
            squares += off * off;
        }
        const double spread = sqrt(squares / rows->items);
        /* A bias that holds the mean is off by its rounding, which stays a number of ordinary size. */
        deviation[c] = fmax(changes && spread > LEAST ? spread : 1, RESOLVED * fabs(mean[c]));
    }
}

/* W and b of output c become scale W and scale b + shift. */
static void rescale(tt_params *params, int c, double scale, double shift) {
    const tt_param *w = &params->items[tt_top_row(params, TT_CLASSIFIER_W)];
    real *b = params->items[tt_top_row(params, TT_CLASSIFIER_B)].data, *row = w->data + (size_t)c * (size_t)w->cols;
    for (int32_t k = 0; k < w->cols; k++) row[k] = (real)(scale * (double)row[k]);
    b[c] = (real)(scale * (double)b[c] + shift);
}

void tt_target_scaling_enter(tt_params *params, const tt_target_scaling *scaling) {
    for (int c = 0; !tt_params_drawn(params) && c < tt_params_outputs(params); c++) {
        const double scale = 1 / scaling->deviation[c];
        rescale(params, c, scale, -scale * scaling->mean[c]);
    }
    params->target_scaling = *scaling;
}

void tt_target_scaling_leave(tt_params *params) {
    const tt_target_scaling scaling = params->target_scaling;
    params->target_scaling = (tt_target_scaling){0};
    for (int c = 0; scaling.mean && !tt_params_drawn(params) && c < tt_params_outputs(params); c++) {
        rescale(params, c, scaling.deviation[c], scaling.mean[c]);
    }
}
