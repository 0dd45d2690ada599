/* SPDX-License-Identifier: Apache-2.0
 * Each recipe against PyTorch: ten updates with parameter groups of its own, what stays as it was, and the schedules of
 * transformers. */
#include "golden.h"
#include "train/run.h"

static double option_of(const golden *g, const char *name) {
    double value = NAN;
    tt_json_number(&g->batches, tt_json_get(&g->batches, tt_json_get(&g->batches, 0, "options"), name), &value);
    return value;
}

/* The plain encoder with the goldens of the recipes. */
static void recipes_load(golden *g) {
    size_t n;
    golden_load(g, "tests/golden/encoder/plain");
    free(g->index);
    free(g->numbers);
    g->index = read_file("tests/golden/recipes", "goldens.txt", &n);
    g->numbers = (double *)(void *)read_file("tests/golden/recipes", "goldens.f64", &n);
}

static void options_for(tt_options *options, const golden *g, const char *json) {
    CHECK_OK(tt_options_parse(options, json, &err));
    options->learning_rate = option_of(g, "learning_rate");
    options->weight_decay = option_of(g, "weight_decay");
    options->warmup_ratio = option_of(g, "warmup_ratio");
    options->max_grad_norm = option_of(g, "max_grad_norm");
    options->epochs = 1;
}

/* The adapters begin with the golden's numbers. */
static void place_adapters(golden *g) {
    for (int row = tt_top_row(&g->params, TT_TOP_ROWS); row < g->params.count; row++) {
        const tt_param *param = &g->params.items[row];
        char name[120];
        size_t count;
        snprintf(name, sizeof name, "lora.initial.%s", param->name);
        const double *from = golden_find(g, name, &count);
        CHECK(count == tt_param_size(param));
        for (size_t i = 0; i < count; i++) param->data[i] = (real)from[i];
    }
}

/* As in check_run.c: an update is compared by the share of a step taken. */
static double tolerance(const tt_options *options) { return sizeof(real) == 8 ? 1e-9 : 0.05 * options->learning_rate; }

/* Where a gradient is truly zero (a key's bias), or nearly, the direction of Adam's step is rounding. */
static bool is_rounding(const char *name) { return sizeof(real) == 4 && strstr(name, "key.bias"); }

static void check_trained(const golden *g, const tt_options *options, const char *recipe, const golden *before) {
    for (int row = 0; row < g->params.count; row++) {
        const tt_param *param = &g->params.items[row];
        size_t n = tt_param_size(param), count;
        char name[120];
        const bool merged = options->method == TT_METHOD_LORA && param->kind == TT_MATRIX; /* into these */
        if (!tt_row_trained(&g->params, row, options)) {
            if (merged) continue;
            CHECK(n == 0 || memcmp(param->data, before->params.items[row].data, n * sizeof(real)) == 0);
            continue;
        }
        if (is_rounding(param->name)) continue;
        snprintf(name, sizeof name, "%s.trained.%s", recipe, param->name);
        const double *want = golden_find(g, name, &count);
        CHECK(count == n);
        double off = 0;
        for (size_t i = 0; i < count; i++) off = fmax(off, fabs((double)param->data[i] - want[i]));
        if (!(off <= tolerance(options))) printf("  %s:\n", name);
        CHECK_NEAR(off, 0, tolerance(options), "ten updates");
    }
}

/* Of the first batch, before clipping. */
static void check_gradients(const golden *g, const tt_optim *optim, const char *recipe) {
    const double allowed = 16 * (double)TT_EPS * 4 * g->shape.num_hidden_layers * sqrt(g->shape.intermediate_size);
    for (int row = 0; row < g->params.count; row++) {
        const tt_param *param = &g->params.items[row];
        char name[120];
        if (!optim->grads.of[row] || strstr(param->name, "key.bias")) continue;
        snprintf(name, sizeof name, "%s.gradient.%s", recipe, param->name);
        CHECK_NEAR(golden_error(g, name, optim->grads.of[row], tt_param_size(param)), 0, allowed,
                   "sums of up to intermediate_size products, four a layer, as in check_encoder.c");
    }
}

