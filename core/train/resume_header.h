/* SPDX-License-Identifier: Apache-2.0
 * The header of a saved run: identity and counters of the run, and the comparison with another run. */
#ifndef TT_RESUME_HEADER_H
#define TT_RESUME_HEADER_H

#include "train/run.h"

/* The counters of a run. */
typedef struct {
    int64_t step, epoch, best_epoch; /* best_epoch -1: no epoch is kept */
    double best, pending_decay, best_pending_decay;
} tt_resume_counters;

/* Sets the counters of a run whose weights and moments are in place. */
void tt_resume_continue(tt_run_state *run, const tt_resume_counters *counters);

/* Appends the header. `encoder` is the tt_params_fingerprint of the encoder's file. */
void tt_resume_header_write(tt_text *out, const tt_run_state *run, const char *encoder);
/* Reads a header. TT_E_FORMAT, with what differs from `run`, or with the counter that is out of bounds. */
tt_status tt_resume_header_read(tt_resume_counters *out, const tt_run_state *run, const char *encoder, const char *text,
                                size_t n, tt_error *err);

#endif
