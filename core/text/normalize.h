/* SPDX-License-Identifier: Apache-2.0
 * BERT's normalization: clean, put spaces around ideographs, strip accents, lower. Each symbol keeps its position in
 * the original text. */
#ifndef TT_NORMALIZE_H
#define TT_NORMALIZE_H

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

/* Appends a symbol. */
void tt_symbols_put(tt_symbols *symbols, uint32_t code, int32_t at);
void tt_symbols_free(tt_symbols *symbols);

/* The code points of a text; TT_E_DATA with the byte where it is no UTF-8. */
tt_status tt_symbols_decode(tt_symbols *out, const char *text, size_t n, tt_error *err);

typedef struct {
    bool clean, ideographs, strip_accents, lowercase;
} tt_normalization;

/* Replaces `out` by the normalized `text` [n]; `marks` is scratch. Linear in n. */
void tt_normalize(tt_symbols *out, tt_symbols *marks, const tt_normalization *how, const tt_symbol *text, size_t n);

#endif
