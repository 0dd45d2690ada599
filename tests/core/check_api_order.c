/* SPDX-License-Identifier: Apache-2.0
 * Calls out of order: each is refused with a sentence or does no harm, in whatever order handles are freed; and a file
 * or a saved run that fails leaves what was there, or a model that refuses to be used. */
#include "api/handles.h"
#include "streams.h"

static tt_engine *engine;
static char *config, *vocab, *weights;
static size_t vocab_bytes, weights_bytes;

static const char two[] = "{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":3}";
static const char many[] = "{\"task\":\"single_label_classification\",\"outputs\":900,\"seed\":3}";
static const char masked[] = "{\"task\":\"masked_language_modelling\"}";

enum { ROWS = 6 };
static const char texts[] = "good filmnot goodthe best timebad dayvery good booksee no film";
static const uint32_t ends[ROWS] = {9, 17, 30, 37, 51, 62};
static const double labels[ROWS] = {1, 0, 1, 0, 1, 0};

static tt_model *bare(void) {
    tt_model *model;
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, NULL, &err));
    return model;
}

static tt_model *load(const char *head) {
    tt_model *model = bare();
    CHECK(import_file(model, "model", weights, weights_bytes, NULL) == TT_DONE);
    if (head) CHECK_OK(tt_model_head(model, head, &err));
    return model;
}

static tt_data *rows_of(tt_model *model, const double *with) {
    tt_data *data;
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":32}", texts, ends, NULL, NULL, with, ROWS, &err));
    return data;
}

static tt_data *placed_rows(tt_model *model) {
    tt_data *data;
    CHECK_OK(
        tt_data_new(&data, model, "{\"max_length\":32,\"offsets\":true}", texts, ends, NULL, NULL, NULL, ROWS, &err));
    return data;
}

static tt_run *run_of(tt_model *model, tt_data *data, const char *options) {
    tt_run *run;
    CHECK_OK(tt_run_new(&run, model, data, NULL, options, &err));
    return run;
}

static void predict(double out[ROWS * 2], tt_model *model, tt_data *data) {
    tt_eval *eval;
    const double *p;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_outputs(&p, eval, &err));
    memcpy(out, p, ROWS * 2 * sizeof *p);
    tt_eval_free(eval);
}

/* The members of `key` in what tt_model_info gives begin with `value`. */
static bool info_has(tt_model *model, const char *key, const char *value) {
    const char *json;
    CHECK_OK(tt_model_info(&json, model, &err));
    const char *at = strstr(json, key);
    return at && strncmp(at + strlen(key), value, strlen(value)) == 0;
}

static void during_a_run(void) {
    tt_model *model = load(two);
    tt_data *data = rows_of(model, labels);
    tt_run *run = run_of(model, data, "{\"method\":\"lora\",\"epochs\":2}"), *second;
    tt_stream *stream;
    double p[ROWS * 2];
    size_t total;
    CHECK_OK(tt_run_step(run, &err));
    CHECK_FAILS(tt_model_head(model, many, &err), TT_E_STATE, "free that run first");
    CHECK_FAILS(tt_run_new(&second, model, data, NULL, "{}", &err), TT_E_STATE, "free that run first");
    CHECK_FAILS(tt_import_begin(&stream, model, "{}", &err), TT_E_STATE, "free that run first");
    CHECK_OK(refuse_export(model, "{\"what\":\"model\"}", &err)); /* begun and left between two steps */
    predict(p, model, data);
    CHECK_OK(tt_save_begin(&stream, &total, run, &err));
    CHECK_FAILS(tt_run_step(run, &err), TT_E_STATE, "saved or exported");
    CHECK_FAILS(tt_stream_end(stream, &err), TT_E_STATE, "only 0 of");
    while (tt_run_step(run, NULL) == TT_OK) continue;
    CHECK(tt_run_step(run, NULL) == TT_DONE);
    CHECK_FAILS(tt_save_begin(&stream, &total, run, &err), TT_E_STATE, "finished");
    CHECK_FAILS(tt_restore_begin(&stream, run, &err), TT_E_STATE, "begun already");
    CHECK_OK(tt_model_head(model, two, &err)); /* a run that is done holds nothing */
    CHECK(tt_run_step(run, NULL) == TT_DONE);
    tt_run_free(run);
    predict(p, model, data);
    tt_data_free(data);
    tt_model_free(model);
}

