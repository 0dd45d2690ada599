/* SPDX-License-Identifier: Apache-2.0
 * Metrics, calibration and baselines through the public API, on every task: the JSON has what it should, and calls with
 * bad input get their sentence. The numbers themselves are checked in check_metrics.c and check_baseline.c. */
#include <float.h>

#include "check.h"
#include "streams.h"
#include "tabtune.h"

enum { ROWS = 40, WORDS = 3 };

static tt_engine *engine;
static char *config, *vocab, *weights;
static size_t config_bytes, vocab_bytes, weights_bytes;
static char texts[ROWS * 64];
static uint32_t ends[ROWS], word_ends[ROWS], spans[ROWS * WORDS * 2];

static tt_model *load(const char *head) {
    tt_model *model;
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, NULL, &err));
    CHECK(import_file(model, "model", weights, weights_bytes, NULL) == TT_DONE);
    CHECK_OK(tt_model_head(model, head, &err));
    return model;
}

/* "the good day", "the bad day": three words each. */
static void make_rows(void) {
    uint32_t at = 0;
    for (int row = 0; row < ROWS; row++) {
        const char *text = row % 2 ? "the good day" : "the bad day";
        const uint32_t middle = row % 2 ? 8 : 7, all[] = {0, 3, 4, middle, middle + 1, middle + 4};
        memcpy(texts + at, text, strlen(text));
        at += (uint32_t)strlen(text);
        ends[row] = at;
        word_ends[row] = (uint32_t)(row + 1) * WORDS;
        memcpy(spans + row * WORDS * 2, all, sizeof all);
    }
}

static tt_data *data_of(tt_model *model, const double *labels, int width, bool words) {
    tt_data *data;
    char spec[64];
    snprintf(spec, sizeof spec, "{\"max_length\":32,\"width\":%d}", width);
    if (words) {
        CHECK_OK(tt_data_new(&data, model, spec, texts, ends, word_ends, spans, labels, ROWS, &err));
    } else {
        CHECK_OK(tt_data_new(&data, model, spec, texts, ends, NULL, NULL, labels, ROWS, &err));
    }
    return data;
}

/* All `names`, separated by spaces, are keys of `json`. */
static void has(const char *json, const char *names) {
    char key[64];
    for (int n = 0; sscanf(names, "%60s%n", key + 1, &n) == 1; names += n) {
        key[0] = '"';
        snprintf(key + strlen(key), 3, "\":");
        if (!strstr(json, key)) printf("  %s in %s\n", key, json);
        CHECK(strstr(json, key) != NULL);
    }
}

static void check_task(const char *head, const double *labels, int width, bool words, const char *names,
                       const char *fitted) {
    tt_model *model = load(head);
    tt_data *data = data_of(model, labels, width, words);
    tt_eval *eval;
    tt_baseline *baseline;
    const char *json;
    const double *outputs;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    CHECK_FAILS(tt_eval_metrics(&json, eval, NULL, &err), TT_E_STATE, "not finished");
    CHECK_FAILS(tt_eval_calibrate(&json, eval, &err), TT_E_STATE, "not finished");
    while (tt_eval_step(eval, NULL) == TT_OK) {
    }
    CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
    has(json, names);
    CHECK_OK(tt_eval_calibrate(&json, eval, &err));
    has(json, fitted);
    CHECK_FAILS(tt_eval_metrics(&json, eval, "{\"thresholds\":[0.1]}", &err), TT_E_CONFIG, "thresholds must be");
    CHECK_FAILS(tt_eval_metrics(&json, eval, "{\"temperature\":0}", &err), TT_E_CONFIG, "from 0.001");
    CHECK_OK(tt_baseline_new(&baseline, data, data, data, &err));
    CHECK_FAILS(tt_baseline_result(&json, baseline, NULL, NULL, &err), TT_E_STATE, "not finished");
    while (tt_baseline_step(baseline, NULL) == TT_OK) {
    }
    CHECK_OK(tt_baseline_result(&json, baseline, NULL, NULL, &err));
    has(json, names);
    CHECK(strstr(json, "\"against\"") == NULL);
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    CHECK_OK(tt_baseline_result(&json, baseline, outputs, NULL, &err));
    has(json, "primary what against differences p");
    tt_baseline_free(baseline);
    tt_eval_free(eval);
    tt_data_free(data);
    tt_model_free(model);
}

