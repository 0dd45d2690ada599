/* SPDX-License-Identifier: Apache-2.0 */
#include "text/unicode.h"

#include <stdlib.h>

#include "text/unicode_tables.h"

/* Unicode 3.12: a Hangul syllable is S = (L * 21 + V) * 28 + T above its base. */
enum {
    HANGUL = 0xac00,
    HANGUL_L = 0x1100,
    HANGUL_V = 0x1161,
    HANGUL_T = 0x11a7,
    HANGUL_L_COUNT = 19,
    HANGUL_V_COUNT = 21,
    HANGUL_T_COUNT = 28,
    HANGUL_COUNT = HANGUL_L_COUNT * HANGUL_V_COUNT * HANGUL_T_COUNT
};

static properties properties_of(uint32_t code) {
    return all_properties[property_of[block_of[code / BLOCK] * BLOCK + code % BLOCK]];
}

unsigned tt_char_flags(uint32_t code) { return properties_of(code).flags; }

unsigned tt_char_combining_class(uint32_t code) { return properties_of(code).combining_class; }

static int decomposition_at(uint32_t out[4], int i) {
    const int start = decompositions[i].start & ~COMPOSES, n = (decompositions[i + 1].start & ~COMPOSES) - start;
    for (int part = 0; part < n; part++) out[part] = decomposed[start + part];
    return n;
}

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
    return decomposition_at(out, low);
}

void tt_compositions_free(tt_compositions *compositions) {
    free(compositions->slots);
    compositions->slots = NULL;
}

static tt_composition *slot_of(const tt_compositions *compositions, uint32_t first, uint32_t second) {
    uint32_t i = (first * UINT32_C(31) + second) * UINT32_C(0x9e3779b1) >> 20;
    for (;; i = (i + 1) % TT_COMPOSITIONS) {
        tt_composition *slot = &compositions->slots[i];
        if (slot->whole == 0 || (slot->first == first && slot->second == second)) return slot;
    }
}

/* A decomposition of n code points is that of a pair whose first half is what the first n - 1 compose to, so the
 * shorter ones come first. */
bool tt_compositions_new(tt_compositions *out) {
    const int count = (int)(sizeof decompositions / sizeof *decompositions) - 1;
    out->slots = calloc(TT_COMPOSITIONS, sizeof *out->slots);
    if (!out->slots) return false;
    for (int length = 2; length <= 4; length++) {
        for (int i = 0; i < count; i++) {
            uint32_t parts[4];
            if (!(decompositions[i].start & COMPOSES) || decomposition_at(parts, i) != length) continue;
            uint32_t first = parts[0];
            for (int part = 1; part < length - 1; part++) first = tt_char_compose(out, first, parts[part]);
            *slot_of(out, first, parts[length - 1]) =
                (tt_composition){first, parts[length - 1], decompositions[i].code};
        }
    }
    return true;
}

uint32_t tt_char_compose(const tt_compositions *compositions, uint32_t first, uint32_t second) {
    if (first - HANGUL_L < HANGUL_L_COUNT && second - HANGUL_V < HANGUL_V_COUNT) {
        return HANGUL + ((first - HANGUL_L) * HANGUL_V_COUNT + second - HANGUL_V) * HANGUL_T_COUNT;
    }
    if (first - HANGUL < HANGUL_COUNT && (first - HANGUL) % HANGUL_T_COUNT == 0 && second > HANGUL_T &&
        second < HANGUL_T + HANGUL_T_COUNT) {
        return first + second - HANGUL_T;
    }
    return slot_of(compositions, first, second)->whole;
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