static void check_recipe(const char *recipe, const char *json, int32_t lowest) {
    golden g, before;
    tt_rows rows;
    int32_t sizes[10];
    size_t count;
    char name[40];
    recipes_load(&g);
    recipes_load(&before);
    golden_rows(&g, &rows, sizes);
    tt_run_state run = {.shape = &g.shape, .params = &g.params, .train = &rows};
    options_for(&run.options, &g, json);
    run.options.batch_size = 8;
    run.compute.kernels = &tt_kernels_simd;
    CHECK_OK(tt_threads_new(&run.compute.threads, 2, &err));
    CHECK_OK(tt_run_state_begin(&run, &err));
    CHECK(tt_lowest_layer(&g.params, &run.options) == lowest);
    if (run.options.method == TT_METHOD_LORA) place_adapters(&g);
    tt_batches_in_order(&run.batches);
    run.steps = run.steps_per_epoch = 10;
    snprintf(name, sizeof name, "%s.steps", recipe);
    const double *steps = golden_find(&g, name, &count);
    for (int i = 0; i < 10; i++) {
        run.options.batch_size = sizes[i];
        CHECK_OK(tt_run_state_step(&run, &err));
        const bool told = strcmp(recipe, "decay") != 0; /* whose gradients are those of the plain golden */
        if (i == 0 && told) check_gradients(&g, &run.optim, recipe);
        CHECK_NEAR(run.loss, steps[2 * i], tolerance(&run.options) * 10 + 1e-9, recipe);
    }
    CHECK(tt_run_state_step(&run, NULL) == TT_DONE);
    check_trained(&g, &run.options, recipe, &before);
    tt_threads *threads = run.compute.threads;
    tt_run_state_end(&run);
    tt_threads_free(threads);
    tt_rows_free(&rows);
    golden_free(&g);
    golden_free(&before);
}

static void check_schedules(void) {
    tt_json json;
    size_t n;
    char *text = read_file("tests/golden/recipes", "schedules.json", &n);
    CHECK_OK(tt_json_parse(&json, text, n, &err));
    for (int32_t i = tt_json_first(&json, 0); i >= 0; i = json.nodes[i].next) {
        tt_options options;
        int64_t steps = 0;
        double want;
        int32_t step = 0;
        static const char *const names[] = {"linear", "cosine", "constant"};
        CHECK_OK(tt_options_parse(&options, NULL, &err));
        for (int s = 0; s < 3; s++) {
            if (tt_json_equals(&json, tt_json_get(&json, i, "schedule"), names[s])) options.schedule = s;
        }
        tt_json_integer(&json, tt_json_get(&json, i, "steps"), &steps);
        tt_json_number(&json, tt_json_get(&json, i, "warmup_ratio"), &options.warmup_ratio);
        options.learning_rate = 1;
        for (int32_t f = tt_json_first(&json, tt_json_get(&json, i, "factors")); f >= 0; f = json.nodes[f].next) {
            tt_json_number(&json, f, &want);
            CHECK_NEAR(tt_learning_rate(&options, step++, (int32_t)steps), want, 1e-15, "the same formula in double");
        }
        CHECK(step == steps);
    }
    tt_json_free(&json);
    free(text);
    /* A tenth of 25 updates is 2.5: the rate rises over three. */
    tt_options options;
    CHECK_OK(tt_options_parse(&options, "{\"learning_rate\":1}", &err));
    for (int32_t step = 0; step <= 3; step++)
        CHECK_NEAR(tt_learning_rate(&options, step, 25), step / 3.0, 1e-15, "a line");
    CHECK(tt_learning_rate(&options, 4, 25) < 1);
}

/* Keeps rows first .. first + count - 1, each of one sequence, item and read. */
static void keep_rows(tt_rows *rows, int32_t first, int32_t count) {
    const size_t base = rows->starts[first];
    for (int32_t i = 0; i < count; i++) {
        rows->second[i] = rows->second[first + i];
        rows->labels[i] = 0; /* soon nothing else is predicted */
    }
    for (int32_t i = 0; i <= count; i++) rows->starts[i] = rows->starts[first + i] - base;
    memmove(rows->ids, rows->ids + base, rows->starts[count] * sizeof *rows->ids);
    rows->rows = rows->sequences = rows->items = rows->read_count = count;
    rows->distinct = 0;
    for (int32_t id = 0; id < rows->vocab; id++) rows->row_of[id] = -1;
    for (size_t i = 0; i < rows->starts[count]; i++) {
        if (rows->row_of[rows->ids[i]] < 0) rows->row_of[rows->ids[i]] = rows->distinct++;
    }
}

