/* SPDX-License-Identifier: Apache-2.0
 * Every family through the API: config.json and names of tensors with and without prefix, what is written again, what
 * a head reads, and sentences for what is not supported. Numbers are checked in check_encoder and check_run. */
#include "api/handles.h"
#include "baseline/bag.h"
#include "data/mlm_masking.h"
#include "golden.h"
#include "streams.h"
#include "tabtune.h"

static tt_engine *engine;
static const double stored = sizeof(real) == sizeof(float) ? 0 : 1e-5; /* files are F32 */

static tt_model *open_config(const char *config) {
    char vocab[512] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
    size_t at = strlen(vocab);
    tt_model *model;
    for (int i = 5; i < 83; i++) at += (size_t)snprintf(vocab + at, sizeof vocab - at, "w%d\n", i);
    CHECK_OK(tt_model_new(&model, engine, config, vocab, at, NULL, &err));
    return model;
}

static void write_file(tt_model *model, const char *what, const char *file, size_t n) {
    CHECK(import_file(model, what, file, n, NULL) == TT_DONE);
}

static tt_model *load(const char *family) {
    char folder[80];
    size_t n;
    snprintf(folder, sizeof folder, "tests/golden/encoder/%s", family);
    char *config = read_file(folder, "config.json", &n);
    tt_model *model = open_config(config);
    char *file = read_file(folder, "model.safetensors", &n);
    write_file(model, "model", file, n);
    free(config);
    free(file);
    return model;
}

static char *export_as(tt_model *model, const char *what, size_t *n) {
    char spec[80];
    snprintf(spec, sizeof spec, "{\"what\":\"%s\",\"dtype\":\"F32\"}", what);
    return export_file(model, spec, n);
}

static const char *info(tt_model *model) {
    const char *json;
    CHECK_OK(tt_model_info(&json, model, &err));
    return json;
}

static void has(const char *json, const char *part) {
    if (!strstr(json, part)) printf("  %s is not in %s\n", part, json);
    CHECK(strstr(json, part) != NULL);
}

/* Takes every `"prefix` off the names of a file; the header is filled up with spaces. */
static void without_prefix(char *file, const char *prefix) {
    uint64_t header;
    const size_t n = strlen(prefix);
    memcpy(&header, file, 8);
    char *json = file + 8, *end = json + header;
    for (char *at = json; at + n < end; at++) {
        if (at[-1] != '"' || strncmp(at, prefix, n) != 0) continue;
        memmove(at, at + n, (size_t)(end - at) - n);
        memset(end - n, ' ', n);
    }
}

static tt_data *new_rows(tt_model *model, int parts) {
    static char texts[4000];
    static uint32_t ends[40];
    static double labels[40];
    uint32_t at = 0;
    char spec[80];
    for (int i = 0; i < 20 * parts; i++) {
        for (int k = 0; k <= i % 5; k++) {
            at += (uint32_t)snprintf(texts + at, sizeof texts - at, "w%d ", 5 + (i * 7 + k) % 60);
        }
        ends[i] = at;
        labels[i] = (i % 3);
    }
    tt_data *data;
    snprintf(spec, sizeof spec, "{\"max_length\":32,\"parts\":%d}", parts);
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, NULL, NULL, labels, 20, &err));
    return data;
}

static void outputs_of(double *out, tt_model *model, tt_data *data) {
    tt_eval *eval;
    const double *outputs;
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_outputs(&outputs, eval, &err));
    memcpy(out, outputs, 60 * sizeof *out);
    tt_eval_free(eval);
}

static void run(tt_model *model, tt_data *data, const char *options) {
    tt_run *trained;
    tt_status status;
    CHECK_OK(tt_run_new(&trained, model, data, NULL, options, &err));
    while ((status = tt_run_step(trained, NULL)) == TT_OK) continue;
    CHECK(status == TT_DONE);
    tt_run_free(trained);
}

/* The header of a safetensors file has these words. */
static bool names(const char *file, const char *words) {
    uint64_t header;
    bool found = false;
    memcpy(&header, file, 8);
    for (const char *at = file + 8; at + strlen(words) <= file + 8 + header; at++) {
        found = found || strncmp(at, words, strlen(words)) == 0;
    }
    return found;
}

static double far_apart(const double *a, const double *b, int n) {
    double most = 0;
    for (int i = 0; i < n; i++) most = fmax(most, fabs((double)a[i] - (double)b[i]));
    return most;
}

