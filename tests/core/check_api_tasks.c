/* SPDX-License-Identifier: Apache-2.0
 * Each task through the public API: rows that can be learned by heart, what is exported, windows over long texts, and
 * the sentence that each kind of bad input gets. */
#include "check.h"
#include "data/windows.h"
#include "measure/counts.h"
#include "streams.h"
#include "tabtune.h"

static tt_engine *engine;
static char *config, *vocab, *tokenizer_config, *weights;
static size_t config_bytes, vocab_bytes, tokenizer_config_bytes, weights_bytes;

static tt_model *load(const char *head) {
    tt_model *model;
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, tokenizer_config, &err));
    CHECK(import_file(model, "model", weights, weights_bytes, NULL) == TT_DONE);
    CHECK_OK(tt_model_head(model, head, &err));
    return model;
}

enum { ROWS = 24, WORDS = 4 * ROWS };
static char texts[ROWS * 64];
static uint32_t ends[ROWS], word_ends[ROWS], spans[2 * WORDS];
static double word_labels[WORDS], numbers[2 * ROWS], flags[3 * ROWS];

/* Four words a row, of which the second and the fourth say everything. */
static void make_rows(void) {
    static const char *const seconds[] = {"good", "bad", "long"}, *const fourths[] = {"film", "book"};
    uint32_t at = 0;
    for (int row = 0; row < ROWS; row++) {
        const int a = row % 3, b = row / 3 % 2;
        int start[4], end[4];
        char *text = texts + at;
        int n =
            snprintf(text, 64, "a %n%s%n like %n%s%n", &start[1], seconds[a], &end[1], &start[3], fourths[b], &end[3]);
        start[0] = 0, end[0] = 1, start[2] = end[1] + 1, end[2] = start[3] - 1;
        for (int word = 0; word < 4; word++) {
            spans[2 * (4 * row + word)] = (uint32_t)start[word];
            spans[2 * (4 * row + word) + 1] = (uint32_t)end[word];
        }
        const double labels[4] = {0, 1 + a % 2, 0, b ? 2 : 0};
        memcpy(word_labels + 4 * row, labels, sizeof labels);
        numbers[2 * row] = (a + 2 * b), numbers[2 * row + 1] = -a;
        flags[3 * row] = a == 0, flags[3 * row + 1] = b == 1, flags[3 * row + 2] = a == 2 || b == 1;
        at += (uint32_t)n;
        ends[row] = at;
        word_ends[row] = (uint32_t)(4 * row + 4);
    }
}

static tt_data *words_data(tt_model *model, const double *labels) {
    tt_data *data;
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":32}", texts, ends, word_ends, spans, labels, ROWS, &err));
    return data;
}

static tt_data *text_data(tt_model *model, const double *labels, int width) {
    tt_data *data;
    char spec[64];
    snprintf(spec, sizeof spec, "{\"max_length\":32,\"width\":%d}", width);
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, NULL, NULL, labels, ROWS, &err));
    return data;
}

/* The outputs, to be freed, and the loss where there are labels. */
static double *evaluate(tt_model *model, tt_data *data, size_t count, double *loss) {
    tt_eval *eval;
    const double *outputs;
    const char *json;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) {
    }
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    double *copy = malloc(count * sizeof *copy);
    memcpy(copy, outputs, count * sizeof *copy);
    if (loss) {
        CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
        const char *at = strstr(json, "\"loss\":");
        *loss = at ? strtod(at + 7, NULL) : NAN;
    }
    tt_eval_free(eval);
    return copy;
}

static void train(tt_model *model, tt_data *data, const char *options) {
    tt_run *run;
    const char *json;
    tt_status status;
    CHECK_OK(tt_run_new(&run, model, data, data, options, &err));
    while ((status = tt_run_step(run, NULL)) == TT_OK) CHECK_OK(tt_run_log(&json, run, &err));
    CHECK(status == TT_DONE);
    tt_run_free(run);
}

static bool contains(const char *file, size_t n, const char *word) {
    for (size_t i = 0; i + strlen(word) <= n; i++) {
        if (memcmp(file + i, word, strlen(word)) == 0) return true;
    }
    return false;
}

static const char *const options[] = {
    "{\"head_start\":\"random\",\"epochs\":40,\"learning_rate\":2e-3,\"batch_size\":8}",
    "{\"method\":\"head\",\"epochs\":300,\"learning_rate\":0.05}"};

