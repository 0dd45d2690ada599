/* SPDX-License-Identifier: Apache-2.0
 * The SIMD kernels give the reference's bits at every size around a vector, and write nothing beside their output. */
#include "check.h"
#include "kernels/kernels.h"

/* Every kernel but the tile, as one shape: up to four outputs (in place where a kernel adds) from four inputs. */
enum { ROOM = 128, GUARD = 8, ROWS = 4 };
typedef struct {
    real cells[GUARD + ROOM + GUARD + 1];
} row;
typedef struct {
    row out[ROWS], in[ROWS];
} rows;

/* Off by one element from the allocation, so that no kernel can count on alignment. */
static real *cells(row *r) { return r->cells + GUARD + 1; }

static void run_dot(const tt_kernels *k, real *const *out, real *const *in, int n) {
    *out[0] = k->dot(in[0], in[1], n);
}
static void run_add(const tt_kernels *k, real *const *out, real *const *in, int n) { k->add(out[0], in[0], n); }
static void run_softmax(const tt_kernels *k, real *const *out, real *const *in, int n) {
    if (n > 0) *out[1] = k->softmax(out[0], in[0], (real)0.7, n);
}
static void run_softmax_in_place(const tt_kernels *k, real *const *out, real *const *in, int n) {
    (void)in;
    if (n > 0) *out[1] = k->softmax(out[0], out[0], (real)1.3, n);
}
static void run_softmax_again(const tt_kernels *k, real *const *out, real *const *in, int n) {
    k->softmax_again(out[0], in[0], (real)0.7, (real)2.5, n);
}
static void run_softmax_backward(const tt_kernels *k, real *const *out, real *const *in, int n) {
    k->softmax_backward(out[0], in[0], (real)0.3, (real)0.7, n);
}
static void run_softmax_backward_dropped(const tt_kernels *k, real *const *out, real *const *in, int n) {
    (void)in;
    k->softmax_backward_dropped(out[0], out[1], (real)0.3, (real)0.7, tt_rng_key(1, 2, 3), 0xfffffff0u, 0x20000000u,
                                (real)1.1, n);
}
static void run_norm_forward(const tt_kernels *k, real *const *out, real *const *in, int n) {
    if (n > 0) k->norm_forward(out[0], out[1], out[2], in[0], in[1], in[2], (real)1e-12, n);
}
static void run_norm_forward_plain(const tt_kernels *k, real *const *out, real *const *in, int n) {
    if (n > 0) k->norm_forward(out[0], out[1], out[2], in[0], in[1], NULL, (real)1e-12, n);
}
static void run_norm_backward_weights_plain(const tt_kernels *k, real *const *out, real *const *in, int n) {
    k->norm_backward_weights(out[0], NULL, in[0], in[1], (real)0.1, (real)1.7, n);
}
static void run_norm_backward(const tt_kernels *k, real *const *out, real *const *in, int n) {
    if (n > 0) k->norm_backward(out[0], in[0], in[1], in[2], (real)0.1, (real)1.7, n);
}
static void run_norm_backward_weights(const tt_kernels *k, real *const *out, real *const *in, int n) {
    k->norm_backward_weights(out[0], out[1], in[0], in[1], (real)0.1, (real)1.7, n);
}
#define ACTIVATION(name, kind)                                                                         \
    static void run_##name##_forward(const tt_kernels *k, real *const *out, real *const *in, int n) {  \
        k->activations[kind].forward(out[0], in[0], n);                                                \
    }                                                                                                  \
    static void run_##name##_backward(const tt_kernels *k, real *const *out, real *const *in, int n) { \
        k->activations[kind].backward(out[0], out[1], in[0], in[1], n);                                \
    }
