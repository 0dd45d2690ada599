/* SPDX-License-Identifier: Apache-2.0 */
#include "train/defaults.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/metrics.h"
#include "train/stopping.h"

/* What has fewer updates than this collapses or stays unfinished now and then, whatever the learning rate (Mosbach et
 * al. 2021; Zhang et al. 2021), and every output of a new head needs its share of them. */
enum { UPDATES = 400, UPDATES_AN_OUTPUT = 15, MOST_EPOCHS = 40, LEAST_EPOCHS = 3 };
/* A fitted head predicts its labels before the first update. On UCI, Snips and spam (8 to 64 rows a label) the rate of
 * a random head has at most the same accuracy as half of it and a higher loss on UCI; of fewer than 64 rows 20 epochs
 * have more accuracy than 10, of more they have not (tests/RESULTS.md). Heads of words keep the recipe of a random
 * head: on WNUT 17 (1,000 sentences) F1 was 24.0 with it and 22.3 with 3 epochs at half the rate. */
enum { FITTED_UPDATES = 200, FITTED_UPDATES_AN_OUTPUT = 5, FITTED_MOST_EPOCHS = 10, FITTED_FEW_ROWS = 64 };

/* Layers x hidden size, from which an encoder counts as one of base size. */
enum { BASE_SIZE = 4096 };

tt_status tt_facts_of(tt_facts *out, const tt_rows *train, const tt_params *params, tt_error *err) {
    tt_facts facts = {.rows = train->rows, .words = params->task->words};
    facts.spans = tt_sample_of(train, params).kind == TT_SPANS;
    facts.outputs = params->task->mlm ? 1 : params->items[tt_top_row(params, TT_CLASSIFIER_W)].rows;
    *out = facts;
    if (params->task->mlm || !params->task->classes) return TT_OK;
    int32_t *counts = calloc((size_t)facts.outputs, sizeof *counts);
    if (!counts) return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory to count the rows of each label");
    for (int32_t i = 0; i < train->items; i++) {
        if (train->labels[i] >= 0) counts[(int)train->labels[i]]++;
    }
    for (int32_t c = 0; c < facts.outputs; c++) {
        if (counts[c] > 0 && (facts.rarest == 0 || counts[c] < facts.rarest)) facts.rarest = counts[c];
        if (!params->task->words && counts[c] > facts.most) facts.most = counts[c];
    }
    free(counts);
    *out = facts;
    return TT_OK;
}

/* The head predicts its labels before the first update. */
static bool knows(const tt_facts *facts) { return facts->fits || facts->kept; }

/* Room for a sentence about the option: that of the one before, if there is one. */
static char *reason(tt_options *options, const char *name) {
    int32_t i = 0;
    while (i < options->reason_count && strcmp(options->reasons[i].option, name) != 0) i++;
    if (i == options->reason_count) options->reason_count++;
    options->reasons[i].option = name;
    return options->reasons[i].text;
}

enum { ROOM = sizeof((tt_options *)0)->reasons[0].text };

/* Rows from which tags of words get steps of their own size. */
enum { WORDS_ROWS = 200 };

/* The smaller the encoder, the larger the steps it needs. BERT's paper has 2e-5 for base. Measured on rows kept for it,
 * one seed: three layers of 384 at 5e-5, 1e-4, 2e-4 and 4e-4 (UCI), 1e-4 and 2e-4 (banking77); 2e-4 was best on both.
 * For tags of words, F1 of three draws at 2e-4 and 8e-4: 64.7 and 68.1 (CrossNER politics, 418 sentences), 64.0
 * and 65.7, 62.6 and 63.1 (Snips slots, 218); of 64 sentences 47.6 and 45.0, 45.8 and 44.0. The others lie between and
 * beyond. */
static void choose_learning_rate(tt_options *options, const tt_shape *shape, const tt_facts *facts) {
    static const struct {
        int32_t size;     /* layers x hidden size, from */
        double full, few; /* all or whole layers; adapters or biases alone */
        double words;     /* all or whole layers, for tags of words in WORDS_ROWS or more */
        const char *why;
    } sizes[] = {
        {BASE_SIZE, 2e-5, 5e-4, 2e-5, "an encoder of about base size: small steps keep what pre-training learned"},
        {2048, 1e-4, 1e-3, 1e-4, "an encoder below base size: it needs larger steps than 2e-5"},
        {768, 2e-4, 1e-3, 8e-4, "a small encoder: it needs larger steps to learn in a few epochs"},
        {0, 3e-4, 3e-3, 3e-4, "a tiny encoder: it needs large steps to learn in a few epochs"},
    };
    const int32_t layers = shape->num_hidden_layers, width = shape->hidden_size;
    char *text = reason(options, "learning_rate");
    int i = 0;
    if (options->method == TT_METHOD_HEAD) {
        options->learning_rate = 1e-2;
        snprintf(text, ROOM,
                 facts->fits ? "there are no updates: the head is fitted at once"
                             : "0.01, as the head starts from chance and the encoder below it stays as it is");
        return;
    }
    while (layers * width < sizes[i].size) i++;
    if (options->method == TT_METHOD_LORA || options->method == TT_METHOD_BIAS) {
        options->learning_rate = sizes[i].few;
        snprintf(text, ROOM,
                 "chosen for %d layers of %d: few numbers are trained, and they need larger steps than all would",
                 (int)layers, (int)width);
        return;
    }
    const double usual = facts->words && facts->rows >= WORDS_ROWS ? sizes[i].words : sizes[i].full;
    options->learning_rate = knows(facts) ? usual / 2 : usual;
    snprintf(text, ROOM, "chosen for %d layers of %d, %s%s%s", (int)layers, (int)width, sizes[i].why,
             usual > sizes[i].full ? ", and larger ones for tags of words" : "",
             knows(facts) ? "; half the usual, as the head predicts its labels from the start" : "");
}

