/* SPDX-License-Identifier: Apache-2.0
 * The layers, forward and backward in pairs, one file a layer. Outputs first, then inputs, then sizes.
 *
 * A batch is a flat run of tokens, without padding: everything but attention sees [N, E]. Gradients of inputs
 * are written, gradients of parameters accumulate, but the first micro-batch of an update overwrites those of
 * matrices. Work is cut over outputs, never over a sum. */
#ifndef TT_NN_H
#define TT_NN_H

#include "kernels/gemm.h"

/* The tokens of one micro-batch; the arrays are the caller's. */
typedef struct {
    int32_t count, sequences, longest; /* N, S, and the longest sequence */
    const int32_t *ids;                /* [N] */
    const int32_t *segments;           /* [N] token types; NULL: all 0 */
    const int32_t *positions;          /* [N] 0 .. length - 1 of its sequence */
    const int32_t *starts;             /* [S + 1] */
    uint32_t first;                    /* tokens of the logical batch before this micro-batch: dropout masks do
                                        * not depend on how a batch is cut */
    int32_t read_count;                /* M */
    const int32_t *reads;              /* [M] tokens that the head reads, none twice */
    uint32_t first_read;               /* reads of the logical batch before this micro-batch */
} tt_tokens;

/* What every layer computes with: threads, kernels, and scratch for the widest matrix product of the run. */
typedef tt_gemm_context tt_compute;

/* Rows of a row-wise pass that are one task. */
enum { TT_ROWS = 16 };

/* Where a dropout mask comes from (Srivastava et al. 2014). threshold 0: no dropout. A mask is computed again wherever
 * it is needed and never stored; its index counts from the start of the logical batch. */
typedef struct {
    tt_rng key;
    uint32_t threshold;
    real scale; /* 1 / (1 - p) */
} tt_dropout;

/* The mask of dropout with probability `p` at a site, in one update (`step`) of a run (`seed`). */
tt_dropout tt_dropout_at(double p, uint64_t seed, uint64_t step, uint64_t site);
/* y = x mask / (1 - p); its own backward with dy in place of x. y may be x. */
void tt_dropout_apply(const tt_compute *compute, real *y /*[N,E]*/, const real *x /*[N,E]*/, const tt_dropout *dropout,
                      uint32_t first_row, int N, int E);

/* Reals of compute->scratch that a linear layer needs, forward and backward. */
size_t tt_linear_scratch(int N, int I, int O);
/* y = x w^T + b */
void tt_linear_forward(const tt_compute *compute, real *y /*[N,O]*/, const real *x /*[N,I]*/, const real *w /*[O,I]*/,
                       const real *b /*[O]*/, int N, int I, int O);
/* The same, and activated = f(y) while y is in cache; activated may be y. */
void tt_linear_activate_forward(const tt_compute *compute, tt_activation f, real *activated /*[N,O]*/,
                                real *y /*[N,O]*/, const real *x /*[N,I]*/, const real *w /*[O,I]*/,
                                const real *b /*[O]*/, int N, int I, int O);
/* dx = dy w */
void tt_linear_backward_input(const tt_compute *compute, real *dx /*[N,I]*/, const real *dy /*[N,O]*/,
                              const real *w /*[O,I]*/, int N, int I, int O);
/* dx += dy w: where x is also a residual, dx already holds the gradient of that path. */
void tt_linear_backward_residual(const tt_compute *compute, real *dx /*[N,I]*/, const real *dy /*[N,O]*/,
                                 const real *w /*[O,I]*/, int N, int I, int O);
/* Through the linear layer and the activation before it: dinner = (dy w) f'(inner), and its input f(inner) again. */
void tt_linear_activate_backward(const tt_compute *compute, tt_activation f, real *dinner /*[N,I]*/,
                                 real *activated /*[N,I]*/, const real *inner /*[N,I]*/, const real *dy /*[N,O]*/,
                                 const real *w /*[O,I]*/, int N, int I, int O);
/* dw (+)= dy^T x, db += the sum of the rows of dy. `add`: dw += instead of dw =. dw or db NULL: frozen. */
void tt_linear_backward_weights(const tt_compute *compute, real *dw /*[O,I]*/, real *db /*[O]*/, bool add,
                                const real *dy /*[N,O]*/, const real *x /*[N,I]*/, int N, int I, int O);

/* What a low-rank adapter computes with (Hu et al. 2021); u and dropped are scratch. */
typedef struct {
    int32_t rank; /* r */
    real scale;   /* alpha / r */
    tt_dropout dropout;
    uint32_t first_row;
    real *u;       /* [N,r] */
    real *dropped; /* [N,I], with dropout only */
} tt_lora;

