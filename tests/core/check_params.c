/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "model/params.h"

static const tt_shape shape = {.family = &tt_bert,
                               .embedding_size = 6,
                               .hidden_size = 6,
                               .num_hidden_layers = 12,
                               .num_attention_heads = 2,
                               .intermediate_size = 10,
                               .max_position_embeddings = 7,
                               .vocab_size = 11,
                               .type_vocab_size = 2,
                               .layer_norm_eps = 1e-12,
                               .initializer_range = 0.02};

static void rows_and_memory(void) {
    tt_params params;
    CHECK_OK(tt_params_new(&params, &shape, &err));
    CHECK(params.count == TT_LAYERS + 12 * TT_LAYER_ROWS + TT_CLASSIFIER_W && !tt_params_has_head(&params));
    CHECK((uintptr_t)params.weights % 64 == 0);
    const real *next = params.weights;
    size_t total = 0;
    bool zero = true;
    for (int i = 0; i < params.count; i++) {
        const tt_param *row = &params.items[i];
        CHECK(row->data == next && !row->loaded);
        for (size_t k = 0; k < tt_param_size(row); k++) zero = zero && row->data[k] == 0;
        next += tt_param_size(row);
        total += tt_param_size(row);
    }
    CHECK(zero);
    /* Counted by hand: (V + P + T + 2) E; a layer 4 (E^2 + E) + 4 E + 2 E F + F + E; the masked-language-modelling
     * head E^2 + E + 2 E + V; the pooler E^2 + E. */
    CHECK(total == 22 * 6 + 12 * (4 * 42 + 24 + 120 + 16) + 42 + 12 + 11 + 42);
    const tt_param *q = &params.items[tt_layer_row(11, TT_Q_W)];
    CHECK(strcmp(q->name, "bert.encoder.layer.11.attention.self.query.weight") == 0);
    CHECK(q->layer == 11 && q->group == TT_ENCODER && q->kind == TT_MATRIX && q->rows == 6 && q->cols == 6);
    CHECK(q[TT_V_W].data == q->data + 72 && q[TT_K_B].data == q[TT_Q_B].data + 6);
    const tt_param *inner = &params.items[tt_layer_row(0, TT_INNER_W)];
    CHECK(inner->rows == 10 && inner->cols == 6 && inner[1].rows == 1 && inner[1].cols == 10);
    CHECK(params.items[TT_WORD].rows == 11 && params.items[TT_POSITION].rows == 7 && params.items[TT_TYPE].rows == 2);
    tt_params_free(&params);
    tt_params_free(&params); /* an empty one is fine */
}

static void names(void) {
    static const char *const strangers[] = {
        "",
        "bert.",
        "cls.predictions.decoder.weight",
        "encoder.layer.12.output.dense.bias",
        "encoder.layer.01.output.dense.bias",
        "encoder.layer.-1.output.dense.bias",
        "encoder.layer.99999999999999999999.output.dense.bias",
        "encoder.layer.1",
        "encoder.layer.",
        "encoder.layer.1.output.dense.gamma",
        "embeddings.position_ids",
        "embeddings.LayerNorm.gamma.weight",
        "roberta.embeddings.LayerNorm.weight",
        "classifier.dense.weight",
        "a.name.that.is.much.longer.than.any.of.ours.a.name.that.is.much.longer.than.any.of.ours.LayerNorm.gamma",
    };
    tt_params params;
    CHECK_OK(tt_params_new(&params, &shape, &err));
    CHECK(tt_params_find(&params, "classifier.weight") == -1); /* no head yet */
    CHECK_OK(tt_params_head(&params, &shape, tt_task_at(0), 3, TT_POOL_CLS, 1, &err));
    for (int i = 0; i < params.count; i++) {
        const char *name = params.items[i].name;
        if (params.items[i].rows == 0) continue;
        CHECK(tt_params_find(&params, name) == i);
        if (strncmp(name, "bert.", 5) == 0) CHECK(tt_params_find(&params, name + 5) == i);
    }
    CHECK(tt_params_find(&params, "bert.embeddings.LayerNorm.gamma") == TT_EMBED_NORM_W);
    CHECK(tt_params_find(&params, "embeddings.LayerNorm.beta") == TT_EMBED_NORM_B);
    CHECK(tt_params_find(&params, "encoder.layer.10.attention.output.LayerNorm.beta") == tt_layer_row(10, TT_NORM1_B));
    for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++) {
        if (tt_params_find(&params, strangers[i]) != -1) printf("  found %s\n", strangers[i]);
        CHECK(tt_params_find(&params, strangers[i]) == -1);
    }
    tt_params_free(&params);
}

