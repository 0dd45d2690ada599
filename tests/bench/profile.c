/* SPDX-License-Identifier: Apache-2.0
 * Where a step goes: the linker puts a clock around the layers' functions (--wrap), so what is timed is the step
 * itself, as it is. A call from one file of the engine into another passes through here; what passes through no
 * clock is the difference to the whole step. */
#include <emscripten/emscripten.h>

#include "bench.h"
#include "model/loss.h"

typedef struct {
    const char *work, *part; /* string literals; part "": all of it */
    int calls;
    double ms, flops;
} entry;

enum { ENTRIES = 64 };
static entry entries[ENTRIES];
static int entry_count;
static bool on;
static const char *inside; /* the work whose clock runs */
static tt_text text;

static entry *entry_of(const char *work, const char *part) {
    for (int i = 0; i < entry_count; i++) {
        if (entries[i].work == work && entries[i].part == part) return &entries[i];
    }
    if (entry_count == ENTRIES) return &entries[ENTRIES - 1];
    entries[entry_count] = (entry){.work = work, .part = part};
    return &entries[entry_count++];
}

static const char whole[] = "";

static bool begin(const char *work) {
    if (!on || inside) return false;
    inside = work;
    return true;
}

static void book(const char *part, double started, double flops) {
    double ms = emscripten_get_now() - started;
    entry *e = entry_of(inside, part);
    e->calls++;
    e->ms += ms;
    e->flops += flops;
}

static void end(double started, double flops) {
    book(whole, started, flops);
    inside = NULL;
}

void bench_profile(int start) {
    if (start) entry_count = 0;
    on = start;
}

tt_status bench_profile_read(const char **json, tt_error *err) {
    tt_text_reset(&text);
    tt_text_put(&text, "[");
    for (int i = 0; i < entry_count; i++) {
        const entry *e = &entries[i];
        tt_text_put(&text, "%s{\"work\":\"%s\",\"part\":\"%s\",\"calls\":%d,\"ms\":", i ? "," : "", e->work, e->part,
                    e->calls);
        tt_text_number(&text, e->ms);
        tt_text_put(&text, ",\"flops\":");
        tt_text_number(&text, e->flops);
        tt_text_put(&text, "}");
    }
    tt_text_put(&text, "]");
    return tt_text_end(json, &text, err);
}

/* Which of a layer's four products has these sizes. */
typedef struct {
    const char *qkv, *attention, *inner, *outer;
} names;
static const char *name_of(const names *n, int I, int O) {
    return O == 3 * I ? n->qkv : O == I ? n->attention : O > I ? n->inner : n->outer;
}
static const names forward_names = {"qkv", "attention out", "feed-forward in", "feed-forward out"};
static const names backward_names = {"qkv, backward", "attention out, backward", "feed-forward in, backward",
                                     "feed-forward out, backward"};

static double squares(const tt_tokens *tokens) {
    double sum = 0;
    for (int s = 0; s < tokens->sequences; s++) {
        double length = tokens->starts[s + 1] - tokens->starts[s];
        sum += length * length;
    }
    return sum;
}

/* The function behind the clock; __real_ is the engine's own. */
#define WRAP(function, parameters, arguments, work, flops)     \
    __typeof__(function) __real_##function, __wrap_##function; \
    void __wrap_##function parameters {                        \
        bool timed = begin(work);                              \
        double started = timed ? emscripten_get_now() : 0;     \
        __real_##function arguments;                           \
        if (timed) end(started, flops);                        \
    }
#define WRAP_RESULT(function, type, parameters, arguments, work) \
    __typeof__(function) __real_##function, __wrap_##function;   \
    type __wrap_##function parameters {                          \
        bool timed = begin(work);                                \
        double started = timed ? emscripten_get_now() : 0;       \
        type result = __real_##function arguments;               \
        if (timed) end(started, 0);                              \
        return result;                                           \
    }

/* clang-format off */
WRAP(tt_linear_forward,
     (const tt_compute *c, real *y, const real *x, const real *w, const real *b, int N, int I, int O),
     (c, y, x, w, b, N, I, O), name_of(&forward_names, I, O), 2.0 * N * I * O)
WRAP(tt_linear_gelu_forward,
     (const tt_compute *c, real *activated, real *y, const real *x, const real *w, const real *b, int N, int I, int O),
     (c, activated, y, x, w, b, N, I, O), name_of(&forward_names, I, O), 2.0 * N * I * O)
WRAP(tt_linear_backward,
     (const tt_compute *c, real *dx, real *dw, real *db, const real *dy, const real *x, const real *w, int N, int I, int O),
     (c, dx, dw, db, dy, x, w, N, I, O), name_of(&backward_names, I, O), 4.0 * N * I * O)
