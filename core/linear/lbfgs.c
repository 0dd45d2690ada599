/* SPDX-License-Identifier: Apache-2.0 */
#include "linear/lbfgs.h"

#include <math.h>

void tt_lbfgs_layout(tt_lbfgs *lbfgs, tt_arena *arena, uint64_t rows, uint64_t cols) {
    lbfgs->n = (size_t)(rows * cols); /* where the arena takes them */
    lbfgs->x = TT_TAKE(arena, "linear model", double, rows, cols);
    lbfgs->gradient = TT_TAKE(arena, "linear model", double, rows, cols);
    lbfgs->next = TT_TAKE(arena, "linear model", double, rows, cols);
    lbfgs->next_gradient = TT_TAKE(arena, "linear model", double, rows, cols);
    lbfgs->direction = TT_TAKE(arena, "linear model", double, rows, cols);
    lbfgs->steps = TT_TAKE(arena, "linear model", double, TT_LBFGS_KEPT *rows, cols);
    lbfgs->turns = TT_TAKE(arena, "linear model", double, TT_LBFGS_KEPT *rows, cols);
}

static TT_NOINLINE double dot(const double *a, const double *b, size_t n) {
    double sums[4] = {0};
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        for (size_t j = 0; j < 4; j++) sums[j] += a[i + j] * b[i + j];
    }
    for (; i < n; i++) sums[0] += a[i] * b[i];
    return sums[0] + sums[1] + sums[2] + sums[3];
}

/* y = x + scale * z */
static TT_NOINLINE void add(double *y, const double *x, double scale, const double *z, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = x[i] + scale * z[i];
}

void tt_lbfgs_begin(tt_lbfgs *lbfgs, tt_objective *objective, void *context) {
    lbfgs->objective = objective;
    lbfgs->context = context;
    lbfgs->iterations = 0;
    lbfgs->value = objective(lbfgs->gradient, lbfgs->x, context);
    lbfgs->norm = sqrt(dot(lbfgs->gradient, lbfgs->gradient, lbfgs->n));
}

/* direction = -H gradient by the two loops (Nocedal & Wright 2006, algorithm 7.4). */
static void set_direction(tt_lbfgs *lbfgs) {
    const size_t n = lbfgs->n;
    const int kept = lbfgs->iterations < TT_LBFGS_KEPT ? (int)lbfgs->iterations : TT_LBFGS_KEPT;
    double alpha[TT_LBFGS_KEPT], rho[TT_LBFGS_KEPT], scale = 1 / fmax(1, lbfgs->norm);
    for (size_t i = 0; i < n; i++) lbfgs->direction[i] = -lbfgs->gradient[i];
    for (int k = 0; k < kept; k++) {
        const size_t slot = (size_t)((lbfgs->iterations - 1 - k) % TT_LBFGS_KEPT) * n;
        const double turn = dot(lbfgs->steps + slot, lbfgs->turns + slot, n);
        rho[k] = 1 / turn;
        if (k == 0) scale = turn / dot(lbfgs->turns + slot, lbfgs->turns + slot, n);
        alpha[k] = rho[k] * dot(lbfgs->steps + slot, lbfgs->direction, n);
        add(lbfgs->direction, lbfgs->direction, -alpha[k], lbfgs->turns + slot, n);
    }
    for (size_t i = 0; i < n; i++) lbfgs->direction[i] *= scale;
    for (int k = kept - 1; k >= 0; k--) {
        const size_t slot = (size_t)((lbfgs->iterations - 1 - k) % TT_LBFGS_KEPT) * n;
        const double beta = rho[k] * dot(lbfgs->turns + slot, lbfgs->direction, n);
        add(lbfgs->direction, lbfgs->direction, alpha[k] - beta, lbfgs->steps + slot, n);
    }
}

bool tt_lbfgs_step(tt_lbfgs *lbfgs) {
    const size_t n = lbfgs->n;
    set_direction(lbfgs);
    const double slope = dot(lbfgs->direction, lbfgs->gradient, n);
    double step = 1, value = 0;
    for (int tries = 0;; tries++, step /= 2) {
        if (tries == 40 || !(slope < 0)) return false;
        add(lbfgs->next, lbfgs->x, step, lbfgs->direction, n);
        value = lbfgs->objective(lbfgs->next_gradient, lbfgs->next, lbfgs->context);
        if (value < lbfgs->value && value <= lbfgs->value + 1e-4 * step * slope) break; /* Armijo */
    }
    /* Strong convexity makes every pair's curvature positive. */
    const size_t slot = (size_t)(lbfgs->iterations % TT_LBFGS_KEPT) * n;
    add(lbfgs->steps + slot, lbfgs->next, -1, lbfgs->x, n);
    add(lbfgs->turns + slot, lbfgs->next_gradient, -1, lbfgs->gradient, n);
    double *x = lbfgs->x, *gradient = lbfgs->gradient;
    lbfgs->x = lbfgs->next;
    lbfgs->next = x;
    lbfgs->gradient = lbfgs->next_gradient;
    lbfgs->next_gradient = gradient;
    lbfgs->value = value;
    lbfgs->norm = sqrt(dot(lbfgs->gradient, lbfgs->gradient, n));
    lbfgs->iterations++;
    return true;
}
