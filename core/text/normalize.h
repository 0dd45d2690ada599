/* SPDX-License-Identifier: Apache-2.0
 * BERT's normalization: clean, put spaces around ideographs, strip accents, lower. */
#ifndef TT_NORMALIZE_H
#define TT_NORMALIZE_H

#include "text/symbols.h"
#include "text/unicode.h"

typedef struct {
    bool clean, ideographs, strip_accents, lowercase;
} tt_normalization;

/* Two texts that take turns, and marks: scratch of whatever changes a text. */
typedef struct {
    tt_symbols now, next, marks;
} tt_changing;

/* The text that was changed last becomes the one to change. */
static inline void tt_changing_turn(tt_changing *text) {
    const tt_symbols now = text->now;
    text->now = text->next;
    text->next = now;
}
void tt_changing_free(tt_changing *text);

/* Normalizes `text->now`. Linear in its length. */
void tt_normalize(tt_changing *text, const tt_normalization *how, const tt_mappings *mappings);
/* Puts `text->now` in lower case, one code point after the other. */
void tt_lowercase(tt_changing *text);
/* Takes the code points with one of the flags out of `text->now`. */
void tt_remove(tt_changing *text, unsigned flags);

#endif
