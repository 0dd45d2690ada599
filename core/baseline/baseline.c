/* SPDX-License-Identifier: Apache-2.0 */
#include "baseline/baseline.h"

#include <string.h>

#include "measure/comparison.h"

enum { MAJORITY, PIECES };

static size_t numbers(const tt_baseline_state *state, const tt_rows *rows) {
    return (size_t)rows->items * (size_t)state->C;
}

static void layout(tt_baseline_state *state) {
    tt_arena *arena = &state->arena;
    const int32_t C = state->C;
    const tt_rows *rows[3] = {state->train, state->validation, state->test};
    state->means = TT_TAKE(arena, "baseline", double, C, 1);
    for (int i = 0; i < 3 && !state->words; i++) {
        if (rows[i]) tt_bag_layout(&state->bags[i], arena, rows[i], state->train);
    }
    state->idf = state->words ? NULL : TT_TAKE(arena, "baseline", double, state->bags[0].features, 1);
    state->logistic = (tt_logistic){.kind = state->kind, .bag = &state->bags[0], .C = state->C};
    state->logistic.labels = state->train->labels;
    if (!state->words) tt_logistic_layout(&state->logistic, arena);
    for (int i = 0; i < 2; i++) {
        state->outputs[i] = TT_TAKE(arena, "baseline", double, state->test->items, C);
        state->thresholds[i] = state->kind == TT_LABELS ? TT_TAKE(arena, "baseline", float, C, 1) : NULL;
        state->samples[i] =
            (tt_sample){.kind = state->kind, .rows = state->test->rows, .units = state->test->items, .C = state->C};
        state->samples[i].starts = state->words ? state->test->item_starts : NULL;
        state->samples[i].reads = state->words ? state->test->item_reads : NULL;
    }
    state->model = state->samples[0];
    tt_sample_layout(&state->samples[MAJORITY], arena);
    tt_sample_layout(&state->samples[PIECES], arena);
    tt_sample_layout(&state->model, arena);
    tt_bootstrap_layout(&state->bootstrap, arena, state->test->rows);
    if (state->kind != TT_LABELS || !state->validation) return;
    state->validation_outputs = TT_TAKE(arena, "baseline", double, state->validation->items, C);
    state->order = TT_TAKE(arena, "baseline", int32_t, state->validation->items, C);
}

/* Shares of the classes or labels, or the numbers' means. */
static void find_means(tt_baseline_state *state) {
    const tt_rows *train = state->train;
    memset(state->means, 0, (size_t)state->C * sizeof *state->means);
    for (int32_t i = 0; i < train->items; i++) {
        if (train->width == 1 && state->kind != TT_LABELS && state->kind != TT_NUMBERS) {
            state->means[(int32_t)train->labels[i]] += 1.0 / train->items;
            continue;
        }
        for (int32_t k = 0; k < state->C; k++) {
            state->means[k] += train->labels[(size_t)i * (size_t)state->C + (size_t)k] / train->items;
        }
    }
}

static size_t most_frequent(const tt_baseline_state *state) {
    size_t most = 0;
    for (size_t k = 1; k < (size_t)state->C; k++) most = state->means[k] > state->means[most] ? k : most;
    return most;
}

static void say_means(tt_baseline_state *state) {
    const size_t C = (size_t)state->C, most = most_frequent(state);
    for (size_t i = 0; i < numbers(state, state->test); i++)
        state->outputs[MAJORITY][i] = tt_output(state->kind, state->means[i % C]);
    for (size_t k = 0; state->kind == TT_LABELS && k < C; k++) {
        state->thresholds[MAJORITY][k] = k == most ? (float)state->means[k] : 2;
        state->thresholds[PIECES][k] = 0.5f;
    }
}

