/* SPDX-License-Identifier: Apache-2.0
 * What a plan tells is what is taken, to the byte: over every family, task, method and the options that change memory,
 * in such combinations that every two values of two of them meet. Nothing but log rows is allocated between the first
 * step and the last, and all that a run took is given back. The linker puts the functions here in the place of the
 * allocator's (--wrap). */
#include "small.h"

void *__real_aligned_alloc(size_t alignment, size_t n);
void __real_free(void *bytes);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t n);
void *__wrap_aligned_alloc(size_t alignment, size_t n);
void __wrap_free(void *bytes);

enum { FRONT = 64 }; /* bytes before each block: its size, and the alignment of aligned_alloc */

static size_t live, highest, aligned; /* bytes; `aligned` of them were asked for by aligned_alloc */
static int calls;                     /* but those of realloc, which texts grow by */

static void *take(size_t n, bool is_aligned) {
    char *block = __real_aligned_alloc(FRONT, (n + 2 * FRONT - 1) / FRONT * FRONT);
    if (!block) return NULL;
    const size_t facts[] = {n, is_aligned};
    memcpy(block, facts, sizeof facts);
    live += n;
    if (live > highest) highest = live;
    if (is_aligned) aligned += n;
    return block + FRONT;
}

static size_t size_of(const void *bytes) {
    size_t n;
    memcpy(&n, (const char *)bytes - FRONT, sizeof n);
    return n;
}

void *__wrap_malloc(size_t n) {
    calls++;
    return take(n, false);
}

void *__wrap_aligned_alloc(size_t alignment, size_t n) {
    calls++;
    return alignment <= FRONT ? take(n, true) : NULL;
}

void *__wrap_calloc(size_t count, size_t size) {
    calls++;
    void *bytes = take(count * size, false);
    return bytes ? memset(bytes, 0, count * size) : NULL;
}

void __wrap_free(void *bytes) {
    size_t facts[2];
    if (!bytes) return;
    memcpy(facts, (char *)bytes - FRONT, sizeof facts);
    live -= facts[0];
    if (facts[1]) aligned -= facts[0];
    __real_free((char *)bytes - FRONT);
}

void *__wrap_realloc(void *old, size_t n) {
    void *bytes = take(n, false);
    if (!bytes || !old) return bytes;
    memcpy(bytes, old, size_of(old) < n ? size_of(old) : n);
    __wrap_free(old);
    return bytes;
}

/* What is varied. The first value of an option is the one that every task takes. */
enum {
    FAMILY,
    TASK,
    METHOD,
    POOLING,
    NAMES,
    VALIDATION,
    RECOMPUTE,
    KEEP,
    START,
    SHARE,
    CACHE,
    REINIT,
    WEIGHTS,
    SMOOTHING,
    BATCH,
    EPOCHS,
    AXES
};
enum { VALUES = 8, SHAPES = 7, TASKS = sizeof tasks / sizeof tasks[0], EACH = 6 };
enum { DISTILBERT = 2, MPNET = 5, MODERNBERT };
enum { PAIRS = 2, FLAGS, NUMBERS, WORDS_IOB2, WORDS_WINDOWS, GAPS };

static const char roberta[] =
    "{\"model_type\":\"roberta\",\"hidden_size\":%d,\"num_attention_heads\":2,\"num_hidden_layers\":2,"
    "\"intermediate_size\":%d,\"vocab_size\":1500,\"max_position_embeddings\":128,\"pad_token_id\":1}";

static const struct {
    const char *format;
    int a, b, threads;
} shapes[SHAPES] = {{bert, 16, 32, 1},    {bert, 128, 24, 2}, {distilbert, 16, 32, 2}, {electra, 16, 24, 1},
                    {roberta, 16, 32, 3}, {mpnet, 16, 24, 2}, {modernbert, 16, 24, 2}};

