/* SPDX-License-Identifier: Apache-2.0 */
#include "train/resume_header.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

#ifdef TT_RELAXED
static const char build[] = "relaxed";
#else
static const char build[] = "strict";
#endif

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n) {
    const unsigned char *p = bytes;
    hash = tt_hash_word(hash, n);
    for (size_t i = 0; i < n; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, p + i, n - i < sizeof word ? n - i : sizeof word);
        hash = tt_hash_word(hash, word);
    }
    return hash;
}

/* Tokens, windows, where second texts begin, what the head reads and the labels. Gaps follow from the seed. */
static uint64_t hash_rows(const tt_rows *rows, int32_t mask_id) {
    const size_t rows1 = (size_t)rows->rows + 1, sequences = (size_t)rows->sequences;
    const size_t labels = (size_t)rows->items * (size_t)rows->width;
    uint64_t hash = tt_hash_word(tt_hash_word(1, rows->words), (uint64_t)rows->width);
    hash = hash_bytes(hash, rows->row_starts, rows1 * sizeof *rows->row_starts);
    hash = hash_bytes(hash, rows->item_starts, rows1 * sizeof *rows->item_starts);
    hash = hash_bytes(hash, rows->second, sequences * sizeof *rows->second);
    hash = hash_bytes(hash, rows->read_starts, (sequences + 1) * sizeof *rows->read_starts);
    for (size_t s = 0; s <= sequences; s++) hash = tt_hash_word(hash, rows->starts[s]);
    hash = hash_bytes(hash, rows->ids, rows->starts[sequences] * sizeof *rows->ids);
    if (rows->mlm_inputs) return tt_hash_word(hash, (uint64_t)mask_id);
    for (int32_t i = 0; i < rows->read_count; i++) {
        hash = tt_hash_word(tt_hash_word(hash, (uint64_t)rows->reads[i].position), (uint64_t)rows->reads[i].item);
    }
    return rows->labels ? hash_bytes(hash, rows->labels, labels * sizeof *rows->labels) : hash;
}

/* Sizes of the trained tensors, and the numbers of a pooler that belongs to the head and is not trained. */
static uint64_t hash_tensors(const tt_run_state *run) {
    const tt_params *params = run->params;
    uint64_t hash = 1;
    for (int row = 0; row < params->count; row++) {
        const tt_param *param = &params->items[row];
        const bool trained = tt_row_trained(params, row, &run->options);
        hash = tt_hash_word(tt_hash_word(tt_hash_word(hash, trained), (uint64_t)param->rows), (uint64_t)param->cols);
        if (trained || param->group != TT_POOLER || !param->data) continue;
        hash = hash_bytes(hash, param->data, tt_param_size(param) * sizeof(real));
    }
    return hash;
}

/* The identity of a run, as JSON; `names` have a clause for errors. */
enum { BUILD, NUMBERS, ENCODER, HEAD, TENSORS, TRAIN, VALIDATION, IDENTITIES };
static const struct {
    const char *key, *name;
} identities[IDENTITIES] = {
    [BUILD] = {"build", "its build of the engine is another"},
    [NUMBERS] = {"numbers", "its type of numbers is another"},
    [ENCODER] = {"encoder", "its encoder is another"},
    [HEAD] = {"head", "its head is another"},
    [TENSORS] = {"tensors", "the sizes of its weights or its untrained pooler are others"},
    [TRAIN] = {"train", "its training rows are others, or are cut in another way"},
    [VALIDATION] = {"validation", "its validation rows are others, or are cut in another way"},
};
typedef char identity[120];

static void identify(identity out[IDENTITIES], const tt_run_state *run, const char *encoder) {
    const tt_params *params = run->params;
    const tt_rows *validation = run->validation;
    static const char *const on[TT_POOLINGS] = {"", ", on the mean", ", on the normalized mean", ", compared"};
    snprintf(out[BUILD], sizeof *out, "%s", build);
    snprintf(out[NUMBERS], sizeof *out, "F%d", (int)(8 * sizeof(real)));
    snprintf(out[ENCODER], sizeof *out, "%s", encoder);
    snprintf(out[HEAD], sizeof *out, "%s of %d%s%s", params->task->name, (int)tt_params_outputs(params),
             params->iob2 ? ", iob2" : "", on[params->pooling]);
    snprintf(out[TENSORS], sizeof *out, "%016llx", (unsigned long long)hash_tensors(run));
    snprintf(out[TRAIN], sizeof *out, "%016llx", (unsigned long long)hash_rows(run->train, run->mask_id));
    snprintf(out[VALIDATION], sizeof *out, "%016llx",
             (unsigned long long)(validation ? hash_rows(validation, run->mask_id) : 0));
}

