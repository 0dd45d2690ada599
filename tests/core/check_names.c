/* SPDX-License-Identifier: Apache-2.0
 * Names of the labels: a list of as many texts as the head has outputs, which the fit of a head of texts reads and
 * other heads do not; names that tell the labels draw the fit to them, those of the other labels do not, and the number
 * of threads changes nothing. */
#include "json_numbers.h"
#include "small.h"

/* The text of a row, in JSON without escapes. */
static const char *row_text(int row, int *n) {
    const uint32_t from = row ? ends[row - 1] : 0;
    *n = (int)(ends[row] - from);
    return texts + from;
}

/* A head of two labels whose names are the texts of these rows; below 0: it has none. */
static const char *head_named(int a, int b, const char *more) {
    static char json[600];
    int na, nb;
    const char *task = "\"task\":\"single_label_classification\",\"outputs\":2";
    if (a < 0) {
        snprintf(json, sizeof json, "{%s%s}", task, more);
    } else {
        const char *ta = row_text(a, &na), *tb = row_text(b, &nb);
        snprintf(json, sizeof json, "{%s,\"names\":[\"%.*s\",\"%.*s\"]%s}", task, na, ta, nb, tb, more);
    }
    return json;
}

/* Whether the latest fit did. */
static bool reads_names;

/* "names_pull" of a fit of the head alone, and the head's weights. */
static double pull_of(tt_model *model, const char *head, const char *data_spec, real *w, size_t n) {
    static const char options[] = "{\"method\":\"head\"}";
    const task rows = {.head = head, .data = data_spec};
    tt_data *data = new_data(model, &rows);
    tt_run *run;
    const char *text;
    double pull = NAN;
    CHECK_OK(tt_model_head(model, head, &err));
    CHECK_OK(tt_run_new(&run, model, data, NULL, options, &err));
    reads_names = run->state.names != NULL;
    while (tt_run_step(run, NULL) == TT_OK) continue;
    CHECK_OK(tt_run_log(&text, run, &err));
    tt_json json;
    CHECK_OK(tt_json_parse(&json, text, strlen(text), &err));
    for (int32_t i = tt_json_first(&json, 0); i >= 0; i = json.nodes[i].next) {
        if (tt_json_equals(&json, tt_json_get(&json, i, "kind"), "fit")) pull = number_of(&json, i, "names_pull");
    }
    tt_json_free(&json);
    memcpy(w, model->params.items[tt_top_row(&model->params, TT_CLASSIFIER_W)].data, n * sizeof *w);
    tt_run_free(run);
    tt_data_free(data);
    return pull;
}

static void check_pull(tt_model *model, const char *more) {
    enum { N = 2 * 16 };
    static const char spec[] = "{\"max_length\":32}";
    real none[N], right[N], wrong[N], again[N];
    CHECK(pull_of(model, head_named(-1, -1, more), spec, none, N) == 0);
    CHECK(pull_of(model, head_named(0, 1, more), spec, right, N) > 0.01); /* odd rows have label 1 */
    CHECK(memcmp(none, right, sizeof none) != 0);
    CHECK(pull_of(model, head_named(1, 0, more), spec, wrong, N) == 0);
    CHECK(memcmp(none, wrong, sizeof none) == 0);
    CHECK(pull_of(model, head_named(-1, -1, more), spec, again, N) == 0); /* they left with their head */
    CHECK(memcmp(none, again, sizeof none) == 0);
}

/* Names that are one text differ by rounding alone, and no fit is drawn to that. */
static void check_same_names(tt_model *model, const char *task_, const char *data_spec, const char *more) {
    char json[300];
    real none[3 * 16], same[3 * 16];
    snprintf(json, sizeof json, "{\"task\":\"%s\",\"outputs\":3%s}", task_, more);
    pull_of(model, json, data_spec, none, 3 * 16);
    snprintf(json, sizeof json, "{\"task\":\"%s\",\"outputs\":3,\"names\":[\"good\",\"good\",\"good\"]%s}", task_,
             more);
    CHECK(pull_of(model, json, data_spec, same, 3 * 16) == 0 && reads_names);
    CHECK(memcmp(none, same, sizeof none) == 0);
}

