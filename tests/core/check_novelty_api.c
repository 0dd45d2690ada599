/* SPDX-License-Identifier: Apache-2.0
 * tt_novelty through the API: the same shares for any number of threads, from its file and for rows through windows of
 * one; calls out of order, files that are damaged, and heads that have no such score. */
#include "random_model.h"

enum { ROWS = 40, OTHERS = 24, IN_TEXT = 6 };

static const char *const tasks[] = {
    "{\"task\":\"single_label_classification\",\"outputs\":3}",
    "{\"task\":\"multi_label_classification\",\"outputs\":3,\"pooling\":\"mean\"}",
    "{\"task\":\"regression\",\"outputs\":3}",
};

static char texts[ROWS * IN_TEXT * 6];
static uint32_t ends[ROWS], word_ends[ROWS], spans[ROWS * 2];
static double labels[ROWS * 3];

static void make_rows(bool classes) {
    static const char *const words[] = {"good", "film", "time", "book", "like", "very", "best", "will"};
    uint32_t at = 0;
    for (uint32_t row = 0; row < ROWS; row++) {
        for (uint32_t w = 0; w < IN_TEXT; w++) {
            memcpy(texts + at, words[(row % 3 * 2 + w * (row % 5 + 1)) % 8], 4);
            texts[at + 4] = ' ';
            at += 5;
        }
        ends[row] = at;
        word_ends[row] = row + 1;
        memcpy(spans + row * 2, ((uint32_t[]){0, 4}), 2 * sizeof *spans);
        for (uint32_t k = 0; k < 3; k++) labels[classes ? row : row * 3 + k] = classes ? row % 3 : (row + k) % 2;
    }
}

static tt_data *rows_of(tt_model *model, int task, int rows, int length, bool labelled) {
    char spec[96];
    tt_data *data;
    snprintf(spec, sizeof spec, "{\"max_length\":%d,\"width\":%d%s}", length, task ? 3 : 1,
             length < 10 ? ",\"stride\":2" : "");
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, NULL, NULL, labelled ? labels : NULL, rows, &err));
    return data;
}

static tt_model *load(tt_engine *engine, int task) {
    tt_model *model = random_model(engine, 1, 16, 16);
    CHECK_OK(tt_model_head(model, tasks[task], &err));
    make_rows(task == 0);
    return model;
}

static tt_novelty *fitted(tt_model *model, tt_data *train, tt_data *validation) {
    tt_novelty *novelty;
    CHECK_OK(tt_novelty_new(&novelty, model, train, validation, &err));
    tt_status status = TT_OK;
    while (status == TT_OK) status = tt_novelty_step(novelty, NULL);
    CHECK(status == TT_DONE && tt_novelty_step(novelty, NULL) == TT_DONE);
    return novelty;
}

static void shares_of(double *out, tt_model *model, tt_data *data, tt_novelty *novelty) {
    tt_eval *eval;
    const double *shares;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    CHECK_OK(tt_eval_novelty(eval, novelty, &err));
    CHECK_FAILS(tt_eval_unlike(&shares, eval, &err), TT_E_STATE, "not finished");
    CHECK_OK(tt_eval_step(eval, &err));
    CHECK_FAILS(tt_eval_novelty(eval, novelty, &err), TT_E_STATE, "begun already");
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_unlike(&shares, eval, &err));
    memcpy(out, shares, ROWS * sizeof *out);
    for (int i = 0; i < ROWS; i++) CHECK(out[i] >= 0 && out[i] <= 1);
    tt_eval_free(eval);
}

/* Shares of all rows, with `others` validation rows, read in windows where `length` is small. */
static void run(double *out, int task, int threads, int others, int length) {
    tt_engine *engine;
    tt_novelty *again;
    const void *file;
    const char *json;
    size_t n;
    double same[ROWS];
    CHECK_OK(tt_engine_new(&engine, threads, &err));
    tt_model *model = load(engine, task);
    tt_data *train = rows_of(model, task, ROWS, length, true);
    tt_data *validation = others ? rows_of(model, task, others, length, false) : NULL;
    tt_novelty *novelty = fitted(model, train, validation);
    CHECK_OK(tt_novelty_info(&json, novelty, &err));
    CHECK(strcmp(json, others >= 20 ? "{\"reference\":\"validation\",\"count\":24}"
                                    : "{\"reference\":\"training\",\"count\":40}") == 0);
    shares_of(out, model, train, novelty);
    double least = 1; /* of validation rows none is below the least strange one, and none above itself */
    for (int i = 0; i < others; i++) least = out[i] < least ? out[i] : least;
    CHECK(others < 20 || least == 0);
    for (int i = 0; others >= 20 && i < others; i++) CHECK(out[i] < 1);
    CHECK_OK(tt_novelty_file(&file, &n, novelty, &err));
    CHECK_OK(tt_novelty_read(&again, model, file, n, &err));
    tt_novelty_free(novelty);
    shares_of(same, model, train, again);
    /* The file holds floats: in double rows of the same score change places. */
    CHECK(sizeof(real) == 8 || memcmp(out, same, sizeof same) == 0);
    tt_data_free(validation);
    tt_data_free(train);
    tt_model_free(model);
    tt_novelty_free(again);
    tt_engine_free(engine);
}

