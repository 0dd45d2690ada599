/* SPDX-License-Identifier: Apache-2.0
 * Inputs that differ have other hashes: in a bit, in the order of their words, or in the signs of two numbers. */
#include "base/hash.h"
#include "check.h"

enum { WORDS = 6 };

static uint64_t hash_of(const uint64_t *words) {
    uint64_t hash = 1;
    for (int i = 0; i < WORDS; i++) hash = tt_hash_word(hash, words[i]);
    return hash;
}

int main(void) {
    uint64_t words[WORDS];
    for (int i = 0; i < WORDS; i++) {
        const double number = i * 1.5 + 1;
        memcpy(&words[i], &number, sizeof number);
    }
    const uint64_t hash = hash_of(words);
    for (int a = 0; a < WORDS; a++) {
        for (int bit = 0; bit < 64; bit++) {
            words[a] ^= UINT64_C(1) << bit;
            CHECK(hash_of(words) != hash);
            for (int b = 0; b < a; b++) {
                words[b] ^= UINT64_C(1) << bit;
                CHECK(hash_of(words) != hash);
                words[b] ^= UINT64_C(1) << bit;
            }
            words[a] ^= UINT64_C(1) << bit;
        }
        for (int b = 0; b < a; b++) {
            const uint64_t kept = words[a];
            words[a] = words[b];
            words[b] = kept;
            CHECK(hash_of(words) != hash);
            words[b] = words[a];
            words[a] = kept;
        }
    }
    return check_end("check_hash");
}
