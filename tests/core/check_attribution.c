/* SPDX-License-Identifier: Apache-2.0
 * Attributions: with one point the share of a token is the slope of the score along the way from [MASK] to it, by
 * central differences of the embeddings themselves; with many points all shares add up to what the score gains. For
 * every family, what heads read and kind of task, through windows and pairs, with any number of threads, and beside a
 * run. */
#include "random_model.h"

static const char text[] = "the sun rises east good walk";
static const char pair[] = "a bad day sets";

typedef struct {
    const char *name, *config;
} family;
#define SIZES                                                                                         \
    "\"num_attention_heads\":2,\"num_hidden_layers\":2,\"intermediate_size\":24,\"vocab_size\":1500," \
    "\"max_position_embeddings\":64,"
static const family families[] = {
    {"bert", "{\"model_type\":\"bert\"," SIZES "\"hidden_size\":16}"},
    {"distilbert",
     "{\"model_type\":\"distilbert\",\"dim\":16,\"n_heads\":2,\"n_layers\":2,\"hidden_dim\":24,\"vocab_size\":1500,"
     "\"max_position_embeddings\":64}"},
    {"electra", "{\"model_type\":\"electra\"," SIZES "\"hidden_size\":16,\"embedding_size\":8}"},
    {"roberta", "{\"model_type\":\"roberta\"," SIZES "\"hidden_size\":16,\"pad_token_id\":1}"},
    {"mpnet", "{\"model_type\":\"mpnet\"," SIZES "\"hidden_size\":16}"},
    {"modernbert", "{\"model_type\":\"modernbert\"," SIZES "\"hidden_size\":16,\"local_attention\":8}"},
};
enum { FAMILIES = sizeof families / sizeof *families };

typedef struct {
    const char *head, *rows;
    const char *pair;
    int output;
    bool words;
} subject;
static const subject subjects[] = {
    {"\"task\":\"single_label_classification\",\"outputs\":3", "\"max_length\":32", NULL, 1, false},
    {"\"task\":\"single_label_classification\",\"outputs\":2,\"pooling\":\"mean\"", "\"max_length\":6,\"stride\":2",
     NULL, 0, false},
    {"\"task\":\"multi_label_classification\",\"outputs\":3", "\"max_length\":32,\"parts\":2", pair, 2, false},
    {"\"task\":\"single_label_classification\",\"outputs\":2,\"pooling\":\"compared\"",
     "\"max_length\":7,\"stride\":1,\"parts\":2", pair, 1, false},
    {"\"task\":\"regression\",\"outputs\":2,\"pooling\":\"mean\"", "\"max_length\":32", NULL, 1, false},
    {"\"task\":\"token_classification\",\"outputs\":3,\"scheme\":\"iob2\"", "\"max_length\":6,\"stride\":2", NULL, 1,
     true},
};
enum { SUBJECTS = sizeof subjects / sizeof *subjects, COMPARED = 3, MODERNBERT = FAMILIES - 1 };

static tt_data *data_of(tt_model *model, const subject *s) {
    static const uint32_t word_ends[] = {2}, spans[] = {0, 3, 14, 18}; /* "the", "east" */
    char texts[100], spec[100];
    const uint32_t n = (uint32_t)strlen(text), ends[] = {n, n + (uint32_t)strlen(s->pair ? s->pair : "")};
    tt_data *data = NULL;
    snprintf(texts, sizeof texts, "%s%s", text, s->pair ? s->pair : "");
    snprintf(spec, sizeof spec, "{\"offsets\":true,%s}", s->rows);
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, s->words ? word_ends : NULL, s->words ? spans : NULL, NULL, 1,
                         &err));
    return data;
}

static tt_attribution *explain(tt_model *model, tt_data *data, const subject *s, int points) {
    tt_attribution *attribution = NULL;
    char spec[80];
    snprintf(spec, sizeof spec, "{\"word\":%d,\"output\":%d,\"points\":%d}", s->words, s->output, points);
    CHECK_OK(tt_attribution_new(&attribution, model, data, spec, &err));
    tt_status status = TT_OK;
    while (status == TT_OK) status = tt_attribution_step(attribution, NULL);
    CHECK(status == TT_DONE && tt_attribution_step(attribution, NULL) == TT_DONE);
    return attribution;
}

