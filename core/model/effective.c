/* SPDX-License-Identifier: Apache-2.0 */
#include "model/effective.h"

#include <string.h>

static void apply_decay(real *out, const tt_params *params, size_t first, size_t n) {
    const tt_pending_decay *decay = &params->pending_decay;
    const size_t E = (size_t)params->items[TT_WORD].cols;
    if (!decay->row_of || decay->factor == 1) return;
    for (size_t i = 0; i < n; i++) {
        if (decay->row_of[(first + i) / E] < 0) out[i] *= decay->factor;
    }
}

static void apply_scaling(real *out, const tt_params *params, int row, size_t first, size_t n) {
    const tt_target_scaling *scaling = &params->target_scaling;
    const bool bias = row == tt_top_row(params, TT_CLASSIFIER_B);
    const size_t E = bias ? 1 : (size_t)params->items[row].cols;
    if (!scaling->mean) return;
    for (size_t i = 0; i < n; i++) {
        const size_t c = (first + i) / E;
        out[i] = (real)(scaling->deviation[c] * (double)out[i] + (bias ? scaling->mean[c] : 0));
    }
}

/* out += scale B A, of which these are the numbers from `first` on; the order of the sums is tt_lora_merge's. */
static void add_adapter(real *out, const tt_params *params, int layer, int site, size_t first, size_t n) {
    const tt_param *a = &params->items[tt_adapter_row(params, layer, site, TT_LORA_A)];
    const real *b = params->items[tt_adapter_row(params, layer, site, TT_LORA_B)].data;
    const real scale = tt_adapters_scale(&params->adapters);
    const size_t I = (size_t)a->cols, r = (size_t)a->rows;
    for (size_t i = 0; i < n; i++) {
        const size_t o = (first + i) / I, column = (first + i) % I;
        for (size_t k = 0; k < r; k++) {
            const real factor = scale * b[o * r + k];
            out[i] += factor * a->data[k * I + column];
        }
    }
}

void tt_effective_read(real *out, const tt_params *params, int row, size_t first, size_t n) {
    const int field = (row - TT_LAYERS) % TT_LAYER_ROWS, layer = (row - TT_LAYERS) / TT_LAYER_ROWS;
    memcpy(out, params->items[row].data + first, n * sizeof *out);
    if (row == TT_WORD) apply_decay(out, params, first, n);
    if (row == tt_top_row(params, TT_CLASSIFIER_W) || row == tt_top_row(params, TT_CLASSIFIER_B)) {
        apply_scaling(out, params, row, first, n);
    }
    if (row < TT_LAYERS || layer >= params->layers) return;
    for (int site = 0; site < TT_SITES; site++) {
        if (tt_adapter_field(site) == field && tt_adapted(params, layer, site)) {
            add_adapter(out, params, layer, site, first, n);
        }
    }
}
