/* SPDX-License-Identifier: Apache-2.0
 * Linear models on bags of pieces against scikit-learn; the majority; tags by first piece. */
#include "baseline/baseline.h"
#include "check.h"
#include "measure/counts.h"

static double number_of(const tt_json *json, int32_t at, const char *key) {
    double number = NAN;
    tt_json_number(json, tt_json_get(json, at, key), &number);
    return number;
}

static int32_t numbers_of(double *out, int32_t cap, const tt_json *json, int32_t list) {
    int32_t n = 0;
    for (int32_t i = tt_json_first(json, list); i >= 0 && n < cap; i = json->nodes[i].next) {
        CHECK(tt_json_number(json, i, &out[n++]));
    }
    return n;
}

/* One sequence a row, one read each: its first token. */
static void rows_of(tt_rows *rows, const tt_json *json, int32_t part, int32_t vocab) {
    double numbers[512];
    const int32_t ids = tt_json_get(json, part, "ids"), n = json->nodes[ids].size;
    size_t cap = 1024;
    *rows = (tt_rows){.rows = n, .sequences = n, .items = n, .vocab = vocab, .frame = tt_frame_bert};
    rows->row_starts = calloc((size_t)n + 1, sizeof *rows->row_starts);
    rows->starts = calloc((size_t)n + 1, sizeof *rows->starts);
    rows->ids = calloc(cap, sizeof *rows->ids);
    rows->second = calloc((size_t)n, sizeof *rows->second);
    rows->labels = calloc(512, sizeof *rows->labels);
    rows->row_of = malloc((size_t)vocab * sizeof *rows->row_of);
    for (int32_t row = 0, at = tt_json_first(json, ids); at >= 0; row++, at = json->nodes[at].next) {
        const int32_t tokens = numbers_of(numbers, 512, json, at);
        rows->row_starts[row + 1] = row + 1;
        rows->starts[row + 1] = rows->starts[row] + (size_t)tokens;
        CHECK(rows->starts[row + 1] <= cap);
        for (int32_t i = 0; i < tokens; i++) rows->ids[rows->starts[row] + (size_t)i] = (int32_t)numbers[i];
    }
    numbers_of(numbers, 512, json, tt_json_get(json, part, "second"));
    for (int32_t row = 0; row < n; row++) rows->second[row] = (int32_t)numbers[row];
    const int32_t labels = numbers_of(numbers, 512, json, tt_json_get(json, part, "labels"));
    for (int32_t i = 0; i < labels; i++) rows->labels[i] = numbers[i];
    rows->width = labels / n;
    for (int32_t id = 0; id < vocab; id++) rows->row_of[id] = -1;
    for (size_t i = 0; i < rows->starts[n]; i++) rows->row_of[rows->ids[i]] = 0;
    for (int32_t id = 0; id < vocab; id++) {
        if (rows->row_of[id] == 0) rows->row_of[id] = rows->distinct++;
    }
}

static double primary_of(tt_baseline_state *run, int which, tt_json *json, const char **written, tt_text *text) {
    tt_text_reset(text);
    tt_baseline_state_write(text, run, run->outputs[1], run->thresholds[1]);
    CHECK_OK(tt_text_end(written, text, &err));
    CHECK_OK(tt_json_parse(json, *written, strlen(*written), &err));
    char primary[32] = "";
    tt_json_string(json, tt_json_get(json, 0, "primary"), primary, sizeof primary, NULL);
    int32_t one = tt_json_first(json, tt_json_get(json, 0, "baselines"));
    for (int i = 0; i < which; i++) one = json->nodes[one].next;
    /* The model is the second baseline here: against itself there is no difference. */
    const int32_t against = tt_json_get(json, one, "against");
    if (which == 1) CHECK_NEAR(number_of(json, against, "p"), 1, 0, "the same predictions");
    CHECK(number_of(json, against, "p") > 0);
    const double value = number_of(json, tt_json_get(json, one, "metrics"), primary);
    tt_json_free(json);
    return value;
}

static void check_case(const tt_json *json, int32_t at) {
    static const char *const kinds[] = {"classes", "labels", "numbers"};
    static double want[512];
    int kind = 0;
    while (kind < 2 && !tt_json_equals(json, tt_json_get(json, at, "kind"), kinds[kind])) kind++;
    const int32_t C = (int32_t)number_of(json, at, "outputs"), vocab = (int32_t)number_of(json, at, "vocab");
    tt_rows train, test;
    rows_of(&train, json, tt_json_get(json, at, "train"), vocab);
    rows_of(&test, json, tt_json_get(json, at, "test"), vocab);
    tt_baseline_state run = {.kind = (tt_metrics_kind)kind, .C = C, .train = &train, .test = &test};
    CHECK_OK(tt_baseline_state_begin(&run, &err));
    int iterations = 0;
    while (tt_baseline_state_advance(&run) == TT_OK && iterations < 10000) iterations++;
    const int32_t n = numbers_of(want, 512, json, tt_json_get(json, at, "want"));
    CHECK(n == test.rows * C && iterations < 1000);
    for (int32_t i = 0; i < n; i++) {
        CHECK_NEAR(run.outputs[1][i], want[i], 1e-4 * fmax(1, fabs(want[i])),
                   "stops within 1e-9 of the least mean loss");
    }
    tt_text text = {0};
    tt_json got;
    const char *written;
    CHECK_NEAR(primary_of(&run, 0, &got, &written, &text), number_of(json, at, "majority"), 1e-6, "floats");
    primary_of(&run, 1, &got, &written, &text);
    tt_text_free(&text);
    tt_baseline_state_end(&run);
    tt_rows_free(&train);
    tt_rows_free(&test);
}

