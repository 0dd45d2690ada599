/* SPDX-License-Identifier: Apache-2.0
 * The option start_share: a run leaves the average of the weights at its start, with the head as it was fitted, and at
 * its end; validation and every other reader see it before; the updates do not. And what the best epoch leaves. */
#include "random_model.h"

enum { ROWS = 12 };
static const char *const words[] = {"good", "film", "the", "time", "very", "book", "day", "no"};
static char texts[ROWS * 40];
static uint32_t ends[ROWS];
static double labels[ROWS];
static tt_engine *engine;

static const char config[] =
    "{\"model_type\":\"bert\",\"hidden_size\":16,\"num_attention_heads\":2,\"num_hidden_layers\":2,"
    "\"intermediate_size\":32,\"vocab_size\":1500,\"max_position_embeddings\":64}";

static void make_rows(void) {
    uint32_t at = 0;
    for (int i = 0; i < ROWS; i++) {
        at += (uint32_t)sprintf(texts + at, "%s %s %s", words[i % 8], words[(3 * i + 1) % 8], words[(5 * i + 2) % 8]);
        ends[i] = at;
        labels[i] = i % 2;
    }
}

typedef struct {
    char *file;
    size_t bytes;
    double validated, evaluated; /* loss of the last epoch's validation, and of the model that is left */
} result;

static double loss_of(tt_model *model, tt_data *data) {
    tt_eval *eval;
    const char *json;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
    const double loss = strtod(strstr(json, "\"loss\":") + strlen("\"loss\":"), NULL);
    tt_eval_free(eval);
    return loss;
}

/* `looks`: the model is read, and the run saved, after every step. */
static result train(const char *options, bool looks) {
    result r = {.validated = NAN};
    tt_model *model = random_encoder(engine, config, true);
    tt_data *data, *checks;
    tt_run *run;
    const char *json;
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2}", &err));
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":16}", texts, ends, NULL, NULL, labels, ROWS - 4, &err));
    CHECK_OK(tt_data_new(&checks, model, "{\"max_length\":16}", texts, ends, NULL, NULL, labels, ROWS, &err));
    CHECK_OK(tt_run_new(&run, model, data, checks, options, &err));
    while (tt_run_step(run, NULL) == TT_OK) {
        CHECK_OK(tt_run_log(&json, run, &err));
        const char *row = strstr(json, "\"kind\":\"validation\"");
        if (row) r.validated = strtod(strstr(row, "\"loss\":") + strlen("\"loss\":"), NULL);
        if (!looks) continue;
        size_t n;
        tt_stream *saved;
        loss_of(model, checks);
        free(export_file(model, "{\"what\":\"model\",\"dtype\":\"F32\"}", &n));
        if (tt_save_begin(&saved, &n, run, NULL) == TT_OK) free(read_all(saved, n, OUT_PIECE)); /* not after the last */
    }
    CHECK_OK(tt_run_log(&json, run, &err));
    const char *row = strstr(json, "\"kind\":\"validation\"");
    if (row) r.validated = strtod(strstr(row, "\"loss\":") + strlen("\"loss\":"), NULL);
    tt_run_free(run);
    r.evaluated = loss_of(model, checks);
    r.file = export_file(model, "{\"what\":\"model\",\"dtype\":\"F32\"}", &r.bytes);
    tt_data_free(data);
    tt_data_free(checks);
    tt_model_free(model);
    return r;
}

/* The numbers behind the header of a safetensors file. */
static const float *numbers_of(const result *r, size_t *count) {
    uint64_t header;
    memcpy(&header, r->file, sizeof header);
    *count = (r->bytes - 8 - (size_t)header) / sizeof(float);
    float *numbers = malloc(*count * sizeof *numbers);
    memcpy(numbers, r->file + 8 + header, *count * sizeof *numbers);
    return numbers;
}