/* y += scale (dropout(x) A^T) B^T; rows of y and dy are ldy apart. */
void tt_lora_forward(const tt_compute *compute, real *y /*[N,O]*/, size_t ldy, const tt_lora *lora,
                     const real *x /*[N,I]*/, const real *a /*[r,I]*/, const real *b /*[O,r]*/, int N, int I, int O);
/* dx += the adapter's part; da and db are written, or with `add` added to. NULL: it is not computed. */
void tt_lora_backward(const tt_compute *compute, real *dx /*[N,I]*/, real *da /*[r,I]*/, real *db /*[O,r]*/, bool add,
                      const tt_lora *lora, const real *dy /*[N,O]*/, size_t ldy, const real *x /*[N,I]*/,
                      const real *a /*[r,I]*/, const real *b /*[O,r]*/, int N, int I, int O);
/* w += scale B A */
void tt_lora_merge(const tt_compute *compute, real *w /*[O,I]*/, const real *a /*[r,I]*/, const real *b /*[O,r]*/,
                   real scale, int r, int I, int O);

/* A post-norm residual block: sum = dropout(sum) + residual, y = LayerNorm(sum) w + b. On entry `sum` is the branch's
 * output; on return it is kept for the backward, with `mean` and `rstd`. residual NULL: sum is normed as it is. b NULL:
 * the norm has none. */
void tt_norm_forward(const tt_compute *compute, real *y /*[N,E]*/, real *mean /*[N]*/, real *rstd /*[N]*/,
                     real *sum /*[N,E]*/, const real *residual /*[N,E]*/, const tt_dropout *dropout, uint32_t first_row,
                     const real *w /*[E]*/, const real *b /*[E]*/, real epsilon, int N, int E);
/* dsum is the residual's gradient, dbranch = dropout(dsum) the branch's (NULL: not computed). dsum may be dy. dw NULL:
 * a frozen layer. db NULL: the norm has no bias. */
void tt_norm_backward(const tt_compute *compute, real *dsum /*[N,E]*/, real *dbranch /*[N,E]*/, real *dw /*[E]*/,
                      real *db /*[E]*/, const real *dy /*[N,E]*/, const real *sum /*[N,E]*/, const real *w /*[E]*/,
                      const real *mean /*[N]*/, const real *rstd /*[N]*/, const tt_dropout *dropout, uint32_t first_row,
                      int N, int E);

void tt_tanh_forward(const tt_compute *compute, real *y /*[N,E]*/, const real *x /*[N,E]*/, int N, int E);
/* dx = dy (1 - y^2), from the output */
void tt_tanh_backward(const tt_compute *compute, real *dx /*[N,E]*/, const real *dy /*[N,E]*/, const real *y /*[N,E]*/,
                      int N, int E);

void tt_relu_forward(const tt_compute *compute, real *y /*[N,E]*/, const real *x /*[N,E]*/, int N, int E);
/* dx = dy where y > 0, from the output */
void tt_relu_backward(const tt_compute *compute, real *dx /*[N,E]*/, const real *dy /*[N,E]*/, const real *y /*[N,E]*/,
                      int N, int E);

void tt_activate_forward(const tt_compute *compute, tt_activation f, real *y /*[N,E]*/, const real *x /*[N,E]*/, int N,
                         int E);
/* dx = dy f'(x), and y = f(x) again. dx may be dy. */
void tt_activate_backward(const tt_compute *compute, tt_activation f, real *dx /*[N,E]*/, real *y /*[N,E]*/,
                          const real *dy /*[N,E]*/, const real *x /*[N,E]*/, int N, int E);

/* y += x */
void tt_add(const tt_compute *compute, real *y /*[N,E]*/, const real *x /*[N,E]*/, int N, int E);

/* What the scores of attention have beside q k^T / sqrt(D). Zero: nothing. */
typedef struct {
    int32_t window;   /* a query sees keys up to so many tokens away; 0: all */
    const real *bias; /* [TT_BUCKETS,H] added by distance (Raffel et al. 2020), or NULL */
    real *dbias;      /* its gradient, which is added to; NULL: frozen */
} tt_attention_form;

/* The bucket of key minus query: half of them each way, in each the nearest half one distance each, then up to 128 in
 * logarithmic steps. */
enum { TT_BUCKETS = 32 };
int tt_attention_bucket(int distance);

