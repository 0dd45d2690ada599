/* SPDX-License-Identifier: Apache-2.0 */
#include "train/trainer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/mlm_masking.h"
#include "train/bias_init.h"
#include "train/class_weights.h"
#include "train/target_scaling.h"

static bool frozen(const tt_trainer *trainer) { return trainer->options.method == TT_METHOD_HEAD; }

static int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }

void tt_trainer_layout(tt_trainer *trainer) {
    tt_arena *arena = &trainer->arena;
    const tt_rows *train = trainer->train, *validation = trainer->validation;
    int threads = tt_threads_count(trainer->compute.threads), batch = trainer->options.batch_size;
    int32_t tokens = trainer->options.tokens_in_flight;
    tt_budget most = tt_budget_for(train, batch, tokens), forward = tt_budget_for(train, train->rows, tokens);
    tt_budget checks = validation ? tt_budget_for(validation, validation->rows, most.tokens) : (tt_budget){0};

    trainer->encoder = (tt_encoder){.shape = trainer->shape, .params = trainer->params, .compute = &trainer->compute};
    trainer->head = (tt_head){.shape = trainer->shape, .params = trainer->params, .compute = &trainer->compute};
    trainer->head.outputs = tt_params_outputs(trainer->params);
    trainer->head.frozen_pooler = frozen(trainer) && tt_params_pools(trainer->params) && !trainer->params->head_pooler;
    trainer->rule = (tt_loss_rule){.kernels = trainer->compute.kernels,
                                   .outputs = trainer->head.outputs,
                                   .label_smoothing = trainer->options.label_smoothing};
    trainer->class_weights = TT_TAKE(arena, "batches", float, trainer->head.outputs, 1);
    trainer->label_counts = TT_TAKE(arena, "batches", double, trainer->head.outputs, 1);
    trainer->mean = TT_TAKE(arena, "batches", double, trainer->head.outputs, 1);
    trainer->deviation = TT_TAKE(arena, "batches", double, trainer->head.outputs, 1);
    trainer->optim = (tt_optim){.compute = &trainer->compute, .params = trainer->params, .rows = train};
    trainer->optim.options = &trainer->options;
    trainer->features = (tt_pass){.encoder = &trainer->encoder, .head = &trainer->head};
    trainer->checks = trainer->features;

    tt_optim_layout(&trainer->optim, arena);
    if (frozen(trainer)) {
        tt_pass_layout(&trainer->features, arena, train, &forward, true, false);
        most.tokens = larger(most.tokens, forward.tokens);
        most.reads = tt_batch_reads(train, batch); /* the logical batch at once */
    }
    tt_batches_layout(&trainer->batches, arena, train, &most);
    if (validation) tt_pass_layout(&trainer->checks, arena, validation, &checks, frozen(trainer), true);
    trainer->frozen = (tt_frozen){0};
    if (tt_frozen_fits(trainer->params, &trainer->options, train, validation)) {
        tt_frozen_layout(&trainer->frozen, arena, train, trainer->shape->hidden_size);
        if (validation) tt_frozen_layout(&trainer->checks.frozen, arena, validation, trainer->shape->hidden_size);
    }
    tt_extent extent = {.tokens = larger(most.tokens, checks.tokens),
                        .longest = larger(train->longest, validation ? validation->longest : 0),
                        .threads = threads,
                        .lowest = tt_lowest_layer(trainer->params, &trainer->options),
                        .backward = !frozen(trainer),
                        .recompute = trainer->options.recompute != 0};
    int32_t reads = larger(larger(most.reads, checks.reads), frozen(trainer) ? forward.reads : 0);
    tt_compute_layout(&trainer->compute, arena, trainer->shape, larger(extent.tokens, reads),
                      trainer->params->task->masked ? 0 : trainer->head.outputs);
    tt_encoder_layout(&trainer->encoder, arena, &extent);
    tt_head_layout(&trainer->head, arena, reads, true);
}

