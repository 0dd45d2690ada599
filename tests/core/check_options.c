/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "train/defaults.h"
#include "train/stopping.h"

static void defaults(void) {
    tt_options o;
    CHECK_OK(tt_options_parse(&o, NULL, &err));
    CHECK(o.method == TT_METHOD_FULL && o.schedule == TT_SCHEDULE_LINEAR && o.epochs == 0 && isnan(o.learning_rate));
    CHECK(o.batch_size == 0 && o.seed == 1 && o.tokens_in_flight == 0);
    CHECK(o.weight_decay == 0.01 && o.warmup_ratio == 0.1 && o.max_grad_norm == 1);
    CHECK(o.adam_beta1 == 0.9 && o.adam_beta2 == 0.999 && o.adam_epsilon == 1e-8);
}

static void reads(void) {
    tt_options o;
    CHECK_OK(tt_options_parse(&o,
                              "{\"method\":\"head\",\"schedule\":\"constant\",\"epochs\":7,\"learning_rate\":3e-4,"
                              "\"batch_size\":4,\"seed\":2147483647,\"weight_decay\":0,\"warmup_ratio\":0.25,"
                              "\"max_grad_norm\":0,\"adam_beta1\":0.8,\"adam_beta2\":0.98,\"adam_epsilon\":1e-6,"
                              "\"tokens_in_flight\":16}",
                              &err));
    CHECK(o.method == TT_METHOD_HEAD && o.schedule == TT_SCHEDULE_CONSTANT && o.epochs == 7);
    CHECK(o.learning_rate == 3e-4 && o.batch_size == 4 && o.seed == INT32_MAX && o.tokens_in_flight == 16);
    CHECK(o.weight_decay == 0 && o.warmup_ratio == 0.25 && o.max_grad_norm == 0);
    CHECK(o.adam_beta1 == 0.8 && o.adam_beta2 == 0.98 && o.adam_epsilon == 1e-6);

    /* Written and read again: the same bytes. */
    tt_text text = {0}, again = {0};
    const char *first, *second;
    tt_options back;
    tt_options_write(&text, &o);
    CHECK_OK(tt_text_end(&first, &text, &err));
    CHECK(strstr(first, "\"method\":\"head\"") && strstr(first, "\"learning_rate\":0.0003"));
    CHECK_OK(tt_options_parse(&back, first, &err));
    tt_options_write(&again, &back);
    CHECK_OK(tt_text_end(&second, &again, &err));
    CHECK(strcmp(first, second) == 0);

    /* What is open is null, and null is what is open. */
    CHECK_OK(tt_options_parse(&o, "{\"epochs\":null,\"learning_rate\":null,\"batch_size\":null}", &err));
    CHECK(o.epochs == 0 && isnan(o.learning_rate) && o.batch_size == 0);
    tt_text_reset(&text);
    tt_options_write(&text, &o);
    CHECK_OK(tt_text_end(&first, &text, &err));
    CHECK(strstr(first, "\"learning_rate\":null") && strstr(first, "\"epochs\":null"));
    tt_text_free(&text);
    tt_text_free(&again);
}

static void refuses(void) {
    static const struct {
        const char *json, *words;
    } bad[] = {
        {"{\"learningrate\":1}", "there is no option \"learningrate\"; the nearest is \"learning_rate\""},
        {"{\"epoch\":1}", "nearest is \"epochs\""},
        {"{\"batch-size\":1}", "nearest is \"batch_size\""},
        {"{\"a long name that is nothing like any of them, and longer than the longest\":1}",
         "there is no option \"a long"},
        {"{\"\":1}", "there is no option \"\""},
        {"{\"epochs\":0}", "option epochs is 0; it must be a whole number from 1 to 10000"},
        {"{\"epochs\":2.5}", "option epochs is 2.5; it must be a whole number"},
        {"{\"epochs\":\"3\"}", "option epochs is \"3\""},
        {"{\"epochs\":[3]}", "option epochs is [3]"},
        {"{\"seed\":-1}", "option seed is -1; it must be a whole number from 0 to 2147483647"},
        {"{\"seed\":1e999}", "option seed is 1e999"},
        {"{\"learning_rate\":1.5}", "option learning_rate is 1.5; it must be a number from 0 to 1"},
        {"{\"learning_rate\":\"\"}", "option learning_rate is \"\""},
        {"{\"tokens_in_flight\":15}", "from 16 to 65536"},
        {"{\"adam_epsilon\":0}", "option adam_epsilon is 0; it must be a number from 1e-12 to 1"},
        {"{\"method\":\"some\"}",
         "option method is \"some\"; it must be \"full\", \"layers\", \"bias\", \"lora\" or \"head\""},
        {"{\"schedule\":1}", "option schedule is 1; it must be \"linear\", \"cosine\" or \"constant\""},
        {"[]", "must be a JSON object"},
    };
    tt_options o = {.epochs = 77};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK_FAILS(tt_options_parse(&o, bad[i].json, &err), TT_E_CONFIG, bad[i].words);
    }
    CHECK_FAILS(tt_options_parse(&o, "{\"epochs\":", &err), TT_E_FORMAT, "broken JSON");
    CHECK(o.epochs == 77);
}

