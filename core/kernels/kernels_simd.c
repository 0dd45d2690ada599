/* SPDX-License-Identifier: Apache-2.0
 * The kernels four lanes at a time, with the reference's bits: same operations, same order. Tails go to the
 * reference wherever it works element by element. */
#include "kernels/kernels.h"

#ifndef TT_DOUBLE

#include "kernels/simd.h"

#define VM_F             f4
#define VM_I             i4
#define VM(name)         simd_##name
#define VM_BITS(x)       ((i4)(x))
#define VM_FLOAT(i)      ((f4)(i))
#define VM_LESS(a, b)    ((i4)((a) < (b)))
#define VM_MADD(a, b, c) f4_madd(a, b, c)
#define VM_ALL(c)        f4_all(c)
#include "kernels/vmath.inc"

/* Rows of two vectors. `rows` is a constant wherever this is inlined: the loops over it unroll, and the accumulators
 * are registers. */
static inline __attribute__((always_inline)) void tile(float *c, size_t ldc, const float *a, size_t a_step,
                                                       const float *b, size_t b_step, int k, const float *from,
                                                       size_t from_row, int rows) {
    f4 sums[TT_MR_MOST][2] = {0};
    for (int i = 0; from && i < rows; i++) {
        sums[i][0] = f4_load(from + (size_t)i * from_row), sums[i][1] = f4_load(from + (size_t)i * from_row + 4);
    }
    for (int p = 0; p < k; p++, a += a_step, b += b_step) {
        f4 b0 = f4_load(b), b1 = f4_load(b + 4);
        for (int i = 0; i < rows; i++) {
            f4 x = f4_splat(a + i);
            sums[i][0] = f4_madd(x, b0, sums[i][0]), sums[i][1] = f4_madd(x, b1, sums[i][1]);
        }
    }
    for (int i = 0; i < rows; i++) {
        f4_store(c + (size_t)i * ldc, sums[i][0]), f4_store(c + (size_t)i * ldc + 4, sums[i][1]);
    }
}

static TT_NOINLINE void tile_of_4(float *c, size_t ldc, const float *a, size_t a_step, const float *b, size_t b_step,
                                  int k, const float *from, size_t from_row) {
    tile(c, ldc, a, a_step, b, b_step, k, from, from_row, 4);
}

static TT_NOINLINE void tile_of_6(float *c, size_t ldc, const float *a, size_t a_step, const float *b, size_t b_step,
                                  int k, const float *from, size_t from_row) {
    tile(c, ldc, a, a_step, b, b_step, k, from, from_row, 6);
}

/* Four numbers of row j, or zeros where there is no such row. */
static inline __attribute__((always_inline)) f4 row_of(const float *in, size_t lane, int j, int used) {
    return j < used ? f4_load(in + (size_t)j * lane) : (f4){0};
}

/* Four rows of four, from row j on, become four columns of four, `width` apart. */
static inline __attribute__((always_inline)) void transpose(float *out, int width, const float *in, size_t lane, int j,
                                                            int used) {
    f4 a = row_of(in, lane, j, used), b = row_of(in, lane, j + 1, used);
    f4 c = row_of(in, lane, j + 2, used), d = row_of(in, lane, j + 3, used);
    f4 ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    f4_store(out + j, __builtin_shufflevector(ab, cd, 0, 1, 4, 5));
    f4_store(out + width + j, __builtin_shufflevector(ab, cd, 2, 3, 6, 7));
    ab = __builtin_shufflevector(a, b, 2, 6, 3, 7), cd = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    f4_store(out + 2 * width + j, __builtin_shufflevector(ab, cd, 0, 1, 4, 5));
    f4_store(out + 3 * width + j, __builtin_shufflevector(ab, cd, 2, 3, 6, 7));
}

