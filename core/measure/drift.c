/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/drift.h"

#include <math.h>
#include <string.h>

/* A gap at every GAP-th token of a sentence, beginning with the FIRST: one in seven is about BERT's 15 %. */
enum { GAP = 7, FIRST = 3 };

static bool is_gap(const tt_drift *drift, int32_t position, int32_t length) {
    const tt_frame *frame = &drift->rows->frame;
    return position % GAP == FIRST && position >= frame->before && position < length - frame->after;
}

static int32_t count_gaps(const tt_drift *drift) {
    int32_t count = 0;
    if (drift->mask_id < 0 || !tt_params_has_masked(drift->params)) return 0;
    for (int32_t s = 0; s < drift->rows->sequences; s++) {
        const int32_t length = tt_sequence_length(drift->rows, s);
        for (int32_t i = 0; i < length; i++) count += is_gap(drift, i, length);
    }
    return count;
}

void tt_drift_layout(tt_drift *drift, tt_arena *arena, int threads) {
    const tt_rows *rows = drift->rows;
    const size_t N = rows->starts[rows->sequences], E = (size_t)drift->shape->hidden_size;
    const size_t layers = (size_t)drift->shape->num_hidden_layers + 1;
    const tt_budget budget = {.tokens = (int32_t)N, .sequences = rows->sequences, .reads = rows->read_count};
    /* with a backward and recomputation an encoder keeps every layer's output and nothing else */
    const tt_extent extent = {
        .tokens = (int32_t)N, .longest = rows->longest, .threads = threads, .backward = true, .recompute = true};
    drift->gap_count = count_gaps(drift);
    const size_t M = (size_t)drift->gap_count;
    drift->encoder = (tt_encoder){.shape = drift->shape, .params = drift->params, .compute = drift->compute};
    drift->masked = (tt_masked){.shape = drift->shape, .params = drift->params, .compute = drift->compute};
    tt_batches_layout(&drift->batches, arena, rows, &budget);
    tt_encoder_layout(&drift->encoder, arena, &extent);
    tt_masked_layout(&drift->masked, arena, drift->gap_count);
    drift->before = TT_TAKE(arena, "drift", real, layers * N, E);
    drift->x = TT_TAKE(arena, "drift", real, N, E);
    drift->y = TT_TAKE(arena, "drift", real, N, E);
    drift->similar_x = TT_TAKE(arena, "drift", real, N, N);
    drift->similar_y = TT_TAKE(arena, "drift", real, N, N);
    drift->ids = TT_TAKE(arena, "drift", int32_t, N, 1);
    drift->gaps = TT_TAKE(arena, "drift", int32_t, M, 1);
    drift->answers = TT_TAKE(arena, "drift", int32_t, M, 1);
    drift->gathered = TT_TAKE(arena, "drift", real, M, E);
    drift->words = TT_TAKE(arena, "drift", real, M, drift->shape->embedding_size);
    drift->logits = TT_TAKE(arena, "drift", real, M, drift->shape->vocab_size);
    drift->layers = TT_TAKE(arena, "drift", tt_drift_layer, layers, 1);
}

static const tt_chance sure = {0};

/* All rows as one micro-batch. */
static const tt_tokens *all_tokens(tt_drift *drift) {
    tt_batches_in_order(&drift->batches);
    tt_batches_draw(&drift->batches, drift->rows->rows);
    tt_batches_next(&drift->batches);
    return &drift->batches.tokens;
}

/* Columns with mean zero. */
static void centre(real *out, const real *in, size_t N, size_t E) {
    for (size_t e = 0; e < E; e++) {
        double sum = 0;
        for (size_t n = 0; n < N; n++) sum += (double)in[n * E + e];
        const real mean = (real)(sum / (double)N);
        for (size_t n = 0; n < N; n++) out[n * E + e] = in[n * E + e] - mean;
    }
}

static double inner(const real *a, const real *b, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)a[i] * (double)b[i];
    return sum;
}

