/* SPDX-License-Identifier: Apache-2.0
 * Low-rank adapters of the encoder's linear layers (Hu et al. 2021) as rows of THE TABLE: their places, their initial
 * values, and how they are merged into the weights. */
#ifndef TT_ADAPTERS_H
#define TT_ADAPTERS_H

#include "model/params.h"
#include "nn/nn.h"

/* Sets the table's adapter rows for `adapters`, without memory for them: enough for a plan. Rank 0: none. */
void tt_adapters_rows(tt_params *params, const tt_adapters *adapters);
/* Adapters taken out of the table with their weights, and how many rows the table had. */
typedef struct {
    tt_adapters adapters;
    tt_param *rows;
    real *weights;
    int32_t count;
} tt_adapters_aside;

/* Takes the adapters of an earlier run out of the table. Afterwards call exactly one of put_back and forget.
 * TT_E_MEMORY. */
tt_status tt_adapters_set_aside(tt_adapters_aside *out, tt_params *params, tt_error *err);
/* Puts them back, in place of the present adapters; or frees them. */
void tt_adapters_put_back(tt_params *params, tt_adapters_aside *aside);
void tt_adapters_forget(tt_adapters_aside *aside);

/* As tt_adapters_rows, with memory: A uniform in +-1/sqrt(in), as PEFT draws it, from the seed; B zero. Earlier
 * adapters are lost. TT_E_MEMORY. */
tt_status tt_adapters_new(tt_params *params, const tt_adapters *adapters, uint64_t seed, tt_error *err);
/* Adds the adapters to their layers' weights, once; they stay in the table for export. */
void tt_adapters_merge(tt_params *params, const tt_compute *compute);

/* The linear layer of a site, a field of the layer. */
int tt_adapter_field(int site);
/* This site has an adapter that is not merged into its weights. */
static inline bool tt_adapted(const tt_params *params, int layer, int site) {
    const tt_adapters *adapters = &params->adapters;
    return adapters->rank > 0 && !adapters->merged && (adapters->targets >> site & 1) &&
           params->items[tt_layer_row(layer, tt_adapter_field(site))].rows > 0;
}
static inline real tt_adapters_scale(const tt_adapters *adapters) { return (real)(adapters->alpha / adapters->rank); }

#endif
