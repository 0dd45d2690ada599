/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/iob2.h"

#include <math.h>

/* The largest, the first of several. */
static int32_t most_of(const double *sums, int32_t C) {
    int32_t most = 0;
    for (int32_t k = 1; k < C; k++) {
        if (sums[k] > sums[most]) most = k;
    }
    return most;
}

/* From the sums of the best sequences up to each tag of the word before to those of this word, in place: any tag goes
 * before O and B-X, B-X and I-X go before I-X. */
static void advance(int32_t *before, double *sums, const double *scores, int32_t C) {
    const int32_t most = most_of(sums, C);
    const double best = sums[most];
    for (int32_t k = 1; k < C; k += 2) {
        const int32_t own = sums[k + 1] > sums[k] ? k + 1 : k;
        const double inside = sums[own];
        before[k] = most;
        before[k + 1] = own;
        sums[k] = best + scores[k];
        sums[k + 1] = inside + scores[k + 1];
    }
    before[TT_OUTSIDE] = most;
    sums[TT_OUTSIDE] = best + scores[TT_OUTSIDE];
}

/* Nothing is in front of the first word but O. */
static void begin(double *sums, int32_t C) {
    for (int32_t k = 0; k < C; k++) sums[k] = k == TT_OUTSIDE ? 0 : -INFINITY;
}

void tt_iob2_decode(int32_t *tags, const double *scores, const int32_t *reads, int32_t *before, double *sums,
                    int32_t words, int32_t C) {
    begin(sums, C);
    for (int32_t w = 0; w < words; w++) {
        int32_t *from = before + (size_t)w * (size_t)C;
        if (reads && reads[w] == 0) {
            from[TT_OUTSIDE] = most_of(sums, C);
            begin(sums, C);
        } else {
            advance(from, sums, scores + (size_t)w * (size_t)C, C);
        }
    }
    int32_t tag = most_of(sums, C);
    for (int32_t w = words - 1; w >= 0; w--) {
        tags[w] = tag;
        tag = before[(size_t)w * (size_t)C + (size_t)tag];
    }
}
