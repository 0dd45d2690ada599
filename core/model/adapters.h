/* SPDX-License-Identifier: Apache-2.0
 * Low-rank adapters of the encoder's linear layers (Hu et al. 2021) as rows of THE TABLE: where they are, what they
 * start from, and how they end in the weights. */
#ifndef TT_ADAPTERS_H
#define TT_ADAPTERS_H

#include "model/params.h"
#include "nn/nn.h"

/* Sets the table's adapter rows for `adapters`, without memory for them: what a plan needs. Rank 0: none. */
void tt_adapters_rows(tt_params *params, const tt_adapters *adapters);
/* Adapters taken out of the table with their weights, and how many rows the table had. */
typedef struct {
    tt_adapters adapters;
    tt_param *rows;
    real *weights;
    int32_t count;
} tt_adapters_aside;

/* Takes the adapters of earlier runs out of the table; then exactly one of the other two is called. */
tt_status tt_adapters_set_aside(tt_adapters_aside *out, tt_params *params, tt_error *err);
/* Puts them back in place of what is there. */
void tt_adapters_put_back(tt_params *params, tt_adapters_aside *aside);
void tt_adapters_forget(tt_adapters_aside *aside);

/* The same as tt_adapters_rows with memory: A uniform in +-1/sqrt(in), as PEFT draws it, from the seed; B zero. Earlier
 * adapters are lost. */
tt_status tt_adapters_new(tt_params *params, const tt_adapters *adapters, uint64_t seed, tt_error *err);
/* Adds the adapters to the weights they stand beside, once; they stay in the table to be exported. */
void tt_adapters_merge(tt_params *params, const tt_compute *compute);

/* The linear layer of a site, a field of the layer. */
int tt_adapter_field(int site);
/* Adapters stand beside the weights at this site and are not part of them yet. */
static inline bool tt_adapted(const tt_params *params, int site) {
    const tt_adapters *adapters = &params->adapters;
    return adapters->rank > 0 && !adapters->merged && (adapters->targets >> site & 1);
}
static inline real tt_adapters_scale(const tt_adapters *adapters) { return (real)(adapters->alpha / adapters->rank); }

#endif