static const char *const axes[AXES][VALUES] = {
    [FAMILY] = {"bert", "wide bert", "distilbert", "electra", "roberta", "mpnet", "modernbert"},
    [TASK] = {"label", "windows", "pairs", "flags", "numbers", "tags", "words in windows", "gaps"},
    [METHOD] = {"\"method\":\"full\"", "\"method\":\"layers\",\"last_layers\":1", "\"method\":\"bias\"",
                "\"method\":\"lora\",\"lora_rank\":3",
                "\"method\":\"lora\",\"lora_targets\":\"linear\",\"lora_rank\":8", "\"method\":\"head\""},
    [POOLING] = {"cls", "mean", "mean_normalized", "compared"},
    [NAMES] = {"no names", "names"},
    [VALIDATION] = {"none", "some"},
    [RECOMPUTE] = {"\"recompute\":\"off\"", "\"recompute\":\"on\""},
    [KEEP] = {"\"keep\":\"last\"", "\"patience\":1"},
    [START] = {"\"head_start\":\"random\"", "\"head_start\":\"fitted\""},
    [SHARE] = {"\"start_share\":0", "\"start_share\":0.5"},
    [CACHE] = {"\"cache_mebibytes\":256", "\"cache_mebibytes\":0"},
    [REINIT] = {"\"reinit_layers\":0", "\"reinit_layers\":1"},
    [WEIGHTS] = {"\"class_weights\":\"none\"", "\"class_weights\":\"balanced\""},
    [SMOOTHING] = {"\"label_smoothing\":0", "\"label_smoothing\":0.1"},
    [BATCH] = {"\"batch_size\":1,\"tokens_in_flight\":16", "\"batch_size\":4,\"tokens_in_flight\":30",
               "\"batch_size\":6"},
    [EPOCHS] = {"\"epochs\":1", "\"epochs\":3"},
};

/* Values that no run has together; the engine refuses them with a sentence. */
static bool apart(const int *v) {
    const bool texts_read = v[TASK] < WORDS_IOB2;
    return (v[TASK] == GAPS && v[METHOD] > 0) || (!texts_read && v[POOLING] > 0) ||
           (v[VALIDATION] == 0 && v[KEEP] > 0) ||
           (v[TASK] == PAIRS && (v[FAMILY] == DISTILBERT || v[FAMILY] >= MPNET)) ||
           (v[POOLING] >= 2 && v[FAMILY] == MODERNBERT) || (v[POOLING] == 3 && v[TASK] != PAIRS) ||
           (v[REINIT] > 0 && v[METHOD] > 1) || (v[WEIGHTS] > 0 && (v[TASK] == NUMBERS || v[TASK] == GAPS)) ||
           (v[SMOOTHING] > 0 && (v[TASK] == FLAGS || v[TASK] == NUMBERS));
}

static bool met[AXES][VALUES][AXES][VALUES];

static int values_of(int axis) {
    int n = 0;
    while (n < VALUES && axes[axis][n]) n++;
    return n;
}

/* What is drawn and may not be together takes the first value, the later option first. */
static void choose(int *v, int family, int task_, int method, uint32_t number) {
    const tt_rng key = tt_rng_key(19, (uint64_t)number, (uint64_t)(family * TASKS + task_));
    for (int axis = 0; axis < AXES; axis++) v[axis] = (int)(tt_rng_uniform(key, (uint32_t)axis) * values_of(axis));
    v[FAMILY] = family, v[TASK] = task_, v[METHOD] = method;
    for (int axis = AXES; axis-- > POOLING && apart(v);) {
        const int drawn = v[axis];
        v[axis] = 0;
        if (apart(v)) v[axis] = drawn;
    }
    for (int axis = AXES; axis-- > POOLING && apart(v);) v[axis] = 0;
    for (int a = 0; a < AXES; a++) {
        for (int b = 0; b < AXES; b++) met[a][v[a]][b][v[b]] = true;
    }
}

static void check_met(void) {
    int missing = 0;
    for (int a = 0; a < AXES; a++) {
        for (int b = 0; b < a; b++) {
            for (int i = 0; i < values_of(a); i++) {
                for (int k = 0; k < values_of(b); k++) {
                    int v[AXES] = {[VALIDATION] = a == VALIDATION || b == VALIDATION ? 0 : 1};
                    v[a] = i, v[b] = k;
                    if (apart(v) || met[a][i][b][k]) continue;
                    printf("  no run with %s and %s\n", axes[a][i], axes[b][k]);
                    missing++;
                }
            }
        }
    }
    CHECK(missing == 0);
}

static size_t number_of(const char *json, const char *key) {
    const char *at = strstr(json, key);
    return at ? (size_t)strtod(at + strlen(key), NULL) : 0;
}

