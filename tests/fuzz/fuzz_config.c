/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as what describes a model and its training, apart by FF (which no UTF-8 has): config.json, vocab.txt or
 * tokenizer.json, tokenizer_config.json, head, rows, options, export and adjustment of outputs. A missing or empty one
 * stands for a good one. No trap, and every refusal has a sentence. */
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CONFIG, VOCAB, TOKENIZER, HEAD, ROWS, OPTIONS, EXPORT, ADJUSTMENT, FIELDS, MOST_WEIGHTS = 200000 };

static const char *const good[FIELDS] = {
    "{\"model_type\":\"bert\",\"hidden_size\":16,\"num_attention_heads\":2,\"num_hidden_layers\":2,"
    "\"intermediate_size\":32,\"vocab_size\":16,\"max_position_embeddings\":16,\"type_vocab_size\":2}",
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\nd",
    NULL,
    "{\"task\":\"single_label_classification\",\"outputs\":2}",
    "{\"max_length\":8}",
    "{\"epochs\":1}",
    "{\"what\":\"model\"}",
    "{\"temperature\":2}"};
static const char texts[] = "a b cd e fg h i j k ab a c e g ik";
static const uint32_t ends[] = {5, 10, 16, 20, 21, 25, 29, 33}, word_ends[] = {2, 4, 5, 6}; /* of pairs too */
static const uint32_t spans[] = {0, 1, 2, 3, 0, 1, 2, 3, 2, 3, 0, 1};
static const double labels[4 * TT_MAX_OUTPUTS] = {1, 0, 1, 0, 1, 0, 0, 1};

static tt_error err;

static bool fine(tt_status status) {
    if (status == TT_OK || status == TT_DONE) return true;
    if (err.code != status || !err.text[0]) abort();
    memset(&err, 0, sizeof err);
    return false;
}

/* The bytes up to the next FF as a string; NULL for the good one. */
static char *field(const uint8_t **data, size_t *size, size_t *n) {
    const uint8_t *end = *size ? memchr(*data, 0xff, *size) : NULL;
    *n = end ? (size_t)(end - *data) : *size;
    char *text = *n ? malloc(*n + 1) : NULL;
    if (text) {
        memcpy(text, *data, *n);
        text[*n] = 0;
    }
    *data += *n + (end != NULL);
    *size -= *n + (end != NULL);
    return text;
}

/* What is refused for its size alone is no business of this fuzzer. */
static bool small(const char *config) {
    tt_shape shape;
    if (tt_shape_parse(&shape, config, NULL) != TT_OK) return true;
    const double E = shape.hidden_size, F = shape.intermediate_size;
    const double rows = (double)shape.vocab_size + shape.max_position_embeddings + shape.type_vocab_size;
    return E * rows + shape.num_hidden_layers * (4 * E * E + 2 * E * F) < MOST_WEIGHTS;
}

static void use(tt_model *model, char *const *texts_of) {
#define SPEC(k) (texts_of[k] ? texts_of[k] : good[k])
    tt_data *data;
    tt_stream *stream;
    tt_eval *eval;
    tt_adjustment adjustment;
    const char *json;
    size_t total;
    model->complete = true;
    if (!fine(tt_model_head(model, SPEC(HEAD), &err))) return;
    const bool words = model->params.task->words;
    if (fine(tt_data_new(&data, model, SPEC(ROWS), texts, ends, words ? word_ends : NULL, words ? spans : NULL,
                         model->params.task->mlm ? NULL : labels, 4, &err))) {
        fine(tt_run_plan(&json, model, data, data, SPEC(OPTIONS), &err));
        if (fine(tt_eval_new(&eval, model, data, &err))) tt_eval_free(eval);
        fine(tt_data_info(&json, data, &err));
        tt_data_free(data);
    }
    if (fine(tt_export_begin(&stream, &total, model, SPEC(EXPORT), &err))) tt_stream_end(stream, NULL);
    if (fine(tt_read_adjustment(&adjustment, SPEC(ADJUSTMENT), (int)tt_outputs(model), &err))) {
        free(adjustment.thresholds);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static tt_engine *engine;
    char *all[FIELDS];
    size_t n[FIELDS];
    tt_model *model;
    const char *json;
    if (!engine && tt_engine_new(&engine, 1, NULL) != TT_OK) abort();
    for (int i = 0; i < FIELDS; i++) all[i] = field(&data, &size, &n[i]);
    const char *config = all[CONFIG] ? all[CONFIG] : good[CONFIG];
    const char *vocab = all[VOCAB] ? all[VOCAB] : good[VOCAB];
    const size_t vocab_bytes = all[VOCAB] ? n[VOCAB] : strlen(vocab);
    if (small(config) && fine(tt_model_new(&model, engine, config, vocab, vocab_bytes, all[TOKENIZER], &err))) {
        fine(tt_model_info(&json, model, &err));
        use(model, all);
        tt_model_free(model);
    }
    for (int i = 0; i < FIELDS; i++) free(all[i]);
    return 0;
}
