/* SPDX-License-Identifier: Apache-2.0
 * What a method trains: a row of THE TABLE learns or it does not, and at which share of the learning rate. Gradients,
 * moments, the plan, the depth of the backward and the count of operations all follow from these functions. */
#ifndef TT_TRAINABLE_H
#define TT_TRAINABLE_H

#include "data/rows.h"
#include "model/params.h"
#include "train/options.h"

/* Embeddings only in "full"; the head always, and the pooler if the task has one: but of a pooler that is the
 * encoder's, "bias" trains only the bias, "lora" and "head" nothing. */
bool tt_row_trained(const tt_params *params, int row, const tt_options *options);
/* Layer-wise decay (Howard, Ruder 2018; Sun et al. 2019): layer_decay^(L - l) for layer l = 0 .. L - 1,
 * layer_decay^(L + 1) for the embeddings, 1 for pooler and head. */
double tt_row_rate(const tt_params *params, int row, const tt_options *options);
/* The adapters of the options: rank 0 unless the method is LoRA. */
tt_adapters tt_trainable_adapters(const tt_params *params, const tt_options *options);
/* TT_E_CONFIG for options that contradict each other or the model, as layers that are drawn anew but not trained. */
tt_status tt_trainable_check(const tt_options *options, const tt_shape *shape, const tt_task *task, tt_error *err);
/* The lowest layer with a trained row: 0 .. L - 1, -1 for the embeddings, L for none. The backward goes no deeper. */
int32_t tt_lowest_layer(const tt_params *params, const tt_options *options);
/* Whether the head is fitted (linear/probe.h) before the first update: it is new, head_start is "fitted", and the fit
 * takes no more memory than cache_mebibytes. */
bool tt_head_fits(const tt_params *params, const tt_options *options, const tt_rows *train);
/* Floating-point operations of a whole run, the fit of a new head included; a multiply-add counts as two. `validation`
 * may be NULL. `fits`: the head is fitted first; `kept`: the outputs of frozen layers are computed once. */
double tt_trainable_flops(const tt_shape *shape, const tt_params *params, const tt_options *options,
                          const tt_rows *train, const tt_rows *validation, bool fits, bool kept);

#endif
