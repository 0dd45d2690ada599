/* SPDX-License-Identifier: Apache-2.0
 * A regression learns its numbers as deviations from their mean, in standard deviations of the training rows, so that
 * prices in thousands need no other learning rate than stars from 1 to 5. The output layer takes the units on while it
 * is trained and gives them back at the end: the model itself always says the user's own numbers. */
#ifndef TT_TARGET_SCALING_H
#define TT_TARGET_SCALING_H

#include "data/rows.h"
#include "model/params.h"

/* mean and deviation [C] of the training rows' numbers; a number that never changes has deviation 1. */
void tt_units_fill(double *mean, double *deviation, const tt_rows *rows, int outputs);

/* The output layer z = W h + b that says y, into one that says (y - mean) / deviation. A head just drawn does so
 * already: chance around 0 is chance around the mean. */
void tt_units_enter(tt_params *params, const tt_units *units);
/* And back. */
void tt_units_leave(tt_params *params, const tt_units *units);

#endif
