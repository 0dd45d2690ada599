/* SPDX-License-Identifier: Apache-2.0
 * How unlike the training rows others are: scores, reference and shares against NumPy and scikit-learn in float64, for
 * each task, with a read a row and with two, and the same bits for any number of threads. */
#include "json_numbers.h"
#include "kernels/kernels.h"
#include "measure/novelty.h"
#include "model/params.h"

enum { MOST = 4096 };

typedef struct {
    int32_t item_reads[MOST];
    tt_read reads[MOST];
    double labels[MOST];
    tt_rows rows;
} made;

/* Each row is read `times`. */
static void make_rows(made *m, int32_t n, int32_t width, int32_t times) {
    for (int32_t i = 0; i < n; i++) m->item_reads[i] = times;
    for (int32_t i = 0; i < times * n; i++) m->reads[i] = (tt_read){.item = i / times};
    m->rows = (tt_rows){.rows = n, .items = n, .read_count = times * n, .width = width, .labels = m->labels};
    m->rows.item_reads = m->item_reads;
    m->rows.reads = m->reads;
}

typedef struct {
    double scores[MOST], reference[MOST];
    int32_t count;
} found;

static const tt_task *task_of(const tt_json *json, int32_t at) {
    const int32_t kind = tt_json_get(json, at, "kind");
    return tt_task_at(tt_json_equals(json, kind, "classes") ? 0 : tt_json_equals(json, kind, "labels") ? 1 : 2);
}

/* The fit of a case whose rows are read `times` each, and the scores of its last rows. */
static void run(found *out, const tt_json *json, int32_t at, int threads, int32_t times) {
    static made train, validation;
    static double numbers[MOST];
    static real features[2 * MOST];
    static const real *places[3];
    const int32_t n = (int32_t)number_of(json, at, "train"), m = (int32_t)number_of(json, at, "validation");
    const int32_t E = (int32_t)number_of(json, at, "E"), rows = (int32_t)number_of(json, at, "rows");
    const tt_task *task = task_of(json, at);
    tt_threads *pool;
    tt_arena arena = {0};
    memset(out, 0, sizeof *out);
    CHECK_OK(tt_threads_new(&pool, threads, NULL));
    tt_novelty_fit fit = {.task = task, .train = &train.rows, .map = {.E = E}};
    fit.outputs = (int32_t)number_of(json, at, "outputs");
    fit.validation = m > 0 ? &validation.rows : NULL;
    make_rows(&train, n, tt_task_width(task, fit.outputs), times);
    make_rows(&validation, m, 1, times);
    numbers_of(train.labels, MOST, json, at, "labels");
    CHECK(numbers_of(numbers, MOST, json, at, "features") == (n + m + rows) * E);
    for (int32_t i = 0; i < times * (n + m + rows) * E; i++) {
        features[i] = (real)numbers[i / (times * E) * E + i % E];
    }
    places[0] = features, places[1] = features + times * n * E, places[2] = features + times * (n + m) * E;
    tt_compute compute = {.threads = pool, .kernels = &tt_kernels_simd};
    compute.scratch_size = tt_novelty_scratch(E, tt_novelty_groups(task, fit.outputs));
    compute.scratch = tt_reals_new(compute.scratch_size);
    fit.compute = &compute, fit.features = places[0], fit.validation_features = places[1];
    tt_novelty_fit_layout(&fit, &arena);
    tt_novelty_map_layout(&fit.map, &arena);
    CHECK_OK(tt_arena_back(&arena, NULL));
    tt_novelty_fit_layout(&fit, &arena);
    tt_novelty_map_layout(&fit.map, &arena);
    tt_novelty_fit_begin(&fit);
    tt_status status = TT_OK;
    for (int i = 0; status == TT_OK && i < 2 * TT_NOVELTY_PARTS; i++) status = tt_novelty_fit_step(&fit, NULL);
    CHECK(status == TT_DONE && tt_novelty_fit_step(&fit, NULL) == TT_DONE);
    CHECK(fit.map.validated == (m >= TT_NOVELTY_VALIDATION));
    tt_novelty_scores(out->scores, &fit.map, &compute, &fit.room, places[2], times * rows);
    out->count = fit.map.count;
    for (int32_t i = 0; i < fit.map.count; i++) out->reference[i] = fit.map.reference[i];
    numbers_of(numbers, MOST, json, at, "shares");
    for (int32_t i = 0; i < rows; i++) {
        CHECK_NEAR(tt_novelty_share(&fit.map, out->scores[i * times]), numbers[i], 1e-12, "a share of rows");
    }
    free(compute.scratch);
    tt_arena_free(&arena);
    tt_threads_free(pool);
}

