/* SPDX-License-Identifier: Apache-2.0 */
#include "baseline/word_features.h"

#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/unicode.h"

enum { AFFIX = 4, MOST_AT = 6 + 2 * AFFIX, MOST_BESIDE = 2, MOST = MOST_AT + 2 * MOST_BESIDE };

enum {
    CONSTANT,
    NOTHING,
    WORD,
    SHAPE,
    NUMBER,
    TITLE,
    CAPITALS,
    PREFIX,
    SUFFIX = PREFIX + AFFIX,
    KINDS = SUFFIX + AFFIX
};

/* What a spelling's features are made of. */
typedef struct {
    uint64_t word, shape, prefixes[AFFIX]; /* hashes; those of prefixes that are longer than the word are not set */
    uint32_t last[AFFIX];                  /* the latest characters in lower case, at their number modulo AFFIX */
    size_t characters;                     /* in lower case */
    bool number, title, capitals;
} look;

static char shape_of(uint32_t code) {
    const unsigned flags = tt_char_flags(code);
    if (flags & TT_CHAR_UPPER) return 'X';
    if (code >= '0' && code <= '9') return 'd';
    return flags & TT_CHAR_PUNCTUATION ? 'p' : 'x';
}

static void add_lower(look *l, uint32_t code) {
    uint32_t lower[2];
    const int n = tt_char_lower(lower, code);
    for (int i = 0; i < n; i++) {
        l->word = tt_hash_word(l->word, lower[i]);
        if (l->characters < AFFIX) l->prefixes[l->characters] = l->word;
        l->last[l->characters++ % AFFIX] = lower[i];
    }
}

static look look_of(const tt_spelling *spelling) {
    look l = {0};
    int32_t capitals = 0, small = 0, digits = 0;
    uint32_t latest = 0;
    bool begins = false;
    for (size_t at = 0, length; at < spelling->n; at += length) {
        length = tt_utf8_length(spelling->bytes + at, spelling->n - at);
        const uint32_t code = tt_utf8_code(spelling->bytes + at, length);
        const char class = shape_of(code);
        const uint32_t written = class == 'p' ? code : (uint32_t) class;
        if (at == 0) begins = class == 'X';
        if (written != latest) l.shape = tt_hash_word(l.shape, written);
        latest = written;
        capitals += class == 'X', small += class == 'x', digits += class == 'd';
        add_lower(&l, code);
    }
    l.number = digits > 0 && capitals + small == 0;
    l.title = begins && capitals == 1;
    l.capitals = capitals > 0 && small == 0;
    return l;
}

static uint64_t key_of(int place, int kind, uint64_t content) {
    return tt_hash_word(tt_hash_word(0, 1 + (uint64_t)(place * KINDS + kind)), content);
}

/* The keys of a spelling at a place: how many. */
static int keys_of(uint64_t keys[MOST_AT], const tt_spelling *spelling, int place) {
    int n = 0;
    if (spelling->n == 0 && place == TT_AT) return n;
    if (spelling->n == 0) {
        keys[n++] = key_of(place, NOTHING, 0);
        return n;
    }
    const look l = look_of(spelling);
    keys[n++] = key_of(place, WORD, l.word);
    keys[n++] = key_of(place, SHAPE, l.shape);
    if (place != TT_AT) return n;
    keys[n++] = key_of(place, CONSTANT, 0);
    if (l.number) keys[n++] = key_of(place, NUMBER, 0);
    if (l.title) keys[n++] = key_of(place, TITLE, 0);
    if (l.capitals) keys[n++] = key_of(place, CAPITALS, 0);
    uint64_t suffix = 0;
    for (size_t i = 0; i < AFFIX && i < l.characters; i++) {
        suffix = tt_hash_word(suffix, l.last[(l.characters - 1 - i) % AFFIX]);
        keys[n++] = key_of(place, PREFIX + (int)i, l.prefixes[i]);
        keys[n++] = key_of(place, SUFFIX + (int)i, suffix);
    }
    return n;
}

void tt_word_features_layout(tt_word_features *features, tt_arena *arena, const tt_lexicon *lexicon, int32_t known) {
    features->room = known * MOST;
    features->slot_count = 2;
    while (features->slot_count < 2 * (size_t)features->room) features->slot_count *= 2;
    features->starts = TT_TAKE(arena, "baseline", int32_t, lexicon->count, TT_PLACES + 1);
    features->indices = TT_TAKE(arena, "baseline", int32_t, lexicon->count, MOST);
    features->keys = TT_TAKE(arena, "baseline", uint64_t, features->slot_count, 1);
    features->slots = TT_TAKE(arena, "baseline", int32_t, features->slot_count, 1);
}

/* The number of a feature, a new one with `add`, or -1. */
static int32_t number_of(tt_word_features *features, uint64_t key, bool add) {
    size_t slot = (size_t)key & (features->slot_count - 1);
    while (features->slots[slot] >= 0 && features->keys[slot] != key) slot = (slot + 1) & (features->slot_count - 1);
    if (features->slots[slot] >= 0 || !add) return features->slots[slot];
    features->keys[slot] = key;
    return features->slots[slot] = features->count++;
}

void tt_word_features_fill(tt_word_features *features, const tt_lexicon *lexicon, int32_t known) {
    uint64_t keys[MOST_AT];
    int32_t used = 0;
    memset(features->slots, 0xff, features->slot_count * sizeof *features->slots);
    features->count = 0;
    for (int32_t i = 0; i < lexicon->count * TT_PLACES; i++) {
        const int32_t spelling = i / TT_PLACES;
        const int n = keys_of(keys, &lexicon->spellings[spelling], i % TT_PLACES);
        features->starts[i] = used;
        for (int k = 0; k < n; k++) {
            const int32_t feature = number_of(features, keys[k], spelling < known);
            if (feature >= 0) features->indices[used++] = feature;
        }
    }
    features->starts[lexicon->count * TT_PLACES] = used;
}
