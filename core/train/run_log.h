/* SPDX-License-Identifier: Apache-2.0
 * The rows that a run writes into its log, one JSON object each. */
#ifndef TT_TRAIN_RUN_LOG_H
#define TT_TRAIN_RUN_LOG_H

#include "train/run.h"

/* After an update: its loss and learning rate, the gradient's norm before clipping, and the tokens that it read. */
void tt_run_log_step(tt_run_state *run, double learning_rate, double norm, int64_t tokens);
/* After a micro-batch of features: rows read so far. */
void tt_run_log_features(tt_run_state *run);
/* After the fit of the head: iterations, L2 strength, loss on held-out rows. */
void tt_run_log_fit(tt_run_state *run);
/* After a validation: every metric. */
void tt_run_log_validation(tt_run_state *run);
/* At the end: the epoch whose weights are kept. */
void tt_run_log_best(tt_run_state *run);

#endif