static void fills(void) {
    static const struct {
        const char *json;
        int layers, hidden_size, rows, outputs;
        double learning_rate;
        int batch_size, epochs, reasons;
        bool fits;
    } cases[] = {
        {"{}", 12, 768, 5000, 2, 1e-5, 16, 3, 4, true},
        {"{}", 6, 384, 100, 2, 5e-5, 8, 10, 5, true},
        {"{}", 6, 384, 64, 2, 5e-5, 8, 10, 5, true},
        {"{}", 6, 384, 63, 2, 5e-5, 8, 20, 5, true},
        {"{}", 3, 384, 1000, 2, 1e-4, 16, 4, 5, true},
        {"{}", 3, 384, 770, 77, 1e-4, 16, 8, 6, true}, /* 5 updates an output */
        {"{\"method\":\"head\"}", 12, 768, 2000, 2, 1e-2, 16, 1, 3, true},
        {"{}", 24, 1024, 5000, 2, 2e-5, 16, 3, 4, false},
        {"{}", 12, 768, 20001, 2, 2e-5, 32, 3, 4, false},
        {"{}", 4, 767, 1000, 2, 1e-4, 16, 7, 4, false},
        {"{}", 6, 384, 300, 2, 1e-4, 8, 11, 4, false},
        {"{}", 3, 384, 770, 77, 2e-4, 16, 24, 5, false}, /* 15 updates an output */
        {"{}", 3, 256, 6000, 77, 2e-4, 16, 4, 5, false},
        {"{}", 2, 128, 1, 2, 3e-4, 8, 40, 4, false},
        {"{\"batch_size\":100}", 6, 384, 1000, 2, 1e-4, 100, 40, 3, false},
        {"{\"method\":\"lora\"}", 6, 768, 5000, 2, 5e-4, 16, 3, 3, false},
        {"{\"method\":\"bias\"}", 3, 384, 5000, 2, 1e-3, 16, 3, 3, false},
        {"{\"method\":\"head\"}", 12, 768, 2000, 2, 1e-2, 16, 100, 3, false},
        {"{\"method\":\"head\"}", 2, 128, 2001, 2, 1e-2, 16, 30, 3, false},
        {"{\"epochs\":2}", 12, 768, 5000, 2, 2e-5, 16, 2, 3, false},
        {"{\"head_start\":\"kept\"}", 6, 384, 300, 2, 5e-5, 8, 6, 5, false}, /* as if it were fitted */
        {"{\"epochs\":2,\"learning_rate\":0.5,\"batch_size\":3}", 12, 768, 5000, 2, 0.5, 3, 2, 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const tt_shape shape = {.num_hidden_layers = cases[i].layers,
                                .hidden_size = cases[i].hidden_size,
                                .intermediate_size = 4 * cases[i].hidden_size};
        const tt_facts base = {
            .rows = cases[i].rows, .outputs = cases[i].outputs, .rarest = 1, .most = cases[i].outputs > 2 ? 5 : 4};
        tt_facts facts = base;
        facts.fits = cases[i].fits;
        facts.kept = strstr(cases[i].json, "kept") != NULL;
        tt_options o;
        tt_text text = {0};
        tt_json json;
        const char *reasons;
        CHECK_OK(tt_options_parse(&o, cases[i].json, &err));
        tt_options_fill(&o, &shape, &facts);
        tt_options_fill(&o, &shape, &(tt_facts){.rows = 1, .outputs = 1}); /* what is chosen stays chosen */
        CHECK(o.learning_rate == cases[i].learning_rate && o.epochs == cases[i].epochs);
        CHECK(o.batch_size == cases[i].batch_size);
        CHECK(o.start_share == ((cases[i].fits || facts.kept) && cases[i].hidden_size < 768 ? 0.3 : 0));
        tt_options_write_reasons(&text, &o);
        CHECK_OK(tt_text_end(&reasons, &text, &err));
        CHECK_OK(tt_json_parse(&json, reasons, strlen(reasons), &err));
        CHECK(json.nodes[0].size == cases[i].reasons && o.reason_count == cases[i].reasons);
        for (int r = 0; r < o.reason_count; r++) CHECK(strlen(o.reasons[r].text) < sizeof o.reasons[r].text - 1);
        tt_json_free(&json);
        tt_text_free(&text);
    }
}

/* NULL: nothing was to be said. */
static const char *reason_of(const tt_options *options, const char *name) {
    for (int r = 0; r < options->reason_count; r++) {
        if (strcmp(options->reasons[r].option, name) == 0) return options->reasons[r].text;
    }
    return NULL;
}

/* The best epoch is kept where there are rows enough to choose it by and epochs to choose from; else the last, and why.
 */
static void keeps(void) {
    const tt_shape shape = {.num_hidden_layers = 3, .hidden_size = 384, .intermediate_size = 1536};
    static const struct {
        const char *json;
        int32_t validation;
        bool fits;
        tt_keep keep;
        const char *reason;
    } cases[] = {
        {"{}", 20, false, TT_KEEP_BEST, NULL},
        {"{}", 20, true, TT_KEEP_BEST, NULL},
        {"{}", 19, false, TT_KEEP_LAST, "last, as 19 validation rows are too few to choose an epoch by: 20 are needed"},
        {"{\"keep\":\"best\"}", 1, true, TT_KEEP_LAST, "last, as 1 validation row is too few"},
        {"{}", 0, false, TT_KEEP_LAST, NULL},
        {"{\"keep\":\"last\"}", 500, false, TT_KEEP_LAST, NULL},
        {"{\"method\":\"head\"}", 500, true, TT_KEEP_LAST, NULL},
        {"{\"method\":\"head\"}", 500, false, TT_KEEP_BEST, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tt_options o;
        const tt_facts facts = {.rows = 400, .outputs = 2, .fits = cases[i].fits, .validation = cases[i].validation};
        CHECK_OK(tt_options_parse(&o, cases[i].json, &err));
        tt_options_fill(&o, &shape, &facts);
        const char *found = reason_of(&o, "keep");
        CHECK(o.keep == (int32_t)cases[i].keep && tt_stopping_keeps(&o) == (o.keep == TT_KEEP_BEST));
        CHECK(cases[i].reason ? found && strstr(found, cases[i].reason) == found : !found);
    }
}

/* A training ends early where that was measured: epochs by default, one of them kept by its loss. */
static void chooses_patience(void) {
    const tt_shape shape = {.num_hidden_layers = 3, .hidden_size = 384, .intermediate_size = 1536};
    static const struct {
        const char *json;
        int32_t rows, validation;
        bool spans;
        int32_t patience;
    } cases[] = {
        {"{}", 100, 20, false, 3},
        {"{\"epochs\":10}", 100, 20, false, 0},
        {"{\"patience\":0}", 100, 20, false, 0},
        {"{\"patience\":5}", 100, 20, false, 5},
        {"{\"best_metric\":\"accuracy\"}", 100, 20, false, 0},
        {"{\"keep\":\"last\"}", 100, 20, false, 0},
        {"{}", 100, 19, false, 0},
        {"{}", 100, 20, true, 0},
        {"{}", 100000, 20, false, 0}, /* as many epochs as are waited for, or fewer */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const tt_facts facts = {.rows = cases[i].rows,
                                .outputs = 2,
                                .validation = cases[i].validation,
                                .words = cases[i].spans,
                                .spans = cases[i].spans};
        tt_options o;
        CHECK_OK(tt_options_parse(&o, cases[i].json, &err));
        tt_options_fill(&o, &shape, &facts);
        CHECK(o.patience == cases[i].patience);
        CHECK((reason_of(&o, "patience") != NULL) == (o.patience == 3));
    }
}

/* Half as many tokens are computed at once where the vocabulary takes much memory, unless the user chose. */
static void chooses_tokens(void) {
    static const struct {
        const char *json;
        int32_t pieces, tokens;
    } cases[] = {{"{}", 99999, 2048}, {"{}", 100000, 1024}, {"{\"tokens_in_flight\":2048}", 250037, 2048}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const tt_shape shape = {.num_hidden_layers = 12, .hidden_size = 384, .vocab_size = cases[i].pieces};
        tt_options o;
        CHECK_OK(tt_options_parse(&o, cases[i].json, &err));
        tt_options_fill(&o, &shape, &(tt_facts){.rows = 400, .outputs = 2});
        const bool told = reason_of(&o, "tokens_in_flight") != NULL;
        CHECK(o.tokens_in_flight == cases[i].tokens && told == (cases[i].tokens == 1024));
    }
}

/* Tags of words take larger steps where that was measured, and only there. */
static void words_rate(void) {
    static const struct {
        int layers, hidden_size;
        const char *json;
        double learning_rate;
        int rows;
    } cases[] = {
        {3, 384, "{}", 8e-4, 200},
        {3, 384, "{}", 2e-4, 199},
        {3, 384, "{\"head_start\":\"kept\"}", 4e-4, 400},
        {3, 384, "{\"method\":\"lora\"}", 1e-3, 400},
        {6, 384, "{}", 1e-4, 400},
        {12, 768, "{}", 2e-5, 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const tt_shape shape = {.num_hidden_layers = cases[i].layers, .hidden_size = cases[i].hidden_size};
        const tt_facts facts = {.rows = cases[i].rows,
                                .outputs = 9,
                                .words = true,
                                .spans = true,
                                .kept = strstr(cases[i].json, "kept") != NULL};
        tt_options o;
        CHECK_OK(tt_options_parse(&o, cases[i].json, &err));
        tt_options_fill(&o, &shape, &facts);
        CHECK(o.learning_rate == cases[i].learning_rate);
        bool told = false;
        for (int r = 0; r < o.reason_count; r++) {
            CHECK(strlen(o.reasons[r].text) < sizeof o.reasons[r].text - 1);
            told |= strstr(o.reasons[r].text, "larger ones for tags of words") != NULL;
        }
        CHECK(told == (cases[i].learning_rate == 8e-4 || cases[i].learning_rate == 4e-4));
    }
}

/* A head that cannot be fitted starts from random numbers, with the reason, in what a run records. */
static void falls_back(void) {
    const tt_shape shape = {.num_hidden_layers = 3, .hidden_size = 384, .intermediate_size = 1536};
    const tt_facts facts = {.rows = 1000, .outputs = 2, .falls_back = true};
    tt_options o;
    tt_text text = {0};
    const char *written;
    CHECK_OK(tt_options_parse(&o, "{}", &err));
    CHECK(o.head_start == TT_START_FITTED);
    tt_options_fill(&o, &shape, &facts);
    CHECK(o.head_start == TT_START_RANDOM && o.learning_rate == 2e-4);
    tt_options_write_reasons(&text, &o);
    CHECK_OK(tt_text_end(&written, &text, &err));
    CHECK(strstr(written, "\"head_start\":\"random, as a fit would take more memory than cache_mebibytes") != NULL);
    tt_text_free(&text);
}

/* The rarest label of those that occur; none where labels are no classes. */
static void facts(void) {
    double labels[] = {0, 3, 3, 0, 0, 1, 1, 1, 1};
    tt_rows rows = {.rows = 9, .items = 9, .labels = labels};
    tt_param items[TT_LAYERS + TT_TOP_ROWS] = {0};
    tt_params params = {.items = items, .count = TT_LAYERS + TT_TOP_ROWS, .task = tt_task_at(0)};
    items[tt_top_row(&params, TT_CLASSIFIER_W)].rows = 5;
    tt_facts found;
    CHECK_OK(tt_facts_of(&found, &rows, &params, &err));
    CHECK(found.rows == 9 && found.outputs == 5 && found.rarest == 2 && found.most == 4);
    params.task = tt_task_at(1);
    CHECK_OK(tt_facts_of(&found, &rows, &params, &err));
    CHECK(found.rarest == 0);
}

/* The schema's defaults, minima and maxima are what the parser takes. */
static void schema(void) {
    const char *text = tt_options_schema();
    tt_json json;
    CHECK(text == tt_options_schema());
    CHECK_OK(tt_json_parse(&json, text, strlen(text), &err));
    const int32_t options = tt_json_get(&json, 0, "options"), tasks = tt_json_get(&json, 0, "tasks");
    CHECK(json.nodes[options].size > 20 && json.nodes[tasks].size == 4);
    for (int32_t i = tt_json_first(&json, options); i >= 0; i = json.nodes[i].next) {
        static const char *const values[] = {"default", "min", "max"};
        char name[40], value[TT_JSON_EXCERPT], one[120];
        CHECK(tt_json_string(&json, tt_json_get(&json, i, "name"), name, sizeof name, NULL));
        CHECK(tt_json_string(&json, tt_json_get(&json, i, "help"), (char[200]){0}, 200, NULL));
        for (int v = 0; v < 3; v++) {
            const int32_t node = tt_json_get(&json, i, values[v]);
            tt_options o;
            if (node < 0) continue;
            tt_json_excerpt(value, &json, node);
            snprintf(one, sizeof one, "{\"%s\":%s}", name, value);
            CHECK_OK(tt_options_parse(&o, one, &err));
        }
        CHECK((tt_json_get(&json, i, "choices") >= 0) == (tt_json_get(&json, i, "min") < 0));
    }
    tt_json_free(&json);
}

int main(void) {
    defaults();
    reads();
    refuses();
    fills();
    facts();
    keeps();
    chooses_patience();
    chooses_tokens();
    words_rate();
    falls_back();
    schema();
    return check_end("check_options");
}