static void draw_gaps(const tt_trainer *trainer, tt_rows *rows) {
    if (!rows->replaced) return;
    tt_gaps_draw(rows, trainer->mask_id, (uint64_t)trainer->options.seed, (uint64_t)trainer->epoch);
}

static void begin_epoch(tt_trainer *trainer) {
    draw_gaps(trainer, trainer->train);
    tt_batches_shuffle(&trainer->batches, (uint64_t)trainer->options.seed, (uint64_t)trainer->epoch);
}

tt_status tt_trainer_count_steps(tt_trainer *trainer, tt_error *err) {
    const int32_t rows = trainer->train->rows, epochs = trainer->options.epochs;
    const int32_t per_epoch = tt_blocks(rows, trainer->options.batch_size);
    const int64_t steps = (int64_t)per_epoch * epochs;
    if (steps > INT32_MAX) {
        return tt_fail(
            err, TT_E_CONFIG, -1,
            "%d epochs of %d updates each are %lld updates, and a run can have %d at most; take fewer epochs "
            "or a larger batch_size",
            (int)epochs, (int)per_epoch, (long long)steps, INT32_MAX);
    }
    trainer->steps_per_epoch = per_epoch;
    trainer->steps = (int32_t)steps;
    return TT_OK;
}

/* The adapters and the arena; after an error the adapters of an earlier run are in place again. */
static tt_status take_memory(tt_trainer *trainer, tt_error *err) {
    const tt_adapters adapters = tt_method_adapters(trainer->params, &trainer->options);
    tt_adapters_aside earlier;
    TT_TRY(tt_adapters_set_aside(&earlier, trainer->params, err));
    tt_status status = tt_adapters_new(trainer->params, &adapters, (uint64_t)trainer->options.seed, err);
    if (status == TT_OK) {
        tt_trainer_layout(trainer);
        status = tt_arena_back(&trainer->arena, err);
    }
    if (status != TT_OK) {
        tt_adapters_put_back(trainer->params, &earlier);
        return status;
    }
    tt_adapters_forget(&earlier);
    tt_trainer_layout(trainer);
    return TT_OK;
}

tt_status tt_trainer_begin(tt_trainer *trainer, tt_error *err) {
    TT_TRY(tt_trainer_count_steps(trainer, err));
    TT_TRY(take_memory(trainer, err));
    trainer->step = trainer->epoch = 0;
    if (trainer->options.class_weights != TT_WEIGHTS_NONE) {
        tt_weights_fill(trainer->class_weights, trainer->label_counts, &trainer->options, trainer->params->task,
                        trainer->train, trainer->head.outputs);
        trainer->rule.class_weights = trainer->class_weights;
    }
    if (trainer->params->task->binary && tt_params_drawn(trainer->params)) {
        tt_bias_init(trainer->params, trainer->train, trainer->rule.class_weights);
    }
    if (tt_task_numbers(trainer->params->task)) {
        tt_target_scaling_fill(trainer->mean, trainer->deviation, trainer->train, trainer->head.outputs);
        tt_target_scaling_enter(trainer->params, &(tt_target_scaling){trainer->mean, trainer->deviation});
        trainer->rule.target_scaling = trainer->params->target_scaling;
    }
    trainer->fresh = !trainer->params->moved;
    if (trainer->options.reinit_layers > 0) trainer->params->moved = true;
    tt_params_redraw(trainer->params, trainer->shape, trainer->options.reinit_layers, (uint64_t)trainer->options.seed);
    tt_stopping_begin(&trainer->stopping, &trainer->options);
    trainer->params->pending_decay = (tt_pending_decay){.row_of = trainer->train->row_of, .factor = 1};
    if (trainer->validation) draw_gaps(trainer, trainer->validation);
    begin_epoch(trainer);
    trainer->phase = TT_TRAIN;
    if (frozen(trainer)) {
        tt_pass_begin(&trainer->features);
        trainer->phase = TT_FEATURES;
    }
    return TT_OK;
}

