/* SPDX-License-Identifier: Apache-2.0
 * A run that is saved after any step and continued by a new one, in another model of the same file, ends with the bits
 * and the log of a run that never stopped; bytes of another run are refused with what is different. */
#include "check.h"
#include "streams.h"
#include "tabtune.h"

static tt_engine *engine;
static char *config, *vocab, *weights;
static size_t vocab_bytes, weights_bytes;

enum { ROWS = 14, MOST_STEPS = 100 };
static const char *const rows[ROWS] = {"a good film",
                                       "it was not good",
                                       "the best time",
                                       "no one should see this",
                                       "good",
                                       "a very long and bad day",
                                       "we like this",
                                       "bad",
                                       "this book we like",
                                       "not the best",
                                       "very good",
                                       "no",
                                       "time will tell",
                                       "see this very good film"};
static char texts[ROWS * 32];
static uint32_t ends[ROWS];
static float labels[ROWS];

typedef struct {
    tt_model *model;
    tt_data *train, *checks;
    tt_run *run;
} setup;

static setup begin(const char *options) {
    static const char *const head = "{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":3}";
    static const char *const spec = "{\"max_length\":32}";
    setup s;
    CHECK_OK(tt_model_new(&s.model, engine, config, vocab, vocab_bytes, NULL, &err));
    CHECK(import_file(s.model, "model", weights, weights_bytes, NULL) == TT_DONE);
    CHECK_OK(tt_model_head(s.model, head, &err));
    CHECK_OK(tt_data_new(&s.train, s.model, spec, texts, ends, NULL, NULL, labels, ROWS - 4, &err));
    CHECK_OK(
        tt_data_new(&s.checks, s.model, spec, texts, ends, NULL, NULL, labels, ROWS, &err)); /* with words of its own */
    CHECK_OK(tt_run_new(&s.run, s.model, s.train, s.checks, options, &err));
    return s;
}

static void end(setup *s) {
    tt_run_free(s->run);
    tt_data_free(s->train);
    tt_data_free(s->checks);
    tt_model_free(s->model);
}

/* At most `steps` steps, with what they log appended; how many there were. */
static int go_on(setup *s, char *log, int steps) {
    const char *json;
    int i = 0;
    for (; i < steps && tt_run_step(s->run, NULL) == TT_OK; i++) {
        CHECK_OK(tt_run_log(&json, s->run, &err));
        if (strcmp(json, "[]") != 0) strcat(log, json);
    }
    return i;
}

/* To the end; then the model's file. */
static char *finish(setup *s, char *log, size_t *n, int *steps) {
    tt_stream *stream;
    *steps = go_on(s, log, MOST_STEPS);
    CHECK(*steps < MOST_STEPS);
    CHECK_FAILS(tt_save_begin(&stream, n, s->run, &err), TT_E_STATE, "finished");
    return export_file(s->model, "{\"what\":\"model\",\"dtype\":\"F32\"}", n);
}

enum { LOG = 200000 };

static void check_method(const char *options) {
    char *log = calloc(1, LOG), *continued = calloc(1, LOG);
    size_t n, m, saved_bytes;
    int steps, left;
    setup whole = begin(options);
    char *want = finish(&whole, log, &n, &steps);
    end(&whole);
    CHECK(steps > 10);
    for (int stop = 0; stop < steps; stop++) {
        setup first = begin(options);
        *continued = 0;
        CHECK(go_on(&first, continued, stop) == stop);
        char *saved = save_run(first.run, &saved_bytes);
        end(&first);
        setup second = begin(options);
        CHECK(restore_run(second.run, saved, saved_bytes, NULL) == TT_DONE);
        char *got = finish(&second, continued, &m, &left);
        CHECK(n == m && memcmp(want, got, n) == 0);
        /* a frozen encoder reads the rows once more */
        if (!strstr(options, "head")) CHECK(strcmp(log, continued) == 0);
        end(&second);
        free(saved);
        free(got);
    }
    free(want);
    free(log);
    free(continued);
}

static void check_refusals(void) {
    static const char *const options = "{\"epochs\":2,\"batch_size\":4}";
    size_t n;
    tt_stream *stream;
    setup s = begin(options);
    CHECK_OK(tt_run_step(s.run, &err));
    char *saved = save_run(s.run, &n);
    CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_STATE, "begun already");
    end(&s);

    s = begin("{\"epochs\":3,\"batch_size\":4}");
    CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_FORMAT, "its options are others");
    end(&s);
    labels[0] = 1 - labels[0];
    s = begin(options);
    labels[0] = 1 - labels[0];
    CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_FORMAT, "its rows are others");
    end(&s);
    s = begin(options);
    CHECK_FAILS(restore_run(s.run, "PK\3\4 no run", 11, &err), TT_E_FORMAT, "it is no saved run");
    end(&s);
    s = begin(options);
    CHECK_FAILS(restore_run(s.run, saved, n - 1, &err), TT_E_FORMAT, "cut short");
    CHECK_FAILS(tt_run_step(s.run, &err), TT_E_STATE, "restored in part");
    CHECK(restore_run(s.run, saved, n, NULL) == TT_DONE);
    CHECK_OK(tt_run_step(s.run, &err));
    end(&s);
    char *numbers = strstr(saved, "\noptions ");
    numbers = strchr(numbers + 1, '\n') + 1;
    memset(numbers, 0xff, 8); /* the step */
    s = begin(options);
    CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_FORMAT, "damaged");
    end(&s);
    s = begin(options);
    CHECK_OK(tt_run_step(s.run, &err));
    tt_run_free(s.run);
    CHECK_OK(tt_run_new(&s.run, s.model, s.train, NULL, options, &err));
    CHECK_FAILS(tt_save_begin(&stream, &n, s.run, &err), TT_E_STATE, "open the encoder anew");
    end(&s);
    free(saved);
}

int main(void) {
    size_t n;
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    config = read_file("tests/golden/tiny-bert", "config.json", &n);
    vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &vocab_bytes);
    weights = read_file("tests/golden/tiny-bert", "model.safetensors", &weights_bytes);
    uint32_t at = 0;
    for (int i = 0; i < ROWS; i++) {
        memcpy(texts + at, rows[i], strlen(rows[i]));
        ends[i] = at += (uint32_t)strlen(rows[i]);
        labels[i] = (float)(i % 2);
    }
    /* three updates and a validation an epoch; with early stopping, without it, and with what each method keeps */
    check_method("{\"epochs\":4,\"batch_size\":4,\"learning_rate\":1e-3,\"weight_decay\":0.1}");
    check_method("{\"epochs\":30,\"batch_size\":4,\"learning_rate\":1e-3,\"patience\":2,\"best_metric\":\"accuracy\"}");
    check_method("{\"method\":\"layers\",\"last_layers\":1,\"epochs\":4,\"batch_size\":4,\"reinit_layers\":1}");
    check_method("{\"method\":\"lora\",\"epochs\":4,\"batch_size\":4,\"learning_rate\":1e-2}");
    check_method("{\"method\":\"head\",\"epochs\":4,\"batch_size\":4}");
    check_refusals();
    free(config);
    free(vocab);
    free(weights);
    tt_engine_free(engine);
    return check_end("check_resume");
}
