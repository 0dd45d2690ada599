/* SPDX-License-Identifier: Apache-2.0
 * Added tokens: [MASK] and its like, and words that a user added to a model. They are searched in the text before it is
 * split into words: leftmost first, then longest. */
#ifndef TT_ADDED_H
#define TT_ADDED_H

#include "text/symbols.h"

typedef struct {
    uint32_t *codes; /* [n] */
    size_t n;
    int32_t id;
    bool lstrip, rstrip; /* takes the white space on that side along */
} tt_added_token;

typedef struct {
    tt_added_token *tokens; /* by their first code point, the longest first */
    int32_t count;
    uint8_t firsts[32]; /* a bit for the low byte of each first code point, to skip most of a text fast */
} tt_added;

/* Adds a token with the id and the sides of `how`. An empty one is left out: it would match everywhere. */
tt_status tt_added_put(tt_added *added, const tt_added_token *how, const tt_symbol *codes, size_t n, tt_error *err);
void tt_added_free(tt_added *added);

/* The token at the front of `text` [n], or NULL. */
const tt_added_token *tt_added_find(const tt_added *added, const tt_symbol *text, size_t n);

#endif
