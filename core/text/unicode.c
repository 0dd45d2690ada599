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

/* A hash table's entry: two code points and what they compose to. */
typedef struct {
    uint32_t first, second, whole; /* whole 0: free */
} composition;

enum { SLOTS = 4096 };

struct tt_mappings {
    uint32_t codes[CANONICAL + COMPATIBLE]; /* of each kind in ascending order */
    uint16_t starts[CANONICAL + COMPATIBLE + 1];
    uint32_t parts[PARTS];
    composition slots[SLOTS]; /* at most a quarter is used */
};

/* The packed tables' numbers: seven bits a byte, the lowest first. */
static uint32_t next_number(const uint8_t **at) {
    uint32_t number = 0;
    for (int bits = 0;; bits += 7) {
        number |= (uint32_t)(**at & 127) << bits;
        if (*(*at)++ < 128) return number;
    }
}

static void unpack(tt_mappings *out) {
    const uint8_t *codes = packed_codes, *parts = packed_parts;
    uint32_t code = 0, last[2] = {0};
    uint16_t n = 0;
    for (int i = 0; i < CANONICAL + COMPATIBLE; i++) {
        if (i == CANONICAL) code = last[0] = last[1] = 0;
        out->codes[i] = code += next_number(&codes);
        out->starts[i] = n;
        for (int part = 0; part < packed_heads[i] / 2; part++) {
            const uint32_t step = next_number(&parts);
            last[part > 0] += step & 1 ? ~(step >> 1) : step >> 1;
            out->parts[n++] = last[part > 0];
        }
    }
    out->starts[CANONICAL + COMPATIBLE] = n;
}

/* Where the two are among the slots, or could be. */
static uint32_t slot_of(const tt_mappings *mappings, uint32_t first, uint32_t second) {
    uint32_t i = (first * UINT32_C(31) + second) * UINT32_C(0x9e3779b1) >> 20;
    for (;; i = (i + 1) % SLOTS) {
        const composition *slot = &mappings->slots[i];
        if (slot->whole == 0 || (slot->first == first && slot->second == second)) return i;
    }
}

/* A decomposition of n code points is that of a pair whose first half is what the first n - 1 compose to, so the
 * shorter ones come first. */
static void compose_all(tt_mappings *out) {
    for (int length = 2; length <= 4; length++) {
        for (int i = 0; i < CANONICAL; i++) {
            const uint32_t *parts = out->parts + out->starts[i];
            if (packed_heads[i] != 2 * length + 1) continue;
            uint32_t first = parts[0];
            for (int part = 1; part < length - 1; part++) first = tt_char_compose(out, first, parts[part]);
            out->slots[slot_of(out, first, parts[length - 1])] = (composition){first, parts[length - 1], out->codes[i]};
        }
    }
}

tt_mappings *tt_mappings_new(void) {
    tt_mappings *out = calloc(1, sizeof *out);
    if (!out) return NULL;
    unpack(out);
    compose_all(out);
    return out;
}

/* Its number from `low` to `high` - 1 among the decompositions, or -1. */
static int find(const tt_mappings *mappings, int low, int high, uint32_t code) {
    const int end = high;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (mappings->codes[middle] < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < end && mappings->codes[low] == code ? low : -1;
}

int tt_char_decompose(uint32_t out[TT_MAX_PARTS], const tt_mappings *mappings, bool compatible, uint32_t code) {
    int i = -1, n = 0;
    out[0] = code;
    if (code >= HANGUL && code < HANGUL + HANGUL_COUNT) {
        uint32_t syllable = code - HANGUL;
        out[0] = HANGUL_L + syllable / (HANGUL_V_COUNT * HANGUL_T_COUNT);
        out[1] = HANGUL_V + syllable / HANGUL_T_COUNT % HANGUL_V_COUNT;
        out[2] = HANGUL_T + syllable % HANGUL_T_COUNT;
        return out[2] == HANGUL_T ? 2 : 3;
    }
    if (compatible && code >= 128) i = find(mappings, CANONICAL, CANONICAL + COMPATIBLE, code);
    if (i < 0 && tt_char_flags(code) & TT_CHAR_DECOMPOSES) i = find(mappings, 0, CANONICAL, code);
    if (i < 0) return 1;
    for (int at = mappings->starts[i]; at < mappings->starts[i + 1]; at++) out[n++] = mappings->parts[at];
    return n;
}

uint32_t tt_char_compose(const tt_mappings *mappings, uint32_t first, uint32_t second) {
    if (first - HANGUL_L < HANGUL_L_COUNT && second - HANGUL_V < HANGUL_V_COUNT) {
        return HANGUL + ((first - HANGUL_L) * HANGUL_V_COUNT + second - HANGUL_V) * HANGUL_T_COUNT;
    }
    if (first - HANGUL < HANGUL_COUNT && (first - HANGUL) % HANGUL_T_COUNT == 0 && second > HANGUL_T &&
        second < HANGUL_T + HANGUL_T_COUNT) {
        return first + second - HANGUL_T;
    }
    return mappings->slots[slot_of(mappings, first, second)].whole;
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
