/* SPDX-License-Identifier: Apache-2.0
 * Every LayerNorm of the encoder and of the masked head adds the configuration's layer_norm_eps to its variance: here
 * one that is as large as a variance, which no other would pass for. */
#include "model/encoder.h"
#include "model/mlm_head.h"
#include "random_model.h"

enum { TOKENS = 6, E = 16 };
static const double EPSILON = 0.05;

static void check_norms(const char *what, const real *sums, const real *rstd) {
    for (size_t n = 0; n < TOKENS; n++) {
        double mean = 0, variance = 0;
        for (size_t e = 0; e < E; e++) mean += (double)sums[n * E + e] / (double)E;
        for (size_t e = 0; e < E; e++) variance += pow((double)sums[n * E + e] - mean, 2) / (double)E;
        const double want = 1 / sqrt(variance + EPSILON);
        if (!(fabs((double)rstd[n] - want) < 1e-4 * want)) printf("%s, token %zu\n", what, n);
        CHECK_NEAR(rstd[n], want, 1e-4 * want, "a sum of 16");
    }
}

int main(void) {
    static const char config[] =
        "{\"model_type\":\"bert\",\"hidden_size\":16,\"num_attention_heads\":2,\"num_hidden_layers\":1,"
        "\"intermediate_size\":24,\"vocab_size\":1500,\"max_position_embeddings\":32,\"layer_norm_eps\":0.05}";
    static const int32_t ids[TOKENS] = {2, 900, 901, 902, 903, 3}, segments[TOKENS] = {0}, starts[] = {0, TOKENS};
    static const int32_t positions[TOKENS] = {0, 1, 2, 3, 4, 5};
    const tt_tokens tokens = {.count = TOKENS,
                              .sequences = 1,
                              .longest = TOKENS,
                              .ids = ids,
                              .segments = segments,
                              .positions = positions,
                              .starts = starts};
    const tt_extent extent = {.tokens = TOKENS, .longest = TOKENS, .threads = 1, .lowest = -1, .backward = true};
    const tt_dropout_key no_dropout = {0};
    real y[TOKENS * E];
    tt_engine *engine;
    tt_arena arena = {0};
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    tt_model *model = random_encoder(engine, config, true);
    tt_compute compute = tt_compute_of(engine);
    tt_encoder encoder = {.shape = &model->shape, .params = &model->params, .compute = &compute};
    tt_mlm_head masked = {.shape = &model->shape, .params = &model->params, .compute = &compute};
    for (int bound = 0; bound < 2; bound++) {
        tt_compute_layout(&compute, &arena, &model->shape, TOKENS, 0);
        tt_encoder_layout(&encoder, &arena, &extent);
        tt_mlm_head_layout(&masked, &arena, TOKENS);
        if (!bound) CHECK_OK(tt_arena_back(&arena, &err));
    }
    const real *hidden = tt_encoder_forward(&encoder, &tokens, &no_dropout);
    check_norms("the embeddings", encoder.embedded, encoder.rstd);
    check_norms("attention", encoder.kept[0].sum1, encoder.kept[0].rstd1);
    check_norms("feed-forward", encoder.kept[0].sum2, encoder.kept[0].rstd2);
    tt_mlm_head_forward(&masked, y, hidden, TOKENS);
    check_norms("the masked head", masked.activated, masked.rstd);
    tt_arena_free(&arena);
    tt_model_free(model);
    tt_engine_free(engine);
    return check_end("check_epsilon");
}
