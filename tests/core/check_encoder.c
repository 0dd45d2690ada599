/* SPDX-License-Identifier: Apache-2.0
 * Hidden states, loss and every gradient of a batch against PyTorch in float64, without dropout and with the same
 * masks. */
#include "golden.h"
#include "model/head.h"

/* Rounding grows with the length of the sums and the depth: each of the L layers has four products of up to F terms,
 * and rounding errors add like a random walk. Measured: a tenth of this. */
static double tolerance(const tt_shape *shape) {
    return 16 * (double)TT_EPS * 4 * shape->num_hidden_layers * sqrt(shape->intermediate_size);
}

static void check_tensor(const golden *g, const char *name, const real *got, size_t n) {
    double off = golden_error(g, name, got, n), allowed = tolerance(&g->shape);
    if (!(off <= allowed)) printf("  %s:\n", name);
    CHECK_NEAR(off, 0, allowed, "sums of up to intermediate_size products, four a layer");
}

static void check_gradients(const golden *g, const char *prefix, real *const *of, const tt_rows *rows) {
    for (int row = 0; row < g->params.count; row++) {
        const tt_param *param = &g->params.items[row];
        char name[96];
        if (param->group == TT_MLM_HEAD || param->rows == 0) continue;
        if (param->group == TT_POOLER && !tt_params_pools(&g->params)) continue;
        snprintf(name, sizeof name, "%sgradient.%s", prefix, param->name);
        if (golden_key_bias(g, row)) {
            for (int i = 0; i < param->cols; i++) CHECK_NEAR(of[row][i], 0, 64 * TT_EPS, "a sum that cancels to zero");
        } else if (row == TT_WORD) {
            size_t E = (size_t)param->cols, n = tt_param_size(param);
            real *whole = calloc(n, sizeof *whole);
            for (int id = 0; id < rows->vocab; id++) {
                if (rows->row_of[id] < 0) continue;
                memcpy(whole + (size_t)id * E, of[row] + (size_t)rows->row_of[id] * E, E * sizeof *whole);
            }
            check_tensor(g, name, whole, n);
            free(whole);
        } else {
            check_tensor(g, name, of[row], tt_param_size(param));
        }
    }
}

/* The first `sequences` rows as one micro-batch, in their own order; the head reads their first tokens. */
static tt_tokens tokens_of(const tt_rows *rows, int32_t sequences, int32_t *positions, int32_t *segments,
                           int32_t *starts) {
    tt_tokens tokens = {.count = (int32_t)rows->starts[sequences], .ids = rows->ids};
    for (int32_t s = 0; s < sequences; s++) {
        int32_t from = (int32_t)rows->starts[s], length = tt_sequence_length(rows, s);
        tt_sequence_fill(segments + from, positions + from, rows, s);
        if (rows->apart) starts[++tokens.sequences] = from + tt_second_begin(rows, s);
        starts[++tokens.sequences] = from + length;
        if (length > tokens.longest) tokens.longest = length;
    }
    tokens.reads = starts, tokens.read_count = sequences;
    tokens.positions = positions, tokens.segments = segments, tokens.starts = starts;
    return tokens;
}

/* The masks of the goldens with dropout, with the same probabilities set in the shape; off where there are none. */
static tt_dropout_key golden_dropout(golden *g) {
    const int32_t at = tt_json_get(&g->batches, 0, "chance");
    int64_t seed = 0, step = 0;
    if (at < 0) return (tt_dropout_key){0};
    tt_json_number(&g->batches, tt_json_get(&g->batches, at, "hidden"), &g->shape.hidden_dropout_prob);
    g->shape.embedding_dropout = g->shape.hidden_dropout_prob;
    tt_json_number(&g->batches, tt_json_get(&g->batches, at, "attention"), &g->shape.attention_probs_dropout_prob);
    tt_json_number(&g->batches, tt_json_get(&g->batches, at, "classifier"), &g->shape.classifier_dropout);
    tt_json_integer(&g->batches, tt_json_get(&g->batches, at, "seed"), &seed);
    tt_json_integer(&g->batches, tt_json_get(&g->batches, at, "step"), &step);
    return (tt_dropout_key){.on = true, .seed = (uint64_t)seed, .step = (uint64_t)step};
}