ACTIVATION(gelu, TT_GELU)
ACTIVATION(gelu_tanh, TT_GELU_TANH)
ACTIVATION(relu, TT_RELU)
static void run_tanh(const tt_kernels *k, real *const *out, real *const *in, int n) {
    k->tanh_forward(out[0], in[0], n);
}
static void run_dropout(const tt_kernels *k, real *const *out, real *const *in, int n) {
    k->dropout(out[0], in[0], tt_rng_key(1, 2, 3), 0xfffffff0u, 0x20000000u, (real)1.1, n);
}
static void run_adamw(const tt_kernels *k, real *const *out, real *const *in, int n) {
    const tt_adamw_numbers numbers = {(real)1e-3,  (real)0.9,  (real)0.999, (real)1e-8,
                                      (real)0.999, (real)0.19, (real)0.045, (real)0.5};
    for (int i = 0; i < n; i++) out[2][i] = (real)fabs(out[2][i]);
    k->adamw(out[0], out[1], out[2], in[0], n, &numbers);
}

static const struct {
    const char *name;
    void (*run)(const tt_kernels *, real *const *, real *const *, int);
    /* Through the relaxed build's multiply-add: other bits. A sum of products is within k eps sum|ab|; of functions
     * both are within their own bound of the truth, check_vmath's. */
    enum { EXACT, SUM, FUNCTION, GELU } relaxed;
} kernels[] = {
    {"dot", run_dot, SUM},
    {"add", run_add, EXACT},
    {"softmax", run_softmax, FUNCTION},
    {"softmax in place", run_softmax_in_place, FUNCTION},
    {"softmax_again", run_softmax_again, FUNCTION},
    {"softmax_backward", run_softmax_backward, EXACT},
    {"softmax_backward_dropped", run_softmax_backward_dropped, EXACT},
    {"norm_forward", run_norm_forward, EXACT},
    {"norm_forward without bias", run_norm_forward_plain, EXACT},
    {"norm_backward", run_norm_backward, EXACT},
    {"norm_backward_weights without bias", run_norm_backward_weights_plain, EXACT},
    {"norm_backward_weights", run_norm_backward_weights, EXACT},
    {"gelu_forward", run_gelu_forward, GELU},
    {"gelu_backward", run_gelu_backward, GELU},
    {"gelu_tanh_forward", run_gelu_tanh_forward, GELU},
    {"gelu_tanh_backward", run_gelu_tanh_backward, GELU},
    {"relu_forward", run_relu_forward, EXACT},
    {"relu_backward", run_relu_backward, EXACT},
    {"tanh_forward", run_tanh, FUNCTION},
    {"dropout", run_dropout, EXACT},
    {"adamw", run_adamw, EXACT},
};

#ifdef TT_RELAXED
static const bool relaxed = true;
#else
static const bool relaxed = false;
#endif

static void fill(rows *all, uint64_t seed) {
    for (int r = 0; r < ROWS; r++) {
        tt_rng key = tt_rng_key(seed, 0, (uint64_t)r);
        const int size = (int)(sizeof(row) / sizeof(real));
        for (int i = 0; i < size; i++) {
            all->out[r].cells[i] = (real)(3 * tt_rng_normal(key, (uint32_t)i));
            all->in[r].cells[i] = (real)(3 * tt_rng_normal(key, (uint32_t)(size + i)));
        }
    }
}

static void run(rows *all, const tt_kernels *table, size_t kernel, int n) {
    real *out[ROWS], *in[ROWS];
    for (int r = 0; r < ROWS; r++) out[r] = cells(&all->out[r]), in[r] = cells(&all->in[r]);
    kernels[kernel].run(table, out, in, n);
}

