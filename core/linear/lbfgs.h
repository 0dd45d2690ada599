/* SPDX-License-Identifier: Apache-2.0
 * The minimum of a smooth, strongly convex function: L-BFGS (Nocedal 1980; Liu & Nocedal 1989) with a backtracking line
 * search. One iteration a call. */
#ifndef TT_LBFGS_H
#define TT_LBFGS_H

#include "base/arena.h"

enum { TT_LBFGS_KEPT = 6 };

/* Returns the value at x [n] and writes the gradient there, [n]. */
typedef double tt_objective(double *gradient, const double *x, void *context);

typedef struct {
    tt_objective *objective;
    void *context;
    size_t n;
    double *x, *gradient; /* [n] the present point */
    double *next, *next_gradient, *direction;
    double *steps, *turns; /* [KEPT,n] the latest changes of x and of the gradient */
    double value, norm;    /* there; norm: of the gradient */
    int32_t iterations;
} tt_lbfgs;

/* n = rows x cols. */
void tt_lbfgs_layout(tt_lbfgs *lbfgs, tt_arena *arena, uint64_t rows, uint64_t cols);
/* Starts from the x in place. */
void tt_lbfgs_begin(tt_lbfgs *lbfgs, tt_objective *objective, void *context);
/* One iteration; false when no step improves the value by more than rounding. */
bool tt_lbfgs_step(tt_lbfgs *lbfgs);

#endif