static double score(tt_model *model, tt_data *data, const subject *s) {
    tt_attribution *attribution = explain(model, data, s, 1);
    const double found = attribution->state.score;
    tt_attribution_free(attribution);
    return found;
}

/* The slope of the score when the embeddings of piece `id` go on in the direction from [MASK]. */
static double slope(tt_model *model, tt_data *data, const subject *s, int32_t id) {
    const size_t e = (size_t)model->shape.embedding_size;
    real *word = model->params.items[TT_WORD].data, *x = word + (size_t)id * e;
    const real *mask = word + (size_t)tt_mask_of(model) * e;
    const double step = 2e-4;
    double scores[2], kept[16];
    for (size_t k = 0; k < e; k++) kept[k] = (double)x[k];
    for (int side = 0; side < 2; side++) {
        const double go = side ? step : -step;
        for (size_t k = 0; k < e; k++) x[k] = (real)(kept[k] + go * (kept[k] - (double)mask[k]));
        scores[side] = score(model, data, s);
    }
    for (size_t k = 0; k < e; k++) x[k] = (real)kept[k];
    return (scores[1] - scores[0]) / (2 * step);
}

/* Shares of all tokens with the same piece, as its embedding is one. */
static double share_of(const tt_attribution_state *state, int32_t id) {
    const tt_rows *rows = state->rows;
    double sum = 0;
    for (size_t i = 0; i < rows->starts[rows->sequences]; i++) sum += rows->ids[i] == id ? state->shares[i] : 0;
    return sum;
}

static void check_slopes(tt_model *model, tt_data *data, const subject *s) {
    tt_attribution *one = explain(model, data, s, 1);
    const tt_rows *rows = tt_rows_of(model, data);
    int moved = 0;
    for (int32_t sequence = 0; sequence < rows->sequences; sequence++) {
        for (int32_t i = 0; i < tt_sequence_length(rows, sequence); i++) {
            const size_t token = rows->starts[sequence] + (size_t)i;
            const bool special = rows->offsets[2 * token + 1] == 0;
            CHECK(tt_attribution_state_special(rows, sequence, i) == special);
            if (special) {
                CHECK(one->state.shares[token] == 0);
                continue;
            }
            const double want = sizeof(real) == sizeof(double) ? slope(model, data, s, rows->ids[token]) : 0;
            moved += one->state.shares[token] != 0;
            if (sizeof(real) == sizeof(double)) {
                CHECK_NEAR(share_of(&one->state, rows->ids[token]), want, 1e-8 + 1e-4 * fabs(want), "step^2");
            }
        }
    }
    CHECK(moved > 2);
    tt_attribution_free(one);
}

/* Larger embeddings, so that the path bends. */
static void stretch(tt_model *model) {
    tt_param *word = &model->params.items[TT_WORD];
    for (size_t i = 0; i < tt_param_size(word); i++) word->data[i] *= 20;
    tt_param *head = &model->params.items[tt_top_row(&model->params, TT_CLASSIFIER_W)];
    for (size_t i = 0; i < tt_param_size(head); i++) head->data[i] *= 50;
}

static double gap(const tt_attribution_state *state) {
    const tt_rows *rows = state->rows;
    double sum = 0;
    for (size_t i = 0; i < rows->starts[rows->sequences]; i++) sum += state->shares[i];
    return fabs(sum - (state->score - state->baseline_score));
}

