/* SPDX-License-Identifier: Apache-2.0
 * Linear models on bags of pieces against scikit-learn; the majority; words by a conditional random field
 * (check_crf.c). */
#include "baseline/baseline.h"
#include "json_numbers.h"
#include "measure/counts.h"

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
        const int32_t tokens = numbers_in(numbers, 512, json, at);
        rows->row_starts[row + 1] = row + 1;
        rows->starts[row + 1] = rows->starts[row] + (size_t)tokens;
        CHECK(rows->starts[row + 1] <= cap);
        for (int32_t i = 0; i < tokens; i++) rows->ids[rows->starts[row] + (size_t)i] = (int32_t)numbers[i];
    }
    numbers_of(numbers, 512, json, part, "second");
    for (int32_t row = 0; row < n; row++) rows->second[row] = (int32_t)numbers[row];
    const int32_t labels = numbers_of(numbers, 512, json, part, "labels");
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
    const int32_t n = numbers_of(want, 512, json, at, "want");
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

/* "Ann Lee" is an entity, "met" is none; the last word, which begins a second entity, is cut off. */
static void words(void) {
    enum { ROWS = 12, WORDS = 5 };
    char text[] = "AnnLeemetmetmet", test_text[] = "AnnLeemetNewBob";
    static char texts[ROWS * sizeof text];
    uint32_t ends[ROWS * WORDS], test_ends[] = {3, 6, 9, 12, 15};
    int32_t items[ROWS + 1] = {0}, test_items[] = {0, 5}, reads[ROWS * WORDS], test_reads[] = {1, 1, 1, 1, 0};
    double labels[ROWS * WORDS], test_labels[] = {1, 2, 0, 0, 1};
    for (int i = 0; i < ROWS * WORDS; i++) {
        memcpy(texts + 3 * i, text + i % WORDS * 3, 3);
        ends[i] = 3 * (uint32_t)i + 3;
        items[i / WORDS + 1] = i + 1;
        reads[i] = 1;
        labels[i] = i % WORDS < 2 ? i % WORDS + 1 : 0;
    }
    tt_rows train = {.rows = ROWS, .items = ROWS * WORDS, .width = 1, .words = true, .item_starts = items};
    train.item_reads = reads, train.labels = labels, train.word_text = texts, train.word_ends = ends;
    tt_rows test = {.rows = 1, .items = WORDS, .width = 1, .words = true, .item_starts = test_items};
    test.item_reads = test_reads, test.labels = test_labels, test.word_text = test_text, test.word_ends = test_ends;
    tt_baseline_state run = {.kind = TT_SPANS, .words = true, .C = 3, .train = &train, .test = &test};
    CHECK_OK(tt_baseline_state_begin(&run, &err));
    int iterations = 0;
    while (tt_baseline_state_advance(&run) == TT_OK) iterations++;
    CHECK(iterations == run.tagger.crf.lbfgs.iterations && iterations > 2);
    CHECK(tt_baseline_state_advance(&run) == TT_DONE);
    const int32_t predicted[] = {1, 2, 0, 0, 0};
    for (int i = 0; i < 5; i++) {
        CHECK(tt_argmax(run.outputs[1] + 3 * i, 3) == predicted[i] && tt_argmax(run.outputs[0] + 3 * i, 3) == 0);
    }
    double values[TT_METRICS_MOST], loss = 0;
    tt_metrics_values(values, &run.samples[1], NULL);
    for (int i = 0; i < 4; i++) loss -= log(run.outputs[1][3 * i + (int)test_labels[i]]) / 4;
    CHECK(run.outputs[1][12] == 1);
    CHECK_NEAR(values[2], 0.5, 1e-12, "one entity of two is found: the other was cut off");
    CHECK_NEAR(values[7], 0.8, 1e-12, "four words of five");
    CHECK_NEAR(values[0], loss, 1e-12, "what was cut off has no loss");
    tt_text said = {0};
    const char *json;
    tt_baseline_state_write(&said, &run, NULL, NULL);
    CHECK_OK(tt_text_end(&json, &said, &err));
    CHECK(strstr(json, "a conditional random field on words, affixes and shapes") && strstr(json, "\"iterations\":"));
    tt_text_free(&said);
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