static void head_is_drawn(void) {
    tt_params params;
    real first[2 * 6];
    CHECK_OK(tt_params_new(&params, &shape, &err));
    CHECK_OK(tt_params_head(&params, &shape, tt_task_at(0), 2, TT_POOL_CLS, 7, &err));
    const int w = tt_top_row(&params, TT_CLASSIFIER_W), pooler = tt_top_row(&params, TT_POOLER_W);
    CHECK(tt_params_has_head(&params) && params.count == w + 2 && params.items[w].data == params.head);
    CHECK(params.items[w].rows == 2 && params.items[w].cols == 6 && params.items[w + 1].cols == 2);
    CHECK(params.items[w + 1].data == params.head + 12 && params.head[12] == 0 && params.head[13] == 0);
    CHECK(params.items[pooler].data[0] != 0 && params.items[pooler + 1].data[0] == 0);
    memcpy(first, params.head, sizeof first);
    CHECK_OK(tt_params_head(&params, &shape, tt_task_at(0), 2, TT_POOL_CLS, 7, &err));
    CHECK(memcmp(first, params.head, sizeof first) == 0); /* the same seed */
    CHECK_OK(tt_params_head(&params, &shape, tt_task_at(0), 2, TT_POOL_CLS, 8, &err));
    CHECK(memcmp(first, params.head, sizeof first) != 0);
    params.head_trained = true; /* as a run leaves it: another head has still to be trained */
    CHECK_OK(tt_params_head(&params, &shape, tt_task_at(0), 2, TT_POOL_CLS, 8, &err));
    CHECK(tt_params_drawn(&params));

    /* The pooler of an encoder's file stays. */
    params.head_pooler = false;
    params.items[pooler].loaded = params.items[pooler + 1].loaded = true;
    params.items[pooler].data[0] = 5;
    CHECK_OK(tt_params_head(&params, &shape, tt_task_at(0), 4000, TT_POOL_CLS, 7, &err));
    CHECK(params.items[pooler].data[0] == 5 && params.items[pooler].loaded && !params.items[w].loaded);

    /* 24,000 numbers: mean within 4 standard errors, standard deviation within 4 of its own, 0.02 / sqrt(2n). */
    double sum = 0, squares = 0, n = 24000;
    for (int i = 0; i < 24000; i++) {
        sum += params.head[i];
        squares += (double)params.head[i] * params.head[i];
    }
    CHECK_NEAR(sum / n, 0, 4 * 0.02 / sqrt(n), "4 standard errors");
    CHECK_NEAR(sqrt(squares / n), 0.02, 4 * 0.02 / sqrt(2 * n), "4 standard errors");

    const real *old = params.head;
    CHECK_FAILS(tt_params_head(&params, &shape, tt_task_at(0), 0, TT_POOL_CLS, 1, &err), TT_E_CONFIG, "1 to 65536");
    CHECK_FAILS(tt_params_head(&params, &shape, tt_task_at(0), TT_MAX_OUTPUTS + 1, TT_POOL_CLS, 1, &err), TT_E_CONFIG,
                "65537 outputs");
    CHECK(params.head == old && params.items[w].rows == 4000);
    tt_params_free(&params);
}

static void fingerprint(void) {
    tt_params params;
    char none[17], before[17], after[17];
    CHECK_OK(tt_params_new(&params, &shape, &err));
    tt_params_fingerprint(none, &params);
    CHECK(strlen(none) == 16 && strspn(none, "0123456789abcdef") == 16);
    for (int i = 0; i < params.count; i++) params.items[i].loaded = true;
    params.head_pooler = false;
    tt_params_fingerprint(before, &params);
    CHECK(strcmp(none, before) != 0);
    /* Every weight counts: a tail of less than 8 bytes (TT_TYPE has 12 reals, a bias 6) as well. */
    int same = 0;
    for (int i = 0; i < params.count; i++) {
        if (params.items[i].group == TT_MLM_HEAD) continue; /* no part of the encoder */
        for (size_t k = 0; k < tt_param_size(&params.items[i]); k++) {
            params.items[i].data[k] = (real)1e-30;
            tt_params_fingerprint(after, &params);
            same += strcmp(before, after) == 0;
            params.items[i].data[k] = 0;
        }
    }
    CHECK(same == 0);
    params.items[tt_top_row(&params, TT_MLM_W)].data[0] = 9; /* the masked-language-modelling head does not count */
    tt_params_fingerprint(after, &params);
    CHECK(strcmp(before, after) == 0);
    CHECK_OK(tt_params_head(&params, &shape, tt_task_at(0), 3, TT_POOL_CLS, 1, &err)); /* the head does not */
    params.items[params.count - 1].loaded = true;
    tt_params_fingerprint(after, &params);
    CHECK(strcmp(before, after) == 0);
    params.head_pooler = true; /* nor a pooler that belongs to it */
    tt_params_fingerprint(after, &params);
    CHECK(strcmp(before, after) != 0);
    params.items[tt_top_row(&params, TT_POOLER_W)].data[0] = 9;
    tt_params_fingerprint(before, &params);
    CHECK(strcmp(before, after) == 0);
    tt_params_free(&params);
}

static void too_large(void) {
    tt_shape huge = shape;
    tt_params params;
    huge.vocab_size = huge.hidden_size = huge.embedding_size = INT32_MAX;
    CHECK_FAILS(tt_params_new(&params, &huge, &err), TT_E_MEMORY, "MiB of weights");
    CHECK(params.items == NULL);
}

int main(void) {
    rows_and_memory();
    names();
    head_is_drawn();
    fingerprint();
    too_large();
    return check_end("check_params");
}