/* A checkpoint is written as it came, and read again with and without the prefix. */
static void check_round_trip(const char *family, const char *prefix, const char *const *parts, int count) {
    tt_model *model = load(family);
    const char *json = info(model);
    for (int i = 0; i < count; i++) has(json, parts[i]);
    has(json, "\"ignored\":[],\"missing\":[]");
    has(json, "\"outputs\":3,\"trained\":true");
    size_t n, again_n;
    char *file = export_as(model, "model", &n), folder[80];
    snprintf(folder, sizeof folder, "tests/golden/encoder/%s", family);
    char *config = read_file(folder, "config.json", &again_n), *bare = malloc(n);
    memcpy(bare, file, n);
    without_prefix(bare, prefix);
    CHECK(memcmp(bare, file, n) != 0);
    tt_model *same = open_config(config);
    write_file(same, "model", bare, n);
    has(info(same), "\"ignored\":[],\"missing\":[]");
    CHECK(strcmp(model->fingerprint, same->fingerprint) == 0);
    char *again = export_as(same, "model", &again_n);
    CHECK(n == again_n && memcmp(file, again, n) == 0);
    free(config), free(file), free(bare), free(again);
    tt_model_free(model);
    tt_model_free(same);
}

/* A pooler that is the head's own is drawn with each head, learns with the method "head" and lies in the head's file.
 */
static void check_own_pooler(const char *family, const char *pooler, const char *saved) {
    tt_model *model = load(family), *other = load(family);
    tt_data *data = new_rows(model, 1), *same = new_rows(other, 1);
    double got[60], want[60];
    size_t n;
    const int w = tt_top_row(&model->params, TT_POOLER_W);
    const real *weights = model->params.items[w].data;
    const real loaded = weights[0];
    static const char spec[] = "{\"task\":\"single_label_classification\",\"outputs\":3,\"seed\":5}";
    CHECK(strcmp(model->params.items[w].name, pooler) == 0 && model->params.head_pooler);
    CHECK_OK(tt_model_head(model, spec, &err));
    const real drawn = weights[0], encoder = model->params.weights[0];
    CHECK(drawn != loaded);
    run(model, data, "{\"method\":\"head\",\"epochs\":2,\"learning_rate\":0.01}");
    CHECK(weights[0] != drawn && model->params.weights[0] == encoder);
    char *file = export_as(model, "head", &n);
    CHECK_OK(tt_model_head(other, spec, &err));
    write_file(other, "head", file, n);
    outputs_of(want, model, data);
    outputs_of(got, other, same);
    CHECK(far_apart(got, want, 60) <= stored);
    run(model, data, "{\"method\":\"lora\",\"epochs\":1,\"lora_targets\":\"linear\"}");
    has(info(model), saved);
    free(file);
    tt_data_free(data);
    tt_data_free(same);
    tt_model_free(model);
    tt_model_free(other);
}

/* One matrix of query, key and value has one adapter, whichever of them is asked for. */
static void check_lora_names(void) {
    static const char *const targets[] = {"query_value", "attention", "linear"};
    static const char *const names_of[] = {"\"target_modules\":[\"Wqkv\"],",
                                           "\"target_modules\":[\"Wqkv\",\"attn.Wo\"],",
                                           "\"target_modules\":[\"Wqkv\",\"attn.Wo\",\"Wi\",\"mlp.Wo\"],"};
    for (int i = 0; i < 3; i++) {
        tt_model *model = load("modernbert"), *other = load("modernbert");
        tt_data *data = new_rows(model, 1), *same = new_rows(other, 1);
        double before[60], after[60], again[60];
        char options[100];
        size_t n, adapter_n;
        static const char spec[] = "{\"task\":\"single_label_classification\",\"outputs\":3}";
        CHECK_OK(tt_model_head(model, spec, &err));
        CHECK_OK(tt_model_head(other, spec, &err));
        outputs_of(before, model, data);
        snprintf(options, sizeof options,
                 "{\"method\":\"lora\",\"epochs\":2,\"learning_rate\":0.05,\"lora_rank\":2,\"lora_targets\":\"%s\"}",
                 targets[i]);
        run(model, data, options);
        has(info(model), names_of[i]);
        outputs_of(after, model, data);
        CHECK(far_apart(before, after, 60) > 1e-3);
        char *file = export_as(model, "model", &n), *adapter = export_as(model, "adapter", &adapter_n);
        CHECK(names(adapter, "\"base_model.model.model.layers.2.attn.Wqkv.lora_A.weight\""));
        CHECK(names(adapter, "mlp.Wi.lora_B") == (i == 2));
        write_file(other, "model", file, n);
        outputs_of(again, other, same);
        CHECK(far_apart(after, again, 60) <= stored);
        free(file), free(adapter);
        tt_data_free(data);
        tt_data_free(same);
        tt_model_free(model);
        tt_model_free(other);
    }
}

