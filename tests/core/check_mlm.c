/* SPDX-License-Identifier: Apache-2.0
 * Masked-language modelling: loss and every gradient against PyTorch in float64; the gaps that are drawn; a run. */
#include "api/handles.h"
#include "data/mlm_masking.h"
#include "golden.h"
#include "model/head.h"
#include "plain_mlm_head.h"
#include "streams.h"
#include "tabtune.h"
#include "train/run.h"

enum { TOKENS = 60, GAPS = 16 };

static int read_numbers(int32_t *out, const golden *g, const char *name) {
    int n = 0;
    int64_t value = 0;
    for (int32_t node = tt_json_first(&g->batches, tt_json_get(&g->batches, 0, name)); node >= 0;
         node = g->batches.nodes[node].next) {
        tt_json_integer(&g->batches, node, &value);
        out[n++] = (int32_t)value;
    }
    return n;
}

/* The golden batch as one micro-batch. */
typedef struct {
    int32_t ids[TOKENS], segments[TOKENS], positions[TOKENS], lengths[8], starts[9], gaps[GAPS], seen[GAPS];
    double labels[GAPS];
    tt_tokens tokens;
} batch;

static void read_batch(batch *b, const golden *g) {
    *b = (batch){0};
    b->tokens.count = read_numbers(b->ids, g, "ids");
    b->tokens.sequences = read_numbers(b->lengths, g, "lengths");
    b->tokens.read_count = read_numbers(b->gaps, g, "gaps");
    read_numbers(b->seen, g, "seen");
    for (int s = 0; s < b->tokens.sequences; s++) {
        b->starts[s + 1] = b->starts[s] + b->lengths[s];
        if (b->lengths[s] > b->tokens.longest) b->tokens.longest = b->lengths[s];
        for (int i = 0; i < b->lengths[s]; i++) b->positions[b->starts[s] + i] = i;
    }
    for (int i = 0; i < b->tokens.read_count; i++) {
        b->labels[i] = b->ids[b->gaps[i]];
        b->ids[b->gaps[i]] = b->seen[i];
    }
    b->tokens.ids = b->ids, b->tokens.segments = b->segments, b->tokens.positions = b->positions;
    b->tokens.starts = b->starts, b->tokens.reads = b->gaps;
}

static void check_against_pytorch(const char *folder, const tt_kernels *kernels) {
    golden g;
    batch b;
    int32_t row_of[128];
    golden_load(&g, folder);
    read_batch(&b, &g);
    CHECK_OK(tt_params_mlm(&g.params, &err));
    CHECK(tt_params_outputs(&g.params) == g.shape.vocab_size);
    for (int32_t id = 0; id < g.shape.vocab_size; id++) row_of[id] = id;
    tt_compute compute = {.kernels = kernels};
    CHECK_OK(tt_threads_new(&compute.threads, 2, &err));
    tt_encoder encoder = {.shape = &g.shape, .params = &g.params, .compute = &compute};
    tt_head head = {.shape = &g.shape, .params = &g.params, .compute = &compute, .outputs = g.shape.vocab_size};
    const tt_extent extent = {
        .tokens = b.tokens.count, .longest = b.tokens.longest, .threads = 2, .lowest = -1, .backward = true};
    const int M = b.tokens.read_count;
    tt_arena arena = {0};
    real **of = NULL;
    size_t total = 0;
    for (int row = 0; row < g.params.count; row++) total += tt_param_size(&g.params.items[row]);
    for (int bound = 0; bound < 2; bound++) {
        tt_compute_layout(&compute, &arena, &g.shape, b.tokens.count, 0);
        tt_encoder_layout(&encoder, &arena, &extent);
        tt_head_layout(&head, &arena, M, true);
        of = TT_TAKE(&arena, "gradients", real *, g.params.count, 1);
        real *next =
            TT_TAKE(&arena, "gradients", real, total, 1); /* without gaps: query, key and value are one matrix */
        for (int row = 0; of && row < g.params.count; row++) {
            of[row] = g.params.items[row].rows > 0 ? next : NULL;
            next += tt_param_size(&g.params.items[row]);
        }
        if (!bound) CHECK_OK(tt_arena_back(&arena, &err));
    }
    const tt_grads grads = {.of = of, .row_of = row_of};
    const tt_dropout_key no_dropout = {0};
    tt_head_read(&head, tt_encoder_forward(&encoder, &b.tokens, &no_dropout), &b.tokens);
    const real *logits = tt_head_logits(&head, 0, M, &no_dropout);
    const tt_loss_rule rule = {.kernels = kernels, .outputs = head.outputs};
    real loss = (real)(g.params.task->loss(&rule, head.dlogits, head.results, logits, b.labels, NULL, M, M) / M);
    /* as in check_encoder: a random walk over the products of two layers, the head and the vocabulary */
    const double allowed = 16 * (double)TT_EPS * 12 * sqrt(g.shape.vocab_size);
    CHECK_NEAR(golden_error(&g, "loss", &loss, 1), 0, allowed, "the loss");
    tt_head_backward(&head, encoder.dhidden, &grads, &b.tokens, 0, M, &no_dropout);
    tt_encoder_backward(&encoder, &grads, &b.tokens, &no_dropout);
    for (int row = 0; row < g.params.count; row++) {
        const tt_param *param = &g.params.items[row];
        char name[96];
        const bool elsewhere = param->group == TT_POOLER && !g.shape.family->pooler_of_mlm;
        if (param->rows == 0 || elsewhere || golden_key_bias(&g, row)) continue; /* the latter is truly zero */
        snprintf(name, sizeof name, "gradient.%s", param->name);
        const double off = golden_error(&g, name, of[row], tt_param_size(param));
        if (!(off <= allowed)) printf("  %s:\n", name);
        CHECK_NEAR(off, 0, allowed, "a gradient");
    }
    tt_arena_free(&arena);
    tt_threads_free(compute.threads);
    golden_free(&g);
}

