/* SPDX-License-Identifier: Apache-2.0
 * The n-th allocation of a whole journey fails, for n = 1, 2, ...: the call that needed it returns TT_E_MEMORY with a
 * sentence, the model predicts what it did before, and the same call on the same handle then succeeds, so the journey
 * ends with the predictions of one without a failure. The same on a heap that has no room for a run in one piece. A
 * sanitizer sees that nothing leaks. The linker puts the functions here in the place of the allocator's (--wrap). */
#include "check.h"

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t n);
void *__real_aligned_alloc(size_t alignment, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t n);
void *__wrap_aligned_alloc(size_t alignment, size_t n);

static bool armed, refused; /* allocations count; one has failed and no call has returned it yet */
static int allocations, fail_at;

static bool refuse(void) {
    if (!armed || ++allocations != fail_at) return false;
    refused = true;
    return true;
}

void *__wrap_malloc(size_t n) { return refuse() ? NULL : __real_malloc(n); }
void *__wrap_calloc(size_t count, size_t size) { return refuse() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *old, size_t n) { return refuse() ? NULL : __real_realloc(old, n); }

enum { RUNS = 3 };
static size_t wholes[RUNS];      /* the largest block of each run, which is its whole memory */
static int run_number, refusals; /* of such blocks */
static bool in_run, in_pieces;   /* a run begins; it is to have its memory in pieces */

static bool too_large(size_t n) {
    if (!in_run) return false;
    if (!in_pieces && n > wholes[run_number]) wholes[run_number] = n;
    const bool large = in_pieces && n == wholes[run_number];
    refusals += large;
    return large;
}

/* Where one was refused, so are the others until the call returns: a run without room in one piece has none in many. */
void *__wrap_aligned_alloc(size_t alignment, size_t n) {
    return too_large(n) || (refused && !in_pieces) || refuse() ? NULL : __real_aligned_alloc(alignment, n);
}

enum { ROWS = 4, FILE_MOST = 1 << 18 };
static const char config[] =
    "{\"model_type\":\"bert\",\"hidden_size\":16,\"num_attention_heads\":2,"
    "\"num_hidden_layers\":2,\"intermediate_size\":32,\"vocab_size\":16,"
    "\"max_position_embeddings\":16,\"type_vocab_size\":2}";
static const char vocab[] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk";
static const char tokenizer[] = "{\"added_tokens_decoder\":{\"15\":{\"content\":\"k\",\"special\":true}}}";
static const char texts[] = "a b cd e fg h i j k ab";
static const uint32_t ends[ROWS] = {5, 10, 20, 22}, word_ends[ROWS] = {1, 2, 4, 5};
static const uint32_t spans[] = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1};
static const double labels[ROWS] = {0, 1, 1, 0};

static tt_model *model;
static tt_data *data;
static bool idle; /* with a head and rows, and no run: what is predicted is known */
static double known[ROWS * 2];
static char weights[FILE_MOST], file[FILE_MOST];
static size_t weights_bytes, file_bytes;

static tt_status predict(double *out, tt_error *err) {
    tt_eval *eval;
    const double *p;
    tt_status status = tt_eval_new(&eval, model, data, err);
    if (status != TT_OK) return status;
    while ((status = tt_eval_step(eval, err)) == TT_OK) continue;
    if (status == TT_DONE) status = tt_eval_outputs(&p, eval, err);
    if (status == TT_OK) memcpy(out, p, sizeof known);
    tt_eval_free(eval);
    return status;
}

/* After a refusal the model is as it was. */
static void check_model(void) {
    double now[ROWS * 2];
    if (!idle) return;
    CHECK_OK(predict(now, &err));
    CHECK(memcmp(now, known, sizeof now) == 0);
}

static void outside_run(void (*use)(void)) {
    const bool before = in_run;
    in_run = false;
    use();
    in_run = before;
}

