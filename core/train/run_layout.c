/* SPDX-License-Identifier: Apache-2.0 */
#include "train/run.h"

static void probe_layout(tt_run_state *run) {
    run->probe = (tt_probe){.compute = &run->compute,
                            .task = run->params->task,
                            .rows = run->train,
                            .E = tt_head_width(&run->head),
                            .C = run->head.outputs,
                            .directions = tt_head_reads_mean(&run->head) && run->params->pooling == TT_POOL_MEAN,
                            .features = run->features.features,
                            .names = run->named.features};
    tt_probe_layout(&run->probe, &run->arena);
}

void tt_run_state_layout(tt_run_state *run) {
    tt_arena *arena = &run->arena;
    const tt_rows *train = run->train, *validation = run->validation;
    int threads = tt_threads_count(run->compute.threads), batch = run->options.batch_size;
    int32_t tokens = run->options.tokens_in_flight;
    tt_budget most = tt_budget_for(train, batch, tokens), forward = tt_budget_for(train, train->rows, tokens);
    tt_budget validation_budget =
        validation ? tt_budget_for(validation, validation->rows, most.tokens) : (tt_budget){0};

    run->encoder = (tt_encoder){.shape = run->shape, .params = run->params, .compute = &run->compute};
    run->head = (tt_head){.shape = run->shape, .params = run->params, .compute = &run->compute};
    run->head.outputs = tt_params_outputs(run->params);
    run->head.frozen_pooler = tt_run_frozen(run) && tt_params_pools(run->params) && !run->params->head_pooler;
    run->rule = (tt_loss_rule){
        .kernels = run->compute.kernels, .outputs = run->head.outputs, .label_smoothing = run->options.label_smoothing};
    run->class_weights = TT_TAKE(arena, "batches", float, run->head.outputs, 1);
    run->label_counts = TT_TAKE(arena, "batches", double, run->head.outputs, 1);
    run->mean = TT_TAKE(arena, "batches", double, run->head.outputs, 1);
    run->deviation = TT_TAKE(arena, "batches", double, run->head.outputs, 1);
    run->optim = (tt_optim){.compute = &run->compute, .params = run->params, .rows = train};
    run->optim.options = &run->options;
    run->features = (tt_eval_state){.encoder = &run->encoder, .head = &run->head};
    run->named = run->validation_eval = run->features;

    tt_optim_layout(&run->optim, arena);
    if (tt_run_frozen(run)) {
        most.tokens = tt_max(most.tokens, forward.tokens);
        most.reads = tt_batch_reads(train, batch); /* the logical batch at once */
    } else {
        forward = tt_budget_for(train, train->rows, most.tokens);
    }
    if (tt_run_frozen(run) || run->fits) tt_eval_state_layout(&run->features, arena, train, &forward, true, false);
    tt_budget names = {0};
    run->named.features = NULL;
    if (run->fits && run->names) {
        names = tt_budget_for(run->names, run->names->rows, forward.tokens);
        tt_eval_state_layout(&run->named, arena, run->names, &names, true, false);
    }
    if (run->fits) probe_layout(run);
    tt_batches_layout(&run->batches, arena, train, &most);
    if (validation)
        tt_eval_state_layout(&run->validation_eval, arena, validation, &validation_budget, tt_run_frozen(run), true);
    run->frozen = (tt_frozen){0};
    if (tt_frozen_fits(run->params, &run->options, train, validation)) {
        tt_frozen_layout(&run->frozen, arena, train, run->shape->hidden_size);
        if (validation) tt_frozen_layout(&run->validation_eval.frozen, arena, validation, run->shape->hidden_size);
    }
    tt_extent extent = {.tokens = tt_max(tt_max(most.tokens, validation_budget.tokens), names.tokens),
                        .longest = tt_max(tt_max(train->longest, validation ? validation->longest : 0),
                                          run->names ? run->names->longest : 0),
                        .threads = threads,
                        .lowest = tt_lowest_layer(run->params, &run->options),
                        .backward = !tt_run_frozen(run),
                        .recompute = run->options.recompute != 0};
    int32_t reads = tt_max(tt_max(most.reads, validation_budget.reads),
                           tt_run_frozen(run) || run->fits ? tt_max(forward.reads, names.reads) : 0);
    tt_compute_layout(&run->compute, arena, run->shape,
                      tt_max(tt_max(extent.tokens, reads), run->fits ? TT_PROBE_ROWS : 0),
                      run->params->task->mlm ? 0 : run->head.outputs);
    tt_encoder_layout(&run->encoder, arena, &extent);
    tt_head_layout(&run->head, arena, reads, true);
}
