/* SPDX-License-Identifier: Apache-2.0 */
#include "train/pass.h"

#include <math.h>
#include <string.h>

void tt_pass_layout(tt_pass *pass, tt_arena *arena, const tt_rows *rows, const tt_budget *budget, bool features,
                    bool outputs) {
    const size_t C = (size_t)pass->head->outputs, E = (size_t)pass->head->shape->hidden_size;
    pass->rows = rows;
    outputs = outputs && !rows->replaced; /* a number for each token of the vocabulary is not kept */
    tt_batches_layout(&pass->batches, arena, rows, budget);
    pass->features = features ? TT_TAKE(arena, "features", real, rows->read_count, E) : NULL;
    pass->outputs = outputs ? TT_TAKE(arena, "results", float, rows->items, C) : NULL;
    pass->sample = tt_sample_of(rows, pass->head->params);
    if (!outputs || !rows->labels) return;
    tt_sample_layout(&pass->sample, arena);
}

void tt_pass_begin(tt_pass *pass) {
    const size_t numbers = (size_t)pass->rows->items * (size_t)pass->head->outputs;
    tt_batches_in_order(&pass->batches);
    tt_batches_draw(&pass->batches, pass->rows->rows);
    pass->done = 0;
    pass->gap_loss = 0;
    if (pass->outputs) memset(pass->outputs, 0, numbers * sizeof *pass->outputs);
}

int32_t tt_pass_rows(const tt_pass *pass) {
    return (int32_t)((int64_t)pass->done * pass->rows->rows / pass->rows->sequences);
}

static const tt_chance sure = {0};

/* What the head reads of the micro-batch, from the cache or computed here. */
static void read_batch(tt_pass *pass) {
    const size_t E = (size_t)pass->head->shape->hidden_size;
    const tt_batches *batches = &pass->batches;
    real *features = tt_head_features(pass->head);
    if (!pass->cached) {
        tt_head_read(pass->head, tt_frozen_forward(&pass->frozen, pass->encoder, batches, &sure), &batches->tokens);
        pass->tokens += batches->tokens.count;
    }
    for (int32_t i = 0; pass->features && i < batches->tokens.read_count; i++) {
        real *kept = pass->features + (size_t)batches->reads[i] * E, *here = features + (size_t)i * E;
        memcpy(pass->cached ? here : kept, pass->cached ? kept : here, E * sizeof(real));
    }
}

/* Adds the micro-batch's logits to the means of their items. */
static tt_status take_logits(tt_pass *pass, const real *logits, tt_error *err) {
    const tt_rows *rows = pass->rows;
    const size_t C = (size_t)pass->head->outputs;
    for (int32_t i = 0; i < pass->batches.tokens.read_count; i++) {
        const int32_t item = rows->reads[pass->batches.reads[i]].item;
        const real *z = logits + (size_t)i * C;
        float *out = pass->outputs + (size_t)item * C;
        for (size_t c = 0; c < C; c++) {
            if (!isfinite(z[c])) {
                int32_t row = 0;
                while (rows->item_starts[row + 1] <= item) row++;
                return tt_fail(err, TT_E_NUMERIC, row,
                               "row %d: the model's output is not a number; its weights are damaged", (int)row);
            }
            out[c] += (float)(z[c] / (real)rows->item_reads[item]);
        }
    }
    return TT_OK;
}

/* Every item's logits are there: from them to outputs, and to numbers. */
static void finish(tt_pass *pass) {
    const tt_rows *rows = pass->rows;
    tt_head *head = pass->head;
    const size_t C = (size_t)head->outputs;
    const tt_loss_rule rule = {
        .kernels = head->compute->kernels, .outputs = head->outputs, .target_scaling = head->params->target_scaling};
    for (int32_t item = 0; item < rows->items; item++) {
        float *out = pass->outputs + (size_t)item * C;
        if (rows->item_reads[item] == 0) {
            out[0] = 1;
            continue;
        }
        for (size_t c = 0; c < C; c++) head->logits[c] = out[c];
        head->params->task->loss(&rule, NULL, head->results, head->logits, NULL, NULL, 1, 1);
        for (size_t c = 0; c < C; c++) out[c] = (float)head->results[c];
    }
    if (!rows->labels) return;
    tt_sample_fill(&pass->sample, rows->labels, pass->outputs, NULL);
    tt_metrics_values(pass->values, &pass->sample, NULL);
}

/* What is wanted of gaps is their loss alone. */
static void take_gaps(tt_pass *pass) {
    tt_head *head = pass->head;
    const tt_loss_rule rule = {.kernels = head->compute->kernels, .outputs = head->outputs};
    const int32_t M = pass->batches.tokens.read_count;
    const real *logits = tt_head_logits(head, pass->batches.tokens.first_read, M, &sure);
    pass->gap_loss += head->params->task->loss(&rule, NULL, head->results, logits, pass->batches.labels, NULL, 1, M);
}

tt_status tt_pass_step(tt_pass *pass, tt_error *err) {
    const tt_batches *batches = &pass->batches;
    if (!tt_batches_next(&pass->batches)) {
        if (pass->outputs) finish(pass);
        if (pass->rows->replaced) pass->values[0] = pass->gap_loss / pass->rows->read_count;
        return TT_DONE;
    }
    read_batch(pass);
    if (pass->outputs) {
        const int32_t M = batches->tokens.read_count;
        TT_TRY(take_logits(pass, tt_head_logits(pass->head, batches->tokens.first_read, M, &sure), err));
    }
    if (pass->rows->replaced) take_gaps(pass);
    pass->done += batches->tokens.sequences;
    return TT_OK;
}
