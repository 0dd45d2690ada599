/* SPDX-License-Identifier: Apache-2.0 */
#include "baseline/baseline.h"

#include <math.h>
#include <string.h>

enum { MAJORITY, PIECES };

static size_t numbers(const tt_baseline_run *run, const tt_rows *rows) { return (size_t)rows->items * (size_t)run->C; }

static void layout(tt_baseline_run *run) {
    tt_arena *arena = &run->arena;
    const int32_t C = run->C;
    const tt_rows *rows[3] = {run->train, run->validation, run->test};
    run->means = TT_TAKE(arena, "baseline", double, C, 1);
    run->tags = run->words ? TT_TAKE(arena, "baseline", int32_t, run->train->distinct + 1, C) : NULL;
    for (int i = 0; i < 3 && !run->words; i++) {
        if (rows[i]) tt_bag_layout(&run->bags[i], arena, rows[i], run->train);
    }
    run->idf = run->words ? NULL : TT_TAKE(arena, "baseline", double, run->bags[0].features, 1);
    run->logistic = (tt_logistic){.kind = run->kind, .bag = &run->bags[0], .C = run->C};
    run->logistic.labels = run->train->labels;
    if (!run->words) tt_logistic_layout(&run->logistic, arena);
    for (int i = 0; i < 2; i++) {
        run->outputs[i] = TT_TAKE(arena, "baseline", float, run->test->items, C);
        run->thresholds[i] = run->kind == TT_LABELS ? TT_TAKE(arena, "baseline", float, C, 1) : NULL;
        run->samples[i] =
            (tt_sample){.kind = run->kind, .rows = run->test->rows, .units = run->test->items, .C = run->C};
        run->samples[i].starts = run->words ? run->test->item_starts : NULL;
        run->samples[i].reads = run->words ? run->test->item_reads : NULL;
    }
    run->model = run->samples[0];
    tt_sample_layout(&run->samples[MAJORITY], arena);
    tt_sample_layout(&run->samples[PIECES], arena);
    tt_sample_layout(&run->model, arena);
    tt_bootstrap_layout(&run->bootstrap, arena, run->test->rows);
    if (run->kind != TT_LABELS || !run->validation) return;
    run->checks = TT_TAKE(arena, "baseline", float, run->validation->items, C);
    run->order = TT_TAKE(arena, "baseline", int32_t, run->validation->items, C);
}

/* Shares of the classes or labels, or the numbers' means. */
static void find_means(tt_baseline_run *run) {
    const tt_rows *train = run->train;
    memset(run->means, 0, (size_t)run->C * sizeof *run->means);
    for (int32_t i = 0; i < train->items; i++) {
        if (train->width == 1 && run->kind != TT_LABELS && run->kind != TT_NUMBERS) {
            run->means[(int32_t)train->labels[i]] += 1.0 / train->items;
            continue;
        }
        for (int32_t k = 0; k < run->C; k++) {
            run->means[k] += (double)train->labels[(size_t)i * (size_t)run->C + (size_t)k] / train->items;
        }
    }
}

static size_t most_frequent(const tt_baseline_run *run) {
    size_t most = 0;
    for (size_t k = 1; k < (size_t)run->C; k++) most = run->means[k] > run->means[most] ? k : most;
    return most;
}

static void say_means(tt_baseline_run *run) {
    const size_t C = (size_t)run->C, most = most_frequent(run);
    for (size_t i = 0; i < numbers(run, run->test); i++) run->outputs[MAJORITY][i] = (float)run->means[i % C];
    for (size_t k = 0; run->kind == TT_LABELS && k < C; k++) {
        run->thresholds[MAJORITY][k] = k == most ? (float)run->means[k] : 2;
        run->thresholds[PIECES][k] = 0.5f;
    }
}

/* The first piece of the word that is read, as the training rows number it, or their number of distinct pieces. */
static int32_t first_piece(const tt_baseline_run *run, const tt_rows *rows, int32_t sequence, int32_t read) {
    const int32_t id = rows->ids[rows->starts[sequence] + (size_t)rows->reads[read].position];
    return run->train->row_of[id] < 0 ? run->train->distinct : run->train->row_of[id];
}

static void count_tags(tt_baseline_run *run) {
    const tt_rows *train = run->train;
    const size_t C = (size_t)run->C, rows = (size_t)train->distinct + 1;
    memset(run->tags, 0, rows * C * sizeof *run->tags);
    for (int32_t s = 0; s < train->sequences; s++) {
        for (int32_t r = train->read_starts[s]; r < train->read_starts[s + 1]; r++) {
            const size_t tag = (size_t)train->labels[train->reads[r].item];
            run->tags[(size_t)first_piece(run, train, s, r) * C + tag] += 1;
        }
    }
}

/* The share of each tag among the piece's words and one more, which has the tags of all words: a piece that was never
 * seen then has those, and no tag is impossible. A word that was cut off is O, as it is for the model. */
static void say_tags(tt_baseline_run *run) {
    const tt_rows *test = run->test;
    const size_t C = (size_t)run->C;
    float *outputs = run->outputs[PIECES];
    for (int32_t i = 0; i < test->items; i++) {
        for (size_t k = 0; k < C; k++) outputs[(size_t)i * C + k] = k == 0;
    }
    for (int32_t s = 0; s < test->sequences; s++) {
        for (int32_t r = test->read_starts[s]; r < test->read_starts[s + 1]; r++) {
            const int32_t *tags = run->tags + (size_t)first_piece(run, test, s, r) * C;
            double all = 1;
            for (size_t k = 0; k < C; k++) all += tags[k];
            for (size_t k = 0; k < C; k++) {
                outputs[(size_t)test->reads[r].item * C + k] = (float)((tags[k] + run->means[k]) / all);
            }
        }
    }
}

