/* SPDX-License-Identifier: Apache-2.0
 * The public API as a program uses it: load, tokenize, plan, train, evaluate, export and load again; and calls with bad
 * input or out of order, each of which gets its sentence. */
#include "check.h"
#include "streams.h"
#include "tabtune.h"

static tt_engine *engine;
static char *config, *vocab, *tokenizer_config, *weights;
static size_t config_bytes, vocab_bytes, tokenizer_config_bytes, weights_bytes;

static tt_model *load(void) {
    tt_model *model;
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, tokenizer_config, &err));
    CHECK(import_file(model, "model", weights, weights_bytes, NULL) == TT_DONE);
    return model;
}

enum { ROWS = 40 };
static char texts[ROWS * 64];
static uint32_t ends[ROWS];
static double labels[ROWS];

/* Rows that can be told apart by their words. */
static void make_rows(void) {
    static const char *const good[] = {"a good film", "we like this book very much", "the best time"};
    static const char *const bad[] = {"it was not good", "no one should see this", "a very long and bad day"};
    uint32_t at = 0;
    for (int row = 0; row < ROWS; row++) {
        const char *text = row % 2 ? good[row / 2 % 3] : bad[row / 2 % 3];
        memcpy(texts + at, text, strlen(text));
        at += (uint32_t)strlen(text);
        ends[row] = at;
        labels[row] = (row % 2);
    }
}

static tt_data *data_for(tt_model *model, const double *with) {
    tt_data *data;
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":32}", texts, ends, NULL, NULL, with, ROWS, &err));
    return data;
}

static double number_after(const char *json, const char *key) {
    const char *at = strstr(json, key);
    return at ? strtod(at + strlen(key), NULL) : NAN;
}

static void train(tt_model *model, tt_data *data, tt_data *validation, const char *options) {
    tt_run *run;
    const char *json;
    tt_status status;
    CHECK_OK(tt_run_plan(&json, model, data, validation, options, &err));
    CHECK(number_after(json, "\"peak_bytes\":") > 0);
    CHECK_OK(tt_run_new(&run, model, data, validation, options, &err));
    while ((status = tt_run_step(run, NULL)) == TT_OK) CHECK_OK(tt_run_log(&json, run, &err));
    CHECK(status == TT_DONE);
    tt_run_free(run);
}

static void evaluate(double *probabilities, tt_model *model, tt_data *data, double *accuracy) {
    tt_eval *eval;
    const double *p;
    const char *json;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    CHECK_FAILS(tt_eval_outputs(&p, eval, &err), TT_E_STATE, "not finished");
    while (tt_eval_step(eval, NULL) == TT_OK) {
    }
    CHECK_OK(tt_eval_progress(&json, eval, &err));
    CHECK((int)number_after(json, "\"done\":") == ROWS && (int)number_after(json, "\"rows\":") == ROWS);
    CHECK_OK(tt_eval_outputs(&p, eval, &err));
    memcpy(probabilities, p, ROWS * 2 * sizeof *p);
    if (accuracy) {
        CHECK_OK(tt_eval_metrics(&json, eval, NULL, &err));
        *accuracy = number_after(json, "\"accuracy\":");
    }
    tt_eval_free(eval);
}

static void check_journey(const char *what, const char *options) {
    double before[ROWS * 2], after[ROWS * 2], again[ROWS * 2];
    double accuracy = 0;
    size_t n;
    const char *json;
    char spec[160];
    tt_model *model = load();
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":3}", &err));
    tt_data *data = data_for(model, labels), *unlabelled = data_for(model, NULL);
    evaluate(before, model, unlabelled, NULL);
    train(model, data, data, options);
    evaluate(after, model, data, &accuracy);
    CHECK(memcmp(before, after, sizeof before) != 0);
    CHECK(accuracy == 1.0); /* three sentences a class: any encoder can learn them by heart */
    snprintf(spec, sizeof spec, "{\"what\":\"%s\",\"dtype\":\"F32\",\"metadata\":{\"task\":\"x\"}}", what);
    char *file = export_file(model, spec, &n);
    tt_model *second = load();
    CHECK_OK(tt_model_head(second, "{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":9}", &err));
    CHECK(import_file(second, what, file, n, NULL) == TT_DONE);
    tt_data *rows = data_for(second, NULL);
    evaluate(again, second, rows, NULL);
    /* bit for bit; in the double build the file rounds the weights to float */
    for (int i = 0; i < ROWS * 2; i++) CHECK_NEAR(again[i], after[i], sizeof(real) == 4 ? 0 : 1e-5, "the same weights");
    CHECK_OK(tt_model_info(&json, second, &err));
    CHECK(strstr(json, "\"outputs\":2,\"trained\":true") != NULL);
    free(file);
    tt_data_free(rows);
    tt_data_free(unlabelled);
    tt_data_free(data);
    tt_model_free(second);
    tt_model_free(model);
}