/* Everything is the default, for any size: what it takes, and what the others would give up. */
static void explain_method(tt_options *options, const tt_shape *shape) {
    const double E = shape->hidden_size,
                 weights = shape->num_hidden_layers * E * (4 * E + 2 * shape->intermediate_size);
    const double gigabytes = 4 * sizeof(real) * weights / 1e9; /* gradient and two moments besides */
    if (options->method != TT_METHOD_FULL) return;
    const bool large = gigabytes > 3.2;
    snprintf(reason(options, "method"), ROOM,
             large ? "%.1f million weights of the layers take %.1f GB with gradients and moments, more than a "
                     "browser tab may have; adapters (LoRA) take a third and come close"
                   : "%.1f million weights of the layers take %.0f MB with gradients and moments; adapters (LoRA) "
                     "take less and come close, the head alone takes least and stays behind",
             weights / 1e6, large ? gigabytes : 1e3 * gigabytes);
}

/* The labels' rows differ by so many times: the frequent ones drown the rarest. */
enum { UNEVEN = 4 };

static void explain_class_weights(tt_options *options, const tt_facts *facts) {
    if (options->class_weights != TT_WEIGHTS_NONE || facts->most <= UNEVEN * facts->rarest) return;
    snprintf(reason(options, "class_weights"), ROOM,
             "the labels are uneven, with %d to %d rows, and balanced lets the rare ones count more, at some cost "
             "to the accuracy",
             (int)facts->rarest, (int)facts->most);
}

static void choose_batch_size(tt_options *options, const tt_facts *facts) {
    char *text = reason(options, "batch_size");
    options->batch_size = facts->rows <= 300 ? 8 : facts->rows <= 20000 ? 16 : 32;
    snprintf(text, ROOM, "%d for %d training rows: %s", (int)options->batch_size, (int)facts->rows,
             facts->rows <= 300     ? "smaller batches make more updates of few rows"
             : facts->rows <= 20000 ? "the size that most results in the literature were found with"
                                    : "with this many rows updates are plenty, and larger batches are steadier");
}

static void choose_epochs(tt_options *options, const tt_facts *facts) {
    char *text = reason(options, "epochs");
    if (options->method == TT_METHOD_HEAD) {
        options->epochs = facts->fits ? 1 : facts->rows <= 2000 ? 100 : 30;
        if (facts->fits) {
            snprintf(text, ROOM, "there are no updates: the head is fitted at once");
            return;
        }
        snprintf(text, ROOM,
                 "%d for %d training rows: the frozen encoder reads each row once, what is left is nearly free",
                 (int)options->epochs, (int)facts->rows);
        return;
    }
    const int32_t by_outputs = (knows(facts) ? FITTED_UPDATES_AN_OUTPUT : UPDATES_AN_OUTPUT) * facts->outputs;
    const int32_t updates = knows(facts) ? FITTED_UPDATES : UPDATES;
    const int32_t of_fitted = facts->rows < FITTED_FEW_ROWS ? 2 * FITTED_MOST_EPOCHS : FITTED_MOST_EPOCHS;
    const int32_t most = knows(facts) ? of_fitted : MOST_EPOCHS;
    const int32_t wanted = tt_max(by_outputs, updates);
    const int32_t steps = (facts->rows + options->batch_size - 1) / options->batch_size;
    const int32_t epochs = tt_max(tt_min((wanted + steps - 1) / steps, most), LEAST_EPOCHS);
    options->epochs = epochs;
    if (epochs == LEAST_EPOCHS) {
        snprintf(text, ROOM, "%d for %d training rows: with this many rows more would mostly learn them by heart",
                 (int)epochs, (int)facts->rows);
    } else if (facts->rarest > 0) {
        snprintf(text, ROOM, "%d, %d updates: %d training rows for %d labels, the rarest with %d, need many passes",
                 (int)epochs, (int)(epochs * steps), (int)facts->rows, (int)facts->outputs, (int)facts->rarest);
    } else {
        snprintf(text, ROOM, "%d, %d updates: so few training rows, %d, need many passes", (int)epochs,
                 (int)(epochs * steps), (int)facts->rows);
    }
}