/* With any epsilon, and with a vocabulary of several slices. */
static void check_against_loops(double epsilon) {
    enum { M = 5 };
    golden g;
    real x[M * 20], y[M * 20], logits[M * 83];
    double want[83];
    golden_load(&g, "tests/golden/masked");
    g.shape.layer_norm_eps = epsilon;
    const int E = g.shape.hidden_size, V = g.shape.vocab_size;
    CHECK(E == 20 && V == 83);
    CHECK_OK(tt_params_mlm(&g.params, &err));
    tt_compute compute = {.kernels = &tt_kernels_simd};
    CHECK_OK(tt_threads_new(&compute.threads, 1, &err));
    tt_mlm_head masked = {.shape = &g.shape, .params = &g.params, .compute = &compute};
    tt_arena arena = {0};
    for (int bound = 0; bound < 2; bound++) {
        tt_compute_layout(&compute, &arena, &g.shape, M, 0);
        tt_mlm_head_layout(&masked, &arena, M);
        if (!bound) CHECK_OK(tt_arena_back(&arena, &err));
    }
    for (int i = 0; i < M * E; i++) x[i] = (real)tt_rng_normal(tt_rng_key(3, 0, 0), (uint32_t)i);
    tt_mlm_head_forward(&masked, y, x, M);
    tt_mlm_head_logits(&masked, logits, y, M);
    for (int m = 0; m < M; m++) {
        double size = 0, off = 0;
        plain_mlm_logits(want, &g.params, &g.shape, x + m * E);
        for (int v = 0; v < V; v++) {
            size = fmax(size, fabs(want[v]));
            off = fmax(off, fabs((double)logits[m * V + v] - want[v]));
        }
        CHECK_NEAR(off / size, 0, 64 * (double)TT_EPS, "sums of 20, three times");
    }
    tt_arena_free(&arena);
    tt_threads_free(compute.threads);
    golden_free(&g);
}

static const char *const files[] = {"config.json", "model.safetensors"};
static const char vocab_head[] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";

static tt_model *load(tt_engine *engine) {
    char vocab[512];
    size_t n, at = strlen(strcpy(vocab, vocab_head));
    for (int i = 5; i < 83; i++) at += (size_t)snprintf(vocab + at, sizeof vocab - at, "w%d\n", i);
    tt_model *model;
    char *config = read_file("tests/golden/masked", files[0], &n), *weights;
    CHECK_OK(tt_model_new(&model, engine, config, vocab, at, NULL, &err));
    weights = read_file("tests/golden/masked", files[1], &n);
    CHECK(import_file(model, "model", weights, n, NULL) == TT_DONE);
    free(config);
    free(weights);
    return model;
}

enum { ROWS = 60 };

/* Rows of words in which each word determines the next. */
static tt_data *new_rows(tt_model *model) {
    static char texts[ROWS * 100];
    static uint32_t ends[ROWS];
    uint32_t at = 0;
    for (int row = 0; row < ROWS; row++) {
        for (int i = 0; i < 12; i++) {
            at += (uint32_t)snprintf(texts + at, sizeof texts - at, "w%d ", 5 + (row * 7 + i) % 20);
        }
        ends[row] = at;
    }
    tt_data *data;
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":32,\"mlm\":true}", texts, ends, NULL, NULL, NULL, ROWS, &err));
    return data;
}

/* Gaps lie within the text, none twice, as many in each epoch, elsewhere in the next, as often [MASK] as they should.
 */