/* Words' classifier has one name in all families, and no pooler but in one. */
static void check_words_names(void) {
    tt_model *model = load("electra"), *modern = load("modernbert");
    const int w = tt_top_row(&model->params, TT_CLASSIFIER_W);
    CHECK(strcmp(model->params.items[w].name, "classifier.out_proj.weight") == 0);
    CHECK_OK(tt_model_head(model, "{\"task\":\"token_classification\",\"outputs\":3}", &err));
    CHECK(strcmp(model->params.items[w].name, "classifier.weight") == 0 && !tt_params_pools(&model->params));
    CHECK_OK(tt_model_head(modern, "{\"task\":\"token_classification\",\"outputs\":3}", &err));
    CHECK(tt_params_pools(&modern->params)); /* whose words have it too */
    tt_model_free(model);
    tt_model_free(modern);
}

static void check_pairs(const char *family, int types) {
    tt_model *model = load(family);
    CHECK(model->shape.type_vocab_size == types);
    tt_data *data = new_rows(model, 2);
    double out[60];
    outputs_of(out, model, data); /* without segments pairs are read as transformers reads them */
    tt_data_free(data);
    tt_model_free(model);
}

static void check_mean(const char *pooling) {
    const int parts = strcmp(pooling, "compared") == 0 ? 2 : 1;
    static const char *const methods[] = {"full", "lora", "head", "layers", "bias"};
    char mean[120], told[40];
    snprintf(mean, sizeof mean,
             "{\"task\":\"single_label_classification\",\"outputs\":3,\"seed\":5,\"pooling\":\"%s\"}", pooling);
    snprintf(told, sizeof told, "\"pooling\":\"%s\"", pooling);
    for (int i = 0; i < 5; i++) {
        tt_model *model = load(i % 2 ? "electra" : "mean"), *other = load(i % 2 ? "electra" : "mean");
        tt_data *data = new_rows(model, parts), *same = new_rows(other, parts);
        double before[60], after[60], again[60];
        char options[100];
        size_t n, head_n;
        CHECK_OK(tt_model_head(model, mean, &err));
        has(info(model), told);
        outputs_of(before, model, data);
        snprintf(options, sizeof options, "{\"method\":\"%s\",\"epochs\":2,\"learning_rate\":0.01}", methods[i]);
        run(model, data, options);
        outputs_of(after, model, data);
        CHECK(far_apart(before, after, 60) > 1e-3);
        char *file = export_as(model, "model", &n), *head = export_as(model, "head", &head_n);
        CHECK(!names(file, "pooler") && names(head, "\"classifier.weight\""));
        CHECK_OK(tt_model_head(other, mean, &err));
        write_file(other, "model", file, n);
        outputs_of(again, other, same);
        CHECK(far_apart(after, again, 60) <= stored);
        /* the first token is something else */
        CHECK_OK(tt_model_head(other, "{\"task\":\"single_label_classification\",\"outputs\":3}", &err));
        has(info(other), "\"pooling\":\"cls\"");
        tt_error err = {0};
        const tt_status status = import_file(other, "head", head, head_n, &err);
        if (status == TT_DONE) outputs_of(again, other, same);
        CHECK(status == TT_DONE ? far_apart(after, again, 60) > 1e-3 : status == TT_E_FORMAT && err.text[0]);
        free(file), free(head);
        tt_data_free(data);
        tt_data_free(same);
        tt_model_free(model);
        tt_model_free(other);
    }
}

