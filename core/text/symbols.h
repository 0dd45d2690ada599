/* SPDX-License-Identifier: Apache-2.0
 * A text as code points that keep their positions in the original. */
#ifndef TT_SYMBOLS_H
#define TT_SYMBOLS_H

#include "base/base.h"

typedef struct {
    uint32_t code;
    int32_t at; /* the code point of the original text that it stands for */
} tt_symbol;

typedef struct {
    tt_symbol *items;
    size_t n, cap;
    bool failed; /* an allocation failed: later symbols are lost, and the function that returns the list reports it */
} tt_symbols;

/* Empties the list and keeps its memory. */
static inline void tt_symbols_reset(tt_symbols *symbols) { symbols->n = 0; }
/* Room for `cap` symbols; false where there is none. */
bool tt_symbols_reserve(tt_symbols *symbols, size_t cap);
/* Appends a symbol. */
void tt_symbols_put(tt_symbols *symbols, uint32_t code, int32_t at);
/* Replaces `out` by `text` [n]. */
void tt_symbols_copy(tt_symbols *out, const tt_symbol *text, size_t n);
void tt_symbols_free(tt_symbols *symbols);

/* The code points of a text; TT_E_DATA with the byte where it is no UTF-8. */
tt_status tt_symbols_decode(tt_symbols *out, const char *text, size_t n, tt_error *err);

/* The text `changed` was made from `old` [n], and each `at` in it is a change, as Hugging Face's tokenizers count them:
 * 0 a symbol that takes the place of the next old one; -k the same, and the k old ones behind it are gone; 1 a symbol
 * that was added behind the one before. Afterwards each `at` is a position in the original. */
void tt_symbols_align(tt_symbols *changed, const tt_symbol *old, size_t n);

#endif
