/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/meter.h"

#include <math.h>
#include <string.h>

/* A gap at every EVERY-th token of a sentence, beginning with the FIRST: one in seven is about BERT's 15 %. */
enum { EVERY = 7, FIRST = 3 };

static bool is_masked(const tt_meter_state *meter, int32_t position, int32_t length) {
    const tt_frame *frame = &meter->rows->frame;
    return position % EVERY == FIRST && position >= frame->before && position < length - frame->after;
}

static int32_t count_masked(const tt_meter_state *meter) {
    int32_t count = 0;
    if (meter->mask_id < 0 || !tt_params_has_mlm_head(meter->params)) return 0;
    for (int32_t s = 0; s < meter->rows->sequences; s++) {
        const int32_t length = tt_sequence_length(meter->rows, s);
        for (int32_t i = 0; i < length; i++) count += is_masked(meter, i, length);
    }
    return count;
}

void tt_meter_state_layout(tt_meter_state *meter, tt_arena *arena, int threads) {
    const tt_rows *rows = meter->rows;
    const size_t N = rows->starts[rows->sequences], E = (size_t)meter->shape->hidden_size;
    const size_t layers = (size_t)meter->shape->num_hidden_layers + 1;
    const tt_budget budget = {.tokens = (int32_t)N, .sequences = rows->sequences, .reads = rows->read_count};
    /* with a backward and recomputation an encoder keeps every layer's output and nothing else */
    const tt_extent extent = {
        .tokens = (int32_t)N, .longest = rows->longest, .threads = threads, .backward = true, .recompute = true};
    meter->mask_count = count_masked(meter);
    const size_t M = (size_t)meter->mask_count;
    meter->encoder = (tt_encoder){.shape = meter->shape, .params = meter->params, .compute = meter->compute};
    meter->mlm_head = (tt_mlm_head){.shape = meter->shape, .params = meter->params, .compute = meter->compute};
    tt_batches_layout(&meter->batches, arena, rows, &budget);
    tt_encoder_layout(&meter->encoder, arena, &extent);
    tt_mlm_head_layout(&meter->mlm_head, arena, meter->mask_count);
    meter->before = TT_TAKE(arena, "meter", real, layers * N, E);
    meter->x = TT_TAKE(arena, "meter", real, N, E);
    meter->y = TT_TAKE(arena, "meter", real, N, E);
    meter->similar_x = TT_TAKE(arena, "meter", real, N, N);
    meter->similar_y = TT_TAKE(arena, "meter", real, N, N);
    meter->ids = TT_TAKE(arena, "meter", int32_t, N, 1);
    meter->masked = TT_TAKE(arena, "meter", int32_t, M, 1);
    meter->answers = TT_TAKE(arena, "meter", int32_t, M, 1);
    meter->gathered = TT_TAKE(arena, "meter", real, M, E);
    meter->words = TT_TAKE(arena, "meter", real, M, meter->shape->embedding_size);
    meter->logits = TT_TAKE(arena, "meter", real, M, meter->shape->vocab_size);
    meter->layers = TT_TAKE(arena, "meter", tt_meter_layer, layers, 1);
}

static const tt_dropout_key no_dropout = {0};

/* All rows as one micro-batch. */
static const tt_tokens *all_tokens(tt_meter_state *meter) {
    tt_batches_in_order(&meter->batches);
    tt_batches_draw(&meter->batches, meter->rows->rows);
    tt_batches_next(&meter->batches);
    return &meter->batches.tokens;
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
double tt_meter_cka(tt_meter_state *meter, const real *before, const real *now, size_t N, size_t E) {
    const int n = (int)N, e = (int)E;
    centre(meter->x, before, N, E);
    centre(meter->y, now, N, E);
    tt_gemm(meter->compute, meter->similar_x, N, (tt_matrix){meter->x, E, 1}, (tt_matrix){meter->x, 1, E}, n, n, e,
            &(tt_gemm_ends){0});
    tt_gemm(meter->compute, meter->similar_y, N, (tt_matrix){meter->y, E, 1}, (tt_matrix){meter->y, 1, E}, n, n, e,
            &(tt_gemm_ends){0});
    const double xx = inner(meter->similar_x, meter->similar_x, N * N);
    const double yy = inner(meter->similar_y, meter->similar_y, N * N);
    const double norms = sqrt(xx) * sqrt(yy);
    return norms > 0 ? inner(meter->similar_x, meter->similar_y, N * N) / norms : xx == yy;
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
static double masked_loss(tt_meter_state *meter, const tt_tokens *tokens) {
    const size_t E = (size_t)meter->shape->hidden_size, V = (size_t)meter->shape->vocab_size;
    const int M = (int)meter->mask_count;
    tt_tokens masked = *tokens;
    int32_t at = 0;
    double loss = 0;
    if (M == 0) return NAN;
    for (int32_t s = 0; s < tokens->sequences; s++) {
        const int32_t from = tokens->starts[s], length = tokens->starts[s + 1] - from;
        for (int32_t i = from; i < from + length; i++) {
            meter->ids[i] = is_masked(meter, i - from, length) ? meter->mask_id : tokens->ids[i];
            if (!is_masked(meter, i - from, length)) continue;
            meter->answers[at] = tokens->ids[i];
            meter->masked[at++] = i;
        }
    }
    masked.ids = meter->ids;
    const real *hidden = tt_encoder_forward(&meter->encoder, &masked, &no_dropout);
    for (size_t i = 0; i < (size_t)M; i++) {
        memcpy(meter->gathered + i * E, hidden + (size_t)meter->masked[i] * E, E * sizeof(real));
    }
    tt_mlm_head_forward(&meter->mlm_head, meter->words, meter->gathered, M);
    tt_mlm_head_logits(&meter->mlm_head, meter->logits, meter->words, M);
    for (size_t i = 0; i < (size_t)M; i++) {
        real *logits = meter->logits + i * V;
        const real answer = logits[meter->answers[i]];
        loss += (double)(meter->compute->kernels->softmax(logits, logits, 1, (int)V) - answer);
    }
    return loss / M;
}

void tt_meter_state_begin(tt_meter_state *meter) {
    const tt_tokens *tokens = all_tokens(meter);
    const size_t size = (size_t)tokens->count * (size_t)meter->shape->hidden_size;
    tt_encoder_forward(&meter->encoder, tokens, &no_dropout);
    for (int l = 0; l <= meter->shape->num_hidden_layers; l++) {
        memcpy(meter->before + (size_t)l * size, meter->encoder.hidden[l], size * sizeof(real));
        meter->layers[l] = (tt_meter_layer){.cka = 1, .cosine = 1};
    }
    meter->masked_before = meter->masked_now = masked_loss(meter, tokens);
}

void tt_meter_state_measure(tt_meter_state *meter) {
    const tt_tokens *tokens = all_tokens(meter);
    const size_t N = (size_t)tokens->count, E = (size_t)meter->shape->hidden_size;
    tt_encoder_forward(&meter->encoder, tokens, &no_dropout);
    for (int l = 0; l <= meter->shape->num_hidden_layers; l++) {
        const real *before = meter->before + (size_t)l * N * E, *now = meter->encoder.hidden[l];
        meter->layers[l] =
            (tt_meter_layer){.cka = tt_meter_cka(meter, before, now, N, E), .cosine = cosine(before, now, N, E)};
    }
    meter->masked_now = masked_loss(meter, tokens);
}
