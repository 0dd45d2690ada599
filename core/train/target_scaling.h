/* SPDX-License-Identifier: Apache-2.0
 * A regression is trained on (y - mean) / deviation of the training rows' numbers y, so that prices in thousands and
 * stars from 1 to 5 need the same learning rate. During the run its output layer predicts these deviations, and every
 * reader of the head converts them by tt_params.target_scaling. When the run ends, the output layer is rescaled and the
 * scaling is removed. */
#ifndef TT_TARGET_SCALING_H
#define TT_TARGET_SCALING_H

#include "data/rows.h"
#include "model/params.h"

/* mean and deviation [C] of the training rows' numbers; a number that never changes has deviation 1. */
void tt_target_scaling_fill(double *mean, double *deviation, const tt_rows *rows, int outputs);

/* An output layer that predicts y becomes one that predicts (y - mean) / deviation, with `scaling` in the parameters,
 * which the caller keeps alive until tt_target_scaling_leave. The weights of a head just drawn stay as they are: it
 * predicts numbers around 0, which are numbers around the mean. */
void tt_target_scaling_enter(tt_params *params, const tt_target_scaling *scaling);
/* Undoes tt_target_scaling_enter; does nothing where there is no scaling. */
void tt_target_scaling_leave(tt_params *params);

#endif
