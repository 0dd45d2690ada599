/* SPDX-License-Identifier: Apache-2.0
 * Ten updates against PyTorch in float64; a run's weights are the same bits for any number of threads and with
 * activations recomputed, and the same up to rounding for any cut into micro-batches. */
#include "golden.h"
#include "train/defaults.h"
#include "train/run.h"

static void number_option(const golden *g, const char *name, double *out) {
    tt_json_number(&g->batches, tt_json_get(&g->batches, tt_json_get(&g->batches, 0, "options"), name), out);
}

static void golden_trainer(tt_run_state *run, golden *g, tt_rows *rows, const tt_kernels *kernels, tt_threads *threads,
                           int batch_size) {
    *run = (tt_run_state){.shape = &g->shape, .params = &g->params, .train = rows};
    run->compute = (tt_compute){.threads = threads, .kernels = kernels};
    CHECK_OK(tt_options_parse(&run->options, NULL, &err));
    tt_options_fill(&run->options, &g->shape, &(tt_facts){.rows = rows->rows, .outputs = g->shape.outputs});
    run->options.epochs = 1;
    run->options.batch_size = batch_size;
}

/* Adam divides a gradient by its own size: where a gradient is nothing but rounding, an update is a whole step of the
 * learning rate in a random direction. Elements are therefore compared by the share of steps taken. */
static double trained_tolerance(const tt_run_state *run) {
#ifdef TT_DOUBLE
    (void)run;
    return 1e-9;
#else
    return 0.05 * run->options.learning_rate;
#endif
}

static void check_steps(const char *folder, const tt_kernels *kernels) {
    golden g;
    tt_rows rows;
    tt_run_state run;
    tt_threads *threads;
    int32_t sizes[10];
    size_t count;
    golden_load(&g, folder);
    golden_rows(&g, &rows, sizes);
    CHECK_OK(tt_threads_new(&threads, 2, &err));
    golden_trainer(&run, &g, &rows, kernels, threads, 8);
    tt_options *options = &run.options;
    number_option(&g, "learning_rate", &options->learning_rate);
    number_option(&g, "weight_decay", &options->weight_decay);
    number_option(&g, "warmup_ratio", &options->warmup_ratio);
    number_option(&g, "max_grad_norm", &options->max_grad_norm);
    CHECK_OK(tt_run_state_begin(&run, &err));
    tt_batches_in_order(&run.batches);
    run.steps = run.steps_per_epoch = 10;
    const double *steps = golden_find(&g, "steps", &count);
    bool with_dropout = g.shape.hidden_dropout_prob > 0;
    CHECK(!with_dropout && count == 30);
    for (int i = 0; i < 10; i++) {
        options->batch_size = sizes[i];
        CHECK_NEAR(tt_learning_rate(options, i, 10), steps[3 * i + 2], 1e-15, "the same formula in double");
        CHECK_OK(tt_run_state_step(&run, &err));
        CHECK_NEAR(run.loss, steps[3 * i], trained_tolerance(&run) * 10 + 1e-9, "weights within their tolerance");
    }
    CHECK(tt_run_state_step(&run, NULL) == TT_DONE);
    for (int row = 0; row < g.params.count; row++) {
        const tt_param *param = &g.params.items[row];
        char name[96];
        if (param->group == TT_MLM_HEAD || param->rows == 0) continue;
        if (sizeof(real) == 4 && golden_key_bias(&g, row)) continue; /* rounding alone moves it */
        snprintf(name, sizeof name, "trained.%s", param->name);
        const double *want = golden_find(&g, name, &count);
        CHECK(count == tt_param_size(param));
        double off = 0;
        for (size_t i = 0; i < count; i++) off = fmax(off, fabs((double)param->data[i] - want[i]));
        if (!(off <= trained_tolerance(&run))) printf("  %s:\n", name);
        CHECK_NEAR(off, 0, trained_tolerance(&run), "ten updates");
    }
    tt_run_state_end(&run);
    tt_threads_free(threads);
    tt_rows_free(&rows);
    golden_free(&g);
}

/* Trains with dropout for two epochs with a validation after each; all weights, one after the other. */
static int32_t cache_mebibytes = 256;