/* The first 17 rows of the goldens to train on; the others, some of whose tokens only they have, to check. */
static void split_rows(tt_rows *train, tt_rows *checks, golden *g) {
    int32_t sizes[10];
    golden_rows(g, train, sizes);
    golden_rows(g, checks, sizes);
    keep_rows(checks, 17, checks->rows - 17);
    keep_rows(train, 0, 17);
}

/* Trains until the run ends, or for `epochs` with their validations; weights are in `g`. */
static tt_stopping train_for(golden *g, const char *method, double learning_rate, int32_t patience, int32_t epochs) {
    static const char *const format =
        "{\"method\":\"%s\",\"learning_rate\":%g,\"weight_decay\":0.1,\"epochs\":40,\"batch_size\":4,"
        "\"schedule\":\"constant\",\"last_layers\":1,\"patience\":%d,\"keep\":\"%s\",\"best_metric\":\"accuracy\"}";
    char json[400];
    tt_rows train, checks;
    recipes_load(g);
    g->shape.hidden_dropout_prob = 0.1;
    split_rows(&train, &checks, g);
    tt_run_state run = {.shape = &g->shape, .params = &g->params, .train = &train, .validation = &checks};
    snprintf(json, sizeof json, format, method, learning_rate, (int)patience, patience ? "best" : "last");
    CHECK_OK(tt_options_parse(&run.options, json, &err));
    run.compute.kernels = &tt_kernels_simd;
    CHECK_OK(tt_threads_new(&run.compute.threads, 1, &err));
    tt_threads *threads = run.compute.threads;
    CHECK_OK(tt_run_state_begin(&run, &err));
    CHECK(run.arena.used == run.arena.cap);
    while (run.epoch < epochs && tt_run_state_step(&run, NULL) == TT_OK) continue;
    tt_stopping stopping = run.stopping;
    tt_run_state_end(&run);
    tt_threads_free(threads);
    tt_rows_free(&train);
    tt_rows_free(&checks);
    return stopping;
}

static void check_same_weights(const golden *a, const golden *b) {
    for (int row = 0; row < a->params.count; row++) {
        const tt_param *one = &a->params.items[row], *other = &b->params.items[row];
        CHECK(memcmp(one->data, other->data, tt_param_size(one) * sizeof *one->data) == 0);
    }
}

/* The weights of a run with early stopping are, bit for bit, those of the same run cut off after its best epoch,
 * whether it stops by itself or is ended by its caller. */
static void check_stopping(const char *method, double learning_rate) {
    golden stopped, ended, cut;
    tt_stopping stopping = train_for(&stopped, method, learning_rate, 3, 40);
    printf("%s: epoch %d of 40 was best\n", method, stopping.epoch + 1);
    CHECK(stopping.stopped && stopping.epoch >= 1 && stopping.waited == 3);
    (void)train_for(&cut, method, learning_rate, 0, stopping.epoch + 1);
    (void)train_for(&ended, method, learning_rate, 3, stopping.epoch + 3);
    check_same_weights(&stopped, &cut);
    check_same_weights(&ended, &cut);
    golden_free(&stopped);
    golden_free(&ended);
    golden_free(&cut);
}

/* A number that is not finite ends the run for good: every further step gives the same sentence, and the weights are
 * those of the best epoch where one is kept. */
