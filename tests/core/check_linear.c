/* SPDX-License-Identifier: Apache-2.0
 * Linear layers at their edges: gradients of no token at all, and of an adapter's dropped inputs. */
#include "check.h"
#include "nn/nn.h"

enum { N = 5, I = 8, O = 6, R = 2 };

static tt_compute compute = {.kernels = &tt_kernels_simd};

static void draw(real *x, int n, uint64_t site) {
    for (int i = 0; i < n; i++) x[i] = (real)tt_rng_normal(tt_rng_key(3, 0, site), (uint32_t)i);
}

/* Of a micro-batch whose head reads nothing: the gradient is 0, or that of the micro-batches before. */
static void sum_of_nothing(void) {
    real dw[O * I], before[O * I], db[O] = {0};
    draw(before, O * I, 1);
    memcpy(dw, before, sizeof dw);
    tt_linear_backward_weights(&compute, dw, db, true, NULL, NULL, 0, I, O);
    CHECK(memcmp(dw, before, sizeof dw) == 0);
    tt_linear_backward_weights(&compute, dw, db, false, NULL, NULL, 0, I, O);
    for (int i = 0; i < O * I; i++) CHECK(dw[i] == 0);
    for (int i = 0; i < O; i++) CHECK(db[i] == 0);
}

/* What the adapter did not read has no gradient from it, and what it read has 1 / (1 - p) times the plain one. */
static void dropped_inputs(void) {
    real x[N * I], dx[N * I] = {0}, plain[N * I] = {0}, a[R * I], b[O * R], dy[N * O], da[R * I], db[O * R];
    real u[N * R], dropped[N * I], mask[N * I];
    draw(x, N * I, 2), draw(a, R * I, 3), draw(b, O * R, 4), draw(dy, N * O, 5);
    tt_lora lora = {.rank = R, .scale = 2, .first_row = 9, .u = u, .dropped = dropped};
    tt_lora_backward(&compute, plain, da, db, false, &lora, dy, O, x, a, b, N, I, O);
    lora.dropout = tt_dropout_at(0.5, 1, 2, 3);
    tt_lora_backward(&compute, dx, da, db, false, &lora, dy, O, x, a, b, N, I, O);
    for (int i = 0; i < N * I; i++) mask[i] = 1;
    tt_dropout_apply(&compute, mask, mask, &lora.dropout, lora.first_row, N, I);
    int kept = 0;
    for (int i = 0; i < N * I; i++) {
        kept += mask[i] != 0;
        CHECK_NEAR(dx[i], mask[i] * plain[i], 8 * TT_EPS * (1 + fabs(plain[i])), "the same sums");
    }
    CHECK(kept > 0 && kept < N * I);
}

int main(void) {
    CHECK_OK(tt_threads_new(&compute.threads, 1, &err));
    compute.scratch_size = tt_linear_scratch(N, I, O);
    compute.scratch = calloc(compute.scratch_size, sizeof *compute.scratch);
    sum_of_nothing();
    dropped_inputs();
    free(compute.scratch);
    tt_threads_free(compute.threads);
    return check_end("check_linear");
}
