/* SPDX-License-Identifier: Apache-2.0
 * Two baselines on the training and test rows of a model, to compare its result with.
 *
 * majority: the same prediction for every text, from the training labels alone. One label a row: the most frequent
 *   class. Several labels: the most frequent label alone. Numbers: their mean. Words: the most frequent tag, which is O
 *   for entities.
 * pieces: a linear model on the bag of word pieces (logistic.h, bag.h), each piece counting log(1 + n) times its idf,
 *   with an L2 penalty of 1 (scikit-learn's default); Wang & Manning 2012, "Baselines and bigrams", on how hard such
 *   models are to beat on short texts. Several labels: with thresholds tuned on the validation rows, if there are any.
 *   Words: a conditional random field on the words, their affixes and shapes (tagger.h), with the same penalty. */
#ifndef TT_BASELINE_H
#define TT_BASELINE_H

#include "baseline/logistic.h"
#include "baseline/tagger.h"

typedef struct {
    tt_metrics_kind kind;
    bool words; /* labels belong to words */
    int32_t C;
    const tt_rows *train, *validation, *test; /* validation NULL: none */
    tt_arena arena;
    tt_bag bags[3]; /* of those */
    double *idf;    /* [features] */
    tt_logistic logistic;
    tt_tagger tagger;            /* of words, which have neither bags nor a logistic model */
    double *means;               /* [C] of the training labels: shares of the classes, or the numbers' means */
    double *outputs[2];          /* [items,C] of the test rows, by majority and by pieces */
    double *validation_outputs;  /* [items,C] of the validation rows, for the thresholds */
    float *thresholds[2];        /* [C] several labels */
    int32_t *order;              /* [items,C] of the validation rows: scratch */
    tt_sample samples[2], model; /* of the test rows: by the baselines, and by the model */
    tt_bootstrap bootstrap;
    bool done;
} tt_baseline_state;

/* Members up to `test` are set before. Takes the memory, and does all but the iterations. TT_E_MEMORY, TT_E_DATA: call
 * tt_baseline_state_end as after success. */
tt_status tt_baseline_state_begin(tt_baseline_state *state, tt_error *err);
/* One iteration; TT_DONE after the last. */
tt_status tt_baseline_state_advance(tt_baseline_state *state);
void tt_baseline_state_end(tt_baseline_state *state);
/* {"primary": the number that decides, "baselines": [{"name", "what", "metrics", "features", "iterations",
 * "against"}]}. `outputs` [items,C] of the model on the test rows and its thresholds [C] (or NULL) make `against` (see
 * measure/comparison.h). outputs NULL: without. */
void tt_baseline_state_write(tt_text *text, tt_baseline_state *state, const double *outputs, const float *thresholds);

#endif
