/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

void bench_eval_again(tt_eval *eval) {
    tt_pass_begin(&eval->pass);
    eval->done = false;
}

const int32_t *bench_eval_ids(tt_eval *eval) { return eval->pass.batches.ids; }

const float *bench_eval_hidden(tt_eval *eval) { return eval->encoder.hidden[eval->model->shape.num_hidden_layers]; }