tt_status tt_baseline_state_begin(tt_baseline_state *state, tt_error *err) {
    const tt_rows *rows[3] = {state->train, state->validation, state->test};
    layout(state);
    TT_TRY(tt_arena_back(&state->arena, err));
    layout(state);
    find_means(state);
    say_means(state);
    for (int i = 0; i < 3 && !state->words; i++) {
        if (!rows[i]) continue;
        tt_bag_fill(&state->bags[i], rows[i], state->train);
        if (i == 0) tt_bag_idf(state->idf, &state->bags[0]);
        tt_bag_weigh(&state->bags[i], state->idf);
    }
    if (state->words) {
        state->tagger = (tt_tagger){.C = state->C, .train = state->train, .test = state->test};
        return tt_tagger_begin(&state->tagger, err);
    }
    tt_logistic_begin(&state->logistic);
    return TT_OK;
}

void tt_baseline_state_end(tt_baseline_state *state) {
    tt_tagger_end(&state->tagger);
    tt_arena_free(&state->arena);
}

static void finish(tt_baseline_state *state) {
    double *outputs = state->outputs[PIECES];
    if (state->words) {
        tt_tagger_predict(outputs, &state->tagger);
        for (size_t i = 0; i < numbers(state, state->test); i++) outputs[i] = tt_output(state->kind, outputs[i]);
    } else {
        tt_logistic_predict(outputs, &state->logistic, &state->bags[2]);
    }
    if (state->validation_outputs) {
        tt_logistic_predict(state->validation_outputs, &state->logistic, &state->bags[1]);
        tt_tune_thresholds(state->thresholds[PIECES], state->validation->labels, state->validation_outputs,
                           state->validation->rows, state->C, state->order);
    }
    for (int i = 0; i < 2; i++) {
        tt_sample_fill(&state->samples[i], state->test->labels, state->outputs[i], state->thresholds[i]);
    }
    state->done = true;
}

tt_status tt_baseline_state_advance(tt_baseline_state *state) {
    if (state->done) return TT_DONE;
    if (!(state->words ? tt_tagger_step(&state->tagger) : tt_logistic_step(&state->logistic))) return TT_OK;
    finish(state);
    return TT_DONE;
}

/* A baseline in a sentence. */
static const char *what_of(const tt_baseline_state *state, int which) {
    static const char *const most[] = {[TT_CLASSES] = "always saying the most frequent label",
                                       [TT_LABELS] = "always giving the most frequent label",
                                       [TT_NUMBERS] = "always saying the mean",
                                       [TT_SPANS] = "finding nothing"};
    if (which == PIECES)
        return state->words ? "a conditional random field on words, affixes and shapes"
                            : "a linear model on the bag of word pieces";
    return state->kind == TT_SPANS && most_frequent(state) > 0 ? "always saying the most frequent tag"
                                                               : most[state->kind];
}

void tt_baseline_state_write(tt_text *text, tt_baseline_state *state, const double *outputs, const float *thresholds) {
    const char *const *names;
    tt_metrics_names(&names, &state->model);
    if (outputs) tt_sample_fill(&state->model, state->test->labels, outputs, thresholds);
    tt_text_put(text, "{\"primary\":\"%s\",\"baselines\":[", names[tt_comparison_primary(state->kind)]);
    for (int i = 0; i < 2; i++) {
        tt_interval intervals[TT_METRICS_MOST];
        tt_text_put(text, "%s{\"name\":\"%s\",\"what\":\"%s\",\"metrics\":{", i ? "," : "",
                    i == MAJORITY ? "majority" : "pieces", what_of(state, i));
        tt_bootstrap_intervals(intervals, &state->bootstrap, &state->samples[i]);
        tt_metrics_write(text, &state->samples[i], intervals);
        tt_text_put(text, "}");
        if (i == PIECES) {
            const int32_t features = state->words ? state->tagger.features.count : state->bags[0].features;
            const tt_lbfgs *lbfgs = state->words ? &state->tagger.crf.lbfgs : &state->logistic.lbfgs;
            tt_text_put(text, ",\"features\":%d,\"iterations\":%d", (int)features, (int)lbfgs->iterations);
        }
        if (outputs) {
            tt_text_put(text, ",");
            tt_comparison_write(text, &state->model, &state->samples[i], &state->bootstrap);
        }
        tt_text_put(text, "}");
    }
    tt_text_put(text, "]}");
}