static bool has_best(const tt_trainer *trainer) { return trainer->stopping.epoch >= 0; }

/* The weights that the run leaves behind, of the best epoch where one is kept; nothing stays beside them. */
static void finish_weights(tt_trainer *trainer) {
    if (has_best(trainer)) tt_optim_restore(&trainer->optim);
    tt_optim_apply_pending_decay(&trainer->optim);
    tt_adapters_merge(trainer->params, &trainer->compute);
    tt_target_scaling_leave(trainer->params);
    trainer->params->head_trained = true;
}

void tt_trainer_end(tt_trainer *trainer) {
    const bool finished = trainer->phase == TT_FINISHED || trainer->phase == TT_FAILED;
    if (trainer->arena.base && !finished) finish_weights(trainer);
    tt_arena_free(&trainer->arena);
    tt_text_free(&trainer->log);
}

static void log_start(tt_trainer *trainer) {
    if (trainer->log.n > 0) tt_text_put(&trainer->log, ",");
}

static void log_step(tt_trainer *trainer, double learning_rate, double norm, int64_t tokens) {
    tt_text *log = &trainer->log;
    log_start(trainer);
    tt_text_put(log, "{\"kind\":\"step\",\"step\":%d,\"steps\":%d,\"epoch\":%d,\"loss\":", (int)trainer->step,
                (int)trainer->steps, (int)trainer->epoch + 1);
    tt_text_number(log, trainer->loss);
    tt_text_put(log, ",\"learning_rate\":");
    tt_text_number(log, learning_rate);
    tt_text_put(log, ",\"grad_norm\":");
    tt_text_number(log, norm);
    tt_text_put(log, ",\"tokens\":%lld}", (long long)tokens);
}

static void log_features(tt_trainer *trainer) {
    const tt_pass *pass = &trainer->features;
    log_start(trainer);
    tt_text_put(&trainer->log, "{\"kind\":\"features\",\"rows\":%d,\"of\":%d,\"tokens\":%lld}", (int)tt_pass_rows(pass),
                (int)pass->rows->rows, (long long)pass->tokens);
}

static void log_validation(tt_trainer *trainer) {
    const char *const *names;
    const int count = tt_metrics_names(&names, &trainer->checks.sample);
    tt_text *log = &trainer->log;
    log_start(trainer);
    tt_text_put(log, "{\"kind\":\"validation\",\"step\":%d,\"epoch\":%d", (int)trainer->step, (int)trainer->epoch + 1);
    for (int k = 0; k < count; k++) {
        tt_text_put(log, ",\"%s\":", names[k]);
        tt_text_number(log, trainer->checks.values[k]);
    }
    tt_text_put(log, "}");
}

static void log_best(tt_trainer *trainer) {
    const tt_stopping *stopping = &trainer->stopping;
    tt_text *log = &trainer->log;
    log_start(trainer);
    tt_text_put(log, "{\"kind\":\"best\",\"epoch\":%d,\"of\":%d,\"stopped\":%s,\"metric\":\"%s\",\"value\":",
                (int)stopping->epoch + 1, (int)trainer->epoch, stopping->stopped ? "true" : "false", stopping->metric);
    tt_text_number(log, stopping->best);
    tt_text_put(log, "}");
}

/* The validation number that decides which epoch is best. */
static double judged(const tt_trainer *trainer) {
    return trainer->checks.values[tt_metrics_place(&trainer->checks.sample, trainer->stopping.metric)];
}

static tt_chance chance_of(const tt_trainer *trainer) {
    return (tt_chance){.on = true, .seed = (uint64_t)trainer->options.seed, .step = (uint64_t)trainer->step};
}

/* Loss of the micro-batch's M reads and, in head->dlogits, its gradient. */
static double loss_and_gradient(tt_trainer *trainer, const real *logits, double denominator, int M) {
    tt_head *head = &trainer->head;
    return head->params->task->loss(&trainer->rule, head->dlogits, head->results, logits, trainer->batches.labels,
                                    trainer->batches.weights, denominator, M);
}

