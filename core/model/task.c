/* SPDX-License-Identifier: Apache-2.0 */
#include "model/task.h"

static const tt_task table[] = {
    {.name = "single_label_classification",
     .help = "One label for each text, or for each pair of texts, out of two or more.",
     .classes = true,
     .least_outputs = 2,
     .loss = tt_cross_entropy,
     .share = tt_cross_entropy_share},
    {.name = "multi_label_classification",
     .help = "Any number of labels for each text or pair, out of two or more.",
     .binary = true,
     .least_outputs = 2,
     .loss = tt_binary_cross_entropy,
     .share = tt_outputs_share},
    {.name = "regression",
     .help = "A number for each text or pair, or several.",
     .least_outputs = 1,
     .loss = tt_squared_error,
     .share = tt_outputs_share},
    {.name = "token_classification",
     .help = "A label for each word of a text: names, slots, parts of speech.",
     .words = true,
     .classes = true,
     .least_outputs = 2,
     .loss = tt_cross_entropy,
     .share = tt_cross_entropy_share},
};

const tt_task tt_mlm_task = {.name = "masked_language_modelling",
                             .help = "The words left out of a text.",
                             .mlm = true,
                             .classes = true,
                             .least_outputs = 1,
                             .loss = tt_cross_entropy,
                             .share = tt_cross_entropy_share};

const tt_task *tt_task_at(int i) { return i < (int)(sizeof table / sizeof table[0]) ? &table[i] : NULL; }

const tt_task *tt_task_find(const tt_json *json, int32_t node) {
    const tt_task *task;
    for (int i = 0; (task = tt_task_at(i)); i++) {
        if (tt_json_equals(json, node, task->name)) return task;
    }
    return NULL;
}

const char *const tt_pooling_names[TT_POOLINGS + 1] = {"cls", "mean", "mean_normalized", "compared"};

bool tt_pooling_find(tt_pooling *out, const tt_json *json, int32_t node) {
    for (int i = 0; i < TT_POOLINGS; i++) {
        if (!tt_json_equals(json, node, tt_pooling_names[i])) continue;
        *out = (tt_pooling)i;
        return true;
    }
    return false;
}
