/* SPDX-License-Identifier: Apache-2.0
 * Uneven labels with balanced class weights and label smoothing: rows that can be told apart are told apart, whether
 * the head is fitted or updated, with up to a thousand rows of one label for each of the other. */
#include "random_model.h"

enum { RARE = 2, MOST_ROWS = RARE * 1001, COMMON_LABEL = 0, RARE_LABEL = 1 };

static tt_error err;
static tt_model *model;
static char texts[MOST_ROWS * 40];
static uint32_t ends[MOST_ROWS];
static double labels[MOST_ROWS * 2];

/* The first rows are the rare ones, of other words than the common ones. Several labels: columns of 0 and 1. */
static int make_rows(int ratio, bool several) {
    static const char *const common[] = {"the", "good", "film", "time"}, *const rare[] = {"book", "day", "like"};
    const int rows = RARE * (ratio + 1);
    uint32_t at = 0;
    for (int row = 0; row < rows; row++) {
        const bool is_rare = row < RARE;
        for (int w = 0, n = row; w < 5; w++, n = n / 2 + 1) {
            at += (uint32_t)strlen(strcpy(texts + at, is_rare ? rare[n % 3] : common[n % 4]));
            texts[at++] = ' ';
        }
        ends[row] = at;
        if (several) {
            labels[2 * row + COMMON_LABEL] = !is_rare;
            labels[2 * row + RARE_LABEL] = is_rare;
        } else {
            labels[row] = is_rare ? RARE_LABEL : COMMON_LABEL;
        }
    }
    return rows;
}

/* How many rows the trained model has right. */
static int right_after(const char *task, int ratio, bool several, const char *options) {
    char head[200], rows_json[60];
    const double *outputs;
    tt_data *data;
    tt_run *run;
    tt_eval *eval;
    int right = 0;
    const int rows = make_rows(ratio, several);
    snprintf(head, sizeof head, "{\"task\":\"%s\",\"outputs\":2,\"seed\":3,\"pooling\":\"mean\"}", task);
    snprintf(rows_json, sizeof rows_json, "{\"max_length\":16,\"width\":%d}", several ? 2 : 1);
    CHECK_OK(tt_model_head(model, head, &err));
    CHECK_OK(tt_data_new(&data, model, rows_json, texts, ends, NULL, NULL, labels, rows, &err));
    CHECK_OK(tt_run_new(&run, model, data, NULL, options, &err));
    while (tt_run_step(run, &err) == TT_OK) continue;
    tt_run_free(run);
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, &err) == TT_OK) continue;
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    for (int row = 0; row < rows; row++) {
        const double *p = outputs + 2 * (size_t)row;
        const bool is_rare = row < RARE;
        right += several ? (p[RARE_LABEL] > 0.5) == is_rare && (p[COMMON_LABEL] > 0.5) == !is_rare
                         : (p[RARE_LABEL] > p[COMMON_LABEL]) == is_rare;
    }
    tt_eval_free(eval);
    tt_data_free(data);
    return right;
}

static void check_ratio(int ratio) {
    static const char *const how[] = {
        "{\"method\":\"head\",\"class_weights\":\"balanced\"%s}",
        ("{\"method\":\"head\",\"head_start\":\"random\",\"epochs\":30,\"learning_rate\":0.05,\"batch_size\":64,"
         "\"class_weights\":\"balanced\"%s}"),
        "{\"epochs\":3,\"learning_rate\":1e-3,\"batch_size\":64,\"class_weights\":\"balanced\"%s}",
    };
    const int rows = RARE * (ratio + 1);
    char options[240];
    for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
        snprintf(options, sizeof options, how[i], ",\"label_smoothing\":0.1");
        CHECK(right_after("single_label_classification", ratio, false, options) == rows);
        snprintf(options, sizeof options, how[i], "");
        CHECK(right_after("multi_label_classification", ratio, true, options) == rows);
    }
}

int main(void) {
    tt_engine *engine;
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    model = random_model(engine, 1, 32, 32);
    check_ratio(35);
    check_ratio(1000);
    tt_model_free(model);
    tt_engine_free(engine);
    return check_end("check_imbalance");
}