static void check_failure(int32_t patience, const char *left) {
    golden g;
    tt_rows train, checks;
    char json[200];
    tt_error first, second;
    recipes_load(&g);
    split_rows(&train, &checks, &g);
    tt_run_state run = {.shape = &g.shape, .params = &g.params, .train = &train, .validation = &checks};
    snprintf(json, sizeof json,
             "{\"learning_rate\":1e-3,\"epochs\":9,\"batch_size\":8,\"patience\":%d,\"keep\":\"last\",\"best_metric\":"
             "\"loss\"}",
             patience);
    CHECK_OK(tt_options_parse(&run.options, json, &err));
    run.compute.kernels = &tt_kernels_simd;
    CHECK_OK(tt_threads_new(&run.compute.threads, 1, &err));
    tt_threads *threads = run.compute.threads;
    CHECK_OK(tt_run_state_begin(&run, &err));
    while (run.epoch < 2) CHECK_OK(tt_run_state_step(&run, &err));
    real *bias = g.params.items[tt_top_row(&g.params, TT_CLASSIFIER_B)].data;
    if (patience) {
        bias[0] = (real)NAN; /* the best epoch brings it back */
    } else {
        for (int c = 0; c < run.head.outputs; c++) run.class_weights[c] = INFINITY;
        run.rule.class_weights = run.class_weights;
    }
    CHECK(tt_run_state_step(&run, &first) == TT_E_NUMERIC && strstr(first.text, left) != NULL);
    CHECK(tt_run_state_step(&run, &second) == TT_E_NUMERIC && strcmp(first.text, second.text) == 0);
    CHECK(run.phase == TT_FAILED && first.at == second.at);
    for (int row = 0; row < g.params.count; row++) {
        const tt_param *param = &g.params.items[row];
        bool finite = true;
        for (size_t i = 0; i < tt_param_size(param); i++) finite = finite && isfinite(param->data[i]);
        CHECK(finite);
    }
    tt_run_state_end(&run);
    tt_threads_free(threads);
    tt_rows_free(&train);
    tt_rows_free(&checks);
    golden_free(&g);
}

/* A run that cannot have its memory leaves the adapters of an earlier run in place, and none of its own. */
static void check_no_memory(void) {
    golden g;
    tt_rows rows;
    int32_t sizes[10];
    recipes_load(&g);
    golden_rows(&g, &rows, sizes);
    const tt_adapters earlier = {.rank = 2, .targets = 3, .alpha = 4, .merged = true};
    CHECK_OK(tt_adapters_new(&g.params, &earlier, 1, &err));
    g.params.adapters.merged = true;
    const real *data = g.params.items[tt_adapter_row(&g.params, 0, 0, TT_LORA_A)].data;
    const real number = data[0];
    const int32_t count = g.params.count;
    tt_run_state run = {.shape = &g.shape, .params = &g.params, .train = &rows};
    run.arena.used = SIZE_MAX - 4096; /* more than there is, counted in */
    CHECK_OK(tt_options_parse(&run.options, "{\"method\":\"lora\",\"lora_targets\":\"linear\",\"epochs\":1}", &err));
    run.options.batch_size = 8;
    run.compute.kernels = &tt_kernels_simd;
    CHECK_OK(tt_threads_new(&run.compute.threads, 1, &err));
    tt_threads *threads = run.compute.threads;
    CHECK_FAILS(tt_run_state_begin(&run, &err), TT_E_MEMORY, "not enough memory");
    tt_run_state_end(&run);
    CHECK(g.params.adapters.rank == 2 && g.params.adapters.merged && g.params.count == count);
    CHECK(g.params.items[tt_adapter_row(&g.params, 0, 0, TT_LORA_A)].data == data && data[0] == number);
    CHECK(!tt_adapted(&g.params, 0, TT_SITE_INNER));
    tt_threads_free(threads);
    tt_rows_free(&rows);
    golden_free(&g);
}

