/* SPDX-License-Identifier: Apache-2.0 */
#include "text/unicode.h"

#include "text/unicode_tables.h"

/* Unicode 3.12: a Hangul syllable is S = (L * 21 + V) * 28 + T above its base. */
enum {
    HANGUL = 0xac00,
    HANGUL_L = 0x1100,
    HANGUL_V = 0x1161,
    HANGUL_T = 0x11a7,
    HANGUL_V_COUNT = 21,
    HANGUL_T_COUNT = 28,
    HANGUL_COUNT = 19 * HANGUL_V_COUNT * HANGUL_T_COUNT
};

static properties properties_of(uint32_t code) {
    return all_properties[property_of[block_of[code / BLOCK] * BLOCK + code % BLOCK]];
}

unsigned tt_char_flags(uint32_t code) { return properties_of(code).flags; }

unsigned tt_char_combining_class(uint32_t code) { return properties_of(code).combining_class; }

int tt_char_decompose(uint32_t out[4], uint32_t code) {
    int low = 0, high = (int)(sizeof decompositions / sizeof *decompositions) - 1;
    out[0] = code;
    if (code >= HANGUL && code < HANGUL + HANGUL_COUNT) {
        uint32_t syllable = code - HANGUL;
        out[0] = HANGUL_L + syllable / (HANGUL_V_COUNT * HANGUL_T_COUNT);
        out[1] = HANGUL_V + syllable / HANGUL_T_COUNT % HANGUL_V_COUNT;
        out[2] = HANGUL_T + syllable % HANGUL_T_COUNT;
        return out[2] == HANGUL_T ? 2 : 3;
    }
    while (low < high) {
        int middle = (low + high) / 2;
        if (decompositions[middle].code < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (decompositions[low].code != code) return 1;
    int n = decompositions[low + 1].start - decompositions[low].start;
    for (int i = 0; i < n; i++) out[i] = decomposed[decompositions[low].start + i];
    return n;
}

int tt_char_lower(uint32_t out[2], uint32_t code) {
    int low = 0, high = (int)(sizeof lower_ranges / sizeof *lower_ranges) - 1;
    if (code == 0x130) { /* I with a dot: the dot stays, as a mark of its own */
        out[0] = 'i';
        out[1] = 0x307;
        return 2;
    }
    while (low < high) {
        int middle = (low + high) / 2;
        if (lower_ranges[middle].last < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    lower_range range = lower_ranges[low];
    out[0] = code;
    if (code >= range.first && code <= range.last && (code - range.first) % range.step == 0) {
        out[0] = (uint32_t)((int32_t)code + range.distance);
    }
    return 1;
}
