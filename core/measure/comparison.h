/* SPDX-License-Identifier: Apache-2.0
 * Whether one model is better than another on the same rows: the paired test of the number that decides. */
#ifndef TT_COMPARISON_H
#define TT_COMPARISON_H

#include "measure/metrics.h"

/* The number that decides: its place among the kind's names. */
int tt_comparison_primary(tt_metrics_kind kind);
/* A member "against": {"p", "differences": {name: {"value", "interval", "p"}}} of `model` less `other`, by the paired
 * bootstrap; for one label a row also {"only_model", "only_other"}, the rows that only one of the two has right, and
 * `p` is McNemar's. Both samples are filled, and of the same rows. */
void tt_comparison_write(tt_text *text, tt_sample *model, tt_sample *other, tt_bootstrap *bootstrap);

#endif
