/* SPDX-License-Identifier: Apache-2.0 */
#include "train/eval.h"

#include <math.h>
#include <string.h>

#include "measure/counts.h"
#include "measure/iob2.h"

/* Words of the row that has the most. */
static int32_t most_words(const tt_rows *rows) {
    int32_t most = 0;
    for (int32_t row = 0; row < rows->rows; row++) {
        most = tt_max(most, rows->item_starts[row + 1] - rows->item_starts[row]);
    }
    return most;
}

static void layout_tags(tt_eval_state *eval, tt_arena *arena) {
    const int32_t C = eval->head->outputs;
    eval->tags = TT_TAKE(arena, "results", int32_t, eval->rows->items, 1);
    eval->before = TT_TAKE(arena, "results", int32_t, most_words(eval->rows), C);
    eval->sums = TT_TAKE(arena, "results", double, C, 1);
}

void tt_eval_state_layout(tt_eval_state *eval, tt_arena *arena, const tt_rows *rows, const tt_budget *budget,
                          bool features, bool outputs) {
    const size_t C = (size_t)eval->head->outputs, E = (size_t)tt_head_width(eval->head);
    eval->rows = rows;
    outputs = outputs && !rows->mlm_inputs; /* a number for each token of the vocabulary is not kept */
    tt_batches_layout(&eval->batches, arena, rows, budget);
    eval->features = features ? TT_TAKE(arena, "features", real, rows->read_count, E) : NULL;
    eval->outputs = outputs ? TT_TAKE(arena, "results", double, rows->items, C) : NULL;
    eval->sample = tt_sample_of(rows, eval->head->params);
    eval->tags = NULL;
    if (outputs && eval->sample.kind == TT_SPANS) layout_tags(eval, arena);
    if (!outputs || !rows->labels) return;
    tt_sample_layout(&eval->sample, arena);
}

/* Where what an encoder as loaded reads is kept; NULL: nowhere, or the encoder is another one. */
static tt_kept *kept_of(const tt_eval_state *eval) {
    const tt_params *params = eval->head->params;
    if (params->moved || eval->frozen.states || !eval->rows->kept) return NULL;
    tt_kept_for(eval->rows, params->version);
    return eval->rows->kept;
}

static bool row_is_kept(const tt_kept *kept, const tt_rows *rows, int32_t row) {
    for (int32_t s = rows->row_starts[row]; s < rows->row_starts[row + 1]; s++) {
        if (!kept->has[s]) return false;
    }
    return true;
}

/* Rows that are kept come first, in micro-batches of their own, which do not run the encoder. */
static void draw(tt_eval_state *eval) {
    tt_batches *batches = &eval->batches;
    const tt_kept *kept = kept_of(eval);
    int32_t first = 0, rest = eval->rows->rows;
    tt_batches_in_order(batches);
    for (int32_t row = 0; kept && row < eval->rows->rows; row++) {
        if (row_is_kept(kept, eval->rows, row)) batches->order[first++] = row;
    }
    for (int32_t row = eval->rows->rows; first > 0 && row-- > 0;) {
        if (!row_is_kept(kept, eval->rows, row)) batches->order[--rest] = row;
    }
    tt_batches_draw(batches, first > 0 ? first : rest);
}

static bool next_batch(tt_batches *batches) {
    if (tt_batches_next(batches)) return true;
    return tt_batches_draw(batches, batches->rows->rows) > 0 && tt_batches_next(batches);
}

void tt_eval_state_begin(tt_eval_state *eval) {
    const size_t numbers = (size_t)eval->rows->items * (size_t)eval->head->outputs;
    draw(eval);
    eval->done = 0;
    eval->mlm_loss = 0;
    if (eval->outputs) memset(eval->outputs, 0, numbers * sizeof *eval->outputs);
}

int32_t tt_eval_state_rows(const tt_eval_state *eval) {
    return (int32_t)((int64_t)eval->done * eval->rows->rows / eval->rows->sequences);
}

static const tt_dropout_key no_dropout = {0};

/* Between an array [reads,W] of all rows and one of the micro-batch. */
static void copy_reads(const tt_eval_state *eval, real *all, real *here, bool back) {
    const size_t E = (size_t)tt_head_width(eval->head);
    for (int32_t i = 0; i < eval->batches.tokens.read_count; i++) {
        real *kept = all + (size_t)eval->batches.reads[i] * E;
        memcpy(back ? here : kept, back ? kept : here, E * sizeof(real));
        here += E;
    }
}

/* The sequences of the micro-batch, of rows that are not apart. */
static const int32_t *sequences_of(const tt_batches *batches) {
    return batches->logical + batches->taken - batches->tokens.sequences;
}

static bool batch_is_kept(const tt_kept *kept, const tt_batches *batches) {
    for (int32_t i = 0; i < batches->tokens.sequences; i++) {
        if (!kept->has[sequences_of(batches)[i]]) return false;
    }
    return true;
}

static void compute(tt_eval_state *eval, tt_kept *kept, bool mean) {
    tt_head *head = eval->head;
    const tt_tokens *tokens = &eval->batches.tokens;
    const real *hidden = tt_frozen_forward(&eval->frozen, eval->encoder, &eval->batches, &no_dropout);
    eval->tokens += tokens->count;
    if (kept && !eval->rows->words) {
        tt_head_gather(head, !mean, hidden, tokens);
        copy_reads(eval, kept->of[!mean], head->gathered, false);
    }
    tt_head_gather(head, mean, hidden, tokens);
    if (!kept) return;
    copy_reads(eval, kept->of[mean], head->gathered, false);
    for (int32_t i = 0; i < tokens->sequences; i++) kept->has[sequences_of(&eval->batches)[i]] = true;
}

