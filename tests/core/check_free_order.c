/* SPDX-License-Identifier: Apache-2.0
 * All handles of an engine, freed in random orders, for every task, with a save or a restore that is still open: a
 * sanitizer sees what is used after it was freed, and what is left. No call needs a place for its error. */
#include "random_model.h"

enum { ROWS = 12, WORDS = 2, OUTPUTS = 3, ORDERS = 24 };

typedef struct {
    const char *head;
    int width; /* 0: no labels */
    bool words;
} task;

static const char text[] = "good film";
static char texts[ROWS * sizeof text];
static uint32_t ends[ROWS], word_ends[ROWS], spans[ROWS * WORDS * 2];
static double labels[ROWS * OUTPUTS];

typedef struct {
    tt_engine *engine;
    tt_model *model;
    tt_data *train, *validation;
    tt_run *run;
    tt_meter *meter;
    tt_stream *stream;
    tt_eval *eval;
    tt_baseline *baseline;
    tt_novelty *novelty;
    tt_attribution *attribution;
} handles;
enum { HANDLES = 11 };

static tt_data *rows_of(tt_model *model, const task *t, int rows) {
    char spec[100];
    tt_data *data;
    snprintf(spec, sizeof spec, "{\"max_length\":8,\"offsets\":true,\"width\":%d%s}", t->width ? t->width : 1,
             t->width ? "" : ",\"mlm\":true");
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, t->words ? word_ends : NULL, t->words ? spans : NULL,
                         t->width ? labels : NULL, rows, NULL));
    return data;
}

static handles make(const task *t, int order) {
    handles h = {0};
    double gflops;
    size_t total;
    CHECK_OK(tt_engine_new(&h.engine, 1 + order % 3, NULL));
    CHECK_OK(tt_engine_tune(h.engine, 0, &gflops, NULL));
    h.model = random_model(h.engine, 1, 16, 16);
    CHECK_OK(tt_model_head(h.model, t->head, NULL));
    h.train = rows_of(h.model, t, ROWS);
    h.validation = rows_of(h.model, t, ROWS / 2);
    CHECK_OK(tt_meter_new(&h.meter, h.model, h.train, NULL));
    if (t->width) {
        CHECK_OK(tt_eval_new(&h.eval, h.model, h.validation, NULL));
        CHECK_OK(tt_eval_step(h.eval, NULL));
        CHECK_OK(tt_baseline_new(&h.baseline, h.train, NULL, h.validation, NULL));
    }
    if (t->width) {
        CHECK_OK(tt_attribution_new(&h.attribution, h.model, h.validation, "{\"points\":3}", NULL));
        CHECK_OK(tt_attribution_step(h.attribution, NULL));
    }
    if (t->width && !t->words) {
        CHECK_OK(tt_novelty_new(&h.novelty, h.model, h.train, h.validation, NULL));
        CHECK_OK(tt_novelty_step(h.novelty, NULL));
    }
    CHECK_OK(tt_run_new(&h.run, h.model, h.train, h.validation,
                        t->width && order % 2 ? "{\"method\":\"lora\"}" : "{\"epochs\":2}", NULL));
    if (order % 3 == 0) {
        CHECK_OK(tt_restore_begin(&h.stream, h.run, NULL));
        CHECK_OK(tt_stream_write(h.stream, "tabtune", 7, NULL));
    } else {
        char bytes[100];
        CHECK_OK(tt_run_step(h.run, NULL));
        CHECK_OK(tt_save_begin(&h.stream, &total, h.run, NULL));
        CHECK_OK(tt_stream_read(&total, h.stream, bytes, sizeof bytes, NULL));
    }
    return h;
}

static void free_one(handles *h, int which) {
    switch (which) {
        case 0:
            tt_engine_free(h->engine);
            break;
        case 1:
            tt_model_free(h->model);
            break;
        case 2:
            tt_data_free(h->train);
            break;
        case 3:
            tt_data_free(h->validation);
            break;
        case 4:
            tt_run_free(h->run);
            break;
        case 5:
            tt_meter_free(h->meter);
            break;
        case 6:
            CHECK(tt_stream_end(h->stream, NULL) >= TT_E_MEMORY); /* neither had all of its bytes */
            break;
        case 7:
            tt_eval_free(h->eval);
            break;
        case 8:
            tt_baseline_free(h->baseline);
            break;
        case 9:
            tt_novelty_free(h->novelty);
            break;
        default:
            tt_attribution_free(h->attribution);
    }
}

static void check_orders(const task *t) {
    for (int order = 0; order < ORDERS; order++) {
        const tt_rng key = tt_rng_key(1, 0, (uint64_t)order);
        handles h = make(t, order);
        int which[HANDLES];
        for (int i = 0; i < HANDLES; i++) which[i] = i;
        for (int i = HANDLES - 1; i > 0; i--) { /* Fisher and Yates */
            const int place = (int)(tt_rng_uniform(key, (uint32_t)i) * (i + 1)), moved = which[i];
            which[i] = which[place];
            which[place] = moved;
        }
        for (int i = 0; i < HANDLES; i++) free_one(&h, which[i]);
    }
}

int main(void) {
    static const task tasks[] = {
        {"{\"task\":\"single_label_classification\",\"outputs\":3}", 1, false},
        {"{\"task\":\"multi_label_classification\",\"outputs\":3}", 3, false},
        {"{\"task\":\"regression\",\"outputs\":3}", 3, false},
        {"{\"task\":\"token_classification\",\"outputs\":3}", 1, true},
        {"{\"task\":\"masked_language_modelling\"}", 0, false},
    };
    for (uint32_t row = 0; row < ROWS; row++) {
        memcpy(texts + row * (sizeof text - 1), text, sizeof text - 1);
        ends[row] = (row + 1) * (uint32_t)(sizeof text - 1);
        word_ends[row] = WORDS * (row + 1);
        memcpy(spans + row * WORDS * 2, ((uint32_t[]){0, 4, 5, 9}), WORDS * 2 * sizeof *spans);
        for (uint32_t k = 0; k < OUTPUTS; k++) labels[row * OUTPUTS + k] = (row + k) % 2;
    }
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) check_orders(&tasks[i]);
    return check_end("check_free_order");
}
