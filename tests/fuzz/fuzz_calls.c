/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a sequence of API calls, two bytes a call, on models of 2 layers x 16: no trap, every refusal has a
 * sentence, and what has returned TT_DONE returns it again. Handles are freed in any order. */
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SLOTS = 2, DATA = 4, CALLS = 60 };

static const char config[] =
    "{\"model_type\":\"bert\",\"hidden_size\":16,\"num_attention_heads\":2,"
    "\"num_hidden_layers\":2,\"intermediate_size\":32,\"vocab_size\":16,"
    "\"max_position_embeddings\":16,\"type_vocab_size\":2}";
static const char vocab[] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk";
static const char texts[] = "a b cd e fg h i j k ab a c e g ik";
static const uint32_t ends[] = {5, 10, 20, 22, 33};
static const uint32_t word_ends[] = {2, 4, 5, 6, 8}, spans[] = {0, 1, 2, 3, 0, 1, 2, 3, 2, 3, 0, 1, 1, 2, 4, 5};

/* What a file or a saved run is written from. */
typedef struct {
    char bytes[1 << 17];
    size_t n, header; /* length and JSON of a safetensors file */
} file;
static file whole, body, pooler, saved;
static file heads[2];

static struct {
    tt_engine *engine;
    tt_model *models[SLOTS];
    tt_data *data[DATA];
    tt_run *runs[SLOTS];
    tt_eval *evals[SLOTS];
    tt_baseline *baselines[SLOTS];
    tt_meter *meters[SLOTS];
    tt_attribution *attributions[SLOTS];
    struct {
        tt_stream *stream;
        file from; /* or what has been read */
        size_t at, total;
        bool out, run;
    } streams[SLOTS];
} now;

static void must(bool condition) {
    if (!condition) abort();
}

static tt_error err;

/* A refusal has a sentence; the error is clean for the next call. */
static tt_status told(tt_status status) {
    must(status == TT_OK || status == TT_DONE || (err.code == status && err.text[0]));
    memset(&err, 0, sizeof err);
    return status;
}

/* ---- what there is before the first call ---- */

static void put_export(file *out, const tt_params *params, unsigned groups) {
    tt_export *export;
    size_t n;
    must(tt_export_new(&export, &out->n, params, groups, "F32", NULL, -1, NULL) == TT_OK &&
         out->n <= sizeof out->bytes);
    must(tt_export_next(&n, export, out->bytes, out->n, NULL) == TT_DONE);
    uint64_t header;
    memcpy(&header, out->bytes, sizeof header);
    out->header = 8 + (size_t)header;
    tt_export_free(export);
}

static void prepare(void) {
    tt_params params;
    tt_shape shape;
    if (whole.n) return;
    must(tt_shape_parse(&shape, config, NULL) == TT_OK && tt_params_new(&params, &shape, NULL) == TT_OK);
    for (int i = 0; i < params.count; i++) {
        tt_param *row = &params.items[i];
        row->loaded = true;
        for (size_t k = 0; k < tt_param_size(row); k++) {
            row->data[k] = row->kind == TT_NORM_WEIGHT ? 1 : (real)((int)(k * 7 + (size_t)i) % 11 - 5) / 50;
        }
    }
    params.head_pooler = false;
    const unsigned encoder = 1u << TT_EMBEDDINGS | 1u << TT_ENCODER;
    put_export(&whole, &params, encoder | 1u << TT_MLM_HEAD | 1u << TT_POOLER);
    put_export(&body, &params, encoder);
    put_export(&pooler, &params, 1u << TT_POOLER);
    for (int i = 0; i < 2; i++) {
        must(tt_params_head(&params, &shape, tt_task_at(0), i + 2, TT_POOL_CLS, 1, NULL) == TT_OK);
        put_export(&heads[i], &params, 1u << TT_HEAD);
    }
    tt_params_free(&params);
}

/* ---- the calls: `a` picks among slots and arguments ---- */

static void new_model(int a) {
    tt_model **model = &now.models[a % SLOTS];
    tt_stream *stream;
    if (*model) return;
    must(told(tt_model_new(model, now.engine, config, vocab, sizeof vocab - 1, NULL, &err)) == TT_OK);
    if (a & 4) return;
    const file *from = a & 8 ? &body : &whole;
    must(told(tt_import_begin(&stream, *model, "{}", &err)) == TT_OK);
    must(told(tt_stream_write(stream, from->bytes, from->n, &err)) == TT_OK);
    must(told(tt_stream_end(stream, &err)) == TT_DONE);
}

