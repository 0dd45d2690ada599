/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "measure/iob2.h"
#include "measure/metrics.h"
#include "measure/metrics_kind.h"

typedef struct {
    int32_t type, start, end;
} entity;

/* The next entity at or after word `from`; its type is TT_NO_TYPE at the end of the sentence. Leniently (conlleval, and
 * seqeval's default) an I-X that follows no X begins an entity; strictly (seqeval's mode="strict", scheme=IOB2) it
 * belongs to none. */
static entity next_entity(const int32_t *tags, int32_t words, int32_t from, bool strict) {
    entity e = {.type = TT_NO_TYPE, .start = from};
    while (e.start < words && (strict ? !tt_iob2_begins(tags[e.start]) : tags[e.start] == TT_OUTSIDE)) e.start++;
    if (e.start == words) return e;
    e.type = tt_iob2_type(tags[e.start]);
    e.end = e.start + 1;
    while (e.end < words && tags[e.end] == 2 * e.type + 2) e.end++;
    return e;
}

/* Entities of one sentence; `types` [T] is added to unless NULL. */
static tt_entities compare(const int32_t *actual, const int32_t *predicted, int32_t words, bool strict,
                           tt_entities *types) {
    tt_entities counts = {0};
    entity a = next_entity(actual, words, 0, strict), b = next_entity(predicted, words, 0, strict);
    while (a.type != TT_NO_TYPE || b.type != TT_NO_TYPE) {
        const bool with_a = a.type != TT_NO_TYPE && (b.type == TT_NO_TYPE || a.start <= b.start);
        const bool with_b = b.type != TT_NO_TYPE && (a.type == TT_NO_TYPE || b.start <= a.start);
        const bool hit = with_a && with_b && a.type == b.type && a.end == b.end;
        counts.actual += with_a;
        counts.predicted += with_b;
        counts.hits += hit;
        if (types && with_a) types[a.type].actual++;
        if (types && with_b) types[b.type].predicted++;
        if (types && hit) types[a.type].hits++;
        if (with_a) a = next_entity(actual, words, a.end, strict);
        if (with_b) b = next_entity(predicted, words, b.end, strict);
    }
    return counts;
}

static int32_t types_of(const tt_sample *sample) { return (sample->C - 1) / 2; }

static void layout(tt_sample *sample, tt_arena *arena) {
    tt_spans *s = &sample->spans;
    size_t n = (size_t)sample->rows;
    s->actual = TT_TAKE(arena, "results", int32_t, sample->units, 1);
    s->predicted = TT_TAKE(arena, "results", int32_t, sample->units, 1);
    s->counts = TT_TAKE(arena, "results", tt_entities, n, 1);
    s->strict = TT_TAKE(arena, "results", tt_entities, n, 1);
    s->right = TT_TAKE(arena, "results", int32_t, n, 1);
    s->read = TT_TAKE(arena, "results", int32_t, n, 1);
    s->words = TT_TAKE(arena, "results", int32_t, n, 1);
    s->loss = TT_TAKE(arena, "results", double, n, 1);
    s->types = TT_TAKE(arena, "results", tt_entities, types_of(sample), 1);
}

static void fill(tt_sample *sample, const double *labels, const double *outputs, const float *thresholds) {
    (void)thresholds;
    tt_spans *s = &sample->spans;
    memset(s->types, 0, (size_t)types_of(sample) * sizeof *s->types);
    for (int32_t row = 0; row < sample->rows; row++) {
        const int32_t first = sample->starts[row], end = sample->starts[row + 1];
        s->words[row] = end - first;
        s->right[row] = s->read[row] = 0;
        s->loss[row] = 0;
        for (int32_t u = first; u < end; u++) {
            const double *p = outputs + (size_t)u * (size_t)sample->C;
            s->actual[u] = (int32_t)labels[u];
            s->predicted[u] = sample->tags ? sample->tags[u] : tt_argmax(p, sample->C);
            s->right[row] += s->actual[u] == s->predicted[u];
            if (!tt_is_read(sample, u)) continue;
            s->read[row]++;
            s->loss[row] += tt_surprise(p[s->actual[u]]);
        }
        s->counts[row] = compare(s->actual + first, s->predicted + first, end - first, false, s->types);
        s->strict[row] = compare(s->actual + first, s->predicted + first, end - first, true, NULL);
    }
}

static void values(double *values, tt_sample *sample, const int32_t *times) {
    const tt_spans *s = &sample->spans;
    double hits = 0, predicted = 0, actual = 0, strict_hits = 0, strict_predicted = 0, strict_actual = 0;
    double right = 0, words = 0, read = 0, loss = 0;
    for (int32_t row = 0; row < sample->rows; row++) {
        const double n = tt_times(times, row);
        hits += n * s->counts[row].hits;
        predicted += n * s->counts[row].predicted;
        actual += n * s->counts[row].actual;
        strict_hits += n * s->strict[row].hits;
        strict_predicted += n * s->strict[row].predicted;
        strict_actual += n * s->strict[row].actual;
        right += n * s->right[row];
        words += n * s->words[row];
        read += n * s->read[row];
        loss += n * s->loss[row];
    }
    const tt_class_metrics lenient = tt_class_scores(hits, actual, predicted);
    const tt_class_metrics strict = tt_class_scores(strict_hits, strict_actual, strict_predicted);
    values[0] = tt_ratio(loss, read);
    values[1] = lenient.precision;
    values[2] = lenient.recall;
    values[3] = lenient.f1;
    values[4] = strict.precision;
    values[5] = strict.recall;
    values[6] = strict.f1;
    values[7] = tt_ratio(right, words);
}

static void write(tt_text *text, tt_sample *sample) {
    const tt_entities *types = sample->spans.types;
    tt_text_put(text, ",\"per_type\":[");
    for (int32_t t = 0; t < types_of(sample); t++) {
        tt_class_metrics m = tt_class_scores(types[t].hits, types[t].actual, types[t].predicted);
        tt_text_put(text, t ? ",{" : "{");
        tt_class_metrics_put(text, &m);
        tt_text_put(text, "}");
    }
    tt_text_put(text, "]");
}

const tt_metrics_row tt_metrics_spans = {layout, fill, values, write,
                                         (const char *const[]){"loss", "precision", "recall", "f1", "strict_precision",
                                                               "strict_recall", "strict_f1", "accuracy", NULL}};
