/* SPDX-License-Identifier: Apache-2.0
 * The fit of an output layer on frozen features: strength, loss held out and layer against SciPy in float64. */
#include "base/rng.h"
#include "json_numbers.h"
#include "kernels/kernels.h"
#include "linear/probe.h"

enum { MOST = 4096 };

/* A sequence and a read a row. */
typedef struct {
    int32_t places[MOST + 1], read_places[MOST + 1], ones[MOST];
    tt_read reads[MOST];
    double labels[MOST];
    tt_rows rows;
} made;

/* `times` > 1: each row is one item that is read so often in a row. */
static void make_rows(made *m, int32_t n, int32_t width, int32_t times) {
    for (int32_t i = 0; i <= n; i++) m->places[i] = i;
    for (int32_t i = 0; i <= n; i++) m->read_places[i] = times * i;
    for (int32_t i = 0; i < n; i++) m->ones[i] = times;
    for (int32_t i = 0; i < times * n; i++) m->reads[i] = (tt_read){.item = i / times};
    m->rows = (tt_rows){.rows = n, .sequences = n, .items = n, .read_count = times * n, .width = width};
    m->rows.row_starts = m->rows.item_starts = m->places;
    m->rows.read_starts = m->read_places;
    m->rows.item_reads = m->ones;
    m->rows.reads = m->reads;
    m->rows.labels = m->labels;
}

static void run(tt_probe *probe, tt_arena *arena) {
    int32_t steps = 0;
    tt_probe_layout(probe, arena);
    CHECK_OK(tt_arena_back(arena, NULL));
    tt_probe_layout(probe, arena);
    tt_probe_begin(probe);
    while (!tt_probe_step(probe) && steps < 100000) steps++;
    CHECK(steps < 100000 && tt_probe_step(probe));
}

/* The layer's logits of the features as they are in the file, beside those of the layer there. */
static void check_logits(const tt_json *json, int32_t at, const real *w, const real *b, const double *want_w) {
    static double x[MOST], want_b[8];
    const int32_t n = (int32_t)number_of(json, at, "rows"), E = (int32_t)number_of(json, at, "E");
    const int32_t C = numbers_of(want_b, 8, json, at, "b");
    double size = 0, off = 0;
    numbers_of(x, MOST, json, at, "features");
    for (int32_t i = 0; i < n * C; i++) {
        double got = (double)b[i % C], want = want_b[i % C];
        for (int32_t e = 0; e < E; e++) {
            got += (double)w[i % C * E + e] * x[i / C * E + e];
            want += want_w[i % C * E + e] * x[i / C * E + e];
        }
        size += want * want, off += (got - want) * (got - want);
    }
    CHECK_NEAR(sqrt(off / size), 0, 2e-2, "the loss is within 1e-5 of its minimum");
}

static void check_case(const tt_json *json, int32_t at, int threads, int32_t times) {
    static made m;
    static double numbers[MOST], mean[8], deviation[8], want[MOST];
    static real features[MOST], names[64], scratch[1 << 16], w[MOST], b[8];
    float weights[8];
    const int32_t n = (int32_t)number_of(json, at, "rows"), E = (int32_t)number_of(json, at, "E");
    const int32_t C = (int32_t)number_of(json, at, "outputs");
    const bool classes = tt_json_equals(json, tt_json_get(json, at, "kind"), "classes");
    const bool scaled = tt_json_equals(json, tt_json_get(json, at, "kind"), "numbers");
    tt_threads *pool;
    CHECK_OK(tt_threads_new(&pool, threads, NULL));
    make_rows(&m, n, classes ? 1 : C, times);
    numbers_of(m.labels, MOST, json, at, "labels");
    CHECK(numbers_of(numbers, MOST, json, at, "features") == n * E);
    for (int32_t i = 0; i < times * n * E; i++) features[i] = (real)numbers[i / (times * E) * E + i % E];
    const int32_t named = numbers_of(numbers, 64, json, at, "names");
    for (int32_t i = 0; i < named; i++) names[i] = (real)numbers[i];
    numbers_of(numbers, MOST, json, at, "weights");
    for (int32_t c = 0; c < C; c++) weights[c] = (float)numbers[c];
    numbers_of(mean, 8, json, at, "mean");
    numbers_of(deviation, 8, json, at, "deviation");
    const tt_compute compute = {
        .threads = pool, .kernels = &tt_kernels_simd, .scratch = scratch, .scratch_size = 1 << 16};
    tt_arena arena = {0};
    tt_probe probe = {.compute = &compute, .task = tt_task_at(classes ? 0 : scaled ? 2 : 1), .rows = &m.rows};
    probe.E = E, probe.C = C, probe.features = features, probe.names = named > 0 ? names : NULL;
    tt_json_bool(json, tt_json_get(json, at, "directions"), &probe.directions);
    probe.rule = (tt_loss_rule){.kernels = compute.kernels, .outputs = C, .class_weights = weights};
    probe.rule.label_smoothing = number_of(json, at, "smoothing");
    if (scaled) probe.rule.target_scaling = (tt_target_scaling){mean, deviation};
    run(&probe, &arena);
    const double strength = number_of(json, at, "strength");
    CHECK_NEAR(tt_probe_strength(&probe), strength, 0.05 * strength,
               "the least of a parabola through losses within 1e-4 of theirs");
    CHECK_NEAR(tt_probe_pull(&probe), number_of(json, at, "pull"), 1e-3, "the names alone");
    const double held_out = number_of(json, at, "held_out") / (classes ? 1 : C);
    CHECK_NEAR(tt_probe_held_out(&probe), held_out, 2e-3 * held_out,
               "fits that are compared stop within 1e-4 of the minimum");
    const double accuracy = number_of(json, at, "accuracy");
    const double edge = number_of(json, at, "edge");
    if (classes)
        CHECK_NEAR(tt_probe_held_out_accuracy(&probe), accuracy, edge + 1e-7, "rows whose two best logits are equal");
    if (!classes) CHECK(isnan(tt_probe_held_out_accuracy(&probe)));
    tt_probe_layer(w, b, &probe);
    CHECK(numbers_of(want, MOST, json, at, "w") == C * E);
    double size = 0, off = 0;
    for (int32_t i = 0; i < C * E; i++)
        size += want[i] * want[i], off += ((double)w[i] - want[i]) * ((double)w[i] - want[i]);
    CHECK_NEAR(sqrt(off / size), 0, 2e-2, "the loss is within 1e-5 of its minimum");
    check_logits(json, at, w, b, want);
    tt_arena_free(&arena);
    tt_threads_free(pool);
}

