/* SPDX-License-Identifier: Apache-2.0
 * Attention and its gradients against their formulas in double, for sequences below, at and above a block of 96
 * queries. */
#include <stdbool.h>

#include "check.h"
#include "nn/nn.h"

enum { H = 2, D = 6, E = H * D, SEQUENCES = 6, LONGEST = 200, N = 1 + 95 + 96 + 97 + 193 + LONGEST };

static const int32_t starts[SEQUENCES + 1] = {0, 1, 96, 192, 289, 482, N};
static real qkv[N * 3 * E], dqkv[N * 3 * E], y[N * E], dy[N * E], log_sum[H * N];
static double want_y[N * E], want_dqkv[N * 3 * E];

/* Query, key (1) or value (2) of a token and a head, in an array of [N, 3 E]. */
static size_t place(int token, int which, int head) { return (size_t)token * 3 * E + (size_t)(which * E + head * D); }

static double dot(const real *a, const real *b) {
    double sum = 0;
    for (int d = 0; d < D; d++) sum += (double)a[d] * (double)b[d];
    return sum;
}

static tt_attention_form form;
static real bias[TT_BUCKETS * H], dbias[TT_BUCKETS * H];
static double want_dbias[TT_BUCKETS * H];

static bool sees(int i, int j) { return form.window == 0 || abs(i - j) <= form.window; }

/* One query: its outputs, and what it adds to the gradients. */
static void plain_query(int first, int T, int head, int i) {
    const size_t q = place(first + i, 0, head), out = (size_t)(first + i) * E + (size_t)(head * D);
    double p[LONGEST], dp[LONGEST], most = -INFINITY, sum = 0, along = 0;
    for (int j = 0; j < T; j++) {
        p[j] = sees(i, j) ? dot(qkv + q, qkv + place(first + j, 1, head)) / sqrt(D) : -INFINITY;
        if (form.bias) p[j] += (double)bias[tt_attention_bucket(j - i) * H + head];
        most = fmax(most, p[j]);
    }
    for (int j = 0; j < T; j++) sum += p[j] = exp(p[j] - most);
    for (int j = 0; j < T; j++) {
        p[j] /= sum;
        dp[j] = dot(dy + out, qkv + place(first + j, 2, head));
        along += p[j] * dp[j];
    }
    for (int j = 0; j < T; j++) {
        const size_t k = place(first + j, 1, head), v = place(first + j, 2, head);
        const double ds = p[j] * (dp[j] - along) / sqrt(D);
        want_dbias[tt_attention_bucket(j - i) * H + head] += p[j] * (dp[j] - along);
        for (int d = 0; d < D; d++) {
            want_y[out + (size_t)d] += p[j] * (double)qkv[v + (size_t)d];
            want_dqkv[v + (size_t)d] += p[j] * (double)dy[out + (size_t)d];
            want_dqkv[q + (size_t)d] += ds * (double)qkv[k + (size_t)d];
            want_dqkv[k + (size_t)d] += ds * (double)qkv[q + (size_t)d];
        }
    }
}

static void compare(const char *what, const real *got, const double *want, size_t n) {
    double worst = 0, size = 0;
    for (size_t i = 0; i < n; i++) {
        const double off = fabs((double)got[i] - want[i]);
        if (!(off <= worst)) worst = off;
        size = fmax(size, fabs(want[i]));
    }
    if (!(worst <= (double)LONGEST * TT_EPS * size)) printf("%s is off by %g of %g\n", what, worst, size);
    CHECK_NEAR(worst, 0, (double)LONGEST * TT_EPS * size, "a sum over the tokens rounds as often as there are tokens");
}

static void check_tile(int tile) {
    const tt_tokens tokens = {.count = N, .sequences = SEQUENCES, .longest = LONGEST, .starts = starts};
    const tt_dropout none = {0};
    tt_compute compute = {.kernels = &tt_kernels_simd, .tile = tile};
    real *scratch = calloc(2 * tt_attention_scratch(LONGEST, D, &form), sizeof *scratch);
    CHECK_OK(tt_threads_new(&compute.threads, 2, &err));
    memset(y, 0xff, sizeof y);
    memset(dqkv, 0xff, sizeof dqkv);
    memset(dbias, 0, sizeof dbias);
    tt_attention_forward(&compute, y, log_sum, qkv, &tokens, &none, &form, E, H, scratch);
    tt_attention_backward(&compute, dqkv, dy, qkv, y, log_sum, &tokens, &none, &form, E, H, scratch);
    compare("the context", y, want_y, sizeof y / sizeof *y);
    compare("the gradient", dqkv, want_dqkv, sizeof dqkv / sizeof *dqkv);
    if (form.dbias) compare("the bias's gradient", dbias, want_dbias, sizeof dbias / sizeof *dbias);
    tt_threads_free(compute.threads);
    free(scratch);
}

static void check_form(const tt_attention_form *with) {
    form = *with;
    memset(want_y, 0, sizeof want_y), memset(want_dqkv, 0, sizeof want_dqkv), memset(want_dbias, 0, sizeof want_dbias);
    for (int s = 0; s < SEQUENCES; s++) {
        const int first = starts[s], T = starts[s + 1] - first;
        for (int i = 0; i < H * T; i++) plain_query(first, T, i % H, i / H);
    }
    for (int tile = 0; tile < TT_TILES; tile++) check_tile(tile);
}

/* Where the bucket of a distance is another than that of the one before, of MPNetEncoder's relative_position_bucket. */
static void check_buckets(void) {
    static const int changes[] = {1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91};
    int bucket = 0;
    for (int n = 0; n < 600; n++) {
        for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) bucket += n == changes[k];
        CHECK(tt_attention_bucket(-n) == bucket && tt_attention_bucket(n) == bucket + (n > 0 ? 16 : 0));
    }
}

int main(void) {
    for (uint32_t i = 0; i < N * 3 * E; i++) qkv[i] = (real)(1.5 * tt_rng_normal(tt_rng_key(1, 0, 0), i));
    for (uint32_t i = 0; i < N * E; i++) dy[i] = (real)tt_rng_normal(tt_rng_key(2, 0, 0), i);
    for (uint32_t i = 0; i < TT_BUCKETS * H; i++) bias[i] = (real)tt_rng_normal(tt_rng_key(3, 0, 0), i);
    check_form(&(tt_attention_form){0});
    check_form(&(tt_attention_form){.window = 1});
    check_form(&(tt_attention_form){.window = 37});
    check_form(&(tt_attention_form){.window = 1000});
    check_form(&(tt_attention_form){.bias = bias, .dbias = dbias});
    check_form(&(tt_attention_form){.window = 50, .bias = bias, .dbias = dbias});
    check_buckets();
    return check_end("check_attention");
}
