/* SPDX-License-Identifier: Apache-2.0
 * A run that is saved after any step and continued by a new one, in another model of the same file, ends with the bits
 * and the log of a run that never stopped; bytes of another run are refused with what is different. */
#include "api/handles.h"
#include "base/crc32.h"
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
static double labels[ROWS];

typedef struct {
    tt_model *model;
    tt_data *train, *checks;
    tt_run *run;
} setup;

static setup begin(const char *options) {
    static const char *const head =
        "{\"task\":\"single_label_classification\",\"outputs\":2,"
        "\"names\":[\"a bad film\",\"good\"],\"seed\":3}";
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

/* A damaged byte is refused wherever it is, and the run that refused it learns as if it had never been offered. */
static void check_damage(const char *options, char *saved, size_t n) {
    char *want_log = calloc(1, LOG), *log = calloc(1, LOG);
    size_t bytes, got_bytes;
    int count;
    setup whole = begin(options), s = begin(options);
    char *want = finish(&whole, want_log, &bytes, &count);
    for (size_t at = 0; at < n; at += at < 1500 ? 13 : n / 50) {
        saved[at] ^= 0x10;
        CHECK(restore_run(s.run, saved, n, NULL) == TT_E_FORMAT);
        saved[at] ^= 0x10;
    }
    char *got = finish(&s, log, &got_bytes, &count);
    CHECK(bytes == got_bytes && memcmp(want, got, bytes) == 0 && strcmp(want_log, log) == 0);
    end(&whole);
    end(&s);
    free(want);
    free(got);
    free(want_log);
    free(log);
}

/* The header with `from` replaced by `to`, of the same length, and its checksum made right again. */
static char *rewritten(const char *saved, size_t n, const char *from, const char *to) {
    tt_crc32 crc;
    char digits[9], *copy = malloc(n + 1);
    memcpy(copy, saved, n);
    copy[n] = 0;
    const size_t size = strtoul(memcpy(digits, copy + 14, 9), NULL, 16);
    char *at = strstr(copy, from);
    CHECK(at && strlen(from) == strlen(to));
    if (at) memcpy(at, to, strlen(to));
    tt_crc32_begin(&crc);
    snprintf(digits, sizeof digits, "%08x", (unsigned)tt_crc32_of(&crc, 0, copy + 32, size));
    memcpy(copy + 23, digits, 8);
    return copy;
}

/* Headers that belong together but for a number are refused by its name. */
static void check_counters(void) {
    static const char *const options = "{\"head_start\":\"random\",\"epochs\":4,\"batch_size\":4,\"patience\":2}";
    static const struct {
        const char *from, *to, *words;
    } cases[] = {
        {"\"step\":4,", "\"step\":7,", "its step"},
        {"\"step\":4,", "\"step\":2,", "its step"},
        {"\"step\":4,", "\"stop\":4,", "its step"},
        {"\"epoch\":1,\"pend", "\"epoch\":4,\"pend", "its epoch"},
        {"\"epoch\":1,\"pend", "\"epoch\":.,\"pend", ""},
        {"\"best\":{\"epoch\":0", "\"best\":{\"epoch\":1", "its best"},
        {"\"best\":{\"epoch\":0", "\"bert\":{\"epoch\":0", "its best"},
        {"\"pending_decay\":", "\"pending_delay\":", "its pending_decay"},
#ifdef TT_RELAXED
        {"\"build\":\"relaxed\"", "\"build\":\"strictt\"", "its build of the engine"},
#else
        {"\"build\":\"strict\"", "\"build\":\"laxest\"", "its build of the engine"},
#endif
    };
    char *log = calloc(1, LOG);
    size_t n;
    setup first = begin(options), s = begin(options);
    for (const char *json; !strstr(log, "\"epoch\":2") && tt_run_step(first.run, NULL) == TT_OK;) {
        CHECK_OK(tt_run_log(&json, first.run, &err));
        strcat(log, json);
    }
    char *saved = save_run(first.run, &n);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (sizeof(real) == 8) continue;
        char *other = rewritten(saved, n, cases[i].from, cases[i].to);
        CHECK_FAILS(restore_run(s.run, other, n, &err), TT_E_FORMAT, cases[i].words);
        free(other);
    }
    end(&first);
    end(&s);
    free(saved);
    free(log);
}

