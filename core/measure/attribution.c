/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/attribution.h"

#include <math.h>
#include <string.h>

#include "model/effective.h"

static const tt_dropout_key no_dropout = {0};

/* The path's points, then the score of the text and that of the baseline. */
static int32_t passes_of_sequence(const tt_attribution_state *state) { return state->points + 2; }

int32_t tt_attribution_state_passes(const tt_attribution_state *state) {
    return state->sequences * passes_of_sequence(state);
}

int32_t tt_attribution_state_done(const tt_attribution_state *state) {
    return state->sequence * passes_of_sequence(state) + state->pass;
}

bool tt_attribution_state_special(const tt_rows *rows, int32_t sequence, int32_t i) {
    const int32_t n = tt_sequence_length(rows, sequence), second = rows->second[sequence];
    const tt_frame *frame = &rows->frame;
    if (i < frame->before || i >= n - frame->after) return true;
    return second < n && i >= second - frame->between && i < second;
}

static void find_sequences(tt_attribution_state *state) {
    const tt_rows *rows = state->rows;
    state->first = rows->row_starts[state->row];
    state->sequences = tt_row_sequences(rows, state->row);
    state->longest = 0;
    for (int32_t s = state->first; s < state->first + state->sequences; s++) {
        state->longest = tt_max(state->longest, tt_sequence_length(rows, s));
    }
}

void tt_attribution_state_layout(tt_attribution_state *state, tt_arena *arena, tt_compute *compute, int32_t threads) {
    const tt_params *params = state->encoder->params;
    const tt_shape *shape = state->encoder->shape;
    find_sequences(state);
    const int32_t N = state->longest, e = shape->embedding_size;
    const tt_extent extent = {.tokens = N, .longest = N, .threads = threads, .lowest = -1, .backward = true};
    /* a run that begins later may add adapters to the table */
    const int table = tt_adapter_row(params, params->layers, 0, 0);
    const size_t tokens = state->rows->starts[state->first + state->sequences] - state->rows->starts[state->first];
    tt_compute_layout(compute, arena, shape, N, state->head->outputs);
    tt_encoder_layout(state->encoder, arena, &extent);
    tt_head_layout(state->head, arena, 1, true);
    state->baseline = TT_TAKE(arena, "activations", real, e, 1);
    state->difference = TT_TAKE(arena, "activations", real, N, e);
    state->added = TT_TAKE(arena, "activations", real, N, e);
    state->gradients = TT_TAKE(arena, "results", real *, table, 1);
    state->positions = TT_TAKE(arena, "batches", int32_t, N, 1);
    state->segments = TT_TAKE(arena, "batches", int32_t, N, 1);
    state->places = TT_TAKE(arena, "results", double, state->points, 1);
    state->weights = TT_TAKE(arena, "results", double, state->points, 1);
    state->shares = TT_TAKE(arena, "results", double, tokens, 1);
}

/* Legendre's polynomial of degree n at x, and its derivative. */
static double legendre(double *slope, int n, double x) {
    double p = 1, before = 0;
    for (int k = 1; k <= n; k++) {
        const double next = ((2 * k - 1) * x * p - (k - 1) * before) / k;
        before = p;
        p = next;
    }
    *slope = n * (x * p - before) / (x * x - 1);
    return p;
}