/* Between two steps. */
static tt_resume_counters counters_of(const tt_run_state *run) {
    return (tt_resume_counters){
        .step = run->step,
        .epoch = run->epoch,
        .best_epoch = run->stopping.epoch,
        .best = run->stopping.best,
        .pending_decay = (double)(run->optim.averaged ? run->optim.pending_decay : run->params->pending_decay.factor),
        .best_pending_decay = (double)run->optim.best_pending_decay};
}

/* Epochs since the best one: where tt_stopping_keeps says so each epoch is judged once. */
static int64_t waited(const tt_run_state *run, const tt_resume_counters *counters) {
    return tt_stopping_keeps(&run->options) ? counters->epoch - 1 - counters->best_epoch : 0;
}

void tt_resume_continue(tt_run_state *run, const tt_resume_counters *counters) {
    run->optim.step = (int32_t)counters->step;
    run->params->pending_decay.factor = (real)counters->pending_decay;
    run->optim.best_pending_decay = (real)counters->best_pending_decay;
    run->stopping.best = counters->best;
    run->stopping.epoch = (int32_t)counters->best_epoch;
    run->stopping.waited = (int32_t)waited(run, counters);
    tt_run_state_continue(run, (int32_t)counters->step, (int32_t)counters->epoch);
}

void tt_resume_header_write(tt_text *out, const tt_run_state *run, const char *encoder) {
    const tt_resume_counters counters = counters_of(run);
    identity is[IDENTITIES];
    identify(is, run, encoder);
    for (int i = 0; i < IDENTITIES; i++) {
        tt_text_put(out, "%s\"%s\":\"%s\"", i ? "," : "{", identities[i].key, is[i]);
    }
    tt_text_put(out, ",\"options\":");
    tt_options_write(out, &run->options);
    tt_text_put(out, ",\"step\":%lld,\"epoch\":%lld,\"pending_decay\":", (long long)counters.step,
                (long long)counters.epoch);
    tt_text_number(out, counters.pending_decay);
    tt_text_put(out, ",\"best\":");
    if (counters.best_epoch < 0) {
        tt_text_put(out, "null");
    } else {
        tt_text_put(out, "{\"epoch\":%lld,\"value\":", (long long)counters.best_epoch);
        tt_text_number(out, counters.best);
        tt_text_put(out, ",\"pending_decay\":");
        tt_text_number(out, counters.best_pending_decay);
        tt_text_put(out, "}");
    }
    tt_text_put(out, "}");
}

/* Those from `first` up to `end`. */
static tt_status check_identities(const tt_json *json, const tt_run_state *run, const char *encoder, int first, int end,
                                  tt_error *err) {
    identity is[IDENTITIES];
    identify(is, run, encoder);
    for (int i = first; i < end; i++) {
        char there[TT_JSON_EXCERPT] = "nothing";
        const int32_t node = tt_json_get(json, 0, identities[i].key);
        if (node >= 0 && json->nodes[node].type == TT_JSON_STRING && tt_json_equals(json, node, is[i])) continue;
        if (node >= 0) tt_json_excerpt(there, json, node);
        return tt_fail(err, TT_E_FORMAT, -1, "the saved run cannot be continued here: %s (%s there, \"%s\" here)",
                       identities[i].name, there, is[i]);
    }
    return TT_OK;
}

