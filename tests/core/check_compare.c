/* SPDX-License-Identifier: Apache-2.0
 * Two answers to the same rows: the metrics of the other one are those of an evaluation, the paired test is McNemar's,
 * thresholds are read each for its own, and what cannot be compared is refused. */
#include "base/json.h"
#include "check.h"
#include "streams.h"
#include "tabtune.h"

static tt_engine *engine;
static tt_model *model;

enum { ROWS = 8 };
static const char texts[] = "goodbadbesttimenofilmbookvery";
static const uint32_t ends[ROWS] = {4, 7, 11, 15, 17, 21, 25, 29};

static tt_data *rows_of(const char *head, const double *labels, int width) {
    char spec[64];
    tt_data *data;
    CHECK_OK(tt_model_head(model, head, &err));
    snprintf(spec, sizeof spec, "{\"max_length\":8,\"width\":%d}", width);
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, NULL, NULL, labels, ROWS, &err));
    return data;
}

static double number_of(const char *text, const char *const *path) {
    tt_json json;
    double number = NAN;
    int32_t at = 0;
    CHECK_OK(tt_json_parse(&json, text, strlen(text), &err));
    for (; *path && at >= 0; path++) at = tt_json_get(&json, at, *path);
    tt_json_number(&json, at, &number);
    tt_json_free(&json);
    return number;
}
#define NUMBER(text, ...) number_of(text, (const char *const[]){__VA_ARGS__, NULL})

/* The model has rows 0 to 6 right, the other one rows 0, 1 and 7. */
static void classes(void) {
    static const double labels[ROWS] = {0, 1, 0, 1, 0, 1, 0, 1};
    double outputs[ROWS * 2], other[ROWS * 2];
    const char *json;
    tt_data *data = rows_of("{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":3}", labels, 1);
    for (int i = 0; i < ROWS; i++) {
        const double right = i < 7 ? 0.75 : 0.25, of_other = i < 2 || i == 7 ? 0.75 : 0.25;
        outputs[2 * i + (int)labels[i]] = right;
        outputs[2 * i + 1 - (int)labels[i]] = 1 - right;
        other[2 * i + (int)labels[i]] = of_other;
        other[2 * i + 1 - (int)labels[i]] = 1 - of_other;
    }
    CHECK_OK(tt_data_compare(&json, data, outputs, NULL, other, NULL, &err));
    CHECK(strstr(json, "\"primary\":\"accuracy\""));
    CHECK_NEAR(NUMBER(json, "metrics", "accuracy"), 0.375, 1e-12, "three of eight");
    CHECK(NUMBER(json, "against", "only_model") == 5 && NUMBER(json, "against", "only_other") == 1);
    CHECK_NEAR(NUMBER(json, "against", "p"), 2 * 7 / 64.0, 1e-12, "McNemar: five of six");
    CHECK_NEAR(NUMBER(json, "against", "differences", "accuracy", "value"), 0.5, 1e-12, "four rows of eight");
    CHECK(NUMBER(json, "metrics", "loss") > 0 && strstr(json, "\"per_class\""));
    tt_data_free(data);
}

/* With the thresholds of the one the other would be right nowhere. */
static void labels_and_thresholds(void) {
    double labels[ROWS * 2], outputs[ROWS * 2], other[ROWS * 2];
    const char *json;
    for (int i = 0; i < ROWS * 2; i++) {
        labels[i] = i % 3 == 0;
        outputs[i] = labels[i] > 0 ? 0.2 : 0.1;
        other[i] = labels[i] > 0 ? 0.9 : 0.8;
    }
    tt_data *data = rows_of("{\"task\":\"multi_label_classification\",\"outputs\":2,\"seed\":3}", labels, 2);
    CHECK_OK(tt_data_compare(&json, data, outputs, "{\"thresholds\":[0.15,0.15]}", other,
                             "{\"thresholds\":[0.85,0.85]}", &err));
    CHECK(strstr(json, "\"primary\":\"macro_f1\""));
    CHECK_NEAR(NUMBER(json, "metrics", "macro_f1"), 1, 1e-12, "read with its own thresholds");
    CHECK_NEAR(NUMBER(json, "against", "differences", "macro_f1", "value"), 0, 1e-12, "both are right everywhere");
    CHECK_NEAR(NUMBER(json, "against", "p"), 1, 1e-12, "no difference in any resample");
    CHECK_FAILS(tt_data_compare(&json, data, outputs, "{\"thresholds\":[1]}", other, NULL, &err), TT_E_CONFIG,
                "2 numbers");
    CHECK_FAILS(tt_data_compare(&json, data, outputs, NULL, other, "{\"thresholds\":[1]}", &err), TT_E_CONFIG,
                "2 numbers");
    tt_data_free(data);
    data = rows_of("{\"task\":\"multi_label_classification\",\"outputs\":2,\"seed\":3}", NULL, 1);
    CHECK_FAILS(tt_data_compare(&json, data, outputs, NULL, other, NULL, &err), TT_E_DATA, "no labels");
    tt_data_free(data);
}

static void numbers(void) {
    static const double labels[ROWS] = {1, 2, 3, 4, 5, 6, 7, 8};
    double outputs[ROWS], other[ROWS];
    const char *json;
    for (int i = 0; i < ROWS; i++) {
        outputs[i] = labels[i] + 1;
        other[i] = labels[i] - 3;
    }
    tt_data *data = rows_of("{\"task\":\"regression\",\"outputs\":1,\"seed\":3}", labels, 1);
    CHECK_OK(tt_data_compare(&json, data, outputs, NULL, other, NULL, &err));
    CHECK(strstr(json, "\"primary\":\"rmse\"") && !strstr(json, "only_model"));
    CHECK_NEAR(NUMBER(json, "metrics", "rmse"), 3, 1e-12, "three off everywhere");
    CHECK_NEAR(NUMBER(json, "against", "differences", "rmse", "value"), -2, 1e-12, "one less three");
    CHECK_NEAR(NUMBER(json, "against", "p"), 2 / 1001.0, 1e-12, "below 0 in every resample");
    other[5] = NAN;
    CHECK_FAILS(tt_data_compare(&json, data, outputs, NULL, other, NULL, &err), TT_E_DATA,
                "row 5: output 0 is no finite number");
    CHECK_FAILS(tt_data_compare(&json, data, other, NULL, outputs, NULL, &err), TT_E_DATA,
                "row 5: output 0 is no finite number");
    tt_baseline *baseline;
    CHECK_OK(tt_baseline_new(&baseline, data, NULL, data, &err));
    while (tt_baseline_step(baseline, NULL) == TT_OK) continue;
    CHECK_FAILS(tt_baseline_result(&json, baseline, other, NULL, &err), TT_E_DATA, "row 5: output 0 is no finite");
    CHECK_OK(tt_baseline_result(&json, baseline, outputs, NULL, &err));
    tt_baseline_free(baseline);
    tt_data_free(data);
}

int main(void) {
    size_t n, vocab_bytes, weights_bytes;
    char *config = read_file("tests/golden/tiny-bert", "config.json", &n);
    char *vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &vocab_bytes);
    char *weights = read_file("tests/golden/tiny-bert", "model.safetensors", &weights_bytes);
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, NULL, &err));
    CHECK(import_file(model, "model", weights, weights_bytes, NULL) == TT_DONE);
    classes();
    labels_and_thresholds();
    numbers();
    tt_model_free(model);
    tt_engine_free(engine);
    free(config);
    free(vocab);
    free(weights);
    return check_end("check_compare");
}
