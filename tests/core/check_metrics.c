/* SPDX-License-Identifier: Apache-2.0
 * Metrics, intervals, thresholds, calibration and paired tests against scikit-learn, SciPy and seqeval. */
#include "json_numbers.h"
#include "measure/calibration.h"
#include "measure/metrics.h"

enum { ROWS = 600, VALUES = 4096 };
static const char *const reason = "rounding of sums of at most 600 terms, and of 1,000 resamples' quantiles";

/* Numbers, arrays and objects of `want` are in `got` within `tolerance`. */
static void compare(const tt_json *got, int32_t g, const tt_json *want, int32_t w, double tolerance, const char *name) {
    double a = NAN, b = NAN;
    if (want->nodes[w].type == TT_JSON_NUMBER) {
        tt_json_number(got, g, &a);
        tt_json_number(want, w, &b);
        if (!(fabs(a - b) <= tolerance)) printf("  %s\n", name);
        CHECK_NEAR(a, b, tolerance, reason);
        return;
    }
    bool same = g >= 0 && got->nodes[g].type == want->nodes[w].type && got->nodes[g].size == want->nodes[w].size;
    if (!same && want->nodes[w].type == TT_JSON_OBJECT) same = g >= 0 && got->nodes[g].type == TT_JSON_OBJECT;
    if (!same) printf("  %s\n", name);
    CHECK(same);
    if (!same) return;
    int32_t other = tt_json_first(got, g);
    for (int32_t i = tt_json_first(want, w); i >= 0; i = want->nodes[i].next) {
        if (want->nodes[w].type == TT_JSON_OBJECT) {
            char key[32];
            CHECK(tt_json_string(want, i, key, sizeof key, NULL));
            compare(got, tt_json_get(got, g, key), want, i + 1, tolerance, key);
        } else {
            compare(got, other, want, i, tolerance, name);
            other = got->nodes[other].next;
        }
    }
}

static void compare_text(tt_text *text, const tt_json *want, int32_t w, double tolerance, const char *name) {
    const char *written;
    tt_json got;
    CHECK_OK(tt_text_end(&written, text, &err));
    CHECK_OK(tt_json_parse(&got, written, strlen(written), &err));
    compare(&got, 0, want, w, tolerance, name);
    tt_json_free(&got);
    tt_text_free(text);
}

/* A sample with its memory, and the bootstrap's. */
typedef struct {
    tt_sample sample;
    tt_bootstrap bootstrap;
    tt_arena arena;
} ready;

static void make(ready *r, tt_metrics_kind kind, int32_t rows, int32_t units, int32_t C, const int32_t *starts) {
    *r = (ready){.sample = {.kind = kind, .rows = rows, .units = units, .C = C, .starts = starts}};
    for (int pass = 0; pass < 2; pass++) {
        tt_sample_layout(&r->sample, &r->arena);
        tt_bootstrap_layout(&r->bootstrap, &r->arena, rows);
        if (pass == 0) CHECK_OK(tt_arena_back(&r->arena, &err));
    }
}

static double labels[VALUES], outputs[VALUES], given[VALUES], tuned[VALUES];
static float thresholds[VALUES];

static void check_calibration(const tt_json *json, int32_t at, int32_t rows, int32_t C, const char *name) {
    tt_calibration c;
    tt_text text = {0};
    const double fitted = tt_fit_temperature(labels, outputs, rows, C), want = number_of(json, at, "temperature");
    tt_calibrate(&c, labels, outputs, rows, C, 1);
    tt_calibration_write(&text, &c);
    compare_text(&text, json, tt_json_get(json, at, "calibration"), 1e-7, name); /* floats that add up to about 1 */
    /* A minimum is known to the root of the loss's rounding. */
    CHECK_NEAR(log(fitted), log(want), 1e-6, name);
    tt_calibrate(&c, labels, outputs, rows, C, fitted);
    CHECK_NEAR(c.loss, number_of(json, at, "scaled_loss"), 1e-6, name);
}

