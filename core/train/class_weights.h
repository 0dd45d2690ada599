/* SPDX-License-Identifier: Apache-2.0
 * The weight of each label in the loss. */
#ifndef TT_CLASS_WEIGHTS_H
#define TT_CLASS_WEIGHTS_H

#include "data/rows.h"
#include "train/options.h"

/* TT_E_CONFIG where the task does not use class_weights or label_smoothing, or a list does not have one number for each
 * output. */
tt_status tt_class_weights_check(const tt_options *options, const tt_task *task, int outputs, tt_error *err);

/* The weights [C]. "balanced": n / (classes x n of the class), as scikit-learn (King, Zeng 2001), over what is read; a
 * class that does not occur gets 1. For multi-label classification the weight of a label's presence: the rows without
 * it over the rows with it, at most 50, so that a label of one row in a thousand does not dominate the others; 1 where
 * it never occurs. `counts` [C] is scratch. */
void tt_class_weights_fill(float *weights, double *counts, const tt_options *options, const tt_task *task,
                           const tt_rows *rows, int outputs);

#endif
