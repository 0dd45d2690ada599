/* SPDX-License-Identifier: Apache-2.0
 * An evaluation that stays open while a run begins, trains and is freed: each row's outputs are those of the model at
 * the step that read the row, for every task and method. */
#include "random_model.h"

enum { ROWS = 300, WORDS = 2, IN_TEXT = 20, OUTPUTS = 3, MOST_VIEWS = 12 };

typedef struct {
    const char *head;
    const double *labels;
    int width;
    bool words;
} task;

static tt_engine *engine;
static char texts[ROWS * IN_TEXT * 6];
static uint32_t ends[ROWS], word_ends[ROWS], spans[ROWS * WORDS * 2];
static double classes[ROWS * WORDS], flags[ROWS * OUTPUTS], numbers[ROWS * OUTPUTS];

/* Texts of one length, so that several micro-batches read them in order. */
static void make_rows(void) {
    static const char *const words[] = {"good", "film", "time", "book", "like", "very", "best", "will"};
    uint32_t at = 0;
    for (uint32_t row = 0; row < ROWS; row++) {
        for (uint32_t w = 0; w < IN_TEXT; w++) {
            memcpy(texts + at, words[(row * 7 + w * (row % 5 + 1)) % 8], 4);
            texts[at + 4] = ' ';
            at += 5;
        }
        ends[row] = at;
        word_ends[row] = WORDS * (row + 1);
        memcpy(spans + row * WORDS * 2, ((uint32_t[]){0, 4, 5, 9}), WORDS * 2 * sizeof *spans);
        for (uint32_t k = 0; k < WORDS; k++) classes[row * WORDS + k] = (row + k) % OUTPUTS;
        for (uint32_t k = 0; k < OUTPUTS; k++) {
            flags[row * OUTPUTS + k] = (row + k) % 2;
            numbers[row * OUTPUTS + k] = 1000 + row * 5 + k;
        }
    }
}

static tt_data *rows_of(tt_model *model, const task *t) {
    char spec[64];
    tt_data *data;
    snprintf(spec, sizeof spec, "{\"max_length\":32,\"width\":%d}", t->width);
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, t->words ? word_ends : NULL, t->words ? spans : NULL,
                         t->labels, ROWS, &err));
    return data;
}

static double *outputs_of(tt_eval *eval, size_t count) {
    const double *outputs;
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    double *copy = malloc(count * sizeof *copy);
    return memcpy(copy, outputs, count * sizeof *copy);
}

/* What the model makes of all rows. */
static double *view_of(tt_model *model, tt_data *data, size_t count) {
    tt_eval *eval;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    double *outputs = outputs_of(eval, count);
    tt_eval_free(eval);
    return outputs;
}

/* A step of the evaluation before the run, one after each update, the rest when the run is freed. */
static void check_across(const task *t, const char *options) {
    tt_model *model = random_model(engine, 2, 16, 32);
    CHECK_OK(tt_model_head(model, t->head, &err));
    tt_data *data = rows_of(model, t);
    const size_t items = t->words ? ROWS * WORDS : ROWS;
    double *views[MOST_VIEWS];
    int taken = 0, used = 0;
    tt_run *run;
    tt_eval *eval;
    CHECK_OK(tt_run_new(&run, model, data, NULL, options, &err)); /* a head that has been trained */
    while (tt_run_step(run, NULL) == TT_OK) continue;
    tt_run_free(run);
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    views[taken++] = view_of(model, data, items * OUTPUTS);
    CHECK_OK(tt_eval_step(eval, &err));
    CHECK_OK(tt_run_new(&run, model, data, NULL, options, &err));
    for (tt_status status = TT_OK; status == TT_OK && taken < MOST_VIEWS; status = tt_eval_step(eval, NULL)) {
        if (taken <= 2) CHECK_OK(tt_run_step(run, &err));
        if (taken == 3) tt_run_free(run);
        views[taken++] = view_of(model, data, items * OUTPUTS);
    }
    CHECK(taken > 4 && tt_eval_step(eval, NULL) == TT_DONE);
    double *outputs = outputs_of(eval, items * OUTPUTS);
    size_t strange = 0;
    const size_t bytes = OUTPUTS * sizeof *outputs;
    for (size_t i = 0, v = 0; i < items; i++) {
        const size_t before = v;
        while (v < (size_t)taken && memcmp(outputs + i * OUTPUTS, views[v] + i * OUTPUTS, bytes) != 0) v++;
        if (v == (size_t)taken) v = before, strange++;
        used += v != before;
    }
    if (strange) printf("%s, %s: %zu of %zu are of no step\n", t->head, options, strange, items);
    CHECK(strange == 0 && (used > 1 || strstr(options, "head")));
    for (int v = 0; v < taken; v++) free(views[v]);
    free(outputs);
    tt_eval_free(eval);
    tt_data_free(data);
    tt_model_free(model);
}

int main(void) {
    static const task tasks[] = {
        {"{\"task\":\"single_label_classification\",\"outputs\":3}", classes, 1, false},
        {"{\"task\":\"multi_label_classification\",\"outputs\":3}", flags, 3, false},
        {"{\"task\":\"regression\",\"outputs\":3}", numbers, 3, false},
        {"{\"task\":\"token_classification\",\"outputs\":3,\"scheme\":\"iob2\"}", classes, 1, true},
    };
    static const char *const options[] = {
        "{\"epochs\":2,\"batch_size\":150,\"warmup_ratio\":0,\"head_start\":\"random\",\"learning_rate\":1e-2}",
        "{\"epochs\":2,\"batch_size\":150,\"warmup_ratio\":0,\"head_start\":\"random\",\"learning_rate\":1e-2,"
        "\"method\":\"lora\"}",
        "{\"epochs\":2,\"batch_size\":150,\"warmup_ratio\":0,\"head_start\":\"random\",\"learning_rate\":1e-1,"
        "\"method\":\"head\"}",
    };
    CHECK_OK(tt_engine_new(&engine, 7, &err));
    make_rows();
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        for (size_t k = 0; k < sizeof options / sizeof *options; k++) check_across(&tasks[i], options[k]);
    }
    tt_engine_free(engine);
    return check_end("check_open_eval");
}
