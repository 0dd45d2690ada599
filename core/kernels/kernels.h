/* SPDX-License-Identifier: Apache-2.0
 * The few inner loops that are written twice. kernels_ref.c defines what each computes, in plain loops; kernels_simd.c
 * computes the same bits four lanes at a time (within a derived tolerance in the relaxed build, whose multiply-add
 * rounds once). All layers are loops over these.
 *
 * The contract of a sum: a matrix product has one accumulator an output, over k ascending; every other reduction has
 * four interleaved partial sums, added (0 + 1) + (2 + 3), then the tail. */
#ifndef TT_KERNELS_H
#define TT_KERNELS_H

#include "base/base.h"
#include "base/rng.h"

/* A tile of the matrix product: `rows` x NR of c in registers, beside two vectors of b and one of a. All tiles give the
 * same bits, so the engine may use the fastest (tt_engine_tune). Six rows need fifteen of x86's sixteen registers: a V8
 * of 2026 runs them at the registers' own speed, one of 2023 spills them to half of it, and runs four at 0.92. */
enum { TT_NR = 8, TT_MR_MOST = 6, TT_TILES = 2, TT_TILE_USUAL = 1 };
typedef struct {
    int rows;
    /* c[rows, NR] = from + a b, where a[i, p] is at a[p a_step + i] and b[p, j] at b[p b_step + j]; `from` may be c, or
     * NULL for 0; row strides are ldc and from_row, which is 0 where every row starts from the same numbers. */
    void (*multiply)(real *c, size_t ldc, const real *a, size_t a_step, const real *b, size_t b_step, int k,
                     const real *from, size_t from_row);
} tt_tile;

/* Activations of a feed-forward layer (Hendrycks, Gimpel 2016; the erf form and the one with tanh): y = f(x);
 * dx = dy f'(x), which may be dy, and y once more. */
typedef enum { TT_GELU, TT_GELU_TANH, TT_RELU, TT_ACTIVATIONS, TT_TANH /* of poolers alone */ } tt_activation;
typedef struct {
    void (*forward)(real *y, const real *x, int n);
    void (*backward)(real *dx, real *y, const real *dy, const real *x, int n);
} tt_activate;

/* 2 sqrt(2 / pi) and 0.044715 times it: the form with tanh is x / (1 + exp(-x (slope + cube x^2))). */
#define TT_GELU_SLOPE ((real)1.5957691216057308)
#define TT_GELU_CUBE  ((real)0.07135481627260026)
#define TT_GELU_FAR   ((real)12) /* from here on it is 0 or x */

/* AdamW's numbers for one update; the corrections are those of step t = 1, 2, ... */
typedef struct {
    real learning_rate, beta1, beta2, epsilon;
    real decay;       /* 1 - learning_rate * weight_decay, or 1 */
    real correction1; /* 1 - beta1^t */
    real correction2; /* sqrt(1 - beta2^t) */
    real clip;        /* the gradient is multiplied by this first */
} tt_adamw_numbers;

typedef struct {
    const char *name;

    tt_tile tiles[TT_TILES]; /* of four and of six rows */

    /* Lines up `width` (4, 6 or 8) rows of a or columns of b for the tile: out[p, j] = in[j lane + p step] for j <
     * used, else 0. One of lane and step is usually 1. */
    void (*pack)(real *out /*[k,width]*/, const real *in, size_t lane, size_t step, int width, int used, int k);

    /* sum x[i] y[i] */
    real (*dot)(const real *x, const real *y, int n);
    /* y += x */
    void (*add)(real *y, const real *x, int n);

    /* p = softmax(scale x); returns log(sum(exp(scale x))). p may be x. */
    real (*softmax)(real *p, const real *x, real scale, int n);
    /* p = exp(scale x - log_sum): the same softmax again, from the kept log of its sum. p may be x. */
    void (*softmax_again)(real *p, const real *x, real scale, real log_sum, int n);

    /* Its gradient: dp = scale p (dp - along), along = sum(p dp). */
    void (*softmax_backward)(real *dp, const real *p, real along, real scale, int n);
    /* The same where the softmax was followed by dropout (below, with `kept` its scale): on entry dp is the gradient
     * after dropout; on return p is the softmax after dropout. */
    void (*softmax_backward_dropped)(real *dp, real *p, real along, real scale, tt_rng key, uint32_t first,
                                     uint32_t threshold, real kept, int n);

    /* LayerNorm of one row (Ba, Kiros, Hinton 2016): y = (x - mean) rstd w + b, b NULL: 0. */
    void (*norm_forward)(real *y, real *mean, real *rstd, const real *x, const real *w, const real *b, real epsilon,
                         int n);
    /* dx = rstd (g - mean(g) - xhat mean(g xhat)), g = dy w */
    void (*norm_backward)(real *dx, const real *dy, const real *x, const real *w, real mean, real rstd, int n);
    /* dw += dy xhat, db += dy (NULL: not computed), for one row */
    void (*norm_backward_weights)(real *dw, real *db, const real *dy, const real *x, real mean, real rstd, int n);

    tt_activate activations[TT_ACTIVATIONS];
    void (*tanh_forward)(real *y, const real *x, int n);

    /* y = x keep / (1 - p), where keep[i] = bits(key, first + i) >= threshold. y may be x. */
    void (*dropout)(real *y, const real *x, tt_rng key, uint32_t first, uint32_t threshold, real scale, int n);

    /* AdamW (Loshchilov, Hutter 2019) with bias correction, as PyTorch computes it. */
    void (*adamw)(real *w, real *m, real *v, const real *g, int n, const tt_adamw_numbers *numbers);
} tt_kernels;

extern const tt_kernels tt_kernels_ref;
#ifdef TT_DOUBLE
#define tt_kernels_simd tt_kernels_ref
#else
extern const tt_kernels tt_kernels_simd;
#endif

/* log(x) for x > 0, the same bits on every platform. */
real tt_log(real x);

#endif
