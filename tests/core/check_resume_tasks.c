/* SPDX-License-Identifier: Apache-2.0
 * A run of each task, one through windows and one of pairs that are compared, that is saved after any step and
 * continued by a new one ends with the bits of a run that never stopped, after damaged copies of it were refused; so
 * does one that is saved while its head is fitted, on any number of threads. Words that are read elsewhere are other
 * rows. */
#include "check.h"
#include "streams.h"
#include "tabtune.h"

enum { ROWS = 10, WORDS = 3, OUTPUTS = 3, MOST_STEPS = 5000 };

typedef struct {
    const char *head, *spec;
    int width; /* labels of a row, or of a word; 0: none */
    bool words;
} task;

static const char updates[] =
    "{\"head_start\":\"random\",\"epochs\":2,\"batch_size\":4,\"learning_rate\":1e-3,\"weight_decay\":0.1}";
static const char fit[] = "{\"method\":\"head\"}", fit_first[] = "{\"epochs\":1,\"batch_size\":4}";

static tt_engine *engine;
static const char *options = updates;
static char *config, *vocab, *weights;
static size_t vocab_bytes, weights_bytes;
static char texts[ROWS * 64];
static uint32_t ends[ROWS], word_ends[ROWS], spans[ROWS * WORDS * 2];
static double classes[ROWS * WORDS], flags[ROWS * OUTPUTS], numbers[ROWS * OUTPUTS];

typedef struct {
    tt_model *model;
    tt_data *train, *validation;
    tt_run *run;
} setup;

static const char text[] = "this film will be a very good film and the best time we like";
static const uint32_t text_spans[WORDS * 2] = {0, 4, 5, 9, 42, 45};

static tt_data *rows_of(tt_model *model, const task *t, int rows) {
    const double *labels = t->width == 0 ? NULL : t->words ? classes : strstr(t->head, "regression") ? numbers : flags;
    tt_data *data;
    CHECK_OK(tt_data_new(&data, model, t->spec, texts, ends, t->words ? word_ends : NULL, t->words ? spans : NULL,
                         t->width == 1 && !t->words && labels == flags ? classes : labels,
                         strstr(t->spec, "parts") ? rows / 2 : rows, &err));
    return data;
}

static setup begin(const task *t) {
    setup s;
    CHECK_OK(tt_model_new(&s.model, engine, config, vocab, vocab_bytes, NULL, &err));
    CHECK(import_file(s.model, "model", weights, weights_bytes, NULL) == TT_DONE);
    CHECK_OK(tt_model_head(s.model, t->head, &err));
    s.train = rows_of(s.model, t, ROWS);
    s.validation = rows_of(s.model, t, ROWS / 2);
    CHECK_OK(tt_run_new(&s.run, s.model, s.train, s.validation, options, &err));
    return s;
}

static void end(setup *s) {
    tt_run_free(s->run);
    tt_data_free(s->train);
    tt_data_free(s->validation);
    tt_model_free(s->model);
}

/* To the end; then the model's file. */
static char *finish(setup *s, size_t *n, int *steps) {
    for (*steps = 0; *steps < MOST_STEPS && tt_run_step(s->run, NULL) == TT_OK;) ++*steps;
    CHECK(*steps < MOST_STEPS);
    return export_file(s->model, "{\"what\":\"model\",\"dtype\":\"F32\"}", n);
}

/* Copies with a bit changed, from the first line to the last checksum, and copies cut short: each is refused. */
static void refuse_damaged(tt_run *run, char *saved, size_t bytes) {
    enum { COPIES = 23 };
    for (size_t i = 0; i < COPIES; i++) {
        const size_t at = i * (bytes - 1) / (COPIES - 1);
        saved[at] ^= (char)(1 << i % 7);
        CHECK(restore_run(run, saved, bytes, NULL) == TT_E_FORMAT);
        saved[at] ^= (char)(1 << i % 7);
        CHECK_FAILS(restore_run(run, saved, at, &err), TT_E_FORMAT, "cut short");
    }
}

static char *whole_run(const task *t, size_t *n, int *steps) {
    setup whole = begin(t);
    char *file = finish(&whole, n, steps);
    end(&whole);
    return file;
}

/* Stops after every `stride` steps. */
static void check_task(const task *t, int stride) {
    size_t n, m, bytes;
    int steps, left;
    char *want = whole_run(t, &n, &steps);
    CHECK(steps > 6);
    for (int stop = 1; stop < steps; stop += stop + stride < steps || stop == steps - 1 ? stride : steps - 1 - stop) {
        setup first = begin(t), second = begin(t);
        for (int i = 0; i < stop; i++) CHECK_OK(tt_run_step(first.run, &err));
        char *saved = save_run(first.run, &bytes);
        if (stop % 4 == 1 && stride == 1) refuse_damaged(second.run, saved, bytes);
        CHECK(restore_run(second.run, saved, bytes, NULL) == TT_DONE);
        char *got = finish(&second, &m, &left);
        CHECK(n == m && memcmp(want, got, n) == 0);
        end(&first);
        end(&second);
        free(saved);
        free(got);
    }
    free(want);
}

