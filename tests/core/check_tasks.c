/* SPDX-License-Identifier: Apache-2.0
 * A head of each task against PyTorch in float64: loss, every gradient and ten updates, whole and cut into small
 * micro-batches; and how long texts and words become sequences and reads. */
#include "golden.h"
#include "train/run.h"

typedef struct {
    golden g;
    tt_json cases;
    char *cases_text;
    int32_t node; /* of the case */
    const char *name;
    const tt_task *task;
    int32_t sizes[10];
    tt_rows rows;
} task_case;

static double number_of(const tt_json *json, int32_t node, const char *key, double fallback) {
    tt_json_number(json, tt_json_get(json, node, key), &fallback);
    return fallback;
}

static const double *find(const task_case *c, const char *what, const char *name, size_t *count) {
    char key[120];
    snprintf(key, sizeof key, "%s.%s%s", c->name, what, name);
    return golden_find(&c->g, key, count);
}

/* The rows of encoder/odd with the reads and labels of the case. */
static void take_labels(task_case *c) {
    const tt_json *json = &c->cases;
    tt_rows *rows = &c->rows;
    int32_t row = 0, label = 0, b = 0;
    if (c->task->words) {
        rows->words = true;
        rows->read_count = rows->items = 0;
    }
    rows->width = tt_task_width(c->task, (int32_t)number_of(json, c->node, "outputs", 0));
    free(rows->labels);
    rows->labels = calloc(4000, sizeof *rows->labels);
    int32_t batch = tt_json_first(json, tt_json_get(json, c->node, "batches"));
    for (; batch >= 0; batch = json->nodes[batch].next, b++) {
        int32_t node = tt_json_first(json, tt_json_get(json, batch, "labels"));
        for (double value; node >= 0; node = json->nodes[node].next) {
            CHECK(tt_json_number(json, node, &value));
            rows->labels[label++] = value;
        }
        int32_t count = tt_json_first(json, tt_json_get(json, batch, "counts"));
        int32_t position = tt_json_first(json, tt_json_get(json, batch, "positions"));
        for (; count >= 0; row++, count = json->nodes[count].next) {
            int64_t n = 0, at = 0;
            tt_json_integer(json, count, &n);
            for (int64_t i = 0; i < n; i++, position = json->nodes[position].next) {
                tt_json_integer(json, position, &at);
                rows->item_reads[rows->items] = 1;
                rows->reads[rows->read_count++] = (tt_read){.position = (int32_t)at, .item = rows->items++};
            }
            rows->read_starts[row + 1] = rows->item_starts[row + 1] = rows->items;
        }
    }
    CHECK(label == rows->items * rows->width);
}

static void load_case(task_case *c, const char *name) {
    size_t n;
    char task[40];
    *c = (task_case){.name = name};
    golden_load(&c->g, "tests/golden/encoder/odd");
    free(c->g.index);
    free(c->g.numbers);
    c->g.index = read_file("tests/golden/tasks", "goldens.txt", &n);
    c->g.numbers = (double *)(void *)read_file("tests/golden/tasks", "goldens.f64", &n);
    c->cases_text = read_file("tests/golden/tasks", "batches.json", &n);
    CHECK_OK(tt_json_parse(&c->cases, c->cases_text, n, &err));
    c->node = tt_json_get(&c->cases, 0, name);
    c->task = tt_task_find(&c->cases, tt_json_get(&c->cases, c->node, "task"));
    CHECK(c->task && tt_json_string(&c->cases, tt_json_get(&c->cases, c->node, "task"), task, sizeof task, NULL));
    CHECK(strcmp(task, c->task->name) == 0);
    int outputs = (int)number_of(&c->cases, c->node, "outputs", 0);
    CHECK_OK(tt_params_head(&c->g.params, &c->g.shape, c->task, outputs, TT_POOL_CLS, 1, &err));
    for (int row = 0; row < c->g.params.count; row++) {
        tt_param *param = &c->g.params.items[row];
        if (param->group != TT_HEAD) continue;
        const double *want = find(c, "initial.", param->name, &n);
        CHECK(n == tt_param_size(param));
        for (size_t i = 0; i < n; i++) param->data[i] = (real)want[i];
    }
    c->g.params.head_trained = c->task->binary; /* else its bias would begin with the labels' shares */
    golden_rows(&c->g, &c->rows, c->sizes);
    take_labels(c);
}

