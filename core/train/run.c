/* SPDX-License-Identifier: Apache-2.0 */
#include "train/run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/mlm_masking.h"
#include "train/bias_init.h"
#include "train/class_weights.h"
#include "train/run_log.h"
#include "train/target_scaling.h"

static void draw_mlm(const tt_run_state *run, tt_rows *rows) {
    if (!rows->mlm_inputs) return;
    tt_mlm_draw(rows, run->mask_id, (uint64_t)run->options.seed, (uint64_t)run->epoch);
}

static void begin_epoch(tt_run_state *run) {
    draw_mlm(run, run->train);
    tt_batches_shuffle(&run->batches, (uint64_t)run->options.seed, (uint64_t)run->epoch);
}

tt_status tt_run_state_count_steps(tt_run_state *run, tt_error *err) {
    const int32_t rows = run->train->rows, epochs = tt_run_frozen(run) && run->fits ? 0 : run->options.epochs;
    const int32_t per_epoch = tt_blocks(rows, run->options.batch_size);
    const int64_t steps = (int64_t)per_epoch * epochs;
    if (steps > INT32_MAX) {
        return tt_fail(
            err, TT_E_CONFIG, -1,
            "%d epochs of %d updates each are %lld updates, and a run can have %d at most; take fewer epochs "
            "or a larger batch_size",
            (int)epochs, (int)per_epoch, (long long)steps, INT32_MAX);
    }
    run->steps_per_epoch = epochs > 0 ? per_epoch : 0;
    run->steps = (int32_t)steps;
    return TT_OK;
}

/* The adapters and the arena; after an error the adapters of an earlier run are in place again. */
static tt_status take_memory(tt_run_state *run, tt_error *err) {
    const tt_adapters adapters = tt_trainable_adapters(run->params, &run->options);
    tt_adapters_aside earlier;
    TT_TRY(tt_adapters_set_aside(&earlier, run->params, err));
    tt_status status = tt_adapters_new(run->params, &adapters, (uint64_t)run->options.seed, err);
    if (status == TT_OK) {
        tt_run_state_layout(run);
        status = tt_arena_back(&run->arena, err);
        if (status != TT_OK && !run->arena.overflow) { /* perhaps there is no room in one piece */
            tt_arena_apart(&run->arena);
            tt_run_state_layout(run);
            status = tt_arena_back(&run->arena, err);
        }
    }
    if (status != TT_OK) {
        tt_adapters_put_back(run->params, &earlier);
        return status;
    }
    tt_adapters_forget(&earlier);
    tt_run_state_layout(run);
    return TT_OK;
}

tt_status tt_run_state_begin(tt_run_state *run, tt_error *err) {
    TT_TRY(tt_run_state_count_steps(run, err));
    TT_TRY(take_memory(run, err));
    run->step = run->epoch = 0;
    if (run->options.class_weights != TT_WEIGHTS_NONE) {
        tt_class_weights_fill(run->class_weights, run->label_counts, &run->options, run->params->task, run->train,
                              run->head.outputs);
        run->rule.class_weights = run->class_weights;
    }
    if (run->params->task->binary && tt_params_drawn(run->params)) {
        tt_bias_init(run->params, run->train, run->rule.class_weights);
    }
    if (tt_task_numbers(run->params->task)) {
        tt_target_scaling_fill(run->mean, run->deviation, run->train, run->head.outputs);
        tt_target_scaling_enter(run->params, &(tt_target_scaling){run->mean, run->deviation});
        run->rule.target_scaling = run->params->target_scaling;
    }
    run->fresh = !run->params->moved;
    if (run->options.reinit_layers > 0) run->params->moved = true;
    tt_params_redraw(run->params, run->shape, run->options.reinit_layers, (uint64_t)run->options.seed);
    tt_stopping_begin(&run->stopping, &run->options);
    run->params->pending_decay = (tt_pending_decay){.row_of = run->train->row_of, .factor = 1};
    if (run->validation) draw_mlm(run, run->validation);
    begin_epoch(run);
    run->phase = TT_TRAIN;
    if (tt_run_frozen(run) || run->fits) {
        run->head.frozen_pooler = run->head.frozen_pooler || (run->fits && tt_params_pools(run->params));
        tt_eval_state_begin(&run->features);
        run->phase = TT_FEATURES;
    }
    return TT_OK;
}

static bool has_best(const tt_run_state *run) { return run->stopping.epoch >= 0; }

/* The weights that the run leaves behind, of the best epoch where one is kept; nothing stays beside them. */
static void finish_weights(tt_run_state *run) {
    if (has_best(run))
        tt_optim_restore(&run->optim);
    else
        tt_optim_average(&run->optim);
    tt_optim_apply_pending_decay(&run->optim);
    tt_adapters_merge(run->params, &run->compute);
    if (run->step > 0) run->params->head_trained = true;
    tt_target_scaling_leave(run->params);
}