static void new_head(int a) {
    static const char *const specs[] = {"{\"task\":\"single_label_classification\",\"outputs\":2}",
                                        ("{\"task\":\"single_label_classification\",\"outputs\":3,"
                                         "\"names\":[\"good\",\"\",\"the day\"]}"),
                                        "{\"task\":\"multi_label_classification\",\"outputs\":2}",
                                        "{\"task\":\"regression\",\"outputs\":1}",
                                        "{\"task\":\"token_classification\",\"outputs\":3,\"scheme\":\"iob2\"}",
                                        "{\"task\":\"masked_language_modelling\"}",
                                        "{\"task\":\"token_classification\",\"outputs\":2}",
                                        "{\"task\":\"regression\",\"outputs\":0}"};
    tt_model *model = now.models[a % SLOTS];
    if (model) told(tt_model_head(model, specs[a / SLOTS % 8], &err));
}

static void new_data(int a) {
    static const char *const specs[] = {"{\"max_length\":8,\"offsets\":true}", "{\"max_length\":8,\"mlm\":true}",
                                        "{\"max_length\":6,\"stride\":2,\"offsets\":true}",
                                        "{\"max_length\":8,\"width\":2}"};
    static const double labels[] = {1, 0, 1, 1, 0, 1, 0, 0, 1, 0};
    tt_data **data = &now.data[a % DATA];
    tt_model *model = now.models[a / DATA % SLOTS];
    const int kind = a >> 3 & 7;
    const bool words = kind == 4 || kind == 5;
    if (!model || *data) return;
    told(tt_data_new(data, model, words ? "{\"max_length\":16,\"offsets\":true}" : specs[kind & 3], texts, ends,
                     words ? word_ends : NULL, words ? spans : NULL, kind == 1 || kind == 7 || a & 64 ? NULL : labels,
                     5, &err));
}

static const char *const options[] = {"{\"epochs\":1,\"batch_size\":2}",
                                      "{\"method\":\"lora\",\"epochs\":2,\"batch_size\":4}",
                                      "{\"method\":\"head\",\"epochs\":2,\"batch_size\":4}",
                                      "{\"method\":\"lora\",\"lora_targets\":\"linear\",\"batch_size\":8,\"epochs\":1}",
                                      "{\"method\":\"layers\",\"last_layers\":1,\"reinit_layers\":1,\"epochs\":1}",
                                      "{\"patience\":1,\"epochs\":3,\"batch_size\":8}",
                                      "{\"class_weights\":\"balanced\",\"epochs\":1}",
                                      "{\"epochs\":2,\"recompute\":1,\"tokens_in_flight\":16}"};

static void new_run(int a, bool plan) {
    tt_run **run = &now.runs[a % SLOTS];
    tt_data *train = now.data[a >> 1 & 3], *validation = now.data[a >> 3 & 3];
    const char *json;
    if (!train || (*run && !plan)) return;
    tt_model *model = a & 64 && now.models[1] ? now.models[1] : now.models[0];
    if (!model) return;
    if (plan) {
        told(tt_run_plan(&json, model, train, validation, options[a >> 4 & 7], &err));
    } else {
        told(tt_run_new(run, model, train, validation, options[a >> 4 & 7], &err));
    }
}

static void step_run(int a) {
    tt_run *run = now.runs[a % SLOTS];
    const char *json;
    tt_status status = TT_OK;
    for (int i = 0; run && status == TT_OK && i <= a / 16; i++) status = told(tt_run_step(run, &err));
    if (status == TT_DONE) must(tt_run_step(run, NULL) == TT_DONE);
    if (run && a & 2) must(told(tt_run_log(&json, run, &err)) == TT_OK);
}

static void new_eval(int a) {
    tt_eval **eval = &now.evals[a % SLOTS];
    tt_model *model = now.models[a / 8 % SLOTS];
    tt_data *data = now.data[a / 2 % DATA];
    if (model && data && !*eval) told(tt_eval_new(eval, model, data, &err));
}

static void step_eval(int a) {
    tt_eval *eval = now.evals[a % SLOTS];
    const char *json;
    const double *p, *again;
    if (!eval) return;
    tt_status status = told(tt_eval_step(eval, &err));
    while (a & 8 && status == TT_OK) status = told(tt_eval_step(eval, &err));
    told(tt_eval_progress(&json, eval, &err));
    if (told(tt_eval_outputs(&p, eval, &err)) == TT_OK) {
        const double first = *p;
        must(tt_eval_step(eval, NULL) == TT_DONE && tt_eval_outputs(&again, eval, NULL) == TT_OK && *again == first);
    }
    if (a & 16) told(tt_eval_metrics(&json, eval, a & 32 ? "{\"temperature\":2}" : NULL, &err));
    if (a & 64) told(tt_eval_calibrate(&json, eval, &err));
}