static void check_case(const tt_json *json, int32_t at) {
    static const char *const kinds[] = {"classes", "labels", "numbers", "spans"};
    static double starts_read[ROWS];
    static int32_t starts[ROWS];
    char name[64], kind_name[16];
    int kind = 0;
    CHECK(tt_json_string(json, tt_json_get(json, at, "name"), name, sizeof name, NULL));
    CHECK(tt_json_string(json, tt_json_get(json, at, "kind"), kind_name, sizeof kind_name, NULL));
    while (kind < 3 && strcmp(kinds[kind], kind_name) != 0) kind++;
    const int32_t C = (int32_t)number_of(json, at, "outputs"), n = numbers_of(labels, VALUES, json, at, "labels");
    const int32_t values = numbers_of(outputs, VALUES, json, at, "predictions"), units = values / C;
    const int32_t bounds = numbers_of(starts_read, ROWS, json, at, "starts");
    for (int32_t i = 0; i < bounds; i++) starts[i] = (int32_t)starts_read[i];
    const int32_t rows = kind == TT_SPANS ? bounds - 1 : units;
    CHECK(values == units * C && n == (kind == TT_LABELS || kind == TT_NUMBERS ? values : units));
    bool has_thresholds = numbers_of(given, VALUES, json, at, "thresholds") == C;
    for (int32_t k = 0; has_thresholds && k < C; k++) thresholds[k] = (float)given[k];
    ready r;
    tt_text text = {0};
    tt_interval intervals[TT_METRICS_MOST];
    make(&r, (tt_metrics_kind)kind, rows, units, C, kind == TT_SPANS ? starts : NULL);
    tt_sample_fill(&r.sample, labels, outputs, has_thresholds ? thresholds : NULL);
    tt_bootstrap_intervals(intervals, &r.bootstrap, &r.sample);
    tt_text_put(&text, "{");
    tt_metrics_write(&text, &r.sample, intervals);
    tt_text_put(&text, "}");
    compare_text(&text, json, tt_json_get(json, at, "want"), 1e-12, name);
    if (kind == TT_CLASSES) check_calibration(json, at, rows, C, name);
    if (kind == TT_LABELS) {
        CHECK(numbers_of(tuned, VALUES, json, at, "tuned") == C);
        static int32_t order[VALUES];
        tt_tune_thresholds(thresholds, labels, outputs, rows, C, order);
        for (int32_t k = 0; k < C; k++) CHECK_NEAR(thresholds[k], tuned[k], 0, name);
    }
    tt_arena_free(&r.arena);
}

static void check_pair(const tt_json *json, int32_t at) {
    static double other[VALUES];
    const char *const *names;
    char name[64];
    double only[2] = {0};
    const int32_t C = (int32_t)number_of(json, at, "outputs"), rows = numbers_of(labels, VALUES, json, at, "labels");
    CHECK(tt_json_string(json, tt_json_get(json, at, "name"), name, sizeof name, NULL));
    CHECK(numbers_of(outputs, VALUES, json, at, "a") == rows * C &&
          numbers_of(other, VALUES, json, at, "b") == rows * C);
    const int32_t only_a = tt_json_first(json, tt_json_get(json, at, "only"));
    CHECK(tt_json_number(json, only_a, &only[0]) && tt_json_number(json, json->nodes[only_a].next, &only[1]));
    CHECK_NEAR(tt_mcnemar((int32_t)only[0], (int32_t)only[1]), number_of(json, at, "mcnemar"), 1e-12, name);
    ready a, b;
    make(&a, TT_CLASSES, rows, rows, C, NULL);
    make(&b, TT_CLASSES, rows, rows, C, NULL);
    tt_sample_fill(&a.sample, labels, outputs, NULL);
    tt_sample_fill(&b.sample, labels, other, NULL);
    tt_difference differences[TT_METRICS_MOST];
    tt_text text = {0};
    tt_bootstrap_differences(differences, &a.bootstrap, &a.sample, &b.sample);
    const int count = tt_metrics_names(&names, &a.sample);
    for (int k = 0; k < count; k++) {
        tt_text_put(&text, "%c\"%s\":{\"value\":%.17g,\"interval\":[%.17g,%.17g],\"p\":%.17g}", k ? ',' : '{', names[k],
                    differences[k].value, differences[k].interval.low, differences[k].interval.high, differences[k].p);
    }
    tt_text_put(&text, "}");
    compare_text(&text, json, tt_json_get(json, at, "differences"), 1e-12, name);
    tt_arena_free(&a.arena);
    tt_arena_free(&b.arena);
}

static void goldens(void) {
    size_t n;
    tt_json json;
    char *golden = read_file("tests/golden", "metrics.json", &n);
    CHECK_OK(tt_json_parse(&json, golden, n, &err));
    const int32_t cases = tt_json_get(&json, 0, "cases"), pairs = tt_json_get(&json, 0, "paired");
    CHECK(json.nodes[cases].size >= 30 && json.nodes[pairs].size >= 3);
    for (int32_t i = tt_json_first(&json, cases); i >= 0; i = json.nodes[i].next) check_case(&json, i);
    for (int32_t i = tt_json_first(&json, pairs); i >= 0; i = json.nodes[i].next) check_pair(&json, i);
    tt_json_free(&json);
    free(golden);
}