/* The score as probabilities and numbers have it. */
static void check_score(tt_model *model, tt_data *data, const subject *s, double found) {
    tt_eval *eval;
    const double *p;
    double want, rest = 0;
    const int C = tt_outputs(model);
    CHECK_OK(tt_eval_new(&eval, model, data, &err));
    while (tt_eval_step(eval, NULL) == TT_OK) continue;
    CHECK_OK(tt_eval_outputs(&p, eval, &err));
    want = p[s->output];
    if (model->params.task->binary) want = log(want / (1 - want));
    for (int k = 0; k < C; k++) rest += k == s->output || !model->params.task->classes ? 0 : log(p[k]) / (C - 1);
    if (model->params.task->classes) want = log(want) - rest;
    if (!s->words) CHECK_NEAR(found, want, 1e-5 * fmax(1, fabs(want)), "probabilities are floats");
    tt_eval_free(eval);
}

static void check_completeness(tt_model *model, tt_data *data, const subject *s) {
    tt_attribution *many = explain(model, data, s, 40), *one = explain(model, data, s, 1);
    const double gained = fabs(many->state.score - many->state.baseline_score);
    CHECK(gained > 1e-3);
    CHECK_NEAR(gap(&many->state), 0, 0.002 * gained + 1e-4, "forty points of the path");
    CHECK(gap(&one->state) > gap(&many->state));
    CHECK(one->state.score == many->state.score);
    check_score(model, data, s, one->state.score);
    tt_attribution_free(one);
    tt_attribution_free(many);
}

static tt_model *model_of(tt_engine *engine, const family *f, const subject *s) {
    char head[160];
    tt_model *model = random_encoder(engine, f->config, true);
    snprintf(head, sizeof head, "{%s,\"seed\":3}", s->head);
    CHECK_OK(tt_model_head(model, head, &err));
    stretch(model);
    return model;
}

static void check_threads(const family *f, const subject *s) {
    char *results[2];
    for (int i = 0; i < 2; i++) {
        tt_engine *engine;
        const char *json = NULL;
        CHECK_OK(tt_engine_new(&engine, 1 + 2 * i, &err));
        tt_model *model = model_of(engine, f, s);
        tt_data *data = data_of(model, s);
        tt_attribution *attribution = explain(model, data, s, 5);
        CHECK_OK(tt_attribution_result(&json, attribution, &err));
        results[i] = malloc(strlen(json) + 1);
        strcpy(results[i], json);
        tt_attribution_free(attribution);
        tt_data_free(data);
        tt_model_free(model);
        tt_engine_free(engine);
    }
    CHECK(strcmp(results[0], results[1]) == 0);
    free(results[0]);
    free(results[1]);
}

/* What is asked between two steps of a run with adapters is what the model gives when the run has ended there. */
static void check_midrun(tt_engine *engine) {
    static const double labels[] = {1};
    const subject *s = &subjects[0];
    const uint32_t ends[] = {(uint32_t)strlen(text)};
    tt_data *train;
    tt_run *run;
    tt_model *model = model_of(engine, &families[0], s);
    tt_data *data = data_of(model, s);
    tt_attribution *before = explain(model, data, s, 3);
    CHECK_OK(tt_data_new(&train, model, "{\"max_length\":32}", text, ends, NULL, NULL, labels, 1, &err));
    CHECK_OK(tt_run_new(&run, model, train, NULL,
                        "{\"method\":\"lora\",\"lora_targets\":\"linear\",\"epochs\":9,\"learning_rate\":0.01,"
                        "\"start_share\":0.3,\"head_start\":\"random\"}",
                        &err));
    for (int i = 0; i < 5; i++) CHECK_OK(tt_run_step(run, &err));
    tt_attribution *midway = explain(model, data, s, 3);
    tt_run_free(run);
    tt_attribution *after = explain(model, data, s, 3);
    CHECK(fabs(midway->state.score - before->state.score) > 1e-3);
    for (size_t i = 0; i < data->rows.starts[1]; i++) {
        CHECK_NEAR(midway->state.shares[i], after->state.shares[i], 1e-3 * fabs(after->state.score), "merged adapters");
    }
    tt_attribution_free(before);
    tt_attribution_free(midway);
    tt_attribution_free(after);
    tt_data_free(train);
    tt_data_free(data);
    tt_model_free(model);
}