/* Two rows of four become four columns of two. */
static inline __attribute__((always_inline)) void transpose_two(float *out, int width, const float *in, size_t lane,
                                                                int j, int used) {
    f4 a = row_of(in, lane, j, used), b = row_of(in, lane, j + 1, used);
    f4 low = __builtin_shufflevector(a, b, 0, 4, 1, 5), high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    f4_store2(out + j, low), f4_store2(out + width + j, __builtin_shufflevector(low, low, 2, 3, 2, 3));
    f4_store2(out + 2 * width + j, high),
        f4_store2(out + 3 * width + j, __builtin_shufflevector(high, high, 2, 3, 2, 3));
}

/* Rows of k, four by four. */
static inline __attribute__((always_inline)) void pack_rows(float *out, const float *in, size_t lane, int width,
                                                            int used, int k) {
    int p = 0;
    for (; p + 4 <= k; p += 4, out += 4 * width, in += 4) {
        int j = 0;
        for (; j + 4 <= width; j += 4) transpose(out, width, in, lane, j, used);
        if (j < width) transpose_two(out, width, in, lane, j, used);
    }
    tt_kernels_ref.pack(out, in, lane, 1, width, used, k - p);
}

/* Of whole strips, whose width is a constant where it is inlined. */
static TT_NOINLINE void pack_all_rows(float *out, const float *in, size_t lane, int width, int k) {
    if (width == 8)
        pack_rows(out, in, lane, 8, 8, k);
    else if (width == 6)
        pack_rows(out, in, lane, 6, 6, k);
    else
        pack_rows(out, in, lane, 4, 4, k);
}
static TT_NOINLINE void pack_some_rows(float *out, const float *in, size_t lane, int width, int used, int k) {
    pack_rows(out, in, lane, width, used, k);
}

/* Columns side by side: a row of them at a time. */
static inline __attribute__((always_inline)) void pack_columns(float *out, const float *in, size_t step, int width,
                                                               int k) {
    for (int p = 0; p < k; p++, out += width, in += step) {
        int j = 0;
        for (; j + 4 <= width; j += 4) f4_store(out + j, f4_load(in + j));
        if (j < width) f4_store2(out + j, f4_load2(in + j));
    }
}
static TT_NOINLINE void pack_all_columns(float *out, const float *in, size_t step, int width, int k) {
    if (width == 8)
        pack_columns(out, in, step, 8, k);
    else if (width == 6)
        pack_columns(out, in, step, 6, k);
    else
        pack_columns(out, in, step, 4, k);
}
static TT_NOINLINE void pack_some_columns(float *out, const float *in, size_t step, int width, int used, int k) {
    for (int p = 0; p < k; p++, out += width, in += step) {
        int j = 0;
        for (; j + 4 <= used; j += 4) f4_store(out + j, f4_load(in + j));
        for (; j < used; j++) out[j] = in[j];
        for (; j < width; j++) out[j] = 0;
    }
}

static void pack(float *out, const float *in, size_t lane, size_t step, int width, int used, int k) {
    if (lane != 1 && step != 1)
        tt_kernels_ref.pack(out, in, lane, step, width, used, k);
    else if (lane == 1 && used == width)
        pack_all_columns(out, in, step, width, k);
    else if (lane == 1)
        pack_some_columns(out, in, step, width, used, k);
    else if (used == width)
        pack_all_rows(out, in, lane, width, k);
    else
        pack_some_rows(out, in, lane, width, used, k);
}

static TT_NOINLINE float dot(const float *x, const float *y, int n) {
    f4 part = {0};
    int i = 0;
    for (; i + 4 <= n; i += 4) part = f4_madd(f4_load(x + i), f4_load(y + i), part);
    float sum = f4_sum(part);
    for (; i < n; i++) sum += x[i] * y[i];
    return sum;
}

static TT_NOINLINE void add(float *y, const float *x, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) f4_store(y + i, f4_load(y + i) + f4_load(x + i));
    for (; i < n; i++) y[i] += x[i];
}

