/* SPDX-License-Identifier: Apache-2.0 */
#include "model/adapters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

int tt_adapter_field(int site) {
    static const int fields[TT_SITES] = {TT_Q_W, TT_K_W, TT_V_W, TT_ATTENTION_W, TT_INNER_W, TT_OUTER_W};
    return fields[site];
}

/* "...query.weight" -> "...query.lora_A.weight", as PEFT names it */
static void name_row(tt_param *row, const tt_param *base, int part) {
    const size_t stem = strlen(base->name) - strlen("weight");
    memcpy(row->name, base->name, stem);
    snprintf(row->name + stem, sizeof row->name - stem, "lora_%c.weight", part == TT_LORA_A ? 'A' : 'B');
}

void tt_adapters_rows(tt_params *params, const tt_adapters *adapters) {
    params->adapters = *adapters;
    params->adapters.merged = false;
    params->count = tt_params_rows(params);
    if (adapters->rank == 0) return;
    for (int layer = 0; layer < params->layers; layer++) {
        for (int site = 0; site < TT_SITES; site++) {
            const tt_param *base = &params->items[tt_layer_row(layer, tt_adapter_field(site))];
            const int32_t rank = adapters->targets >> site & 1 && base->rows > 0 ? adapters->rank : 0;
            for (int part = TT_LORA_A; part <= TT_LORA_B; part++) {
                tt_param *row = &params->items[tt_adapter_row(params, layer, site, part)];
                *row = (tt_param){.group = TT_ADAPTERS, .kind = TT_MATRIX, .layer = layer};
                row->rows = part == TT_LORA_A ? rank : base->rows;
                row->cols = part == TT_LORA_A ? base->cols : rank;
                if (base->rows > 0) name_row(row, base, part);
            }
        }
    }
    params->count = tt_adapter_row(params, params->layers, 0, 0);
}

tt_status tt_adapters_set_aside(tt_adapters_aside *out, tt_params *params, tt_error *err) {
    const int first = tt_top_row(params, TT_TOP_ROWS), rows = params->count > first ? params->count - first : 0;
    *out = (tt_adapters_aside){.adapters = params->adapters, .count = params->count};
    out->rows = malloc(((size_t)rows + 1) * sizeof *out->rows);
    if (!out->rows) return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the adapters");
    memcpy(out->rows, params->items + first, (size_t)rows * sizeof *out->rows);
    out->weights = params->adapter_weights;
    params->adapter_weights = NULL;
    tt_adapters_rows(params, &(tt_adapters){0});
    return TT_OK;
}

void tt_adapters_put_back(tt_params *params, tt_adapters_aside *aside) {
    const int first = tt_top_row(params, TT_TOP_ROWS);
    free(params->adapter_weights);
    params->adapters = aside->adapters;
    params->adapter_weights = aside->weights;
    params->count = aside->count;
    if (aside->count > first) {
        memcpy(params->items + first, aside->rows, (size_t)(aside->count - first) * sizeof *aside->rows);
    }
    free(aside->rows);
}

void tt_adapters_forget(tt_adapters_aside *aside) {
    free(aside->rows);
    free(aside->weights);
}

tt_status tt_adapters_new(tt_params *params, const tt_adapters *adapters, uint64_t seed, tt_error *err) {
    const int first = tt_top_row(params, TT_TOP_ROWS);
    free(params->adapter_weights);
    params->adapter_weights = NULL;
    tt_adapters_rows(params, adapters);
    if (adapters->rank == 0) return TT_OK;
    uint64_t count = 0;
    for (int i = first; i < params->count; i++) count += tt_param_size(&params->items[i]);
    real *next = params->adapter_weights = tt_reals_new(count);
    if (!next) {
        tt_adapters_rows(params, &(tt_adapters){0});
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the adapters");
    }
    for (int i = first; i < params->count; i++) {
        tt_param *row = &params->items[i];
        row->number = params->items[first - 1].number + 1 + i - first;
        const tt_rng key = tt_rng_key(seed, 0, (uint64_t)row->number);
        const double bound = 1 / sqrt(row->cols);
        const size_t n = tt_param_size(row);
        const bool drawn = (i - first) % 2 == TT_LORA_A;
        row->data = next;
        next += n;
        for (size_t k = 0; drawn && k < n; k++) {
            row->data[k] = (real)(bound * (2 * tt_rng_uniform(key, (uint32_t)k) - 1));
        }
    }
    return TT_OK;
}

void tt_adapters_merge(tt_params *params, const tt_compute *compute) {
    const tt_adapters *adapters = &params->adapters;
    for (int layer = 0; layer < params->layers; layer++) {
        for (int site = 0; site < TT_SITES; site++) {
            if (!tt_adapted(params, layer, site)) continue;
            const tt_param *base = &params->items[tt_layer_row(layer, tt_adapter_field(site))];
            const real *a = params->items[tt_adapter_row(params, layer, site, TT_LORA_A)].data;
            const real *b = params->items[tt_adapter_row(params, layer, site, TT_LORA_B)].data;
            tt_lora_merge(compute, base->data, a, b, tt_adapters_scale(adapters), adapters->rank, base->cols,
                          base->rows);
        }
    }
    params->adapters.merged = true;
}