static void check_bits(int task) {
    static const int lengths[] = {32, 8};
    static const int others[] = {OTHERS, 6, 0};
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < 3; k++) {
            double one[ROWS], three[ROWS];
            run(one, task, 1, others[k], lengths[i]);
            run(three, task, 3, others[k], lengths[i]);
            CHECK(memcmp(one, three, sizeof one) == 0);
        }
    }
}

static void check_order(tt_engine *engine) {
    tt_model *model = load(engine, 0), *other = load(engine, 0);
    tt_data *train = rows_of(model, 0, ROWS, 32, true), *bare = rows_of(model, 0, ROWS, 32, false);
    tt_data *others = rows_of(other, 0, ROWS, 32, false);
    tt_novelty *novelty, *early;
    tt_eval *eval;
    const void *file;
    const double *shares;
    size_t n;
    CHECK_FAILS(tt_novelty_new(&novelty, model, bare, NULL, &err), TT_E_DATA, "labels");
    CHECK_OK(tt_novelty_new(&early, model, train, NULL, &err));
    CHECK_FAILS(tt_novelty_file(&file, &n, early, &err), TT_E_STATE, "not finished");
    CHECK_OK(tt_novelty_step(early, &err));
    novelty = fitted(model, train, NULL);
    CHECK_OK(tt_eval_new(&eval, other, others, &err));
    CHECK_FAILS(tt_eval_novelty(eval, novelty, &err), TT_E_STATE, "another model");
    tt_eval_free(eval);
    CHECK_OK(tt_eval_new(&eval, model, bare, &err));
    CHECK_FAILS(tt_eval_novelty(eval, early, &err), TT_E_STATE, "not finished");
    CHECK_FAILS(tt_eval_unlike(&shares, eval, &err), TT_E_STATE, "not asked");
    CHECK_OK(tt_model_head(model, tasks[0], &err));
    CHECK_FAILS(tt_novelty_step(early, &err), TT_E_STATE, "make a new one");
    CHECK_FAILS(tt_eval_novelty(eval, novelty, &err), TT_E_STATE, "make a new one");
    CHECK_OK(tt_model_head(model, "{\"task\":\"token_classification\",\"outputs\":3}", &err));
    tt_data *words;
    CHECK_OK(tt_data_new(&words, model, "{\"max_length\":32}", texts, ends, word_ends, spans, labels, ROWS, &err));
    tt_novelty *none;
    CHECK_FAILS(tt_novelty_new(&none, model, words, NULL, &err), TT_E_CONFIG, "for words");
    tt_eval_free(eval);
    tt_novelty_free(early);
    tt_novelty_free(novelty);
    tt_data_free(words);
    tt_data_free(bare);
    tt_data_free(others);
    tt_data_free(train);
    tt_model_free(other);
    tt_model_free(model);
}

static void check_damage(tt_engine *engine) {
    tt_model *model = load(engine, 0), *wide = random_model(engine, 1, 32, 16);
    tt_data *train = rows_of(model, 0, ROWS, 32, true);
    tt_novelty *novelty = fitted(model, train, NULL), *read;
    const void *file;
    size_t n;
    CHECK_OK(tt_novelty_file(&file, &n, novelty, &err));
    CHECK_OK(tt_model_head(wide, tasks[0], &err));
    CHECK_FAILS(tt_novelty_read(&read, wide, file, n, &err), TT_E_FORMAT, "novelty.whitening");
    tt_model *narrow = load(engine, 0);
    CHECK_OK(tt_model_head(narrow, "{\"task\":\"single_label_classification\",\"outputs\":2}", &err));
    CHECK_FAILS(tt_novelty_read(&read, narrow, file, n, &err), TT_E_FORMAT, "has 3 groups of rows, and");
    tt_model_free(narrow);
    for (size_t cut = 0; cut < n; cut += cut < 400 ? 1 : 97) {
        char *part = malloc(cut + 1);
        memcpy(part, file, cut);
        CHECK(tt_novelty_read(&read, model, part, cut, NULL) == TT_E_FORMAT);
        free(part);
    }
    char *bad = memcpy(malloc(n), file, n);
    memset(bad + n - 4, 0xff, 4); /* the last score of the reference: not a number */
    CHECK_FAILS(tt_novelty_read(&read, model, bad, n, &err), TT_E_FORMAT, "damaged");
    memset(bad + n - 4, 0, 4); /* below the one before it */
    CHECK_FAILS(tt_novelty_read(&read, model, bad, n, &err), TT_E_FORMAT, "damaged");
    for (size_t i = 0; i < 400; i++) { /* whatever a byte of the header becomes: a sentence, or a file that is good */
        memcpy(bad, file, n);
        bad[i] = (char)(bad[i] ^ 1 << i % 7);
        const tt_status status = tt_novelty_read(&read, model, bad, n, NULL);
        CHECK(status == TT_OK || status == TT_E_FORMAT);
        tt_novelty_free(read);
    }
    free(bad);
    tt_novelty_free(novelty);
    tt_data_free(train);
    tt_model_free(wide);
    tt_model_free(model);
}

int main(void) {
    tt_engine *engine;
    for (int task = 0; task < 3; task++) check_bits(task);
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    check_order(engine);
    check_damage(engine);
    tt_engine_free(engine);
    return check_end("check_novelty_api");
}