/* The largest outputs of a row's words are a sequence in which I (2) follows B (1) or I. The labels are not. */
static void check_in_order(const double *outputs) {
    for (uint32_t row = 0, word = 0; row < ROWS; row++) {
        for (int32_t before = 0; word < word_ends[row]; word++) {
            const int32_t tag = tt_argmax(outputs + (size_t)word * 3, 3);
            CHECK(tag != 2 || before > 0);
            before = tag;
        }
    }
}

/* Learns by heart in both ways; the saved head, on the encoder as it was, says the same. */
static void check_task(const char *head, const double *labels, int width, int outputs, double most_loss) {
    const bool words = strstr(head, "token") != NULL;
    const size_t count = (size_t)(words ? WORDS : ROWS) * (size_t)outputs;
    for (int way = 0; way < 2; way++) {
        double before, after;
        size_t n;
        const char *json;
        tt_model *model = load(head);
        tt_data *data = words ? words_data(model, labels) : text_data(model, labels, width);
        free(evaluate(model, data, count, &before));
        train(model, data, options[way]);
        double *want = evaluate(model, data, count, &after);
        if (!(after < (way ? 0.7 * before : most_loss))) printf("  %s: %g then %g\n", head, before, after);
        CHECK(after < (way ? 0.7 * before : most_loss));
        if (strstr(head, "iob2")) check_in_order(want);
        char *file = export_file(model, way ? "{\"what\":\"head\"}" : "{\"what\":\"model\"}", &n);
        CHECK(contains(file, n, "pooler") == !words || way == 1);
        tt_model *second = load(head);
        CHECK(import_file(second, way ? "head" : "model", file, n, NULL) == TT_DONE);
        tt_data *rows = words ? words_data(second, NULL) : text_data(second, NULL, 1);
        double *got = evaluate(second, rows, count, NULL);
        for (size_t i = 0; i < count; i++) {
            CHECK_NEAR(got[i], want[i], sizeof(real) == 4 ? 0 : 1e-5, "the same weights, written as float");
        }
        CHECK_OK(tt_model_info(&json, second, &err));
        CHECK(strstr(json, strstr(head, "iob2") ? "\"scheme\":\"iob2\"" : "\"scheme\":\"none\"") != NULL);
        free(got);
        free(want);
        free(file);
        tt_data_free(rows);
        tt_data_free(data);
        tt_model_free(second);
        tt_model_free(model);
    }
}

/* As Hugging Face's return_overflowing_tokens cuts with max_length room + 2. */
/* Beside a head on the mean, an encoder is what its class has: with its pooler, without any head. */
static void check_encoder_alone(void) {
    tt_model *model = load("{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":1,\"pooling\":\"mean\"}");
    size_t n;
    char *file = export_file(model, "{\"what\":\"encoder\"}", &n);
    CHECK(contains(file, n, "bert.pooler.dense.weight"));
    CHECK(!contains(file, n, "classifier.weight") && !contains(file, n, "cls.predictions"));
    free(file);
    tt_model_free(model);
}

