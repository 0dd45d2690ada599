/* SPDX-License-Identifier: Apache-2.0
 * The kernels' definition: plain loops, in the order that kernels.h promises. */
#include <math.h>
#include <string.h>

#include "kernels/kernels.h"

#ifdef TT_DOUBLE

static inline real ref_exp(real x) { return exp(x); }
static inline real ref_phi(real x) { return 0.5 * (1 + erf(x * 0.70710678118654752440)); }
static inline real ref_within(real x, real end) { return x < -end ? -end : end < x ? end : x; }
static inline real ref_tanh(real x) { return tanh(x); }
real tt_log(real x) { return log(x); }

#else

static inline int32_t as_bits(float x) {
    int32_t i;
    memcpy(&i, &x, sizeof i);
    return i;
}

static inline float as_float(int32_t i) {
    float x;
    memcpy(&x, &i, sizeof x);
    return x;
}

#define VM_F             float
#define VM_I             int32_t
#define VM(name)         ref_##name
#define VM_BITS(x)       as_bits(x)
#define VM_FLOAT(i)      as_float(i)
#define VM_LESS(a, b)    (-(int32_t)((a) < (b)))
#define VM_MADD(a, b, c) ((a) * (b) + (c))
#define VM_ALL(c)        (c)
#include "kernels/vmath.inc"

/* x = 2^e m with m in [sqrt(1/2), sqrt(2)); log m = 2 atanh((m - 1) / (m + 1)). */
real tt_log(real x) {
    int e = 0; /* frexpf leaves it as it is for a NaN */
    float m = frexpf(x, &e);
    if (m < 0.70710678f) {
        m *= 2.0f;
        e--;
    }
    float s = (m - 1.0f) / (m + 1.0f);
    float t = s * s;
    float p = ((2.992676353e-01f * t + 3.997475044e-01f) * t + 6.666681637e-01f) * t;
    return (float)e * 0.693359375f + (s * p + ((float)e * -2.12194440e-4f + s * 2.0f));
}

#endif

/* What every reduction ends with; `part` are the four interleaved sums. */
static inline real add_parts(const real part[4]) { return (part[0] + part[1]) + (part[2] + part[3]); }

static void tile(real *c, size_t ldc, const real *a, size_t a_step, const real *b, size_t b_step, int k,
                 const real *from, size_t from_row, int rows) {
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < TT_NR; j++) {
            real sum = from ? from[(size_t)i * from_row + (size_t)j] : 0;
            for (size_t p = 0; p < (size_t)k; p++) sum += a[p * a_step + (size_t)i] * b[p * b_step + (size_t)j];
            c[(size_t)i * ldc + (size_t)j] = sum;
        }
    }
}

static void tile_of_4(real *c, size_t ldc, const real *a, size_t a_step, const real *b, size_t b_step, int k,
                      const real *from, size_t from_row) {
    tile(c, ldc, a, a_step, b, b_step, k, from, from_row, 4);
}

static void tile_of_6(real *c, size_t ldc, const real *a, size_t a_step, const real *b, size_t b_step, int k,
                      const real *from, size_t from_row) {
    tile(c, ldc, a, a_step, b, b_step, k, from, from_row, 6);
}

static void pack(real *out, const real *in, size_t lane, size_t step, int width, int used, int k) {
    for (int p = 0; p < k; p++) {
        for (int j = 0; j < width; j++) out[p * width + j] = j < used ? in[(size_t)j * lane + (size_t)p * step] : 0;
    }
}

static real dot(const real *x, const real *y, int n) {
    real part[4] = {0};
    int whole = n - n % 4;
    for (int i = 0; i < whole; i++) part[i % 4] += x[i] * y[i];
    real sum = add_parts(part);
    for (int i = whole; i < n; i++) sum += x[i] * y[i];
    return sum;
}

static void add(real *y, const real *x, int n) {
    for (int i = 0; i < n; i++) y[i] += x[i];
}

static real softmax(real *p, const real *x, real scale, int n) {
    real most = x[0] * scale, part[4] = {0};
    int whole = n - n % 4;
    for (int i = 1; i < n; i++) most = most < x[i] * scale ? x[i] * scale : most;
    for (int i = 0; i < whole; i++) {
        p[i] = ref_exp(x[i] * scale - most);
        part[i % 4] += p[i];
    }
    real sum = add_parts(part);
    for (int i = whole; i < n; i++) {
        p[i] = ref_exp(x[i] * scale - most);
        sum += p[i];
    }
    real inverse = 1 / sum;
    for (int i = 0; i < n; i++) p[i] *= inverse;
    return most + tt_log(sum);
}

static void softmax_again(real *p, const real *x, real scale, real log_sum, int n) {
    for (int i = 0; i < n; i++) p[i] = ref_exp(x[i] * scale - log_sum);
}

static void softmax_backward(real *dp, const real *p, real along, real scale, int n) {
    for (int i = 0; i < n; i++) dp[i] = p[i] * (dp[i] - along) * scale;
}