static TT_NOINLINE float softmax(float *p, const float *x, float scale, int n) {
    float most = x[0] * scale;
    int i = 0;
    if (n >= 4) {
        f4 m = f4_load(x) * scale;
        for (i = 4; i + 4 <= n; i += 4) {
            f4 v = f4_load(x + i) * scale;
            m = simd_select((i4)(m < v), v, m);
        }
        for (int j = 0; j < 4; j++) most = most < m[j] ? m[j] : most;
    }
    for (; i < n; i++) most = most < x[i] * scale ? x[i] * scale : most;

    f4 part = {0};
    for (i = 0; i + 4 <= n; i += 4) {
        f4 e = simd_exp(f4_load(x + i) * scale - most);
        part += e;
        f4_store(p + i, e);
    }
    float sum = f4_sum(part);
    for (; i < n; i++) {
        p[i] = simd_exp(f4_all(x[i] * scale - most))[0];
        sum += p[i];
    }
    float inverse = 1 / sum;
    for (i = 0; i + 4 <= n; i += 4) f4_store(p + i, f4_load(p + i) * inverse);
    for (; i < n; i++) p[i] *= inverse;
    return most + tt_log(sum);
}

static TT_NOINLINE void softmax_again(float *p, const float *x, float scale, float log_sum, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) f4_store(p + i, simd_exp(f4_load(x + i) * scale - log_sum));
    tt_kernels_ref.softmax_again(p + i, x + i, scale, log_sum, n - i);
}

static TT_NOINLINE void softmax_backward(float *dp, const float *p, float along, float scale, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) f4_store(dp + i, f4_load(p + i) * (f4_load(dp + i) - along) * scale);
    tt_kernels_ref.softmax_backward(dp + i, p + i, along, scale, n - i);
}

static TT_NOINLINE void norm_forward(float *y, float *mean, float *rstd, const float *x, const float *w, const float *b,
                                     float epsilon, int n) {
    f4 part = {0}, square = {0};
    int i;
    for (i = 0; i + 4 <= n; i += 4) part += f4_load(x + i);
    float sum = f4_sum(part);
    for (; i < n; i++) sum += x[i];
    float m = sum / (float)n;
    for (i = 0; i + 4 <= n; i += 4) {
        f4 d = f4_load(x + i) - m;
        square += d * d;
    }
    float sum_square = f4_sum(square);
    for (; i < n; i++) sum_square += (x[i] - m) * (x[i] - m);
    float r = 1 / sqrtf(sum_square / (float)n + epsilon);
    for (i = 0; i + 4 <= n; i += 4) {
        f4 v = (f4_load(x + i) - m) * r * f4_load(w + i);
        f4_store(y + i, b ? v + f4_load(b + i) : v);
    }
    for (; i < n; i++) y[i] = b ? (x[i] - m) * r * w[i] + b[i] : (x[i] - m) * r * w[i];
    *mean = m;
    *rstd = r;
}

static TT_NOINLINE void norm_backward(float *dx, const float *dy, const float *x, const float *w, float mean,
                                      float rstd, int n) {
    f4 part = {0}, along = {0};
    int i;
    for (i = 0; i + 4 <= n; i += 4) {
        f4 g = f4_load(dy + i) * f4_load(w + i);
        part += g;
        along += g * ((f4_load(x + i) - mean) * rstd);
    }
    float sum = f4_sum(part), sum_along = f4_sum(along);
    for (; i < n; i++) {
        float g = dy[i] * w[i];
        sum += g;
        sum_along += g * ((x[i] - mean) * rstd);
    }
    float mean_g = sum / (float)n, mean_along = sum_along / (float)n;
    for (i = 0; i + 4 <= n; i += 4) {
        f4 xhat = (f4_load(x + i) - mean) * rstd;
        f4_store(dx + i, rstd * (f4_load(dy + i) * f4_load(w + i) - mean_g - xhat * mean_along));
    }
    for (; i < n; i++) dx[i] = rstd * (dy[i] * w[i] - mean_g - (x[i] - mean) * rstd * mean_along);
}