static void check_same_bits(void) {
    static const int sizes[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 31, 64, 97, ROOM};
    static rows before, want, got;
    for (size_t kernel = 0; kernel < sizeof kernels / sizeof *kernels; kernel++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            const int n = sizes[i];
            fill(&before, (uint64_t)n);
            want = got = before;
            run(&want, &tt_kernels_ref, kernel, n);
            run(&got, &tt_kernels_simd, kernel, n);
            if (relaxed && kernels[kernel].relaxed == SUM) {
                double size = 0;
                for (int j = 0; j < n; j++) size += fabs(cells(&before.in[0])[j] * cells(&before.in[1])[j]);
                CHECK_NEAR(*cells(&got.out[0]), *cells(&want.out[0]), (n + 1.0) * TT_EPS * size, "n eps sum|xy|");
                *cells(&got.out[0]) = *cells(&want.out[0]);
            }
            for (int j = 0; relaxed && kernels[kernel].relaxed >= FUNCTION && j < 2 * ROOM; j++) {
                real *x = &cells(&got.out[j / ROOM])[j % ROOM], y = cells(&want.out[j / ROOM])[j % ROOM];
                double size = fmax(fabs(y), kernels[kernel].relaxed == GELU ? 4 : 0);
                CHECK_NEAR(*x, y, 2 * 4 * TT_EPS * size, "2 eps of the function, 2 of a sum of them, on both sides");
                *x = y;
            }
            bool same = memcmp(&want, &got, sizeof want) == 0;
            if (!same) printf("%s, n = %d:\n", kernels[kernel].name, n);
            CHECK(same);
            /* The reference, which the comparison trusts, keeps to its n elements too. */
            bool kept = memcmp(want.in, before.in, sizeof want.in) == 0;
            for (int r = 0; r < ROWS; r++) {
                const size_t front = (GUARD + 1) * sizeof(real);
                const int after = n > 1 ? n : 1; /* single results land in element 0 */
                kept = kept && memcmp(&want.out[r], &before.out[r], front) == 0 &&
                       memcmp(cells(&want.out[r]) + after, cells(&before.out[r]) + after,
                              (size_t)(ROOM + GUARD - after) * sizeof(real)) == 0;
            }
            if (!kept) printf("%s, n = %d:\n", kernels[kernel].name, n);
            CHECK(kept);
        }
    }
}

static void check_tile(const tt_tile *ref, const tt_tile *simd) {
    enum { K = 37, LDC = TT_NR + 3, A_MOST = TT_MR_MOST + 5, B_MOST = TT_NR + 2 };
    static real a[K * A_MOST], b[K * B_MOST], want[TT_MR_MOST * LDC], got[TT_MR_MOST * LDC];
    static const real start[TT_NR] = {1, 2, 3, 4, 5, 6, 7, 8};
    const int rows = ref->rows;
    CHECK(simd->rows == rows && rows <= TT_MR_MOST);
    tt_rng key = tt_rng_key(7, 0, 0);
    for (int i = 0; i < K * A_MOST; i++) a[i] = (real)tt_rng_normal(key, (uint32_t)i);
    for (int i = 0; i < K * B_MOST; i++) b[i] = (real)tt_rng_normal(key, (uint32_t)(1000 + i));
    for (int k = 0; k <= K; k++) {
        for (int way = 0; way < 6; way++) {
            /* packed, and in place in wider rows */
            const size_t a_step = way < 3 ? (size_t)rows : A_MOST, b_step = way < 3 ? TT_NR : B_MOST;
            const int start_at = way % 3;
            for (int i = 0; i < TT_MR_MOST * LDC; i++) want[i] = got[i] = (real)i;
            ref->multiply(want, LDC, a, a_step, b, b_step, k,
                          start_at == 0   ? NULL
                          : start_at == 1 ? want
                                          : start,
                          start_at == 1 ? LDC : 0);
            simd->multiply(got, LDC, a, a_step, b, b_step, k,
                           start_at == 0   ? NULL
                           : start_at == 1 ? got
                                           : start,
                           start_at == 1 ? LDC : 0);
            for (int i = 0; relaxed && i < TT_MR_MOST * LDC; i++) {
                double size = fabs((double)i);
                if (i % LDC >= TT_NR || i / LDC >= rows) continue;
                for (size_t p = 0; p < (size_t)k; p++)
                    size += fabs(a[p * a_step + (size_t)i / LDC] * b[p * b_step + (size_t)i % LDC]);
                CHECK_NEAR(got[i], want[i], (k + 1.0) * TT_EPS * size, "k eps sum|ab|");
                got[i] = want[i];
            }
            CHECK(memcmp(want, got, sizeof want) == 0);
        }
    }
}