static void norm_forward(real *y, real *mean, real *rstd, const real *x, const real *w, const real *b, real epsilon,
                         int n) {
    real part[4] = {0}, square[4] = {0};
    int whole = n - n % 4;
    for (int i = 0; i < whole; i++) part[i % 4] += x[i];
    real sum = add_parts(part);
    for (int i = whole; i < n; i++) sum += x[i];
    real m = sum / (real)n;
    for (int i = 0; i < whole; i++) square[i % 4] += (x[i] - m) * (x[i] - m);
    real sum_square = add_parts(square);
    for (int i = whole; i < n; i++) sum_square += (x[i] - m) * (x[i] - m);
    real r = 1 / (real)sqrt(sum_square / (real)n + epsilon);
    for (int i = 0; i < n; i++) y[i] = b ? (x[i] - m) * r * w[i] + b[i] : (x[i] - m) * r * w[i];
    *mean = m;
    *rstd = r;
}

static void norm_backward(real *dx, const real *dy, const real *x, const real *w, real mean, real rstd, int n) {
    real part[4] = {0}, along[4] = {0};
    int whole = n - n % 4;
    for (int i = 0; i < whole; i++) {
        real g = dy[i] * w[i];
        part[i % 4] += g;
        along[i % 4] += g * ((x[i] - mean) * rstd);
    }
    real sum = add_parts(part), sum_along = add_parts(along);
    for (int i = whole; i < n; i++) {
        real g = dy[i] * w[i];
        sum += g;
        sum_along += g * ((x[i] - mean) * rstd);
    }
    real mean_g = sum / (real)n, mean_along = sum_along / (real)n;
    for (int i = 0; i < n; i++) {
        dx[i] = rstd * (dy[i] * w[i] - mean_g - (x[i] - mean) * rstd * mean_along);
    }
}

static void norm_backward_weights(real *dw, real *db, const real *dy, const real *x, real mean, real rstd, int n) {
    for (int i = 0; i < n; i++) {
        dw[i] += dy[i] * ((x[i] - mean) * rstd);
        if (db) db[i] += dy[i];
    }
}

static void gelu_forward(real *y, const real *x, int n) {
    for (int i = 0; i < n; i++) y[i] = x[i] * ref_phi(x[i]);
}

static void gelu_backward(real *dx, real *y, const real *dy, const real *x, int n) {
    for (int i = 0; i < n; i++) {
        real below = ref_phi(x[i]);
        real density = (real)0.39894228040143268 * ref_exp(x[i] * x[i] * -0.5f);
        y[i] = x[i] * below;
        dx[i] = dy[i] * (below + x[i] * density);
    }
}

/* Of x GELU's form with tanh keeps (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u)): exp(-2u). */
static inline real gelu_exp(real a) { return ref_exp(-a * (a * a * TT_GELU_CUBE + TT_GELU_SLOPE)); }

static void gelu_tanh_forward(real *y, const real *x, int n) {
    for (int i = 0; i < n; i++) y[i] = x[i] / (1 + gelu_exp(ref_within(x[i], TT_GELU_FAR)));
}

static void gelu_tanh_backward(real *dx, real *y, const real *dy, const real *x, int n) {
    for (int i = 0; i < n; i++) {
        real a = ref_within(x[i], TT_GELU_FAR), e = gelu_exp(a), slope = a * a * (3 * TT_GELU_CUBE) + TT_GELU_SLOPE;
        real share = 1 / (1 + e);
        y[i] = x[i] / (1 + e);
        dx[i] = dy[i] * (share + y[i] * (e * share) * slope);
    }
}

static void relu_forward(real *y, const real *x, int n) {
    for (int i = 0; i < n; i++) y[i] = x[i] < 0 ? 0 : x[i];
}

static void relu_backward(real *dx, real *y, const real *dy, const real *x, int n) {
    for (int i = 0; i < n; i++) {
        real d = x[i] <= 0 ? 0 : dy[i];
        y[i] = x[i] < 0 ? 0 : x[i];
        dx[i] = d;
    }
}

static void tanh_forward(real *y, const real *x, int n) {
    for (int i = 0; i < n; i++) y[i] = ref_tanh(x[i]);
}

static void dropout(real *y, const real *x, tt_rng key, uint32_t first, uint32_t threshold, real scale, int n) {
    for (int i = 0; i < n; i++) {
        y[i] = tt_rng_bits(key, first + (uint32_t)i) >= threshold ? x[i] * scale : 0;
    }
}

static void softmax_backward_dropped(real *dp, real *p, real along, real scale, tt_rng key, uint32_t first,
                                     uint32_t threshold, real kept, int n) {
    dropout(dp, dp, key, first, threshold, kept, n);
    softmax_backward(dp, p, along, scale, n);
    dropout(p, p, key, first, threshold, kept, n);
}

static void adamw(real *w, real *m, real *v, const real *g, int n, const tt_adamw_numbers *a) {
    for (int i = 0; i < n; i++) {
        real gi = g[i] * a->clip;
        m[i] = m[i] * a->beta1 + gi * (1 - a->beta1);
        v[i] = v[i] * a->beta2 + gi * gi * (1 - a->beta2);
        real step = a->learning_rate / a->correction1 * m[i];
        w[i] = w[i] * a->decay - step / ((real)sqrt(v[i]) / a->correction2 + a->epsilon);
    }
}

const tt_kernels tt_kernels_ref = {
    .name = "ref",
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