/* The first options that differ, as many as the sentence holds. */
static tt_status compare_options(const tt_json *json, const tt_json *here, tt_error *err) {
    const int32_t there = tt_json_get(json, 0, "options");
    char list[160] = "";
    size_t n = 0;
    for (int32_t i = tt_json_first(here, 0); i >= 0; i = here->nodes[i].next) {
        char name[TT_JSON_EXCERPT], a[TT_JSON_EXCERPT] = "nothing", b[TT_JSON_EXCERPT];
        const tt_json_node *key = &here->nodes[i], *mine = key + 1;
        snprintf(name, sizeof name, "%.*s", (int)(key->end - key->start), here->text + key->start);
        const int32_t node = tt_json_get(json, there, name);
        const size_t length = mine->end - mine->start;
        const tt_json_node *other = node >= 0 ? &json->nodes[node] : NULL;
        if (other && other->type == mine->type && other->end - other->start == length &&
            memcmp(json->text + other->start, here->text + mine->start, length) == 0) {
            continue;
        }
        if (other) tt_json_excerpt(a, json, node);
        tt_json_excerpt(b, here, i + 1);
        const int more = snprintf(list + n, sizeof list - n, "%s%s is %s there and %s here", n ? "; " : "", name, a, b);
        if (more < 0 || (size_t)more >= sizeof list - n) {
            if (n > 0) list[n] = '\0';
            break;
        }
        n += (size_t)more;
    }
    return list[0] ? tt_fail(err, TT_E_FORMAT, -1, "the saved run cannot be continued here: %s", list) : TT_OK;
}

static tt_status check_options(const tt_json *json, const tt_run_state *run, tt_error *err) {
    tt_text text = {0};
    tt_json here;
    const char *written;
    tt_options_write(&text, &run->options);
    tt_status status = tt_text_end(&written, &text, err);
    if (status == TT_OK) status = tt_json_parse(&here, written, text.n, err);
    if (status == TT_OK) {
        status = compare_options(json, &here, err);
        tt_json_free(&here);
    }
    tt_text_free(&text);
    return status;
}

static bool read_factor(const tt_json *json, int32_t node, double *out) {
    return tt_json_number(json, node, out) && *out >= 0 && *out <= 1;
}

static bool read_best(tt_resume_counters *out, const tt_json *json, int32_t best, const tt_run_state *run) {
    out->best_epoch = -1;
    out->best = NAN;
    out->best_pending_decay = 0;
    if (best < 0 || json->nodes[best].type == TT_JSON_NULL) return best >= 0;
    tt_json_number(json, tt_json_get(json, best, "value"), &out->best);
    return tt_stopping_keeps(&run->options) &&
           tt_json_integer(json, tt_json_get(json, best, "epoch"), &out->best_epoch) && out->best_epoch >= 0 &&
           out->best_epoch < out->epoch &&
           read_factor(json, tt_json_get(json, best, "pending_decay"), &out->best_pending_decay);
}

static tt_status read_counters(tt_resume_counters *out, const tt_json *json, const tt_run_state *run, tt_error *err) {
    const int64_t per_epoch = run->steps_per_epoch;
    const char *wrong = NULL;
    if (!tt_json_integer(json, tt_json_get(json, 0, "epoch"), &out->epoch) || out->epoch < 0 ||
        out->epoch >= run->options.epochs) {
        wrong = "epoch";
    } else if (!tt_json_integer(json, tt_json_get(json, 0, "step"), &out->step) || out->step < out->epoch * per_epoch ||
               out->step > (out->epoch + 1) * per_epoch) {
        wrong = "step";
    } else if (!read_factor(json, tt_json_get(json, 0, "pending_decay"), &out->pending_decay)) {
        wrong = "pending_decay";
    } else if (!read_best(out, json, tt_json_get(json, 0, "best"), run)) {
        wrong = "best";
    } else if (run->options.patience > 0 && waited(run, out) >= run->options.patience) {
        wrong = "epoch, which comes after the run should have stopped,";
    }
    if (!wrong) return TT_OK;
    return tt_fail(err, TT_E_FORMAT, -1, "the saved run is damaged: its %s is out of place", wrong);
}

tt_status tt_resume_header_read(tt_resume_counters *out, const tt_run_state *run, const char *encoder, const char *text,
                                size_t n, tt_error *err) {
    tt_json json;
    TT_TRY(tt_json_parse(&json, text, n, err));
    /* Options make the sizes and the order of what is trained: where they differ their names are told. */
    tt_status status = check_identities(&json, run, encoder, 0, TENSORS, err);
    if (status == TT_OK) status = check_options(&json, run, err);
    if (status == TT_OK) status = check_identities(&json, run, encoder, TENSORS, IDENTITIES, err);
    if (status == TT_OK) status = read_counters(out, &json, run, err);
    tt_json_free(&json);
    return status;
}