static void free_case(task_case *c) {
    tt_rows_free(&c->rows);
    tt_json_free(&c->cases);
    free(c->cases_text);
    golden_free(&c->g);
}

static double option_of(const task_case *c, const char *name) {
    const tt_json *json = &c->g.batches;
    return number_of(json, tt_json_get(json, 0, "options"), name, NAN);
}

static void begin(tt_run_state *run, task_case *c, tt_threads *threads, int32_t tokens_in_flight) {
    *run = (tt_run_state){.shape = &c->g.shape, .params = &c->g.params, .train = &c->rows};
    run->compute = (tt_compute){.threads = threads, .kernels = &tt_kernels_simd};
    tt_options *options = &run->options;
    CHECK_OK(tt_options_parse(options, "{\"head_start\":\"random\",\"epochs\":1,\"batch_size\":8}", &err));
    options->tokens_in_flight = tokens_in_flight;
    options->learning_rate = option_of(c, "learning_rate");
    options->weight_decay = option_of(c, "weight_decay");
    options->warmup_ratio = option_of(c, "warmup_ratio");
    options->max_grad_norm = number_of(&c->cases, c->node, "max_grad_norm", NAN);
    options->label_smoothing = number_of(&c->cases, c->node, "label_smoothing", 0);
    int32_t weight = tt_json_first(&c->cases, tt_json_get(&c->cases, c->node, "class_weights"));
    for (double value; weight >= 0; weight = c->cases.nodes[weight].next) {
        CHECK(tt_json_number(&c->cases, weight, &value));
        options->class_weights = TT_WEIGHTS_GIVEN;
        options->given[options->given_count++] = (float)value;
    }
    CHECK_OK(tt_run_state_begin(run, &err));
    tt_batches_in_order(&run->batches);
    run->steps = run->steps_per_epoch = 10;
}

/* Off by at most, as a share of the largest. */
static double off_by(const real *got, const double *want, size_t n) {
    double off = 0, most = 0;
    for (size_t i = 0; i < n; i++) {
        off = fmax(off, fabs((double)got[i] - want[i]));
        most = fmax(most, fabs(want[i]));
    }
    return off / fmax(most, 1e-30);
}

/* Those of the first batch: its update has a rate of 0. */
static void check_gradients(const task_case *c, const tt_run_state *run) {
    for (int row = 0; row < c->g.params.count; row++) {
        const tt_param *param = &c->g.params.items[row];
        const real *got = run->optim.grads.of[row];
        size_t n = tt_param_size(param), count, E = (size_t)param->cols;
        CHECK((got != NULL) == tt_row_trained(&c->g.params, row, &run->options));
        if (param->group == TT_POOLER && c->task->words) CHECK(!got);
        if (!got || strstr(param->name, "key.bias")) continue; /* truly zero: see tests/golden/README.md */
        const double *want = find(c, "gradient.", param->name, &count);
        CHECK(count == n);
        real *whole = calloc(n, sizeof *whole);
        for (int32_t id = 0; row == TT_WORD && id < c->rows.vocab; id++) {
            if (c->rows.row_of[id] < 0) continue;
            memcpy(whole + (size_t)id * E, got + (size_t)c->rows.row_of[id] * E, E * sizeof *whole);
        }
        double off = off_by(row == TT_WORD ? whole : got, want, n);
        if (!(off <= 4000 * TT_EPS)) printf("  %s.gradient.%s:\n", c->name, param->name);
        CHECK_NEAR(off, 0, 4000 * TT_EPS, "sums of up to 27 products, four a layer, forth and back");
        free(whole);
    }
}

/* As check_run.c says: an element is compared by the share of steps of the learning rate. */
static void check_trained(const task_case *c, double tolerance) {
    for (int row = 0; row < c->g.params.count; row++) {
        const tt_param *param = &c->g.params.items[row];
        size_t count;
        if (!tt_row_trained(&c->g.params, row, &(tt_options){0})) continue;
        if (strstr(param->name, "key.bias")) continue; /* rounding alone moves it */
        /* the head of a regression is told in the labels' units, whose deviations are about 2 */
        const double unit = tt_task_numbers(c->task) && param->group == TT_HEAD ? 3 : 1;
        const double *want = find(c, "trained.", param->name, &count);
        double off = 0;
        for (size_t i = 0; i < count; i++) off = fmax(off, fabs((double)param->data[i] - want[i]));
        if (!(off <= unit * tolerance)) printf("  %s.trained.%s:\n", c->name, param->name);
        CHECK_NEAR(off, 0, unit * tolerance, "ten updates");
    }
}

