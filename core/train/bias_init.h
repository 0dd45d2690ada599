/* SPDX-License-Identifier: Apache-2.0
 * What a head says before it has read anything. With labels of which a row has one in thirty, outputs that start at 1/2
 * make the first hundreds of updates all about saying "no"; a bias of the labels' log-odds says it at once (the prior
 * of Lin et al. 2017). */
#ifndef TT_BIAS_INIT_H
#define TT_BIAS_INIT_H

#include "data/rows.h"
#include "model/params.h"

/* Biases of a new multi-label head: log-odds of each label's share of the rows, with half a row more on either side,
 * and times what its presence counts (`weights` [C], or NULL: 1). */
void tt_prior_set(tt_params *params, const tt_rows *rows, const float *weights);

#endif