/* <XX', YY'> / (|XX'| |YY'|) with centred X and Y equals |Y'X|^2 / (|X'X| |Y'Y|), and N is small. */
double tt_drift_cka(tt_drift *drift, const real *before, const real *now, size_t N, size_t E) {
    const int n = (int)N, e = (int)E;
    centre(drift->x, before, N, E);
    centre(drift->y, now, N, E);
    tt_gemm(drift->compute, drift->similar_x, N, (tt_matrix){drift->x, E, 1}, (tt_matrix){drift->x, 1, E}, n, n, e,
            &(tt_gemm_ends){0});
    tt_gemm(drift->compute, drift->similar_y, N, (tt_matrix){drift->y, E, 1}, (tt_matrix){drift->y, 1, E}, n, n, e,
            &(tt_gemm_ends){0});
    const double xx = inner(drift->similar_x, drift->similar_x, N * N);
    const double yy = inner(drift->similar_y, drift->similar_y, N * N);
    const double norms = sqrt(xx) * sqrt(yy);
    return norms > 0 ? inner(drift->similar_x, drift->similar_y, N * N) / norms : xx == yy;
}

static double cosine(const real *before, const real *now, size_t N, size_t E) {
    double sum = 0;
    for (size_t n = 0; n < N; n++, before += E, now += E) {
        const double norms = sqrt(inner(before, before, E)) * sqrt(inner(now, now, E));
        sum += norms > 0 ? inner(before, now, E) / norms : 1;
    }
    return sum / (double)N;
}

/* The mean cross-entropy of the encoder's words at the gaps. */
static double masked_loss(tt_drift *drift, const tt_tokens *tokens) {
    const size_t E = (size_t)drift->shape->hidden_size, V = (size_t)drift->shape->vocab_size;
    const int M = (int)drift->gap_count;
    tt_tokens masked = *tokens;
    int32_t gap = 0;
    double loss = 0;
    if (M == 0) return NAN;
    for (int32_t s = 0; s < tokens->sequences; s++) {
        const int32_t from = tokens->starts[s], length = tokens->starts[s + 1] - from;
        for (int32_t i = from; i < from + length; i++) {
            drift->ids[i] = is_gap(drift, i - from, length) ? drift->mask_id : tokens->ids[i];
            if (!is_gap(drift, i - from, length)) continue;
            drift->answers[gap] = tokens->ids[i];
            drift->gaps[gap++] = i;
        }
    }
    masked.ids = drift->ids;
    const real *hidden = tt_encoder_forward(&drift->encoder, &masked, &sure);
    for (size_t i = 0; i < (size_t)M; i++) {
        memcpy(drift->gathered + i * E, hidden + (size_t)drift->gaps[i] * E, E * sizeof(real));
    }
    tt_masked_forward(&drift->masked, drift->words, drift->gathered, M);
    tt_masked_logits(&drift->masked, drift->logits, drift->words, M);
    for (size_t i = 0; i < (size_t)M; i++) {
        real *logits = drift->logits + i * V;
        const real answer = logits[drift->answers[i]];
        loss += (double)(drift->compute->kernels->softmax(logits, logits, 1, (int)V) - answer);
    }
    return loss / M;
}

void tt_drift_begin(tt_drift *drift) {
    const tt_tokens *tokens = all_tokens(drift);
    const size_t size = (size_t)tokens->count * (size_t)drift->shape->hidden_size;
    tt_encoder_forward(&drift->encoder, tokens, &sure);
    for (int l = 0; l <= drift->shape->num_hidden_layers; l++) {
        memcpy(drift->before + (size_t)l * size, drift->encoder.hidden[l], size * sizeof(real));
        drift->layers[l] = (tt_drift_layer){.cka = 1, .cosine = 1};
    }
    drift->masked_before = drift->masked_now = masked_loss(drift, tokens);
}

void tt_drift_measure(tt_drift *drift) {
    const tt_tokens *tokens = all_tokens(drift);
    const size_t N = (size_t)tokens->count, E = (size_t)drift->shape->hidden_size;
    tt_encoder_forward(&drift->encoder, tokens, &sure);
    for (int l = 0; l <= drift->shape->num_hidden_layers; l++) {
        const real *before = drift->before + (size_t)l * N * E, *now = drift->encoder.hidden[l];
        drift->layers[l] =
            (tt_drift_layer){.cka = tt_drift_cka(drift, before, now, N, E), .cosine = cosine(before, now, N, E)};
    }
    drift->masked_now = masked_loss(drift, tokens);
}