#define LABELLED(name) "{\"label\":\"" name "\",\"bytes\":"

/* The weights of the encoder and its head; their blocks end at multiples of 64 bytes. */
static size_t weights_of(const tt_model *model) {
    const tt_params *params = &model->params;
    size_t bytes = 0;
    for (int i = 0; i < tt_top_row(params, TT_TOP_ROWS) && i < params->count; i++) {
        bytes += tt_param_size(&params->items[i]) * sizeof(real);
    }
    return bytes;
}

/* Steps to the end: only the buffers of the log grow. */
static void step_to_end(tt_run *run, const char *what) {
    const size_t before = live;
    const int made = calls;
    const char *json;
    tt_status status;
    while ((status = tt_run_step(run, NULL)) == TT_OK) CHECK_OK(tt_run_log(&json, run, &err));
    CHECK(status == TT_DONE);
    CHECK(calls == made);
    const size_t log = run->state.log.cap + run->text.cap;
    if (live - before != log || log > 4096) printf("  %s: %zu bytes more, log %zu\n", what, live - before, log);
    CHECK(live - before == log && log <= 4096);
}

static void check_run(tt_model *model, tt_data *train, tt_data *validation, const char *options, const char *what) {
    const char *json;
    tt_run *run;
    CHECK_OK(tt_run_plan(&json, model, train, validation, options, &err));
    const size_t peak = number_of(json, "\"peak_bytes\":"), data = number_of(json, LABELLED("data"));
    const size_t weights = number_of(json, LABELLED("weights")), own = weights_of(model);
    const size_t before = live, adapters = (weights - own + 63) / 64 * 64;
    highest = live;
    CHECK_OK(tt_run_new(&run, model, train, validation, options, &err));
    const size_t planned = peak - weights - data + adapters + sizeof *run, taken = live - before;
    if (taken != planned) printf("  %s: planned %zu, taken %zu\n", what, planned, taken);
    CHECK(taken == planned);
    step_to_end(run, what);
    if (highest - before > planned + 4096) printf("  %s: planned %zu, at most %zu\n", what, planned, highest - before);
    CHECK(highest - before <= planned + 4096);
    tt_run_free(run);
    if (live - before != adapters) printf("  %s: %zu bytes are left\n", what, live - before);
    CHECK(live - before == adapters);
}

/* With names, of which some are longer than the rows' texts, where the head has any. */
static void new_head(tt_model *model, const char *head, const char *pooling, bool named) {
    char json[8000];
    int outputs = 0;
    const char *at = strstr(head, "\"outputs\":");
    size_t n = (size_t)snprintf(json, sizeof json, "%.*s%s", (int)strlen(head) - 1, head, pooling);
    if (named && at && sscanf(at, "\"outputs\":%d", &outputs) == 1) {
        for (int c = 0; c < outputs; c++) {
            n += (size_t)snprintf(json + n, sizeof json - n, "%s\"", c ? "," : ",\"names\":[");
            for (int k = 0; k < c * 7 % 30; k++) n += (size_t)snprintf(json + n, sizeof json - n, "film ");
            n += (size_t)snprintf(json + n, sizeof json - n, "book\"");
        }
        n += (size_t)snprintf(json + n, sizeof json - n, "]");
    }
    snprintf(json + n, sizeof json - n, "}");
    CHECK_OK(tt_model_head(model, json, &err));
}

/* The rows take what a plan says of them, but for the handle. */
static tt_data *check_data(tt_model *model, const task *t) {
    const size_t before = live;
    tt_data *data = new_data(model, t);
    const size_t taken = live - before, told = tt_data_bytes(data) + sizeof *data;
    if (taken != told) printf("  rows of %s: told %zu, taken %zu\n", t->head, told, taken);
    CHECK(taken == told);
    return data;
}