/* Forward and backward of a whole logical batch, in as many micro-batches as the budget needs: the sum of its losses.
 */
static double logical_batch(tt_trainer *trainer, double denominator, int64_t *tokens) {
    tt_chance chance = chance_of(trainer);
    tt_encoder *encoder = &trainer->encoder;
    tt_head *head = &trainer->head;
    double loss = 0;
    while (tt_batches_next(&trainer->batches)) {
        const tt_tokens *batch = &trainer->batches.tokens;
        const int32_t M = batch->read_count;
        const real *hidden = tt_frozen_forward(&trainer->frozen, encoder, &trainer->batches, &chance);
        tt_head_read(head, hidden, batch);
        const real *logits = tt_head_logits(head, batch->first_read, M, &chance);
        loss += loss_and_gradient(trainer, logits, denominator, M);
        tt_head_backward(head, encoder->dhidden, &trainer->optim.grads, batch, batch->first_read, M, &chance);
        tt_encoder_backward(encoder, &trainer->optim.grads, batch, &chance);
        trainer->optim.grads.add = true;
        *tokens += batch->count;
    }
    return loss;
}

/* The same for the head alone, on what the frozen encoder said of the rows. */
static double logical_batch_of_features(tt_trainer *trainer, double denominator) {
    tt_chance chance = chance_of(trainer);
    tt_head *head = &trainer->head;
    size_t E = (size_t)trainer->shape->hidden_size;
    const int32_t M = tt_batches_reads(&trainer->batches);
    for (int i = 0; i < M; i++) {
        memcpy(tt_head_features(head) + (size_t)i * E,
               trainer->features.features + (size_t)trainer->batches.reads[i] * E, E * sizeof(real));
    }
    const real *logits = tt_head_logits(head, 0, M, &chance);
    double loss = loss_and_gradient(trainer, logits, denominator, M);
    tt_head_backward(head, NULL, &trainer->optim.grads, NULL, 0, M, &chance);
    return loss;
}

/* One update. */
static tt_status train(tt_trainer *trainer, tt_error *err) {
    tt_batches_draw(&trainer->batches, trainer->options.batch_size);
    double denominator = tt_batches_denominator(&trainer->batches, trainer->params->task->share, &trainer->rule);
    int64_t tokens = 0;
    double clip, learning_rate = tt_learning_rate(&trainer->options, trainer->step, trainer->steps);
    tt_optim_zero(&trainer->optim);
    double loss = frozen(trainer) ? logical_batch_of_features(trainer, denominator)
                                  : logical_batch(trainer, denominator, &tokens);
    trainer->loss = denominator > 0 ? loss / denominator : 0; /* no word of these rows may be readable */
    double norm = tt_optim_norm(&trainer->optim, trainer->options.max_grad_norm, &clip);
    if (!isfinite(norm) || !isfinite(trainer->loss)) {
        return tt_fail(err, TT_E_NUMERIC, trainer->step,
                       "the gradient stopped being a finite number in update %d; a lower learning rate usually helps",
                       (int)trainer->step + 1);
    }
    tt_optim_update(&trainer->optim, learning_rate, clip);
    if (!frozen(trainer)) trainer->params->moved = true;
    trainer->step++;
    log_step(trainer, learning_rate, norm, tokens);
    return TT_OK;
}

