/* SPDX-License-Identifier: Apache-2.0 */
#include "train/options.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* int32_t, double, int32_t (which choice) in tt_options; WEIGHTS is a choice or a list of numbers, which is tt_options'
 * `given` */
typedef enum { INTEGER, NUMBER, CHOICE, WEIGHTS } option_type;

enum { MOST_CHOICES = 24 };

typedef struct {
    const char *name;
    option_type type;
    size_t offset;
    double fallback; /* NAN: chosen by tt_options_fill in defaults.c; of a choice its index */
    double min, max;
    const char *choices[MOST_CHOICES + 1]; /* up to a NULL */
    const char *help;
} option;

#define WHOLE(field, fallback, min, max, help) \
    { #field, INTEGER, offsetof(tt_options, field), fallback, min, max, {0 }, help }
#define REAL(field, fallback, min, max, help) \
    { #field, NUMBER, offsetof(tt_options, field), fallback, min, max, {0 }, help }
/* The first is the default; their order is that of the enum in options.h. */
#define ONE_OF(field, help, ...) \
    { #field, CHOICE, offsetof(tt_options, field), 0, 0, MOST_CHOICES - 1, {__VA_ARGS__ }, help }
/* Without a default. */
#define ONE_OF_OPEN(field, help, ...) \
    { #field, CHOICE, offsetof(tt_options, field), NAN, 0, MOST_CHOICES - 1, {__VA_ARGS__ }, help }
static const option table[] = {
    ONE_OF(method,
           "What is trained: everything, the last layers, biases and norms (BitFit), low-rank adapters, or the head "
           "alone.",
           "full", "layers", "bias", "lora", "head"),
    ONE_OF(head_start,
           "Initial values of the head: a new one fitted to the encoder's features of the training texts (with the "
           "method \"head\" the whole training), a new one at random, or the checkpoint's own kept.",
           "fitted", "random", "kept"),
    WHOLE(last_layers, 2, 1, 1000,
          "With the method \"layers\": how many layers from the top are trained, pooler and head besides."),
    WHOLE(
        cache_mebibytes, 256, 0, 65536,
        "Memory for the outputs of frozen layers, which are then computed once for each text, and for fitting a head."),
    WHOLE(lora_rank, 8, 1, 256, "With the method \"lora\": the rank r of the adapters, B A beside each matrix."),
    REAL(lora_alpha, 16, 0.01, 10000, "With the method \"lora\": the adapters count alpha / rank times."),
    REAL(lora_dropout, 0.05, 0, 0.9, "With the method \"lora\": share of an adapter's inputs dropped in training."),
    ONE_OF(lora_targets, "With the method \"lora\": the matrices that get an adapter.", "query_value", "attention",
           "linear"),
    WHOLE(reinit_layers, 0, 0, 1000,
          "Draw this many layers from the top, and the pooler, at random before training: it can steady training on "
          "few rows."),
    REAL(learning_rate, NAN, 0, 1,
         "Size of the largest step. Too large a value destroys what pre-training learned; with too small a one nothing "
         "is learned."),
    WHOLE(epochs, NAN, 1, 10000, "Passes over the training rows."),
    WHOLE(batch_size, NAN, 1, 4096, "Rows of one update. It changes the result, not the memory."),
    WHOLE(seed, 1, 0, INT32_MAX,
          "Start of the random numbers: split and order of the rows, new head, dropout, adapters. The same seed gives "
          "the same run."),
    ONE_OF(schedule, "The learning rate after the warm-up: falling to zero on a line or on half a cosine, or constant.",
           "linear", "cosine", "constant"),
    REAL(warmup_ratio, 0.1, 0, 1, "Share of the updates over which the learning rate rises from zero."),
    REAL(start_share, NAN, 0, 0.95,
         "Share that the weights at the start, encoder as loaded and head as fitted, have in the final ones (WiSE-FT): "
         "less is forgotten, and the answers are less overconfident."),
    REAL(layer_decay, 1, 0.1, 1,
         "Each layer learns at this share of the rate of the one above it, the embeddings slowest; 1: all the same."),
    WHOLE(patience, NAN, 0, 10000,
          "Stop after this many epochs without a better validation, and keep the best epoch's weights; 0: never."),
    ONE_OF(
        keep,
        "The weights that are left: those of the epoch with the best validation, where there are at least 20 rows to "
        "judge by, or of the last update.",
        "best", "last"),
    ONE_OF_OPEN(best_metric, "The validation number that decides which epoch is best; each task has some of these.",
                "loss", "accuracy", "balanced_accuracy", "macro_f1", "micro_f1", "weighted_f1", "mcc", "roc_auc",
                "average_precision", "subset_accuracy", "f1", "strict_f1", "pearson", "spearman", "mae", "rmse"),
    REAL(label_smoothing, 0, 0, 0.99,
         "Share of each label's certainty that is spread evenly over all labels, whatever the class weights (for one "
         "label a "
         "row or word)."),
    {"class_weights",
     WEIGHTS,
     offsetof(tt_options, class_weights),
     0,
     0,
     MOST_CHOICES - 1,
     {"none", "balanced"},
     "Let rare labels count more in the loss: balanced, or a list of numbers, one for each label."},
    REAL(weight_decay, 0.01, 0, 1, "How strongly weights are drawn to zero (AdamW); biases and norms are spared."),
    REAL(max_grad_norm, 1, 0, 1e6,
         "Gradients with a larger norm than this are scaled down to it; 0 leaves them alone."),
    REAL(adam_beta1, 0.9, 0, 0.9999, "Share that Adam's mean of gradients keeps in an update."),
    REAL(adam_beta2, 0.999, 0, 0.999999, "Share that Adam's mean of squared gradients keeps in an update."),
    REAL(adam_epsilon, 1e-8, 1e-12, 1, "Added to the root of Adam's mean of squares."),
    WHOLE(tokens_in_flight, NAN, 16, 65536,
          "Tokens that are computed at once. Fewer take less memory and more time; the result stays the same."),
    ONE_OF(recompute,
           "Keep one layer's activations and compute the others again in the backward: less memory, a third more time.",
           "off", "on"),
};
#undef WHOLE
#undef REAL
#undef ONE_OF
#undef ONE_OF_OPEN
enum { OPTIONS = sizeof table / sizeof table[0] };

/* The table in parts, by the option that each begins with. */
static const struct {
    const char *first, *group;
} groups[] = {
    {"method", "What is trained"}, {"learning_rate", "Learning"}, {"patience", "When to stop"},
    {"label_smoothing", "Loss"},   {"weight_decay", "Optimizer"}, {"tokens_in_flight", "Memory"},
};

static bool has_choices(const option *o) { return o->type == CHOICE || o->type == WEIGHTS; }

/* What an option that is still open has in its integer's field. */
static int32_t open_integer(const option *o) { return o->min > 0 ? 0 : -1; }

/* An option that is still open is NaN. */
static double get(const tt_options *options, const option *o) {
    const char *field = (const char *)options + o->offset;
    double number;
    int32_t integer;
    if (o->type == NUMBER) {
        memcpy(&number, field, sizeof number);
        return number;
    }
    memcpy(&integer, field, sizeof integer);
    if (isnan(o->fallback) && integer == open_integer(o)) return NAN;
    return integer;
}

static void set(tt_options *options, const option *o, double value) {
    char *field = (char *)options + o->offset;
    const int32_t integer = isnan(value) ? open_integer(o) : (int32_t)value;
    if (o->type == NUMBER) {
        memcpy(field, &value, sizeof value);
    } else {
        memcpy(field, &integer, sizeof integer);
    }
}

/* Levenshtein's distance of `a` to `b`, both of at most 63 bytes. */
static size_t distance(const char *a, const char *b) {
    size_t row[64], n = strlen(b);
    for (size_t j = 0; j <= n; j++) row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            const size_t replaced = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = tt_min_size(tt_min_size(row[j], row[j + 1]) + 1, replaced);
        }
    }
    return row[n];
}

static tt_status refuse_unknown(const tt_json *json, int32_t key, tt_error *err) {
    char name[TT_JSON_EXCERPT];
    const char *nearest = table[0].name;
    tt_json_excerpt(name, json, key);
    for (int i = 1; i < OPTIONS; i++) {
        if (distance(name, table[i].name) < distance(name, nearest)) nearest = table[i].name;
    }
    return tt_fail(err, TT_E_CONFIG, json->nodes[key].start, "there is no option %s; the nearest is \"%s\"", name,
                   nearest);
}

/* "a", "b" or "c" */
static void list_choices(char *out, size_t cap, const option *o) {
    size_t n = 0;
    for (int i = 0; o->choices[i] && n < cap; i++) {
        const char *before = i == 0 ? "" : o->choices[i + 1] ? ", " : " or ";
        n += (size_t)snprintf(out + n, cap - n, "%s\"%s\"", before, o->choices[i]);
    }
}

static tt_status refuse_value(const option *o, const tt_json *json, int32_t node, tt_error *err) {
    const int64_t at = json->nodes[node].start;
    char value[TT_JSON_EXCERPT];
    tt_json_excerpt(value, json, node);
    if (has_choices(o)) {
        char names[160];
        list_choices(names, sizeof names, o);
        return tt_fail(
            err, TT_E_CONFIG, at, "option %s is %s; it must be %s%s", o->name, value, names,
            o->type == WEIGHTS ? " or a list of numbers from 1e-6 to 1e4, one for each label, 4096 at most" : "");
    }
    return tt_fail(err, TT_E_CONFIG, at, "option %s is %s; it must be a %s from %.10g to %.10g", o->name, value,
                   o->type == INTEGER ? "whole number" : "number", o->min, o->max);
}

/* A list of weights, of which none is zero: what counts nothing is not trained on. */
static bool read_weights(tt_options *out, const tt_json *json, int32_t node) {
    const double least = 1e-6, most = 1e4;
    double weight = 0;
    out->given_count = 0;
    for (int32_t i = tt_json_first(json, node); i >= 0; i = json->nodes[i].next) {
        if (out->given_count == TT_MAX_GIVEN || !tt_json_number(json, i, &weight)) return false;
        if (!(weight >= least && weight <= most)) return false;
        out->given[out->given_count++] = (float)weight;
    }
    return out->given_count > 0;
}

static tt_status read_option(tt_options *out, const option *o, const tt_json *json, tt_error *err) {
    const int32_t node = tt_json_get(json, 0, o->name);
    double value = NAN;
    if (node < 0 || json->nodes[node].type == TT_JSON_NULL) {
        set(out, o, o->fallback);
        return TT_OK;
    }
    if (has_choices(o)) {
        for (int i = 0; o->choices[i]; i++) {
            if (tt_json_equals(json, node, o->choices[i])) value = i;
        }
        const bool list = o->type == WEIGHTS && json->nodes[node].type == TT_JSON_ARRAY;
        if (list && read_weights(out, json, node)) value = TT_WEIGHTS_GIVEN;
    } else {
        tt_json_number(json, node, &value);
    }
    const bool whole = o->type == NUMBER || value == floor(value);
    if (!whole || !(value >= o->min && value <= o->max)) return refuse_value(o, json, node, err);
    set(out, o, value);
    return TT_OK;
}

static tt_status read_options(tt_options *out, const tt_json *json, tt_error *err) {
    if (json->nodes[0].type != TT_JSON_OBJECT) {
        return tt_fail(err, TT_E_CONFIG, 0, "the options must be a JSON object, as {\"epochs\": 3}");
    }
    for (int32_t i = tt_json_first(json, 0); i >= 0; i = json->nodes[i].next) {
        bool known = false;
        for (int k = 0; k < OPTIONS; k++) known = known || tt_json_equals(json, i, table[k].name);
        if (!known) return refuse_unknown(json, i, err);
    }
    for (int k = 0; k < OPTIONS; k++) TT_TRY(read_option(out, &table[k], json, err));
    return TT_OK;
}

tt_status tt_options_parse(tt_options *out, const char *text, tt_error *err) {
    tt_json json;
    tt_options options = {0};
    if (!text) text = "{}";
    TT_TRY(tt_json_parse(&json, text, strlen(text), err));
    tt_status status = read_options(&options, &json, err);
    tt_json_free(&json);
    if (status == TT_OK) *out = options;
    return status;
}

static const option *option_of(const char *name) {
    const option *o = table;
    while (strcmp(o->name, name) != 0) o++;
    return o;
}

const char *tt_options_choice(const tt_options *options, const char *name) {
    const option *o = option_of(name);
    const double choice = get(options, o);
    return o->choices[isnan(choice) ? 0 : (int)choice];
}

void tt_options_choose(tt_options *options, const char *name, const char *choice) {
    const option *o = option_of(name);
    int i = 0;
    while (strcmp(o->choices[i], choice) != 0) i++;
    set(options, o, i);
}

/* A value as JSON. */
static void write_value(tt_text *text, const option *o, double value) {
    if (has_choices(o) && !isnan(value)) {
        tt_text_put(text, "\"%s\"", o->choices[(int)value]);
    } else {
        tt_text_number(text, value);
    }
}

void tt_options_write(tt_text *text, const tt_options *options) {
    for (int i = 0; i < OPTIONS; i++) {
        tt_text_put(text, "%s\"%s\":", i ? "," : "{", table[i].name);
        if (table[i].type == WEIGHTS && options->class_weights == TT_WEIGHTS_GIVEN) {
            for (int c = 0; c < options->given_count; c++) {
                tt_text_put(text, c ? "," : "[");
                tt_text_number(text, (double)options->given[c]);
            }
            tt_text_put(text, "]");
        } else {
            write_value(text, &table[i], get(options, &table[i]));
        }
    }
    tt_text_put(text, "}");
}

void tt_options_write_reasons(tt_text *text, const tt_options *options) {
    tt_text_put(text, "{");
    for (int i = 0; i < options->reason_count; i++) {
        tt_text_put(text, "%s\"%s\":", i ? "," : "", options->reasons[i].option);
        tt_text_string(text, options->reasons[i].text, strlen(options->reasons[i].text));
    }
    tt_text_put(text, "}");
}

static void write_schema_option(tt_text *text, const option *o, const char *group) {
    static const char *const types[] = {
        [INTEGER] = "integer", [NUMBER] = "number", [CHOICE] = "choice", [WEIGHTS] = "choice"};
    tt_text_put(text, "{\"name\":\"%s\",\"group\":\"%s\",\"type\":\"%s\",\"default\":", o->name, group, types[o->type]);
    write_value(text, o, o->fallback);
    if (has_choices(o)) {
        tt_text_put(text, ",\"choices\":[");
        for (int i = 0; o->choices[i]; i++) tt_text_put(text, "%s\"%s\"", i ? "," : "", o->choices[i]);
        tt_text_put(text, o->type == WEIGHTS ? "],\"list\":true" : "]");
    } else {
        tt_text_put(text, ",\"min\":");
        tt_text_number(text, o->min);
        tt_text_put(text, ",\"max\":");
        tt_text_number(text, o->max);
    }
    tt_text_put(text, ",\"help\":");
    tt_text_string(text, o->help, strlen(o->help));
    tt_text_put(text, "}");
}

const char *tt_options_schema(void) {
    static tt_text text; /* made at the first call and kept */
    size_t part = 0;
    const char *json;
    if (text.n == 0) {
        tt_text_put(&text, "{\"options\":[");
        for (int i = 0; i < OPTIONS; i++) {
            if (i) tt_text_put(&text, ",");
            if (part + 1 < sizeof groups / sizeof groups[0] && strcmp(table[i].name, groups[part + 1].first) == 0)
                part++;
            write_schema_option(&text, &table[i], groups[part].group);
        }
        tt_text_put(&text, "],\"tasks\":[");
        const tt_task *task;
        for (int i = 0; (task = tt_task_at(i)); i++) {
            tt_text_put(&text, "%s{\"name\":\"%s\",\"help\":\"%s\"}", i ? "," : "", task->name, task->help);
        }
        tt_text_put(&text, "]}");
    }
    return tt_text_end(&json, &text, NULL) == TT_OK ? json : "{\"options\":[],\"tasks\":[]}";
}