static void check_model(const char *folder, const tt_kernels *kernels) {
    golden g;
    tt_rows rows;
    int32_t sizes[10], positions[1000], segments[1000], starts[64] = {0};
    golden_load(&g, folder);
    golden_rows(&g, &rows, sizes);
    tt_tokens tokens = tokens_of(&rows, sizes[0], positions, segments, starts);
    tt_compute compute = {.kernels = kernels};
    CHECK_OK(tt_threads_new(&compute.threads, 2, &err));
    tt_encoder encoder = {.shape = &g.shape, .params = &g.params, .compute = &compute};
    tt_head head = {.shape = &g.shape, .params = &g.params, .compute = &compute, .outputs = g.shape.outputs};
    tt_extent extent = {
        .tokens = tokens.count, .longest = tokens.longest, .threads = 2, .lowest = -1, .backward = true};
    tt_arena arena = {0};
    real **of = NULL;
    size_t total = 0;
    for (int row = 0; row < g.params.count; row++) total += tt_param_size(&g.params.items[row]);
    for (int bound = 0; bound < 2; bound++) {
        tt_compute_layout(&compute, &arena, &g.shape, tokens.count, head.outputs);
        tt_encoder_layout(&encoder, &arena, &extent);
        tt_head_layout(&head, &arena, sizes[0], true);
        of = TT_TAKE(&arena, "gradients", real *, g.params.count, 1);
        real *next = TT_TAKE(&arena, "gradients", real, total, 1);
        for (int row = 0; of && row < g.params.count; row++) {
            of[row] = g.params.items[row].rows > 0 ? next : NULL;
            next += tt_param_size(&g.params.items[row]);
        }
        if (!bound) CHECK_OK(tt_arena_back(&arena, &err));
    }
    tt_grads grads = {.of = of, .row_of = rows.row_of};
    tt_dropout_key no_dropout = {0};

    const real *hidden = tt_encoder_forward(&encoder, &tokens, &no_dropout);
    for (int l = 0; l <= g.shape.num_hidden_layers; l++) {
        char name[32];
        snprintf(name, sizeof name, "hidden.%d", l);
        check_tensor(&g, name, encoder.hidden[l], (size_t)tokens.count * (size_t)g.shape.hidden_size);
    }
    tt_head_read(&head, hidden, &tokens);
    tt_head_logits(&head, 0, sizes[0], &no_dropout);
    check_tensor(&g, "pooled", head.pooled, (size_t)sizes[0] * (size_t)tt_head_width(&head));
    for (int masked = 0; masked < 2; masked++) {
        const tt_dropout_key dropout_key = masked ? golden_dropout(&g) : no_dropout;
        const char *prefix = masked ? "dropout." : "";
        char name[32];
        if (masked && !dropout_key.on) break;
        tt_head_read(&head, tt_encoder_forward(&encoder, &tokens, &dropout_key), &tokens);
        const real *logits = tt_head_logits(&head, 0, sizes[0], &dropout_key);
        snprintf(name, sizeof name, "%slogits", prefix);
        check_tensor(&g, name, logits, (size_t)sizes[0] * (size_t)head.outputs);
        tt_loss_rule rule = {.kernels = kernels, .outputs = head.outputs};
        real loss = (real)(g.params.task->loss(&rule, head.dlogits, head.results, logits, rows.labels, NULL, sizes[0],
                                               sizes[0]) /
                           sizes[0]);
        snprintf(name, sizeof name, "%sloss", prefix);
        check_tensor(&g, name, &loss, 1);
        memset(of[0], 0, total * sizeof(real)); /* matrices are set, the others added to */
        tt_head_backward(&head, encoder.dhidden, &grads, &tokens, 0, sizes[0], &dropout_key);
        tt_encoder_backward(&encoder, &grads, &tokens, &dropout_key);
        check_gradients(&g, prefix, of, &rows);
    }

    tt_arena_free(&arena);
    tt_threads_free(compute.threads);
    tt_rows_free(&rows);
    golden_free(&g);
}

int main(void) {
    const char *const folders[] = {
        "tests/golden/encoder/plain",   "tests/golden/encoder/odd",        "tests/golden/encoder/distilbert",
        "tests/golden/encoder/electra", "tests/golden/encoder/mean",       "tests/golden/encoder/roberta",
        "tests/golden/encoder/mpnet",   "tests/golden/encoder/modernbert", "tests/golden/encoder/mean_normalized",
        "tests/golden/encoder/compared"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        check_model(folders[i], &tt_kernels_ref);
        check_model(folders[i], &tt_kernels_simd);
    }
    return check_end("check_encoder");
}