/* The call, and once more where an allocation failed. */
#define CALL(call)                                                                                    \
    do {                                                                                              \
        tt_error err = {0};                                                                           \
        armed = true;                                                                                 \
        tt_status status_ = (call);                                                                   \
        armed = false;                                                                                \
        if (refused) {                                                                                \
            const bool told_ = status_ == TT_E_MEMORY && err.code == status_ && *err.text;            \
            if (!told_) printf("  allocation %d: status %d '%s'\n", fail_at, (int)status_, err.text); \
            CHECK(told_);                                                                             \
            refused = false;                                                                          \
            outside_run(check_model);                                                                 \
            if (told_) status_ = (call);                                                              \
        }                                                                                             \
        if (status_ != TT_OK && status_ != TT_DONE) printf("  %s\n", err.text);                       \
        check_that(status_ == TT_OK || status_ == TT_DONE, __FILE__, __LINE__, #call);                \
    } while (0)

/* A checkpoint of small numbers, as any export begins with one: its header names every tensor of the encoder. */
static void make_weights(void) {
    static const char *const names[][2] = {{"embeddings.word_embeddings.weight", "16,16"},
                                           {"embeddings.position_embeddings.weight", "16,16"},
                                           {"embeddings.token_type_embeddings.weight", "2,16"},
                                           {"embeddings.LayerNorm.weight", "16"},
                                           {"embeddings.LayerNorm.bias", "16"}};
    static const char *const layer[][2] = {{"attention.self.query.weight", "16,16"},
                                           {"attention.self.query.bias", "16"},
                                           {"attention.self.key.weight", "16,16"},
                                           {"attention.self.key.bias", "16"},
                                           {"attention.self.value.weight", "16,16"},
                                           {"attention.self.value.bias", "16"},
                                           {"attention.output.dense.weight", "16,16"},
                                           {"attention.output.dense.bias", "16"},
                                           {"attention.output.LayerNorm.weight", "16"},
                                           {"attention.output.LayerNorm.bias", "16"},
                                           {"intermediate.dense.weight", "32,16"},
                                           {"intermediate.dense.bias", "32"},
                                           {"output.dense.weight", "16,32"},
                                           {"output.dense.bias", "16"},
                                           {"output.LayerNorm.weight", "16"},
                                           {"output.LayerNorm.bias", "16"}};
    enum { TOP = sizeof names / sizeof *names, LAYER = sizeof layer / sizeof *layer };
    char *header = weights + 8;
    size_t n = (size_t)snprintf(header, 2, "{"), at = 0;
    for (int i = 0; i < TOP + 2 * LAYER; i++) {
        const int l = (i - TOP) / LAYER;
        const char *const *row = i < TOP ? names[i] : layer[(i - TOP) % LAYER];
        int rows = 1, cols = 1;
        if (sscanf(row[1], "%d,%d", &rows, &cols) < 1) exit(2);
        char stem[24] = "";
        if (i >= TOP) snprintf(stem, sizeof stem, "encoder.layer.%d.", l);
        const size_t bytes = (size_t)(rows * cols) * 4;
        n += (size_t)snprintf(header + n, FILE_MOST - 8 - n,
                              "%s\"%s%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%zu,%zu]}", i ? "," : "",
                              stem, row[0], row[1], at, at + bytes);
        at += bytes;
    }
    n += (size_t)snprintf(header + n, FILE_MOST - 8 - n,
                          ",\"other\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[%zu,%zu]}}", at, at);
    const uint64_t size = n;
    memcpy(weights, &size, sizeof size);
    for (size_t k = 0; k < at / 4; k++) {
        const float x = (float)((int)(k * 7 % 23) - 11) / 40;
        memcpy(header + n + k * 4, &x, sizeof x);
    }
    weights_bytes = 8 + n + at;
}

static tt_status import(const char *spec, const char *bytes, size_t n, tt_error *err) {
    tt_stream *stream;
    tt_status status = tt_import_begin(&stream, model, spec, err);
    if (status != TT_OK) return status;
    for (size_t at = 0; at < n && status == TT_OK; at += 3000) {
        status = tt_stream_write(stream, bytes + at, n - at < 3000 ? n - at : 3000, err);
    }
    const tt_status end = tt_stream_end(stream, status == TT_OK ? err : NULL);
    return status == TT_OK ? end : status;
}

static tt_status drain(tt_stream *stream, size_t total, tt_error *err) {
    size_t n;
    tt_status status = total <= FILE_MOST ? TT_OK : TT_E_MEMORY;
    for (file_bytes = 0; status == TT_OK; file_bytes += n)
        status = tt_stream_read(&n, stream, file + file_bytes, 999, err);
    const tt_status end = tt_stream_end(stream, status == TT_DONE ? err : NULL);
    return status == TT_DONE ? end : status;
}

static tt_status export(const char *spec, tt_error *err) {
    tt_stream *stream;
    size_t total;
    tt_status status = tt_export_begin(&stream, &total, model, spec, err);
    return status == TT_OK ? drain(stream, total, err) : status;
}

static tt_status save(tt_run *run, tt_error *err) {
    tt_stream *stream;
    size_t total;
    tt_status status = tt_save_begin(&stream, &total, run, err);
    return status == TT_OK ? drain(stream, total, err) : status;
}

static tt_status restore(tt_run *run, tt_error *err) {
    tt_stream *stream;
    tt_status status = tt_restore_begin(&stream, run, err);
    if (status != TT_OK) return status;
    status = tt_stream_write(stream, file, file_bytes, err);
    const tt_status end = tt_stream_end(stream, status == TT_OK ? err : NULL);
    return status == TT_OK ? end : status;
}

static void train(const char *options, bool saved) {
    tt_run *run;
    const char *json;
    CALL(tt_run_plan(&json, model, data, data, options, &err));
    in_run = true;
    CALL(tt_run_new(&run, model, data, data, options, &err));
    in_run = idle = false;
    run_number++;
    if (saved) CALL(restore(run, &err));
    tt_status status = TT_OK;
    for (int i = 0; status == TT_OK; i++) {
        armed = true;
        status = tt_run_step(run, NULL);
        armed = false;
        refused = false; /* a row of the log may be lost, and tt_run_log returns so */
        tt_error err = {0};
        if (tt_run_log(&json, run, &err) == TT_E_MEMORY) CHECK(*err.text);
        if (i == 0 && !saved) CALL(save(run, &err));
    }
    CHECK(status == TT_DONE);
    tt_run_free(run);
    CHECK_OK(predict(known, &err));
    idle = true;
}

static void measure(void) {
    tt_eval *eval;
    tt_baseline *baseline;
    tt_meter *meter;
    const char *json;
    CALL(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CALL(tt_eval_progress(&json, eval, &err));
    CALL(tt_eval_metrics(&json, eval, "{\"thresholds\":[0.5,0.25],\"temperature\":2}", &err));
    CALL(tt_eval_calibrate(&json, eval, &err));
    tt_eval_free(eval);
    CALL(tt_baseline_new(&baseline, data, data, data, &err));
    while (tt_baseline_step(baseline, NULL) == TT_OK) continue;
    CALL(tt_baseline_result(&json, baseline, known, NULL, &err));
    tt_baseline_free(baseline);
    CALL(
        tt_data_compare(&json, data, known, "{\"thresholds\":[0.5,0.25]}", known, "{\"thresholds\":[0.25,0.5]}", &err));
    CALL(tt_meter_plan(&json, model, data, &err));
    CALL(tt_meter_new(&meter, model, data, &err));
    CALL(tt_meter_read(&json, meter, &err));
    tt_meter_free(meter);
}

static void explain(void) {
    tt_attribution *attribution;
    tt_data *placed;
    const char *json;
    CALL(tt_data_new(&placed, model, "{\"max_length\":8,\"offsets\":true}", texts, ends, NULL, NULL, NULL, ROWS, &err));
    CALL(tt_attribution_new(&attribution, model, placed, "{\"output\":1,\"points\":2}", &err));
    while (tt_attribution_step(attribution, NULL) == TT_OK) continue;
    CALL(tt_attribution_progress(&json, attribution, &err));
    CALL(tt_attribution_result(&json, attribution, &err));
    tt_attribution_free(attribution);
    tt_data_free(placed);
}

static void use_words(void) {
    tt_data *words, *gaps;
    const char *json;
    CALL(
        tt_data_new(&words, model, "{\"max_length\":6,\"stride\":2}", texts, ends, word_ends, spans, NULL, ROWS, &err));
    CALL(tt_data_new(&gaps, model, "{\"max_length\":8,\"mlm\":true}", texts, ends, NULL, NULL, NULL, ROWS, &err));
    CALL(tt_data_info(&json, gaps, &err));
    CALL(tt_tokenize(&json, model, texts, 5, texts, 3, 12, &err));
    CALL(tt_model_info(&json, model, &err));
    tt_data_free(words);
    tt_data_free(gaps);
}

/* What is predicted at the end. */
static void journey(double end[ROWS * 2]) {
    static const char head[] =
        "{\"task\":\"single_label_classification\",\"outputs\":2,\"names\":[\"a b cd\",\"h\"],\"seed\":3}";
    tt_engine *engine;
    allocations = run_number = 0;
    idle = refused = false;
    CALL(tt_engine_new(&engine, 2, &err));
    CALL(tt_model_new(&model, engine, config, vocab, sizeof vocab - 1, tokenizer, &err));
    CALL(import("{\"what\":\"model\"}", weights, weights_bytes, &err));
    CALL(tt_model_head(model, head, &err));
    CALL(tt_data_new(&data, model, "{\"max_length\":8}", texts, ends, NULL, NULL, labels, ROWS, &err));
    CHECK_OK(predict(known, &err));
    idle = true;
    use_words();
    explain();
    train("{\"method\":\"lora\",\"lora_targets\":\"linear\",\"epochs\":2,\"batch_size\":2}", false);
    measure();
    CALL(export("{\"what\":\"adapter\",\"metadata\":{\"a\":\"b\"}}", &err));
    idle = false;
    CALL(import("{\"what\":\"model\"}", weights, weights_bytes, &err));
    CALL(tt_model_head(model, head, &err));
    CHECK_OK(predict(known, &err));
    idle = true;
    train("{\"epochs\":2,\"batch_size\":2,\"patience\":1}", false);
    idle = false;
    CALL(import("{\"what\":\"model\"}", weights, weights_bytes, &err));
    CALL(tt_model_head(model, head, &err));
    CHECK_OK(predict(known, &err));
    idle = true;
    train("{\"epochs\":2,\"batch_size\":2,\"patience\":1}", true);
    CALL(export("{\"what\":\"head\"}", &err));
    idle = false;
    CALL(import("{\"what\":\"head\"}", file, file_bytes, &err));
    CHECK_OK(predict(end, &err));
    tt_data_free(data);
    tt_model_free(model);
    tt_engine_free(engine);
}

static void fail_each(int all, const double want[ROWS * 2]) {
    double got[ROWS * 2];
    for (fail_at = 1; fail_at <= all && check_failed < 20; fail_at++) {
        journey(got);
        CHECK(memcmp(got, want, sizeof got) == 0);
    }
    fail_at = 0;
    printf("%d allocations\n", all);
}

int main(void) {
    double want[ROWS * 2], got[ROWS * 2];
    make_weights();
    journey(want);
    CHECK(allocations > 100);
    fail_each(allocations, want);
    in_pieces = true;
    journey(got);
    CHECK(refusals == RUNS && memcmp(got, want, sizeof got) == 0);
    fail_each(allocations, want);
    return check_end("check_memory_failure");
}