WRAP(tt_norm_forward,
     (const tt_compute *c, real *y, real *mean, real *rstd, real *sum, const real *residual, const tt_dropout *dropout,
      uint32_t first_row, const real *w, const real *b, real epsilon, int N, int E),
     (c, y, mean, rstd, sum, residual, dropout, first_row, w, b, epsilon, N, E), "norm", 0)
WRAP(tt_norm_backward,
     (const tt_compute *c, real *dsum, real *dbranch, real *dw, real *db, const real *dy, const real *sum, const real *w,
      const real *mean, const real *rstd, const tt_dropout *dropout, uint32_t first_row, int N, int E),
     (c, dsum, dbranch, dw, db, dy, sum, w, mean, rstd, dropout, first_row, N, E), "norm, backward", 0)
WRAP(tt_gelu_forward, (const tt_compute *c, real *y, const real *x, int N, int F), (c, y, x, N, F), "gelu again", 0)
WRAP(tt_gelu_backward, (const tt_compute *c, real *dx, const real *dy, const real *x, int N, int F),
     (c, dx, dy, x, N, F), "gelu, backward", 0)
WRAP(tt_add, (const tt_compute *c, real *y, const real *x, int N, int E), (c, y, x, N, E), "residual, backward", 0)
WRAP(tt_dropout_apply,
     (const tt_compute *c, real *y, const real *x, const tt_dropout *dropout, uint32_t first_row, int N, int E),
     (c, y, x, dropout, first_row, N, E), "embeddings", 0)
WRAP(tt_attention_forward,
     (const tt_compute *c, real *context, real *log_sum, const real *qkv, const tt_tokens *tokens,
      const tt_dropout *dropout, int E, int H, real *scratch),
     (c, context, log_sum, qkv, tokens, dropout, E, H, scratch), "attention", 4.0 * E * squares(tokens))
WRAP(tt_attention_backward,
     (const tt_compute *c, real *dqkv, const real *dcontext, const real *qkv, const real *context, const real *log_sum,
      const tt_tokens *tokens, const tt_dropout *dropout, int E, int H, real *scratch),
     (c, dqkv, dcontext, qkv, context, log_sum, tokens, dropout, E, H, scratch), "attention, backward",
     8.0 * E * squares(tokens))
WRAP(tt_embed_forward,
     (const tt_compute *c, real *x, const tt_tokens *tokens, const real *word, const real *position, const real *type, int E),
     (c, x, tokens, word, position, type, E), "embeddings", 0)
WRAP(tt_embed_backward,
     (const tt_compute *c, real *dword, real *dposition, real *dtype, const real *dx, const tt_tokens *tokens,
      const int32_t *row_of, int E),
     (c, dword, dposition, dtype, dx, tokens, row_of, E), "embeddings, backward", 0)
WRAP_RESULT(tt_head_pool, const real *, (tt_head *h, const real *hidden, const tt_tokens *tokens), (h, hidden, tokens),
            "head")
WRAP_RESULT(tt_head_logits, const real *,
            (tt_head *h, const real *pooled, uint32_t first_row, int M, const tt_chance *chance),
            (h, pooled, first_row, M, chance), "head")
WRAP(tt_head_backward,
     (tt_head *h, real *dhidden, const tt_grads *grads, const tt_tokens *tokens, uint32_t first_row, int M,
      const tt_chance *chance),
     (h, dhidden, grads, tokens, first_row, M, chance), "head", 0)
WRAP(tt_optim_zero, (tt_optim *optim), (optim), "zero the gradients", 0)
WRAP_RESULT(tt_optim_norm, double, (tt_optim *optim, double max_grad_norm, double *clip),
            (optim, max_grad_norm, clip), "clip")
WRAP(tt_optim_update, (tt_optim *optim, const tt_options *options, double learning_rate, double clip),
     (optim, options, learning_rate, clip), "adamw", 0)
/* clang-format on */

static bool in_linear_backward(void) {
    const names *n = &backward_names;
    return inside == n->qkv || inside == n->attention || inside == n->inner || inside == n->outer;
}

/* A backward's two products apart: the rest of its time goes into the sums of the bias. Attention's products run on
 * every thread, and have no threads of their own. */
__typeof__(tt_gemm) __real_tt_gemm, __wrap_tt_gemm;
void __wrap_tt_gemm(const tt_gemm_context *context, real *c, size_t ldc, tt_matrix a, tt_matrix b, int m, int n, int k,
                    const tt_gemm_ends *ends) {
    bool timed = context->threads && on && in_linear_backward();
    double started = timed ? emscripten_get_now() : 0;
    __real_tt_gemm(context, c, ldc, a, b, m, n, k, ends);
    if (timed) book(ends->accumulate ? "weights" : "inputs", started, 2.0 * m * n * k);
}