static void baseline(int a) {
    tt_baseline **b = &now.baselines[a % SLOTS];
    const char *json;
    if (!*b) {
        tt_data *train = now.data[a >> 1 & 3], *test = now.data[a >> 3 & 3];
        if (train && test) told(tt_baseline_new(b, train, a & 64 ? test : NULL, test, &err));
        static const double known[32] = {0.5, 0.25, 0.125}; /* 8 words of 3 outputs, or 5 rows, at most */
        if (test) told(tt_data_compare(&json, test, known, NULL, known, a & 1 ? "{\"thresholds\":[0]}" : NULL, &err));
        return;
    }
    tt_status status = TT_OK;
    for (int i = 0; status == TT_OK && i < a; i++) status = told(tt_baseline_step(*b, &err));
    if (status == TT_DONE) must(tt_baseline_step(*b, NULL) == TT_DONE);
    told(tt_baseline_result(&json, *b, NULL, NULL, &err));
}

static void meter(int a) {
    tt_meter **m = &now.meters[a % SLOTS];
    tt_model *model = now.models[a >> 1 & 1];
    tt_data *probe = now.data[a >> 2 & 3];
    const char *json;
    if (*m) {
        told(tt_meter_read(&json, *m, &err));
    } else if (model && probe) {
        told(tt_meter_plan(&json, model, probe, &err));
        told(tt_meter_new(m, model, probe, &err));
    }
}

static void attribution(int a) {
    static const char *const specs[] = {"{\"points\":2}", "{\"points\":1,\"row\":4,\"output\":1}"};
    tt_attribution **slot = &now.attributions[a % SLOTS];
    tt_model *model = now.models[a >> 1 & 1];
    tt_data *data = now.data[a >> 2 & 3];
    const char *json;
    tt_status status = TT_OK;
    if (!*slot) {
        if (model && data) told(tt_attribution_new(slot, model, data, specs[a >> 4 & 1], &err));
        return;
    }
    for (int i = 0; status == TT_OK && i < a; i++) status = told(tt_attribution_step(*slot, &err));
    told(tt_attribution_progress(&json, *slot, &err));
    if (told(tt_attribution_result(&json, *slot, &err)) == TT_OK) must(tt_attribution_step(*slot, NULL) == TT_DONE);
}

static void begin_stream(int a) {
    static const char *const exports[] = {"{\"what\":\"model\"}", "{\"what\":\"encoder\",\"dtype\":\"F16\"}",
                                          "{\"what\":\"head\",\"metadata\":{\"a\":\"b\"}}", "{\"what\":\"adapter\"}"};
    const int slot = a % SLOTS, which = a >> 4 & 3;
    tt_model *model = now.models[a >> 1 & 1];
    tt_run *run = now.runs[a >> 1 & 1];
    const file *const from[] = {&whole, &body, &pooler, &heads[0]};
    if (now.streams[slot].stream) return;
    tt_stream **stream = &now.streams[slot].stream;
    now.streams[slot].at = now.streams[slot].total = 0;
    now.streams[slot].out = a & 4;
    now.streams[slot].run = a & 8;
    if (a & 8 && !run) return;
    if (!(a & 8) && !model) return;
    switch (a >> 2 & 3) {
        case 0:
            now.streams[slot].from = a & 64 ? heads[which & 1] : *from[which];
            told(tt_import_begin(stream, model, a & 64 ? "{\"what\":\"head\"}" : "{\"what\":\"model\"}", &err));
            break;
        case 1:
            told(tt_export_begin(stream, &now.streams[slot].total, model, exports[which], &err));
            break;
        case 2:
            now.streams[slot].from = saved;
            told(tt_restore_begin(stream, run, &err));
            break;
        case 3:
            told(tt_save_begin(stream, &now.streams[slot].total, run, &err));
            break;
    }
}

static void use_stream(int a) {
    const int slot = a % SLOTS;
    tt_stream *stream = now.streams[slot].stream;
    file *from = &now.streams[slot].from;
    size_t n = a & 2 ? sizeof from->bytes : (size_t)a * 37;
    if (!stream) return;
    if (!now.streams[slot].out) {
        if (n > from->n - now.streams[slot].at) n = from->n - now.streams[slot].at;
        const tt_status status = told(tt_stream_write(stream, from->bytes + now.streams[slot].at, n, &err));
        if (status != TT_OK && n) must(tt_stream_write(stream, from->bytes, 1, NULL) == status);
        now.streams[slot].at += n;
        return;
    }
    if (n > sizeof from->bytes - now.streams[slot].at) n = sizeof from->bytes - now.streams[slot].at;
    const tt_status status = told(tt_stream_read(&n, stream, from->bytes + now.streams[slot].at, n, &err));
    now.streams[slot].at += n;
    if (status != TT_DONE) return;
    must(now.streams[slot].at == now.streams[slot].total);
    from->n = now.streams[slot].at;
    if (now.streams[slot].run) saved = *from;
}

