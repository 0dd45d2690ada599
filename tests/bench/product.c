/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "bench.h"

struct bench_product {
    tt_compute compute;
    tt_arena arena;
    real *a, *b, *c;
    int m, n, k;
};

static void layout(bench_product *p, tt_engine *engine) {
    size_t m = (size_t)p->m, n = (size_t)p->n, k = (size_t)p->k;
    p->compute = tt_compute_of(engine);
    p->compute.scratch_size = tt_gemm_scratch(m, n, k);
    p->compute.scratch = TT_TAKE(&p->arena, "product", real, p->compute.scratch_size, 1);
    p->a = TT_TAKE(&p->arena, "product", real, m, k);
    p->b = TT_TAKE(&p->arena, "product", real, k, n);
    p->c = TT_TAKE(&p->arena, "product", real, m, n);
}

static void fill(real *x, size_t count, uint64_t site) {
    tt_rng key = tt_rng_key(1, 0, site);
    for (size_t i = 0; i < count; i++) x[i] = (real)tt_rng_uniform(key, (uint32_t)i) - (real)0.5;
}

bench_product *bench_product_new(tt_engine *engine, int m, int n, int k) {
    bench_product *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->m = m, p->n = n, p->k = k;
    layout(p, engine);
    if (tt_arena_back(&p->arena, NULL) != TT_OK) {
        free(p);
        return NULL;
    }
    layout(p, engine);
    fill(p->a, (size_t)m * (size_t)k, 0);
    fill(p->b, (size_t)k * (size_t)n, 1);
    return p;
}

/* b is a weight matrix [n,k], as in tt_linear_forward. */
void bench_product_run(bench_product *p, int repeats) {
    for (int i = 0; i < repeats; i++) {
        tt_gemm(&p->compute, p->c, (size_t)p->n, (tt_matrix){p->a, (size_t)p->k, 1}, (tt_matrix){p->b, 1, (size_t)p->k},
                p->m, p->n, p->k, &(tt_gemm_ends){0});
    }
}

void bench_product_free(bench_product *p) {
    if (p) tt_arena_free(&p->arena);
    free(p);
}
