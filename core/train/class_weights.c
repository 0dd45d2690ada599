/* SPDX-License-Identifier: Apache-2.0 */
#include "train/class_weights.h"

#include <string.h>

tt_status tt_class_weights_check(const tt_options *options, const tt_task *task, int outputs, tt_error *err) {
    if (options->label_smoothing > 0 && !task->classes) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "the option label_smoothing is for tasks with one label a row or word, not for %s", task->name);
    }
    if (options->class_weights != TT_WEIGHTS_NONE && tt_task_numbers(task)) {
        return tt_fail(err, TT_E_CONFIG, -1, "the option class_weights has no meaning for %s", task->name);
    }
    if (options->class_weights == TT_WEIGHTS_GIVEN && options->given_count != outputs) {
        return tt_fail(err, TT_E_CONFIG, -1, "the option class_weights has %d numbers; the head has %d outputs",
                       (int)options->given_count, outputs);
    }
    return TT_OK;
}

static bool is_read(const tt_rows *rows, int32_t item) { return rows->item_reads[item] > 0; }

/* How many items are read, and into `counts` [C] how many of them are of each class or have each label. */
static double count(double *counts, const tt_task *task, const tt_rows *rows, int outputs) {
    double items = 0;
    memset(counts, 0, (size_t)outputs * sizeof *counts);
    for (int32_t item = 0; item < rows->items; item++) {
        const double *labels = rows->labels + (size_t)item * (size_t)rows->width;
        if (!is_read(rows, item)) continue;
        items++;
        if (task->classes) {
            counts[(int)labels[0]]++;
        } else {
            for (int c = 0; c < outputs; c++) counts[c] += labels[c];
        }
    }
    return items;
}

void tt_class_weights_fill(float *weights, double *counts, const tt_options *options, const tt_task *task,
                           const tt_rows *rows, int outputs) {
    const double most = 50;
    if (options->class_weights == TT_WEIGHTS_GIVEN) {
        memcpy(weights, options->given, (size_t)outputs * sizeof *weights);
        return;
    }
    const double items = count(counts, task, rows, outputs);
    int present = 0;
    for (int c = 0; c < outputs; c++) present += counts[c] > 0;
    for (int c = 0; c < outputs; c++) {
        const double n = counts[c];
        const double balanced = task->classes ? items / (present * n) : (items - n) / n;
        weights[c] = n > 0 ? (float)(task->classes || balanced < most ? balanced : most) : 1;
    }
}