/* Chosen on UCI (8 to 64 rows a label) and Snips (8 and 64) among shares of 0, 0.25, 0.3 and 0.5: a share of 0.3 keeps
 * the accuracy, and the test loss falls by a tenth to a fifth. Not measured at base size, where the weights of the
 * start would take the memory of another model, with adapters, or for words. */
static void choose_start_share(tt_options *options, const tt_shape *shape, const tt_facts *facts) {
    const bool layers = options->method == TT_METHOD_FULL || options->method == TT_METHOD_LAYERS;
    options->start_share = 0;
    if (!knows(facts) || !layers || options->reinit_layers > 0) return;
    if (shape->num_hidden_layers * shape->hidden_size >= BASE_SIZE) return;
    options->start_share = 0.3;
    snprintf(reason(options, "start_share"), ROOM,
             "0.3 of the start: the average with it forgets less and is less overconfident, at the same accuracy");
}

/* Pieces, from which the weights of a vocabulary take hundreds of megabytes. With half as many activations everything
 * of multilingual-e5-small's size is trained in 1.0 GiB. */
enum { MANY_PIECES = 100000 };

static void choose_tokens(tt_options *options, const tt_shape *shape) {
    const bool many = shape->vocab_size >= MANY_PIECES;
    options->tokens_in_flight = many ? 1024 : 2048;
    if (many) snprintf(reason(options, "tokens_in_flight"), ROOM, "1024, as the vocabulary takes much memory");
}

static void fall_back(tt_options *options) {
    if (options->head_start != TT_START_FITTED) return;
    options->head_start = TT_START_RANDOM;
    snprintf(reason(options, "head_start"), ROOM,
             "random, as a fit would take more memory than cache_mebibytes or the head has a new pooler to train");
}

/* Without an epoch to choose, or rows to choose it by. */
static void choose_keep(tt_options *options, const tt_facts *facts) {
    const bool few = facts->validation < TT_ENOUGH_VALIDATION;
    if (options->keep != TT_KEEP_BEST || (!few && !(facts->fits && options->method == TT_METHOD_HEAD))) return;
    options->keep = TT_KEEP_LAST;
    if (!few || facts->validation == 0) return;
    snprintf(reason(options, "keep"), ROOM, "last, as %d validation row%s too few to choose an epoch by: %d are needed",
             (int)facts->validation, facts->validation == 1 ? " is" : "s are", TT_ENOUGH_VALIDATION);
}

/* The loss of words is lowest long before F1 is highest: with tabtune-small after 3 of 15 epochs and after 7 on
 * CrossNER politics (418 sentences), after 12 and after 27 on Snips slots (218). On rows kept for choosing, one seed,
 * F1 was 62.2 and 62.0 with the epoch of the former, 64.7 and 64.0 with that of the latter. */
static void choose_best_metric(tt_options *options, const tt_facts *facts) {
    tt_options_choose(options, "best_metric", facts->spans ? "f1" : "loss");
    if (!facts->spans || !tt_stopping_keeps(options)) return;
    snprintf(reason(options, "best_metric"), ROOM,
             "f1, as more names are found for many epochs after the loss of the words is lowest");
}

/* Epochs without a better loss before the end. Of 12 trainings (UCI, Snips and spam with 64 rows a label, GoEmotions
 * with 256; rows kept for choosing) none had its best epoch after 3 such, one after 2, five after 1, and 3 save 43 of
 * 113 epochs. F1 of words rises again after more. */
enum { PATIENCE = 3 };

static void choose_patience(tt_options *options, bool given) {
    const char *metric = tt_options_choice(options, "best_metric");
    options->patience = 0;
    if (given || options->keep != TT_KEEP_BEST || strcmp(metric, "loss") != 0 || options->epochs <= PATIENCE) return;
    options->patience = PATIENCE;
    snprintf(reason(options, "patience"), ROOM, "3, as no later epoch was better where it was measured");
}

void tt_options_fill(tt_options *options, const tt_shape *shape, const tt_facts *facts) {
    const bool given = options->epochs != 0;
    if (facts->falls_back) fall_back(options);
    if (isnan(options->learning_rate)) choose_learning_rate(options, shape, facts);
    if (options->batch_size == 0) choose_batch_size(options, facts);
    if (options->epochs == 0) choose_epochs(options, facts);
    if (isnan(options->start_share)) choose_start_share(options, shape, facts);
    if (options->tokens_in_flight == 0) choose_tokens(options, shape);
    choose_keep(options, facts);
    if (options->best_metric < 0) choose_best_metric(options, facts);
    if (options->patience < 0) choose_patience(options, given);
    explain_method(options, shape);
    explain_class_weights(options, facts);
}
