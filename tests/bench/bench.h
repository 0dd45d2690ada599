/* SPDX-License-Identifier: Apache-2.0
 * What the benchmarks call beside tabtune.h. It is linked with the engine's own objects into a module that is not
 * shipped, so what is measured is what ships. */
#ifndef TT_BENCH_H
#define TT_BENCH_H

#include "api/handles.h"

/* The limit: multiply-adds in registers, 12 independent sums, `rounds` rounds of bench_peak_flops a thread. */
float bench_peak(tt_engine *engine, int rounds);
double bench_peak_flops(tt_engine *engine);

/* Rows of the tile that tt_engine_tune found. */
int bench_tile(const tt_engine *engine);

/* One product c = a b [m,k] x [k,n] in memory of its own, repeated. NULL: no memory. */
typedef struct bench_product bench_product;
bench_product *bench_product_new(tt_engine *engine, int m, int n, int k);
void bench_product_run(bench_product *product, int repeats);
void bench_product_free(bench_product *product);

/* An evaluation once more from its first row on; then the token ids of its last micro-batch and what the encoder said
 * of them, [N,E]. */
void bench_eval_again(tt_eval *eval);
const int32_t *bench_eval_ids(tt_eval *eval);
const float *bench_eval_hidden(tt_eval *eval);

/* Where the heap ends: what lies below is in use, or was. */
size_t bench_heap_end(void);

/* Begins or ends to time every call of a layer (profile.c). */
void bench_profile(int on);
/* [{"work", "calls", "ms", "flops"}, ...] since it began. */
tt_status bench_profile_read(const char **json, tt_error *err);

#endif
