/* SPDX-License-Identifier: Apache-2.0
 * Initial biases of a multi-label head. Where a row has one of thirty labels, outputs that start at 1/2 need hundreds
 * of updates to learn that labels are rare. With the labels' log-odds as biases they start at the labels' shares (the
 * prior of Lin et al. 2017). */
#ifndef TT_BIAS_INIT_H
#define TT_BIAS_INIT_H

#include "data/rows.h"
#include "model/params.h"

/* Biases of a new multi-label head: log-odds of each label's share of the rows, with half a row added to either side;
 * the odds are multiplied by `weights` [C] (NULL: 1). */
void tt_bias_init(tt_params *params, const tt_rows *rows, const float *weights);

#endif
