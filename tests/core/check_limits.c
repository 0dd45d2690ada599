/* SPDX-License-Identifier: Apache-2.0
 * Large counts: 1,200 and 65,536 labels, more updates than can be counted, lengths that no 32-bit number holds. */
#include "measure/counts.h"
#include "random_model.h"

static tt_model *model;

enum { LABELS = 1200, ROWS = 2 * LABELS };

static void one_label_a_row(char *texts, uint32_t *ends, double *labels) {
    static const char *const words[] = {"the", "good", "film", "time", "book", "day", "like", "very"};
    uint32_t at = 0;
    for (int row = 0; row < ROWS; row++) {
        for (int w = 0, n = row / 2; w < 4; w++, n /= 8) {
            at += (uint32_t)strlen(strcpy(texts + at, words[n % 8]));
            texts[at++] = ' ';
        }
        ends[row] = at;
        labels[row] = (row / 2);
    }
}

static double number_after(const char *json, const char *key) {
    const char *at = json ? strstr(json, key) : NULL;
    return at ? strtod(at + strlen(key), NULL) : NAN;
}

/* The mistakes that `json` lists are those of the outputs, each pair once and in order. */
static void check_confused(const char *json, const double *outputs, const double *labels) {
    const char *at = strstr(json, "\"confused\":[");
    int wrong = 0, listed = 0, truth, said, rows, before = -1;
    for (int row = 0; row < ROWS; row++) wrong += tt_argmax(outputs + (size_t)row * LABELS, LABELS) != (int)labels[row];
    CHECK(at != NULL && strstr(json, "\"confusion\"") == NULL);
    if (!at) return;
    for (at += strlen("\"confused\":["); sscanf(at, "[%d,%d,%d]", &truth, &said, &rows) == 3; at++) {
        int found = 0;
        for (int row = 2 * truth; row < 2 * truth + 2; row++) {
            found += tt_argmax(outputs + (size_t)row * LABELS, LABELS) == said;
        }
        CHECK(found == rows && truth != said && truth * LABELS + said > before);
        before = truth * LABELS + said;
        listed += rows;
        at = strchr(at, ']') + 1;
        if (*at != ',') break;
    }
    CHECK(listed == wrong && wrong > 0);
}

/* Chance is where it starts, and training, metrics and baselines take as many labels as there are. */
static void check_many_labels(void) {
    static char texts[ROWS * 40];
    static uint32_t ends[ROWS];
    static double labels[ROWS];
    tt_data *data;
    tt_run *run;
    tt_eval *eval;
    tt_baseline *baseline;
    const char *json;
    const double *outputs;
    one_label_a_row(texts, ends, labels);
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":1200}", &err));
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":16}", texts, ends, NULL, NULL, labels, ROWS, &err));
    const char *const options =
        "{\"head_start\":\"random\",\"epochs\":1,\"batch_size\":1200,\"class_weights\":\"balanced\"}";
    CHECK_OK(tt_run_plan(&json, model, data, NULL, options, &err));
    CHECK(number_after(json, "\"peak_bytes\":") > 0);
    CHECK_OK(tt_run_new(&run, model, data, NULL, options, &err));
    CHECK_OK(tt_run_step(run, &err));
    CHECK_OK(tt_run_log(&json, run, &err));
    CHECK_NEAR(number_after(json, "\"loss\":"), log(LABELS), 0.3, "nothing is known yet");
    while (tt_run_step(run, NULL) == TT_OK) {
    }
    tt_run_free(run);
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) {
    }
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
    check_confused(json, outputs, labels);
    CHECK_OK(tt_baseline_new(&baseline, data, NULL, data, &err));
    for (int i = 0; i < 3; i++) CHECK(tt_baseline_step(baseline, NULL) == TT_OK);
    tt_baseline_free(baseline);
    tt_eval_free(eval);
    tt_data_free(data);
}