/* Two classes that a plane tells apart: the weak penalties, which are far better than the strong ones, are reached in
 * every fold. */
static void check_far_apart(void) {
    enum { ROWS = 600, E = 4 };
    static made m;
    static real features[ROWS * E], scratch[1 << 16];
    const tt_rng key = tt_rng_key(1, 0, 0);
    tt_threads *pool;
    CHECK_OK(tt_threads_new(&pool, 1, NULL));
    make_rows(&m, ROWS, 1, 1);
    for (uint32_t i = 0; i < ROWS; i++) {
        m.labels[i] = i % 2;
        for (uint32_t e = 0; e < E; e++) features[i * E + e] = (real)tt_rng_uniform(key, i * E + e);
        features[i * E] += (real)(i % 2 ? 1.25 : 0);
    }
    const tt_compute compute = {
        .threads = pool, .kernels = &tt_kernels_simd, .scratch = scratch, .scratch_size = 1 << 16};
    tt_arena arena = {0};
    tt_probe probe = {
        .compute = &compute, .task = tt_task_at(0), .rows = &m.rows, .E = E, .C = 2, .features = features};
    probe.rule = (tt_loss_rule){.kernels = compute.kernels, .outputs = 2};
    run(&probe, &arena);
    CHECK(tt_probe_strength(&probe) < 0.01);
    CHECK(tt_probe_held_out(&probe) < 0.01 && tt_probe_held_out_accuracy(&probe) == 1);
    tt_arena_free(&arena);
    tt_threads_free(pool);
}

/* One row of each class: no fold tells anything, and the usual strength is taken. */
static void check_one_each(void) {
    static made m;
    static real features[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, w[9], b[3], scratch[1 << 16];
    tt_threads *pool;
    CHECK_OK(tt_threads_new(&pool, 1, NULL));
    make_rows(&m, 3, 1, 1);
    for (int i = 0; i < 3; i++) m.labels[i] = i;
    const tt_compute compute = {
        .threads = pool, .kernels = &tt_kernels_simd, .scratch = scratch, .scratch_size = 1 << 16};
    tt_arena arena = {0};
    tt_probe probe = {
        .compute = &compute, .task = tt_task_at(0), .rows = &m.rows, .E = 3, .C = 3, .features = features};
    probe.rule = (tt_loss_rule){.kernels = compute.kernels, .outputs = 3};
    run(&probe, &arena);
    CHECK(tt_probe_strength(&probe) == 0.25);
    CHECK(isnan(tt_probe_held_out(&probe)) && isnan(tt_probe_held_out_accuracy(&probe)));
    tt_probe_layer(w, b, &probe);
    for (int i = 0; i < 3; i++) CHECK(w[4 * i] > 0);
    tt_arena_free(&arena);
    tt_threads_free(pool);
}

int main(void) {
    size_t n;
    tt_json json;
    char *golden = read_file("tests/golden", "probe.json", &n);
    CHECK_OK(tt_json_parse(&json, golden, n, NULL));
    const int32_t cases = tt_json_get(&json, 0, "cases");
    CHECK(json.nodes[cases].size == 15);
    for (int32_t i = tt_json_first(&json, cases); i >= 0; i = json.nodes[i].next) {
        for (int threads = 1; threads <= 3; threads++) check_case(&json, i, threads, 1);
        check_case(&json, i, 1, 2);
    }
    check_far_apart();
    check_one_each();
    tt_json_free(&json);
    free(golden);
    return check_end("check_probe");
}