/* RoBERTa's layout, <s> a </s></s> b </s>, in rows, windows, bags and gaps. */
static void check_frame(void) {
    static const char vocab[] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\nd\ne\nf\n";
    static const char texts[] = "a b c d efa b c d e";
    static const uint32_t ends[] = {9, 10, 19}, one[] = {9};
    static const tt_frame frame = {1, 2, 1};
    static const int32_t pair[] = {2, 5, 6, 7, 3, 3, 10, 3, 2, 7, 8, 9, 3, 3, 10, 3};
    tt_tokenizer *tokenizer;
    tt_rows rows;
    tt_rows_source source = {.texts = texts, .ends = ends, .rows = 1, .parts = 2, .width = 1, .max_length = 8};
    source.stride = 1;
    CHECK_OK(tt_tokenizer_new(&tokenizer, &frame, vocab, sizeof vocab - 1, NULL, &err));
    CHECK_OK(tt_rows_new(&rows, NULL, tokenizer, &source, 11, 32, &err));
    CHECK(rows.sequences == 2 && rows.starts[2] == 16 && memcmp(rows.ids, pair, sizeof pair) == 0);
    CHECK(rows.second[0] == 6 && rows.second[1] == 6);
    tt_bag bag;
    tt_arena arena = {0};
    tt_bag_layout(&bag, &arena, &rows, &rows);
    CHECK_OK(tt_arena_back(&arena, &err));
    tt_bag_layout(&bag, &arena, &rows, &rows);
    tt_bag_fill(&bag, &rows, &rows);
    CHECK(bag.starts[1] == 7); /* the constant, a to e of the first text, f of the second */
    tt_arena_free(&arena);
    tt_rows_free(&rows);
    source = (tt_rows_source){.texts = texts, .ends = one, .rows = 1, .parts = 1, .width = 1, .max_length = 32};
    CHECK_OK(tt_rows_new(&rows, NULL, tokenizer, &source, 11, 32, &err));
    CHECK(rows.sequences == 1 && rows.starts[1] == 7 && rows.ids[0] == 2 && rows.ids[6] == 3);
    CHECK_OK(tt_mlm_prepare(&rows, &err));
    for (uint64_t epoch = 0; epoch < 50; epoch++) {
        tt_mlm_draw(&rows, 4, 1, epoch);
        CHECK(rows.read_count == 1 && rows.reads[0].position >= 1 && rows.reads[0].position <= 5);
    }
    tt_rows_free(&rows);
    tt_tokenizer_free(tokenizer);
}

static void check_refused(void) {
    tt_model *model = load("electra");
    CHECK_FAILS(tt_model_head(model, "{\"task\":\"regression\",\"outputs\":1,\"pooling\":\"max\"}", &err), TT_E_CONFIG,
                "pooling must be");
    CHECK_FAILS(tt_model_head(model, "{\"task\":\"token_classification\",\"outputs\":3,\"pooling\":\"mean\"}", &err),
                TT_E_CONFIG, "the task token_classification reads tokens one by one");
    CHECK_FAILS(tt_model_head(model, "{\"task\":\"masked_language_modelling\",\"pooling\":\"mean\"}", &err),
                TT_E_CONFIG, "the task masked_language_modelling reads tokens one by one");
    tt_model *pooled = load("modernbert");
    CHECK_FAILS(tt_model_head(pooled, "{\"task\":\"regression\",\"outputs\":1,\"pooling\":\"mean_normalized\"}", &err),
                TT_E_CONFIG, "\"mean_normalized\" is for a head without a pooler, and heads of modernbert have one");
    CHECK_FAILS(tt_model_head(pooled, "{\"task\":\"regression\",\"outputs\":1,\"pooling\":\"compared\"}", &err),
                TT_E_CONFIG, "\"compared\" is for a head without a pooler, and heads of modernbert have one");
    tt_model_free(pooled);
    CHECK_FAILS(tt_model_head(model, "{\"task\":\"masked_language_modelling\"}", &err), TT_E_CONFIG,
                "no masked-language-modelling head (generator_predictions");
    has(info(model), "\"outputs\":3,\"trained\":true"); /* the head that came with the file */
    const char *json;
    tt_data *data = new_rows(model, 1);
    CHECK_OK(tt_run_plan(&json, model, data, NULL, "{}", &err));
    has(json, "\"head_start\":\"fitted\""); /* the plan is that of a new head */
    tt_data_free(data);
    tt_model_free(model);
}

/* A name of info's "graph" is a tensor of the model, with the layer's stem where it is one of a layer. */
static int names_in(const tt_model *model, const tt_json *json, int32_t graph, const char *part) {
    char stem[64] = "", name[160], full[240];
    const bool in_layers = strcmp(part, "layer") == 0;
    int found = 0;
    if (in_layers) CHECK(tt_json_string(json, tt_json_get(json, graph, "stem"), stem, sizeof stem, NULL));
    for (int32_t key = tt_json_first(json, tt_json_get(json, graph, part)); key >= 0; key = json->nodes[key].next) {
        CHECK(tt_json_string(json, key + 1, name, sizeof name, NULL));
        for (int l = 0; l < (in_layers ? model->params.layers : 1); l++) {
            snprintf(full, sizeof full, in_layers ? "%s%d.%s" : "%s%.0d%s", stem, l, name);
            const int row = tt_params_find(&model->params, full);
            found += row >= 0 && tt_param_size(&model->params.items[row]) > 0;
        }
    }
    return found;
}

