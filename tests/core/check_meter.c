/* SPDX-License-Identifier: Apache-2.0
 * The forgetting meter: nothing moved is 1, similarity is blind to scale and rotation but not to noise, and equals its
 * definition in plain loops. */
#include "measure/meter.h"
#include "plain_mlm_head.h"
#include "random_model.h"
#include "streams.h"

enum { N = 13, E = 8 };

static double random_number(uint64_t site, uint32_t i) { return tt_rng_normal(tt_rng_key(7, 0, site), i); }

/* |Y'X|^2 / (|X'X| |Y'Y|) of centred columns, as Kornblith et al. 2019 write it. */
static double plain_cka(const real *x, const real *y) {
    double xm[E] = {0}, ym[E] = {0}, xy = 0, xx = 0, yy = 0;
    for (int n = 0; n < N; n++) {
        for (int e = 0; e < E; e++)
            xm[e] += (double)x[n * E + e] / (double)N, ym[e] += (double)y[n * E + e] / (double)N;
    }
    for (int i = 0; i < E; i++) {
        for (int j = 0; j < E; j++) {
            double a = 0, b = 0, c = 0;
            for (int n = 0; n < N; n++) {
                double xi = (double)x[n * E + i] - xm[i], xj = (double)x[n * E + j] - xm[j];
                double yi = (double)y[n * E + i] - ym[i], yj = (double)y[n * E + j] - ym[j];
                a += yi * xj, b += xi * xj, c += yi * yj;
            }
            xy += a * a, xx += b * b, yy += c * c;
        }
    }
    return xy / (sqrt(xx) * sqrt(yy));
}

static void check_similarity(void) {
    real x[N * E], y[N * E], centred[2][N * E], similar[2][N * N], scratch[4096];
    tt_compute compute = {.kernels = &tt_kernels_simd, .scratch = scratch, .scratch_size = 4096};
    tt_meter_state meter = {
        .compute = &compute, .x = centred[0], .y = centred[1], .similar_x = similar[0], .similar_y = similar[1]};
    for (uint32_t i = 0; i < N * E; i++) x[i] = (real)random_number(1, i);
    CHECK_NEAR(tt_meter_cka(&meter, x, x, N, E), 1, 16 * TT_EPS, "the same");
    /* the first half of the columns turned by a right angle into the second, and all of it three times as long */
    for (int n = 0; n < N; n++) {
        for (int e = 0; e < E; e++) y[n * E + e] = 3 * (e < E / 2 ? -x[n * E + e + E / 2] : x[n * E + e - E / 2]) + 5;
    }
    CHECK_NEAR(tt_meter_cka(&meter, x, y, N, E), 1, 64 * TT_EPS, "rotated, scaled, moved");
    for (uint32_t i = 0; i < N * E; i++) y[i] = x[i] + (real)(0.7 * random_number(2, i));
    const double want = plain_cka(x, y);
    CHECK(want > 0.5 && want < 0.95);
    CHECK_NEAR(tt_meter_cka(&meter, x, y, N, E), want, 64 * TT_EPS, "its definition");
}

static double number_after(const char *json, const char *key) {
    const char *at = json ? strstr(json, key) : NULL;
    return at ? strtod(at + strlen(key), NULL) : NAN;
}

/* Through the API: a gentle training moves less than a rough one, the head's own moves nothing. */
static void check_meter(void) {
    static const char texts[] = "the sun rises in the east and sets in the westa good day for a long walkit was bad";
    static const uint32_t ends[] = {46, 72, 82};
    static const double labels[] = {0, 1, 0};
    static const struct {
        const char *options;
        double least, most; /* of 1 - CKA of the last layer */
    } runs[] = {{"{\"method\":\"head\",\"epochs\":3}", -1e-6, 1e-6},
                {"{\"learning_rate\":1e-4,\"epochs\":3}", 1e-7, 0.2},
                {"{\"learning_rate\":3e-2,\"epochs\":30}", 0.2, 1}};
    size_t n[4];
    char *files[4];
    static const char *const names[] = {"config.json", "vocab.txt", "tokenizer_config.json", "model.safetensors"};
    tt_engine *engine;
    tt_model *model;
    tt_data *data;
    tt_meter *meter;
    tt_run *run;
    const char *json;
    double before = -1;
    for (int i = 0; i < 4; i++) files[i] = read_file("tests/golden/tiny-bert", names[i], &n[i]);
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        CHECK_OK(tt_model_new(&model, engine, files[0], files[1], n[1], files[2], &err));
        CHECK(import_file(model, "model", files[3], n[3], NULL) == TT_DONE);
        CHECK_OK(tt_data_new(&data, model, "{\"max_length\":32}", texts, ends, NULL, NULL, labels, 3, &err));
        CHECK_OK(tt_meter_new(&meter, model, data, &err));
        CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2}", &err));
        CHECK_OK(tt_run_new(&run, model, data, NULL, runs[i].options, &err));
        while (tt_run_step(run, NULL) == TT_OK) {
        }
        CHECK_OK(tt_meter_read(&json, meter, &err));
        const char *last = strstr(strstr(strstr(json, "cka") + 1, "cka") + 1, "cka");
        const double moved = 1 - number_after(last, "cka\":");
        CHECK(moved >= runs[i].least && moved <= runs[i].most);
        CHECK(moved > before && number_after(last, "cosine\":") <= 1 + 1e-6);
        CHECK(strstr(json, "\"masked_loss\":null") != NULL);
        before = moved;
        tt_run_free(run);
        tt_meter_free(meter);
        tt_data_free(data);
        tt_model_free(model);
    }
    tt_engine_free(engine);
    for (int i = 0; i < 4; i++) free(files[i]);
}

