/* SPDX-License-Identifier: Apache-2.0
 * Every task and method at the smallest budgets, on narrow encoders with a vocabulary of 1,500 pieces: whatever a run,
 * an evaluation, a meter, a comparison or a baseline writes stays in the memory that it took. AddressSanitizer and the
 * assertions judge. */
#include "small.h"

static const char *const methods[] = {
    "\"method\":\"full\"",
    "\"method\":\"full\",\"recompute\":\"on\",\"patience\":1",
    "\"method\":\"layers\",\"last_layers\":1",
    "\"method\":\"layers\",\"last_layers\":1,\"cache_mebibytes\":0",
    "\"method\":\"bias\"",
    "\"method\":\"lora\"",
    "\"method\":\"lora\",\"lora_rank\":16,\"lora_targets\":\"attention\",\"lora_dropout\":0",
    "\"method\":\"lora\",\"lora_rank\":1,\"lora_targets\":\"linear\",\"lora_dropout\":0.1",
    "\"method\":\"head\"",
};

static void train(tt_model *model, tt_data *data, tt_data *checks, const char *options) {
    tt_run *run;
    const char *json;
    tt_status status;
    CHECK_OK(tt_run_plan(&json, model, data, checks, options, &err));
    CHECK_OK(tt_run_new(&run, model, data, checks, options, &err));
    while ((status = tt_run_step(run, NULL)) == TT_OK) CHECK_OK(tt_run_log(&json, run, &err));
    CHECK(status == TT_DONE);
    tt_run_free(run);
}

static void evaluate(tt_model *model, tt_data *data) {
    tt_eval *eval;
    tt_baseline *baseline;
    const double *outputs;
    const char *json;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) {
    }
    CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
    CHECK_OK(tt_eval_calibrate(&json, eval, &err));
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    CHECK_OK(tt_data_compare(&json, data, outputs, NULL, outputs, NULL, &err));
    tt_eval_free(eval);
    CHECK_OK(tt_baseline_new(&baseline, data, data, data, &err));
    while (tt_baseline_step(baseline, NULL) == TT_OK) {
    }
    CHECK_OK(tt_baseline_result(&json, baseline, NULL, NULL, &err));
    tt_baseline_free(baseline);
}

static void measure(tt_model *model) {
    tt_data *data;
    tt_meter *meter;
    const char *json;
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":16}", texts, ends, NULL, NULL, NULL, 1, &err));
    CHECK_OK(tt_meter_new(&meter, model, data, &err));
    CHECK_OK(tt_meter_read(&json, meter, &err));
    CHECK(strstr(json, "\"masked_loss\":{") != NULL);
    tt_meter_free(meter);
    tt_data_free(data);
}

static void check_encoder(tt_engine *engine, const char *config) {
    for (size_t t = 0; t < sizeof tasks / sizeof tasks[0]; t++) {
        tt_model *model = random_encoder(engine, config, true);
        CHECK_OK(tt_model_head(model, tasks[t].head, &err));
        const bool pairs = strstr(tasks[t].data, "parts") != NULL;
        if (pairs && model->shape.type_vocab_size < 2) {
            tt_model_free(model);
            continue;
        }
        tt_data *data = new_data(model, &tasks[t]), *checks = new_data(model, &tasks[t]);
        for (size_t m = 0; m < sizeof methods / sizeof methods[0]; m++) {
            char options[256];
            if (tasks[t].masked && m > 1) continue;
            for (int batch = 1; batch <= 5; batch += 4) {
                snprintf(options, sizeof options,
                         "{%s,\"epochs\":1,\"batch_size\":%d,\"tokens_in_flight\":%d,\"learning_rate\":1e-4}",
                         methods[m], batch, batch == 1 ? 16 : 100);
                train(model, data, checks, options);
            }
        }
        if (!tasks[t].masked) evaluate(model, data);
        measure(model);
        tt_data_free(data);
        tt_data_free(checks);
        tt_model_free(model);
    }
}

static const struct {
    const char *format;
    int a, b, threads;
} encoders[] = {{bert, 16, 32, 1},     {bert, 16, 1024, 1},     {bert, 128, 128, 2}, {electra, 16, 128, 1},
                {electra, 128, 16, 2}, {distilbert, 16, 32, 2}, {mpnet, 16, 24, 2},  {modernbert, 16, 24, 2}};

/* The peak of a run on a vocabulary of so many pieces, of which the rows have a few. */
static double peak_of(tt_engine *engine, int vocabulary, const char *options) {
    char config[320];
    snprintf(config, sizeof config,
             "{\"model_type\":\"bert\",\"hidden_size\":16,\"num_attention_heads\":2,\"num_hidden_layers\":2,"
             "\"intermediate_size\":32,\"vocab_size\":%d,\"max_position_embeddings\":128}",
             vocabulary);
    tt_model *model = random_encoder(engine, config, true);
    CHECK_OK(tt_model_head(model, tasks[0].head, &err));
    tt_data *data = new_data(model, &tasks[0]), *checks = new_data(model, &tasks[0]);
    const char *json;
    CHECK_OK(tt_run_plan(&json, model, data, checks, options, &err));
    const double peak = strtod(strstr(json, "\"peak_bytes\":") + strlen("\"peak_bytes\":"), NULL);
    tt_data_free(data);
    tt_data_free(checks);
    tt_model_free(model);
    return peak;
}

/* A piece that does not occur costs its weights (and its bias in the vocabulary head) and a place in each list of the
 * pieces that do: neither gradient nor moments, and no copy for the best epoch or the start. */
static void check_unused_pieces(void) {
    tt_engine *engine;
    const char *const options = "{\"patience\":1,\"start_share\":0.5}";
    const int few = 1500, many = 4500;
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    const double more = peak_of(engine, many, options) - peak_of(engine, few, options);
    CHECK_NEAR(more, (many - few) * (17.0 * sizeof(real) + 2 * sizeof(int32_t)), 0, "a row each, and two lists");
    tt_engine_free(engine);
}

int main(void) {
    make_rows();
    check_unused_pieces();
    for (size_t i = 0; i < sizeof encoders / sizeof encoders[0]; i++) {
        char config[320];
        tt_engine *engine;
        snprintf(config, sizeof config, encoders[i].format, encoders[i].a, encoders[i].b);
        CHECK_OK(tt_engine_new(&engine, encoders[i].threads, &err));
        check_encoder(engine, config);
        tt_engine_free(engine);
    }
    return check_end("check_budgets");
}