static void check_windows(void) {
    static const struct {
        int n, room, stride, count, last_from;
    } cases[] = {{5, 6, 2, 1, 0},  {6, 6, 2, 1, 0},  {7, 6, 2, 2, 4},  {10, 6, 2, 2, 4}, {11, 6, 2, 3, 8},
                 {13, 6, 2, 3, 8}, {10, 6, 5, 5, 4}, {13, 6, 5, 8, 7}, {0, 6, 2, 1, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int count = tt_window_count(cases[i].n, cases[i].room, cases[i].stride);
        CHECK(count == cases[i].count);
        for (int w = 0; w < count; w++) {
            const tt_window window = tt_window_at(w, cases[i].n, cases[i].room, TT_CUT_HEAD, cases[i].stride);
            CHECK(window.from == w * (cases[i].room - cases[i].stride) && window.again == window.end);
            CHECK(w < count - 1 ? window.to - window.from == cases[i].room : window.to == cases[i].n);
        }
        CHECK(tt_window_at(count - 1, cases[i].n, cases[i].room, TT_CUT_HEAD, cases[i].stride).from ==
              cases[i].last_from);
    }
    const tt_window tail = tt_window_at(0, 11, 6, TT_CUT_TAIL, 0), both = tt_window_at(0, 11, 6, TT_CUT_HEAD_TAIL, 0);
    CHECK(tail.from == 5 && tail.to == 11 && both.to == 1 && both.again == 6 && both.end == 11);
    CHECK(tt_window_place(&both, 0) == 0 && tt_window_place(&both, 1) == -1 && tt_window_place(&both, 6) == 1);
    CHECK(tt_window_context(&both, 10) == 0 && tt_window_context(&both, 8) == 2 && tt_window_context(&both, 3) == -1);
}

static const char long_text[] = "a good film we like this book very much time it was not";

/* One long row: what becomes of it under a spec, and what is said of it. */
static void predict_long(double *out, const char *spec, int sequences, int cut) {
    tt_model *model = load("{\"task\":\"regression\",\"outputs\":1,\"seed\":5}");
    tt_data *data;
    const char *json;
    char want[64];
    const uint32_t end = sizeof long_text - 1;
    CHECK_OK(tt_data_new(&data, model, spec, long_text, &end, NULL, NULL, NULL, 1, &err));
    CHECK_OK(tt_data_info(&json, data, &err));
    snprintf(want, sizeof want, "\"sequences\":%d,", sequences);
    CHECK(strstr(json, want) != NULL);
    snprintf(want, sizeof want, "\"cut\":%d,", cut);
    CHECK(strstr(json, want) != NULL);
    double *got = evaluate(model, data, 1, NULL);
    *out = *got;
    free(got);
    tt_data_free(data);
    tt_model_free(model);
}

static double predict_text(const char *text) {
    tt_model *model = load("{\"task\":\"regression\",\"outputs\":1,\"seed\":5}");
    tt_data *data;
    const uint32_t end = (uint32_t)strlen(text);
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":64}", text, &end, NULL, NULL, NULL, 1, &err));
    double *got = evaluate(model, data, 1, NULL), out = *got;
    free(got);
    tt_data_free(data);
    tt_model_free(model);
    return out;
}

static void check_long_texts(void) {
    const double eps = 1e-6; /* probabilities are rounded to float in every build */
    double got;
    predict_long(&got, "{\"max_length\":8}", 1, 1);
    CHECK_NEAR(got, predict_text("a good film we like this"), 0, "the same tokens");
    predict_long(&got, "{\"max_length\":8,\"truncation\":\"tail\"}", 1, 1);
    CHECK_NEAR(got, predict_text("very much time it was not"), 0, "the same tokens");
    predict_long(&got, "{\"max_length\":10,\"truncation\":\"head_tail\"}", 1, 1);
    CHECK_NEAR(got, predict_text("a good very much time it was not"), 0, "the same tokens");
    predict_long(&got, "{\"max_length\":8,\"stride\":2}", 3, 0);
    const double mean =
        ((double)predict_text("a good film we like this") + (double)predict_text("like this book very much time") +
         (double)predict_text("much time it was not")) /
        3;
    CHECK_NEAR(got, mean, eps, "a mean of three");
}

static const char together[] = "{\"task\":\"regression\",\"outputs\":1,\"seed\":5}",
                  compared[] = "{\"task\":\"regression\",\"outputs\":1,\"seed\":5,\"pooling\":\"compared\"}";

static double predict_with(const char *head, const char *spec, const char *text, const char *pair, int sequences,
                           int cut) {
    tt_model *model = load(head);
    tt_data *data;
    const char *json;
    char both[128], want[64];
    const uint32_t all[] = {(uint32_t)strlen(text), (uint32_t)(strlen(text) + strlen(pair))};
    snprintf(both, sizeof both, "%s%s", text, pair);
    CHECK_OK(tt_data_new(&data, model, spec, both, all, NULL, NULL, NULL, 1, &err));
    CHECK_OK(tt_data_info(&json, data, &err));
    snprintf(want, sizeof want, "\"sequences\":%d,", sequences);
    CHECK(strstr(json, want) != NULL);
    snprintf(want, sizeof want, "\"cut\":%d,", cut);
    CHECK(strstr(json, want) != NULL);
    double *got = evaluate(model, data, 1, NULL), out = *got;
    free(got);
    tt_data_free(data);
    tt_model_free(model);
    return out;
}