/* An evaluation made before a run has adapters gives the outputs of one made after: both use them. */
static void check_early_evaluation(void) {
    tt_model *model = load();
    tt_eval *evals[2];
    tt_run *run;
    const double *p[2];
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":3}", &err));
    tt_data *data = data_for(model, labels);
    CHECK_OK(tt_eval_new(&evals[0], model, data, &err));
    CHECK_OK(tt_run_new(&run, model, data, NULL, "{\"method\":\"lora\",\"lora_targets\":\"linear\"}", &err));
    for (int i = 0; i < 4; i++) CHECK_OK(tt_run_step(run, &err));
    CHECK_OK(tt_eval_new(&evals[1], model, data, &err));
    for (int i = 0; i < 2; i++) {
        while (tt_eval_step(evals[i], NULL) == TT_OK) continue;
        CHECK_OK(tt_eval_outputs(&p[i], evals[i], &err));
    }
    CHECK(memcmp(p[0], p[1], ROWS * 2 * sizeof **p) == 0);
    for (int i = 0; i < 2; i++) tt_eval_free(evals[i]);
    tt_run_free(run);
    tt_data_free(data);
    tt_model_free(model);
}

/* An adapter can be exported after a run from the encoder's file, and after no other. */
static void check_adapter(void) {
    static const char *const options = "{\"method\":\"lora\",\"epochs\":30,\"learning_rate\":0.01,\"lora_rank\":2}";
    static const char *const spec = "{\"what\":\"adapter\",\"dtype\":\"F32\"}";
    size_t n;
    const char *json;
    double p[ROWS * 2];
    double accuracy = 0;
    tt_model *model = load();
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":3}", &err));
    tt_data *data = data_for(model, labels);
    CHECK_FAILS(refuse_export(model, spec, &err), TT_E_STATE, "there is no adapter");
    train(model, data, data, options);
    evaluate(p, model, data, &accuracy);
    CHECK(accuracy == 1.0);
    CHECK_OK(tt_model_info(&json, model, &err));
    CHECK(
        strstr(json,
               "\"adapter\":{\"r\":2,\"lora_alpha\":16,\"lora_dropout\":0.05,\"target_modules\":[\"query\",\"value\"],"
               "\"modules_to_save\":[\"classifier\"") != NULL);
    /* a plan of something else leaves it as it is */
    CHECK_OK(tt_run_plan(&json, model, data, NULL, "{\"method\":\"lora\",\"lora_rank\":7}", &err));
    char *file = export_file(model, spec, &n);
    file[n - 1] = 0;
    CHECK(strstr(file + 8,
                 "\"base_model.model.bert.encoder.layer.1.attention.self.value.lora_B.weight\":"
                 "{\"dtype\":\"F32\",\"shape\":[64,2]") != NULL);
    CHECK(strstr(file + 8,
                 "\"base_model.model.bert.encoder.layer.0.attention.self.query.lora_A.weight\":"
                 "{\"dtype\":\"F32\",\"shape\":[2,64]") != NULL);
    CHECK(strstr(file + 8, "\"base_model.model.classifier.weight\"") != NULL);
    CHECK(strstr(file + 8, "key.lora") == NULL && strstr(file + 8, "query.weight") == NULL);
    free(file);
    train(model, data, NULL, options);
    CHECK_FAILS(refuse_export(model, spec, &err), TT_E_STATE, "open the encoder again");
    CHECK(import_file(model, "model", weights, weights_bytes, NULL) == TT_DONE);
    train(model, data, NULL, options);
    file = export_file(model, spec, &n);
    free(file);
    train(model, data, NULL, "{\"method\":\"head\",\"epochs\":1}");
    CHECK_FAILS(refuse_export(model, spec, &err), TT_E_STATE, "there is no adapter");
    tt_data_free(data);
    tt_model_free(model);
}