static void check_case(const char *name, int32_t tokens_in_flight) {
    task_case c;
    tt_run_state run;
    tt_threads *threads;
    size_t count;
    load_case(&c, name);
    CHECK_OK(tt_threads_new(&threads, 2, &err));
    begin(&run, &c, threads, tokens_in_flight);
    const double tolerance = sizeof(real) == 8 ? 1e-9 : 0.05 * run.options.learning_rate;
    const double *steps = find(&c, "steps", "", &count);
    CHECK(count == 20);
    for (int i = 0; i < 10; i++) {
        run.options.batch_size = c.sizes[i];
        CHECK_OK(tt_run_state_step(&run, &err));
        const double allowed = (tolerance * 10 + 1e-9) * fmax(1, steps[2 * i]);
        CHECK_NEAR(run.loss, steps[2 * i], allowed, "weights within their tolerance");
        if (i == 0) check_gradients(&c, &run);
    }
    CHECK(tt_run_state_step(&run, NULL) == TT_DONE);
    check_trained(&c, tolerance);
    tt_run_state_end(&run);
    tt_threads_free(threads);
    free_case(&c);
}

/* All weights after two epochs with dropout, one after the other. */
static real *train_with_dropout(const char *name, int32_t tokens_in_flight, const char *method, size_t *n) {
    task_case c;
    tt_run_state run;
    tt_threads *threads;
    load_case(&c, name);
    c.g.shape.hidden_dropout_prob = c.g.shape.attention_probs_dropout_prob = c.g.shape.classifier_dropout = 0.1;
    CHECK_OK(tt_threads_new(&threads, 1, &err));
    run = (tt_run_state){.shape = &c.g.shape, .params = &c.g.params, .train = &c.rows, .validation = &c.rows};
    run.compute = (tt_compute){.threads = threads, .kernels = &tt_kernels_simd};
    CHECK_OK(tt_options_parse(&run.options, method, &err));
    run.options.tokens_in_flight = tokens_in_flight;
    CHECK_OK(tt_run_state_begin(&run, &err));
    while (tt_run_state_step(&run, NULL) == TT_OK) {
    }
    CHECK(run.step == run.steps && isfinite(run.loss));
    tt_run_state_end(&run);
    *n = 0;
    for (int row = 0; row < c.g.params.count; row++) *n += tt_param_size(&c.g.params.items[row]);
    real *weights = malloc(*n * sizeof *weights), *next = weights;
    for (int row = 0; row < c.g.params.count; row++) {
        const size_t size = tt_param_size(&c.g.params.items[row]);
        if (size > 0) memcpy(next, c.g.params.items[row].data, size * sizeof *next);
        next += size;
    }
    tt_threads_free(threads);
    free_case(&c);
    return weights;
}

/* The masks and the mean do not depend on how a logical batch is cut; the sums are in another order. */
static void check_cuts(const char *name, const char *method) {
    size_t n, m;
    real *whole = train_with_dropout(name, 2048, method, &n), *cut = train_with_dropout(name, 40, method, &m);
    double off = 0;
    CHECK(n == m);
    for (size_t i = 0; i < n && i < m; i++) off = fmax(off, fabs((double)(whole[i] - cut[i])));
    CHECK_NEAR(off, 0, sizeof(real) == 4 ? 2e-3 : 1e-9, "rounding of sums in another order, scaled up by Adam");
    free(whole);
    free(cut);
}

/* An epoch of a regression on labels scale y + shift, or `begun` and ended at once; the output layer it leaves, W and
 * b.
 */