static void check_refusals(const double *labels) {
    tt_model *model = load("{\"task\":\"single_label_classification\",\"outputs\":2}");
    tt_data *data = data_of(model, labels, 1, false), *unlabelled = data_of(model, NULL, 1, false);
    tt_baseline *baseline;
    tt_eval *eval;
    tt_run *run;
    const char *json;
    CHECK_FAILS(tt_baseline_new(&baseline, data, NULL, unlabelled, &err), TT_E_DATA, "test rows have no labels");
    CHECK(baseline == NULL);
    CHECK_OK(tt_eval_new(&eval, model, unlabelled, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) {
    }
    CHECK_FAILS(tt_eval_metrics(&json, eval, NULL, &err), TT_E_DATA, "no labels");
    CHECK_FAILS(tt_run_new(&run, model, data, data, "{\"patience\":1,\"best_metric\":\"pearson\"}", &err), TT_E_CONFIG,
                "the numbers of single_label_classification are loss, accuracy");
    tt_eval_free(eval);
    tt_data_free(unlabelled);
    tt_data_free(data);
    tt_model_free(model);
}

/* Numbers that one float would stand for are learned from as they are: the mean is 4.3 off, not 0, and so is what a run
 * that has just begun, whose new head predicts numbers around the mean, makes of them. What is left of a model after
 * its run is float, which has steps of 64 there. */
static void check_close_numbers(void) {
    static double close[ROWS];
    double squares = 0, rmse = 0;
    tt_model *model = load("{\"task\":\"regression\",\"outputs\":1,\"seed\":1}");
    tt_baseline *baseline;
    tt_eval *eval;
    tt_run *run;
    const double *outputs;
    const char *json;
    for (int i = 0; i < ROWS; i++) {
        close[i] = 1e9 + 0.375 * i;
        squares += (close[i] - 1e9 - 0.375 * 19.5) * (close[i] - 1e9 - 0.375 * 19.5);
    }
    tt_data *data = data_of(model, close, 1, false);
    CHECK_OK(tt_baseline_new(&baseline, data, NULL, data, &err));
    while (tt_baseline_step(baseline, NULL) == TT_OK) continue;
    CHECK_OK(tt_baseline_result(&json, baseline, NULL, NULL, &err));
    const char *found = strstr(json, "\"rmse\":");
    CHECK(found && sscanf(found, "\"rmse\":%lf", &rmse) == 1);
    CHECK_NEAR(rmse, sqrt(squares / (double)ROWS), 1e-6, "the mean in double");
    tt_baseline_free(baseline);
    CHECK_OK(tt_run_new(&run, model, data, NULL, "{\"epochs\":1,\"learning_rate\":1e-6}", &err));
    CHECK_OK(tt_run_step(run, &err));
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    CHECK(fabs(outputs[0] - 1e9 - 7.3) < 10 && outputs[0] != (double)(float)outputs[0]);
    CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
    found = strstr(json, "\"rmse\":");
    CHECK(found && sscanf(found, "\"rmse\":%lf", &rmse) == 1);
    CHECK(rmse > 4 && rmse < 1e9 * (double)FLT_EPSILON); /* what float32 resolves of their mean */
    tt_eval_free(eval);
    tt_run_free(run);
    tt_data_free(data);
    tt_model_free(model);
}

int main(void) {
    static double classes[ROWS], several[ROWS * 3], numbers[ROWS * 2], tags[ROWS * WORDS];
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    config = read_file("tests/golden/tiny-bert", "config.json", &config_bytes);
    vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &vocab_bytes);
    weights = read_file("tests/golden/tiny-bert", "model.safetensors", &weights_bytes);
    make_rows();
    for (int i = 0; i < ROWS; i++) {
        classes[i] = several[3 * i] = (i % 2);
        several[3 * i + 1] = 1;
        numbers[2 * i] = i;
        numbers[2 * i + 1] = (i % 2);
        tags[WORDS * i + 1] = (1 + i % 2);
    }
    check_task("{\"task\":\"single_label_classification\",\"outputs\":2}", classes, 1, false,
               "loss accuracy balanced_accuracy macro_f1 mcc roc_auc average_precision intervals per_class confusion",
               "temperature calibration calibrated bins expected_calibration_error");
    check_task("{\"task\":\"multi_label_classification\",\"outputs\":3}", several, 3, false,
               "loss micro_f1 macro_f1 subset_accuracy intervals per_class threshold", "thresholds");
    check_task("{\"task\":\"regression\",\"outputs\":2}", numbers, 2, false,
               "loss pearson spearman mae rmse intervals per_output", "");
    check_task("{\"task\":\"token_classification\",\"outputs\":3,\"scheme\":\"iob2\"}", tags, 1, true,
               "loss precision recall f1 strict_f1 accuracy intervals per_type", "");
    check_task("{\"task\":\"token_classification\",\"outputs\":3}", tags, 1, true,
               "loss accuracy macro_f1 intervals per_class confusion", "");
    check_refusals(classes);
    check_close_numbers();
    free(config);
    free(vocab);
    free(weights);
    tt_engine_free(engine);
    return check_end("check_numbers");
}