/* What the head reads of the micro-batch: kept already, or computed here. */
static void read_batch(tt_eval_state *eval) {
    tt_head *head = eval->head;
    const bool mean = tt_head_reads_mean(head);
    if (!eval->cached) {
        tt_kept *kept = kept_of(eval);
        if (kept && batch_is_kept(kept, &eval->batches))
            copy_reads(eval, kept->of[mean], head->gathered, true);
        else
            compute(eval, kept, mean);
        tt_head_take(head, eval->batches.tokens.read_count);
    }
    if (eval->features) copy_reads(eval, eval->features, tt_head_features(head), eval->cached);
}

/* Adds the micro-batch's logits to the means of their items; those of a regression become numbers here, as a run that
 * begins or ends before the next micro-batch changes their unit. */
static tt_status take_logits(tt_eval_state *eval, const real *logits, tt_error *err) {
    const tt_rows *rows = eval->rows;
    const tt_target_scaling *scaling = &eval->head->params->target_scaling;
    const size_t C = (size_t)eval->head->outputs;
    for (int32_t i = 0; i < eval->batches.tokens.read_count; i++) {
        const int32_t item = rows->reads[eval->batches.reads[i]].item;
        const real *z = logits + (size_t)i * C;
        double *out = eval->outputs + (size_t)item * C;
        for (size_t c = 0; c < C; c++) {
            if (!isfinite(z[c])) {
                int32_t row = 0;
                while (rows->item_starts[row + 1] <= item) row++;
                return tt_fail(err, TT_E_NUMERIC, row,
                               "row %d: the model's output is not a number; its weights are damaged", (int)row);
            }
            out[c] += tt_unscaled(scaling, c, (double)z[c]) / rows->item_reads[item];
        }
    }
    return TT_OK;
}

/* The tags of each row's words, from the logits. */
static void decode(tt_eval_state *eval) {
    const tt_rows *rows = eval->rows;
    const int32_t C = eval->head->outputs;
    for (int32_t row = 0; row < rows->rows; row++) {
        const int32_t first = rows->item_starts[row], words = rows->item_starts[row + 1] - first;
        tt_iob2_decode(eval->tags + first, eval->outputs + (size_t)first * (size_t)C, rows->item_reads + first,
                       eval->before, eval->sums, words, C);
    }
}

/* From an item's mean logits to its output. */
static void make_output(tt_eval_state *eval, double *out) {
    tt_head *head = eval->head;
    const size_t C = (size_t)head->outputs;
    const tt_loss_rule rule = {.kernels = head->compute->kernels, .outputs = head->outputs};
    for (size_t c = 0; c < C; c++) head->logits[c] = (real)out[c];
    head->params->task->loss(&rule, NULL, head->results, head->logits, NULL, NULL, 1, 1);
    for (size_t c = 0; c < C; c++) out[c] = tt_output(eval->sample.kind, (double)head->results[c]);
}

/* Every item's logits are there: from them to outputs, and to metrics. */
static void finish(tt_eval_state *eval) {
    const tt_rows *rows = eval->rows;
    const int32_t C = eval->head->outputs;
    if (eval->tags) decode(eval);
    for (int32_t item = 0; item < rows->items; item++) {
        double *out = eval->outputs + (size_t)item * (size_t)C;
        if (rows->item_reads[item] == 0) {
            out[0] = 1;
        } else if (eval->sample.kind != TT_NUMBERS) {
            make_output(eval, out);
        }
    }
    if (rows->labels) {
        eval->sample.tags = eval->tags;
        tt_sample_fill(&eval->sample, rows->labels, eval->outputs, NULL);
        tt_metrics_values(eval->values, &eval->sample, NULL);
    }
    for (int32_t item = 0; eval->tags && item < rows->items; item++) {
        tt_prefer(eval->outputs + (size_t)item * (size_t)C, C, eval->tags[item]);
    }
}

/* Gaps have a loss and no other metric. */
static void add_mlm_loss(tt_eval_state *eval) {
    tt_head *head = eval->head;
    const tt_loss_rule rule = {.kernels = head->compute->kernels, .outputs = head->outputs};
    const int32_t M = eval->batches.tokens.read_count;
    const real *logits = tt_head_logits(head, eval->batches.tokens.first_read, M, &no_dropout);
    eval->mlm_loss += head->params->task->loss(&rule, NULL, head->results, logits, eval->batches.labels, NULL, 1, M);
}

tt_status tt_eval_state_step(tt_eval_state *eval, tt_error *err) {
    const tt_batches *batches = &eval->batches;
    if (!next_batch(&eval->batches)) {
        if (eval->outputs) finish(eval);
        if (eval->rows->mlm_inputs) eval->values[0] = eval->mlm_loss / eval->rows->read_count;
        return TT_DONE;
    }
    read_batch(eval);
    if (eval->outputs) {
        const int32_t M = batches->tokens.read_count;
        TT_TRY(take_logits(eval, tt_head_logits(eval->head, batches->tokens.first_read, M, &no_dropout), err));
        if (eval->novelty) tt_novelty_pass_add(eval->novelty, eval->rows, batches->reads, eval->head->pooled, M);
    }
    if (eval->rows->mlm_inputs) add_mlm_loss(eval);
    eval->done += batches->tokens.sequences / (eval->rows->apart ? 2 : 1);
    return TT_OK;
}