/* Gauss-Legendre's points and weights on 0 .. 1: the roots of the polynomial by Newton's method. */
static void fill_rule(tt_attribution_state *state) {
    const double pi = 3.14159265358979323846;
    const int n = state->points;
    if (n == 1) {
        state->places[0] = state->weights[0] = 1;
        return;
    }
    for (int i = 0; i < n; i++) {
        double slope, x = -cos(pi * (i + 0.75) / (n + 0.5));
        for (int round = 0; round < 8; round++) {
            const double p = legendre(&slope, n, x);
            x -= p / slope;
        }
        legendre(&slope, n, x);
        state->places[i] = (1 + x) / 2;
        state->weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
}

void tt_attribution_state_begin(tt_attribution_state *state) {
    const tt_params *params = state->encoder->params;
    const size_t table = (size_t)tt_adapter_row(params, params->layers, 0, 0);
    const size_t tokens = state->rows->starts[state->first + state->sequences] - state->rows->starts[state->first];
    for (size_t i = 0; i < table; i++) state->gradients[i] = NULL;
    for (size_t i = 0; i < tokens; i++) state->shares[i] = 0;
    state->score = state->baseline_score = 0;
    state->sequence = state->pass = 0;
    fill_rule(state);
}

/* The sequence at hand as a micro-batch; false where it does not read the item. */
static bool fill_tokens(tt_attribution_state *state, tt_tokens *tokens, int32_t starts[3], int32_t *read) {
    const tt_rows *rows = state->rows;
    const int32_t s = state->first + state->sequence, n = tt_sequence_length(rows, s);
    int32_t i = rows->read_starts[s];
    while (i < rows->read_starts[s + 1] && rows->reads[i].item != state->item) i++;
    if (i == rows->read_starts[s + 1]) return false;
    tt_sequence_fill(state->segments, state->positions, rows, s);
    starts[0] = 0;
    starts[1] = rows->apart ? tt_second_begin(rows, s) : n;
    starts[2] = n;
    *read = rows->reads[i].position;
    *tokens = (tt_tokens){.count = n,
                          .sequences = rows->apart ? 2 : 1,
                          .longest = n,
                          .ids = rows->ids + rows->starts[s],
                          .segments = state->segments,
                          .positions = state->positions,
                          .starts = starts,
                          .read_count = 1,
                          .reads = read};
    return true;
}

/* From the word embeddings as they are now: a run may have changed them. */
static void fill_difference(tt_attribution_state *state, const tt_tokens *tokens) {
    const tt_params *params = state->encoder->params;
    const int32_t e = state->encoder->shape->embedding_size, s = state->first + state->sequence;
    const size_t width = (size_t)e;
    if (state->mask_id >= 0)
        tt_effective_read(state->baseline, params, TT_WORD, (size_t)state->mask_id * width, width);
    else
        memset(state->baseline, 0, width * sizeof(real));
    for (int32_t i = 0; i < tokens->count; i++) {
        real *d = state->difference + (size_t)i * width;
        if (tt_attribution_state_special(state->rows, s, i)) {
            memset(d, 0, width * sizeof(real));
            continue;
        }
        tt_effective_read(d, params, TT_WORD, (size_t)tokens->ids[i] * width, width);
        for (size_t k = 0; k < width; k++) d[k] -= state->baseline[k];
    }
}

/* The score of logits, and its gradient. */
static double score_of(const tt_attribution_state *state, const real *logits, real *gradient) {
    const tt_params *params = state->encoder->params;
    const int32_t C = state->head->outputs, c = state->output;
    const bool contrast = params->task->classes && C > 1;
    const tt_target_scaling *scaling = &params->target_scaling;
    double score = tt_unscaled(scaling, (size_t)c, (double)logits[c]);
    for (int32_t k = 0; k < C; k++) {
        if (gradient) gradient[k] = contrast && k != c ? (real)(-1.0 / (C - 1)) : 0;
        if (contrast && k != c) score -= (double)logits[k] / (C - 1);
    }
    if (gradient) gradient[c] = scaling->deviation ? (real)scaling->deviation[c] : 1;
    return score;
}

static tt_status add_shares(tt_attribution_state *state, int32_t n, double weight, tt_error *err) {
    const size_t e = (size_t)state->encoder->shape->embedding_size;
    const tt_rows *rows = state->rows;
    double *shares = state->shares + rows->starts[state->first + state->sequence] - rows->starts[state->first];
    for (int32_t i = 0; i < n; i++) {
        const real *d = state->encoder->dnormed + (size_t)i * e, *x = state->difference + (size_t)i * e;
        double sum = 0;
        for (size_t k = 0; k < e; k++) sum += (double)d[k] * (double)x[k];
        if (!isfinite(sum)) {
            return tt_fail(err, TT_E_NUMERIC, state->row, "row %d: a gradient is not a number; the weights are damaged",
                           (int)state->row);
        }
        shares[i] += weight * sum;
    }
    return TT_OK;
}

/* The forward at point `place` of the path, and `weight` of its gradient. */
static tt_status make_pass(tt_attribution_state *state, const tt_tokens *tokens, double place, double weight,
                           double *score, tt_error *err) {
    tt_encoder *encoder = state->encoder;
    tt_head *head = state->head;
    const size_t count = (size_t)tokens->count * (size_t)encoder->shape->embedding_size;
    const double windows = state->rows->item_reads[state->item];
    for (size_t i = 0; i < count; i++) state->added[i] = (real)(place - 1) * state->difference[i];
    encoder->added = state->added;
    tt_head_read(head, tt_encoder_forward(encoder, tokens, &no_dropout), tokens);
    const real *logits = tt_head_logits(head, 0, 1, &no_dropout);
    const double found = score_of(state, logits, weight != 0 ? head->dlogits : NULL);
    if (!isfinite(found)) {
        return tt_fail(err, TT_E_NUMERIC, state->row,
                       "row %d: the model's output is not a number; its weights are damaged", (int)state->row);
    }
    *score += found / windows;
    if (weight == 0) return TT_OK;
    const tt_grads grads = {.of = state->gradients, .row_of = state->rows->row_of};
    tt_head_backward(head, encoder->dhidden, &grads, tokens, 0, 1, &no_dropout);
    tt_encoder_backward(encoder, &grads, tokens, &no_dropout);
    return add_shares(state, tokens->count, weight / windows, err);
}

tt_status tt_attribution_state_step(tt_attribution_state *state, tt_error *err) {
    tt_tokens tokens;
    int32_t starts[3], read;
    double unused = 0;
    while (state->sequence < state->sequences && !fill_tokens(state, &tokens, starts, &read)) state->sequence++;
    if (state->sequence == state->sequences) return TT_DONE;
    fill_difference(state, &tokens);
    const int32_t pass = state->pass;
    if (pass < state->points) {
        TT_TRY(make_pass(state, &tokens, state->places[pass], state->weights[pass], &unused, err));
    } else {
        const bool text = pass == state->points;
        TT_TRY(make_pass(state, &tokens, text, 0, text ? &state->score : &state->baseline_score, err));
    }
    state->pass++;
    if (state->pass < passes_of_sequence(state)) return TT_OK;
    state->pass = 0;
    state->sequence++;
    return TT_OK;
}
