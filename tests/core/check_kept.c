/* SPDX-License-Identifier: Apache-2.0
 * What a head can read of rows is computed once: the first pass over them keeps it, and later ones, of heads that read
 * otherwise too, give the same bits without the encoder, whose weights the test spoils meanwhile. A trained encoder and
 * a file that is read again are read anew. */
#include "small.h"

enum { LONG = 64, MOST = ROWS * WORDS * 40 };

static tt_model *model;
static real *weights;
static size_t weight_count;

/* The outputs for the rows of `data`; returns how many. */
static size_t outputs_of(double *out, tt_data *data) {
    tt_eval *eval;
    const double *p;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_outputs(&p, eval, &err));
    const size_t n = (size_t)data->rows.items * (size_t)tt_params_outputs(&model->params);
    memcpy(out, p, n * sizeof *out);
    tt_eval_free(eval);
    return n;
}

static bool gives(const double *known, tt_data *data) {
    double now[MOST];
    const size_t n = outputs_of(now, data);
    return memcmp(now, known, n * sizeof *now) == 0;
}

static void remember(void) { memcpy(weights, model->params.weights, weight_count * sizeof *weights); }
static void bring_back(void) { memcpy(model->params.weights, weights, weight_count * sizeof *weights); }
/* All that is in front of a head. */
static void spoil(void) {
    for (int i = 0; i < model->params.count; i++) {
        const tt_param *row = &model->params.items[i];
        if (row->group == TT_HEAD || row->group == TT_POOLER) continue;
        for (size_t k = 0; k < tt_param_size(row); k++) row->data[k] = row->data[k] / 2 + (real)0.01 * (real)(k % 3);
    }
}

/* One pass for a head, then this head and another one, without the encoder. */
static void check_heads(const task *t, const char *head, const char *other) {
    double known[MOST], known_of_other[MOST];
    tt_data *once = new_data(model, t), *own = new_data(model, t), *fresh = new_data(model, t);
    CHECK_OK(tt_model_head(model, other, &err));
    outputs_of(known_of_other, own);
    CHECK_OK(tt_model_head(model, head, &err));
    outputs_of(known, once);
    spoil();
    CHECK(gives(known, once));
    CHECK(!gives(known, fresh));
    CHECK_OK(tt_model_head(model, other, &err));
    CHECK(gives(known_of_other, once));
    CHECK_OK(tt_model_head(model, head, &err));
    model->params.moved = true;
    CHECK(!gives(known, once));
    model->params.moved = false;
    CHECK(gives(known, once));
    bring_back();
    tt_data_free(once);
    tt_data_free(own);
    tt_data_free(fresh);
}

/* The encoder is trained in the middle of a pass: what it has read is not taken for the whole. */
static void check_interrupted(void) {
    static char text[LONG * 5 * ROWS * 40];
    static uint32_t text_ends[LONG];
    static double text_labels[LONG];
    double known[MOST];
    tt_data *data, *fresh;
    tt_eval *eval;
    uint32_t at = 0;
    for (int i = 0; i < LONG; i++) {
        for (int w = 0; w < 40 + i; w++) at += (uint32_t)strlen(strcpy(text + at, w % 3 ? "film " : "day "));
        text_ends[i] = at;
    }
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":128}", text, text_ends, NULL, NULL, text_labels, LONG, &err));
    CHECK_OK(tt_data_new(&fresh, model, "{\"max_length\":128}", text, text_ends, NULL, NULL, text_labels, LONG, &err));
    CHECK_OK(tt_model_head(model, tasks[0].head, &err));
    outputs_of(known, fresh);
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    CHECK(tt_eval_step(eval, NULL) == TT_OK && tt_eval_step(eval, NULL) == TT_OK);
    spoil();
    model->params.moved = true;
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    tt_eval_free(eval);
    bring_back();
    model->params.moved = false;
    CHECK(gives(known, data));
    tt_data_free(data);
    tt_data_free(fresh);
}

/* A run that trains everything, and a file. */
static void check_trained(void) {
    double known[MOST], trained[MOST];
    size_t n;
    tt_run *run;
    tt_data *once = new_data(model, tasks), *fresh = new_data(model, tasks);
    char *file = random_weights(&model->params, true, &n);
    CHECK_OK(tt_model_head(model, tasks[0].head, &err));
    outputs_of(known, once);
    CHECK_OK(tt_run_new(&run, model, once, once, "{\"epochs\":1,\"start_share\":0}", &err));
    while (tt_run_step(run, NULL) == TT_OK) continue;
    tt_run_free(run);
    outputs_of(trained, fresh);
    CHECK(gives(trained, once) && !gives(known, once));
    CHECK_OK(import_file(model, "model", file, n, &err));
    CHECK_OK(tt_model_head(model, tasks[0].head, &err));
    CHECK(gives(known, once) && gives(known, fresh));
    free(file);
    tt_data_free(once);
    tt_data_free(fresh);
}

/* Rows to predict, and more than TT_KEPT_MOST, keep nothing; the plan counts what is kept. */
static void check_memory(void) {
    tt_data *labelled = new_data(model, tasks), *unlabelled;
    CHECK_OK(tt_data_new(&unlabelled, model, tasks[0].data, texts, ends, NULL, NULL, NULL, ROWS, &err));
    CHECK(labelled->rows.kept && !unlabelled->rows.kept);
    const size_t bytes = tt_rows_bytes(&labelled->rows), labels_too = ROWS * sizeof *labels;
    CHECK(bytes == tt_rows_bytes(&unlabelled->rows) + labels_too + labelled->rows.kept->bytes);
    CHECK(labelled->rows.kept->bytes == sizeof(tt_kept) + 2 * ROWS * 16 * sizeof(real));
    CHECK_OK(tt_rows_keep(&unlabelled->rows, TT_KEPT_MOST / ROWS, &err));
    CHECK(!unlabelled->rows.kept);
    tt_data_free(labelled);
    tt_data_free(unlabelled);
}

int main(void) {
    static const char mean[] = "{\"task\":\"single_label_classification\",\"outputs\":2,\"pooling\":\"mean\"}",
                      scaled[] = "{\"task\":\"regression\",\"outputs\":1,\"pooling\":\"mean_normalized\"}";
    tt_engine *engine;
    make_rows();
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    model = random_model(engine, 2, 16, 32);
    for (int i = 0; i < model->params.count; i++) {
        if (model->params.items[i].group != TT_HEAD) weight_count += tt_param_size(&model->params.items[i]);
    }
    weights = malloc(weight_count * sizeof *weights);
    if (!weights) return 2;
    remember();
    check_heads(&tasks[0], tasks[0].head, mean);
    check_heads(&tasks[0], mean, tasks[0].head);
    check_heads(&tasks[0], scaled, mean);
    check_heads(&tasks[1], tasks[1].head, scaled);
    check_heads(&tasks[5], tasks[5].head, tasks[6].head);
    check_interrupted();
    check_memory();
    check_trained();
    free(weights);
    tt_model_free(model);
    tt_engine_free(engine);
    return check_end("check_kept");
}