/* Softmax attention within each sequence (Vaswani et al. 2017). Probabilities are not stored: the backward computes
 * them again from q, k and the log of the softmax's sum (Dao et al. 2022). */
void tt_attention_forward(const tt_compute *compute, real *context /*[N,E]*/, real *log_sum /*[H,N]*/,
                          const real *qkv /*[N,3E]*/, const tt_tokens *tokens, const tt_dropout *dropout,
                          const tt_attention_form *form, int E, int H,
                          real *scratch /*[threads][tt_attention_scratch]*/);
void tt_attention_backward(const tt_compute *compute, real *dqkv /*[N,3E]*/, const real *dcontext /*[N,E]*/,
                           const real *qkv /*[N,3E]*/, const real *context /*[N,E]*/, const real *log_sum /*[H,N]*/,
                           const tt_tokens *tokens, const tt_dropout *dropout, const tt_attention_form *form, int E,
                           int H, real *scratch /*[threads][tt_attention_scratch]*/);
/* Reals of scratch a thread needs for sequences up to `longest` tokens and heads of size D. */
size_t tt_attention_scratch(int longest, int D, const tt_attention_form *form);

/* Rotary positions (Su et al. 2021): table [T,D] has the cosines of a position's D/2 angles, then their sines. The
 * angles are float32 products, as transformers computes them. */
void tt_rope_table(real *table, double base, int T, int D);
/* Turns query and key of every token in place; `back`: the other way, which is its backward. */
void tt_rope_turn(const tt_compute *compute, real *qkv /*[N,3E]*/, const real *table, const tt_tokens *tokens, int E,
                  int H, bool back);

/* y = f(a) g of inner = a, g [F each] (GeGLU: Shazeer 2020). */
void tt_gated_forward(const tt_compute *compute, tt_activation f, real *y /*[N,F]*/, const real *inner /*[N,2F]*/,
                      int N, int F);
/* dinner, and y = f(a) g again. dinner may not be inner. */
void tt_gated_backward(const tt_compute *compute, tt_activation f, real *dinner /*[N,2F]*/, real *y /*[N,F]*/,
                       const real *dy /*[N,F]*/, const real *inner /*[N,2F]*/, int N, int F);

/* Rows of the word table that have no gradient only decay, all by the same factor, which is applied to them when the
 * run ends: until then those with row_of[id] < 0 are read as factor * word[id]. */
typedef struct {
    const int32_t *row_of; /* [V], or NULL: every row is read as it is */
    real factor;
} tt_pending_decay;

/* x = word[id] + position[p] + type[segment]; position or type NULL: there are none, and their gradients are NULL as
 * well. */
void tt_embed_forward(const tt_compute *compute, real *x /*[N,E]*/, const tt_tokens *tokens, const real *word /*[V,E]*/,
                      const real *position /*[P,E]*/, const real *type /*[types,E]*/, const tt_pending_decay *decay,
                      int E);
/* `row_of` [V] is the row of dword with the gradient of each token; only tokens of the data have one. */
void tt_embed_backward(const tt_compute *compute, real *dword /*[rows,E]*/, real *dposition /*[P,E]*/,
                       real *dtype /*[types,E]*/, const real *dx /*[N,E]*/, const tt_tokens *tokens,
                       const int32_t *row_of /*[V]*/, int E);

/* Rows of length 1: x / max(|x|, 1e-12) in place of x, and lengths = that divisor. */
void tt_unit_forward(const tt_compute *compute, real *x /*[N,E]*/, real *lengths /*[N]*/, int N, int E);
/* From dy to dx in place; y and lengths are the forward's. */
void tt_unit_backward(const tt_compute *compute, real *d /*[N,E]*/, const real *y /*[N,E]*/,
                      const real *lengths /*[N]*/, int N, int E);

/* From the vectors u, v of both texts of each pair, one under the other: y = sqrt(E) ((u - v)^2, u v). */
void tt_compare_forward(const tt_compute *compute, real *y /*[M,2E]*/, const real *texts /*[2M,E]*/, int M, int E);
void tt_compare_backward(const tt_compute *compute, real *dtexts /*[2M,E]*/, const real *dy /*[M,2E]*/,
                         const real *texts /*[2M,E]*/, int M, int E);

/* y = the mean of x over each sequence's tokens */
void tt_mean_forward(const tt_compute *compute, real *y /*[S,E]*/, const real *x /*[N,E]*/, const tt_tokens *tokens,
                     int E);
void tt_mean_backward(const tt_compute *compute, real *dx /*[N,E]*/, const real *dy /*[S,E]*/, const tt_tokens *tokens,
                      int E);

#endif
