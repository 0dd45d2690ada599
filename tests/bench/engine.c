/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <unistd.h>

#include "bench.h"

int bench_tile(const tt_engine *engine) { return tt_kernels_simd.tiles[engine->tile].rows; }

void bench_eval_again(tt_eval *eval) {
    tt_eval_state_begin(&eval->state);
    eval->done = false;
}

const int32_t *bench_eval_ids(tt_eval *eval) { return eval->state.batches.ids; }

const float *bench_eval_hidden(tt_eval *eval) {
    const tt_forward *forward = &eval->forward;
    return forward->encoder.hidden[forward->model->shape.num_hidden_layers];
}

void *sbrk(intptr_t increment); /* unistd.h hides it from strict C11 */

size_t bench_heap_end(void) { return (size_t)sbrk(0); }
