/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rng.h"

#include <math.h>

/* The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t mix64(uint64_t x) {
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

tt_rng tt_rng_key(uint64_t seed, uint64_t step, uint64_t site) {
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t key = mix64(mix64(mix64(seed + golden) + step + golden) + site + golden);
    return (tt_rng){.a = (uint32_t)key, .b = (uint32_t)(key >> 32)};
}

/* Wichura 1988, algorithm AS 241 (PPND7): about 7 digits, which is all that a float keeps. */
static double inverse_normal(double p) {
    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * (((5.9109374720e+01 * r + 1.5929113202e+02) * r + 5.0434271938e+01) * r + 3.3871327179e+00) /
               (((6.7187563600e+01 * r + 7.8757757664e+01) * r + 1.7895169469e+01) * r + 1.0);
    }
    double r = sqrt(-log(q < 0 ? p : 1.0 - p));
    double x;
    if (r <= 5.0) {
        r -= 1.6;
        x = (((1.7023821103e-01 * r + 1.3067284816e+00) * r + 2.7568153900e+00) * r + 1.4234372777e+00) /
            ((1.2021132975e-01 * r + 7.3700164250e-01) * r + 1.0);
    } else {
        r -= 5.0;
        x = (((1.7337203997e-02 * r + 4.2868294337e-01) * r + 3.0812263860e+00) * r + 6.6579051150e+00) /
            ((1.2258202635e-02 * r + 2.4197894225e-01) * r + 1.0);
    }
    return q < 0 ? -x : x;
}

double tt_rng_normal(tt_rng key, uint32_t index) {
    return inverse_normal(((double)tt_rng_bits(key, index) + 0.5) * (1.0 / 4294967296.0));
}

void tt_rng_shuffle(int32_t *items, int n, tt_rng key) {
    for (int i = n - 1; i > 0; i--) {
        uint32_t j = tt_rng_below(key, (uint32_t)i, (uint32_t)i + 1);
        int32_t t = items[i];
        items[i] = items[j];
        items[j] = t;
    }
}