static void check_order_of_calls(void) {
    tt_model *model;
    tt_data *data = NULL, *other;
    tt_run *run;
    tt_eval *eval;
    const char *json;
    const char *head = "{\"task\":\"single_label_classification\",\"outputs\":2}";
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, NULL, &err));
    CHECK_FAILS(tt_model_head(model, head, &err), TT_E_STATE, "not loaded");
    CHECK_FAILS(refuse_export(model, "{\"what\":\"model\"}", &err), TT_E_STATE, "not loaded");
    tt_model_free(model);
    model = load();
    data = data_for(model, labels);
    CHECK_FAILS(tt_run_new(&run, model, data, NULL, "{}", &err), TT_E_STATE, "no head");
    CHECK_FAILS(tt_eval_new(&eval, model, data, &err), TT_E_STATE, "no head");
    CHECK_FAILS(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":1}", &err), TT_E_CONFIG,
                "from 2");
    CHECK_FAILS(tt_model_head(model, "{\"task\":\"summarization\",\"outputs\":2}", &err), TT_E_CONFIG, "task");
    CHECK_OK(tt_model_head(model, head, &err));
    CHECK_FAILS(tt_run_new(&run, model, data, NULL, "{\"epochs\":-1}", &err), TT_E_CONFIG, "epochs");
    CHECK_FAILS(tt_run_new(&run, model, data, NULL, "{\"learning_rat\":1}", &err), TT_E_CONFIG, "learning_rate");
    labels[5] = 2;
    CHECK_OK(tt_data_new(&other, model, "{\"max_length\":32}", texts, ends, NULL, NULL, labels, ROWS, &err));
    labels[5] = 1;
    CHECK_FAILS(tt_run_new(&run, model, other, NULL, "{}", &err), TT_E_DATA, "row 5");
    tt_data_free(other);
    CHECK_FAILS(tt_data_new(&other, model, "{\"max_length\":100000}", texts, ends, NULL, NULL, labels, ROWS, &err),
                TT_E_CONFIG, "max_length");
    CHECK_FAILS(tt_data_new(&other, model, "{}", texts, ends, NULL, NULL, labels, 0, &err), TT_E_DATA, "no rows");
    CHECK_FAILS(tt_data_new(&other, model, "{}", "\xff", (uint32_t[]){1}, NULL, NULL, NULL, 1, &err), TT_E_DATA,
                "row 0");
    CHECK_OK(tt_tokenize(&json, model, "good", 4, NULL, 0, 16, &err));
    CHECK(strstr(json, "\"tokens\":[\"[CLS]\",\"good\",\"[SEP]\"]") != NULL);
    tt_data_free(data);
    tt_model_free(model);
}

/* Files that are not what they say: each is refused with a sentence, and the model it was meant for can be freed. */
static void check_bad_files(void) {
    static const uint32_t ends[] = {12, 13};
    tt_model *model;
    tt_data *data;
    CHECK_FAILS(tt_model_new(&model, engine, "{", vocab, vocab_bytes, NULL, &err), TT_E_FORMAT, "");
    CHECK_FAILS(tt_model_new(&model, engine, config, "", 0, NULL, &err), TT_E_FORMAT, "");
    CHECK_FAILS(tt_model_new(&model, engine, "{\"model_type\":\"gpt2\"}", vocab, vocab_bytes, NULL, &err), TT_E_CONFIG,
                "gpt2");
    size_t longer = vocab_bytes + 64;
    char *wrong = malloc(longer);
    memcpy(wrong, vocab, vocab_bytes);
    for (size_t i = vocab_bytes; i < longer; i += 2) wrong[i] = 'q', wrong[i + 1] = '\n';
    for (size_t i = vocab_bytes; i + 1 < longer; i += 2) wrong[i] = (char)('A' + (i - vocab_bytes) / 2 % 26);
    CHECK_OK(tt_model_new(&model, engine, config, wrong, longer, "{\"do_lower_case\":false}", &err));
    CHECK_FAILS(tt_data_new(&data, model, "{}", "a few words B", ends, NULL, NULL, NULL, 2, &err), TT_E_DATA,
                "row 1 has the piece \"B\", number ");
    CHECK_OK(tt_data_new(&data, model, "{}", "a few words B", ends, NULL, NULL, NULL, 1, &err));
    tt_data_free(data);
    tt_model_free(model);
    free(wrong);
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, NULL, &err));
    CHECK_FAILS(import_file(model, "model", weights, weights_bytes / 2, &err), TT_E_FORMAT, "cut short");
    tt_model_free(model);
}

int main(void) {
    CHECK_FAILS(tt_engine_new(&engine, 0, &err), TT_E_CONFIG, "threads is 0; it must be between 1 and 256");
    CHECK_FAILS(tt_engine_new(&engine, 257, &err), TT_E_CONFIG, "threads is 257");
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    config = read_file("tests/golden/tiny-bert", "config.json", &config_bytes);
    vocab = read_file("tests/golden/tiny-bert", "vocab.txt", &vocab_bytes);
    tokenizer_config = read_file("tests/golden/tiny-bert", "tokenizer_config.json", &tokenizer_config_bytes);
    weights = read_file("tests/golden/tiny-bert", "model.safetensors", &weights_bytes);
    make_rows();
    CHECK(strstr(tt_schema(), "\"learning_rate\"") != NULL);
    check_journey("model", "{\"epochs\":20,\"learning_rate\":1e-3,\"batch_size\":8}");
    check_journey("head", "{\"method\":\"head\",\"epochs\":300,\"learning_rate\":0.05}");
    check_adapter();
    check_early_evaluation();
    check_order_of_calls();
    check_bad_files();
    free(config);
    free(vocab);
    free(tokenizer_config);
    free(weights);
    tt_engine_free(engine);
    return check_end("check_api");
}