static void check_average(const char *method) {
    const char *const format =
        "{%s,\"epochs\":3,\"batch_size\":4,\"learning_rate\":%s,\"weight_decay\":0.9,\"start_share\":%s}";
    char options[4][200];
    snprintf(options[0], sizeof options[0], format, method, "0", "0");
    snprintf(options[1], sizeof options[1], format, method, "0.01", "0");
    snprintf(options[2], sizeof options[2], format, method, "0.01", "0.25");
    result start = train(options[0], false), end = train(options[1], false), share = train(options[2], false),
           looked = train(options[2], true);
    size_t counts[3];
    const float *s = numbers_of(&start, &counts[0]), *e = numbers_of(&end, &counts[1]),
                *a = numbers_of(&share, &counts[2]);
    double off = 0, moved = 0;
    CHECK(counts[0] == counts[1] && counts[0] == counts[2] && counts[0] > 0);
    for (size_t i = 0; i < counts[0]; i++) {
        off = fmax(off, fabs((double)a[i] - (0.25 * (double)s[i] + 0.75 * (double)e[i])));
        moved = fmax(moved, fabs((double)s[i] - (double)e[i]));
    }
    CHECK_NEAR(off, 0, 1e-6, "a few roundings of numbers of about 1");
    CHECK(moved > 0.01);
    CHECK(end.validated == end.evaluated && share.validated == share.evaluated);
    CHECK(share.validated != end.validated);
    CHECK(share.bytes == looked.bytes && memcmp(share.file, looked.file, share.bytes) == 0);
    CHECK(share.validated == looked.validated);
    free((void *)s);
    free((void *)e);
    free((void *)a);
    free(start.file);
    free(end.file);
    free(share.file);
    free(looked.file);
}

/* With the best epoch's weights the average is that of this epoch. */
static void check_best(void) {
    result best =
        train("{\"epochs\":6,\"batch_size\":4,\"learning_rate\":0.05,\"start_share\":0.5,\"patience\":2}", false);
    result same =
        train("{\"epochs\":6,\"batch_size\":4,\"learning_rate\":0.05,\"start_share\":0.5,\"patience\":2}", true);
    CHECK(best.bytes == same.bytes && memcmp(best.file, same.file, best.bytes) == 0);
    CHECK(best.evaluated <= best.validated);
    free(best.file);
    free(same.file);
}

/* The model of the best epoch, every number of it, is that of a run that ended there: words that do not occur too. */
static void check_best_epoch(void) {
    static const char *const format =
        "{\"epochs\":%d,\"batch_size\":4,\"learning_rate\":0.05,\"weight_decay\":0.9,\"schedule\":\"constant\","
        "\"warmup_ratio\":0,\"keep\":\"%s\",\"patience\":%d,\"best_metric\":\"loss\"}";
    char options[240];
    bool found = false;
    snprintf(options, sizeof options, format, 5, "best", 4);
    result best = train(options, false);
    for (int epochs = 1; epochs < 5 && !found; epochs++) {
        snprintf(options, sizeof options, format, epochs, "last", 0);
        result cut = train(options, false);
        found = best.bytes == cut.bytes && memcmp(best.file, cut.file, best.bytes) == 0;
        free(cut.file);
    }
    CHECK(found);
    free(best.file);
}

/* Nothing else has read the model before its file is written. */
static void check_first_export(void) {
    tt_model *model = random_encoder(engine, config, true);
    tt_data *data;
    tt_run *run;
    size_t midway_bytes, after_bytes;
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2}", &err));
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":16}", texts, ends, NULL, NULL, labels, ROWS, &err));
    CHECK_OK(tt_run_new(
        &run, model, data, NULL,
        "{\"head_start\":\"random\",\"epochs\":4,\"batch_size\":4,\"start_share\":0.5,\"warmup_ratio\":0}", &err));
    for (int i = 0; i < 5; i++) CHECK_OK(tt_run_step(run, &err));
    char *midway = export_file(model, "{\"what\":\"model\",\"dtype\":\"F32\"}", &midway_bytes);
    tt_run_free(run);
    char *after = export_file(model, "{\"what\":\"model\",\"dtype\":\"F32\"}", &after_bytes);
    CHECK(midway_bytes == after_bytes && memcmp(midway, after, after_bytes) == 0);
    free(midway);
    free(after);
    tt_data_free(data);
    tt_model_free(model);
}

int main(void) {
    make_rows();
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    check_average("\"method\":\"full\"");
    check_average("\"method\":\"layers\",\"last_layers\":1");
    check_average("\"method\":\"full\",\"head_start\":\"random\"");
    check_best();
    check_best_epoch();
    check_first_export();
    tt_engine_free(engine);
    return check_end("check_start_share");
}
