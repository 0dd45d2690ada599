/* SPDX-License-Identifier: Apache-2.0
 * The generator: the same numbers for ever, streams that differ, and the moments of its distributions. Limits are
 * five standard errors of each statistic over COUNT draws; the draws are fixed, so the outcome is too. */
#include "base/rng.h"
#include "check.h"

enum { COUNT = 100000, BINS = 64 };
static const double draws = COUNT, bins_less_one = BINS - 1;

int main(void) {
    /* Runs made today must be repeatable with the engine of tomorrow. */
    CHECK(tt_rng_bits(tt_rng_key(0, 0, 0), 0) == UINT32_C(0x4e3c99ed));
    CHECK(tt_rng_bits(tt_rng_key(42, 7, 3), 12345) == UINT32_C(0x2b79c3ff));

    tt_rng key = tt_rng_key(1, 2, 3);
    double sum = 0, square = 0, fourth = 0, lagged = 0, last = 0, uniform = 0;
    static int bins[BINS];
    int set[32] = {0};
    for (uint32_t i = 0; i < COUNT; i++) {
        double x = tt_rng_normal(key, i), u = tt_rng_uniform(key, i);
        uint32_t bits = tt_rng_bits(key, i);
        sum += x;
        square += x * x;
        fourth += x * x * x * x;
        lagged += x * last;
        last = x;
        uniform += u;
        CHECK(u >= 0 && u < 1);
        bins[tt_rng_below(key, i, BINS)]++;
        for (int bit = 0; bit < 32; bit++) set[bit] += (int)(bits >> bit & 1);
    }
    CHECK_NEAR(sum / draws, 0, 5 * sqrt(1.0 / draws), "five standard errors");
    CHECK_NEAR(square / draws, 1, 5 * sqrt(2.0 / draws), "five standard errors");
    CHECK_NEAR(fourth / draws, 3, 5 * sqrt(96.0 / draws), "five standard errors");
    CHECK_NEAR(lagged / draws, 0, 5 * sqrt(1.0 / draws), "five standard errors");
    CHECK_NEAR(uniform / draws, 0.5, 5 * sqrt(1.0 / 12 / draws), "five standard errors");
    for (int bit = 0; bit < 32; bit++) CHECK_NEAR(set[bit], draws / 2.0, 5 * sqrt(draws / 4.0), "five standard errors");
    double chi = 0, mean = draws / (bins_less_one + 1);
    for (int i = 0; i < BINS; i++) chi += (bins[i] - mean) * (bins[i] - mean) / mean;
    CHECK_NEAR(chi, bins_less_one, 5 * sqrt(2 * bins_less_one), "five standard errors of chi square");

    /* Neighbouring seeds, steps and sites share nothing: half of the bits differ. */
    static const uint64_t near[3][3] = {{2, 2, 3}, {1, 3, 3}, {1, 2, 4}};
    for (int n = 0; n < 3; n++) {
        tt_rng other = tt_rng_key(near[n][0], near[n][1], near[n][2]);
        double differing = 0;
        for (uint32_t i = 0; i < COUNT; i++) {
            for (uint32_t x = tt_rng_bits(key, i) ^ tt_rng_bits(other, i); x; x &= x - 1) differing++;
        }
        CHECK_NEAR(differing, 16.0 * draws, 5 * sqrt(8.0 * draws), "five standard errors");
    }

    int32_t items[100];
    int seen[100] = {0}, moved = 0;
    for (int i = 0; i < 100; i++) items[i] = i;
    tt_rng_shuffle(items, 100, key);
    for (int i = 0; i < 100; i++) seen[items[i]]++, moved += items[i] != i;
    for (int i = 0; i < 100; i++) CHECK(seen[i] == 1);
    CHECK(moved > 80);
    /* Every place is equally likely for every item, its own included. */
    enum { ITEMS = 5, SHUFFLES = 20000 };
    int places[ITEMS][ITEMS] = {{0}};
    const double shuffles = SHUFFLES, likely = 1.0 / (double)ITEMS;
    for (uint64_t n = 0; n < SHUFFLES; n++) {
        for (int i = 0; i < ITEMS; i++) items[i] = i;
        tt_rng_shuffle(items, ITEMS, tt_rng_key(1, n, 0));
        for (int i = 0; i < ITEMS; i++) places[items[i]][i]++;
    }
    for (int i = 0; i < ITEMS * ITEMS; i++) {
        CHECK_NEAR(places[i / ITEMS][i % ITEMS], shuffles * likely, 5 * sqrt(shuffles * likely * (1 - likely)),
                   "five standard errors");
    }
    tt_rng_shuffle(items, 0, key);
    tt_rng_shuffle(items, 1, key);
    return check_end("rng");
}