static void check_judging(void) {
    tt_options options;
    tt_stopping s;
    CHECK_OK(tt_options_parse(&options, "{\"patience\":2,\"best_metric\":\"accuracy\"}", &err));
    tt_stopping_begin(&s, &options);
    CHECK(!tt_stopping_judge(&s, NAN, 0) && s.epoch == -1);
    CHECK(tt_stopping_judge(&s, 0.5, 1) && !tt_stopping_enough(&s, &options));
    CHECK(!tt_stopping_judge(&s, 0.5, 2) && s.epoch == 1); /* a tie keeps the earlier */
    CHECK(tt_stopping_judge(&s, 0.6, 3) && s.waited == 0);
    CHECK(!tt_stopping_judge(&s, 0.1, 4) && !tt_stopping_enough(&s, &options));
    CHECK(!tt_stopping_judge(&s, NAN, 5) && tt_stopping_enough(&s, &options) && s.epoch == 3 && s.best == 0.6);
    CHECK_OK(tt_options_parse(&options, NULL, &err));
    tt_stopping_begin(&s, &options);
    CHECK(tt_stopping_judge(&s, 2, 0) && tt_stopping_judge(&s, 1, 1) && !tt_stopping_judge(&s, 3, 2));
    CHECK(!tt_stopping_enough(&s, &options)); /* patience 0 */
    static const char *const numbers[] = {"loss", "mae", "rmse", "pearson", "spearman", "mcc", "strict_f1"};
    for (int i = 0; i < 7; i++) { /* the first three are errors */
        s = (tt_stopping){.metric = numbers[i], .best = NAN, .epoch = -1};
        CHECK(tt_stopping_judge(&s, 0.5, 0));
        CHECK(tt_stopping_judge(&s, i < 3 ? 0.4 : 0.6, 1) && !tt_stopping_judge(&s, 0.5, 2) && s.epoch == 1);
    }
}

/* Norms 1 and 0, biases 0, matrices of the right spread; the same from the same seed; nothing below is touched. */
static void check_redraw(void) {
    golden g, again, before;
    golden *all[] = {&g, &again, &before};
    for (int i = 0; i < 3; i++) recipes_load(all[i]);
    const double wanted = g.shape.initializer_range;
    tt_params_redraw(&g.params, &g.shape, 1, 5);
    tt_params_redraw(&again.params, &g.shape, 1, 5);
    tt_params_redraw(&before.params, &g.shape, 0, 5);
    for (int row = 0; row < g.params.count; row++) {
        const tt_param *a = &g.params.items[row];
        size_t n = tt_param_size(a);
        double sum = 0, squares = 0;
        if (n == 0) continue;
        CHECK(memcmp(a->data, again.params.items[row].data, n * sizeof(real)) == 0);
        if (a->layer != 1 && a->group != TT_POOLER) {
            CHECK(memcmp(a->data, before.params.items[row].data, n * sizeof(real)) == 0);
            continue;
        }
        for (size_t i = 0; i < n; i++) sum += (double)a->data[i], squares += (double)a->data[i] * (double)a->data[i];
        if (a->kind == TT_MATRIX) {
            CHECK_NEAR(sqrt(squares / (double)n), wanted, wanted * 0.1, "a spread of 1,000 draws is within 2.2 % once");
            CHECK_NEAR(sum / (double)n, 0, wanted * 0.15, "a mean of 1,000 draws is within 3.2 % of the spread once");
        } else {
            CHECK(sum == (a->kind == TT_NORM_WEIGHT ? (double)n : 0));
        }
    }
    for (int i = 0; i < 3; i++) golden_free(all[i]);
}

/* A model with adapters beside its weights gives the outputs of the model with them merged. */
static void check_merge(void) {
    golden g;
    tt_rows train, checks;
    recipes_load(&g);
    split_rows(&train, &checks, &g);
    tt_run_state run = {.shape = &g.shape, .params = &g.params, .train = &train, .validation = &checks};
    CHECK_OK(tt_options_parse(
        &run.options,
        "{\"method\":\"lora\",\"lora_targets\":\"linear\",\"learning_rate\":0.01,\"epochs\":3,\"batch_size\":8}",
        &err));
    run.compute.kernels = &tt_kernels_simd;
    CHECK_OK(tt_threads_new(&run.compute.threads, 1, &err));
    tt_threads *threads = run.compute.threads;
    CHECK_OK(tt_run_state_begin(&run, &err));
    while (tt_run_state_step(&run, NULL) == TT_OK) continue;
    CHECK(g.params.adapters.merged);
    const size_t n = (size_t)checks.rows * (size_t)run.head.outputs;
    double *applied = malloc(n * sizeof *applied);
    memcpy(applied, run.validation_eval.outputs, n * sizeof *applied);
    tt_eval_state_begin(&run.validation_eval);
    while (tt_eval_state_step(&run.validation_eval, NULL) == TT_OK) continue;
    double off = 0;
    for (size_t i = 0; i < n; i++) off = fmax(off, fabs(applied[i] - run.validation_eval.outputs[i]));
    printf("merged and applied: probabilities differ by at most %.1e\n", off);
    CHECK_NEAR(off, 0, 1e-6, "rounding of one more product a layer");
    CHECK(off > 0 || sizeof(real) == 8); /* they were computed in two ways */
    free(applied);
    tt_run_state_end(&run);
    tt_threads_free(threads);
    tt_rows_free(&train);
    tt_rows_free(&checks);
    golden_free(&g);
}