static void check_task(tt_engine *engine, int family, int t) {
    static const char *const poolings[] = {"", ",\"pooling\":\"mean\"", ",\"pooling\":\"mean_normalized\"",
                                           ",\"pooling\":\"compared\""};
    char config[320], options[700], what[800];
    int first[AXES] = {[FAMILY] = family, [TASK] = t};
    if (apart(first)) return;
    snprintf(config, sizeof config, shapes[family].format, shapes[family].a, shapes[family].b);
    const size_t standing = aligned;
    tt_model *model = random_encoder(engine, config, true);
    tt_data *train = check_data(model, &tasks[t]), *validation = check_data(model, &tasks[t]);
    for (int run = 0; run < EACH * values_of(METHOD); run++) {
        int v[AXES];
        if (t == GAPS && run % values_of(METHOD) > 0) continue;
        choose(v, family, t, run % values_of(METHOD), (uint32_t)run);
        new_head(model, tasks[t].head, poolings[v[POOLING]], v[NAMES]);
        const size_t blocks = aligned - standing, weights = weights_of(model);
        CHECK(blocks >= weights && blocks - weights < 3 * 64);
        size_t n = (size_t)snprintf(options, sizeof options, "{\"learning_rate\":1e-4,%s", axes[METHOD][v[METHOD]]);
        for (int axis = RECOMPUTE; axis < AXES; axis++) {
            n += (size_t)snprintf(options + n, sizeof options - n, ",%s", axes[axis][v[axis]]);
        }
        snprintf(options + n, sizeof options - n, "}");
        snprintf(what, sizeof what, "%s, %s, %s, %s, validation: %s, %s", axes[FAMILY][family], axes[TASK][t],
                 axes[POOLING][v[POOLING]], axes[NAMES][v[NAMES]], axes[VALIDATION][v[VALIDATION]], options);
        check_run(model, train, v[VALIDATION] ? validation : NULL, options, what);
    }
    tt_data_free(train);
    tt_data_free(validation);
    tt_model_free(model);
}

/* Runs after one another on one model, of each method in turn. None leaves more than the one of its kind before it, and
 * none takes more than its plan, where the adapters of the run before are counted as well. Beside it a run takes its
 * handle and, for a moment, a copy of those adapters' rows in the table. */
static void check_hundred(tt_engine *engine) {
    enum { RUNS = 100 };
    size_t after[VALUES] = {0}, bare = 0;
    const int methods = values_of(METHOD);
    char config[320], options[160];
    snprintf(config, sizeof config, shapes[0].format, shapes[0].a, shapes[0].b);
    tt_model *model = random_encoder(engine, config, true);
    CHECK_OK(tt_model_head(model, tasks[0].head, &err));
    tt_data *train = new_data(model, &tasks[0]), *validation = new_data(model, &tasks[0]);
    for (int i = 0; i < RUNS; i++) {
        const char *json;
        tt_run *run;
        snprintf(options, sizeof options, "{\"epochs\":2,\"patience\":1,\"head_start\":\"random\",%s}",
                 axes[METHOD][i % methods]);
        CHECK_OK(tt_run_plan(&json, model, train, validation, options, &err));
        if (i == 0) bare = live - model->text.cap;
        const size_t standing = bare - weights_of(model) + model->text.cap;
        const size_t planned = number_of(json, "\"peak_bytes\":") - number_of(json, LABELLED("data"));
        const int rows = model->params.count - tt_top_row(&model->params, TT_TOP_ROWS);
        const size_t beside = sizeof *run + (size_t)(rows + 1) * sizeof *model->params.items + 64;
        highest = live;
        CHECK_OK(tt_run_new(&run, model, train, validation, options, &err));
        const size_t most = highest - standing;
        if (most > planned + beside) printf("  %s: planned %zu, taken %zu\n", options, planned, most - beside);
        CHECK(most <= planned + beside);
        while (tt_run_step(run, NULL) == TT_OK) {
        }
        tt_run_free(run);
        if (i >= 2 * methods) CHECK(live == after[i % methods]);
        after[i % methods] = live;
    }
    tt_data_free(train);
    tt_data_free(validation);
    tt_model_free(model);
}

int main(void) {
    const size_t before = live;
    make_rows();
    for (int family = 0; family < SHAPES; family++) {
        tt_engine *engine;
        CHECK_OK(tt_engine_new(&engine, shapes[family].threads, &err));
        for (int t = 0; t < TASKS; t++) check_task(engine, family, t);
        if (family == 0) check_hundred(engine);
        tt_engine_free(engine);
    }
    check_met();
    CHECK(live == before);
    return check_end("check_memory");
}