static double predict_pair(const char *spec, const char *text, const char *pair, int sequences, int cut) {
    return predict_with(together, spec, text, pair, sequences, cut);
}

static double compare(const char *spec, const char *text, const char *pair) {
    return predict_with(compared, spec, text, pair, 1, strstr(spec, "\":5") ? 1 : 0);
}

/* Each text has max_length for itself, 2 tokens of which are special, and which comes first changes nothing. */
static void check_compared(void) {
    static const char whole[] = "{\"max_length\":64,\"parts\":2}", five[] = "{\"max_length\":5,\"parts\":2}";
    static const char brief[] = "a good film", more[] = "we like this book very much time";
    const double both = compare(whole, brief, more);
    CHECK(both != predict_pair(whole, brief, more, 1, 0));
    CHECK_NEAR(compare(whole, more, brief), both, 1e-6, "sums in another order");
    CHECK_NEAR(compare(five, brief, more), compare(whole, brief, "we like this"), 0, "the same tokens");
    CHECK(compare(five, brief, more) != both);
    tt_model *model = load(compared);
    tt_data *data;
    tt_eval *eval;
    tt_novelty *novelty;
    const uint32_t ends[] = {sizeof brief - 1, sizeof brief - 1};
    CHECK_OK(tt_data_new(&data, model, "{}", brief, ends, NULL, NULL, NULL, 1, &err));
    CHECK_FAILS(tt_eval_new(&eval, model, data, &err), TT_E_DATA,
                "compares two texts, but the evaluated rows are single");
    CHECK_FAILS(tt_novelty_new(&novelty, model, data, NULL, &err), TT_E_CONFIG, "for a head that compares two");
    tt_data_free(data);
    tt_model_free(model);
}

/* Of 9 tokens 3 are special, and 3 left for each of two long texts. */
static void check_long_pairs(void) {
    static const char whole[] = "{\"max_length\":64,\"parts\":2}", head[] = "{\"max_length\":9,\"parts\":2}",
                      tail[] = "{\"max_length\":9,\"parts\":2,\"truncation\":\"tail\"}",
                      windows[] = "{\"max_length\":9,\"parts\":2,\"stride\":1}";
    static const char brief[] = "a good film", *const more = "we like this book very much time",
                      *const parts[] = {"we like this", "this book very", "very much time"};
    const double eps = 1e-6; /* probabilities are rounded to float in every build */
    double mean = 0, mirrored = 0;
    CHECK_NEAR(predict_pair(head, brief, more, 1, 1), predict_pair(whole, brief, parts[0], 1, 0), 0, "the same tokens");
    CHECK_NEAR(predict_pair(tail, brief, more, 1, 1), predict_pair(whole, brief, parts[2], 1, 0), 0, "the same tokens");
    CHECK_NEAR(predict_pair(tail, more, "it was a good film", 1, 1), predict_pair(whole, parts[2], brief, 1, 0), 0,
               "the same tokens");
    for (int i = 0; i < 3; i++) mean += (double)predict_pair(whole, brief, parts[i], 1, 0) / 3;
    for (int i = 0; i < 3; i++) mirrored += (double)predict_pair(whole, parts[i], brief, 1, 0) / 3;
    CHECK_NEAR(predict_pair(windows, brief, more, 3, 0), mean, eps, "a mean of three");
    CHECK_NEAR(predict_pair(windows, more, brief, 3, 0), mirrored, eps, "a mean of three");
    CHECK_NEAR(predict_pair(windows, more, "a good film it was", 3, 1), mirrored, eps, "a mean of three");
}

/* A word is read once, wherever its window is; white space and what is cut off are output 0. */
static void check_long_words(void) {
    tt_model *model = load("{\"task\":\"token_classification\",\"outputs\":2,\"seed\":5}");
    tt_data *data;
    const char *json;
    const uint32_t end = sizeof long_text - 1, one = 4;
    const uint32_t some[] = {0, 1, 2, 6, 6, 7, end - 3, end};
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":8}", long_text, &end, &one, some, NULL, 1, &err));
    CHECK_OK(tt_data_info(&json, data, &err));
    CHECK(strstr(json, "\"items\":4,\"reads\":2,\"sequences\":1,") != NULL);
    double *got = evaluate(model, data, 8, NULL);
    CHECK(got[0] != 1 && got[4] == 1 && got[5] == 0 && got[6] == 1 && got[7] == 0);
    free(got);
    tt_data_free(data);
    const char *const spec = "{\"max_length\":8,\"stride\":2}";
    CHECK_OK(tt_data_new(&data, model, spec, long_text, &end, &one, some, NULL, 1, &err));
    CHECK_OK(tt_data_info(&json, data, &err));
    CHECK(strstr(json, "\"items\":4,\"reads\":3,\"sequences\":3,") != NULL);
    got = evaluate(model, data, 8, NULL);
    CHECK(got[4] == 1 && got[6] != 1 && got[6] + got[7] > 0.999F);
    free(got);
    tt_data_free(data);
    tt_model_free(model);
}