void tt_run_state_show(tt_run_state *run) {
    if (run->phase != TT_FINISHED && run->phase != TT_FAILED) tt_optim_average(&run->optim);
}

void tt_run_state_end(tt_run_state *run) {
    const bool finished = run->phase == TT_FINISHED || run->phase == TT_FAILED;
    if (run->arena.cap && !finished) finish_weights(run);
    tt_arena_free(&run->arena);
    tt_text_free(&run->log);
}

/* The validation number that decides which epoch is best. */
static double judged(const tt_run_state *run) {
    return run->validation_eval.values[tt_metrics_place(&run->validation_eval.sample, run->stopping.metric)];
}

static tt_dropout_key dropout_key_of(const tt_run_state *run) {
    return (tt_dropout_key){.on = true, .seed = (uint64_t)run->options.seed, .step = (uint64_t)run->step};
}

/* Loss of the micro-batch's M reads and, in head->dlogits, its gradient. */
static double loss_and_gradient(tt_run_state *run, const real *logits, double denominator, int M) {
    tt_head *head = &run->head;
    return head->params->task->loss(&run->rule, head->dlogits, head->results, logits, run->batches.labels,
                                    run->batches.weights, denominator, M);
}

/* Forward and backward of a whole logical batch, in as many micro-batches as the budget needs: the sum of its losses.
 */
static double logical_batch(tt_run_state *run, double denominator, int64_t *tokens) {
    tt_dropout_key dropout_key = dropout_key_of(run);
    tt_encoder *encoder = &run->encoder;
    tt_head *head = &run->head;
    double loss = 0;
    while (tt_batches_next(&run->batches)) {
        const tt_tokens *batch = &run->batches.tokens;
        const int32_t M = batch->read_count;
        const real *hidden = tt_frozen_forward(&run->frozen, encoder, &run->batches, &dropout_key);
        tt_head_read(head, hidden, batch);
        const real *logits = tt_head_logits(head, batch->first_read, M, &dropout_key);
        loss += loss_and_gradient(run, logits, denominator, M);
        tt_head_backward(head, encoder->dhidden, &run->optim.grads, batch, batch->first_read, M, &dropout_key);
        tt_encoder_backward(encoder, &run->optim.grads, batch, &dropout_key);
        run->optim.grads.add = true;
        *tokens += batch->count;
    }
    return loss;
}

/* The same for the head alone, on the features of the rows that the frozen encoder gave once. */
static double logical_batch_of_features(tt_run_state *run, double denominator) {
    tt_dropout_key dropout_key = dropout_key_of(run);
    tt_head *head = &run->head;
    const size_t E = (size_t)tt_head_width(head);
    const int32_t M = tt_batches_reads(&run->batches);
    for (int i = 0; i < M; i++) {
        memcpy(tt_head_features(head) + (size_t)i * E, run->features.features + (size_t)run->batches.reads[i] * E,
               E * sizeof(real));
    }
    const real *logits = tt_head_logits(head, 0, M, &dropout_key);
    double loss = loss_and_gradient(run, logits, denominator, M);
    tt_head_backward(head, NULL, &run->optim.grads, NULL, 0, M, &dropout_key);
    return loss;
}

/* One update. */
static tt_status train(tt_run_state *run, tt_error *err) {
    tt_batches_draw(&run->batches, run->options.batch_size);
    double denominator = tt_batches_denominator(&run->batches, run->params->task->share, &run->rule);
    int64_t tokens = 0;
    double clip, learning_rate = tt_learning_rate(&run->options, run->step, run->steps);
    if (run->step == 0) tt_optim_begin(&run->optim);
    tt_optim_part(&run->optim);
    tt_optim_zero(&run->optim);
    double loss =
        tt_run_frozen(run) ? logical_batch_of_features(run, denominator) : logical_batch(run, denominator, &tokens);
    run->loss = denominator > 0 ? loss / denominator : 0; /* no word of these rows may be readable */
    double norm = tt_optim_norm(&run->optim, run->options.max_grad_norm, &clip);
    if (!isfinite(norm) || !isfinite(run->loss)) {
        return tt_fail(err, TT_E_NUMERIC, run->step,
                       "the gradient stopped being a finite number in update %d; a lower learning rate usually helps",
                       (int)run->step + 1);
    }
    tt_optim_update(&run->optim, learning_rate, clip);
    if (!tt_run_frozen(run)) run->params->moved = true;
    run->step++;
    tt_run_log_step(run, learning_rate, norm, tokens);
    return TT_OK;
}

/* After the last update of an epoch: its validation, or the next epoch, or the end. */
static void next_phase(tt_run_state *run) {
    if (run->phase == TT_TRAIN && run->validation) {
        tt_optim_average(&run->optim);
        tt_eval_state_begin(&run->validation_eval);
        run->phase = TT_VALIDATE;
        return;
    }
    run->epoch++;
    run->frozen.known = run->frozen.known || !run->partial;
    run->validation_eval.frozen.known = true;
    run->partial = false;
    run->stopping.stopped = tt_stopping_enough(&run->stopping, &run->options);
    bool more = run->step < run->steps && !run->stopping.stopped;
    run->phase = more ? TT_TRAIN : TT_FINISHED;
    if (run->phase == TT_TRAIN) {
        begin_epoch(run);
    } else {
        if (has_best(run)) tt_run_log_best(run);
        finish_weights(run);
    }
}