/* Saved here and there in the features, the fit and the updates after it; and on one thread. */
static void check_fitted(const task *t, const char *with) {
    tt_engine *many = engine;
    size_t n, m;
    int steps, again;
    options = with;
    char *want = whole_run(t, &n, &steps);
    CHECK(steps > 20);
    check_task(t, steps / 6);
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    char *got = whole_run(t, &m, &again);
    CHECK(steps == again && n == m && memcmp(want, got, n) == 0);
    tt_engine_free(engine);
    engine = many;
    options = updates;
    free(want);
    free(got);
}

/* The same tokens and labels, with another word of the first row. */
static void check_other_reads(const task *t) {
    size_t bytes;
    setup first = begin(t);
    CHECK_OK(tt_run_step(first.run, &err));
    char *saved = save_run(first.run, &bytes);
    end(&first);
    spans[0] = 10, spans[1] = 14, spans[2] = 15, spans[3] = 17;
    setup s = begin(t);
    memcpy(spans, text_spans, sizeof text_spans);
    CHECK_FAILS(restore_run(s.run, saved, bytes, &err), TT_E_FORMAT, "its training rows are others");
    end(&s);
    free(saved);
}

/* The same rows, with the last label another in its last bit. */
static void check_other_label(const task *t) {
    double *last = &numbers[ROWS * OUTPUTS - 1];
    const double kept = *last;
    size_t bytes;
    setup first = begin(t);
    CHECK_OK(tt_run_step(first.run, &err));
    char *saved = save_run(first.run, &bytes);
    end(&first);
    *last = nextafter(kept, 2 * kept);
    setup s = begin(t);
    *last = kept;
    CHECK_FAILS(restore_run(s.run, saved, bytes, &err), TT_E_FORMAT, "its training rows are others");
    end(&s);
    free(saved);
}

static void read_model(const char *folder) {
    size_t n;
    free(config);
    free(weights);
    config = read_file(folder, "config.json", &n);
    weights = read_file(folder, "model.safetensors", &weights_bytes);
}

/* The vocabulary of 83 pieces for the checkpoint that has an output layer over them. */
static void letters_for_pieces(void) {
    enum { PIECES = 83, ROOM = 1024 };
    free(vocab);
    vocab = malloc(ROOM);
    size_t at = (size_t)snprintf(vocab, ROOM, "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
    for (int i = 0; i < PIECES - 5; i++) {
        const char *const forms[] = {"%c\n", "##%c\n", "%c0\n"};
        at += (size_t)snprintf(vocab + at, ROOM - at, forms[i / 26], 'a' + i % 26);
    }
    vocab_bytes = at;
}

int main(void) {
    static const task mlm = {"{\"task\":\"masked_language_modelling\"}", "{\"max_length\":24,\"mlm\":true}", 0, false};
    static const task tasks[] = {
        {"{\"task\":\"token_classification\",\"outputs\":3,\"scheme\":\"iob2\"}", "{\"max_length\":32}", 1, true},
        {"{\"task\":\"token_classification\",\"outputs\":3}", "{\"max_length\":10,\"stride\":4}", 1, true},
        {"{\"task\":\"regression\",\"outputs\":3}", "{\"max_length\":32,\"width\":3}", 3, false},
        {"{\"task\":\"multi_label_classification\",\"outputs\":3}", "{\"max_length\":32,\"width\":3}", 3, false},
        {"{\"task\":\"single_label_classification\",\"outputs\":3}", "{\"max_length\":10,\"stride\":4}", 1, false},
        {"{\"task\":\"single_label_classification\",\"outputs\":3,\"pooling\":\"compared\"}",
         "{\"max_length\":10,\"parts\":2}", 1, false},
    };
    uint32_t at = 0;
    CHECK_OK(tt_engine_new(&engine, 7, &err));
    vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &vocab_bytes);
    read_model("tests/golden/tiny-bert");
    for (int row = 0; row < ROWS; row++) {
        memcpy(texts + at, text, sizeof text - 1);
        texts[at + 26] = (char)('a' + row); /* rows differ by a letter */
        ends[row] = at += (uint32_t)(sizeof text - 1);
        word_ends[row] = (uint32_t)(row + 1) * WORDS;
        memcpy(spans + row * WORDS * 2, text_spans, sizeof text_spans);
        for (int k = 0; k < WORDS; k++) classes[row * WORDS + k] = (row + k) % OUTPUTS;
        for (int k = 0; k < OUTPUTS; k++) {
            flags[row * OUTPUTS + k] = (row + k) % 2;
            numbers[row * OUTPUTS + k] = 1e9 + row * 0.25 + k;
        }
    }
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        check_task(&tasks[i], 1);
        check_fitted(&tasks[i], fit);
        check_fitted(&tasks[i], fit_first);
    }
    check_other_reads(&tasks[0]);
    check_other_label(&tasks[2]);
    read_model("tests/golden/masked");
    letters_for_pieces();
    check_task(&mlm, 1);
    free(config);
    free(vocab);
    free(weights);
    tt_engine_free(engine);
    return check_end("check_resume_tasks");
}
