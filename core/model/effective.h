/* SPDX-License-Identifier: Apache-2.0
 * Weights as predictions use them. During a run a part of what it has learned is not in the table's rows: adapters, the
 * decay of word rows, the scaling of a regression. Code that writes weights to a file reads them here. */
#ifndef TT_EFFECTIVE_H
#define TT_EFFECTIVE_H

#include "model/adapters.h"

/* Numbers [first, first + n) of row `row` of the table, with all three applied: the same bits that the row has once the
 * run has ended at this step. */
void tt_effective_read(real *out /*[n]*/, const tt_params *params, int row, size_t first, size_t n);

#endif
