/* SPDX-License-Identifier: Apache-2.0
 * The options of a run. One table in options.c gives their names, bounds, defaults and help; from it come parsing,
 * the schema that the page and the command line build their controls from, and the record of a run. */
#ifndef TT_OPTIONS_H
#define TT_OPTIONS_H

#include "model/shape.h"

typedef enum { TT_METHOD_FULL, TT_METHOD_LAYERS, TT_METHOD_BIAS, TT_METHOD_LORA, TT_METHOD_HEAD } tt_method;
typedef enum { TT_START_FITTED, TT_START_RANDOM, TT_START_KEPT } tt_head_start;
typedef enum { TT_SCHEDULE_LINEAR, TT_SCHEDULE_COSINE, TT_SCHEDULE_CONSTANT } tt_schedule;

typedef enum { TT_KEEP_BEST, TT_KEEP_LAST } tt_keep;
typedef enum { TT_WEIGHTS_NONE, TT_WEIGHTS_BALANCED, TT_WEIGHTS_GIVEN } tt_weights;

enum { TT_MAX_GIVEN = 4096 }; /* class_weights in a list */
/* Reasons for learning_rate, batch_size, epochs, start_share, head_start, keep, best_metric, method, class_weights and
 * tokens_in_flight. */
enum { TT_REASONS = 11 };

typedef struct {
    int32_t method;                  /* tt_method */
    int32_t last_layers;             /* that TT_METHOD_LAYERS trains */
    int32_t lora_rank, lora_targets; /* lora_targets: query and value, attention, all linear layers */
    double lora_alpha, lora_dropout;
    int32_t head_start;      /* tt_head_start */
    int32_t cache_mebibytes; /* memory limit for the states of frozen layers, and for the fit of a head */
    int32_t reinit_layers;   /* topmost layers that are drawn anew before the first update */
    int32_t schedule;        /* tt_schedule, after the warm-up */
    int32_t recompute;       /* 1: activations are computed again in the backward, not kept */
    int32_t epochs;          /* 0 until tt_options_fill */
    int32_t batch_size;      /* likewise */
    int32_t
        tokens_in_flight; /* token budget of a micro-batch, 0 until tt_options_fill; a longer row is one of its own */
    int32_t seed;
    int32_t patience; /* epochs without a better validation before the run stops; 0: never, -1 until tt_options_fill */
    int32_t keep;     /* tt_keep; with patience the best epoch is kept whatever it is */
    int32_t best_metric;  /* a choice: see tt_options_choice; -1 until tt_options_fill */
    double learning_rate; /* NaN until tt_options_fill */
    double weight_decay;
    double warmup_ratio;
    double label_smoothing;
    double start_share; /* of the weights at the start in what the run leaves; NaN until tt_options_fill */
    int32_t class_weights, given_count; /* tt_weights, and how many are given */
    float given[TT_MAX_GIVEN];
    double layer_decay;   /* 1: every layer learns at the same rate */
    double max_grad_norm; /* 0: no clipping */
    double adam_beta1, adam_beta2, adam_epsilon;
    struct {
        const char *option;
        char text[200];
    } reasons[TT_REASONS]; /* why tt_options_fill chose what it chose */
    int32_t reason_count;
} tt_options;

/* A JSON object of any of the options; what is absent or null takes its default. TT_E_CONFIG, with the option's name:
 * an unknown option (with the nearest known name), a wrong type, a number out of bounds. `json` may be NULL: all
 * defaults. */
tt_status tt_options_parse(tt_options *out, const char *json, tt_error *err);
/* The chosen word of option `name`, which is a choice; the first while it is open. */
const char *tt_options_choice(const tt_options *options, const char *name);
/* Sets option `name` to one of its choices. */
void tt_options_choose(tt_options *options, const char *name, const char *choice);

/* The options as a JSON object that tt_options_parse reads back to the same values. */
void tt_options_write(tt_text *text, const tt_options *options);
/* {"learning_rate": "a sentence", ...} for those that were chosen. */
void tt_options_write_reasons(tt_text *text, const tt_options *options);
/* What tt_schema() returns: static JSON, {"options": [...], "tasks": [...]}. */
const char *tt_options_schema(void);

#endif
