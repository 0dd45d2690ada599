/* SPDX-License-Identifier: Apache-2.0
 * Rotary positions (Su et al. 2021): query and key are D/2 pairs (d, d + D/2), each turned by position times
 * base^(-2d/D).
 */
#include <math.h>

#include "nn/nn.h"

/* Taylor's series around the nearest quarter turn, exact to double's rounding: the same numbers on every platform. */
static void cosine_sine(double angle, double *cosine, double *sine) {
    const double quarters = floor(angle * 0.63661977236758134308 + 0.5);
    const double r = angle - quarters * 1.57079632673412561417 - quarters * 6.07710050650619224932e-11, t = r * r;
    double c = 1, s = 1;
    for (int k = 16; k > 0; k -= 2) c = 1 - c * t / (k * (k - 1));
    for (int k = 17; k > 1; k -= 2) s = 1 - s * t / (k * (k - 1));
    s *= r;
    const int quarter = (int)fmod(quarters, 4);
    *cosine = quarter == 0 ? c : quarter == 1 ? -s : quarter == 2 ? -c : s;
    *sine = quarter == 0 ? s : quarter == 1 ? c : quarter == 2 ? -s : -c;
}

void tt_rope_table(real *table, double base, int T, int D) {
    for (int d = 0; d < D / 2; d++) {
        const float slope = (float)(1 / pow(base, (double)(2 * d) / D));
        for (int p = 0; p < T; p++) {
            const float angle = (float)p * slope;
            double cosine, sine;
            cosine_sine((double)angle, &cosine, &sine);
            table[(size_t)p * (size_t)D + (size_t)d] = (real)cosine;
            table[(size_t)p * (size_t)D + (size_t)(d + D / 2)] = (real)sine;
        }
    }
}

typedef struct {
    real *qkv;
    const real *table;
    const tt_tokens *tokens;
    int E, heads, D; /* heads of query and key */
    real sign;
} job;

static void rows(void *context, int block, int thread) {
    const job *j = context;
    const size_t half = (size_t)j->D / 2;
    (void)thread;
    for (int n = block * TT_ROWS; n < j->tokens->count && n < (block + 1) * TT_ROWS; n++) {
        const real *cosine = j->table + (size_t)j->tokens->positions[n] * (size_t)j->D, *sine = cosine + half;
        real *x = j->qkv + (size_t)n * 3 * (size_t)j->E;
        for (int h = 0; h < j->heads; h++, x += j->D) {
            real *y = x + half;
            for (size_t d = 0; d < half; d++) {
                const real a = x[d], b = y[d], s = j->sign * sine[d];
                x[d] = a * cosine[d] - b * s;
                y[d] = b * cosine[d] + a * s;
            }
        }
    }
}

void tt_rope_turn(const tt_compute *compute, real *qkv, const real *table, const tt_tokens *tokens, int E, int H,
                  bool back) {
    job j = {qkv, table, tokens, E, 2 * H, E / H, back ? -1 : 1};
    tt_parallel(compute->threads, tt_blocks(tokens->count, TT_ROWS), rows, &j);
}