static void end_stream(int a) {
    tt_stream **stream = &now.streams[a % SLOTS].stream;
    if (*stream) told(tt_stream_end(*stream, &err));
    *stream = NULL;
}

/* A file is damaged in its length or header. */
static void damage(int a) {
    file *from = &now.streams[a % SLOTS].from;
    if (!now.streams[a % SLOTS].stream || now.streams[a % SLOTS].out || now.streams[a % SLOTS].run) return;
    from->bytes[(size_t)a * 13 % from->header] ^= (char)(1 << (a & 7));
}

/* Of rows of the same or of another file, to themselves too; places may lie beside them. */
static void lend(tt_data *data, int a) {
    static const int32_t straight[8] = {0, 1, 2, 3, 4, 4, 4, 4}, turned[8] = {4, 3, 2, 1, 0},
                         wild[8] = {0, -1, 99, 1 << 30};
    const int32_t *const places[] = {straight, turned, wild, straight};
    tt_data *of = now.data[a >> 3 & 3];
    if (of) told(tt_data_lend(data, of, places[a >> 5 & 3], &err));
}

static void describe(int a) {
    const char *json;
    tt_model *model = now.models[a % SLOTS];
    tt_data *data = now.data[a / 2 % DATA];
    if (model) must(told(tt_model_info(&json, model, &err)) == TT_OK);
    if (model) told(tt_tokenize(&json, model, texts, 5, a & 16 ? texts : NULL, 3, a >> 4, &err));
    if (data) must(told(tt_data_info(&json, data, &err)) == TT_OK);
    if (data && a & 1 << 7) lend(data, a);
}

static void release(int a) {
    const int slot = a % SLOTS;
#define FREE(kind, place)   \
    do {                    \
        kind##_free(place); \
        (place) = NULL;     \
    } while (0)
    switch (a / 8 % 6) {
        case 0:
            FREE(tt_model, now.models[slot]);
            break;
        case 1:
            FREE(tt_data, now.data[a % DATA]);
            break;
        case 2:
            FREE(tt_run, now.runs[slot]);
            break;
        case 3:
            FREE(tt_eval, now.evals[slot]);
            break;
        case 4:
            FREE(tt_baseline, now.baselines[slot]);
            break;
        case 5:
            if (a & 1 << 7)
                FREE(tt_attribution, now.attributions[slot]);
            else
                FREE(tt_meter, now.meters[slot]);
            break;
    }
}

static void call(int which, int a) {
    switch (which % 16) {
        case 0:
            new_model(a);
            break;
        case 1:
            new_head(a);
            break;
        case 2:
        case 3:
            new_data(a);
            break;
        case 4:
            new_run(a, false);
            break;
        case 5:
            step_run(a);
            break;
        case 6:
            new_eval(a);
            break;
        case 7:
            step_eval(a);
            break;
        case 8:
            baseline(a);
            break;
        case 9:
            if (a & 64)
                attribution(a);
            else
                meter(a);
            break;
        case 10:
            begin_stream(a);
            break;
        case 11:
            use_stream(a);
            break;
        case 12:
            end_stream(a);
            break;
        case 13:
            damage(a);
            break;
        case 14:
            describe(a);
            new_run(a, true);
            break;
        case 15:
            release(a);
            break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    prepare();
    saved.n = 0;
    must(tt_engine_new(&now.engine, 1, NULL) == TT_OK);
    new_model(0);
    if (size > 0 && data[0] & 1) new_head(data[0]);
    for (size_t i = 1; i + 1 < size && i < 2 * CALLS; i += 2) call(data[i], data[i + 1]);
    tt_engine_free(now.engine);
    for (int i = 0; i < SLOTS; i++) {
        FREE(tt_model, now.models[i]);
        FREE(tt_run, now.runs[i]);
        FREE(tt_meter, now.meters[i]);
        FREE(tt_attribution, now.attributions[i]);
        FREE(tt_baseline, now.baselines[i]);
        FREE(tt_eval, now.evals[i]);
        end_stream(i);
    }
    for (int i = 0; i < DATA; i++) FREE(tt_data, now.data[i]);
    return 0;
}