static void refuse_run(tt_model *model, tt_data *data, const char *with, tt_status code, const char *words) {
    tt_run *run;
    CHECK_FAILS(tt_run_new(&run, model, data, NULL, with, &err), code, words);
    tt_data_free(data);
}

static void check_bad_labels(void) {
    double bad[WORDS];
    tt_model *model = load("{\"task\":\"multi_label_classification\",\"outputs\":3}");
    memcpy(bad, flags, sizeof flags);
    bad[3 * 7 + 1] = 2;
    refuse_run(model, text_data(model, bad, 3), "{}", TT_E_DATA, "row 7: the label 2 of output 1 is neither 0 nor 1");
    refuse_run(model, text_data(model, flags, 1), "{}", TT_E_DATA, "1 labels each; the head of 3 outputs needs 3");
    refuse_run(model, words_data(model, word_labels), "{}", TT_E_DATA, "rows of words, but the task is multi_label");
    refuse_run(model, text_data(model, flags, 3), "{\"patience\":2}", TT_E_CONFIG, "patience needs validation rows");
    refuse_run(model, text_data(model, flags, 3), "{\"label_smoothing\":0.1}", TT_E_CONFIG, "label_smoothing");
    refuse_run(model, text_data(model, flags, 3), "{\"class_weights\":[1,2]}", TT_E_CONFIG,
               "2 numbers; the head has 3");
    refuse_run(model, text_data(model, flags, 3), "{\"class_weights\":[1,2,3,4]}", TT_E_CONFIG,
               "4 numbers; the head has 3");
    refuse_run(model, text_data(model, flags, 3), "{\"class_weights\":[1,0,1]}", TT_E_CONFIG, "numbers from 1e-6");
    refuse_run(model, text_data(model, flags, 3), "{\"class_weights\":[1,1e-300,1]}", TT_E_CONFIG, "numbers from 1e-6");
    tt_model_free(model);
    model = load("{\"task\":\"regression\",\"outputs\":2}");
    memcpy(bad, numbers, sizeof numbers);
    bad[9] = NAN;
    refuse_run(model, text_data(model, bad, 2), "{}", TT_E_DATA, "row 4: the label nan is no number between");
    bad[9] = -3e38; /* a float, but a head that gives it has weights that are none */
    refuse_run(model, text_data(model, bad, 2), "{}", TT_E_DATA, "row 4: the label -3e+38 is no number between");
    refuse_run(model, text_data(model, numbers, 2), "{\"class_weights\":\"balanced\"}", TT_E_CONFIG, "no meaning");
    tt_model_free(model);
    model = load("{\"task\":\"token_classification\",\"outputs\":3}");
    memcpy(bad, word_labels, sizeof bad);
    bad[4 * 2 + 3] = 3;
    refuse_run(model, words_data(model, bad), "{}", TT_E_DATA, "row 2, word 3: the label 3 is none of the head's");
    bad[4 * 2 + 3] = 0.5f;
    refuse_run(model, words_data(model, bad), "{}", TT_E_DATA, "row 2, word 3: the label 0.5 is none of the head's");
    bad[4 * 2 + 3] = -1;
    refuse_run(model, words_data(model, bad), "{}", TT_E_DATA, "row 2, word 3: the label -1 is none of the head's");
    refuse_run(model, text_data(model, numbers, 1), "{}", TT_E_DATA, "texts without words, but the task is token");
    tt_model_free(model);
}

