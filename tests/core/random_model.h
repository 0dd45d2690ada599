/* SPDX-License-Identifier: Apache-2.0
 * An encoder of any size with random weights, a masked-language-modelling head included, and the tokenizer of
 * tests/golden/tiny-bert (1,500 pieces). */
#ifndef TT_RANDOM_MODEL_H
#define TT_RANDOM_MODEL_H

#include "api/handles.h"
#include "check.h"
#include "streams.h"

static inline bool is_saved(const tt_param *param, bool pooler) {
    return param->rows > 0 && (pooler || param->group != TT_POOLER);
}

/* The weights as a safetensors file; the caller's to free. */
static inline char *random_weights(const tt_params *params, bool pooler, size_t *n) {
    tt_text header = {0};
    const char *ignored;
    size_t total = 0;
    tt_text_put(&header, "{");
    for (int i = 0; i < params->count; i++) {
        const tt_param *p = &params->items[i];
        const size_t bytes = tt_param_size(p) * sizeof(float);
        const bool matrix = p->kind == TT_TABLE || p->kind == TT_MATRIX;
        if (!is_saved(p, pooler)) continue;
        tt_text_put(&header, "%s\"%s\":{\"dtype\":\"F32\",\"shape\":[", total ? "," : "", p->name);
        if (matrix) tt_text_put(&header, "%d,", (int)p->rows);
        tt_text_put(&header, "%d],\"data_offsets\":[%zu,%zu]}", (int)p->cols, total, total + bytes);
        total += bytes;
    }
    tt_text_put(&header, "}");
    CHECK_OK(tt_text_end(&ignored, &header, &err));
    const uint64_t header_bytes = header.n;
    *n = 8 + header.n + total;
    char *file = malloc(*n), *at = file + 8 + header.n;
    memcpy(file, &header_bytes, 8);
    memcpy(file + 8, header.bytes, header.n);
    for (int i = 0; i < params->count; i++) {
        const tt_param *p = &params->items[i];
        for (size_t k = 0; is_saved(p, pooler) && k < tt_param_size(p); k++, at += sizeof(float)) {
            const double drawn = 0.05 * tt_rng_normal(tt_rng_key(9, 0, (uint64_t)i), (uint32_t)k);
            const float value = p->kind == TT_NORM_WEIGHT ? 1 : (float)drawn;
            memcpy(at, &value, sizeof value);
        }
    }
    tt_text_free(&header);
    return file;
}

/* Of any family; `pooler` false: its file has none, so that the head draws one. */
static inline tt_model *random_encoder(tt_engine *engine, const char *config, bool pooler) {
    size_t vocab_bytes, n;
    tt_model *model;
    char *vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &vocab_bytes);
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, NULL, &err));
    char *file = random_weights(&model->params, pooler, &n);
    CHECK_OK(import_file(model, "model", file, n, &err));
    free(file);
    free(vocab);
    return model;
}

static inline tt_model *random_model(tt_engine *engine, int layers, int hidden, int inner) {
    char config[400];
    snprintf(config, sizeof config,
             "{\"model_type\":\"bert\",\"hidden_size\":%d,\"num_attention_heads\":2,\"num_hidden_layers\":%d,"
             "\"intermediate_size\":%d,\"vocab_size\":1500,\"max_position_embeddings\":128,\"layer_norm_eps\":1e-5}",
             hidden, layers, inner);
    return random_encoder(engine, config, true);
}

#endif