/* After the last update of an epoch: its validation, or the next epoch, or the end. */
static void next_phase(tt_trainer *trainer) {
    if (trainer->phase == TT_TRAIN && trainer->validation) {
        tt_pass_begin(&trainer->checks);
        trainer->phase = TT_VALIDATE;
        return;
    }
    trainer->epoch++;
    trainer->frozen.known = trainer->frozen.known || !trainer->partial;
    trainer->checks.frozen.known = true;
    trainer->partial = false;
    trainer->stopping.stopped = tt_stopping_enough(&trainer->stopping, &trainer->options);
    bool more = trainer->epoch < trainer->options.epochs && !trainer->stopping.stopped;
    trainer->phase = more ? TT_TRAIN : TT_FINISHED;
    if (trainer->phase == TT_TRAIN) {
        begin_epoch(trainer);
    } else {
        if (has_best(trainer)) log_best(trainer);
        finish_weights(trainer);
    }
}

static tt_status validate(tt_trainer *trainer, tt_error *err) {
    tt_status status = tt_pass_step(&trainer->checks, err);
    if (status != TT_DONE) return status;
    trainer->checks.cached = frozen(trainer);
    log_validation(trainer);
    if (trainer->options.patience > 0 && tt_stopping_judge(&trainer->stopping, judged(trainer), trainer->epoch)) {
        tt_optim_keep(&trainer->optim);
    }
    next_phase(trainer);
    return TT_OK;
}

/* Updates, unless those of the epoch are done. */
static void train_or_validate(tt_trainer *trainer) {
    trainer->phase = TT_TRAIN;
    if (trainer->step == (trainer->epoch + 1) * trainer->steps_per_epoch) next_phase(trainer);
}

void tt_trainer_continue(tt_trainer *trainer, int32_t step, int32_t epoch) {
    trainer->step = step;
    trainer->epoch = epoch;
    begin_epoch(trainer);
    for (int32_t i = epoch * trainer->steps_per_epoch; i < step; i++) {
        tt_batches_draw(&trainer->batches, trainer->options.batch_size);
    }
    trainer->partial = trainer->batches.drawn > 0;
    if (!frozen(trainer)) train_or_validate(trainer);
}

static tt_status features(tt_trainer *trainer, tt_error *err) {
    tt_status status = tt_pass_step(&trainer->features, err);
    if (status == TT_DONE) {
        train_or_validate(trainer);
        return TT_OK;
    }
    if (status == TT_OK) log_features(trainer);
    return status;
}

static tt_status step(tt_trainer *trainer, tt_error *err) {
    switch (trainer->phase) {
        case TT_FEATURES:
            return features(trainer, err);
        case TT_VALIDATE:
            return validate(trainer, err);
        case TT_FINISHED:
        case TT_FAILED:
            return TT_DONE;
        case TT_TRAIN:
            break;
    }
    TT_TRY(train(trainer, err));
    if (trainer->step % trainer->steps_per_epoch == 0) next_phase(trainer);
    return TT_OK;
}

/* The run ends here: what went wrong, and which weights are left. */
static void fail(tt_trainer *trainer, const tt_error *cause) {
    char left[80] = "the weights are those of the update before";
    if (has_best(trainer)) {
        snprintf(left, sizeof left, "the weights are those of epoch %d, the best so far",
                 (int)trainer->stopping.epoch + 1);
    } else if (trainer->step == 0) {
        snprintf(left, sizeof left, "nothing was trained");
    }
    finish_weights(trainer);
    trainer->phase = TT_FAILED;
    tt_fail(&trainer->failure, cause->code, cause->at, "%s; %s", cause->text, left);
}

tt_status tt_trainer_step(tt_trainer *trainer, tt_error *err) {
    tt_error cause;
    if (trainer->phase != TT_FAILED) {
        const tt_status status = step(trainer, &cause);
        if (status == TT_OK || status == TT_DONE) return status;
        fail(trainer, &cause);
    }
    return tt_fail(err, trainer->failure.code, trainer->failure.at, "%s", trainer->failure.text);
}

double tt_trainer_flops(const tt_trainer *trainer) {
    const bool kept = tt_frozen_fits(trainer->params, &trainer->options, trainer->train, trainer->validation);
    return tt_method_flops(trainer->shape, trainer->params, &trainer->options, trainer->train, trainer->validation,
                           kept);
}