static TT_NOINLINE void norm_backward_weights(float *dw, float *db, const float *dy, const float *x, float mean,
                                              float rstd, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        f4 d = f4_load(dy + i);
        f4_store(dw + i, f4_load(dw + i) + d * ((f4_load(x + i) - mean) * rstd));
        if (db) f4_store(db + i, f4_load(db + i) + d);
    }
    tt_kernels_ref.norm_backward_weights(dw + i, db ? db + i : NULL, dy + i, x + i, mean, rstd, n - i);
}

static TT_NOINLINE void gelu_forward(float *y, const float *x, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        f4 v = f4_load(x + i);
        f4_store(y + i, v * simd_phi(v));
    }
    tt_kernels_ref.activations[TT_GELU].forward(y + i, x + i, n - i);
}

/* In two passes, the first of which leaves Phi in y: the constants of both do not fit the registers. */
static TT_NOINLINE void gelu_backward(float *dx, float *y, const float *dy, const float *x, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) f4_store(y + i, simd_phi(f4_load(x + i)));
    for (i = 0; i + 4 <= n; i += 4) {
        f4 v = f4_load(x + i), below = f4_load(y + i);
        f4 density = 0.39894228040143268f * simd_exp(v * v * -0.5f);
        f4_store(y + i, v * below);
        f4_store(dx + i, f4_load(dy + i) * (below + v * density));
    }
    tt_kernels_ref.activations[TT_GELU].backward(dx + i, y + i, dy + i, x + i, n - i);
}

static inline f4 gelu_exp(f4 a) { return simd_exp(-a * (a * a * TT_GELU_CUBE + TT_GELU_SLOPE)); }

static TT_NOINLINE void gelu_tanh_forward(float *y, const float *x, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        f4 v = f4_load(x + i);
        f4_store(y + i, v / (1 + gelu_exp(simd_within(v, TT_GELU_FAR))));
    }
    tt_kernels_ref.activations[TT_GELU_TANH].forward(y + i, x + i, n - i);
}

static TT_NOINLINE void gelu_tanh_backward(float *dx, float *y, const float *dy, const float *x, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        f4 v = f4_load(x + i), a = simd_within(v, TT_GELU_FAR), e = gelu_exp(a), share = 1 / (1 + e), out = v / (1 + e);
        f4 slope = a * a * (3 * TT_GELU_CUBE) + TT_GELU_SLOPE;
        f4 d = f4_load(dy + i) * (share + out * (e * share) * slope);
        f4_store(y + i, out);
        f4_store(dx + i, d);
    }
    tt_kernels_ref.activations[TT_GELU_TANH].backward(dx + i, y + i, dy + i, x + i, n - i);
}

static TT_NOINLINE void relu_forward(float *y, const float *x, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        f4 v = f4_load(x + i);
        f4_store(y + i, (f4)((i4)v & ~(i4)(v < 0.0f)));
    }
    tt_kernels_ref.activations[TT_RELU].forward(y + i, x + i, n - i);
}

static TT_NOINLINE void relu_backward(float *dx, float *y, const float *dy, const float *x, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        f4 v = f4_load(x + i), d = f4_load(dy + i);
        f4_store(y + i, (f4)((i4)v & ~(i4)(v < 0.0f)));
        f4_store(dx + i, (f4)((i4)d & ~(i4)(v <= 0.0f)));
    }
    tt_kernels_ref.activations[TT_RELU].backward(dx + i, y + i, dy + i, x + i, n - i);
}

static TT_NOINLINE void tanh_forward(float *y, const float *x, int n) {
    int i = 0;
    for (; i + 4 <= n; i += 4) f4_store(y + i, simd_tanh(f4_load(x + i)));
    tt_kernels_ref.tanh_forward(y + i, x + i, n - i);
}