/* Heads of words, of numbers and of two texts that are compared take them and leave them alone. */
static void check_without(tt_model *model) {
    static const char numbers[] = "{\"task\":\"regression\",\"outputs\":2,\"names\":[\"good\",\"book\"]}",
                      compared[] =
                          "{\"task\":\"single_label_classification\",\"outputs\":3,\"names\":[\"good\",\"book\","
                          "\"day\"],\"pooling\":\"compared\"}";
    real w[16];
    CHECK(pull_of(model, numbers, "{\"max_length\":32,\"width\":2}", w, 16) == 0 && !reads_names);
    CHECK(pull_of(model, compared, "{\"max_length\":32,\"parts\":2}", w, 16) == 0 && !reads_names);
    CHECK(pull_of(model, head_named(0, 1, ""), "{\"max_length\":7,\"stride\":3}", w, 16) > 0); /* through windows */
}

static void check_refused(tt_model *model) {
    static const char *const bad[] = {"\"good\"", "{}", "[\"good\"]", "[\"good\",\"book\",\"day\"]", "[\"good\",1]"};
    char json[200];
    CHECK_OK(tt_model_head(model, head_named(0, 1, ""), &err));
    const int32_t rows = model->names.rows;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(json, sizeof json, "{\"task\":\"single_label_classification\",\"outputs\":2,\"names\":%s}", bad[i]);
        CHECK(tt_model_head(model, json, NULL) == TT_E_CONFIG);
        CHECK(model->names.rows == rows);
    }
    CHECK_OK(
        tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2,\"names\":[\"\",\"\"]}", &err));
    CHECK(model->names.rows == 2);
    CHECK_OK(tt_model_head(model, "{\"task\":\"masked_language_modelling\"}", &err));
    CHECK(model->names.rows == 0);
}

/* A vocabulary may have more pieces than the encoder has embeddings; here that of "book" has none. */
static void check_unknown_piece(tt_engine *engine) {
    char config[300];
    size_t n;
    char *vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &n);
    int lines = 0;
    for (const char *at = vocab; at < strstr(vocab, "\nbook\n") + 1; at++) lines += *at == '\n';
    snprintf(config, sizeof config,
             "{\"model_type\":\"bert\",\"hidden_size\":16,\"num_attention_heads\":2,\"num_hidden_layers\":1,"
             "\"intermediate_size\":32,\"vocab_size\":%d}",
             lines);
    tt_model *model = random_encoder(engine, config, true);
    CHECK_OK(tt_model_head(
        model, "{\"task\":\"single_label_classification\",\"outputs\":2,\"names\":[\"good\",\"book\"]}", &err));
    CHECK(model->names.rows == 0);
    CHECK_OK(tt_model_head(
        model, "{\"task\":\"single_label_classification\",\"outputs\":2,\"names\":[\"good\",\"good\"]}", &err));
    CHECK(model->names.rows == 2);
    tt_model_free(model);
    free(vocab);
}

int main(void) {
    make_rows();
    real known[2 * 16];
    for (int threads = 1; threads <= 3; threads++) {
        tt_engine *engine;
        CHECK_OK(tt_engine_new(&engine, threads, &err));
        tt_model *model = random_model(engine, 2, 16, 32);
        check_pull(model, "");
        check_pull(model, ",\"pooling\":\"mean\"");
        check_pull(model, ",\"pooling\":\"mean_normalized\"");
        for (int way = 0; way < 3; way++) {
            const char *pooling = way == 0   ? ""
                                  : way == 1 ? ",\"pooling\":\"mean\""
                                             : ",\"pooling\":\"mean_normalized\"";
            check_same_names(model, "single_label_classification", "{\"max_length\":32}", pooling);
            check_same_names(model, "multi_label_classification", "{\"max_length\":32,\"width\":3}", pooling);
        }
        check_without(model);
        check_refused(model);
        check_unknown_piece(engine);
        real now[2 * 16];
        pull_of(model, head_named(0, 1, ",\"pooling\":\"mean\""), "{\"max_length\":32}", now, 32);
        if (threads == 1) memcpy(known, now, sizeof known);
        CHECK(memcmp(known, now, sizeof known) == 0);
        tt_model_free(model);
        tt_engine_free(engine);
    }
    return check_end("check_names");
}