static void goldens(void) {
    size_t n;
    tt_json json;
    char *golden = read_file("tests/golden", "baseline.json", &n);
    CHECK_OK(tt_json_parse(&json, golden, n, &err));
    const int32_t cases = tt_json_get(&json, 0, "cases");
    CHECK(json.nodes[cases].size == 5);
    for (int32_t i = tt_json_first(&json, cases); i >= 0; i = json.nodes[i].next) check_case(&json, i);
    tt_json_free(&json);
    free(golden);
}

/* Words 10 and 11 are B-X and I-X in training, 12 is O twice and B-X once; 13 is never seen, and one word is cut off.
 */
static void words(void) {
    size_t starts[] = {0, 7}, test_starts[] = {0, 6};
    int32_t ids[] = {1, 10, 11, 12, 12, 12, 2}, test_ids[] = {1, 10, 11, 12, 13, 2}, whole[] = {0, 1};
    int32_t items[] = {0, 5}, test_items[] = {0, 5}, reads_of[] = {1, 1, 1, 1, 1}, test_reads_of[] = {1, 1, 1, 1, 0};
    int32_t read_starts[] = {0, 5}, test_read_starts[] = {0, 4}, second[] = {7}, test_second[] = {6};
    tt_read reads[] = {{1, 0}, {2, 1}, {3, 2}, {4, 3}, {5, 4}};
    double labels[] = {1, 2, 0, 1, 0}, test_labels[] = {1, 2, 0, 0, 1};
    int32_t row_of[14];
    for (int i = 0; i < 14; i++) row_of[i] = i >= 10 && i < 13 ? i - 10 : -1;
    tt_rows train = {.rows = 1, .sequences = 1, .items = 5, .read_count = 5, .row_starts = whole, .item_starts = items};
    train.starts = starts, train.ids = ids, train.second = second, train.read_starts = read_starts, train.reads = reads;
    train.item_reads = reads_of, train.labels = labels, train.width = 1, train.distinct = 3, train.row_of = row_of;
    tt_rows test = train;
    test.starts = test_starts, test.ids = test_ids, test.second = test_second, test.read_starts = test_read_starts;
    test.read_count = 4, test.item_reads = test_reads_of, test.labels = test_labels, test.item_starts = test_items;
    tt_baseline_state run = {.kind = TT_SPANS, .words = true, .C = 3, .train = &train, .test = &test};
    CHECK_OK(tt_baseline_state_begin(&run, &err));
    CHECK(tt_baseline_state_advance(&run) == TT_DONE);
    const int32_t predicted[] = {1, 2, 0, 0, 0};
    for (int i = 0; i < 5; i++) {
        CHECK(tt_argmax(run.outputs[1] + 3 * i, 3) == predicted[i] && tt_argmax(run.outputs[0] + 3 * i, 3) == 0);
    }
    CHECK_NEAR(run.outputs[1][0 * 3 + 1], (1 + 0.4) / 2, 1e-6, "a word, and the share of its tag among all");
    CHECK_NEAR(run.outputs[1][3 * 3 + 2], 0.2, 1e-6, "a piece never seen has the shares of all words");
    double values[TT_METRICS_MOST];
    tt_metrics_values(values, &run.samples[1], NULL);
    CHECK_NEAR(values[2], 0.5, 1e-12, "one entity of two is found: the other was cut off");
    CHECK_NEAR(values[7], 0.8, 1e-12, "four words of five");
    CHECK_NEAR(values[0], -(log(0.7) + 2 * log(0.6) + log(0.4)) / 4, 1e-6, "what was cut off has no loss");
    tt_baseline_state_end(&run);
}

/* Of labels that are equally frequent the first one is given, and no other. */
static void equal_shares(void) {
    size_t starts[] = {0, 3, 6};
    int32_t ids[] = {1, 3, 2, 1, 3, 2}, whole[] = {0, 1, 2}, second[] = {3, 3}, row_of[] = {-1, -1, -1, 0};
    double labels[] = {0, 1, 1, 0, 1, 1};
    const float most[] = {2, 1, 2};
    tt_rows rows = {.rows = 2, .sequences = 2, .items = 2, .width = 3, .vocab = 4, .frame = tt_frame_bert};
    rows.row_starts = rows.item_starts = whole, rows.starts = starts, rows.ids = ids, rows.second = second;
    rows.labels = labels, rows.row_of = row_of, rows.distinct = 1;
    tt_baseline_state run = {.kind = TT_LABELS, .C = 3, .train = &rows, .test = &rows};
    CHECK_OK(tt_baseline_state_begin(&run, &err));
    for (int k = 0; k < 3; k++) CHECK_NEAR(run.thresholds[0][k], most[k], 0, "2: never given");
    tt_baseline_state_end(&run);
}

int main(void) {
    goldens();
    words();
    equal_shares();
    return check_end("check_baseline");
}