static void check_drawn(tt_engine *engine) {
    tt_model *model = load(engine);
    tt_data *data = new_rows(model);
    tt_rows *rows = &data->rows;
    int32_t before[ROWS * 2];
    int moved = 0, masks = 0, same = 0, total = 0;
    CHECK(rows->read_count == ROWS * 2); /* 15 % of 12 */
    for (uint64_t epoch = 0; epoch < 20; epoch++) {
        tt_mlm_draw(rows, 4, 1, epoch);
        for (int32_t s = 0; s < rows->sequences; s++) {
            for (int32_t read = rows->read_starts[s]; read < rows->read_starts[s + 1]; read++, total++) {
                const int32_t position = rows->reads[read].position;
                const int32_t id = rows->ids[rows->starts[s] + (size_t)position];
                CHECK(position > 0 && position < tt_sequence_length(rows, s) - 1);
                CHECK(read == rows->read_starts[s] || position > rows->reads[read - 1].position);
                CHECK(rows->labels[read] == (float)id);
                masks += rows->mlm_inputs[read] == 4, same += rows->mlm_inputs[read] == id;
                if (epoch > 0) moved += position != before[read];
                before[read] = position;
            }
        }
    }
    /* 2,400 draws: four standard errors are 3.3 % and 2.5 %; a random token is the same once in 83 */
    CHECK_NEAR((double)masks / total, 0.8 + 0.1 / 83, 0.033, "80 % [MASK]");
    CHECK_NEAR((double)same / total, 0.1 + 0.1 / 83, 0.025, "10 % as they are");
    CHECK(moved > total / 2);
    tt_data_free(data);
    tt_model_free(model);
}

static double loss_after(const char *log, const char *kind) {
    const char *at = strstr(log, kind);
    at = at ? strstr(at, "\"loss\":") : NULL;
    return at ? strtod(at + 7, NULL) : NAN;
}

/* The order of the words is learned; two threads give the bits of one, and so does an encoder that had a classifier;
 * one can follow on the same encoder. */
static void check_run(void) {
    char *exported[2];
    size_t sizes[2];
    for (int i = 0; i < 2; i++) {
        tt_engine *engine;
        tt_run *run;
        tt_eval *eval;
        const char *json;
        double first = NAN, last = NAN;
        CHECK_OK(tt_engine_new(&engine, i + 1, &err));
        tt_model *model = load(engine);
        tt_data *data = new_rows(model), *validation = new_rows(model);
        if (i == 1) CHECK_OK(tt_model_head(model, "{\"task\":\"regression\",\"outputs\":5}", &err));
        CHECK_OK(tt_model_head(model, "{\"task\":\"masked_language_modelling\"}", &err));
        CHECK_FAILS(tt_eval_new(&eval, model, data, &err), TT_E_STATE, "masked");
        CHECK_FAILS(tt_run_new(&run, model, data, NULL, "{\"method\":\"bias\"}", &err), TT_E_CONFIG, "full");
        CHECK_OK(tt_run_new(&run, model, data, validation,
                            "{\"epochs\":60,\"learning_rate\":1e-2,\"tokens_in_flight\":100,\"batch_size\":10}", &err));
        while (tt_run_step(run, NULL) == TT_OK) {
            CHECK_OK(tt_run_log(&json, run, &err));
            const double loss = loss_after(json, "\"validation\"");
            if (isnan(loss)) continue;
            if (isnan(first)) first = loss;
            last = loss;
        }
        tt_run_free(run);
        CHECK(last < first && last < log(20) - 0.4); /* more than how often each of the 20 words occurs */
        exported[i] = export_file(model, "{\"what\":\"encoder\",\"dtype\":\"F32\"}", &sizes[i]);
        CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2}", &err));
        CHECK_FAILS(tt_run_new(&run, model, data, NULL, "{}", &err), TT_E_DATA, "gaps");
        tt_data_free(data);
        tt_data_free(validation);
        tt_model_free(model);
        tt_engine_free(engine);
    }
    CHECK(sizes[0] == sizes[1] && memcmp(exported[0], exported[1], sizes[0]) == 0);
    CHECK(strstr(exported[0] + 8, "cls.predictions.bias") != NULL);
    for (int i = 0; i < 2; i++) free(exported[i]);
}

int main(void) {
    tt_engine *engine;
    static const char *const folders[] = {"tests/golden/masked",           "tests/golden/masked/distilbert",
                                          "tests/golden/masked/electra",   "tests/golden/masked/roberta",
                                          "tests/golden/masked/tanh",      "tests/golden/masked/mpnet",
                                          "tests/golden/masked/modernbert"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        check_against_pytorch(folders[i], &tt_kernels_ref);
        check_against_pytorch(folders[i], &tt_kernels_simd);
    }
    check_against_loops(1e-12);
    check_against_loops(0.3);
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    check_drawn(engine);
    tt_engine_free(engine);
    check_run();
    return check_end("check_mlm");
}