static void check_refused(tt_engine *engine) {
    const uint32_t ends[] = {(uint32_t)strlen(text)};
    tt_attribution *attribution;
    const char *json;
    tt_data *bare;
    tt_model *model = model_of(engine, &families[0], &subjects[0]);
    tt_data *data = data_of(model, &subjects[0]);
    CHECK_OK(tt_data_new(&bare, model, "{\"max_length\":32}", text, ends, NULL, NULL, NULL, 1, &err));
    CHECK_FAILS(tt_attribution_new(&attribution, model, bare, "{}", &err), TT_E_DATA, "make them with offsets");
    CHECK_FAILS(tt_attribution_new(&attribution, model, data, "{\"output\":3}", &err), TT_E_CONFIG, "from 0 to 2");
    CHECK_FAILS(tt_attribution_new(&attribution, model, data, "{\"row\":1}", &err), TT_E_CONFIG, "row must be");
    CHECK_FAILS(tt_attribution_new(&attribution, model, data, "{\"points\":0}", &err), TT_E_CONFIG, "from 1 to 200");
    CHECK_OK(tt_attribution_new(&attribution, model, data, "{\"points\":2}", &err));
    CHECK_OK(tt_attribution_step(attribution, &err));
    CHECK_OK(tt_attribution_progress(&json, attribution, &err));
    CHECK(strcmp(json, "{\"done\":1,\"passes\":4}") == 0);
    CHECK_FAILS(tt_attribution_result(&json, attribution, &err), TT_E_STATE, "not finished");
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":3}", &err));
    CHECK_FAILS(tt_attribution_step(attribution, &err), TT_E_STATE, "make a new one");
    model->params.items[TT_WORD].data[0] = model->params.items[TT_WORD].data[data->rows.ids[1] * 16] = (real)NAN;
    tt_attribution_free(attribution);
    CHECK_OK(tt_attribution_new(&attribution, model, data, "{}", &err));
    CHECK_FAILS(tt_attribution_step(attribution, &err), TT_E_NUMERIC, "damaged");
    CHECK_FAILS(tt_attribution_step(attribution, &err), TT_E_NUMERIC, "damaged");
    tt_attribution_free(attribution);
    tt_data_free(bare);
    tt_data_free(data);
    tt_model_free(model);
}

/* The places of the pieces in a text, of both texts of a pair. */
static void check_places(tt_engine *engine, const char *pooling) {
    char head[120];
    subject told = subjects[2], *s = &told;
    const char *json = NULL;
    snprintf(head, sizeof head, "%s,\"pooling\":\"%s\"", told.head, pooling);
    told.head = head;
    tt_model *model = model_of(engine, &families[0], s);
    tt_data *data = data_of(model, s);
    tt_attribution *attribution = explain(model, data, s, 1);
    CHECK_OK(tt_attribution_result(&json, attribution, &err));
    CHECK(strstr(json, "\"starts\":[0,4,6,8,") != NULL && strstr(json, "\"ends\":[3,6,7,10,") != NULL);
    CHECK(strstr(json, "\"parts\":[0,0,") != NULL && strstr(json, "1,1]}") != NULL);
    tt_attribution_free(attribution);
    tt_data_free(data);
    tt_model_free(model);
}

int main(void) {
    tt_engine *engine;
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    for (int f = 0; f < FAMILIES; f++) {
        for (int i = 0; i < SUBJECTS; i++) {
            if (i == COMPARED && f == MODERNBERT) continue; /* its heads have a pooler */
            tt_model *model = model_of(engine, &families[f], &subjects[i]);
            tt_data *data = data_of(model, &subjects[i]);
            check_slopes(model, data, &subjects[i]);
            check_completeness(model, data, &subjects[i]);
            tt_data_free(data);
            tt_model_free(model);
        }
        check_threads(&families[f], &subjects[f % SUBJECTS]);
    }
    check_midrun(engine);
    check_refused(engine);
    check_places(engine, "cls");
    check_places(engine, "compared");
    tt_engine_free(engine);
    return check_end("check_attribution");
}