tt_status tt_baseline_begin(tt_baseline_run *run, tt_error *err) {
    const tt_rows *rows[3] = {run->train, run->validation, run->test};
    layout(run);
    TT_TRY(tt_arena_back(&run->arena, err));
    layout(run);
    find_means(run);
    say_means(run);
    for (int i = 0; i < 3 && !run->words; i++) {
        if (!rows[i]) continue;
        tt_bag_fill(&run->bags[i], rows[i], run->train);
        if (i == 0) tt_bag_idf(run->idf, &run->bags[0]);
        tt_bag_weigh(&run->bags[i], run->idf);
    }
    if (run->words) {
        count_tags(run);
    } else {
        tt_logistic_begin(&run->logistic);
    }
    return TT_OK;
}

void tt_baseline_end(tt_baseline_run *run) { tt_arena_free(&run->arena); }

static void finish(tt_baseline_run *run) {
    if (run->words) {
        say_tags(run);
    } else {
        tt_logistic_predict(run->outputs[PIECES], &run->logistic, &run->bags[2]);
    }
    if (run->checks) {
        tt_logistic_predict(run->checks, &run->logistic, &run->bags[1]);
        tt_tune_thresholds(run->thresholds[PIECES], run->validation->labels, run->checks, run->validation->rows, run->C,
                           run->order);
    }
    for (int i = 0; i < 2; i++) {
        tt_sample_fill(&run->samples[i], run->test->labels, run->outputs[i], run->thresholds[i]);
    }
    run->done = true;
}

tt_status tt_baseline_advance(tt_baseline_run *run) {
    if (!run->done && !run->words && !tt_logistic_step(&run->logistic)) return TT_OK;
    if (!run->done) finish(run);
    return TT_DONE;
}

static void write_counts(tt_text *text, const tt_sample *model, const tt_sample *baseline, double *p) {
    int32_t only_model = 0, only_baseline = 0;
    for (int32_t u = 0; u < model->units; u++) {
        const bool a = model->classes.said[u] == model->classes.truth[u];
        const bool b = baseline->classes.said[u] == baseline->classes.truth[u];
        only_model += a && !b;
        only_baseline += b && !a;
    }
    *p = tt_mcnemar(only_model, only_baseline);
    tt_text_put(text, "\"only_model\":%d,\"only_baseline\":%d,", (int)only_model, (int)only_baseline);
}

/* The number that decides: its place among the kind's names. Of several labels macro F1, which is what their thresholds
 * are tuned for. */
static int primary_of(const tt_baseline_run *run) {
    static const int places[] = {[TT_CLASSES] = 1, [TT_LABELS] = 2, [TT_NUMBERS] = 4, [TT_SPANS] = 3};
    return places[run->kind];
}

static void write_against(tt_text *text, tt_baseline_run *run, tt_sample *baseline) {
    const char *const *names;
    tt_difference differences[TT_METRICS_MOST];
    const int count = tt_metrics_names(&names, baseline);
    tt_bootstrap_differences(differences, &run->bootstrap, &run->model, baseline);
    double p = differences[primary_of(run)].p;
    tt_text_put(text, ",\"against\":{");
    if (run->kind == TT_CLASSES && !run->words) write_counts(text, &run->model, baseline, &p);
    tt_text_put(text, "\"p\":");
    tt_text_number(text, p);
    for (int k = 0; k < count; k++) {
        tt_text_put(text, "%s\"%s\":{\"value\":", k ? "," : ",\"differences\":{", names[k]);
        tt_text_number(text, differences[k].value);
        tt_text_put(text, ",\"interval\":[");
        tt_text_number(text, differences[k].interval.low);
        tt_text_put(text, ",");
        tt_text_number(text, differences[k].interval.high);
        tt_text_put(text, "],\"p\":");
        tt_text_number(text, differences[k].p);
        tt_text_put(text, "}");
    }
    tt_text_put(text, "}}");
}

/* A baseline in a sentence. */
static const char *what_of(const tt_baseline_run *run, int which) {
    static const char *const most[] = {[TT_CLASSES] = "always saying the most frequent label",
                                       [TT_LABELS] = "always giving the most frequent label",
                                       [TT_NUMBERS] = "always saying the mean",
                                       [TT_SPANS] = "finding nothing"};
    if (which == PIECES)
        return run->words ? "each word's most frequent tag" : "a linear model on the bag of word pieces";
    return run->kind == TT_SPANS && most_frequent(run) > 0 ? "always saying the most frequent tag" : most[run->kind];
}

void tt_baseline_write(tt_text *text, tt_baseline_run *run, const float *outputs, const float *thresholds) {
    const char *const *names;
    tt_metrics_names(&names, &run->model);
    if (outputs) tt_sample_fill(&run->model, run->test->labels, outputs, thresholds);
    tt_text_put(text, "{\"primary\":\"%s\",\"baselines\":[", names[primary_of(run)]);
    for (int i = 0; i < 2; i++) {
        tt_interval intervals[TT_METRICS_MOST];
        tt_text_put(text, "%s{\"name\":\"%s\",\"what\":\"%s\",\"metrics\":{", i ? "," : "",
                    i == MAJORITY ? "majority" : "pieces", what_of(run, i));
        tt_bootstrap_intervals(intervals, &run->bootstrap, &run->samples[i]);
        tt_metrics_write(text, &run->samples[i], intervals);
        tt_text_put(text, "}");
        if (i == PIECES && !run->words) {
            tt_text_put(text, ",\"features\":%d,\"iterations\":%d", (int)run->bags[0].features,
                        (int)run->logistic.lbfgs.iterations);
        }
        if (outputs) write_against(text, run, &run->samples[i]);
        tt_text_put(text, "}");
    }
    tt_text_put(text, "]}");
}