static void train_numbers(real *out, task_case *c, double scale, double shift, bool begun) {
    tt_run_state run = {.shape = &c->g.shape, .params = &c->g.params, .train = &c->rows};
    tt_threads *threads;
    for (int32_t i = 0; i < c->rows.items * c->rows.width; i++) {
        c->rows.labels[i] = scale * c->rows.labels[i] + shift;
    }
    CHECK_OK(tt_threads_new(&threads, 1, &err));
    run.compute = (tt_compute){.threads = threads, .kernels = &tt_kernels_simd};
    CHECK_OK(tt_options_parse(
        &run.options, "{\"head_start\":\"random\",\"epochs\":1,\"batch_size\":7,\"learning_rate\":1e-3}", &err));
    CHECK_OK(tt_run_state_begin(&run, &err));
    while (!begun && tt_run_state_step(&run, NULL) == TT_OK) {
    }
    tt_run_state_end(&run);
    tt_threads_free(threads);
    const tt_param *w = &c->g.params.items[tt_top_row(&c->g.params, TT_CLASSIFIER_W)];
    memcpy(out, w->data, (tt_param_size(w) + (size_t)w->rows) * sizeof *out);
}

/* A regression of targets in other units trains the same weights, but for the output layer, which has the units. */
static void check_units(void) {
    enum { OUTPUTS = 3 };
    const double scale = 4096, shift = 1e5, most = sizeof(real) == 4 ? 1e-4 : 1e-6;
    real w[2][1000], again[1000];
    task_case c;
    load_case(&c, "numbers");
    const size_t n = OUTPUTS * (size_t)c.g.shape.hidden_size;
    CHECK(n + OUTPUTS <= 1000);
    train_numbers(w[0], &c, 1, 0, false);
    train_numbers(again, &c, 1, 0, true);
    for (size_t i = 0; i < n + OUTPUTS; i++) {
        CHECK_NEAR(again[i], w[0][i], 1e-5, "a run that is ended at once changes nothing but by rounding");
    }
    free_case(&c);
    load_case(&c, "numbers");
    train_numbers(w[1], &c, scale, shift, false);
    for (size_t i = 0; i < n + OUTPUTS; i++) {
        const double wanted = scale * (double)w[0][i] + (i < n ? 0 : shift);
        CHECK_NEAR(w[1][i], wanted, scale * most, "weights are rounded to float");
    }
    free_case(&c);
}

/* A new multi-label head begins with the labels' shares, one that has been trained with what it has learned. */
static void check_prior(void) {
    task_case c;
    tt_run_state run;
    tt_threads *threads;
    load_case(&c, "multi_weighted");
    c.g.params.head_trained = false;
    CHECK_OK(tt_threads_new(&threads, 1, &err));
    const real *bias = c.g.params.items[tt_top_row(&c.g.params, TT_CLASSIFIER_B)].data;
    for (int time = 0; time < 2; time++) {
        begin(&run, &c, threads, 2048);
        for (int k = 0; k < 4; k++) {
            double with = 0.5;
            for (int32_t i = 0; i < c.rows.items; i++) with += c.rows.labels[4 * i + k];
            const double odds = with / (c.rows.items + 1 - with) * (double)run.options.given[k];
            CHECK_NEAR(bias[k], time == 0 ? log(odds) : 7, 1e-6, "a logarithm");
        }
        tt_run_state_end(&run);
        CHECK(!c.g.params.head_trained == (time == 0)); /* no update was made */
        c.g.params.head_trained = true;
        for (int k = 0; k < 4; k++) c.g.params.items[tt_top_row(&c.g.params, TT_CLASSIFIER_B)].data[k] = 7;
    }
    tt_threads_free(threads);
    free_case(&c);
}

int main(void) {
    check_prior();
    check_units();
    check_cuts("words", "{\"head_start\":\"random\",\"epochs\":2,\"batch_size\":7,\"learning_rate\":1e-3}");
    check_cuts("words",
               "{\"head_start\":\"random\",\"epochs\":2,\"batch_size\":7,\"learning_rate\":1e-3,\"method\":\"head\"}");
    check_cuts("numbers", "{\"head_start\":\"random\",\"epochs\":2,\"batch_size\":7,\"learning_rate\":1e-3}");
    static const char *const names[] = {"multi", "multi_weighted", "number", "numbers", "words", "words_weighted"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_case(names[i], 2048);
        check_case(names[i], 40);
    }
    return check_end("check_tasks");
}