/* Features are float32 and so is the map: a cosine is right to about sqrt(E) roundings of numbers of a few units. */
static void check_numbers(const tt_json *json, int32_t at, const char *key, const double *have, int32_t step) {
    static double want[MOST];
    const int32_t n = numbers_of(want, MOST, json, at, key);
    for (int32_t i = 0; i < n; i++) CHECK_NEAR(have[i * step], want[i], 2e-4, key);
}

static void check_case(const tt_json *json, int32_t at) {
    static found one, other;
    run(&one, json, at, 1, 1);
    check_numbers(json, at, "scores", one.scores, 1);
    check_numbers(json, at, "reference", one.reference, 1);
    run(&other, json, at, 3, 1);
    CHECK(memcmp(&one, &other, sizeof one) == 0);
    run(&other, json, at, 2, 2);
    check_numbers(json, at, "scores", other.scores, 2);
}

/* A fit of rows whose features are of that size ends with this. */
static void check_refused(int32_t rows, real size, tt_status status, const char *why) {
    static made train;
    real features[2 * 8];
    for (int i = 0; i < 2 * 8; i++) features[i] = size * (real)(1 + i * i % 7);
    for (int i = 0; i < 8; i++) train.labels[i] = i % 2;
    tt_threads *pool;
    tt_arena arena = {0};
    CHECK_OK(tt_threads_new(&pool, 1, NULL));
    make_rows(&train, rows, 1, 1);
    tt_compute compute = {.threads = pool, .kernels = &tt_kernels_simd};
    compute.scratch_size = tt_novelty_scratch(2, 2);
    compute.scratch = tt_reals_new(compute.scratch_size);
    tt_novelty_fit fit = {.compute = &compute, .task = tt_task_at(0), .train = &train.rows, .outputs = 2};
    fit.map.E = 2, fit.features = features;
    tt_novelty_fit_layout(&fit, &arena);
    tt_novelty_map_layout(&fit.map, &arena);
    CHECK_OK(tt_arena_back(&arena, NULL));
    tt_novelty_fit_layout(&fit, &arena);
    tt_novelty_map_layout(&fit.map, &arena);
    tt_novelty_fit_begin(&fit);
    for (int i = 0; i < TT_NOVELTY_PARTS; i++) CHECK_OK(tt_novelty_fit_step(&fit, NULL));
    CHECK_FAILS(tt_novelty_fit_step(&fit, &err), status, why);
    free(compute.scratch);
    tt_arena_free(&arena);
    tt_threads_free(pool);
}

int main(void) {
    size_t n;
    tt_json json;
    char *golden = read_file("tests/golden", "novelty.json", &n);
    CHECK_OK(tt_json_parse(&json, golden, n, NULL));
    const int32_t cases = tt_json_get(&json, 0, "cases");
    CHECK(json.nodes[cases].size == 8);
    for (int32_t i = tt_json_first(&json, cases); i >= 0; i = json.nodes[i].next) check_case(&json, i);
    check_refused(1, 1, TT_E_DATA, "too few");
    check_refused(8, sizeof(real) == 4 ? (real)1e30 : (real)1e200, TT_E_NUMERIC, "too large");
    tt_json_free(&json);
    free(golden);
    return check_end("check_novelty");
}