static real *train_with(int thread_count, int tokens_in_flight, tt_method method, bool recompute, size_t *n) {
    golden g;
    tt_rows rows;
    tt_run_state run;
    tt_threads *threads;
    int32_t sizes[10];
    golden_load(&g, "tests/golden/encoder/plain");
    golden_rows(&g, &rows, sizes);
    g.shape.hidden_dropout_prob = g.shape.embedding_dropout = g.shape.attention_probs_dropout_prob =
        g.shape.classifier_dropout = 0.1;
    CHECK_OK(tt_threads_new(&threads, thread_count, &err));
    golden_trainer(&run, &g, &rows, &tt_kernels_simd, threads, 7);
    run.validation = &rows;
    run.options.epochs = 2;
    run.options.tokens_in_flight = tokens_in_flight;
    run.options.method = (int32_t)method;
    run.options.last_layers = 1;
    run.options.cache_mebibytes = cache_mebibytes;
    run.options.lora_targets = 2; /* all linear layers */
    run.options.recompute = recompute;
    CHECK_OK(tt_run_state_begin(&run, &err));
    CHECK(run.arena.used == run.arena.cap); /* what the plan counted is what was taken */
    tt_status status;
    while ((status = tt_run_state_step(&run, NULL)) == TT_OK) {
        CHECK(run.log.n < 100000);
    }
    CHECK(status == TT_DONE && run.step == run.steps);
    tt_run_state_end(&run);
    *n = 0;
    for (int row = 0; row < g.params.count; row++) *n += tt_param_size(&g.params.items[row]);
    real *weights = malloc(*n * sizeof *weights), *next = weights;
    for (int row = 0; row < g.params.count; row++) {
        const size_t size = tt_param_size(&g.params.items[row]);
        if (size > 0) memcpy(next, g.params.items[row].data, size * sizeof *next);
        next += size;
    }
    tt_threads_free(threads);
    tt_rows_free(&rows);
    golden_free(&g);
    return weights;
}

static void check_determinism(void) {
    static const int threads[] = {2, 5};
    for (int method = TT_METHOD_FULL; method <= TT_METHOD_HEAD; method++) {
        size_t n, m;
        real *want = train_with(1, 2048, (tt_method)method, false, &n);
        for (int i = 0; i < 2; i++) {
            real *got = train_with(threads[i], 2048, (tt_method)method, false, &m);
            CHECK(n == m && memcmp(want, got, n * sizeof *got) == 0);
            free(got);
        }
        real *again = train_with(2, 2048, (tt_method)method, true, &m);
        CHECK(n == m && memcmp(want, again, n * sizeof *again) == 0);
        free(again);
        if (method == TT_METHOD_LAYERS) {
            /* computed again in every epoch, frozen layers say what they said the first time */
            cache_mebibytes = 0;
            again = train_with(2, 70, (tt_method)method, false, &m);
            cache_mebibytes = 256;
            real *kept = train_with(2, 70, (tt_method)method, false, &m);
            CHECK(n == m && memcmp(kept, again, n * sizeof *again) == 0);
            free(again);
            free(kept);
        }
        /* cut into micro-batches: the same masks and the same mean, but sums in another order */
        real *cut = train_with(1, 70, (tt_method)method, false, &m);
        double off = 0;
        for (size_t i = 0; i < n; i++) off = fmax(off, fabs((double)(want[i] - cut[i])));
        CHECK_NEAR(off, 0, sizeof(real) == 4 ? 2e-3 : 1e-9, "rounding of sums in another order, scaled up by Adam");
        free(cut);
        free(want);
    }
}

int main(void) {
    const char *const folders[] = {
        "tests/golden/encoder/plain",   "tests/golden/encoder/odd",        "tests/golden/encoder/distilbert",
        "tests/golden/encoder/electra", "tests/golden/encoder/mean",       "tests/golden/encoder/roberta",
        "tests/golden/encoder/mpnet",   "tests/golden/encoder/modernbert", "tests/golden/encoder/mean_normalized",
        "tests/golden/encoder/compared"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        check_steps(folders[i], &tt_kernels_ref);
        check_steps(folders[i], &tt_kernels_simd);
    }
    check_determinism();
    return check_end("check_run");
}