/* Arrays with a number that no run leaves, and a checksum that is right, are refused by its value. */
static void check_arrays(void) {
    static const char *const options = "{\"head_start\":\"random\",\"epochs\":2,\"batch_size\":4}";
    static const struct {
        size_t array;
        real value;
        const char *words;
    } cases[] = {
        {0, (real)NAN, "one of its weights is"},
        {1, (real)INFINITY, "one of its first moments is inf"},
        {1, -1, NULL},
        {2, -1, "one of its second moments is -1"},
    };
    char digits[9] = {0};
    size_t n;
    tt_crc32 crc;
    tt_crc32_begin(&crc);
    setup first = begin(options);
    CHECK_OK(tt_run_step(first.run, &err));
    char *saved = save_run(first.run, &n), *copy = malloc(n);
    const size_t header = 32 + strtoul(memcpy(digits, saved + 14, 8), NULL, 16), bytes = (n - header) / 3;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *array = memcpy(copy, saved, n);
        array += header + cases[i].array * bytes;
        memcpy(array + 5 * sizeof(real), &cases[i].value, sizeof(real));
        const uint32_t sum = tt_crc32_of(&crc, 0, array, bytes - 4);
        for (int b = 0; b < 4; b++) array[bytes - 4 + (size_t)b] = (char)(sum >> 8 * b & 255);
        setup s = begin(options);
        if (cases[i].words) {
            CHECK_FAILS(restore_run(s.run, copy, n, &err), TT_E_FORMAT, cases[i].words);
        } else {
            CHECK(restore_run(s.run, copy, n, NULL) == TT_DONE);
        }
        end(&s);
    }
    end(&first);
    free(saved);
    free(copy);
}

static void check_refusals(void) {
    static const char *const options = "{\"head_start\":\"random\",\"epochs\":2,\"batch_size\":4}";
    size_t n, total;
    tt_stream *stream;
    setup s = begin(options);
    CHECK_OK(tt_run_step(s.run, &err));
    char *saved = save_run(s.run, &n);
    CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_STATE, "begun already");
    end(&s);

    s = begin("{\"head_start\":\"random\",\"epochs\":3,\"batch_size\":4,\"learning_rate\":0.5}");
    CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_FORMAT, "epochs is 2 there and 3 here");
    CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_FORMAT, "there and 0.5 here");
    end(&s);
    /* Options that change the sizes of what is trained. */
    static const char *const methods[] = {"head", "bias", "lora", "layers"};
    for (int i = 0; i < 4; i++) {
        char other[128], named[64];
        snprintf(other, sizeof other, "{\"head_start\":\"random\",\"epochs\":2,\"batch_size\":4,\"method\":\"%s\"}",
                 methods[i]);
        snprintf(named, sizeof named, "method is \"full\" there and \"%s\" here", methods[i]);
        s = begin(other);
        CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_FORMAT, named);
        end(&s);
    }
    labels[0] = 1 - labels[0];
    s = begin(options);
    labels[0] = 1 - labels[0];
    CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_FORMAT, "its training rows are others");
    end(&s);
    s = begin(options);
    CHECK_FAILS(restore_run(s.run, "PK\3\4 no run", 11, &err), TT_E_FORMAT, "it is no saved run");
    CHECK_FAILS(restore_run(s.run, "tabtune run 1\nencoder", 20, &err), TT_E_FORMAT, "another version");
    CHECK_FAILS(restore_run(s.run, saved, n - 1, &err), TT_E_FORMAT, "cut short");
    saved[n] = 'x';
    CHECK_FAILS(restore_run(s.run, saved, n + 1, &err), TT_E_FORMAT, "bytes follow its end");
    CHECK(restore_run(s.run, saved, n, NULL) == TT_DONE); /* the same run, after all that was refused */
    CHECK_OK(tt_run_step(s.run, &err));
    end(&s);
    check_damage(options, saved, n);
    s = begin(options);
    CHECK_OK(tt_run_step(s.run, &err));
    tt_run_free(s.run);
    CHECK_OK(tt_run_new(&s.run, s.model, s.train, NULL, options, &err));
    CHECK_FAILS(tt_save_begin(&stream, &total, s.run, &err), TT_E_STATE, "open the encoder again");
    end(&s);
    s = begin(options); /* trained weights have come without a step */
    CHECK(restore_run(s.run, saved, n, NULL) == TT_DONE);
    tt_run_free(s.run);
    CHECK_OK(tt_run_new(&s.run, s.model, s.train, NULL, options, &err));
    CHECK_FAILS(tt_save_begin(&stream, &total, s.run, &err), TT_E_STATE, "open the encoder again");
    end(&s);
    free(saved);
}

