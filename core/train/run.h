/* SPDX-License-Identifier: Apache-2.0
 * A training run: a function of model, data, options and seed. All its memory is laid out before the first update; only
 * memory for log rows is allocated between the first update and the last. */
#ifndef TT_TRAIN_RUN_H
#define TT_TRAIN_RUN_H

#include "linear/probe.h"
#include "train/eval.h"
#include "train/optim.h"
#include "train/stopping.h"

typedef enum { TT_FEATURES, TT_NAMES, TT_FIT, TT_TRAIN, TT_VALIDATE, TT_FINISHED, TT_FAILED } tt_phase;

typedef struct {
    const tt_shape *shape;
    tt_params *params;
    tt_options options;
    tt_rows *train, *validation; /* validation NULL: none; rows with gaps have them drawn anew */
    const tt_rows *names;        /* of texts: the name of each label, for the fit; NULL: none */
    int32_t mask_id;             /* [MASK], for rows with gaps */
    bool fits;                   /* tt_head_fits: the head is fitted before the first update */
    tt_arena arena;
    tt_compute compute;
    tt_encoder encoder;
    tt_head head;
    tt_loss_rule rule;
    float *class_weights;     /* [C] */
    double *label_counts;     /* [C] scratch for them */
    double *mean, *deviation; /* [C] of a regression's numbers */
    tt_optim optim;
    tt_batches batches;
    tt_frozen frozen;       /* of the training rows */
    tt_eval_state features; /* over the training rows: features of the frozen encoder, or of the encoder before the
                               first update */
    tt_eval_state named;    /* likewise over the names */
    tt_probe probe;         /* fits the head to those features */
    tt_eval_state validation_eval; /* over the validation rows */
    tt_text log;                   /* JSON objects since the last tt_run_log, with commas between */
    tt_phase phase;
    tt_error failure; /* of TT_FAILED */
    tt_stopping stopping;
    int32_t step, steps, steps_per_epoch, epoch;
    bool fresh;   /* the encoder was as loaded when the run began */
    bool partial; /* the run was restored within this epoch */
    double loss;  /* of the last update */
} tt_run_state;

/* Whether the head alone is trained. */
static inline bool tt_run_frozen(const tt_run_state *run) { return run->options.method == TT_METHOD_HEAD; }

/* Lays everything out on `run->arena`: counts, or binds. Members up to `fits` and `compute`'s threads and
 * kernels are set before. */
void tt_run_state_layout(tt_run_state *run);
/* Sets `steps` and `steps_per_epoch`; TT_E_CONFIG where they are more than INT32_MAX. */
tt_status tt_run_state_count_steps(tt_run_state *run, tt_error *err);
/* Takes the memory and prepares the first epoch. After an error the model is as it was. */
tt_status tt_run_state_begin(tt_run_state *run, tt_error *err);
/* One update, or one micro-batch of features or validation; TT_DONE after the last. After an error every further step
 * gives the same error, and the weights are final: those of the best epoch so far where one is kept, else those of the
 * last update. */
tt_status tt_run_state_step(tt_run_state *run, tt_error *err);
/* Continues a run that has just begun after update `step`, in epoch `epoch`; weights and moments are in place. */
void tt_run_state_continue(tt_run_state *run, int32_t step, int32_t epoch);
/* Between two steps: the model has the weights that it would keep if the run ended here, but for those of an earlier
 * epoch. */
void tt_run_state_show(tt_run_state *run);
/* Frees. The model keeps what it has learned so far or, where tt_stopping_keeps says so, the weights of the best epoch
 * once an epoch has been validated. With `start_share` either is the average with the start. */
void tt_run_state_end(tt_run_state *run);

/* Floating-point operations of the whole run; a multiply-add counts as two. */
double tt_run_state_flops(const tt_run_state *run);

#endif
