/* SPDX-License-Identifier: Apache-2.0
 * Between any two steps of a run its model can be read: evaluations, the forgetting meter and exported files are those
 * of the run that ended there, for every task, method and target of adapters; before the first update they are those of
 * the head that was fitted to the frozen encoder. */
#include "check.h"
#include "streams.h"
#include "tabtune.h"

static tt_engine *engine;
static char *config, *vocab, *weights;
static size_t vocab_bytes, weights_bytes;

/* The run sees the first TRAINED rows; the others have words of their own. */
enum { ROWS = 12, TRAINED = 8, MOST_OUTPUTS = 3, WORDS = 2 * ROWS };
static const char *const rows[ROWS] = {"good film", "not good",  "best time", "no one",    "good time", "bad day",
                                       "we like",   "like this", "very best", "this book", "will tell", "see people"};
static char texts[ROWS * 32];
static uint32_t ends[ROWS], word_ends[ROWS], spans[2 * WORDS];

typedef struct {
    const char *head;
    int width, outputs;
    bool words;
    double scale; /* of what is predicted */
} task;

static const task tasks[] = {
    {"{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":3}", 1, 2, false, 1},
    {"{\"task\":\"multi_label_classification\",\"outputs\":3,\"seed\":3}", 3, 3, false, 1},
    {"{\"task\":\"regression\",\"outputs\":2,\"seed\":3}", 2, 2, false, 1000},
    {"{\"task\":\"token_classification\",\"outputs\":3,\"seed\":3}", 1, 3, true, 1},
};
enum { TASKS = sizeof tasks / sizeof *tasks };

static const char *const methods[] = {
    "\"method\":\"full\"",
    "\"method\":\"full\",\"start_share\":0.5",
    "\"method\":\"lora\",\"lora_targets\":\"linear\",\"start_share\":0.3",
    "\"method\":\"layers\",\"last_layers\":1",
    "\"method\":\"bias\"",
    "\"method\":\"lora\",\"lora_targets\":\"query_value\"",
    "\"method\":\"lora\",\"lora_targets\":\"attention\"",
    "\"method\":\"lora\",\"lora_targets\":\"linear\"",
    "\"method\":\"head\"",
};
enum { METHODS = sizeof methods / sizeof *methods };

static void make_rows(void) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < ROWS; i++) {
        const uint32_t n = (uint32_t)strlen(rows[i]), space = (uint32_t)(strchr(rows[i], ' ') - rows[i]);
        memcpy(texts + at, rows[i], n);
        ends[i] = at += n;
        word_ends[i] = 2 * (i + 1);
        memcpy(spans + 4 * i, ((uint32_t[]){0, space, space + 1, n}), 4 * sizeof *spans);
    }
}

static tt_data *data_of(tt_model *model, const task *t, int count) {
    double labels[WORDS * MOST_OUTPUTS];
    char spec[64];
    tt_data *data;
    const bool numbers = t->scale > 1;
    for (int i = 0; i < WORDS * MOST_OUTPUTS; i++) {
        labels[i] = (numbers ? t->scale + 50 * (i % 5) : i * 7 % 5 % (t->width > 1 ? 2 : t->outputs));
    }
    snprintf(spec, sizeof spec, "{\"max_length\":16,\"width\":%d}", t->width);
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, t->words ? word_ends : NULL, t->words ? spans : NULL, labels,
                         count, &err));
    return data;
}

static tt_model *load(const task *t) {
    tt_model *model;
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, NULL, &err));
    CHECK(import_file(model, "model", weights, weights_bytes, NULL) == TT_DONE);
    CHECK_OK(tt_model_head(model, t->head, &err));
    return model;
}

static tt_run *run_of(tt_model *model, tt_data *train, const char *method) {
    char options[200];
    tt_run *run;
    snprintf(options, sizeof options,
             "{%s,\"epochs\":4,\"batch_size\":4,\"learning_rate\":0.01,\"weight_decay\":0.9,\"warmup_ratio\":0}",
             method);
    CHECK_OK(tt_run_new(&run, model, train, NULL, options, &err));
    return run;
}

static void steps(tt_run *run, int count) {
    for (int i = 0; i < count; i++) CHECK_OK(tt_run_step(run, &err));
}

/* What a reader of the model sees. */
typedef struct {
    double outputs[WORDS * MOST_OUTPUTS];
    double loss;
    char meter[2000];
    char *file;
    size_t bytes;
} view;