/* Whoever writes the encoder down for another engine learns of every tensor. */
static void check_graph(const char *family) {
    tt_model *model = load(family);
    tt_json json;
    int found = 0, wanted = 0;
    const char *text = info(model);
    CHECK_OK(tt_json_parse(&json, text, strlen(text), &err));
    const int32_t graph = tt_json_get(&json, tt_json_get(&json, 0, "family"), "graph");
    static const char *const parts[] = {"embeddings", "layer", "top"};
    for (int i = 0; i < 3; i++) found += names_in(model, &json, graph, parts[i]);
    for (int row = 0; row < model->params.count; row++) {
        const tt_param *param = &model->params.items[row];
        wanted += param->group != TT_MLM_HEAD && tt_param_size(param) > 0;
    }
    CHECK(found == wanted);
    tt_json_free(&json);
    tt_model_free(model);
}

int main(void) {
    static const char *const bert[] = {"\"family\":{\"model_type\":\"bert\",\"tokenizer_class\":\"BertTokenizer\",",
                                       "\"hidden_act\":\"gelu\",", "\"texts\":\"BertForSequenceClassification\"",
                                       "\"pooling\":\"mean\""};
    static const char *const distilbert[] = {"\"model_type\":\"distilbert\"", "\"dim\":20", "\"hidden_dim\":27",
                                             "\"masked_lm\":\"DistilBertForMaskedLM\"", "\"pooling\":\"cls\""};
    static const char *const electra[] = {"\"model_type\":\"electra\"", "\"embedding_size\":12", "\"hidden_size\":20",
                                          "\"encoder\":\"ElectraModel\""};
    static const char *const roberta[] = {"\"model_type\":\"roberta\",\"tokenizer_class\":\"RobertaTokenizer\"",
                                          "\"hidden_act\":\"gelu_new\"", "\"pad_token_id\":1",
                                          "\"masked_lm\":\"RobertaForMaskedLM\""};
    static const char *const mpnet[] = {"\"model_type\":\"mpnet\"", "\"relative_attention_num_buckets\":32",
                                        "\"masked_lm\":\"MPNetForMaskedLM\""};
    static const char *const modernbert[] = {"\"hidden_activation\":\"gelu\"",
                                             "\"classifier_activation\":\"gelu\"",
                                             "\"local_attention\":8",
                                             "\"global_rope_theta\":160000",
                                             "\"norm_eps\":1e-05",
                                             "\"rope_parameters\":{\"full_attention\":{\"rope_type\":\"default\",",
                                             "\"layer_types\":[\"full_attention\",\"",
                                             "\"mean\":\"ModernBertForSequenceClassification\"",
                                             "\"pooling\":\"mean\""};
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    check_round_trip("distilbert", "distilbert.", distilbert, 5);
    check_round_trip("electra", "electra.", electra, 4);
    check_round_trip("roberta", "roberta.", roberta, 4);
    check_round_trip("mpnet", "mpnet.", mpnet, 3);
    check_round_trip("modernbert", "model.", modernbert, 9);
    tt_model *model = load("mean");
    for (int i = 0; i < 4; i++) has(info(model), bert[i]);
    tt_model_free(model);
    check_own_pooler(
        "distilbert", "pre_classifier.weight",
        "\"target_modules\":[\"q_lin\",\"k_lin\",\"v_lin\",\"attention.out_lin\",\"ffn.lin1\",\"ffn.lin2\"],"
        "\"modules_to_save\":[\"classifier\",\"pre_classifier\"]");
    check_own_pooler("electra", "classifier.dense.weight",
                     "\"intermediate.dense\",\"output.dense\"],\"modules_to_save\":[\"classifier\"]");
    check_own_pooler("roberta", "classifier.dense.weight",
                     "\"intermediate.dense\",\"output.dense\"],\"modules_to_save\":[\"classifier\"]");
    check_own_pooler("mpnet", "classifier.dense.weight",
                     "\"target_modules\":[\"attn.q\",\"attn.k\",\"attn.v\",\"attn.o\",");
    check_lora_names();
    check_words_names();
    check_pairs("distilbert", 0);
    check_pairs("roberta", 1);
    check_graph("plain");
    check_graph("distilbert");
    check_graph("electra");
    check_graph("roberta");
    check_mean("mean");
    check_mean("mean_normalized");
    check_mean("compared");
    check_frame();
    check_refused();
    tt_engine_free(engine);
    return check_end("check_families");
}
