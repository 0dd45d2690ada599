/* SPDX-License-Identifier: Apache-2.0
 * What a head can read of rows is computed once: the first pass over them keeps it, and later ones, of heads that read
 * otherwise too, give the same bits without the encoder, whose weights the test spoils meanwhile. Rows that were read
 * by themselves lend it. A trained encoder and a file that is read again are read anew. */
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

/* Rows 4, 1 and 3 by themselves, each of `parts` texts. */
static const int32_t some[] = {4, 1, 3};
enum { SOME = 3 };

static tt_data *some_rows(const char *spec, int parts) {
    char part[sizeof texts];
    uint32_t part_ends[2 * SOME], at = 0;
    tt_data *data;
    for (int i = 0; i < SOME * parts; i++) {
        const int text = some[i / parts] * parts + i % parts;
        const uint32_t from = text ? ends[text - 1] : 0;
        memcpy(part + at, texts + from, ends[text] - from);
        part_ends[i] = at += ends[text] - from;
    }
    CHECK_OK(tt_data_new(&data, model, spec, part, part_ends, NULL, NULL, labels, SOME, &err));
    return data;
}

/* Some rows are read by themselves and lent: all rows then have the bits that they have without it, and only the others
 * are read. `spec` cuts the lent ones; cut otherwise they are read again. */
static void check_lent(const task *t, int parts, const char *spec) {
    double known[MOST], spoilt[MOST], now[MOST];
    tt_data *all = new_data(model, t), *fresh = new_data(model, t), *part = some_rows(spec, parts);
    const bool same = strcmp(spec, t->data) == 0;
    CHECK_OK(tt_model_head(model, t->head, &err));
    outputs_of(known, fresh);
    CHECK_OK(tt_data_lend(all, part, some, &err)); /* nothing yet */
    outputs_of(now, part);
    CHECK_OK(tt_data_lend(all, part, some, &err));
    spoil();
    tt_data *again = new_data(model, t);
    const size_t width = outputs_of(spoilt, again) / ROWS;
    outputs_of(now, all);
    for (int row = 0; row < ROWS; row++) {
        const bool lent = same && (row == some[0] || row == some[1] || row == some[2]);
        const double *as = (lent ? known : spoilt) + (size_t)row * width;
        CHECK(memcmp(now + (size_t)row * width, as, width * sizeof *now) == 0);
    }
    bring_back();
    tt_data *whole = new_data(model, t);
    CHECK_OK(tt_data_lend(whole, part, some, &err));
    CHECK(gives(known, whole) && gives(known, whole));
    tt_data *const freed[] = {all, fresh, part, again, whole};
    for (size_t i = 0; i < sizeof freed / sizeof *freed; i++) tt_data_free(freed[i]);
}

static void check_refused(void) {
    tt_error err;
    static const int32_t beyond[] = {0, 1, ROWS}, below[] = {0, -1, 1};
    tt_data *all = new_data(model, tasks), *part = some_rows(tasks[0].data, 1), *bare,
            *words = new_data(model, &tasks[5]);
    CHECK(tt_data_lend(all, part, beyond, &err) == TT_E_DATA && err.at == 2);
    CHECK(tt_data_lend(all, part, below, &err) == TT_E_DATA && err.at == 1);
    CHECK_OK(tt_data_new(&bare, model, tasks[0].data, texts, ends, NULL, NULL, NULL, ROWS, &err));
    CHECK_OK(tt_data_lend(bare, part, some, &err));
    CHECK_OK(tt_data_lend(words, part, some, &err));
    tt_model *other = random_model(model->engine, 2, 16, 32);
    tt_data *foreign = new_data(other, tasks);
    CHECK(tt_data_lend(foreign, part, some, &err) == TT_E_STATE);
    tt_data *const freed[] = {all, part, bare, words, foreign};
    for (size_t i = 0; i < sizeof freed / sizeof *freed; i++) tt_data_free(freed[i]);
    tt_model_free(other);
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
    CHECK(labelled->rows.kept->bytes == sizeof(tt_kept) + 2 * ROWS * 16 * sizeof(real) + ROWS * sizeof(bool));
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
    check_lent(&tasks[0], 1, tasks[0].data);
    check_lent(&tasks[0], 1, "{\"max_length\":5}");
    check_lent(&tasks[1], 1, tasks[1].data);
    check_lent(&tasks[2], 2, tasks[2].data);
    check_refused();
    check_interrupted();
    check_memory();
    check_trained();
    free(weights);
    tt_model_free(model);
    tt_engine_free(engine);
    return check_end("check_kept");
}