static void look(view *v, tt_model *model, tt_data *data, tt_meter *meter, const task *t) {
    tt_eval *eval;
    const double *outputs;
    const char *json;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    memcpy(v->outputs, outputs, (size_t)((t->words ? WORDS : ROWS) * t->outputs) * sizeof *outputs);
    CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
    v->loss = strtod(strstr(json, "\"loss\":") + strlen("\"loss\":"), NULL);
    tt_eval_free(eval);
    CHECK_OK(tt_meter_read(&json, meter, &err));
    snprintf(v->meter, sizeof v->meter, "%s", json);
    v->file = export_file(model, "{\"what\":\"model\",\"dtype\":\"F32\"}", &v->bytes);
}

/* The numbers of two texts of JSON. */
static void compare_numbers(const char *a, const char *b, double tolerance) {
    int count = 0;
    while (*a && *b) {
        if (strchr("-0123456789", *a) && strchr("-0123456789", *b)) {
            char *after_a, *after_b;
            CHECK_NEAR(strtod(a, &after_a), strtod(b, &after_b), tolerance, "the order of a sum");
            a = after_a > a ? after_a : a + 1;
            b = after_b > b ? after_b : b + 1;
            count++;
        } else {
            CHECK(*a++ == *b++);
        }
    }
    CHECK(*a == *b && count > 0);
}

static void compare(const view *a, const view *b, const task *t) {
    double off = 0;
    for (int i = 0; i < (t->words ? WORDS : ROWS) * t->outputs; i++) {
        off = fmax(off, fabs((double)a->outputs[i] - (double)b->outputs[i]));
    }
    CHECK_NEAR(off, 0, 1e-5 * t->scale, "the order of a sum, and the rounding of merged weights");
    CHECK_NEAR(a->loss, b->loss, 1e-4 * fmax(1, fabs(b->loss)), "the same");
    compare_numbers(a->meter, b->meter, 1e-4);
}

static void check(const task *t, const char *method, int count) {
    view before, begun, midway, after;
    tt_meter *meter;
    tt_model *model = load(t);
    tt_data *train = data_of(model, t, TRAINED), *all = data_of(model, t, ROWS);
    tt_run *run =
        run_of(model, train, "\"method\":\"full\",\"head_start\":\"random\""); /* a head that means something */
    steps(run, 3);
    tt_run_free(run);
    CHECK_OK(tt_meter_new(&meter, model, all, &err));
    look(&before, model, all, meter, t);
    run = run_of(model, train, method);
    look(&begun, model, all, meter, t);
    compare(&before, &begun, t);
    steps(run, count);
    look(&midway, model, all, meter, t);
    tt_run_free(run);
    look(&after, model, all, meter, t);
    compare(&midway, &after, t);
    CHECK(midway.bytes == after.bytes && memcmp(midway.file, after.file, after.bytes) == 0);
    const bool moved = memcmp(before.outputs, after.outputs, sizeof(double) * ROWS) != 0;
    CHECK(moved);
    free(before.file);
    free(begun.file);
    free(midway.file);
    free(after.file);
    tt_meter_free(meter);
    tt_data_free(train);
    tt_data_free(all);
    tt_model_free(model);
}

/* Before its first update a run of any method has the model that the method head ends with. */
static void after_the_fit(const task *t, const char *method) {
    view fitted, head;
    tt_meter *meter;
    for (int i = 0; i < 2; i++) {
        tt_model *model = load(t);
        tt_data *train = data_of(model, t, TRAINED), *all = data_of(model, t, ROWS);
        CHECK_OK(tt_meter_new(&meter, model, all, &err));
        tt_run *run = run_of(model, train, i ? "\"method\":\"head\"" : method);
        const char *log = "";
        tt_status status = TT_OK;
        while (status == TT_OK && !strstr(log, "\"fit\"")) {
            status = tt_run_step(run, NULL);
            CHECK_OK(tt_run_log(&log, run, &err));
        }
        look(i ? &head : &fitted, model, all, meter, t);
        tt_run_free(run);
        tt_meter_free(meter);
        tt_data_free(train);
        tt_data_free(all);
        tt_model_free(model);
    }
    for (int i = 0; i < (t->words ? WORDS : ROWS) * t->outputs; i++) {
        CHECK_NEAR(fitted.outputs[i], head.outputs[i], t->scale > 1 ? 1e-6 * t->scale : 0, "scaling that is merged");
    }
    free(fitted.file);
    free(head.file);
}

int main(void) {
    size_t n;
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    config = read_file("tests/golden/tiny-bert", "config.json", &n);
    vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &vocab_bytes);
    weights = read_file("tests/golden/tiny-bert", "model.safetensors", &weights_bytes);
    make_rows();
    for (int t = 0; t < TASKS; t++) {
        for (int m = 0; m < METHODS; m++) check(&tasks[t], methods[m], 5);
        for (int m = 0; m < METHODS - 1; m++) after_the_fit(&tasks[t], methods[m]);
    }
    free(config);
    free(vocab);
    free(weights);
    tt_engine_free(engine);
    return check_end("check_midrun");
}