static void check_bad_spans(void) {
    static const struct {
        uint32_t at, value;
        const char *words;
    } bad[] = {
        {2 * 5, 9, "row 1, word 1: it has no characters, as it goes from 9 to 5"},
        {2 * 6, 3, "row 1, word 2 begins at character 3, before the word before it ends at 5"},
        {2 * 7 + 1, 99, "row 1, word 3 ends at character 99, but the text has 15"},
    };
    tt_model *model = load("{\"task\":\"token_classification\",\"outputs\":3}");
    tt_data *data;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const uint32_t was = spans[bad[i].at];
        spans[bad[i].at] = bad[i].value;
        CHECK_FAILS(tt_data_new(&data, model, "{}", texts, ends, word_ends, spans, NULL, ROWS, &err), TT_E_DATA,
                    bad[i].words);
        spans[bad[i].at] = was;
    }
    word_ends[1] = 2;
    CHECK_FAILS(tt_data_new(&data, model, "{}", texts, ends, word_ends, spans, NULL, ROWS, &err), TT_E_DATA,
                "row 1: the ends of the words");
    word_ends[1] = 8;
    const uint32_t none[ROWS] = {0};
    CHECK_FAILS(tt_data_new(&data, model, "{}", texts, ends, none, spans, NULL, ROWS, &err), TT_E_DATA, "no words");
    tt_model_free(model);
}

static void check_bad_specs(void) {
    static const char *const bad[][2] = {
        {"{\"truncation\":\"middle\"}", "truncation must be"},
        {"{\"stride\":-1}", "stride is -1"},
        {"{\"max_length\":10,\"stride\":8}", "can share from 1 to 7"},
        {"{\"stride\":8,\"truncation\":\"tail\"}", "leave truncation out"},
        {"{\"max_length\":20,\"stride\":9,\"parts\":2}", "can share from 1 to 8"},
        {"{\"width\":0}", "width must be"},
        {"{\"max_length\":\"long\"}", "max_length must be a whole number"},
        {"{\"max_lenght\":16}", "no key \"max_lenght\""},
        {"{\"max_length\":-4294967200}", "from 2 to 128"},
        {"{\"mlm\":1}", "mlm must be true or false"},
        {"[]", "must be a JSON object"},
    };
    tt_model *model = load("{\"task\":\"regression\",\"outputs\":1}");
    tt_data *data;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK_FAILS(tt_data_new(&data, model, bad[i][0], texts, ends, NULL, NULL, NULL, 2, &err), TT_E_CONFIG,
                    bad[i][1]);
    }
    CHECK_FAILS(tt_data_new(&data, model, "{\"parts\":2}", texts, ends, word_ends, spans, NULL, 2, &err), TT_E_CONFIG,
                "one text each");
    CHECK_FAILS(tt_model_head(model, "{\"task\":\"regression\",\"outputs\":1,\"scheme\":\"iob2\"}", &err), TT_E_CONFIG,
                "iob2");
    CHECK_FAILS(tt_model_head(model, "{\"task\":\"token_classification\",\"outputs\":4,\"scheme\":\"iob2\"}", &err),
                TT_E_CONFIG, "two outputs for each type");
    CHECK_FAILS(tt_model_head(model, "{\"task\":\"token_classification\",\"outputs\":3,\"scheme\":\"bioes\"}", &err),
                TT_E_CONFIG, "scheme");
    tt_model_free(model);
}

int main(void) {
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    config = read_file("tests/golden/tiny-bert", "config.json", &config_bytes);
    vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &vocab_bytes);
    tokenizer_config = read_file("tests/golden/tiny-bert", "tokenizer_config.json", &tokenizer_config_bytes);
    weights = read_file("tests/golden/tiny-bert", "model.safetensors", &weights_bytes);
    make_rows();
    check_task("{\"task\":\"multi_label_classification\",\"outputs\":3}", flags, 3, 3, 0.05);
    check_task("{\"task\":\"regression\",\"outputs\":2}", numbers, 2, 2, 0.05);
    check_task("{\"task\":\"token_classification\",\"outputs\":3,\"scheme\":\"iob2\"}", word_labels, 1, 3, 0.05);
    check_encoder_alone();
    check_windows();
    check_long_texts();
    check_long_pairs();
    check_compared();
    check_long_words();
    check_bad_labels();
    check_bad_spans();
    check_bad_specs();
    free(config);
    free(vocab);
    free(tokenizer_config);
    free(weights);
    tt_engine_free(engine);
    return check_end("check_api_tasks");
}