/* A run on two pairs of texts. */
static setup begin_pairs(const char *pairs, const uint32_t *pair_ends) {
    setup s = begin("{}");
    tt_run_free(s.run);
    tt_data_free(s.train);
    CHECK_OK(tt_data_new(&s.train, s.model, "{\"max_length\":32,\"parts\":2}", pairs, pair_ends, NULL, NULL, labels, 2,
                         &err));
    CHECK_OK(
        tt_run_new(&s.run, s.model, s.train, NULL, "{\"head_start\":\"random\",\"epochs\":2,\"batch_size\":1}", &err));
    return s;
}

/* Two rows of the same tokens are others where their second texts begin elsewhere. */
static void check_pairs(void) {
    static const char one[] = "good [SEP] badtimeverygood", other[] = "goodbad [SEP] timeverygood";
    static const uint32_t one_ends[] = {14, 18, 22, 26}, other_ends[] = {4, 18, 22, 26};
    size_t n;
    setup first = begin_pairs(one, one_ends);
    CHECK_OK(tt_run_step(first.run, &err));
    char *saved = save_run(first.run, &n);
    end(&first);
    setup same = begin_pairs(one, one_ends), s = begin_pairs(other, other_ends);
    CHECK(restore_run(same.run, saved, n, NULL) == TT_DONE);
    CHECK_FAILS(restore_run(s.run, saved, n, &err), TT_E_FORMAT, "its training rows are others");
    CHECK(same.train->rows.starts[2] == s.train->rows.starts[2]);
    CHECK(memcmp(same.train->rows.ids, s.train->rows.ids, s.train->rows.starts[2] * sizeof(int32_t)) == 0);
    CHECK(same.train->rows.second[0] != s.train->rows.second[0]);
    end(&same);
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
        labels[i] = (i % 2);
    }
    /* three updates and a validation an epoch; with early stopping, without it, and with what each method keeps */
    check_method(
        "{\"head_start\":\"random\",\"epochs\":4,\"batch_size\":4,\"learning_rate\":1e-3,\"weight_decay\":0.1}");
    check_method(
        "{\"head_start\":\"random\",\"epochs\":30,\"batch_size\":4,\"learning_rate\":1e-3,\"patience\":2,\"best_"
        "metric\":\"accuracy\"}");
    check_method(
        "{\"head_start\":\"random\",\"method\":\"layers\",\"last_layers\":1,\"epochs\":4,\"batch_size\":4,\"reinit_"
        "layers\":1}");
    check_method(
        "{\"head_start\":\"random\",\"method\":\"lora\",\"epochs\":4,\"batch_size\":4,\"learning_rate\":1e-2}");
    check_method("{\"head_start\":\"random\",\"method\":\"head\",\"epochs\":4,\"batch_size\":4}");
    check_arrays();
    check_refusals();
    check_counters();
    check_pairs();
    free(config);
    free(vocab);
    free(weights);
    tt_engine_free(engine);
    return check_end("check_resume");
}