/* A million to one for the wrong class is a loss of 87, not infinity; many discordant rows are no overflow. */
static void edges(void) {
    const double label = 1;
    const double certain[2] = {1, 0};
    double values[TT_METRICS_MOST];
    ready r;
    make(&r, TT_CLASSES, 1, 1, 2, NULL);
    tt_sample_fill(&r.sample, &label, certain, NULL);
    tt_metrics_values(values, &r.sample, NULL);
    CHECK(values[0] > 87 && values[0] < 88 && values[1] == 0);
    tt_arena_free(&r.arena);
    CHECK_NEAR(tt_mcnemar(0, 0), 1, 0, "no row tells them apart");
    CHECK_NEAR(tt_mcnemar(5000, 5000), 1, 0, "as many on either side");
    CHECK(tt_mcnemar(4000, 6000) < 1e-80 && tt_mcnemar(4000, 6000) > 0);
}

/* Thirty rows that are all right, or all wrong: resamples tell nothing of other rows. Clopper-Pearson's bound by SciPy,
 * binomtest(30, 30).proportion_ci(). */
static void no_error_is_no_certainty(void) {
    enum { N = 30, C = 11 };
    double right[N * C] = {0}, wrong[N * C] = {0};
    for (int i = 0; i < N; i++) {
        labels[i] = i % C;
        right[i * C + i % C] = wrong[i * C + (i + 1) % C] = 1;
    }
    for (int all = 0; all < 2; all++) {
        ready r;
        tt_interval intervals[TT_METRICS_MOST];
        make(&r, TT_CLASSES, N, N, C, NULL);
        tt_sample_fill(&r.sample, labels, all ? right : wrong, NULL);
        tt_bootstrap_intervals(intervals, &r.bootstrap, &r.sample);
        const tt_interval accuracy = intervals[tt_metrics_place(&r.sample, "accuracy")];
        const tt_interval f1 = intervals[tt_metrics_place(&r.sample, "macro_f1")];
        CHECK_NEAR(accuracy.low, all ? 0.8842966917779722 : 0, 1e-12, "the least that so many rows allow");
        CHECK_NEAR(accuracy.high, all ? 1 : 0.11570330822202779, 1e-12, "the most that so many rows allow");
        const tt_interval mcc = intervals[tt_metrics_place(&r.sample, "mcc")];
        CHECK(isnan(f1.low) && isnan(f1.high));
        CHECK(isnan(mcc.low) == all); /* wrong in one way or another is not the same; right is, but for rounding */
        tt_arena_free(&r.arena);
    }
}

/* Of cuts with the same F1 the one nearest to 0.5: here below all rows and above all but one, with 2/3 both. */
static void thresholds_tie(void) {
    static const double labels[] = {1, 0, 0, 1};
    static const double scores[][4] = {{0.2f, 0.3f, 0.35f, 0.75f}, {0.9f, 0.92f, 0.94f, 0.96f}};
    static const double want[] = {0.55, 0.45};
    float threshold;
    int32_t order[4];
    for (int i = 0; i < 2; i++) {
        tt_tune_thresholds(&threshold, labels, scores[i], 4, 1, order);
        CHECK_NEAR(threshold, want[i], 1e-6, "the middle of two floats");
    }
}

/* Every number is found by its name; the areas under curves only of rows of two classes. */
static void check_names(void) {
    static const int32_t starts[] = {0, 1};
    const tt_sample samples[] = {{.kind = TT_CLASSES, .C = 2},
                                 {.kind = TT_CLASSES, .C = 3},
                                 {.kind = TT_LABELS, .C = 2},
                                 {.kind = TT_NUMBERS, .C = 1},
                                 {.kind = TT_SPANS, .C = 3},
                                 {.kind = TT_MLM, .C = 83},
                                 {.kind = TT_CLASSES, .C = 2, .starts = starts}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const char *const *names;
        const int count = tt_metrics_names(&names, &samples[i]);
        CHECK(count > 0);
        for (int k = 0; k < count; k++) CHECK(tt_metrics_place(&samples[i], names[k]) == k);
        CHECK((tt_metrics_place(&samples[i], "roc_auc") >= 0) == (i == 0));
        CHECK(tt_metrics_place(&samples[i], "speed") == -1);
    }
}

int main(void) {
    goldens();
    edges();
    no_error_is_no_certainty();
    thresholds_tie();
    check_names();
    return check_end("check_metrics");
}