/* Strips of every width in every order, whole and not, written to the last element and no further. */
static void check_pack(void) {
    enum { K = 11, LANE = 13 };
    static real in[LANE * K], want[TT_NR * K + GUARD], got[TT_NR * K + GUARD];
    for (int i = 0; i < LANE * K; i++) in[i] = (real)(i + 1);
    for (int width = 4; width <= TT_NR; width += 2) {
        for (int way = 0; way < 3 * width * K; way++) {
            const int used = way % width + 1, k = way / width % K + 1, order = way / width / K;
            const size_t lane = order == 0 ? 1 : LANE, step = order == 0 ? LANE : order == 1 ? 1 : 2;
            if (order == 2 && k > LANE / 2) continue;
            memset(want, 0, sizeof want), memset(got, 0, sizeof got);
            tt_kernels_ref.pack(want, in, lane, step, width, used, k);
            tt_kernels_simd.pack(got, in, lane, step, width, used, k);
            CHECK(memcmp(want, got, sizeof want) == 0);
        }
    }
}

/* A number is dropped where its bits are below the threshold, so with the probability threshold / 2^32 exactly. */
static void check_dropped_below_threshold(const tt_kernels *kernels) {
    enum { N = 7 };
    const tt_rng key = tt_rng_key(4, 5, 6);
    real x[N], y[N];
    for (int i = 0; i < N; i++) x[i] = 1;
    for (uint32_t i = 0; i < N; i++) {
        const uint32_t bits = tt_rng_bits(key, 10 + i);
        kernels->dropout(y, x, key, 10, bits, 2, N);
        CHECK(y[i] == 2);
        kernels->dropout(y, x, key, 10, bits + 1, 2, N);
        CHECK(y[i] == 0);
    }
}

/* What the definitions themselves are held to: the formula in double. */
static void check_definitions(void) {
    enum { N = 97 };
    real x[N], w[N], b[N], y[N], mean, rstd;
    tt_rng key = tt_rng_key(9, 0, 0);
    const double n = N, n_eps = n * TT_EPS;
    double sum = 0, square = 0, log_sum = 0, most = 0;
    for (int i = 0; i < N; i++) {
        x[i] = (real)tt_rng_normal(key, (uint32_t)i);
        w[i] = (real)tt_rng_normal(key, (uint32_t)(N + i));
        b[i] = (real)tt_rng_normal(key, (uint32_t)(2 * N + i));
        sum += x[i];
        log_sum += exp(x[i]);
        most = fmax(most, fabs(x[i]));
    }
    for (int i = 0; i < N; i++) square += (x[i] - sum / n) * (x[i] - sum / n);
    tt_kernels_ref.norm_forward(y, &mean, &rstd, x, w, b, (real)1e-5, N);
    CHECK_NEAR(mean, sum / n, n_eps * most, "n eps max|x|");
    CHECK_NEAR(rstd, 1 / sqrt(square / n + 1e-5), n_eps * rstd, "n eps, relative");
    for (int i = 0; i < N; i++) {
        double want = (x[i] - sum / n) / sqrt(square / n + 1e-5) * w[i] + b[i];
        CHECK_NEAR(y[i], want, 2 * n_eps * (most * fabs(w[i]) + fabs(b[i])), "the errors of mean and rstd");
    }
    CHECK_NEAR(tt_kernels_ref.softmax(y, x, 1, N), log(log_sum), n_eps, "n eps");
    for (int i = 0; i < N; i++) CHECK_NEAR(y[i], exp(x[i]) / log_sum, n_eps * y[i], "n eps, relative");
}

int main(void) {
    check_same_bits();
    for (int i = 0; i < TT_TILES; i++) check_tile(&tt_kernels_ref.tiles[i], &tt_kernels_simd.tiles[i]);
    check_pack();
    check_definitions();
    check_dropped_below_threshold(&tt_kernels_ref);
    check_dropped_below_threshold(&tt_kernels_simd);
    return check_end("kernels");
}
