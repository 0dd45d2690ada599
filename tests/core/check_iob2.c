/* SPDX-License-Identifier: Apache-2.0
 * The best sequence of IOB2 tags that is in order, against all C^words sequences, and outputs whose argmax gives it. */
#include "base/rng.h"
#include "check.h"
#include "measure/counts.h"
#include "measure/iob2.h"

enum { WORDS = 6, C = 5 };

static bool in_order(const int32_t *tags, int32_t words) {
    for (int32_t w = 0; w < words; w++) {
        const bool inside = tags[w] > 0 && tags[w] % 2 == 0;
        if (inside && (w == 0 || (tags[w - 1] != tags[w] && tags[w - 1] != tags[w] - 1))) return false;
    }
    return true;
}

/* `rank` in base C, the first word's tag last. */
static void sequence_of(int32_t *tags, int32_t rank, int32_t words) {
    for (int32_t w = 0; w < words; w++, rank /= C) tags[w] = rank % C;
}

static void plain_decode(int32_t *best, const double *scores, const int32_t *reads, int32_t words) {
    int32_t sequences = 1, tags[WORDS];
    double most = -INFINITY;
    for (int32_t w = 0; w < words; w++) sequences *= C;
    for (int32_t rank = 0; rank < sequences; rank++) {
        double sum = 0;
        bool allowed = true;
        sequence_of(tags, rank, words);
        for (int32_t w = 0; w < words; w++) {
            if (reads[w] == 0)
                allowed = allowed && tags[w] == 0;
            else
                sum += scores[w * C + tags[w]];
        }
        if (!allowed || !in_order(tags, words) || sum <= most) continue;
        most = sum;
        memcpy(best, tags, sizeof tags);
    }
}

static void check_decode(uint64_t seed) {
    const tt_rng key = tt_rng_key(seed, 0, 0);
    double scores[WORDS * C], sums[C];
    int32_t reads[WORDS], before[WORDS * C], got[WORDS], want[WORDS] = {0};
    const int32_t words = 1 + (int32_t)(seed % WORDS);
    /* Eighths: sums are exact, and some are equal. */
    for (uint32_t i = 0; i < WORDS * C; i++) scores[i] = (double)(tt_rng_bits(key, i) % 64) / 8 - 4;
    for (uint32_t w = 0; w < WORDS; w++) reads[w] = (int32_t)(tt_rng_bits(key, 1000 + w) % 8 > 0);
    plain_decode(want, scores, reads, words);
    tt_iob2_decode(got, scores, reads, before, sums, words, C);
    CHECK(memcmp(got, want, (size_t)words * sizeof *got) == 0);
    tt_iob2_decode(got, scores, NULL, before, sums, words, C);
    CHECK(in_order(got, words));
}

static void check_prefer(void) {
    const double rows[][C] = {
        {0.5, 0.25, 0.25, 0, 0}, {0.25, 0.25, 0.25, 0.25, 0}, {0, 0, 1, 0, 0}, {0.125, 0.375, 0.125, 0.375, 0}};
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        for (int32_t place = 0; place < C; place++) {
            double p[C], sum = 0;
            memcpy(p, rows[row], sizeof p);
            tt_prefer(p, C, place);
            CHECK(tt_argmax(p, C) == place);
            CHECK(p[place] >= rows[row][tt_argmax(rows[row], C)]);
            for (int32_t c = 0; c < C; c++) sum += p[c], CHECK(p[c] == (double)(float)p[c]);
            CHECK_NEAR(sum, 1, 1e-7, "one float is raised to the next one at most");
        }
    }
}

int main(void) {
    for (uint64_t i = 0; i < 600; i++) check_decode(i);
    check_prefer();
    return check_end("check_iob2");
}
