/* SPDX-License-Identifier: Apache-2.0
 * Initial biases of a multi-label head. With labels of which a row has one in thirty, outputs that start at 1/2 spend
 * hundreds of updates on learning that labels are rare; a bias of the labels' log-odds starts there (the prior of Lin
 * et al. 2017). */
#ifndef TT_BIAS_INIT_H
#define TT_BIAS_INIT_H

#include "data/rows.h"
#include "model/params.h"

/* Biases of a new multi-label head: log-odds of each label's share of the rows, with half a row more on either side,
 * and times what its presence counts (`weights` [C], or NULL: 1). */
void tt_bias_init(tt_params *params, const tt_rows *rows, const float *weights);

#endif