/* A gap, seen as [MASK], at every seventh token from the fourth on, but not at [SEP]: the mean of -log p(what stood
 * there), from plain loops on the encoder's hidden states. */
static double plain_masked_loss(tt_model *model, const tt_rows *rows, int32_t mask) {
    enum { LONGEST = 128 };
    int32_t ids[LONGEST], segments[LONGEST] = {0}, positions[LONGEST], starts[2] = {0};
    tt_compute compute = tt_compute_of(model->engine);
    tt_encoder encoder = {.shape = &model->shape, .params = &model->params, .compute = &compute};
    const tt_extent extent = {.tokens = LONGEST, .longest = LONGEST, .threads = 1, .lowest = -1};
    const int width = model->shape.hidden_size, V = model->shape.vocab_size;
    const tt_dropout_key no_dropout = {0};
    tt_arena arena = {0};
    double loss = 0, *logits = malloc((size_t)V * sizeof *logits);
    int gaps = 0;
    for (int bound = 0; bound < 2; bound++) {
        tt_compute_layout(&compute, &arena, &model->shape, LONGEST, 0);
        tt_encoder_layout(&encoder, &arena, &extent);
        if (!bound) CHECK_OK(tt_arena_back(&arena, &err));
    }
    for (int i = 0; i < LONGEST; i++) positions[i] = i;
    for (int32_t s = 0; s < rows->sequences; s++) {
        const int32_t length = tt_sequence_length(rows, s), *told = rows->ids + rows->starts[s];
        for (int32_t i = 0; i < length; i++) ids[i] = i % 7 == 3 && i < length - 1 ? mask : told[i];
        starts[1] = length;
        const tt_tokens tokens = {.count = length,
                                  .sequences = 1,
                                  .longest = length,
                                  .ids = ids,
                                  .segments = segments,
                                  .positions = positions,
                                  .starts = starts};
        const real *hidden = tt_encoder_forward(&encoder, &tokens, &no_dropout);
        for (int32_t i = 3; i < length - 1; i += 7, gaps++) {
            double sum = 0, most = -INFINITY;
            plain_mlm_logits(logits, &model->params, &model->shape, hidden + (size_t)i * (size_t)width);
            for (int v = 0; v < V; v++) most = fmax(most, logits[v]);
            for (int v = 0; v < V; v++) sum += exp(logits[v] - most);
            loss += most + log(sum) - logits[told[i]];
        }
    }
    tt_arena_free(&arena);
    free(logits);
    CHECK(gaps > 3);
    return loss / gaps;
}

static void check_masked_loss(void) {
    static const char texts[] = "the sun rises in the east and sets in the westa good day for a long walkit was bad";
    static const uint32_t ends[] = {46, 72, 82};
    const char *json;
    tt_engine *engine;
    tt_data *data;
    tt_meter *meter;
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    tt_model *model = random_model(engine, 2, 32, 64);
    tt_param *words = &model->params.items[TT_WORD]; /* far apart, so that it matters which token is seen */
    for (size_t i = 0; i < tt_param_size(words); i++) words->data[i] *= 20;
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":32}", texts, ends, NULL, NULL, NULL, 3, &err));
    CHECK_OK(tt_meter_new(&meter, model, data, &err));
    CHECK_OK(tt_meter_read(&json, meter, &err));
    const double want = plain_masked_loss(model, &data->rows, 4), other = plain_masked_loss(model, &data->rows, 1);
    CHECK(fabs(want - other) > 1e-2);
    CHECK_NEAR(number_after(json, "\"before\":"), want, 256 * (double)TT_EPS * want, "a loss of float logits");
    CHECK_NEAR(number_after(json, "\"now\":"), want, 256 * (double)TT_EPS * want, "nothing has moved");
    for (size_t i = 0; i < tt_param_size(words); i++) words->data[i] *= (real)0.5;
    const double moved = plain_masked_loss(model, &data->rows, 4);
    CHECK_OK(tt_meter_read(&json, meter, &err));
    CHECK(fabs(want - moved) > 1e-2);
    CHECK_NEAR(number_after(json, "\"before\":"), want, 256 * (double)TT_EPS * want, "it stays");
    CHECK_NEAR(number_after(json, "\"now\":"), moved, 256 * (double)TT_EPS * moved, "other weights");
    tt_meter_free(meter);
    tt_data_free(data);
    tt_model_free(model);
    tt_engine_free(engine);
}

int main(void) {
    check_similarity();
    check_meter();
    check_masked_loss();
    return check_end("check_meter");
}
