/* SPDX-License-Identifier: Apache-2.0
 * What the engine can learn: a task is a row of a table. Names are those of Hugging Face: of problem_type, else of its
 * pipelines. */
#ifndef TT_TASK_H
#define TT_TASK_H

#include "base/json.h"
#include "model/loss.h"

typedef struct {
    const char *name, *help;
    bool words;   /* the head reads the first piece of each word, without a pooler; else the first token */
    bool classes; /* a label is the number of an output; else there is a number for every output */
    bool mlm;     /* the head reads gaps and predicts their tokens */
    bool binary;  /* the numbers are 0 or 1 */
    int32_t least_outputs;
    tt_loss *loss; /* computes the outputs, too */
    tt_loss_share *share;
} tt_task;

/* What a head of texts reads of a sequence: its first token, the mean of all its tokens, special ones included, or that
 * mean scaled to length 1. TT_POOL_COMPARED is for pairs whose texts are sequences of their own: it reads how the two
 * scaled means differ (nn/compare.c). */
typedef enum { TT_POOL_CLS, TT_POOL_MEAN, TT_POOL_MEAN_NORMALIZED, TT_POOL_COMPARED, TT_POOLINGS } tt_pooling;
/* Means are scaled to length 1, which heads with a pooler of their own do not. */
static inline bool tt_pooling_scales(tt_pooling pooling) { return pooling >= TT_POOL_MEAN_NORMALIZED; }
extern const char *const tt_pooling_names[TT_POOLINGS + 1]; /* NULL at the end */

/* The task that a string of `json` names, or NULL. */
const tt_task *tt_task_find(const tt_json *json, int32_t node);
/* Task `i` = 0, 1, ..., or NULL after the last. */
const tt_task *tt_task_at(int i);

/* Further pre-training by masked-language modelling (Devlin et al. 2019): not selectable by users, and absent from
 * tt_schema(). */
extern const tt_task tt_mlm_task;

/* Labels are numbers in the user's units. */
static inline bool tt_task_numbers(const tt_task *task) { return !task->classes && !task->binary; }

/* The pooling that a string of `json` names; false where it names none. */
bool tt_pooling_find(tt_pooling *out, const tt_json *json, int32_t node);

/* Numbers in the label of an item. */
static inline int32_t tt_task_width(const tt_task *task, int32_t outputs) { return task->classes ? 1 : outputs; }

#endif