static void fill_numbers(double *out, tt_model *from, tt_data *data, size_t count, bool metrics) {
    tt_eval *eval;
    const double *outputs;
    const char *json;
    CHECK_OK(tt_eval_new(&eval, from, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    memcpy(out, outputs, count * sizeof *out);
    if (metrics) {
        CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
        CHECK_NEAR(number_after(json, "\"loss\":"), log(TT_MAX_OUTPUTS), 0.3, "hardly anything was learned");
    }
    tt_eval_free(eval);
}

/* As many labels as can be: a run, an evaluation, and the head's file into another model, which predicts the same. */
static void check_most_labels(const char *head) {
    enum { FEW = 8 };
    const size_t count = (size_t)FEW * TT_MAX_OUTPUTS;
    static const char text[] = "a good film";
    char many[FEW * sizeof text];
    uint32_t ends[FEW];
    double labels[FEW], *want = malloc(count * sizeof *want), *got = malloc(count * sizeof *got);
    tt_data *data, *rows;
    tt_run *run;
    tt_status status;
    size_t n;
    for (uint32_t i = 0; i < FEW; i++) {
        memcpy(many + i * (sizeof text - 1), text, sizeof text - 1);
        ends[i] = (i + 1) * (uint32_t)(sizeof text - 1);
        labels[i] = i % 2 ? TT_MAX_OUTPUTS - 1 - (double)i : (double)i;
    }
    tt_model *first = random_model(model->engine, 1, 16, 16), *second = random_model(model->engine, 1, 16, 16);
    CHECK_OK(tt_model_head(first, head, &err));
    CHECK_OK(tt_model_head(second, head, &err));
    CHECK_OK(tt_data_new(&data, first, "{\"max_length\":8}", many, ends, NULL, NULL, labels, FEW, &err));
    CHECK_OK(tt_data_new(&rows, second, "{\"max_length\":8}", many, ends, NULL, NULL, NULL, FEW, &err));
    CHECK_OK(tt_run_new(&run, first, data, data, "{\"method\":\"head\",\"epochs\":1,\"patience\":1}", &err));
    while ((status = tt_run_step(run, NULL)) == TT_OK) continue;
    CHECK(status == TT_DONE);
    tt_run_free(run);
    fill_numbers(want, first, data, count, true);
    char *file = export_file(first, "{\"what\":\"head\"}", &n);
    CHECK(n > count * 4 / FEW * 16);
    CHECK(import_file(second, "head", file, n, NULL) == TT_DONE);
    fill_numbers(got, second, rows, count, false);
    CHECK(sizeof(real) != sizeof(float) || memcmp(want, got, count * sizeof *got) == 0);
    labels[0] = TT_MAX_OUTPUTS;
    tt_data_free(data);
    CHECK_OK(tt_data_new(&data, first, "{\"max_length\":8}", many, ends, NULL, NULL, labels, FEW, &err));
    CHECK_FAILS(tt_run_new(&run, first, data, NULL, "{}", &err), TT_E_DATA,
                "the label 65536 is none of the head's classes 0 to 65535");
    free(file), free(want), free(got);
    tt_data_free(rows);
    tt_data_free(data);
    tt_model_free(first);
    tt_model_free(second);
}

static void check_most_outputs(void) {
    char head[80];
    snprintf(head, sizeof head, "{\"task\":\"multi_label_classification\",\"outputs\":%d}", TT_MAX_OUTPUTS + 1);
    CHECK_FAILS(tt_model_head(model, head, &err), TT_E_CONFIG, "from 2 to 65536");
    snprintf(head, sizeof head, "{\"task\":\"multi_label_classification\",\"outputs\":%d}", TT_MAX_OUTPUTS);
    CHECK_OK(tt_model_head(model, head, &err));
    snprintf(head, sizeof head, "{\"task\":\"single_label_classification\",\"outputs\":%d}", TT_MAX_OUTPUTS);
    check_most_labels(head);
}

/* 250,000 updates an epoch, 10,000 times. */
static void check_many_updates(void) {
    enum { MANY = 250000 };
    char *texts = malloc(MANY);
    uint32_t *ends = malloc(MANY * sizeof *ends);
    double *labels = calloc(MANY, sizeof *labels);
    tt_data *data;
    tt_run *run;
    const char *json;
    for (uint32_t i = 0; i < MANY; i++) texts[i] = 'a', ends[i] = i + 1;
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2}", &err));
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":8}", texts, ends, NULL, NULL, labels, MANY, &err));
    const char *const options = "{\"head_start\":\"random\",\"epochs\":10000,\"batch_size\":1}";
    CHECK_FAILS(tt_run_plan(&json, model, data, NULL, options, &err), TT_E_CONFIG,
                "10000 epochs of 250000 updates each are 2500000000 updates");
    CHECK_FAILS(tt_run_new(&run, model, data, NULL, options, &err), TT_E_CONFIG, "2500000000 updates");
    CHECK_OK(
        tt_run_plan(&json, model, data, NULL, "{\"head_start\":\"random\",\"epochs\":8000,\"batch_size\":1}", &err));
    CHECK(strstr(json, "\"steps\":2000000000,\"steps_per_epoch\":250000,") != NULL);
    tt_data_free(data);
    free(texts), free(ends), free(labels);
}

static void check_lengths(void) {
    static const char *const specs[] = {"{\"max_length\":-4294967268}", "{\"max_length\":4294967328}",
                                        "{\"max_length\":-1}", "{\"max_length\":9007199254740991}",
                                        "{\"max_length\":4294967328,\"stride\":4294967297}"};
    static const char text[] = "a good film";
    const uint32_t end = sizeof text - 1;
    tt_data *data;
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) {
        CHECK_FAILS(tt_data_new(&data, model, specs[i], text, &end, NULL, NULL, NULL, 1, &err), TT_E_CONFIG,
                    "from 2 to 128");
    }
}

int main(void) {
    tt_engine *engine;
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    model = random_model(engine, 1, 16, 16);
    check_many_labels();
    check_most_outputs();
    check_many_updates();
    check_lengths();
    tt_model_free(model);
    tt_engine_free(engine);
    return check_end("check_limits");
}