#define HALF_RANGE UINT32_C(0x80000000)

static inline u4 mix(u4 x) {
    x ^= x >> 16;
    x *= UINT32_C(0x7feb352d);
    x ^= x >> 15;
    x *= UINT32_C(0x846ca68b);
    return x ^ (x >> 16);
}

/* All ones where a number is dropped. The processor compares with a sign: both sides are moved by half the range. */
static inline i4 dropped(u4 index, tt_rng key, i4 limit) {
    return limit > (i4)(mix(mix(index ^ key.a) + key.b) ^ HALF_RANGE);
}

static TT_NOINLINE void dropout(float *y, const float *x, tt_rng key, uint32_t first, uint32_t threshold, float scale,
                                int n) {
    u4 index = {first, first + 1, first + 2, first + 3};
    const i4 limit = (i4)((u4){threshold, threshold, threshold, threshold} ^ HALF_RANGE);
    int i = 0;
    for (; i + 4 <= n; i += 4, index += 4) {
        f4_store(y + i, (f4)((i4)(f4_load(x + i) * scale) & ~dropped(index, key, limit)));
    }
    tt_kernels_ref.dropout(y + i, x + i, key, first + (uint32_t)i, threshold, scale, n - i);
}

static TT_NOINLINE void softmax_backward_dropped(float *dp, float *p, float along, float scale, tt_rng key,
                                                 uint32_t first, uint32_t threshold, float kept, int n) {
    u4 index = {first, first + 1, first + 2, first + 3};
    const i4 limit = (i4)((u4){threshold, threshold, threshold, threshold} ^ HALF_RANGE);
    int i = 0;
    for (; i + 4 <= n; i += 4, index += 4) {
        i4 keep = ~dropped(index, key, limit);
        f4 d = (f4)((i4)(f4_load(dp + i) * kept) & keep), q = f4_load(p + i);
        f4_store(dp + i, q * (d - along) * scale);
        f4_store(p + i, (f4)((i4)(q * kept) & keep));
    }
    tt_kernels_ref.softmax_backward_dropped(dp + i, p + i, along, scale, key, first + (uint32_t)i, threshold, kept,
                                            n - i);
}

static TT_NOINLINE void adamw(float *w, float *m, float *v, const float *g, int n, const tt_adamw_numbers *a) {
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        f4 gi = f4_load(g + i) * a->clip;
        f4 mi = f4_load(m + i) * a->beta1 + gi * (1 - a->beta1);
        f4 vi = f4_load(v + i) * a->beta2 + gi * gi * (1 - a->beta2);
        f4 step = a->learning_rate / a->correction1 * mi;
        f4_store(m + i, mi);
        f4_store(v + i, vi);
        f4_store(w + i, f4_load(w + i) * a->decay - step / (f4_sqrt(vi) / a->correction2 + a->epsilon));
    }
    tt_kernels_ref.adamw(w + i, m + i, v + i, g + i, n - i, a);
}

const tt_kernels tt_kernels_simd = {
    .name = "simd",
    .tiles = {{4, tile_of_4}, {6, tile_of_6}},
    .pack = pack,
    .dot = dot,
    .add = add,
    .softmax = softmax,
    .softmax_again = softmax_again,
    .softmax_backward = softmax_backward,
    .softmax_backward_dropped = softmax_backward_dropped,
    .norm_forward = norm_forward,
    .norm_backward = norm_backward,
    .norm_backward_weights = norm_backward_weights,
    .activations = {[TT_GELU] = {gelu_forward, gelu_backward},
                    [TT_GELU_TANH] = {gelu_tanh_forward, gelu_tanh_backward},
                    [TT_RELU] = {relu_forward, relu_backward}},
    .tanh_forward = tanh_forward,
    .dropout = dropout,
    .adamw = adamw,
};

#else
typedef int tt_kernels_simd_is_empty_in_double;
#endif