/* States of frozen layers are kept where that helps and fits, and the estimate of the arithmetic follows. */
static void check_frozen(void) {
    golden g;
    tt_rows rows;
    int32_t sizes[10];
    tt_options o;
    recipes_load(&g);
    golden_rows(&g, &rows, sizes);
    CHECK_OK(tt_options_parse(&o, "{\"method\":\"layers\",\"last_layers\":1,\"epochs\":4,\"batch_size\":8}", &err));
    CHECK(tt_frozen_fits(&g.params, &o, &rows, &rows));
    const double pass =
        tt_trainable_flops(&g.shape, &g.params, &o, &rows, NULL, false, false) / (4 * 4); /* of one layer */
    CHECK_NEAR(tt_trainable_flops(&g.shape, &g.params, &o, &rows, NULL, false, true), pass * (4 * 3 + 1), 1,
               "rounding");
    o.cache_mebibytes = 0;
    CHECK(!tt_frozen_fits(&g.params, &o, &rows, &rows));
    o.cache_mebibytes = 1, o.epochs = 1;
    CHECK(!tt_frozen_fits(&g.params, &o, &rows, &rows));
    o.epochs = 2, o.last_layers = 2;
    CHECK(!tt_frozen_fits(&g.params, &o, &rows, &rows)); /* nothing is frozen but the embeddings */
    o.method = TT_METHOD_HEAD;
    CHECK(!tt_frozen_fits(&g.params, &o, &rows, &rows)); /* features are kept instead */
    tt_rows_free(&rows);
    golden_free(&g);
}

static void check_refusals(void) {
    const tt_shape shape = {.num_hidden_layers = 4};
    tt_options o;
    CHECK_OK(tt_options_parse(&o, "{\"reinit_layers\":5}", &err));
    CHECK_FAILS(tt_trainable_check(&o, &shape, tt_task_at(0), &err), TT_E_CONFIG, "has 4 layers");
    CHECK_OK(tt_options_parse(&o, "{\"reinit_layers\":1,\"method\":\"head\"}", &err));
    CHECK_FAILS(tt_trainable_check(&o, &shape, tt_task_at(0), &err), TT_E_CONFIG,
                "the method head does not train these layers");
    CHECK_OK(tt_options_parse(&o, "{\"reinit_layers\":3,\"method\":\"layers\",\"last_layers\":2}", &err));
    CHECK_FAILS(tt_trainable_check(&o, &shape, tt_task_at(0), &err), TT_E_CONFIG, "the method layers does not train");
    CHECK_OK(tt_options_parse(&o, "{\"reinit_layers\":2,\"method\":\"layers\",\"last_layers\":2}", &err));
    CHECK_OK(tt_trainable_check(&o, &shape, tt_task_at(0), &err));
}

int main(void) {
    check_schedules();
    check_recipe("layers", "{\"method\":\"layers\",\"last_layers\":1}", 1);
    check_recipe("bias", "{\"method\":\"bias\"}", 0);
    check_recipe(
        "lora", "{\"method\":\"lora\",\"lora_targets\":\"linear\",\"lora_rank\":4,\"lora_alpha\":6,\"lora_dropout\":0}",
        0);
    check_recipe("decay", "{\"layer_decay\":0.7}", -1);
    check_judging();
    check_redraw();
    check_failure(3, "the best so far");
    check_failure(0, "the weights are those of the update before");
    check_no_memory();
    check_refusals();
    check_frozen();
    check_merge();
    check_stopping("lora", 3e-3);
    check_stopping("full", 3e-4);
    check_stopping("layers", 3e-4);
    return check_end("check_recipes");
}