/* A run of numbers that overflow ends with the same sentence however often it is asked. */
static void failed_step(void) {
    tt_model *model = load(two);
    tt_data *data = rows_of(model, labels);
    real *norm = model->params.items[tt_layer_row(1, TT_NORM2_W)].data;
    *norm = (real)INFINITY;
    tt_run *run = run_of(model, data, "{\"head_start\":\"random\",\"epochs\":2}");
    tt_eval *eval;
    model->params.items[tt_top_row(&model->params, TT_CLASSIFIER_B)].data[0] = (real)INFINITY;
    for (int i = 0; i < 3; i++) CHECK_FAILS(tt_run_step(run, &err), TT_E_NUMERIC, "in update 1;");
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    for (int i = 0; i < 3; i++) CHECK_FAILS(tt_eval_step(eval, &err), TT_E_NUMERIC, "weights are damaged");
    tt_eval_free(eval);
    tt_run_free(run);
    tt_data_free(data);
    tt_model_free(model);
}

static void during_an_evaluation(void) {
    tt_model *model = load(many);
    tt_data *data = rows_of(model, NULL), *labelled;
    tt_eval *eval, *old;
    const double *p, *again;
    const char *json;
    CHECK_OK(tt_eval_new(&old, model, data, &err));
    CHECK_OK(tt_model_head(model, two, &err));
    CHECK_FAILS(tt_eval_step(old, &err), TT_E_STATE, "another head");
    CHECK_FAILS(tt_eval_outputs(&p, old, &err), TT_E_STATE, "not finished");
    labelled = rows_of(model, labels);
    CHECK_OK(tt_eval_new(&eval, model, labelled, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_outputs(&p, eval, &err));
    const double first = p[0];
    CHECK(tt_eval_step(eval, NULL) == TT_DONE);
    CHECK_OK(tt_eval_outputs(&again, eval, &err));
    CHECK(again[0] == first);
    CHECK_OK(tt_model_head(model, many, &err)); /* what has been found stays */
    CHECK(tt_eval_step(eval, NULL) == TT_DONE);
    CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
    tt_eval_free(eval);
    tt_eval_free(old);
    tt_data_free(labelled);
    tt_data_free(data);
    tt_model_free(model);
}

static void during_a_stream(void) {
    tt_model *model = load(many);
    tt_data *data = rows_of(model, labels);
    tt_stream *in, *out, *more;
    tt_run *run;
    tt_eval *eval;
    tt_meter *meter;
    tt_attribution *attribution, *more_of_it;
    size_t n, total;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    tt_data *placed = placed_rows(model);
    CHECK_OK(tt_attribution_new(&attribution, model, placed, "{}", &err));
    char *head = export_file(model, "{\"what\":\"head\"}", &n);
    CHECK_OK(tt_import_begin(&in, model, "{\"what\":\"head\"}", &err));
    CHECK_OK(tt_stream_write(in, head, 2000, &err));
    CHECK_FAILS(tt_model_head(model, two, &err), TT_E_STATE, "end that import first");
    CHECK_FAILS(tt_run_new(&run, model, data, NULL, "{}", &err), TT_E_STATE, "end that import first");
    CHECK_FAILS(tt_eval_step(eval, &err), TT_E_STATE, "end that import first");
    CHECK_FAILS(tt_meter_new(&meter, model, data, &err), TT_E_STATE, "end that import first");
    CHECK_FAILS(tt_attribution_new(&more_of_it, model, placed, "{}", &err), TT_E_STATE, "end that import first");
    CHECK_FAILS(tt_attribution_step(attribution, &err), TT_E_STATE, "end that import first");
    CHECK_FAILS(refuse_export(model, "{\"what\":\"head\"}", &err), TT_E_STATE, "end that import first");
    CHECK_FAILS(tt_import_begin(&more, model, "{}", &err), TT_E_STATE, "end that import first");
    CHECK_FAILS(tt_stream_read(&total, in, head, 1, &err), TT_E_STATE, "write to it");
    CHECK_OK(tt_stream_write(in, head + 2000, n - 2000, &err));
    CHECK(tt_stream_end(in, NULL) == TT_DONE);
    CHECK_FAILS(tt_eval_step(eval, &err), TT_E_STATE, "make a new one");
    CHECK_FAILS(tt_attribution_step(attribution, &err), TT_E_STATE, "make a new one");
    tt_attribution_free(attribution);

    CHECK_OK(tt_export_begin(&out, &total, model, "{\"what\":\"model\"}", &err));
    CHECK_OK(tt_attribution_new(&attribution, model, placed, "{}", &err));
    CHECK_OK(tt_attribution_step(attribution, &err));
    tt_attribution_free(attribution);
    CHECK_FAILS(tt_model_head(model, two, &err), TT_E_STATE, "end that stream first");
    CHECK_FAILS(tt_import_begin(&more, model, "{}", &err), TT_E_STATE, "end that stream first");
    CHECK_FAILS(tt_run_new(&run, model, data, NULL, "{}", &err), TT_E_STATE, "end that stream first");
    CHECK_FAILS(tt_stream_write(out, head, 1, &err), TT_E_STATE, "read it");
    CHECK_OK(tt_stream_read(&n, out, head, 10, &err));
    CHECK_FAILS(tt_stream_end(out, &err), TT_E_STATE, "only 10 of");
    run = run_of(model, data, "{}");
    CHECK_OK(tt_restore_begin(&in, run, &err));
    CHECK_FAILS(tt_run_step(run, &err), TT_E_STATE, "end that restore first");
    CHECK_FAILS(tt_stream_end(in, &err), TT_E_FORMAT, "cut short");
    CHECK_OK(tt_run_step(run, &err)); /* nothing had been replaced */
    tt_run_free(run);
    tt_eval_free(eval);
    tt_data_free(placed);
    tt_data_free(data);
    tt_model_free(model);
    free(head);
}

/* Every handle goes on when what it was made from has been freed. */
static void freed_in_any_order(void) {
    tt_engine *own;
    tt_model *model;
    tt_eval *eval;
    tt_meter *meter;
    tt_baseline *baseline;
    tt_stream *save;
    const char *json;
    size_t total;
    CHECK_OK(tt_engine_new(&own, 2, &err));
    CHECK_OK(tt_model_new(&model, own, config, vocab, vocab_bytes, NULL, &err));
    CHECK(import_file(model, "model", weights, weights_bytes, NULL) == TT_DONE);
    CHECK_OK(tt_model_head(model, two, &err));
    tt_data *data = rows_of(model, labels);
    tt_run *run = run_of(model, data, "{\"epochs\":1}");
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    CHECK_OK(tt_meter_new(&meter, model, data, &err));
    CHECK_OK(tt_baseline_new(&baseline, data, NULL, data, &err));
    CHECK_OK(tt_save_begin(&save, &total, run, &err));
    tt_engine_free(own);
    tt_model_free(model);
    tt_data_free(data);
    tt_run_free(run);
    char *bytes = read_all(save, total, 64);
    free(bytes);
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK(tt_eval_step(eval, NULL) == TT_DONE);
    CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
    tt_eval_free(eval);
    CHECK_OK(tt_meter_read(&json, meter, &err));
    tt_meter_free(meter);
    while (tt_baseline_step(baseline, NULL) == TT_OK) continue;
    CHECK(tt_baseline_step(baseline, NULL) == TT_DONE);
    CHECK_OK(tt_baseline_result(&json, baseline, NULL, NULL, &err));
    tt_baseline_free(baseline);
}

static tt_run *best_of(tt_model *model, tt_data *data) {
    tt_run *run;
    CHECK_OK(tt_run_new(&run, model, data, data,
                        "{\"epochs\":6,\"learning_rate\":1e-4,\"head_start\":\"random\",\"patience\":5,"
                        "\"best_metric\":\"accuracy\"}",
                        &err));
    return run;
}

/* The end of a run puts the best epoch in place: not under a file that is being read. */
static void run_freed_during_an_export(void) {
    tt_model *model = load(two);
    tt_data *data = rows_of(model, labels);
    tt_run *run = best_of(model, data);
    double during[ROWS * 2], after[ROWS * 2];
    tt_stream *out;
    size_t n, total, half;
    for (int i = 0; i < 5 && tt_run_step(run, NULL) == TT_OK; i++) continue;
    char *whole = export_file(model, "{\"what\":\"model\"}", &n), *file = malloc(n);
    predict(during, model, data);
    CHECK_OK(tt_export_begin(&out, &total, model, "{\"what\":\"model\"}", &err));
    CHECK_OK(tt_stream_read(&half, out, file, total / 2, &err));
    tt_run_free(run);
    CHECK(tt_stream_read(&n, out, file + half, total - half, NULL) == TT_DONE);
    CHECK(memcmp(file, whole, total) == 0);
    CHECK(tt_stream_end(out, NULL) == TT_DONE);
    predict(after, model, data);
    CHECK(memcmp(during, after, sizeof after) != 0); /* the run has ended then */
    CHECK_OK(tt_run_new(&run, model, data, NULL, "{}", &err));
    tt_run_free(run);
    free(whole);
    free(file);
    tt_data_free(data);
    tt_model_free(model);
}

/* A run that made no update leaves a new head, which the next run fits. */
static void run_freed_at_once(void) {
    tt_model *model = load(two);
    tt_data *data = rows_of(model, labels);
    const char *log;
    for (int i = 0; i < 2; i++) {
        tt_run *run = run_of(model, data, "{\"epochs\":1}");
        while (i == 1 && tt_run_step(run, NULL) == TT_OK) continue;
        CHECK_OK(tt_run_log(&log, run, &err));
        CHECK((strstr(log, "\"fit\"") != NULL) == (i == 1));
        tt_run_free(run);
    }
    tt_data_free(data);
    tt_model_free(model);
}

/* A reload that fails: refused before a number was stored, the model is as it was; later, it refuses to be used until a
 * whole file has come, whose fingerprint is then the model's. */
static void failed_reload(void) {
    tt_model *model = load(two);
    tt_data *data = rows_of(model, labels);
    tt_eval *eval;
    tt_run *run;
    double before[ROWS * 2], after[ROWS * 2];
    char first[32];
    const char *json;
    char *other = malloc(weights_bytes);
    memcpy(other, weights, weights_bytes);
    uint64_t header;
    memcpy(&header, weights, sizeof header);
    for (size_t i = 8 + (size_t)header + 1; i < weights_bytes; i += 2) other[i] ^= 0x04;
    predict(before, model, data);
    CHECK_OK(tt_model_info(&json, model, &err));
    snprintf(first, sizeof first, "%.18s", strstr(json, "\"fingerprint\":") + 14);
    CHECK_FAILS(import_file(model, "model", "<html>", 6, &err), TT_E_FORMAT, "");
    CHECK_FAILS(import_file(model, "model", other, 100, &err), TT_E_FORMAT, "within its header");
    predict(after, model, data);
    CHECK(memcmp(before, after, sizeof before) == 0 && info_has(model, "\"fingerprint\":", first));

    CHECK_FAILS(import_file(model, "model", other, weights_bytes / 2, &err), TT_E_FORMAT, "cut short");
    CHECK(info_has(model, "\"fingerprint\":", "\"\"") && !info_has(model, "\"missing\":", "[]"));
    CHECK_FAILS(tt_eval_new(&eval, model, data, &err), TT_E_STATE, "not loaded completely");
    CHECK_FAILS(tt_run_new(&run, model, data, NULL, "{}", &err), TT_E_STATE, "not loaded completely");
    CHECK_FAILS(tt_model_head(model, two, &err), TT_E_STATE, "not loaded completely");
    CHECK_FAILS(refuse_export(model, "{\"what\":\"model\"}", &err), TT_E_STATE, "not loaded completely");
    CHECK(import_file(model, "model", other, weights_bytes, NULL) == TT_DONE);
    CHECK(!info_has(model, "\"fingerprint\":", first));
    predict(after, model, data);
    CHECK(memcmp(before, after, sizeof before) != 0);
    CHECK(import_file(model, "model", weights, weights_bytes, NULL) == TT_DONE);
    CHECK(info_has(model, "\"fingerprint\":", first));
    predict(after, model, data);
    CHECK(memcmp(before, after, sizeof before) == 0);
    free(other);
    tt_data_free(data);
    tt_model_free(model);
}

/* A file of the groups' rows. */
static char *file_of(const tt_params *params, unsigned groups, size_t *n) {
    tt_export *export;
    CHECK_OK(tt_export_new(&export, n, params, groups, "F32", NULL, -1, &err));
    char *file = malloc(*n);
    size_t got;
    CHECK(tt_export_next(&got, export, file, *n, NULL) == TT_DONE && got == *n);
    tt_export_free(export);
    return file;
}

/* The pooler's shard comes before or after the others; either way the pooler is the encoder's. And an encoder is as its
 * files brought it once all of its shards have come again. */
static void shards(void) {
    tt_model *from = load(NULL);
    size_t a, b;
    from->params.head_pooler = false;
    char *body = file_of(&from->params, 1u << TT_EMBEDDINGS | 1u << TT_ENCODER, &a);
    char *pooler = file_of(&from->params, 1u << TT_POOLER, &b);
    for (int order = 0; order < 2; order++) {
        tt_model *model = bare();
        if (order == 0) CHECK(import_file(model, "model", pooler, b, NULL) == TT_OK);
        CHECK(import_file(model, "model", body, a, NULL) == TT_DONE);
        if (order == 1) CHECK(import_file(model, "model", pooler, b, NULL) == TT_DONE);
        const real *w = model->params.items[tt_top_row(&model->params, TT_POOLER_W)].data, before = *w;
        CHECK_OK(tt_model_head(model, two, &err));
        CHECK(!model->params.head_pooler && *w == before);
        tt_data *data = rows_of(model, labels);
        tt_run *run = run_of(model, data, "{\"epochs\":1}");
        while (tt_run_step(run, NULL) == TT_OK) continue;
        tt_run_free(run);
        CHECK(model->params.moved);
        CHECK(import_file(model, "model", body, a, NULL) == TT_DONE);
        CHECK(model->params.moved);
        CHECK(import_file(model, "model", pooler, b, NULL) == TT_DONE);
        CHECK(!model->params.moved);
        tt_data_free(data);
        tt_model_free(model);
    }
    free(body);
    free(pooler);
    tt_model_free(from);
}

/* A head is whole when its last file has come, which may bring the pooler's rest alone. */
static void head_in_shards(void) {
    tt_model *from = load(two);
    size_t a, b, c;
    from->params.head_pooler = false;
    char *body = file_of(&from->params, 1u << TT_EMBEDDINGS | 1u << TT_ENCODER, &a);
    char *head = file_of(&from->params, 1u << TT_HEAD, &b);
    char *pooler = file_of(&from->params, 1u << TT_POOLER, &c);
    static const char class[] = ",\"architectures\":[\"BertForSequenceClassification\"]}";
    char *named = malloc(sizeof class + strlen(config));
    strcpy(named, config);
    strcpy(strrchr(named, '}'), class); /* the last of two members of one name counts */
    tt_model *model;
    CHECK_OK(tt_model_new(&model, engine, named, vocab, vocab_bytes, NULL, &err));
    CHECK(import_file(model, "model", head, b, NULL) == TT_OK);
    CHECK(!model->head_ready);
    CHECK(import_file(model, "model", body, a, NULL) == TT_DONE);
    CHECK(!model->head_ready);
    CHECK(import_file(model, "model", pooler, c, NULL) == TT_DONE);
    CHECK(model->head_ready);
    free(named);
    free(body);
    free(head);
    free(pooler);
    tt_model_free(model);
    tt_model_free(from);
}

/* A head's file that does not fit is refused and the head in place stays; one that is cut short leaves no head. */
static void heads(void) {
    tt_model *model = load(two);
    tt_data *data = rows_of(model, NULL);
    tt_params *params = &model->params;
    double before[ROWS * 2], after[ROWS * 2];
    tt_eval *eval;
    size_t n, m;
    predict(before, model, data);
    char *good = export_file(model, "{\"what\":\"head\"}", &n);
    tt_model *big = load(many);
    char *other = export_file(big, "{\"what\":\"head\"}", &m);
    CHECK_FAILS(import_file(model, "head", other, m, &err), TT_E_FORMAT, "has shape [900, 64] in the file");
    CHECK_FAILS(import_file(model, "head", weights, weights_bytes, &err), TT_E_FORMAT, "no file of a head");
    memcpy(strstr(good + 8, "classifier.bias"), "classifier.Bias", 15);
    CHECK_FAILS(import_file(model, "head", good, n, &err), TT_E_FORMAT, "no tensor classifier.bias");
    CHECK(info_has(model, "\",\"head\":", "{\"task\":\"single_label_classification\",\"outputs\":2,\"trained\":false"));
    predict(after, model, data);
    CHECK(memcmp(before, after, sizeof before) == 0);
    memcpy(strstr(good + 8, "classifier.Bias"), "classifier.bias", 15);
    CHECK_FAILS(import_file(model, "head", good, n - 1, &err), TT_E_FORMAT, "cut short");
    CHECK(info_has(model, "\",\"head\":", "null"));
    CHECK_FAILS(tt_eval_new(&eval, model, data, &err), TT_E_STATE, "no head");
    CHECK(import_file(model, "head", good, n, NULL) == TT_DONE);
    predict(after, model, data);
    CHECK(sizeof(real) != 4 || memcmp(before, after, sizeof before) == 0);
    /* the encoder has no pooler of its own, and the file has none */
    CHECK_OK(tt_model_head(model, two, &err));
    params->head_pooler = true;
    CHECK_FAILS(import_file(model, "head", good, n, &err), TT_E_FORMAT, "no tensor bert.pooler");
    /* a checkpoint with half a classifier brings no head */
    memcpy(strstr(good + 8, "classifier.bias"), "classifier.Bias", 15);
    CHECK(import_file(model, "model", good, n, NULL) == TT_DONE);
    CHECK(info_has(model, "\",\"head\":", "null"));
    free(good);
    free(other);
    tt_model_free(big);
    tt_data_free(data);
    tt_model_free(model);
}

/* Metadata of another type, another dtype, and an encoder's file without a masked-language-modelling head. */
static void exports(void) {
    tt_model *model = load(two), *second = bare();
    char spec[600];
    size_t n = (size_t)snprintf(spec, sizeof spec, "{\"what\":\"head\",\"metadata\":[");
    for (int i = 0; i < 27; i++) n += (size_t)snprintf(spec + n, sizeof spec - n, "%s\"x\"", i ? "," : "");
    snprintf(spec + n, sizeof spec - n, "]}");
    CHECK_FAILS(refuse_export(model, spec, &err), TT_E_CONFIG, "metadata must be an object");
    CHECK_FAILS(refuse_export(model, "{\"what\":\"head\",\"dtype\":\"F64\"}", &err), TT_E_CONFIG, "dtype must be");
    CHECK_FAILS(refuse_export(model, "{\"what\":\"tokenizer\"}", &err), TT_E_CONFIG, "what must be one of");
    CHECK_FAILS(refuse_export(model, "{\"waht\":\"head\"}", &err), TT_E_CONFIG, "no key \"waht\"");
    CHECK_FAILS(refuse_export(model, "{\"what\":\"head\",\"type\":\"F16\"}", &err), TT_E_CONFIG,
                "has no key \"type\"; its keys are \"what\", \"dtype\", \"metadata\"");
    char *file = export_file(model, "{\"what\":\"encoder\"}", &n);
    CHECK(!strstr(file + 8, "cls.predictions"));
    CHECK(import_file(second, "model", file, n, NULL) == TT_DONE);
    CHECK_FAILS(tt_model_head(second, masked, &err), TT_E_CONFIG, "no masked-language-modelling head");
    free(file);
    tt_model_free(second);
    tt_model_free(model);
}

/* The masked-language-modelling head takes the adapters with it, and no baseline and no evaluation is of it. */
static void masked_head(void) {
    static const char word_texts[] = "w5 w6w7 w8w9 w10";
    static const uint32_t word_text_ends[] = {5, 10, 16};
    static const double word_labels[] = {0, 1, 0};
    char words[1024];
    size_t n, at = (size_t)snprintf(words, sizeof words, "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
    for (int i = 5; i < 83; i++) at += (size_t)snprintf(words + at, sizeof words - at, "w%d\n", i);
    char *json_config = read_file("tests/golden/masked", "config.json", &n);
    char *file = read_file("tests/golden/masked", "model.safetensors", &n);
    tt_model *model;
    tt_data *data, *gaps;
    tt_baseline *baseline;
    tt_eval *eval;
    const double known[6] = {0};
    const char *json;
    CHECK_OK(tt_model_new(&model, engine, json_config, words, at, NULL, &err));
    CHECK(import_file(model, "model", file, n, NULL) == TT_DONE);
    CHECK_OK(tt_model_head(model, two, &err));
    CHECK_OK(
        tt_data_new(&data, model, "{\"max_length\":16}", word_texts, word_text_ends, NULL, NULL, word_labels, 3, &err));
    tt_run *run = run_of(model, data, "{\"method\":\"lora\",\"epochs\":2}");
    while (tt_run_step(run, NULL) == TT_OK) continue;
    tt_run_free(run);
    CHECK(!info_has(model, "\"adapter\":", "null"));
    CHECK_OK(tt_model_head(model, masked, &err));
    CHECK(info_has(model, "\"adapter\":", "null"));
    CHECK_FAILS(refuse_export(model, "{\"what\":\"adapter\"}", &err), TT_E_STATE, "there is no adapter");
    CHECK_OK(tt_data_new(&gaps, model, "{\"max_length\":16,\"mlm\":true}", word_texts, word_text_ends, NULL, NULL, NULL,
                         3, &err));
    CHECK_FAILS(tt_baseline_new(&baseline, gaps, NULL, gaps, &err), TT_E_STATE, "gives no labels");
    CHECK_FAILS(tt_data_compare(&json, gaps, known, NULL, known, NULL, &err), TT_E_STATE, "gives no labels");
    CHECK_FAILS(tt_eval_new(&eval, model, gaps, &err), TT_E_STATE, "gives no labels");
    free(json_config);
    free(file);
    tt_data_free(gaps);
    tt_data_free(data);
    tt_model_free(model);
}

int main(void) {
    size_t n;
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    config = read_file("tests/golden/tiny-bert", "config.json", &n);
    vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &vocab_bytes);
    weights = read_file("tests/golden/tiny-bert", "model.safetensors", &weights_bytes);
    during_a_run();
    failed_step();
    during_an_evaluation();
    during_a_stream();
    freed_in_any_order();
    run_freed_during_an_export();
    run_freed_at_once();
    failed_reload();
    shards();
    head_in_shards();
    heads();
    exports();
    masked_head();
    tt_engine_free(engine);
    free(config);
    free(vocab);
    free(weights);
    return check_end("check_api_order");
}
