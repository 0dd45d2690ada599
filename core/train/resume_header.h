/* SPDX-License-Identifier: Apache-2.0
 * The header of a saved run: what the run is of, where it stands, and what differs when that is not the run at hand. */
#ifndef TT_RESUME_HEADER_H
#define TT_RESUME_HEADER_H

#include "train/run.h"

/* Where a run stands. */
typedef struct {
    int64_t step, epoch, best_epoch; /* best_epoch -1: no epoch is kept */
    double best, pending_decay, best_pending_decay;
} tt_resume_counters;

tt_resume_counters tt_resume_counters_of(const tt_run_state *run);
/* The run, whose weights and moments are in place, goes on from there. */
void tt_resume_continue(tt_run_state *run, const tt_resume_counters *counters);

/* Appends the header. `encoder` is the tt_params_fingerprint of the encoder's file. */
void tt_resume_header_write(tt_text *out, const tt_run_state *run, const char *encoder);
/* Reads a header; refused with what differs from `run`, or with the counter that is out of place. */
tt_status tt_resume_header_read(tt_resume_counters *out, const tt_run_state *run, const char *encoder, const char *text,
                                size_t n, tt_error *err);

#endif