static tt_status validate(tt_run_state *run, tt_error *err) {
    tt_status status = tt_eval_state_step(&run->validation_eval, err);
    if (status != TT_DONE) return status;
    run->validation_eval.cached = tt_run_frozen(run);
    tt_run_log_validation(run);
    if (tt_stopping_keeps(&run->options) && tt_stopping_judge(&run->stopping, judged(run), run->epoch)) {
        tt_optim_keep(&run->optim);
    }
    next_phase(run);
    return TT_OK;
}

/* Updates, unless those of the epoch are done. */
static void train_or_validate(tt_run_state *run) {
    run->phase = TT_TRAIN;
    if (run->step == (run->epoch + 1) * run->steps_per_epoch) next_phase(run);
}

void tt_run_state_continue(tt_run_state *run, int32_t step, int32_t epoch) {
    run->step = step;
    run->epoch = epoch;
    begin_epoch(run);
    for (int32_t i = epoch * run->steps_per_epoch; i < step; i++) {
        tt_batches_draw(&run->batches, run->options.batch_size);
    }
    run->partial = run->batches.drawn > 0;
    if (tt_run_frozen(run) || (run->fits && step == 0)) return; /* features come first */
    run->head.frozen_pooler = false;
    train_or_validate(run);
}

static void begin_fit(tt_run_state *run) {
    run->probe.rule = run->rule;
    tt_probe_begin(&run->probe);
    run->phase = TT_FIT;
}

static tt_status features(tt_run_state *run, tt_error *err) {
    const tt_status status = tt_eval_state_step(&run->features, err);
    if (status == TT_OK) tt_run_log_features(run);
    if (status != TT_DONE) return status;
    if (!run->fits) {
        train_or_validate(run);
    } else if (run->probe.names) {
        tt_eval_state_begin(&run->named);
        run->phase = TT_NAMES;
    } else {
        begin_fit(run);
    }
    return TT_OK;
}

static tt_status names(tt_run_state *run, tt_error *err) {
    const tt_status status = tt_eval_state_step(&run->named, err);
    if (status != TT_DONE) return status;
    begin_fit(run);
    return TT_OK;
}

/* One iteration; after the last the head has the layer. */
static void fit(tt_run_state *run) {
    const tt_params *params = run->params;
    if (!tt_probe_step(&run->probe)) return;
    tt_probe_layer(params->items[tt_top_row(params, TT_CLASSIFIER_W)].data,
                   params->items[tt_top_row(params, TT_CLASSIFIER_B)].data, &run->probe);
    run->head.frozen_pooler = tt_run_frozen(run) && tt_params_pools(params);
    run->params->head_trained = true;
    tt_run_log_fit(run);
    train_or_validate(run);
}

static tt_status step(tt_run_state *run, tt_error *err) {
    switch (run->phase) {
        case TT_FEATURES:
            return features(run, err);
        case TT_NAMES:
            return names(run, err);
        case TT_FIT:
            fit(run);
            return TT_OK;
        case TT_VALIDATE:
            return validate(run, err);
        case TT_FINISHED:
        case TT_FAILED:
            return TT_DONE;
        case TT_TRAIN:
            break;
    }
    TT_TRY(train(run, err));
    if (run->step % run->steps_per_epoch == 0) next_phase(run);
    return TT_OK;
}

/* The run ends here: what went wrong, and which weights are left. */
static void fail(tt_run_state *run, const tt_error *cause) {
    char left[96] = "the weights are those of the update before";
    if (has_best(run)) {
        snprintf(left, sizeof left, "the weights are those of epoch %d, the best so far", (int)run->stopping.epoch + 1);
    } else if (run->step == 0) {
        snprintf(left, sizeof left, "nothing was trained%s",
                 run->options.reinit_layers > 0 ? ", and the layers of reinit_layers are as they were drawn" : "");
    }
    finish_weights(run);
    run->phase = TT_FAILED;
    tt_fail(&run->failure, cause->code, cause->at, "%s; %s", cause->text, left);
}

tt_status tt_run_state_step(tt_run_state *run, tt_error *err) {
    tt_error cause;
    if (run->phase != TT_FAILED) {
        const tt_status status = step(run, &cause);
        if (status == TT_OK || status == TT_DONE) return status;
        fail(run, &cause);
    }
    return tt_fail(err, run->failure.code, run->failure.at, "%s", run->failure.text);
}

double tt_run_state_flops(const tt_run_state *run) {
    const bool kept = tt_frozen_fits(run->params, &run->options, run->train, run->validation);
    return tt_trainable_flops(run->shape, run->params, &run->options, run->train, run->validation, run->fits, kept);
}
